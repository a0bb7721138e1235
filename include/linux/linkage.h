/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_LINKAGE_H
#define INCLUDE_LINUX_LINKAGE_H

#include <linux/compiler_types.h>
#include <linux/stringify.h>

#endif /* INCLUDE_LINUX_LINKAGE_H */
