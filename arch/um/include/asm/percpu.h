/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_PERCPU_H
#define ARCH_UM_INCLUDE_ASM_PERCPU_H

#include <linux/percpu.h>

#endif /* ARCH_UM_INCLUDE_ASM_PERCPU_H */
