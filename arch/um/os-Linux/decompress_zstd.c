// SPDX-License-Identifier: GPL-2.0
/* zstd images, by libzstd.  Frames may follow each other. */
#include <zstd.h>
#include <zstd_errors.h>

#include "decompress.h"

long long decompress_zstd(const void *in, unsigned long in_len,
			  void *out, unsigned long out_size)
{
	size_t done = ZSTD_decompress(out, out_size, in, in_len);

	if (!ZSTD_isError(done))
		return done;
	switch (ZSTD_getErrorCode(done)) {
	case ZSTD_error_dstSize_tooSmall:
		return -ENOSPC;
	case ZSTD_error_memory_allocation:
		return -ENOMEM;
	default:
		return -EINVAL;
	}
}
