/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_CACHE_H
#define INCLUDE_LINUX_CACHE_H

#include <linux/compiler_types.h>

#define L1_CACHE_SHIFT		6
#define L1_CACHE_BYTES		(1 << L1_CACHE_SHIFT)
#define SMP_CACHE_BYTES		L1_CACHE_BYTES
#define L1_CACHE_ALIGN(x)	(((x) + L1_CACHE_BYTES - 1) & ~(L1_CACHE_BYTES - 1UL))
#define ____cacheline_aligned	__aligned(L1_CACHE_BYTES)
#define ____cacheline_aligned_in_smp ____cacheline_aligned
#define __cacheline_aligned	____cacheline_aligned
#define __cacheline_aligned_in_smp ____cacheline_aligned
#define __read_mostly

#endif /* INCLUDE_LINUX_CACHE_H */
