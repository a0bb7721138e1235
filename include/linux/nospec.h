/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_NOSPEC_H
#define INCLUDE_LINUX_NOSPEC_H

#include <asm/barrier.h>

#endif /* INCLUDE_LINUX_NOSPEC_H */
