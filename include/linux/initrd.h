/* SPDX-License-Identifier: GPL-2.0 */
/* The image of initrd=, in guest RAM; both 0 when there is none. */
#ifndef INCLUDE_LINUX_INITRD_H
#define INCLUDE_LINUX_INITRD_H

extern unsigned long initrd_start, initrd_end;

/*
 * The machine's: unpack a gzip, xz, lzma or zstd image. Bytes, -EINVAL for
 * another format or a bad one, -ENOSPC when @out_size is too small.
 */
long arch_decompress(const void *in, unsigned long in_len, void *out, unsigned long out_size);

#endif /* INCLUDE_LINUX_INITRD_H */
