// SPDX-License-Identifier: GPL-2.0
/*
 * os_decompress(): unpack an initrd image with the host's libraries.
 *
 * The format is known by its first bytes.  Each library is in a file of its own,
 * built if the kernel's configuration asks for it (CONFIG_RD_*).  They allocate,
 * so this is for boot only.
 */
#include <string.h>

#include <os_process.h>
#include "decompress.h"

static const struct {
	const char	*magic;
	unsigned int	magic_len;
	decompress_fn	*unpack;
} formats[] = {
	{ "\x1f\x8b",			2, decompress_gzip },
	{ "\xfd" "7zXZ\0",		6, decompress_xz },
	{ "\x5d\0\0",			3, decompress_xz },	/* lzma alone */
	{ "\x28\xb5\x2f\xfd",		4, decompress_zstd },
};

long long os_decompress(const void *in, unsigned long in_len,
			void *out, unsigned long out_size)
{
	unsigned int i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (in_len >= formats[i].magic_len &&
		    !memcmp(in, formats[i].magic, formats[i].magic_len))
			return formats[i].unpack(in, in_len, out, out_size);
	return -EINVAL;
}
