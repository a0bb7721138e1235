/* SPDX-License-Identifier: GPL-2.0 */
/* Namespaces as files: fs/nsfs.c, and /proc/pid/ns, which leads to them. */
#ifndef INCLUDE_LINUX_PROC_NS_H
#define INCLUDE_LINUX_PROC_NS_H

#include <linux/types.h>

struct file;
struct path;
struct task_struct;

/* Inode numbers of the first namespaces, the same in every Linux. */
#define PROC_IPC_INIT_INO	0xEFFFFFFFU
#define PROC_UTS_INIT_INO	0xEFFFFFFEU
#define PROC_USER_INIT_INO	0xEFFFFFFDU
#define PROC_PID_INIT_INO	0xEFFFFFFCU
#define PROC_CGROUP_INIT_INO	0xEFFFFFFBU
#define PROC_TIME_INIT_INO	0xEFFFFFFAU
#define PROC_NS_FIRST_INO	0xF0000000U	/* given out from here */
#define PROC_NET_INIT_INO	0xEFFFFFF9U

/* A kind of namespace. */
struct proc_ns_operations {
	const char	*name;			/* in /proc/pid/ns */
	const char	*real_name;		/* in "mnt:[4026531840]" */
	int		type;			/* CLONE_NEW* */
	void *(*get)(struct task_struct *task);	/* referenced; NULL: it is exiting */
	void (*put)(void *ns);
	unsigned int (*inum)(const void *ns);
};

extern const struct proc_ns_operations *const ns_entries[];
extern const unsigned int nr_ns_entries;

unsigned int ns_alloc_inum(void);
/* The place to which a link of /proc/pid/ns leads; 0 or -errno. */
int ns_get_path(struct path *path, struct task_struct *task, const struct proc_ns_operations *ops);
/* "mnt:[4026531840]" into @buf: its length, or -errno. */
int ns_get_name(char *buf, size_t size, struct task_struct *task,
		const struct proc_ns_operations *ops);
/* The namespace of an open file, and its kind; NULL: it is no such file. */
void *ns_of_file(struct file *file, const struct proc_ns_operations **ops);

#endif /* INCLUDE_LINUX_PROC_NS_H */
