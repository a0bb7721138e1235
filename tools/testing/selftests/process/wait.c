// SPDX-License-Identifier: GPL-2.0
/* wait4: which child, which states, which errors. */
#include "harness.h"
#include <sys/resource.h>

static pid_t child_exit(int code)
{
	pid_t pid = MUST(fork());

	if (!pid)
		_exit(code);
	return pid;
}

static pid_t child_pause(void)
{
	pid_t pid = MUST(fork());

	if (!pid)
		for (;;)
			pause();
	return pid;
}

TEST(exit_codes_are_masked)
{
	static const int code[] = { 0, 1, 127, 128, 255, 256, 257, -1 };
	unsigned int i;
	int st;

	for (i = 0; i < sizeof(code) / sizeof(*code); i++) {
		st = test_wait(child_exit(code[i]));
		CHECK(WIFEXITED(st));
		CHECK_EQ(code[i] & 0xff, WEXITSTATUS(st));
		CHECK_EQ((code[i] & 0xff) << 8, st);
	}
}

TEST(killed_by_every_fatal_signal)
{
	static const int sig[] = { SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT,
		SIGBUS, SIGFPE, SIGKILL, SIGUSR1, SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM,
		SIGTERM, SIGSTKFLT, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGIO,
		SIGPWR, SIGSYS, 34, 64 };
	struct rlimit none = { 0, 0 };
	unsigned int i;
	int st;
	pid_t pid;

	setrlimit(RLIMIT_CORE, &none);
	for (i = 0; i < sizeof(sig) / sizeof(*sig); i++) {
		pid = MUST(fork());
		if (!pid) {
			kill(getpid(), sig[i]);
			_exit(0);
		}
		st = test_wait(pid);
		CHECK(WIFSIGNALED(st));
		CHECK_EQ(sig[i], WTERMSIG(st));
	}
}

TEST(ignored_by_default)
{
	static const int sig[] = { SIGCHLD, SIGCONT, SIGURG, SIGWINCH };
	unsigned int i;
	pid_t pid;

	for (i = 0; i < sizeof(sig) / sizeof(*sig); i++) {
		pid = MUST(fork());
		if (!pid) {
			kill(getpid(), sig[i]);
			_exit(0);
		}
		CHECK_EXIT(pid, 0);
	}
}

TEST(no_child)
{
	pid_t pid;

	CHECK_ERR(ECHILD, waitpid(-1, NULL, 0));
	CHECK_ERR(ECHILD, waitpid(-1, NULL, WNOHANG));
	CHECK_ERR(ECHILD, waitpid(1, NULL, 0));
	pid = child_pause();
	CHECK_ERR(ECHILD, waitpid(getpid(), NULL, WNOHANG));
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
	CHECK_ERR(ECHILD, waitpid(pid, NULL, 0));
}

TEST(bad_arguments)
{
	int st;

	CHECK_ERR(EINVAL, waitpid(-1, &st, 0x100));
	CHECK_ERR(ESRCH, syscall(SYS_wait4, INT_MIN, &st, 0, NULL));
	child_exit(0);
	CHECK_ERR(EFAULT, syscall(SYS_wait4, -1, (int *)8, 0, NULL));
	/* The child was consumed before the status could be stored. */
	CHECK_ERR(ECHILD, waitpid(-1, &st, 0));
}

TEST(nohang_and_zombie)
{
	pid_t pid = child_pause();
	int st;

	CHECK_EQ(0, waitpid(pid, &st, WNOHANG));
	kill(pid, SIGTERM);
	CHECK(wait_state(pid, 'Z'));
	CHECK_EQ(0, kill(pid, 0));		/* a zombie still has its pid */
	CHECK_EQ(pid, waitpid(pid, &st, WNOHANG));
	CHECK_ERR(ESRCH, kill(pid, 0));
}

TEST(stopped_and_continued)
{
	pid_t pid = child_pause();
	int st;

	kill(pid, SIGSTOP);
	CHECK_EQ(pid, waitpid(pid, &st, WUNTRACED));
	CHECK(WIFSTOPPED(st));
	CHECK_EQ(SIGSTOP, WSTOPSIG(st));
	CHECK_EQ('T', task_state(pid));
	CHECK_EQ(0, waitpid(pid, &st, WUNTRACED | WNOHANG));	/* reported once */
	kill(pid, SIGCONT);
	CHECK_EQ(pid, waitpid(pid, &st, WCONTINUED));
	CHECK(WIFCONTINUED(st));
	CHECK_EQ(0xffff, st);
	CHECK_EQ(0, waitpid(pid, &st, WCONTINUED | WNOHANG));
	kill(pid, SIGTSTP);
	CHECK_EQ(pid, waitpid(pid, &st, WUNTRACED));
	CHECK_EQ(SIGTSTP, WSTOPSIG(st));
	kill(pid, SIGKILL);			/* kills although stopped */
	CHECK_KILLED(pid, SIGKILL);
}

TEST(stop_is_not_seen_without_wuntraced)
{
	pid_t pid = child_pause();
	int st;

	kill(pid, SIGSTOP);
	CHECK(wait_state(pid, 'T'));
	CHECK_EQ(0, waitpid(pid, &st, WNOHANG));
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
}

TEST(by_process_group)
{
	pid_t a = child_pause(), b = child_pause();
	int st;

	MUST(setpgid(a, a));
	kill(a, SIGKILL);
	kill(b, SIGKILL);
	CHECK_EQ(b, waitpid(0, &st, 0));	/* only b is in our group */
	CHECK_ERR(ECHILD, waitpid(0, &st, 0));
	CHECK_EQ(a, waitpid(-a, &st, 0));
	CHECK_ERR(ECHILD, waitpid(-a, &st, 0));
}

TEST(any_order)
{
	pid_t pid[8], got;
	int i, st, seen = 0;

	for (i = 0; i < 8; i++)
		pid[i] = child_exit(i);
	while ((got = waitpid(-1, &st, 0)) > 0)
		for (i = 0; i < 8; i++)
			if (got == pid[i]) {
				CHECK_EQ(i, WEXITSTATUS(st));
				seen |= 1 << i;
			}
	CHECK_EQ(0xff, seen);
	CHECK_EQ(ECHILD, errno);
}

TEST(usage_of_the_child)
{
	struct rusage ru, all;
	struct timespec ts;
	pid_t pid = MUST(fork());
	int st;

	if (!pid) {
		do
			clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
		while (!ts.tv_sec && ts.tv_nsec < 60000000);
		_exit(0);
	}
	CHECK_EQ(pid, wait4(pid, &st, 0, &ru));
	CHECK_GE(ru.ru_utime.tv_sec * 1000 + ru.ru_utime.tv_usec / 1000 +
		 ru.ru_stime.tv_sec * 1000 + ru.ru_stime.tv_usec / 1000, 20);
	CHECK_GT(ru.ru_maxrss, 0);
	MUST(getrusage(RUSAGE_CHILDREN, &all));
	CHECK_GE(all.ru_utime.tv_usec + all.ru_utime.tv_sec * 1000000,
		 ru.ru_utime.tv_usec + ru.ru_utime.tv_sec * 1000000);
}

TEST(ignoring_sigchld_reaps)
{
	pid_t pid;

	signal(SIGCHLD, SIG_IGN);
	pid = child_exit(3);
	CHECK_ERR(ECHILD, waitpid(pid, NULL, 0));	/* waits, then no child */
	CHECK_ERR(ESRCH, kill(pid, 0));
}

static volatile int nr_chld;

static void on_chld(int sig)
{
	nr_chld++;
}

TEST(nocldwait_reaps_but_signals)
{
	struct sigaction sa = { .sa_handler = on_chld, .sa_flags = SA_NOCLDWAIT };
	pid_t pid;

	sigaction(SIGCHLD, &sa, NULL);
	pid = child_exit(3);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	CHECK_EQ(ECHILD, errno);
	CHECK_EQ(1, nr_chld);
}

TEST(nocldstop_is_silent_on_stop)
{
	struct sigaction sa = { .sa_handler = on_chld, .sa_flags = SA_NOCLDSTOP | SA_RESTART };
	pid_t pid;
	int st;

	nr_chld = 0;
	sigaction(SIGCHLD, &sa, NULL);
	pid = child_pause();
	kill(pid, SIGSTOP);
	CHECK_EQ(pid, waitpid(pid, &st, WUNTRACED));
	CHECK_EQ(0, nr_chld);
	kill(pid, SIGKILL);
	CHECK_EQ(pid, waitpid(pid, &st, 0));
	CHECK_EQ(1, nr_chld);
}

static void on_alarm(int sig) { }

TEST(interrupted_or_restarted)
{
	struct sigaction sa = { .sa_handler = on_alarm };
	pid_t pid = child_pause();

	sigaction(SIGALRM, &sa, NULL);
	ualarm(50000, 0);
	CHECK_ERR(EINTR, waitpid(pid, NULL, 0));
	sa.sa_flags = SA_RESTART;
	sigaction(SIGALRM, &sa, NULL);
	if (!fork()) {
		msleep(150);
		kill(pid, SIGKILL);
		_exit(0);
	}
	ualarm(50000, 0);
	CHECK_EQ(pid, waitpid(pid, NULL, 0));
}

TEST(grandchildren_are_not_ours)
{
	int p[2];
	pid_t mid, grand;

	MUST(pipe(p));
	mid = MUST(fork());
	if (!mid) {
		grand = child_pause();
		MUST(write(p[1], &grand, sizeof(grand)));
		pause();
		_exit(0);
	}
	MUST(read(p[0], &grand, sizeof(grand)));
	CHECK_ERR(ECHILD, waitpid(grand, NULL, WNOHANG));
	kill(grand, SIGKILL);
	kill(mid, SIGKILL);
	CHECK_KILLED(mid, SIGKILL);
}
