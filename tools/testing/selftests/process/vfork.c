// SPDX-License-Identifier: GPL-2.0
/* vfork: the parent sleeps and memory is shared until exec or exit. */
#define HARNESS_EXEC	run_as_child
#include "harness.h"

static void run_as_child(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "--exit")) {
		msleep(100);
		_exit(atoi(argv[2]));
	}
}

TEST(memory_is_shared_until_exit)
{
	static volatile int value;
	pid_t pid = vfork();

	if (!pid) {
		value = 42;
		_exit(3);
	}
	CHECK_EQ(42, value);
	CHECK_EXIT(pid, 3);
}

TEST(parent_sleeps_until_exit)
{
	static volatile long end;
	pid_t pid = vfork();

	if (!pid) {
		msleep(100);
		end = now_ms();
		_exit(0);
	}
	CHECK_GE(now_ms(), end);
	CHECK_NE(0, end);
	CHECK_EXIT(pid, 0);
}

TEST(parent_goes_on_at_exec)
{
	char *args[] = { "vfork", "--exit", "9", NULL };
	pid_t pid = vfork();

	if (!pid) {
		execv("/proc/self/exe", args);
		_exit(127);
	}
	/* The new program sleeps 100 ms first: it cannot be over yet. */
	CHECK_EQ(0, waitpid(pid, NULL, WNOHANG));
	CHECK_EXIT(pid, 9);
}

TEST(failed_exec_leaves_the_child_usable)
{
	static volatile int err;
	pid_t pid = vfork();

	if (!pid) {
		execl("/nonexistent", "x", (char *)NULL);
		err = errno;
		_exit(1);
	}
	CHECK_EQ(ENOENT, err);
	CHECK_EXIT(pid, 1);
}

TEST(parent_goes_on_when_the_child_is_killed)
{
	pid_t pid = vfork();

	if (!pid) {
		kill(getpid(), SIGKILL);
		_exit(0);
	}
	CHECK_KILLED(pid, SIGKILL);
}

TEST(descriptors_are_not_shared)
{
	static volatile int fd;
	pid_t pid;

	fd = MUST(open("/dev/null", O_RDONLY));
	pid = vfork();
	if (!pid) {
		close(fd);
		_exit(0);
	}
	CHECK_EXIT(pid, 0);
	CHECK_EQ(0, close(fd));
}

TEST(hundred_in_a_row)
{
	static volatile int count, i;
	pid_t pid;

	for (i = 0; i < 100; i++) {
		pid = vfork();
		if (!pid) {
			count++;
			_exit(0);
		}
		CHECK_EXIT(pid, 0);
	}
	CHECK_EQ(100, count);
}
