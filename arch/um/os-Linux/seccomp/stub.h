/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the seccomp engine keeps inside a guest address space, above
 * UM_STUB_START.  Used by stub.S too.
 *
 * UM_STUB_TASKS	slots, one per task, read-write: a control page and the
 *			alternate signal stack.  The guest can write all of it.
 * UM_STUB_ANSWERS	what some system calls return, for all slots, read-only
 * UM_STUB_DATA		the mapper's commands, read-only
 * UM_STUB_CODE		the stub, read-execute
 */
#ifndef OS_LINUX_SECCOMP_STUB_H
#define OS_LINUX_SECCOMP_STUB_H

#define STUB_PAGE	4096
#define SLOT_SIZE	16384

/* struct stub_command */
#define CMD_OPS		128
#define CMD_MAX_OPS	62
#define CMD_OP_SIZE	64
#define CMD_SEQ		0
#define CMD_WAKE_FD	4
#define CMD_STUB_FD	8
#define CMD_DONE_FD	12
#define CMD_PID_FD	16
#define CMD_PARENT	20
#define CMD_DONE_AT	24
#define CMD_TOKEN	32
#define CMD_ONE		40
#define CMD_END		(-1)		/* op.nr behind the last one */

/* struct stub_control */
#define CTL_STATE	0
#define CTL_GUEST_SLEEPS 4
#define CTL_KERNEL_SLEEPS 8
#define CTL_SPIN	12
#define CTL_YIELDS	16
#define CTL_SIGNO	20
#define CTL_BASES	24
#define CTL_FRAME	32
#define CTL_FS_BASE	40
#define CTL_GS_BASE	48
#define CTL_ANSWERS	56
#define CTL_STACK	64
#define CTL_SIZE	4096		/* the signal stack is behind it */

#define STATE_STOPPED	0		/* the guest waits, its frame says why */
#define STATE_RUN	1
#define STATE_KICKED	2		/* waits, and has not run at all */

/* The host's signal frame: offsets from the return address at its start */
#define FRAME_R8	48
#define FRAME_RSP	168
#define FRAME_RIP	176
#define FRAME_FLAGS	184
#define FRAME_CS	192		/* 16 bits; likewise ss */
#define FRAME_SS	198
#define FRAME_RAX	152
#define FRAME_FP	232		/* pointer to the XSAVE area */
#define FRAME_IRET	240		/* a reserved part: rip cs flags rsp ss */
#define FRAME_SIGNO	312
#define FRAME_SYSCALL	336		/* si_syscall, and the architecture */
#define FRAME_ARCH	340

/* struct um_answers */
#define ANSWER_VALID	0
#define ANSWER_PID	4
#define ANSWER_PPID	8
#define ANSWER_TID	12
#define ANSWER_UID	16
#define ANSWER_EUID	20
#define ANSWER_GID	24
#define ANSWER_EGID	28
#define ANSWER_SIZE	64		/* of a slot's record */

#ifndef __ASSEMBLY__

#include <signal.h>

/* One host system call. */
struct stub_op {
	long		nr;
	long		arg[6];
	unsigned long	token;	/* says that it failed: see mapper.c */
};

/*
 * A page per space that the kernel writes and the mapper reads.  Everything but
 * @seq and @op is constant or changes between commands only.
 */
struct stub_command {
	unsigned int	seq;		/* futex: number of the last command */
	int		wake_fd;	/* eventfd to write to when done, or -1 */
	int		stub_fd;
	int		done_fd;
	int		pid_fd;
	int		parent;		/* our pid */
	unsigned long	done_at;	/* file offset in done_fd */
	unsigned long	token;		/* says that all was done */
	unsigned long	one;		/* the number 1 */
	unsigned long	unused[10];
	struct stub_op	op[CMD_MAX_OPS];
};

/* First page of a slot; whatever the kernel reads there is only a claim. */
struct stub_control {
	unsigned int	state;		/* futex: STATE_* */
	unsigned int	guest_sleeps;
	unsigned int	kernel_sleeps;
	unsigned int	spin;		/* how often to look before sleeping */
	unsigned int	yields;		/* and then to yield the CPU */
	int		signo;
	unsigned int	bases;		/* load the segment bases */
	unsigned int	unused;
	unsigned long	frame;		/* guest address of the signal frame */
	unsigned long	fs_base;
	unsigned long	gs_base;
	unsigned long	answers;	/* guest address of the slot's record */
	stack_t		stack;		/* for sigaltstack() */
};

/* The host's struct rt_sigframe of x86-64. */
struct stub_frame {
	unsigned long	pretcode;
	unsigned long	uc_flags;
	unsigned long	uc_link;
	stack_t		uc_stack;
	mcontext_t	mc;
	unsigned long	sigmask;
	siginfo_t	info;
};

/* Bounds of the code, and its entries. */
extern char um_seccomp_begin[], um_seccomp_end[];
extern char um_seccomp_zygote[], um_seccomp_handler[], um_seccomp_restorer[];
extern char um_seccomp_no_signals[];

#endif /* __ASSEMBLY__ */
#endif /* OS_LINUX_SECCOMP_STUB_H */
