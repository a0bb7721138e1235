/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_UNALIGNED_H
#define ARCH_UM_INCLUDE_ASM_UNALIGNED_H

#include <linux/unaligned.h>

#endif /* ARCH_UM_INCLUDE_ASM_UNALIGNED_H */
