/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_ONCE_LITE_H
#define INCLUDE_LINUX_ONCE_LITE_H

#include <linux/once.h>

#endif /* INCLUDE_LINUX_ONCE_LITE_H */
