/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the signal code tell each other. siglock held, unless said. */
#ifndef KERNEL_SIGNAL_H
#define KERNEL_SIGNAL_H

#include <linux/signal.h>

#define SYNCHRONOUS_MASK (sigmask(SIGSEGV) | sigmask(SIGBUS) | sigmask(SIGILL) | \
			  sigmask(SIGTRAP) | sigmask(SIGFPE) | sigmask(SIGSYS))

/* NOINFO and PRIV instead of a pointer. */
static inline bool is_si_special(const kernel_siginfo_t *info)
{
	return info == SEND_SIG_NOINFO || info == SEND_SIG_PRIV;
}
static inline bool si_fromuser(const kernel_siginfo_t *info)
{
	return info == SEND_SIG_NOINFO || (!is_si_special(info) && SI_FROMUSER(info));
}
static inline __sighandler_t sig_handler(struct task_struct *t, int sig)
{
	return t->sighand->action[sig - 1].sa.sa_handler;
}
static inline bool sig_handler_ignored(__sighandler_t handler, int sig)
{
	return handler == SIG_IGN || (handler == SIG_DFL && sig_kernel_ignore(sig));
}
static inline bool __fatal_signal_pending(struct task_struct *t)
{
	return sigismember(&t->pending.signal, SIGKILL);
}

/* signal_queue.c */
struct sigqueue *sigqueue_new(int sig, struct task_struct *t, gfp_t gfp,
			      bool override_rlimit, int flags);
void flush_sigqueue_mask(unsigned long mask, struct sigpending *pending);
bool recalc_sigpending_tsk(struct task_struct *t);
int dequeue_synchronous_signal(kernel_siginfo_t *info);
int dequeue_signal_type(sigset_t *mask, kernel_siginfo_t *info, enum pid_type *type);

/* signal_deliver.c: current's mask; others take over what it blocks now */
void set_blocked_locked(const sigset_t *set);

/* signal_send.c */
int send_signal_locked(int sig, kernel_siginfo_t *info, struct task_struct *t,
		       enum pid_type type);

/* signal_stop.c; do_signal_stop() and do_jobctl_trap() may let go of siglock */
bool task_participate_group_stop(struct task_struct *t);
bool do_signal_stop(int signr);
void do_jobctl_trap(void);
int ptrace_signal(int signr, kernel_siginfo_t *info, enum pid_type type);

#endif /* KERNEL_SIGNAL_H */
