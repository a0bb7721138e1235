/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_RESOURCE_H
#define INCLUDE_LINUX_RESOURCE_H

#include <linux/types.h>
#include <uapi/linux/resource.h>

struct task_struct;
void getrusage(struct task_struct *t, int who, struct rusage *ru);

#endif /* INCLUDE_LINUX_RESOURCE_H */
