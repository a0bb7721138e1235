/* SPDX-License-Identifier: GPL-2.0 */
/* struct sched_attr and struct sched_param for those who set policies. */
#ifndef INCLUDE_LINUX_SCHED_TYPES_H
#define INCLUDE_LINUX_SCHED_TYPES_H

#include <linux/types.h>
#include <uapi/linux/sched.h>
#include <uapi/linux/sched/types.h>

/* Not in every version of the UAPI headers. */
#ifndef SCHED_ATTR_SIZE_VER0
#define SCHED_ATTR_SIZE_VER0	48
#endif

#endif /* INCLUDE_LINUX_SCHED_TYPES_H */
