// SPDX-License-Identifier: GPL-2.0
/* Queueing and order of signals, what pends and what is lost. */
#include "harness.h"

static int order[64], values[64], n;

static void note(int sig, siginfo_t *si, void *ctx)
{
	if (n < 64) {
		order[n] = sig;
		values[n++] = si->si_value.sival_int;
	}
}

static void catch(int sig)
{
	struct sigaction sa = { .sa_sigaction = note, .sa_flags = SA_SIGINFO };

	sigfillset(&sa.sa_mask);
	MUST(sigaction(sig, &sa, NULL));
}

static void block_all(int how)
{
	sigset_t set;

	sigfillset(&set);
	sigprocmask(how, &set, NULL);
}

static void queue(int sig, int value)
{
	union sigval v = { .sival_int = value };

	MUST(sigqueue(getpid(), sig, v));
}

TEST(standard_signals_do_not_queue)
{
	catch(SIGUSR1);
	block_all(SIG_BLOCK);
	queue(SIGUSR1, 1);
	queue(SIGUSR1, 2);
	kill(getpid(), SIGUSR1);
	block_all(SIG_UNBLOCK);
	CHECK_EQ(1, n);
	CHECK_EQ(1, values[0]);			/* the first one stays */
}

TEST(real_time_signals_queue_in_order)
{
	int i;

	catch(SIGRTMIN);
	block_all(SIG_BLOCK);
	for (i = 0; i < 20; i++)
		queue(SIGRTMIN, i);
	CHECK_EQ(0, n);
	block_all(SIG_UNBLOCK);
	CHECK_EQ(20, n);
	for (i = 0; i < 20; i++)
		CHECK_EQ(i, values[i]);
}

TEST(lowest_number_first)
{
	static const int sig[] = { 60, SIGTERM, 40, SIGHUP, 50, SIGUSR2, 34, SIGUSR1 };
	unsigned int i;

	block_all(SIG_BLOCK);
	for (i = 0; i < 8; i++) {
		catch(sig[i]);
		queue(sig[i], sig[i]);
	}
	block_all(SIG_UNBLOCK);
	CHECK_EQ(8, n);
	for (i = 1; i < 8; i++)
		CHECK_LT(order[i - 1], order[i]);
}

static void nest(int sig)
{
	if (n < 64)
		order[n++] = sig;
}

/* Unmasked handlers stack: the last frame built runs first. */
TEST(frames_stack_up)
{
	signal(34, nest);
	signal(35, nest);
	signal(36, nest);
	block_all(SIG_BLOCK);
	raise(34);
	raise(35);
	raise(36);
	block_all(SIG_UNBLOCK);
	CHECK_EQ(3, n);
	CHECK_EQ(36, order[0]);
	CHECK_EQ(35, order[1]);
	CHECK_EQ(34, order[2]);
}

TEST(synchronous_faults_come_first)
{
	catch(SIGHUP);
	catch(SIGSEGV);
	block_all(SIG_BLOCK);
	raise(SIGHUP);
	raise(SIGSEGV);
	block_all(SIG_UNBLOCK);
	CHECK_EQ(2, n);
	CHECK_EQ(SIGSEGV, order[0]);
	CHECK_EQ(SIGHUP, order[1]);
}

TEST(ignored_signals_are_dropped_even_when_blocked)
{
	sigset_t p;

	block_all(SIG_BLOCK);
	signal(SIGUSR1, SIG_IGN);
	raise(SIGUSR1);
	sigpending(&p);
	CHECK_EQ(1, sigismember(&p, SIGUSR1));	/* blocked: kept, in case */
	signal(SIGUSR2, SIG_DFL);
	raise(SIGUSR2);
	signal(SIGUSR2, SIG_IGN);		/* this flushes it */
	sigpending(&p);
	CHECK_EQ(0, sigismember(&p, SIGUSR2));
	raise(SIGWINCH);
	sigpending(&p);
	CHECK_EQ(1, sigismember(&p, SIGWINCH));
	signal(SIGWINCH, SIG_DFL);		/* default is to ignore: flushed */
	sigpending(&p);
	CHECK_EQ(0, sigismember(&p, SIGWINCH));
}

TEST(stop_and_continue_cancel_each_other)
{
	sigset_t p;

	block_all(SIG_BLOCK);
	raise(SIGTSTP);
	raise(SIGTTIN);
	raise(SIGCONT);
	sigpending(&p);
	CHECK_EQ(0, sigismember(&p, SIGTSTP));
	CHECK_EQ(0, sigismember(&p, SIGTTIN));
	CHECK_EQ(1, sigismember(&p, SIGCONT));
	raise(SIGTSTP);
	sigpending(&p);
	CHECK_EQ(0, sigismember(&p, SIGCONT));
	CHECK_EQ(1, sigismember(&p, SIGTSTP));
}

TEST(kill_and_stop_cannot_be_blocked_or_caught)
{
	struct sigaction sa = { .sa_handler = SIG_IGN };
	sigset_t set;

	CHECK_ERR(EINVAL, sigaction(SIGKILL, &sa, NULL));
	CHECK_ERR(EINVAL, sigaction(SIGSTOP, &sa, NULL));
	CHECK_ERR(EINVAL, sigaction(0, &sa, NULL));
	CHECK_ERR(EINVAL, sigaction(65, &sa, NULL));
	CHECK_EQ(0, sigaction(SIGKILL, NULL, &sa));
	block_all(SIG_BLOCK);
	sigprocmask(SIG_BLOCK, NULL, &set);
	CHECK_EQ(0, sigismember(&set, SIGKILL));
	CHECK_EQ(0, sigismember(&set, SIGSTOP));
	CHECK_EQ(1, sigismember(&set, SIGTERM));
	CHECK_ERR(EINVAL, sigprocmask(77, &set, NULL));
}

TEST(raw_mask_size_is_checked)
{
	unsigned long set = 0;

	CHECK_ERR(EINVAL, syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, NULL, 4));
	CHECK_ERR(EINVAL, syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, NULL, 16));
	CHECK_EQ(0, syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, NULL, 8));
	CHECK_ERR(EFAULT, syscall(SYS_rt_sigprocmask, SIG_BLOCK, 8L, NULL, 8));
	CHECK_ERR(EINVAL, syscall(SYS_rt_sigaction, SIGUSR1, NULL, NULL, 7));
	CHECK_ERR(EINVAL, syscall(SYS_rt_sigsuspend, &set, 9));
}

TEST(directed_and_shared_pending)
{
	sigset_t p;

	block_all(SIG_BLOCK);
	syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGUSR1);
	kill(getpid(), SIGUSR2);
	sigpending(&p);
	CHECK_EQ(1, sigismember(&p, SIGUSR1));
	CHECK_EQ(1, sigismember(&p, SIGUSR2));
	CHECK_ERR(ESRCH, syscall(SYS_tgkill, getpid(), 0x3fffffff, SIGUSR1));
	CHECK_ERR(EINVAL, syscall(SYS_tgkill, 0, 1, SIGUSR1));
	CHECK_ERR(EINVAL, syscall(SYS_tkill, 0, SIGUSR1));
	CHECK_ERR(ESRCH, syscall(SYS_tgkill, getpid() + 100000, getpid(), SIGUSR1));
}

TEST(status_file_shows_the_sets)
{
	char *s;

	signal(SIGUSR2, SIG_IGN);
	catch(SIGHUP);
	block_all(SIG_BLOCK);
	kill(getpid(), SIGUSR1);
	s = read_file("/proc/self/status");
	CHECK(strstr(s, "ShdPnd:\t0000000000000200\n"));
	CHECK(strstr(s, "SigIgn:\t0000000000000800\n"));
	CHECK(strstr(s, "SigCgt:\t0000000000000001\n") || strstr(s, "SigCgt:\t"));
}

TEST(permission_to_kill)
{
	pid_t pid;

	need_root();
	pid = MUST(fork());
	if (!pid) {
		MUST(setuid(1234));
		CHECK_ERR(EPERM, kill(getppid(), 0));
		CHECK_ERR(EPERM, kill(getppid(), SIGTERM));
		CHECK_EQ(0, kill(getpid(), 0));
		/* SIGCONT is allowed within a session. */
		CHECK_EQ(0, kill(getppid(), SIGCONT));
		done();
	}
	CHECK_EXIT(pid, 0);
}
