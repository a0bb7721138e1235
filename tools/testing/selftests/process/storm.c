// SPDX-License-Identifier: GPL-2.0
/* Processes and signals in great numbers, with nothing lost at the end. */
#define TEST_TIMEOUT	90
#define HARNESS_EXEC	run_as_program
#include "harness.h"
#include <sched.h>
#include <sys/prctl.h>
#include <sys/time.h>

static void run_as_program(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "--exit"))
		_exit(atoi(argv[2]));
}

static volatile int ticks;

static void tick(int sig)
{
	ticks++;
}

static void start_ticking(void)
{
	struct sigaction sa = { .sa_handler = tick, .sa_flags = SA_RESTART };
	struct itimerval it = { { 0, 1000 }, { 0, 1000 } };

	sigaction(SIGALRM, &sa, NULL);
	MUST(setitimer(ITIMER_REAL, &it, NULL));
}

TEST(fork_and_wait_under_a_fast_timer)
{
	int i;
	pid_t pid;

	start_ticking();
	for (i = 0; i < 300; i++) {
		pid = MUST(fork());
		if (!pid)
			_exit(i & 0x7f);
		CHECK_EXIT(pid, i & 0x7f);
	}
	CHECK_GT(ticks, 0);
}

TEST(exec_under_a_fast_timer)
{
	char num[16];
	int i;
	pid_t pid;

	start_ticking();
	for (i = 0; i < 60; i++) {
		snprintf(num, sizeof(num), "%d", i);
		pid = vfork();
		if (!pid) {
			execl("/proc/self/exe", "storm", "--exit", num, (char *)NULL);
			_exit(127);
		}
		CHECK_EXIT(pid, i);
	}
}

TEST(killed_at_any_moment)
{
	int i, st;
	pid_t pid;

	for (i = 0; i < 200; i++) {
		pid = MUST(fork());
		if (!pid)
			for (;;) {
				pid_t p = fork();

				if (!p)
					_exit(0);
				waitpid(p, NULL, 0);
				execl("/proc/self/exe", "storm", "--exit", "0", (char *)NULL);
			}
		usleep(i * 20);
		kill(pid, SIGKILL);
		st = test_wait(pid);
		CHECK(st == SIGKILL || st == 0);
	}
}

TEST(stopped_and_continued_at_any_moment)
{
	int i, st;
	pid_t pid = MUST(fork());

	if (!pid) {
		for (i = 0; i < 400; i++) {
			pid_t p = MUST(fork());

			if (!p)
				_exit(0);
			CHECK_EXIT(p, 0);
		}
		done();
	}
	for (i = 0; i < 200; i++) {
		kill(pid, SIGSTOP);
		usleep(200);
		kill(pid, SIGCONT);
		usleep(300);
	}
	st = test_wait(pid);
	CHECK_EQ(0, st);
}

static volatile int nr_rt;

static void count_rt(int sig)
{
	nr_rt++;
}

/* Real-time signals are counted exactly, whoever sends them. */
TEST(no_queued_signal_is_lost)
{
	struct sigaction sa = { .sa_handler = count_rt };
	union sigval v = { 0 };
	pid_t me = getpid();
	int i, k;

	sigaction(SIGRTMIN, &sa, NULL);
	for (k = 0; k < 5; k++)
		if (!MUST(fork())) {
			for (i = 0; i < 200; i++)
				while (sigqueue(me, SIGRTMIN, v))
					sched_yield();
			_exit(0);
		}
	for (k = 0; k < 5; k++)
		CHECK_EXIT(-1, 0);
	for (i = 0; i < 1000 && nr_rt < 1000; i++)
		msleep(1);
	CHECK_EQ(1000, nr_rt);
}

static volatile int nr_pings;

static void ping(int sig)
{
	nr_pings++;
}

TEST(signal_ping_pong)
{
	struct sigaction sa = { .sa_handler = ping };
	sigset_t block, old;
	pid_t me = getpid(), pid;
	int i;

	sigaction(SIGUSR1, &sa, NULL);
	sigemptyset(&block);
	sigaddset(&block, SIGUSR1);
	sigprocmask(SIG_BLOCK, &block, &old);
	pid = MUST(fork());
	if (!pid) {
		for (i = 1; i <= 500; i++) {
			while (nr_pings < i)
				sigsuspend(&old);
			kill(me, SIGUSR1);
		}
		_exit(0);
	}
	for (i = 1; i <= 500; i++) {
		kill(pid, SIGUSR1);
		while (nr_pings < i)
			sigsuspend(&old);
	}
	CHECK_EXIT(pid, 0);
	CHECK_EQ(500, nr_pings);
}

/* A tree that dies from the root: every one of it comes to the reaper. */
TEST(whole_trees_are_reaped)
{
	int depth, n = 0;
	pid_t pid;

	MUST(prctl(PR_SET_CHILD_SUBREAPER, 1));
	pid = MUST(fork());
	if (!pid) {
		for (depth = 0; depth < 6; depth++)
			fork();
		_exit(0);
	}
	while (wait(NULL) > 0)
		n++;
	CHECK_EQ(64, n);
}

TEST(pids_are_not_given_twice)
{
	pid_t pid[300];
	int i, k;

	for (i = 0; i < 300; i++) {
		pid[i] = MUST(fork());
		if (!pid[i])
			_exit(0);
		for (k = 0; k < i; k++)
			if (pid[k] == pid[i]) {
				FAIL("pid %d twice", pid[i]);
				i = 300;
				break;
			}
	}
	while (wait(NULL) > 0)
		;
}
