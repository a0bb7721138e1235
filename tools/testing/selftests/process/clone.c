// SPDX-License-Identifier: GPL-2.0
/* clone flags through the raw system call, on a stack of its own. */
#include "harness.h"
#include <linux/futex.h>
#include <sched.h>

static char stack[64 * 1024] __attribute__((aligned(16)));
static volatile int shared;

static int start(int (*fn)(void *), unsigned long flags, void *arg)
{
	return clone(fn, stack + sizeof(stack), flags, arg);
}

static int set_shared(void *arg)
{
	shared = (int)(long)arg;
	return 7;
}

TEST(vm_shared_or_copied)
{
	pid_t pid;

	shared = 0;
	pid = MUST(start(set_shared, CLONE_VM | SIGCHLD, (void *)5));
	CHECK_EXIT(pid, 7);
	CHECK_EQ(5, shared);
	pid = MUST(start(set_shared, SIGCHLD, (void *)6));
	CHECK_EXIT(pid, 7);
	CHECK_EQ(5, shared);
}

static int close_fd(void *arg)
{
	return close((int)(long)arg) ? 1 : 0;
}

TEST(files_shared_or_copied)
{
	int fd = MUST(open("/dev/null", O_RDONLY));
	pid_t pid;

	pid = MUST(start(close_fd, SIGCHLD, (void *)(long)fd));
	CHECK_EXIT(pid, 0);
	CHECK_GE(fcntl(fd, F_GETFD), 0);
	pid = MUST(start(close_fd, CLONE_FILES | SIGCHLD, (void *)(long)fd));
	CHECK_EXIT(pid, 0);
	CHECK_ERR(EBADF, fcntl(fd, F_GETFD));
}

static int go_root(void *arg)
{
	umask(0111);
	return chdir("/") ? 1 : 0;
}

TEST(fs_shared_or_copied)
{
	char cwd[PATH_MAX];
	pid_t pid;

	scratch();
	umask(022);
	pid = MUST(start(go_root, SIGCHLD, NULL));
	CHECK_EXIT(pid, 0);
	MUST_TRUE(getcwd(cwd, sizeof(cwd)));
	CHECK_STR(test_dir, cwd);
	pid = MUST(start(go_root, CLONE_FS | SIGCHLD, NULL));
	CHECK_EXIT(pid, 0);
	MUST_TRUE(getcwd(cwd, sizeof(cwd)));
	CHECK_STR("/", cwd);
	CHECK_EQ(0111, umask(022));
}

static void nothing(int sig) { }

static int change_handler(void *arg)
{
	signal(SIGUSR1, nothing);
	return 0;
}

TEST(sighand_shared_or_copied)
{
	struct sigaction sa;
	pid_t pid;

	pid = MUST(start(change_handler, CLONE_VM | SIGCHLD, NULL));
	CHECK_EXIT(pid, 0);
	sigaction(SIGUSR1, NULL, &sa);
	CHECK(sa.sa_handler == SIG_DFL);
	pid = MUST(start(change_handler, CLONE_VM | CLONE_SIGHAND | SIGCHLD, NULL));
	CHECK_EXIT(pid, 0);
	sigaction(SIGUSR1, NULL, &sa);
	CHECK(sa.sa_handler == nothing);
}

TEST(bad_combinations)
{
	long r;

	/* Raw calls: were one to succeed, the child must leave at once. */
#define RAW(flags)							\
	({								\
		r = syscall(SYS_clone, (unsigned long)(flags), 0, 0, 0, 0); \
		if (!r)							\
			_exit(0);					\
		r;							\
	})
	CHECK_ERR(EINVAL, RAW(CLONE_SIGHAND | SIGCHLD));
	CHECK_ERR(EINVAL, RAW(CLONE_THREAD | SIGCHLD));
	CHECK_ERR(EINVAL, RAW(CLONE_THREAD | CLONE_VM | SIGCHLD));
	CHECK_ERR(EINVAL, RAW(CLONE_NEWNS | CLONE_FS | SIGCHLD));
	CHECK_ERR(EINVAL, RAW(CLONE_PIDFD | CLONE_PARENT_SETTID | SIGCHLD));
	CHECK_ERR(ECHILD, wait(NULL));
}

static int store_tid(void *arg)
{
	return *(volatile pid_t *)arg == (pid_t)syscall(SYS_gettid) ? 0 : 1;
}

TEST(tid_stores)
{
	static volatile pid_t ptid, ctid;
	pid_t pid;

	pid = MUST(clone(set_shared, stack + sizeof(stack),
			 CLONE_PARENT_SETTID | SIGCHLD, NULL, &ptid));
	CHECK_EQ(pid, ptid);
	CHECK_EXIT(pid, 7);

	pid = MUST(clone(store_tid, stack + sizeof(stack),
			 CLONE_CHILD_SETTID | SIGCHLD, (void *)&ctid, NULL,
			 NULL, &ctid));
	CHECK_EXIT(pid, 0);
	CHECK_EQ(0, ctid);		/* memory not shared: only the child's */
}

TEST(child_cleartid_clears_and_wakes)
{
	static volatile int ctid = 1;
	struct timespec ts = { 5, 0 };
	pid_t pid;

	pid = MUST(clone(set_shared, stack + sizeof(stack),
			 CLONE_VM | CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD,
			 NULL, NULL, NULL, &ctid));
	while (ctid) {
		int seen = ctid;

		if (!seen)
			break;
		if (syscall(SYS_futex, &ctid, FUTEX_WAIT, seen, &ts, NULL, 0) &&
		    errno == ETIMEDOUT)
			FAIL("no wake");
	}
	CHECK_EXIT(pid, 7);
}

static int sleep_forever(void *arg)
{
	pause();
	return 0;
}

TEST(parent_flag_makes_a_sibling)
{
	pid_t outer = getpid(), mid, pid;
	int p[2], status;

	MUST(pipe(p));
	mid = MUST(fork());
	if (!mid) {
		pid = MUST(start(sleep_forever, CLONE_PARENT | SIGCHLD, NULL));
		MUST(write(p[1], &pid, sizeof(pid)));
		CHECK_ERR(ECHILD, waitpid(pid, &status, WNOHANG));
		done();
	}
	CHECK_EXIT(mid, 0);
	MUST(read(p[0], &pid, sizeof(pid)));
	CHECK_EQ(0, waitpid(pid, &status, WNOHANG));
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
	CHECK_EQ(outer, getpid());
}

TEST(exit_signal_zero_needs_wclone)
{
	int status;
	pid_t pid = MUST(start(set_shared, 0, NULL));

	CHECK_ERR(ECHILD, waitpid(pid, &status, 0));
	CHECK_EQ(pid, waitpid(pid, &status, __WCLONE));
	CHECK_EQ(7, WEXITSTATUS(status));
	pid = MUST(start(set_shared, 0, NULL));
	CHECK_EQ(pid, waitpid(pid, &status, __WALL));
}

static volatile int got;

static void note_signal(int sig)
{
	got = sig;
}

TEST(exit_signal_is_sent)
{
	int status;
	pid_t pid;

	signal(SIGUSR2, note_signal);
	pid = MUST(start(set_shared, SIGUSR2, NULL));
	CHECK_EQ(pid, waitpid(pid, &status, __WALL));
	CHECK_EQ(SIGUSR2, got);
}

TEST(settls_sets_the_thread_pointer)
{
	/* %fs:0 of the child must be the word given. */
	static unsigned long tls[64];
	static volatile unsigned long seen;
	long pid;

	tls[0] = 0x1122334455667788;
	pid = syscall(SYS_clone, CLONE_VM | CLONE_VFORK | CLONE_SETTLS | SIGCHLD,
		      0, 0, 0, tls);
	if (!pid) {
		unsigned long v;

		__asm__ volatile("mov %%fs:0, %0" : "=r"(v));
		seen = v;
		__asm__ volatile("syscall" : : "a"(SYS_exit), "D"(0));
		__builtin_unreachable();
	}
	MUST(pid);
	CHECK_EXIT(pid, 0);
	CHECK_EQ(0x1122334455667788, seen);
}

TEST(vfork_flag_waits)
{
	long start = now_ms();
	pid_t pid = syscall(SYS_clone, CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);

	if (!pid) {
		msleep(80);
		_exit(1);
	}
	CHECK_GE(now_ms() - start, 75);
	CHECK_EXIT(pid, 1);
}
