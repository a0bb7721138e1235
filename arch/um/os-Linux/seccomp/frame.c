// SPDX-License-Identifier: GPL-2.0
/*
 * The registers and the FP state of a stopped task: in the host's signal frame, in
 * the task's slot.
 *
 * What goes to the guest is written into the frame, from where the stub loads it.
 * What comes from there was written by the host, but the guest can change all of
 * it: values are copied once, positions are checked to be in the slot, and nothing
 * is believed that would matter to anybody else.
 */
#include <signal.h>
#include <string.h>
#include "../internal.h"
#include "seccomp.h"
#include "stub.h"

#define USER_CS		0x33
#define USER32_CS	0x23
#define USER_SS		0x2b

#define EFLAGS_FIXED	0x202UL
#define EFLAGS_TF	0x100UL
/* What iretq may load: the arithmetic and DF, TF, NT, RF, AC, ID flags */
#define EFLAGS_USER	0x254dd5UL

#define FXSAVE_SIZE	512
#define SW_BYTES	464
#define XSAVE_HEADER	512
#define XSAVE_HEADER_SIZE 64
#define MXCSR		24
#define MXCSR_MASK	28
#define FCW_RESET	0x37f
#define MXCSR_RESET	0x1f80U

/* Frames on one signal stack: the guest's, a kick's in the stub, and one more. */
#define NESTED_FRAMES	3
#define RED_ZONE	128

_Static_assert(offsetof(struct stub_frame, mc.gregs[REG_R8]) == FRAME_R8, "");
_Static_assert(offsetof(struct stub_frame, mc.gregs[REG_RSP]) == FRAME_RSP, "");
_Static_assert(offsetof(struct stub_frame, mc.gregs[REG_RAX]) == FRAME_RAX, "");
_Static_assert(offsetof(struct stub_frame, info.si_signo) == FRAME_SIGNO, "");
_Static_assert(offsetof(struct stub_frame, info.si_syscall) == FRAME_SYSCALL, "");
_Static_assert(offsetof(struct stub_frame, info.si_arch) == FRAME_ARCH, "");
_Static_assert(offsetof(struct stub_control, answers) == CTL_ANSWERS, "");
_Static_assert(offsetof(struct stub_frame, mc.gregs[REG_RIP]) == FRAME_RIP, "");
_Static_assert(offsetof(struct stub_frame, mc.gregs[REG_EFL]) == FRAME_FLAGS, "");
_Static_assert(offsetof(struct stub_frame, mc.gregs[REG_CSGSFS]) == FRAME_CS, "");
_Static_assert(offsetof(struct stub_frame, mc.fpregs) == FRAME_FP, "");
_Static_assert(offsetof(struct stub_frame, mc.__reserved1) == FRAME_IRET, "");

_Static_assert(offsetof(struct stub_control, signo) == CTL_SIGNO, "");
_Static_assert(offsetof(struct stub_control, frame) == CTL_FRAME, "");
_Static_assert(offsetof(struct stub_control, gs_base) == CTL_GS_BASE, "");
_Static_assert(offsetof(struct stub_control, stack) == CTL_STACK, "");
_Static_assert(offsetof(struct stub_command, token) == CMD_TOKEN, "");
_Static_assert(offsetof(struct stub_command, op) == CMD_OPS, "");
_Static_assert(sizeof(struct stub_command) == STUB_PAGE, "");

static unsigned int mxcsr_mask;

static void probe_handler(int sig, siginfo_t *si, void *context)
{
	const char *fp = (char *)((ucontext_t *)context)->uc_mcontext.fpregs;
	struct _fpx_sw_bytes sw;

	(void)sig, (void)si;
	if (!fp)
		return;
	memcpy(&sw, fp + SW_BYTES, sizeof(sw));
	memcpy(&mxcsr_mask, fp + MXCSR_MASK, sizeof(mxcsr_mask));
	if (sw.magic1 == FP_XSTATE_MAGIC1)
		xstate_set(sw.xstate_size, sw.xstate_bv);
}

static unsigned int frame_size(void)
{
	return sizeof(struct stub_frame) + os_xstate_size() + RED_ZONE + 128;
}

/**
 * frame_probe() - find out how the host's signal frames look
 *
 * Return: 0, -ENODEV without XSAVE, -E2BIG when they do not fit into a slot.
 */
int frame_probe(void)
{
	struct sigaction sa = { .sa_sigaction = probe_handler }, old;

	sa.sa_flags = SA_SIGINFO;
	sigaction(SIGSYS, &sa, &old);
	raise(SIGSYS);
	sigaction(SIGSYS, &old, NULL);
	if (!os_xstate_size())
		return -ENODEV;
	if (NESTED_FRAMES * frame_size() > SLOT_SIZE - CTL_SIZE)
		return -E2BIG;
	return 0;
}

static struct stub_frame *frame_of(struct host_task *task)
{
	return (struct stub_frame *)((char *)slot_control(task->slot) +
				     task->frame);
}

/* Where in the slot is guest address @va?  Return: 0 when not @size bytes in it. */
static unsigned int slot_position(const struct host_task *task, unsigned long va,
				  unsigned long size, unsigned long align)
{
	unsigned long pos = va - slot_address(task->slot);

	if (pos < CTL_SIZE || pos > SLOT_SIZE - size || pos % align)
		return 0;
	return pos;
}

/* The FP state of a stopped task, NULL when the guest has spoilt the frame. */
static char *fp_area(struct host_task *task)
{
	unsigned long va = (unsigned long)frame_of(task)->mc.fpregs;
	unsigned int pos = slot_position(task, va, os_xstate_size(), 64);

	return pos ? (char *)slot_control(task->slot) + pos : NULL;
}

static void fp_reset(char *fp)
{
	unsigned short fcw = FCW_RESET;
	unsigned int mxcsr = MXCSR_RESET;

	memset(fp, 0, os_xstate_size());
	memcpy(fp, &fcw, sizeof(fcw));
	memcpy(fp + MXCSR, &mxcsr, sizeof(mxcsr));
}

/**
 * frame_prepare() - the frame a new task starts from
 * @task: task with an unused slot
 * @from: task whose FP state it gets, or NULL for the reset state
 */
void frame_prepare(struct host_task *task, struct host_task *from)
{
	struct stub_control *ctl = slot_control(task->slot);
	unsigned long va = slot_address(task->slot);
	unsigned int fp = (SLOT_SIZE - os_xstate_size() - 64) & ~63U;
	char *area = from ? fp_area(from) : NULL;

	memset(ctl, 0, sizeof(*ctl));
	task->frame = (fp - sizeof(struct stub_frame)) & ~63U;
	ctl->frame = va + task->frame;
	ctl->answers = UM_STUB_ANSWERS + (unsigned long)task->slot * ANSWER_SIZE;
	slot_answers(task->slot)->valid = 0;
	ctl->stack.ss_sp = (void *)(va + CTL_SIZE);
	ctl->stack.ss_size = SLOT_SIZE - CTL_SIZE;
	frame_of(task)->mc.fpregs = (void *)(va + fp);
	if (area)
		memcpy((char *)ctl + fp, area, os_xstate_size());
	else
		fp_reset((char *)ctl + fp);
	task->fs_base = 0;
	task->gs_base = 0;
}

static unsigned long valid_base(unsigned long base)
{
	return base < UM_STUB_END ? base : 0;
}

static void load_bases(struct host_task *task, const struct um_regs *regs)
{
	struct stub_control *ctl = slot_control(task->slot);
	unsigned long fs = valid_base(regs->fs_base);
	unsigned long gs = valid_base(regs->gs_base);

	ctl->bases = fs != task->fs_base || gs != task->gs_base;
	ctl->fs_base = fs;
	ctl->gs_base = gs;
}

/* Have the stub load @regs; what iretq would refuse is made good. */
void frame_load(struct host_task *task, const struct um_regs *regs,
		unsigned int flags)
{
	mcontext_t *mc = &frame_of(task)->mc;
	unsigned long eflags = (regs->eflags & EFLAGS_USER) | EFLAGS_FIXED;
	greg_t *g = mc->gregs;

	if (flags & UM_RUN_STEP)
		eflags |= EFLAGS_TF;
	g[REG_R8] = regs->r8;
	g[REG_R9] = regs->r9;
	g[REG_R10] = regs->r10;
	g[REG_R11] = regs->r11;
	g[REG_R12] = regs->r12;
	g[REG_R13] = regs->r13;
	g[REG_R14] = regs->r14;
	g[REG_R15] = regs->r15;
	g[REG_RDI] = regs->rdi;
	g[REG_RSI] = regs->rsi;
	g[REG_RBP] = regs->rbp;
	g[REG_RBX] = regs->rbx;
	g[REG_RDX] = regs->rdx;
	g[REG_RAX] = regs->rax;
	g[REG_RCX] = regs->rcx;
	mc->__reserved1[0] = regs->rip;
	mc->__reserved1[1] = regs->cs == USER32_CS ? USER32_CS : USER_CS;
	mc->__reserved1[2] = eflags;
	mc->__reserved1[3] = regs->rsp;
	mc->__reserved1[4] = USER_SS;
	load_bases(task, regs);
}

static void store_regs(struct um_regs *regs, const greg_t *g)
{
	unsigned long csgsfs = g[REG_CSGSFS];

	regs->r8 = g[REG_R8];
	regs->r9 = g[REG_R9];
	regs->r10 = g[REG_R10];
	regs->r11 = g[REG_R11];
	regs->r12 = g[REG_R12];
	regs->r13 = g[REG_R13];
	regs->r14 = g[REG_R14];
	regs->r15 = g[REG_R15];
	regs->rdi = g[REG_RDI];
	regs->rsi = g[REG_RSI];
	regs->rbp = g[REG_RBP];
	regs->rbx = g[REG_RBX];
	regs->rdx = g[REG_RDX];
	regs->rax = g[REG_RAX];
	regs->rcx = g[REG_RCX];
	regs->rsp = g[REG_RSP];
	regs->rip = g[REG_RIP];
	regs->eflags = (g[REG_EFL] & EFLAGS_USER) | EFLAGS_FIXED;
	regs->cs = (csgsfs & 0xffff) == USER32_CS ? USER32_CS : USER_CS;
	regs->ss = USER_SS;
	regs->orig_rax = -1UL;
}

/**
 * frame_store() - what the host says of a stopped task
 * @task: task that claims to have stopped
 * @regs: its registers
 * @info: the signal
 * @error_code: of a page fault, as the CPU pushed it
 *
 * Return: 0, -EFAULT when there is no frame where it ought to be.
 */
int frame_store(struct host_task *task, struct um_regs *regs, siginfo_t *info,
		unsigned long *error_code)
{
	struct stub_control *ctl = slot_control(task->slot);
	unsigned long va = __atomic_load_n(&ctl->frame, __ATOMIC_RELAXED);
	unsigned int pos = slot_position(task, va, sizeof(struct stub_frame), 8);
	struct stub_frame *frame;

	if (!pos)
		return -EFAULT;
	task->frame = pos;
	frame = frame_of(task);
	store_regs(regs, frame->mc.gregs);
	memcpy(info, &frame->info, sizeof(*info));
	*error_code = frame->mc.gregs[REG_ERR];
	task->fs_base = regs->fs_base = valid_base(ctl->fs_base);
	task->gs_base = regs->gs_base = valid_base(ctl->gs_base);
	return 0;
}

int seccomp_get_xstate(struct host_task *task, void *buf, unsigned int size)
{
	unsigned int own = os_xstate_size();
	char *fp;

	if (task->pid <= 0)
		return -ESRCH;
	fp = fp_area(task);
	if (!fp)
		return -EFAULT;
	memcpy(buf, fp, size < own ? size : own);
	/* Of the software's bytes nothing is for the guest. */
	if (size >= FXSAVE_SIZE)
		memset((char *)buf + SW_BYTES, 0, FXSAVE_SIZE - SW_BYTES);
	return size < own ? size : own;
}

/* xrstor faults on these, as PTRACE_SETREGSET refuses them. */
static int is_loadable(const char *state)
{
	unsigned long header[XSAVE_HEADER_SIZE / sizeof(long)];
	unsigned int mxcsr;

	memcpy(&mxcsr, state + MXCSR, sizeof(mxcsr));
	memcpy(header, state + XSAVE_HEADER, sizeof(header));
	if (mxcsr & ~mxcsr_mask || header[0] & ~os_xstate_features())
		return 0;
	for (unsigned int i = 1; i < sizeof(header) / sizeof(long); i++)
		if (header[i])
			return 0;
	return 1;
}

int seccomp_set_xstate(struct host_task *task, const void *buf,
		       unsigned int size)
{
	char *fp;

	if (task->pid <= 0)
		return -ESRCH;
	if (size != os_xstate_size())
		return -EFAULT;
	if (!is_loadable(buf))
		return -EINVAL;
	fp = fp_area(task);
	if (!fp)
		return -EFAULT;
	memcpy(fp, buf, size);
	return 0;
}
