/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_ERRNAME_H
#define INCLUDE_LINUX_ERRNAME_H

/* lib/errname.c: "-ENOENT" for -2, "ENOENT" for 2, NULL when unknown. */
const char *errname(int err);

#endif /* INCLUDE_LINUX_ERRNAME_H */
