// SPDX-License-Identifier: GPL-2.0
/*
 * Starting and ending programs of the host.
 *
 * The child shares our memory until it executes the program, because a copy of
 * a process with that much memory would take long; it runs on a stack of its own
 * and touches nothing but that and the record it was given. It dies with us, and
 * those which a change of rights lets survive are in a table that every orderly
 * way out goes through.
 */
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <os_helper.h>
#include "internal.h"

#define MAX_HELPERS	256
#define CHILD_STACK	(64 * 1024)
#define FIRST_FREE_FD	16	/* above what the program gets */

/* Pids; 0: free. Atomic. Others are not our children. */
static int helpers[MAX_HELPERS], others[MAX_HELPERS];

struct start {
	const char		*path;	/* NULL: argv[0] in PATH */
	const char *const	*argv;
	const int		*fds;
	int			survives; /* it ends by itself when we do */
	int			error;
};

/* Descriptors 0 to OS_HELPER_FDS - 1, through copies that cannot collide. */
static int place_fds(const int fds[OS_HELPER_FDS])
{
	int copy[OS_HELPER_FDS], i;

	for (i = 0; i < OS_HELPER_FDS; i++) {
		copy[i] = fds[i] < 0 ? open("/dev/null", O_RDWR | O_CLOEXEC) : fds[i];
		copy[i] = fcntl(copy[i], F_DUPFD_CLOEXEC, FIRST_FREE_FD);
		if (copy[i] < 0)
			return -1;
	}
	for (i = 0; i < OS_HELPER_FDS; i++)
		if (dup2(copy[i], i) < 0)
			return -1;
	return 0;
}

static int child(void *arg)
{
	struct start *start = arg;

	if (!start->survives)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	signals_reset();
	if (place_fds(start->fds) < 0) {
		start->error = errno;
		_exit(127);
	}
	/* What was not close-on-exec was handed to us, not to the program. */
	syscall(SYS_close_range, OS_HELPER_FDS, ~0U, 0);
	if (start->path)
		execv(start->path, (char *const *)start->argv);
	else
		execvp(start->argv[0], (char *const *)start->argv);
	start->error = errno;
	_exit(127);
}

static int remember(int *table, int pid)
{
	int i, free;

	for (i = 0; i < MAX_HELPERS; i++) {
		free = 0;
		if (__atomic_compare_exchange_n(&table[i], &free, pid, 0,
						__ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
			return 0;
	}
	return -ENOSPC;
}

static void forget(int *table, int pid)
{
	for (int i = 0; i < MAX_HELPERS; i++)
		if (__atomic_load_n(&table[i], __ATOMIC_SEQ_CST) == pid)
			__atomic_store_n(&table[i], 0, __ATOMIC_SEQ_CST);
}

static void end(int pid)
{
	int status;

	kill(pid, SIGKILL);
	RETRY(waitpid(pid, &status, 0));
}

static int start_program(struct start *start)
{
	static pthread_mutex_t stack_mutex = PTHREAD_MUTEX_INITIALIZER;
	static unsigned char stack[CHILD_STACK] __attribute__((aligned(64)));
	sigset_t all, old;
	int pid;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	pthread_mutex_lock(&stack_mutex);
	pid = clone(child, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD, start);
	if (pid < 0)
		start->error = errno;
	pthread_mutex_unlock(&stack_mutex);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (!start->error && remember(helpers, pid))
		start->error = ENOSPC;
	if (start->error && pid > 0)
		end(pid);
	return start->error ? -start->error : pid;
}

int os_helper_start(const char *const argv[], const int fds[OS_HELPER_FDS])
{
	struct start start = { .argv = argv, .fds = fds };

	return start_program(&start);
}

/* This program itself, under the name argv[0]; it is not killed when we are. */
int helper_start_self(const char *const argv[], const int fds[OS_HELPER_FDS])
{
	struct start start = {
		.path = "/proc/self/exe", .argv = argv, .fds = fds, .survives = 1,
	};

	return start_program(&start);
}

void os_helper_kill(int pid)
{
	if (pid <= 0)
		return;
	forget(helpers, pid);
	end(pid);
}

int os_helper_ended(int pid)
{
	siginfo_t info = { 0 };

	if (RETRY(waitid(P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT)) < 0)
		return 1;
	return info.si_pid == pid;
}

void os_helper_adopt(int pid)
{
	if (pid > 1 && pid != getpid())
		remember(others, pid);
}

void os_helper_kill_other(int pid)
{
	if (pid <= 1 || pid == getpid())
		return;
	forget(others, pid);
	kill(pid, SIGKILL);
}

int os_executable(const char *path)
{
	return access(path, X_OK) < 0 ? -errno : 0;
}

/* On the way out, perhaps in a signal handler. */
void helpers_kill_all(void)
{
	for (int i = 0; i < MAX_HELPERS; i++) {
		if (others[i])
			kill(others[i], SIGKILL);
		if (helpers[i])
			end(helpers[i]);
	}
}
