// SPDX-License-Identifier: GPL-2.0
/* I/O priorities: what is kept, inherited, refused. */
#include "harness.h"
#include <linux/ioprio.h>

static long set(int which, int who, int ioprio)
{
	return syscall(SYS_ioprio_set, which, who, ioprio);
}

static long get(int which, int who)
{
	return syscall(SYS_ioprio_get, which, who);
}

TEST(is_kept_and_inherited)
{
	int prio = IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 6);
	pid_t pid;

	CHECK_EQ(0, set(IOPRIO_WHO_PROCESS, 0, prio));
	CHECK_EQ(prio, get(IOPRIO_WHO_PROCESS, 0));
	CHECK_EQ(prio, get(IOPRIO_WHO_PROCESS, getpid()));
	pid = MUST(fork());
	if (!pid) {
		CHECK_EQ(prio, get(IOPRIO_WHO_PROCESS, 0));
		done();
	}
	CHECK_EXIT(pid, 0);
}

TEST(best_of_a_group)
{
	pid_t pid;

	CHECK_EQ(0, set(IOPRIO_WHO_PROCESS, 0, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 2)));
	pid = MUST(fork());
	if (!pid) {
		pause();
		done();
	}
	CHECK_EQ(0, set(IOPRIO_WHO_PROCESS, pid, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_IDLE, 0)));
	CHECK_EQ(IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 2), get(IOPRIO_WHO_PGRP, 0));
	CHECK_EQ(0, set(IOPRIO_WHO_PGRP, 0, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 3)));
	CHECK_EQ(IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 3), get(IOPRIO_WHO_PROCESS, pid));
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
}

TEST(errors)
{
	CHECK_ERR(EINVAL, set(0, 0, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4)));
	CHECK_ERR(EINVAL, get(4, 0));
	CHECK_ERR(ESRCH, get(IOPRIO_WHO_PROCESS, 99999999));
	CHECK_ERR(EINVAL, set(IOPRIO_WHO_PROCESS, 0, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_NONE, 1)));
	CHECK_ERR(EINVAL, set(IOPRIO_WHO_PROCESS, 0, IOPRIO_PRIO_VALUE(4, 0)));
	need_root();
	MUST(setuid(1000));
	CHECK_ERR(EPERM, set(IOPRIO_WHO_PROCESS, 0, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_RT, 4)));
	CHECK_ERR(EPERM, set(IOPRIO_WHO_PROCESS, 1, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4)));
}
