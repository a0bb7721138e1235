/* SPDX-License-Identifier: GPL-2.0 */
/* System call filters: kernel/seccomp.c */
#ifndef INCLUDE_LINUX_SECCOMP_H
#define INCLUDE_LINUX_SECCOMP_H

#include <linux/types.h>
#include <uapi/linux/seccomp.h>

struct pt_regs;
struct seccomp_filter;
struct seq_file;
struct task_struct;

/*
 * Before a system call of a filtered task. Return: 0 to go on, -1 to skip it
 * (the result is in the registers).
 */
int __secure_computing(void);
long prctl_get_seccomp(void);
long prctl_set_seccomp(unsigned long mode, void __user *filter);
void get_seccomp_filter(struct task_struct *t);		/* fork */
void seccomp_filter_release(struct task_struct *t);	/* exit */
/* Under siglock of current: what a new thread must inherit. */
void copy_seccomp(struct task_struct *t);
int seccomp_filter_count(struct task_struct *t);

#endif /* INCLUDE_LINUX_SECCOMP_H */
