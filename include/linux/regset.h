/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A task's registers in the layouts that ptrace(2) and core files show.
 * The machine implements them: arch/x86/um/ptrace.c.
 */
#ifndef INCLUDE_LINUX_REGSET_H
#define INCLUDE_LINUX_REGSET_H

#include <linux/types.h>

struct task_struct;

/*
 * One set. The task does not run: it is stopped, or current in the kernel.
 *
 * @get fills at most @size bytes, which start at the set's first, and returns
 * how many there are. @set takes @size bytes, likewise from the start, and
 * leaves the rest as it is; a value the hardware would refuse is -EINVAL (or
 * -EIO), and then nothing is changed.
 */
struct user_regset {
	unsigned int	core_note_type;		/* NT_* */
	unsigned int	size;			/* bytes of all of it */
	unsigned int	align;			/* bytes of one element */
	int		(*get)(struct task_struct *t, void *buf, unsigned int size);
	int		(*set)(struct task_struct *t, const void *buf, unsigned int size);
};

/* The first one is NT_PRSTATUS, the second NT_PRFPREG. */
struct user_regset_view {
	const char		*name;		/* "x86_64" */
	const struct user_regset *regsets;
	unsigned int		n;
	u16			e_machine;
	u32			e_flags;
};
const struct user_regset_view *task_user_regset_view(struct task_struct *t);

#endif /* INCLUDE_LINUX_REGSET_H */
