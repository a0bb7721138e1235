/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_BYTEORDER_H
#define ARCH_UM_INCLUDE_ASM_BYTEORDER_H

#include <linux/byteorder/little_endian.h>

#endif /* ARCH_UM_INCLUDE_ASM_BYTEORDER_H */
