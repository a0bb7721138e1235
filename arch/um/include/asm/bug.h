/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_BUG_H
#define ARCH_UM_INCLUDE_ASM_BUG_H

#include <linux/bug.h>

#endif /* ARCH_UM_INCLUDE_ASM_BUG_H */
