// SPDX-License-Identifier: GPL-2.0
/*
 * Signal frames of x86-64, and restarting system calls.
 *
 * The frame is what Linux pushes, bit for bit, since unwinders and language run-time
 * systems read it: return address, ucontext, siginfo, and above them the extended
 * FP state in XSAVE layout with the software bytes that say how large it is.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/asm/sigcontext.h>
#include <uapi/asm/unistd_64.h>
#include <asm/elf.h>
#include <asm/ptrace.h>
#include <asm/syscall.h>
#include <engine.h>
#include <asm/machine.h>

#define UC_FP_XSTATE		1
#define UC_SIGCONTEXT_SS	2
#define UC_STRICT_RESTORE_SS	4

#define RED_ZONE		128
#define FXSAVE_SIZE		512
#define SW_BYTES_OFFSET		464
#define XSAVE_HEADER		512
#define MAGIC2_SIZE		4
#define SYSCALL_INSN_SIZE	2

#define EFLAGS_TF		0x100UL
#define EFLAGS_DF		0x400UL
#define EFLAGS_RF		0x10000UL
/* What sigreturn may set: AC OF DF TF SF ZF AF PF CF RF */
#define EFLAGS_RESTORED		0x50dd5UL

struct um_ucontext {
	unsigned long		uc_flags;
	unsigned long		uc_link;
	stack_t			uc_stack;
	struct sigcontext_64	uc_mcontext;
	sigset_t		uc_sigmask;
};

struct rt_sigframe {
	unsigned long		pretcode;
	struct um_ucontext	uc;
	siginfo_t		info;
};

unsigned long arch_min_sigstack_size(void)
{
	return sizeof(struct rt_sigframe) + os_xstate_size() + MAGIC2_SIZE +
	       RED_ZONE + 64 + 16;
}

static void fill_sigcontext(struct sigcontext_64 *sc, const struct pt_regs *regs,
			    unsigned long fpstate)
{
	const struct thread_struct *thread = &current->thread;
	const struct um_regs *gp = &regs->gp;

	*sc = (struct sigcontext_64){
		.r8 = gp->r8, .r9 = gp->r9, .r10 = gp->r10, .r11 = gp->r11,
		.r12 = gp->r12, .r13 = gp->r13, .r14 = gp->r14, .r15 = gp->r15,
		.di = gp->rdi, .si = gp->rsi, .bp = gp->rbp, .bx = gp->rbx,
		.dx = gp->rdx, .ax = gp->rax, .cx = gp->rcx, .sp = gp->rsp,
		.ip = gp->rip, .flags = gp->eflags,
		.cs = gp->cs, .ss = gp->ss,
		.err = thread->error_code, .trapno = thread->trap_nr,
		.cr2 = thread->cr2, .fpstate = fpstate,
	};
}

/* The state of current with its software bytes, in a buffer of the caller's. */
static int get_fpstate(char *buf, unsigned int size)
{
	struct _fpx_sw_bytes sw = {
		.magic1 = FP_XSTATE_MAGIC1,
		.extended_size = size + MAGIC2_SIZE,
		.xfeatures = os_xstate_features(),
		.xstate_size = size,
	};
	u32 magic2 = FP_XSTATE_MAGIC2;
	int n = os_get_xstate(&current->thread.host, buf, size);

	if (n < 0)
		return n;
	memcpy(buf + SW_BYTES_OFFSET, &sw, sizeof(sw));
	memcpy(buf + size, &magic2, sizeof(magic2));
	return 0;
}

static int save_fpstate(unsigned long to)
{
	unsigned int size = os_xstate_size();
	char *buf = kzalloc(size + MAGIC2_SIZE, GFP_KERNEL);
	int err;

	if (!buf)
		return -ENOMEM;
	err = get_fpstate(buf, size);
	if (!err && copy_to_user((void __user *)to, buf, size + MAGIC2_SIZE))
		err = -EFAULT;
	kfree(buf);
	return err;
}

/* Where the frame goes.  Return: its address, 0 when it would leave @sp's stack. */
static unsigned long frame_address(struct ksignal *ksig, unsigned long sp,
				   unsigned long *fpstate)
{
	bool nested = on_sig_stack(sp);

	sp -= RED_ZONE;
	if ((ksig->ka.sa.sa_flags & SA_ONSTACK) && !nested &&
	    current->sas_ss_size)
		sp = current->sas_ss_sp + current->sas_ss_size;
	sp = (sp - os_xstate_size() - MAGIC2_SIZE) & ~63UL;
	*fpstate = sp;
	sp = ((sp - sizeof(struct rt_sigframe)) & ~15UL) - 8;
	if (nested && !on_sig_stack(sp))
		return 0;
	return sp;
}

static int setup_rt_frame(struct ksignal *ksig, struct pt_regs *regs)
{
	unsigned long fpstate, addr = frame_address(ksig, regs->gp.rsp, &fpstate);
	struct rt_sigframe __user *frame = (void __user *)addr;
	struct um_ucontext uc = { };
	unsigned long restorer = (unsigned long)ksig->ka.sa.sa_restorer;

	if (!addr || !(ksig->ka.sa.sa_flags & SA_RESTORER))
		return -EFAULT;
	uc.uc_flags = UC_FP_XSTATE | UC_SIGCONTEXT_SS | UC_STRICT_RESTORE_SS;
	uc.uc_sigmask = *sigmask_to_save();
	fill_sigcontext(&uc.uc_mcontext, regs, fpstate);
	if (save_fpstate(fpstate) ||
	    copy_to_user(&frame->uc, &uc, sizeof(uc)) ||
	    __save_altstack(&frame->uc.uc_stack, regs->gp.rsp) ||
	    put_user(restorer, &frame->pretcode))
		return -EFAULT;
	if ((ksig->ka.sa.sa_flags & SA_SIGINFO) &&
	    copy_siginfo_to_user(&frame->info, &ksig->info))
		return -EFAULT;

	regs->gp.rdi = ksig->sig;
	regs->gp.rax = 0;
	regs->gp.rsi = (unsigned long)&frame->info;
	regs->gp.rdx = (unsigned long)&frame->uc;
	regs->gp.rip = (unsigned long)ksig->ka.sa.sa_handler;
	regs->gp.rsp = addr;
	regs->gp.cs = PT_REGS_USER_CS;
	regs->gp.ss = PT_REGS_USER_SS;
	regs->gp.eflags &= ~(EFLAGS_DF | EFLAGS_RF | EFLAGS_TF);
	return 0;
}

/* A system call that a signal interrupted: again, or -EINTR? */
static void restart_before_handler(struct ksignal *ksig, struct pt_regs *regs)
{
	struct um_regs *gp = &regs->gp;

	if (syscall_get_nr(current, regs) == -1)
		return;
	switch ((long)gp->rax) {
	case -ERESTARTSYS:
		if (ksig->ka.sa.sa_flags & SA_RESTART)
			break;
		fallthrough;
	case -ERESTARTNOHAND:
	case -ERESTART_RESTARTBLOCK:
		gp->rax = -EINTR;
		return;
	case -ERESTARTNOINTR:
		break;
	default:
		return;
	}
	gp->rax = gp->orig_rax;
	gp->rip -= SYSCALL_INSN_SIZE;
}

static void restart_without_handler(struct pt_regs *regs)
{
	struct um_regs *gp = &regs->gp;

	if (syscall_get_nr(current, regs) == -1)
		return;
	switch ((long)gp->rax) {
	case -ERESTARTSYS:
	case -ERESTARTNOHAND:
	case -ERESTARTNOINTR:
		gp->rax = gp->orig_rax;
		gp->rip -= SYSCALL_INSN_SIZE;
		break;
	case -ERESTART_RESTARTBLOCK:
		gp->rax = __NR_restart_syscall;
		gp->rip -= SYSCALL_INSN_SIZE;
		break;
	}
}

static void handle_signal(struct ksignal *ksig, struct pt_regs *regs)
{
	int failed;

	restart_before_handler(ksig, regs);
	failed = setup_rt_frame(ksig, regs);
	regs->gp.orig_rax = -1UL;
	signal_setup_done(failed, ksig, test_thread_flag(TIF_SINGLESTEP));
}

void do_signal(struct pt_regs *regs)
{
	struct ksignal ksig;

	if (get_signal(&ksig)) {
		handle_signal(&ksig, regs);
		return;
	}
	restart_without_handler(regs);
	regs->gp.orig_rax = -1UL;
	restore_saved_sigmask();
}

static void load_sigcontext(struct pt_regs *regs, const struct sigcontext_64 *sc,
			    unsigned long uc_flags)
{
	struct um_regs *gp = &regs->gp;

	gp->r8 = sc->r8;
	gp->r9 = sc->r9;
	gp->r10 = sc->r10;
	gp->r11 = sc->r11;
	gp->r12 = sc->r12;
	gp->r13 = sc->r13;
	gp->r14 = sc->r14;
	gp->r15 = sc->r15;
	gp->rdi = sc->di;
	gp->rsi = sc->si;
	gp->rbp = sc->bp;
	gp->rbx = sc->bx;
	gp->rdx = sc->dx;
	gp->rax = sc->ax;
	gp->rcx = sc->cx;
	gp->rsp = sc->sp;
	gp->rip = sc->ip;
	gp->eflags = (gp->eflags & ~EFLAGS_RESTORED) | (sc->flags & EFLAGS_RESTORED);
	gp->cs = sc->cs | 3;
	gp->ss = uc_flags & UC_SIGCONTEXT_SS ? sc->ss | 3UL : PT_REGS_USER_SS;
	gp->orig_rax = -1UL;
}

/* How much of the FP state at @from is there: all, or only the old part? */
static unsigned int fpstate_size(const char *fx, unsigned long from)
{
	unsigned int size = os_xstate_size();
	struct _fpx_sw_bytes sw;
	u32 magic2;

	memcpy(&sw, fx + SW_BYTES_OFFSET, sizeof(sw));
	if (sw.magic1 != FP_XSTATE_MAGIC1 || sw.xstate_size < FXSAVE_SIZE + 64 ||
	    sw.xstate_size > size || sw.xstate_size > sw.extended_size)
		return FXSAVE_SIZE;
	if (get_user(magic2, (u32 __user *)(from + sw.xstate_size)) ||
	    magic2 != FP_XSTATE_MAGIC2)
		return FXSAVE_SIZE;
	return sw.xstate_size;
}

static int read_fpstate(char *buf, unsigned long from)
{
	unsigned int size;

	if (!from)
		return 0;		/* the reset state */
	if (copy_from_user(buf, (void __user *)from, FXSAVE_SIZE))
		return -EFAULT;
	size = fpstate_size(buf, from);
	if (size > FXSAVE_SIZE)
		return copy_from_user(buf, (void __user *)from, size) ? -EFAULT : 0;
	*(u64 *)(buf + XSAVE_HEADER) = 3;
	return 0;
}

static int restore_fpstate(unsigned long from)
{
	unsigned int size = os_xstate_size();
	char *buf = kzalloc(size, GFP_KERNEL);
	int err;

	if (!buf)
		return -ENOMEM;
	*(u16 *)buf = 0x37f;		/* reset: control words only */
	*(u32 *)(buf + 24) = 0x1f80;
	err = read_fpstate(buf, from);
	if (!err)
		err = os_set_xstate(&current->thread.host, buf, size);
	kfree(buf);
	return err;
}

SYSCALL_DEFINE0(rt_sigreturn)
{
	struct pt_regs *regs = current_pt_regs();
	struct rt_sigframe __user *frame = (void __user *)(regs->gp.rsp - 8);
	struct um_ucontext uc;

	current->restart_block.fn = NULL;
	if (copy_from_user(&uc, &frame->uc, sizeof(uc)))
		goto bad;
	set_current_blocked(&uc.uc_sigmask);
	load_sigcontext(regs, &uc.uc_mcontext, uc.uc_flags);
	if (restore_fpstate(uc.uc_mcontext.fpstate))
		goto bad;
	if (restore_altstack(&frame->uc.uc_stack))
		goto bad;
	return regs->gp.rax;
bad:
	force_sig(SIGSEGV);
	return 0;
}
