// SPDX-License-Identifier: GPL-2.0
/* Tests of signal queues: sent to oneself, blocked, and taken out again. */
#include <kunit/test.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>

static sigset_t old_mask;

static int block_all(struct kunit *test)
{
	sigset_t all = ~0UL;

	old_mask = current->blocked;
	set_current_blocked(&all);
	return 0;
}

static void unblock_all(struct kunit *test)
{
	flush_signals(current);
	set_current_blocked(&old_mask);
}

static int send(int sig, int code, int value)
{
	kernel_siginfo_t info;

	clear_siginfo(&info);
	info.si_signo = sig;
	info.si_code = code;
	info.si_int = value;
	return send_sig_info(sig, &info, current);
}

/* The next one that @mask leaves open; 0: none. */
static int take(sigset_t mask, kernel_siginfo_t *info)
{
	int sig;

	spin_lock(&current->sighand->siglock);
	sig = dequeue_signal(&mask, info);
	spin_unlock(&current->sighand->siglock);
	return sig;
}

static void lower_numbers_come_first(struct kunit *test)
{
	kernel_siginfo_t info;

	send(SIGRTMIN + 2, SI_QUEUE, 0);
	send(SIGTERM, SI_USER, 0);
	send(SIGUSR1, SI_USER, 0);
	KUNIT_EXPECT_EQ(test, take(0, &info), SIGUSR1);
	KUNIT_EXPECT_EQ(test, take(0, &info), SIGTERM);
	KUNIT_EXPECT_EQ(test, take(0, &info), SIGRTMIN + 2);
	KUNIT_EXPECT_EQ(test, take(0, &info), 0);
}

static void realtime_signals_queue_in_order(struct kunit *test)
{
	kernel_siginfo_t info;
	int i;

	for (i = 1; i <= 3; i++)
		KUNIT_EXPECT_EQ(test, send(SIGRTMIN, SI_QUEUE, i), 0);
	for (i = 1; i <= 3; i++) {
		KUNIT_EXPECT_EQ(test, take(0, &info), SIGRTMIN);
		KUNIT_EXPECT_EQ(test, info.si_int, i);
	}
	KUNIT_EXPECT_EQ(test, take(0, &info), 0);
}

static void classic_signal_is_pending_once(struct kunit *test)
{
	kernel_siginfo_t info;

	send(SIGUSR2, SI_QUEUE, 1);
	send(SIGUSR2, SI_QUEUE, 2);
	KUNIT_EXPECT_EQ(test, take(0, &info), SIGUSR2);
	KUNIT_EXPECT_EQ(test, info.si_int, 1);
	KUNIT_EXPECT_EQ(test, take(0, &info), 0);
}

static void faults_overtake_lower_numbers(struct kunit *test)
{
	kernel_siginfo_t info;

	send(SIGHUP, SI_USER, 0);
	send(SIGSEGV, SEGV_MAPERR, 0);
	KUNIT_EXPECT_EQ(test, take(0, &info), SIGSEGV);
	KUNIT_EXPECT_EQ(test, take(0, &info), SIGHUP);
}

static void mask_leaves_signals_pending(struct kunit *test)
{
	kernel_siginfo_t info;

	send(SIGUSR1, SI_USER, 0);
	send(SIGUSR2, SI_USER, 0);
	KUNIT_EXPECT_EQ(test, take(sigmask(SIGUSR1), &info), SIGUSR2);
	KUNIT_EXPECT_EQ(test, take(sigmask(SIGUSR1), &info), 0);
	KUNIT_EXPECT_EQ(test, take(0, &info), SIGUSR1);
}

static void stop_and_continue_cancel_each_other(struct kunit *test)
{
	kernel_siginfo_t info;

	send(SIGTSTP, SI_USER, 0);
	send(SIGCONT, SI_USER, 0);
	KUNIT_EXPECT_EQ(test, take(0, &info), SIGCONT);
	KUNIT_EXPECT_EQ(test, take(0, &info), 0);
	send(SIGCONT, SI_USER, 0);
	send(SIGTTIN, SI_USER, 0);
	KUNIT_EXPECT_EQ(test, take(0, &info), SIGTTIN);
	KUNIT_EXPECT_EQ(test, take(0, &info), 0);
}

static void ignoring_drops_what_is_pending(struct kunit *test)
{
	struct k_sigaction ign = { .sa = { .sa_handler = SIG_IGN } }, old;
	kernel_siginfo_t info;

	send(SIGUSR1, SI_USER, 0);
	KUNIT_EXPECT_EQ(test, do_sigaction(SIGUSR1, &ign, &old), 0);
	KUNIT_EXPECT_EQ(test, take(0, &info), 0);
	do_sigaction(SIGUSR1, &old, NULL);
}

static void limit_refuses_only_queued_ones(struct kunit *test)
{
	struct rlimit *rlim = &current->signal->rlim[RLIMIT_SIGPENDING], old = *rlim;
	kernel_siginfo_t info;

	rlim->rlim_cur = 0;
	KUNIT_EXPECT_EQ(test, send(SIGRTMIN, SI_QUEUE, 1), -EAGAIN);
	/* kill() may lose what it knows, never the signal. */
	KUNIT_EXPECT_EQ(test, send_sig(SIGRTMIN, current, 0), 0);
	*rlim = old;
	KUNIT_EXPECT_EQ(test, take(0, &info), SIGRTMIN);
	KUNIT_EXPECT_EQ(test, info.si_code, SI_USER);
}

static void unknown_flags_of_actions_are_cleared(struct kunit *test)
{
	struct k_sigaction act = {
		.sa = { .sa_handler = SIG_DFL, .sa_flags = SA_RESTART | SA_UNSUPPORTED },
	}, old, now;

	KUNIT_EXPECT_EQ(test, do_sigaction(SIGUSR1, &act, &old), 0);
	KUNIT_EXPECT_EQ(test, do_sigaction(SIGUSR1, NULL, &now), 0);
	KUNIT_EXPECT_EQ(test, now.sa.sa_flags, SA_RESTART);
	do_sigaction(SIGUSR1, &old, NULL);
	KUNIT_EXPECT_EQ(test, do_sigaction(SIGKILL, &act, NULL), -EINVAL);
	KUNIT_EXPECT_EQ(test, do_sigaction(0, NULL, &now), -EINVAL);
	KUNIT_EXPECT_EQ(test, do_sigaction(65, NULL, &now), -EINVAL);
}

static struct kunit_case signal_cases[] = {
	KUNIT_CASE(lower_numbers_come_first),
	KUNIT_CASE(realtime_signals_queue_in_order),
	KUNIT_CASE(classic_signal_is_pending_once),
	KUNIT_CASE(faults_overtake_lower_numbers),
	KUNIT_CASE(mask_leaves_signals_pending),
	KUNIT_CASE(stop_and_continue_cancel_each_other),
	KUNIT_CASE(ignoring_drops_what_is_pending),
	KUNIT_CASE(limit_refuses_only_queued_ones),
	KUNIT_CASE(unknown_flags_of_actions_are_cleared),
	{}
};

static struct kunit_suite signal_suite = {
	.name = "signal",
	.init = block_all,
	.exit = unblock_all,
	.test_cases = signal_cases,
};
kunit_test_suite(signal_suite);
