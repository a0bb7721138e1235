// SPDX-License-Identifier: GPL-2.0
/* The many ways out of a process, with threads and open files around. */
#include "harness.h"
#include <pthread.h>

static void *sleeper(void *arg)
{
	pause();
	return NULL;
}

static void *leave_process(void *arg)
{
	msleep(20);
	_exit(23);
}

TEST(exit_group_from_a_thread_takes_all)
{
	pthread_t t;
	pid_t pid = MUST(fork());

	if (!pid) {
		pthread_create(&t, NULL, sleeper, NULL);
		pthread_create(&t, NULL, leave_process, NULL);
		pause();
		_exit(0);
	}
	CHECK_EXIT(pid, 23);
}

static void *late(void *arg)
{
	msleep(150);
	_exit(31);
}

TEST(main_thread_may_end_first)
{
	pthread_t t;
	int st;
	pid_t pid = MUST(fork());

	if (!pid) {
		pthread_create(&t, NULL, late, NULL);
		syscall(SYS_exit, 5);		/* only this thread */
	}
	CHECK(wait_state(pid, 'Z'));		/* the leader is a zombie, */
	CHECK_EQ(0, waitpid(pid, &st, WNOHANG));	/* not yet to be reaped */
	CHECK_EXIT(pid, 31);
}

static void *end_with_six(void *arg)
{
	msleep(50);
	syscall(SYS_exit, 6);
	return NULL;
}

/* Without exit_group the code of the thread that ends last counts (5.19). */
TEST(last_thread_gives_the_code)
{
	pthread_t t;
	pid_t pid = MUST(fork());

	if (!pid) {
		pthread_create(&t, NULL, end_with_six, NULL);
		syscall(SYS_exit, 5);
	}
	CHECK_EXIT(pid, 6);
}

static void *killer(void *arg)
{
	*(volatile int *)8 = 0;
	return NULL;
}

TEST(fault_in_a_thread_kills_all)
{
	pthread_t t;
	int st;
	pid_t pid = MUST(fork());

	if (!pid) {
		pthread_create(&t, NULL, killer, NULL);
		pause();
		_exit(0);
	}
	st = test_wait(pid);
	CHECK(WIFSIGNALED(st));
	CHECK_EQ(SIGSEGV, WTERMSIG(st));
}

TEST(descriptors_close_at_exit_not_at_reap)
{
	int p[2];
	char ch;
	pid_t pid;

	MUST(pipe(p));
	pid = MUST(fork());
	if (!pid) {
		close(p[0]);
		_exit(0);
	}
	close(p[1]);
	CHECK_EQ(0, read(p[0], &ch, 1));	/* EOF though a zombie is left */
	CHECK(wait_state(pid, 'Z'));
	CHECK_EXIT(pid, 0);
}

TEST(zombie_shows_little)
{
	char path[64], buf[64];
	pid_t pid = MUST(fork());

	if (!pid)
		_exit(0);
	CHECK(wait_state(pid, 'Z'));
	snprintf(path, sizeof(path), "/proc/%d/cmdline", pid);
	CHECK_STR("", read_file(path));
	snprintf(path, sizeof(path), "/proc/%d/exe", pid);
	CHECK_ERR(ENOENT, readlink(path, buf, sizeof(buf)));
	CHECK_EXIT(pid, 0);
	CHECK_ERR(ENOENT, access(path, F_OK));
}

TEST(kill_is_not_stopped_by_anything)
{
	sigset_t all;
	pid_t pid = MUST(fork());

	if (!pid) {
		sigfillset(&all);
		sigprocmask(SIG_BLOCK, &all, NULL);
		for (;;)
			;
	}
	msleep(20);
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
}

TEST(abort_cannot_be_blocked)
{
	sigset_t all;
	pid_t pid = MUST(fork());

	if (!pid) {
		sigfillset(&all);
		sigprocmask(SIG_BLOCK, &all, NULL);
		signal(SIGABRT, SIG_IGN);
		abort();
	}
	CHECK_KILLED(pid, SIGABRT);
}

static int order_fd;

static void at_exit_1(void) { MUST(write(order_fd, "1", 1)); }
static void at_exit_2(void) { MUST(write(order_fd, "2", 1)); }

TEST(atexit_order)
{
	int p[2];
	char buf[4] = "";
	pid_t pid;

	MUST(pipe(p));
	pid = MUST(fork());
	if (!pid) {
		order_fd = p[1];
		atexit(at_exit_1);
		atexit(at_exit_2);
		exit(0);
	}
	CHECK_EXIT(pid, 0);
	CHECK_EQ(2, read(p[0], buf, 3));
	CHECK_STR("21", buf);
}
