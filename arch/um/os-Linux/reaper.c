// SPDX-License-Identifier: GPL-2.0
/*
 * Ending host processes of guests off the critical path: they are killed at once
 * and waited for when there is time (idle), or when too many are on the list.
 *
 * Only their pids are kept here, so the structures they belonged to are free for
 * use at once.  Who needs to know that a process has really gone, and its host mm
 * with it, leaves a function to be called then.
 */
#include <pthread.h>
#include <sys/wait.h>
#include "internal.h"

#define MAX_DYING 256

struct dying {
	int	pid;
	int	arg;
	void	(*done)(int arg);	/* or NULL */
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct dying dying[MAX_DYING];		/* [lock] */
static unsigned int nr_dying;			/* [lock] */

/* Take number @i off the list.  Context: lock held; dropped for the callback. */
static void gone(unsigned int i)
{
	struct dying d = dying[i];

	dying[i] = dying[--nr_dying];
	pthread_mutex_unlock(&lock);
	if (d.done)
		d.done(d.arg);
	pthread_mutex_lock(&lock);
}

static void reap_first(void)
{
	int status;

	do
		if (RETRY(waitpid(dying[0].pid, &status, __WALL)) < 0)
			break;
	while (WIFSTOPPED(status));
	gone(0);
}

/**
 * reaper_kill_then() - end a process, and call back when it is no more
 * @pid: a child of ours
 * @done: called from any virtual CPU's thread, without locks; or NULL
 * @arg: for @done
 */
void reaper_kill_then(int pid, void (*done)(int arg), int arg)
{
	kill(pid, SIGKILL);
	pthread_mutex_lock(&lock);
	while (nr_dying == MAX_DYING)
		reap_first();
	dying[nr_dying++] = (struct dying){ pid, arg, done };
	pthread_mutex_unlock(&lock);
}

void reaper_kill(int pid)
{
	reaper_kill_then(pid, NULL, 0);
}

/* Has the host taken a process of ours away? */
int reaper_is_dead(int pid)
{
	siginfo_t si = { .si_pid = 0 };

	return waitid(P_PID, pid, &si, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0 ||
	       si.si_pid == pid;
}

/* Reap those which are dead by now. */
void reaper_poll(void)
{
	unsigned int i = 0;
	int status;
	long pid;

	pthread_mutex_lock(&lock);
	while (i < nr_dying) {
		pid = RETRY(waitpid(dying[i].pid, &status, __WALL | WNOHANG));
		if (pid == 0 || (pid > 0 && WIFSTOPPED(status)))
			i++;
		else
			gone(i);
	}
	pthread_mutex_unlock(&lock);
}

/* Wait for all of them. */
void reaper_wait(void)
{
	pthread_mutex_lock(&lock);
	while (nr_dying)
		reap_first();
	pthread_mutex_unlock(&lock);
}
