/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_CMPXCHG_H
#define ARCH_UM_INCLUDE_ASM_CMPXCHG_H

#include <linux/cmpxchg.h>

#endif /* ARCH_UM_INCLUDE_ASM_CMPXCHG_H */
