// SPDX-License-Identifier: GPL-2.0
/* fork: what is copied, what is shared and what is not inherited. */
#include "harness.h"
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>

TEST(ids_differ_and_parent_is_known)
{
	pid_t me = getpid(), pid;

	pid = MUST(fork());
	if (!pid) {
		CHECK_NE(me, getpid());
		CHECK_EQ(me, getppid());
		CHECK_EQ(getpid(), syscall(SYS_gettid));
		done();
	}
	CHECK_EXIT(pid, 0);
}

TEST(memory_is_copied_both_ways)
{
	static int data = 1;
	int stack = 2, *heap = malloc(sizeof(*heap)), c2p[2], p2c[2];
	char ch;
	pid_t pid;

	*heap = 3;
	MUST(pipe(c2p));
	MUST(pipe(p2c));
	pid = MUST(fork());
	if (!pid) {
		data = stack = *heap = 100;
		MUST(write(c2p[1], "x", 1));
		MUST(read(p2c[0], &ch, 1));
		CHECK_EQ(100, data);
		CHECK_EQ(100, stack);
		CHECK_EQ(100, *heap);
		done();
	}
	MUST(read(c2p[0], &ch, 1));
	CHECK_EQ(1, data);
	CHECK_EQ(2, stack);
	CHECK_EQ(3, *heap);
	data = stack = *heap = 7;
	MUST(write(p2c[1], "x", 1));
	CHECK_EXIT(pid, 0);
}

TEST(file_offset_is_shared_table_is_not)
{
	int fd, extra;
	pid_t pid;

	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
	MUST(write(fd, "0123456789", 10));
	MUST(lseek(fd, 2, SEEK_SET));
	extra = MUST(dup(fd));
	pid = MUST(fork());
	if (!pid) {
		CHECK_EQ(2, lseek(fd, 0, SEEK_CUR));
		MUST(lseek(fd, 7, SEEK_SET));
		MUST(fcntl(fd, F_SETFL, O_APPEND));
		close(extra);
		done();
	}
	CHECK_EXIT(pid, 0);
	CHECK_EQ(7, lseek(fd, 0, SEEK_CUR));
	CHECK(fcntl(fd, F_GETFL) & O_APPEND);
	CHECK_EQ(0, close(extra));
}

static void on_signal(int sig)
{
	(void)sig;
}

TEST(signal_state)
{
	struct sigaction sa = { .sa_handler = on_signal }, old;
	sigset_t set, pend;
	pid_t pid;

	sigaction(SIGUSR2, &sa, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	raise(SIGUSR1);
	pid = MUST(fork());
	if (!pid) {
		sigpending(&pend);
		CHECK_EQ(0, sigismember(&pend, SIGUSR1));
		sigprocmask(SIG_SETMASK, NULL, &set);
		CHECK_EQ(1, sigismember(&set, SIGUSR1));
		sigaction(SIGUSR2, NULL, &old);
		CHECK(old.sa_handler == on_signal);
		done();
	}
	CHECK_EXIT(pid, 0);
	sigpending(&pend);
	CHECK_EQ(1, sigismember(&pend, SIGUSR1));
}

TEST(timers_and_alarm_are_not_inherited)
{
	struct itimerval it = { .it_value.tv_sec = 100 }, got;
	pid_t pid;

	alarm(100);
	setitimer(ITIMER_VIRTUAL, &it, NULL);
	pid = MUST(fork());
	if (!pid) {
		CHECK_EQ(0, alarm(0));
		getitimer(ITIMER_VIRTUAL, &got);
		CHECK_EQ(0, got.it_value.tv_sec);
		CHECK_EQ(0, got.it_value.tv_usec);
		done();
	}
	CHECK_EXIT(pid, 0);
	CHECK_GE(alarm(0), 90);
}

TEST(cpu_times_start_at_zero)
{
	struct tms t;
	volatile long i;
	pid_t pid;

	do {
		for (i = 0; i < 1000000; i++)
			;
		times(&t);
	} while (t.tms_utime + t.tms_stime < 5);
	pid = MUST(fork());
	if (!pid) {
		times(&t);
		CHECK_LE(t.tms_utime + t.tms_stime, 2);
		CHECK_EQ(0, t.tms_cutime);
		done();
	}
	CHECK_EXIT(pid, 0);
}

TEST(inherits_cwd_umask_nice_limits)
{
	struct rlimit r = { 33, 44 };
	char cwd[PATH_MAX];
	pid_t pid;

	scratch();
	umask(027);
	MUST(setpriority(PRIO_PROCESS, 0, 5));
	MUST(setrlimit(RLIMIT_NOFILE, &r));
	pid = MUST(fork());
	if (!pid) {
		MUST_TRUE(getcwd(cwd, sizeof(cwd)));
		CHECK_STR(test_dir, cwd);
		CHECK_EQ(027, umask(0));
		CHECK_EQ(5, getpriority(PRIO_PROCESS, 0));
		MUST(getrlimit(RLIMIT_NOFILE, &r));
		CHECK_EQ(33, r.rlim_cur);
		CHECK_EQ(44, r.rlim_max);
		MUST(chdir("/"));
		done();
	}
	CHECK_EXIT(pid, 0);
	MUST_TRUE(getcwd(cwd, sizeof(cwd)));
	CHECK_STR(test_dir, cwd);
	CHECK_EQ(027, umask(0));
}

TEST(two_hundred_children_at_once)
{
	pid_t pids[200];
	int go[2], i;
	char ch;

	MUST(pipe(go));
	for (i = 0; i < 200; i++) {
		pids[i] = MUST(fork());
		if (!pids[i]) {
			close(go[1]);
			_exit(read(go[0], &ch, 1) == 0 ? i & 0x7f : 255);
		}
	}
	close(go[0]);
	close(go[1]);
	for (i = 199; i >= 0; i--)
		CHECK_EXIT(pids[i], i & 0x7f);
	CHECK_ERR(ECHILD, wait(NULL));
}

TEST(sixty_generations)
{
	int depth, status;
	pid_t pid;

	for (depth = 0; depth < 60; depth++) {
		pid = MUST(fork());
		if (pid) {
			MUST(waitpid(pid, &status, 0));
			if (!depth)
				break;
			_exit(WEXITSTATUS(status) + 1);
		}
	}
	if (depth)
		_exit(0);
	CHECK_EQ(59, WEXITSTATUS(status));
}

TEST(closing_in_child_keeps_pipe_open_in_parent)
{
	int p[2];
	char ch;
	pid_t pid;

	MUST(pipe(p));
	pid = MUST(fork());
	if (!pid) {
		close(p[0]);
		MUST(write(p[1], "a", 1));
		done();
	}
	CHECK_EXIT(pid, 0);
	CHECK_EQ(1, read(p[0], &ch, 1));
	close(p[1]);
	CHECK_EQ(0, read(p[0], &ch, 1));
}

TEST(hundred_in_sequence_reuse_nothing_early)
{
	int i;
	pid_t pid, last = 0;

	for (i = 0; i < 100; i++) {
		pid = MUST(fork());
		if (!pid)
			_exit(0);
		CHECK_NE(last, pid);
		last = pid;
		CHECK_EXIT(pid, 0);
	}
}
