/* SPDX-License-Identifier: GPL-2.0 */
/* What is counted per user id: kernel/user.c */
#ifndef INCLUDE_LINUX_SCHED_USER_H
#define INCLUDE_LINUX_SCHED_USER_H

#include <linux/cred.h>

struct user_struct *find_user(kuid_t uid);	/* referenced, or NULL */
static inline struct user_struct *get_uid(struct user_struct *user)
{
	refcount_inc(&user->count);
	return user;
}
#define INIT_USER	(&root_user)
void user_init(void);

#endif /* INCLUDE_LINUX_SCHED_USER_H */
