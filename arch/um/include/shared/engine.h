/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The engine: how guest code is run and stopped, and how the host's mappings of
 * a guest address space are changed.  Generic code never knows which engine it
 * is: ptrace (PTRACE_SYSEMU) or seccomp.
 *
 * A *space* is a guest address space and is backed by host processes that share
 * one host mm.  A *task* is a guest thread and is backed by one of these
 * processes: its FP state, segment bases and the like never leave it.  Both
 * structures are embedded in the kernel's own (mm->context, task->thread); the
 * engine allocates nothing.
 *
 * The host mappings of a space are a cache of the guest's page tables and nothing
 * more.  The engine owns the area from UM_STUB_START up; everything below belongs
 * to the guest.
 *
 * Context: all of it is called by the virtual CPU's host thread, may wait for the
 * host for some microseconds, and never sleeps in the guest's sense.  Calls that
 * change one space's mappings or make tasks in it are serialised by the caller (the
 * lock in mm->context); its tasks may run meanwhile on other virtual CPUs.
 */
#ifndef UM_SHARED_ENGINE_H
#define UM_SHARED_ENGINE_H

#include <um_regs.h>

/* The top of the host's 47 bits: 768 MiB kept for the stub; TASK_SIZE is below. */
#define UM_STUB_START	0x7fffd0000000UL
#define UM_STUB_DATA	0x7fffffffd000UL	/* commands, one page per space */
#define UM_STUB_CODE	0x7fffffffe000UL	/* the stub's code, one page */
#define UM_STUB_END	0x7ffffffff000UL

#define UM_MAP_BATCH	60	/* most operations in one batch */

/* Protection bits, with the values of PROT_READ etc. */
#define UM_PROT_READ	1U
#define UM_PROT_WRITE	2U
#define UM_PROT_EXEC	4U

enum um_map_type {
	UM_MAP = 1,		/* show @offset of guest RAM at @va */
	UM_UNMAP,		/* forget whatever is there */
	UM_PROTECT,		/* change the protection of what is there */
};

/**
 * struct um_map_op - one change of a space's host mappings
 * @type:	enum um_map_type
 * @prot:	UM_PROT_* for MAP and PROTECT; never empty (use UNMAP)
 * @va:		page aligned guest address below UM_STUB_START
 * @len:	bytes, page multiple
 * @offset:	MAP: page aligned offset in guest RAM
 */
struct um_map_op {
	unsigned int		type;
	unsigned int		prot;
	unsigned long		va;
	unsigned long		len;
	unsigned long long	offset;
};

struct host_task;

struct host_space {
	int			slot;	/* number of the space; 0: not in use */
	int			attached; /* ptrace: its data page is mapped */
	int			empty;	/* seccomp: nothing of guest RAM is mapped */
	struct host_task	*tasks;	/* those with a host process */
};

struct host_task {
	int			pid;	/* host process; 0: none, -1: died */
	int			host_cpu; /* it is bound to, -1: none */
	int			owner;	/* virtual CPU whose thread traces it */
	int			claimed; /* in use by a virtual CPU; atomic */
	struct host_space	*space;
	struct host_task	*self;		/* tells it from a copy */
	struct host_task	*next, *prev;	/* of its space */
	struct host_task	*all_next, *all_prev;	/* of the machine */
	struct um_regs		loaded;	/* ptrace: what the process holds now */
	int			slot;	/* seccomp: number of its slot */
	unsigned int		frame;	/* seccomp: where in it the registers are */
	unsigned long		fs_base, gs_base; /* seccomp: as it stopped */
};

enum um_event_type {
	UM_EVENT_KICKED,	/* somebody wants the virtual CPU's attention */
	UM_EVENT_SYSCALL,	/* regs->orig_rax is the number */
	UM_EVENT_COMPAT,	/* int 0x80 or sysenter: 32-bit system call */
	UM_EVENT_FAULT,		/* page fault at @addr */
	UM_EVENT_TRAP,		/* other exception: signal @signo, @code, @addr */
	UM_EVENT_DIED,		/* the host took the process away */
};

/* What a faulting access was, if the engine knows. */
enum um_access {
	UM_ACCESS_UNKNOWN,
	UM_ACCESS_READ,
	UM_ACCESS_WRITE,
};

/**
 * struct um_event - why the guest stopped
 * @type:	enum um_event_type
 * @signo:	TRAP: Linux signal number (SIGILL, SIGFPE, SIGTRAP, SIGBUS, SIGSEGV)
 * @code:	TRAP: si_code
 * @mapped:	FAULT: 1 when the host had a mapping there which forbade the
 *		access, 0 when it had none
 * @exec:	FAULT: 1 when it was the instruction fetch
 * @access:	FAULT: enum um_access
 * @addr:	FAULT, TRAP: si_addr
 *
 * With ptrace the host does not tell a read from a write.  When @mapped, the access was a
 * write unless the guest's page table says the mapping was write-only nonsense
 * or @exec is set; when not, the kernel looks at the instruction (a guess that
 * corrects itself by the next fault) or just takes it for a read.
 */
struct um_event {
	int		type;
	int		signo;
	int		code;
	unsigned char	mapped;
	unsigned char	exec;
	unsigned char	access;
	unsigned long	addr;
};

/* os_task_run() flags */
#define UM_RUN_STEP	1U	/* one instruction (guest ptrace single step) */

/**
 * os_space_create() - a fresh, empty address space with its first task
 * @space: space without host processes
 * @task: task without a host process
 *
 * FP state is the reset state, registers are whatever the next run brings.
 *
 * Return: 0, -EAGAIN or -ENOMEM when the host gives no more processes.
 */
int os_space_create(struct host_space *space, struct host_task *task);

/**
 * os_space_clone() - fork
 * @space: new space
 * @task: new task in it
 * @parent: stopped task whose host mappings and FP state are copied
 * @ops: changes made to the parent's space first, as by os_map_apply()
 * @nr: their number; none of the parent's tasks is running
 * @done: how many of them were made
 *
 * Return: 0; when *@done == @nr, -EAGAIN or -ENOMEM of the clone; else the error of
 * operation number *@done.
 */
int os_space_clone(struct host_space *space, struct host_task *task,
		   struct host_task *parent, const struct um_map_op *ops,
		   unsigned int nr, unsigned int *done);

/**
 * os_space_destroy() - let go of all that is left of a space
 * @space: space, whose tasks have all been destroyed
 *
 * Host processes disappear behind the caller's back.
 */
void os_space_destroy(struct host_space *space);

/**
 * os_task_create() - another thread in the space of @from, with its FP state
 * @task: new task
 * @from: stopped task of the same space
 *
 * Return: 0, -EAGAIN or -ENOMEM.
 */
int os_task_create(struct host_task *task, struct host_task *from);

/**
 * os_task_destroy() - end the host process of a task (exit, or before exec)
 * @task: task; one without a host process is left alone
 */
void os_task_destroy(struct host_task *task);

/*
 * Is a task that os_task_run() returned from known to be stopped, by the host's word
 * and not by its own? Otherwise mappings are gone only when os_map_apply() says so.
 */
int os_stops_are_facts(void);

/**
 * os_map_apply() - change host mappings
 * @space: space; some of its tasks may be running
 * @ops: operations, done in order
 * @nr: their number, at most UM_MAP_BATCH
 * @done: how many were done
 *
 * Return: 0, or the error of operation number *@done, whose range is then
 * undefined.  -ENOMEM says that the host's limit of mappings is reached: unmap
 * everything and let faults bring back what is needed.  -ESRCH: the space has no
 * host process (any more), and none of its tasks runs.  -EBUSY: the engine needs a task that is not running.
 */
int os_map_apply(struct host_space *space, const struct um_map_op *ops,
		 unsigned int nr, unsigned int *done);

/**
 * os_task_run() - run guest code until something happens
 * @task: task
 * @regs: registers to start with, and those at the stop
 * @flags: UM_RUN_*
 * @ev: what happened
 *
 * Returns at once with UM_EVENT_KICKED while um_vcpu->pending is set.
 */
void os_task_run(struct host_task *task, struct um_regs *regs,
		 unsigned int flags, struct um_event *ev);

/**
 * struct um_answers - results of system calls, known before they are made
 * @valid: 0 when every call must reach the kernel
 */
struct um_answers {
	unsigned int	valid;
	int		pid, ppid, tid;
	unsigned int	uid, euid, gid, egid;
};

/**
 * os_task_answers() - what getpid() and its like return to a task
 * @task: task, stopped
 * @answers: used until the next call; an engine may ignore it
 */
void os_task_answers(struct host_task *task, const struct um_answers *answers);

/* FP and extended state in the host's (uncompacted) XSAVE layout. */
unsigned int os_xstate_size(void);
unsigned long long os_xstate_features(void);
int os_get_xstate(struct host_task *task, void *buf, unsigned int size);
int os_set_xstate(struct host_task *task, const void *buf, unsigned int size);

#endif /* UM_SHARED_ENGINE_H */
