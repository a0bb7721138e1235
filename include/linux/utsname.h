/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_UTSNAME_H
#define INCLUDE_LINUX_UTSNAME_H

#include <linux/refcount.h>
#include <linux/rwsem.h>
#include <uapi/linux/utsname.h>

struct uts_namespace {
	struct new_utsname	name;		/* uts_sem */
	refcount_t		count;
	unsigned int		inum;		/* [I] /proc/pid/ns/uts */
};
extern struct uts_namespace init_uts_ns;
extern struct rw_semaphore uts_sem;

struct new_utsname *utsname(void);		/* of current */
struct uts_namespace *copy_utsname(unsigned long flags, struct uts_namespace *old);
void put_uts_ns(struct uts_namespace *ns);
static inline struct new_utsname *init_utsname(void) { return &init_uts_ns.name; }

#endif /* INCLUDE_LINUX_UTSNAME_H */
