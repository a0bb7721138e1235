/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_BYTEORDER_H
#define INCLUDE_LINUX_BYTEORDER_H

#include <asm/byteorder.h>

#endif /* INCLUDE_LINUX_BYTEORDER_H */
