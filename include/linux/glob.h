/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_GLOB_H
#define INCLUDE_LINUX_GLOB_H

#include <linux/types.h>

/* lib/glob.c: *, ?, [a-z], [!a-z] and \; the whole string must match. */
bool __pure glob_match(const char *pat, const char *str);

#endif /* INCLUDE_LINUX_GLOB_H */
