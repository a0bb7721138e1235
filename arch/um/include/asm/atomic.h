/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_ATOMIC_H
#define ARCH_UM_INCLUDE_ASM_ATOMIC_H

#include <linux/atomic.h>

#endif /* ARCH_UM_INCLUDE_ASM_ATOMIC_H */
