/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The compressed formats of initrd images.  Each function unpacks @in_len bytes
 * at @in into the @out_size bytes at @out and returns how many it wrote, -EINVAL
 * for a damaged image, -ENOSPC if there are more, -ENOMEM.
 */
#ifndef OS_LINUX_DECOMPRESS_H
#define OS_LINUX_DECOMPRESS_H

#include <autoconf.h>
#include <errno.h>

typedef long long decompress_fn(const void *in, unsigned long in_len,
				void *out, unsigned long out_size);

#ifdef CONFIG_RD_GZIP
decompress_fn decompress_gzip;
#else
#define decompress_gzip decompress_not_built
#endif

#ifdef CONFIG_RD_XZ
decompress_fn decompress_xz;
#else
#define decompress_xz decompress_not_built
#endif

#ifdef CONFIG_RD_ZSTD
decompress_fn decompress_zstd;
#else
#define decompress_zstd decompress_not_built
#endif

static inline long long decompress_not_built(const void *in, unsigned long in_len,
					     void *out, unsigned long out_size)
{
	(void)in, (void)in_len, (void)out, (void)out_size;
	return -EINVAL;
}

#endif /* OS_LINUX_DECOMPRESS_H */
