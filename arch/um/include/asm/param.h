/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_PARAM_H
#define ARCH_UM_INCLUDE_ASM_PARAM_H

#include <uapi/asm/param.h>

/* Ticks per second inside, and as programs see them. */
#undef HZ
#define HZ		100
#define USER_HZ		100
#define CLOCKS_PER_SEC	USER_HZ

#endif /* ARCH_UM_INCLUDE_ASM_PARAM_H */
