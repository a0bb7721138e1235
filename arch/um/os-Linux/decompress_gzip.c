// SPDX-License-Identifier: GPL-2.0
/*
 * gzip images, by zlib.  An image may be several gzip members one after the
 * other; zero bytes between and after them are padding.
 */
#include <limits.h>
#include <zlib.h>

#include "decompress.h"

/* zlib counts in unsigned int, images may be larger. */
static unsigned int clamp(unsigned long n)
{
	return n < UINT_MAX ? n : UINT_MAX;
}

/* One member: moves *@in and *@out past it.  Return: 0 or -errno. */
static int one_member(const unsigned char **in, const unsigned char *in_end,
		      unsigned char **out, unsigned char *out_end)
{
	z_stream stream = { .next_in = (unsigned char *)*in, .next_out = *out };
	int status = inflateInit2(&stream, 16 + MAX_WBITS);

	if (status != Z_OK)
		return -ENOMEM;
	while (status == Z_OK) {
		stream.avail_in = clamp(in_end - stream.next_in);
		stream.avail_out = clamp(out_end - stream.next_out);
		status = inflate(&stream, Z_NO_FLUSH);
	}
	*in = stream.next_in;
	*out = stream.next_out;
	inflateEnd(&stream);

	if (status == Z_STREAM_END)
		return 0;
	if (status == Z_BUF_ERROR && *out == out_end)
		return -ENOSPC;
	return status == Z_MEM_ERROR ? -ENOMEM : -EINVAL;
}

long long decompress_gzip(const void *in, unsigned long in_len,
			  void *out, unsigned long out_size)
{
	const unsigned char *from = in, *from_end = from + in_len;
	unsigned char *to = out, *to_end = to + out_size;
	int err;

	while (from < from_end) {
		err = one_member(&from, from_end, &to, to_end);
		if (err)
			return err;
		while (from < from_end && *from == 0)
			from++;
	}
	return to - (unsigned char *)out;
}
