// SPDX-License-Identifier: GPL-2.0
/* xz and old lzma images, by liblzma.  xz streams may follow each other. */
#include <lzma.h>

#include "decompress.h"

long long decompress_xz(const void *in, unsigned long in_len,
			void *out, unsigned long out_size)
{
	lzma_stream stream = LZMA_STREAM_INIT;
	lzma_ret status;

	if (lzma_auto_decoder(&stream, UINT64_MAX, LZMA_CONCATENATED) != LZMA_OK)
		return -ENOMEM;
	stream.next_in = in;
	stream.avail_in = in_len;
	stream.next_out = out;
	stream.avail_out = out_size;
	do
		status = lzma_code(&stream, LZMA_FINISH);
	while (status == LZMA_OK);
	lzma_end(&stream);

	if (status == LZMA_STREAM_END)
		return out_size - stream.avail_out;
	if (status == LZMA_BUF_ERROR && stream.avail_out == 0)
		return -ENOSPC;
	return status == LZMA_MEM_ERROR ? -ENOMEM : -EINVAL;
}
