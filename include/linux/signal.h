/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Signals: kernel/signal.c. A sigset_t is one unsigned long; bit n-1 is
 * signal n. sighand->siglock protects everything but task->blocked as read
 * by its owner.
 */
#ifndef INCLUDE_LINUX_SIGNAL_H
#define INCLUDE_LINUX_SIGNAL_H

#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/signal_types.h>

#define SEND_SIG_NOINFO		((kernel_siginfo_t *)0)	/* as kill() by current */
#define SEND_SIG_PRIV		((kernel_siginfo_t *)1)	/* from the kernel */

#define sigmask(sig)		(1UL << ((sig) - 1))
static inline void sigemptyset(sigset_t *set) { *set = 0; }
static inline void sigfillset(sigset_t *set) { *set = ~0UL; }
static inline void sigaddset(sigset_t *set, int sig) { *set |= sigmask(sig); }
static inline void sigdelset(sigset_t *set, int sig) { *set &= ~sigmask(sig); }
static inline bool sigismember(const sigset_t *set, int sig) { return *set & sigmask(sig); }
static inline void sigaddsetmask(sigset_t *set, unsigned long mask) { *set |= mask; }
static inline void sigdelsetmask(sigset_t *set, unsigned long mask) { *set &= ~mask; }
static inline bool sigisemptyset(const sigset_t *set) { return !*set; }
static inline bool valid_signal(unsigned long sig) { return sig <= _NSIG; }

#define SIG_KERNEL_ONLY_MASK	(sigmask(SIGKILL) | sigmask(SIGSTOP))
#define SIG_KERNEL_STOP_MASK	(sigmask(SIGSTOP) | sigmask(SIGTSTP) | sigmask(SIGTTIN) | sigmask(SIGTTOU))
#define SIG_KERNEL_IGNORE_MASK	(sigmask(SIGCONT) | sigmask(SIGCHLD) | sigmask(SIGWINCH) | sigmask(SIGURG))
#define SIG_KERNEL_COREDUMP_MASK (sigmask(SIGQUIT) | sigmask(SIGILL) | sigmask(SIGTRAP) | \
	sigmask(SIGABRT) | sigmask(SIGFPE) | sigmask(SIGSEGV) | sigmask(SIGBUS) | \
	sigmask(SIGSYS) | sigmask(SIGXCPU) | sigmask(SIGXFSZ))

static inline bool sig_kernel_only(int sig) { return sigmask(sig) & SIG_KERNEL_ONLY_MASK && sig < SIGRTMIN; }
static inline bool sig_kernel_stop(int sig) { return sigmask(sig) & SIG_KERNEL_STOP_MASK && sig < SIGRTMIN; }
static inline bool sig_kernel_ignore(int sig) { return sigmask(sig) & SIG_KERNEL_IGNORE_MASK && sig < SIGRTMIN; }
static inline bool sig_kernel_coredump(int sig) { return sigmask(sig) & SIG_KERNEL_COREDUMP_MASK && sig < SIGRTMIN; }

/* Sending. All take siglock themselves; none sleeps. */
int send_sig(int sig, struct task_struct *t, int priv);
int send_sig_info(int sig, kernel_siginfo_t *info, struct task_struct *t);
int do_send_sig_info(int sig, kernel_siginfo_t *info, struct task_struct *t, enum pid_type type);
int send_signal_locked(int sig, kernel_siginfo_t *info, struct task_struct *t,
		       enum pid_type type);	/* siglock held */
int group_send_sig_info(int sig, kernel_siginfo_t *info, struct task_struct *t, enum pid_type type);
/* Delivered even if blocked or ignored (then reset to default): faults. */
int force_sig_info(kernel_siginfo_t *info);
void force_sig(int sig);
void force_fatal_sig(int sig);
void force_sigsegv(int sig);
int force_sig_fault(int sig, int code, void __user *addr);
int send_sig_fault(int sig, int code, void __user *addr, struct task_struct *t);
int kill_pid(struct pid *pid, int sig, int priv);
int kill_pid_info(int sig, kernel_siginfo_t *info, struct pid *pid);
int kill_pgrp(struct pid *pgrp, int sig, int priv);
int kill_cad_pid(int sig, int priv);
struct sigqueue *sigqueue_alloc(void);			/* for POSIX timers */
void sigqueue_free(struct sigqueue *q);
int send_sigqueue(struct sigqueue *q, struct pid *pid, enum pid_type type);
void do_notify_parent_cldstop(struct task_struct *t, bool for_ptracer, int why);
bool do_notify_parent(struct task_struct *t, int sig);	/* true: self-reaping */

/* Receiving. get_signal(): the machine builds the frame for what it returns. */
bool get_signal(struct ksignal *ksig);
void signal_setup_done(int failed, struct ksignal *ksig, int stepping);
void signal_delivered(struct ksignal *ksig, int stepping);
int dequeue_signal(sigset_t *mask, kernel_siginfo_t *info);
void recalc_sigpending(void);
void recalc_sigpending_and_wake(struct task_struct *t);
void signal_wake_up_state(struct task_struct *t, unsigned int state);
/* @fatal: out of a stop, too, unless a tracer is just looking at it. [s] */
static inline void signal_wake_up(struct task_struct *t, bool fatal)
{
	unsigned int state = 0;

	if (fatal && !(t->jobctl & JOBCTL_PTRACE_FROZEN)) {
		t->jobctl &= ~(JOBCTL_STOPPED | JOBCTL_TRACED);
		state = TASK_WAKEKILL;
	}
	signal_wake_up_state(t, state);
}
void __set_current_blocked(const sigset_t *set);
void set_current_blocked(sigset_t *set);
int sigprocmask(int how, sigset_t *set, sigset_t *oldset);
int set_user_sigmask(const sigset_t __user *umask, size_t sigsetsize);
void restore_saved_sigmask_unless(bool interrupted);
void restore_saved_sigmask(void);
sigset_t *sigmask_to_save(void);
void flush_signals(struct task_struct *t);
void flush_signal_handlers(struct task_struct *t, int force_default);
void flush_sigqueue(struct sigpending *queue);
void flush_itimer_signals(void);		/* exec: those of timers that are gone */
void exit_signals(struct task_struct *t);
int do_sigaction(int sig, struct k_sigaction *act, struct k_sigaction *oact);
int do_sigaltstack(const stack_t *ss, stack_t *oss, unsigned long sp, size_t min_ss_size);
int restore_altstack(const stack_t __user *uss);
int __save_altstack(stack_t __user *uss, unsigned long sp);
unsigned long sigsp(unsigned long sp, struct ksignal *ksig);
int copy_siginfo_to_user(siginfo_t __user *to, const kernel_siginfo_t *from);
int copy_siginfo_from_user(kernel_siginfo_t *to, const siginfo_t __user *from);
void clear_siginfo(kernel_siginfo_t *info);
int next_signal(struct sigpending *pending, sigset_t *mask);
void signals_init(void);
int kill_something_info(int sig, kernel_siginfo_t *info, pid_t pid);
int __kill_pgrp_info(int sig, kernel_siginfo_t *info, struct pid *pgrp);
int force_sig_seccomp(int signr, int reason, bool force_coredump);
void ignore_signals(struct task_struct *t);
bool unhandled_signal(struct task_struct *t, int sig);
void calculate_sigpending(void);		/* first thing of a new task */
void kernel_sigaction(int sig, __sighandler_t action);
#define allow_signal(sig)	kernel_sigaction(sig, (__sighandler_t)2)
#define disallow_signal(sig)	kernel_sigaction(sig, SIG_IGN)
extern int print_fatal_signals;
void sas_ss_reset(struct task_struct *t);
int sas_ss_flags(unsigned long sp);

/* saved_sigmask is to be put back, by the frame or on the way to the guest. */
static inline void set_restore_sigmask(void)
{
	current->restore_sigmask = true;
}
static inline bool test_restore_sigmask(void)
{
	return current->restore_sigmask;
}

/* ptrace of guests by guests: kernel/ptrace.c */
int ptrace_notify(int exit_code, unsigned long message);

static inline int on_sig_stack(unsigned long sp)
{
	return !(current->sas_ss_flags & SS_AUTODISARM) &&
	       sp > current->sas_ss_sp && sp - current->sas_ss_sp <= current->sas_ss_size;
}

#endif /* INCLUDE_LINUX_SIGNAL_H */
