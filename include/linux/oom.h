/* SPDX-License-Identifier: GPL-2.0 */
/* Out of memory: mm/oom_kill.c */
#ifndef INCLUDE_LINUX_OOM_H
#define INCLUDE_LINUX_OOM_H

#include <linux/types.h>
#include <uapi/linux/oom.h>

struct task_struct;

bool out_of_memory(gfp_t gfp, unsigned int order);	/* true: try again */
void pagefault_out_of_memory(void);
unsigned long oom_badness(struct task_struct *t, unsigned long totalpages);
void exit_oom_victim(struct task_struct *t);	/* its memory is gone */
bool oom_killer_disable(void);
extern int sysctl_panic_on_oom, sysctl_oom_kill_allocating_task, sysctl_oom_dump_tasks;

#endif /* INCLUDE_LINUX_OOM_H */
