/* SPDX-License-Identifier: GPL-2.0 */
/* Tunables under /proc/sys: kernel/sysctl.c, shown by fs/proc/proc_sysctl.c */
#ifndef INCLUDE_LINUX_SYSCTL_H
#define INCLUDE_LINUX_SYSCTL_H

#include <linux/types.h>

struct ctl_table;
struct ctl_table_header;
/* @buffer is kernel memory; *@lenp in: its size, out: bytes used. */
typedef int proc_handler(const struct ctl_table *table, int write, void *buffer, size_t *lenp, loff_t *ppos);

struct ctl_table {
	const char	*procname;
	void		*data;
	int		maxlen;
	umode_t		mode;
	proc_handler	*proc_handler;
	void		*extra1, *extra2;	/* min, max */
};

proc_handler proc_dostring, proc_dointvec, proc_dointvec_minmax, proc_doulongvec_minmax,
	     proc_dobool, proc_douintvec, proc_douintvec_minmax, proc_dointvec_jiffies;
extern const int sysctl_vals[];
#define SYSCTL_ZERO	((void *)&sysctl_vals[0])
#define SYSCTL_ONE	((void *)&sysctl_vals[1])
#define SYSCTL_TWO	((void *)&sysctl_vals[2])
#define SYSCTL_INT_MAX	((void *)&sysctl_vals[3])

/* @path like "kernel" or "net/unix"; the table stays the caller's. */
struct ctl_table_header *register_sysctl_sz(const char *path, const struct ctl_table *table, size_t nr);
#define register_sysctl(path, table) register_sysctl_sz(path, table, ARRAY_SIZE(table))
void unregister_sysctl_table(struct ctl_table_header *header);

#endif /* INCLUDE_LINUX_SYSCTL_H */
