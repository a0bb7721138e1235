/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Tunables: kernel/sysctl.c keeps the registry and the handlers that turn text
 * into numbers, fs/proc shows the registry as /proc/sys.
 */
#ifndef INCLUDE_LINUX_SYSCTL_H
#define INCLUDE_LINUX_SYSCTL_H

#include <linux/array_size.h>
#include <linux/list.h>
#include <linux/types.h>

struct ctl_table;

/*
 * Read (@write 0): put at most *@lenp bytes of text from offset *@ppos into
 * @buffer. Write: parse *@lenp bytes of @buffer, which is kernel memory and
 * ends in a NUL that *@lenp does not count. Both advance *@ppos and set *@lenp
 * to what they used. Return: 0 or -errno.
 */
typedef int proc_handler(const struct ctl_table *table, int write,
			 void *buffer, size_t *lenp, loff_t *ppos);

/* One file. [I] all of it, while registered. */
struct ctl_table {
	const char	*procname;
	void		*data;
	int		maxlen;		/* bytes at @data */
	umode_t		mode;		/* 0444, 0644, 0600: no file type */
	proc_handler	*proc_handler;
	void		*extra1;	/* smallest and largest value allowed, */
	void		*extra2;	/* for the _minmax handlers */
};

/* One registration: the files of @table in the folder @path. */
struct ctl_table_header {
	struct list_head	entry;
	const char		*path;		/* "kernel", "net/ipv4", ... */
	const struct ctl_table	*table;
	size_t			nr;
};

#define SYSCTL_ZERO	((void *)&sysctl_vals[0])
#define SYSCTL_ONE	((void *)&sysctl_vals[1])
#define SYSCTL_TWO	((void *)&sysctl_vals[2])
#define SYSCTL_THREE	((void *)&sysctl_vals[3])
#define SYSCTL_FOUR	((void *)&sysctl_vals[4])
#define SYSCTL_ONE_HUNDRED	((void *)&sysctl_vals[5])
#define SYSCTL_TWO_HUNDRED	((void *)&sysctl_vals[6])
#define SYSCTL_ONE_THOUSAND	((void *)&sysctl_vals[7])
#define SYSCTL_INT_MAX	((void *)&sysctl_vals[8])
#define SYSCTL_NEG_ONE	((void *)&sysctl_vals[9])
extern const int sysctl_vals[10];

/**
 * register_sysctl() - show a table of tunables
 * @path: folder below /proc/sys, slashes between its parts
 * @table: an array; the folder may be shared with other registrations
 *
 * Context: may sleep. Return: handle, or NULL when memory is short.
 */
#define register_sysctl(path, table) \
	register_sysctl_sz(path, table, ARRAY_SIZE(table))
#define register_sysctl_init(path, table) \
	((void)register_sysctl_sz(path, table, ARRAY_SIZE(table)))
struct ctl_table_header *register_sysctl_sz(const char *path,
					    const struct ctl_table *table, size_t nr);
void unregister_sysctl_table(struct ctl_table_header *header);

/*
 * For fs/proc. @dir is a path as in @path above, "" is the root; it need not
 * end in a NUL. Registrations that can be undone keep the table until nobody
 * is inside a handler.
 */
struct sysctl_entry {
	char		name[64];
	bool		is_dir;
	umode_t		mode;
};

/* What @name in @dir is: 0 and *@entry filled, or -ENOENT. */
int sysctl_lookup(const char *dir, size_t dirlen, const char *name, size_t len,
		  struct sysctl_entry *entry);
/* The @index-th different name in @dir: true and *@entry filled. */
bool sysctl_nth(const char *dir, size_t dirlen, unsigned int index,
		struct sysctl_entry *entry);
/* Run the handler of @dir/@name; -ENOENT when it went away. */
int sysctl_run(const char *dir, size_t dirlen, const char *name, size_t len,
	       int write, void *buffer, size_t *lenp, loff_t *ppos);

/* Handlers. */
proc_handler proc_dostring;		/* @data: char[maxlen] */
proc_handler proc_dointvec;		/* @data: int[maxlen / 4] */
proc_handler proc_dointvec_minmax;
proc_handler proc_douintvec;
proc_handler proc_douintvec_minmax;
proc_handler proc_dobool;		/* @data: bool, 0 or 1 */
proc_handler proc_dou8vec_minmax;
proc_handler proc_doulongvec_minmax;	/* @data: unsigned long[maxlen / 8] */
proc_handler proc_dointvec_jiffies;	/* seconds outside, jiffies inside */
proc_handler proc_dointvec_ms_jiffies;
proc_handler proc_dointvec_userhz_jiffies;

#endif /* INCLUDE_LINUX_SYSCTL_H */
