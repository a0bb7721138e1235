/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_BITOPS_H
#define ARCH_UM_INCLUDE_ASM_BITOPS_H

#include <linux/bitops.h>

#endif /* ARCH_UM_INCLUDE_ASM_BITOPS_H */
