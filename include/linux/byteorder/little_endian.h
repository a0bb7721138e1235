/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_BYTEORDER_LITTLE_ENDIAN_H
#define INCLUDE_LINUX_BYTEORDER_LITTLE_ENDIAN_H

#include <uapi/linux/byteorder/little_endian.h>
#include <linux/byteorder/generic.h>

#endif /* INCLUDE_LINUX_BYTEORDER_LITTLE_ENDIAN_H */
