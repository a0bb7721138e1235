/* SPDX-License-Identifier: GPL-2.0 */
/* What must run last, and alone, before the machine stops: kernel/reboot.c. */
#ifndef INCLUDE_LINUX_SYSCORE_OPS_H
#define INCLUDE_LINUX_SYSCORE_OPS_H

#include <linux/list.h>

struct syscore_ops {
	struct list_head	node;
	void			(*shutdown)(void);
};

void register_syscore_ops(struct syscore_ops *ops);
void unregister_syscore_ops(struct syscore_ops *ops);
void syscore_shutdown(void);

#endif /* INCLUDE_LINUX_SYSCORE_OPS_H */
