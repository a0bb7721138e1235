/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_CURRENT_H
#define ARCH_UM_INCLUDE_ASM_CURRENT_H

#include <asm/thread_info.h>

struct task_struct;

/* The task whose kernel stack this code runs on. */
#define get_current()	(current_thread_info()->task)
#define current		get_current()

#endif /* ARCH_UM_INCLUDE_ASM_CURRENT_H */
