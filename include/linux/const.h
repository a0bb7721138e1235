/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_CONST_H
#define INCLUDE_LINUX_CONST_H

#include <uapi/linux/const.h>

#define UL(x)		(_UL(x))
#define ULL(x)		(_ULL(x))

#endif /* INCLUDE_LINUX_CONST_H */
