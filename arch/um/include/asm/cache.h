/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_CACHE_H
#define ARCH_UM_INCLUDE_ASM_CACHE_H

#include <linux/cache.h>

#endif /* ARCH_UM_INCLUDE_ASM_CACHE_H */
