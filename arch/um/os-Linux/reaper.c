// SPDX-License-Identifier: GPL-2.0
/*
 * Ending host processes of guests off the critical path: they are killed at once
 * and waited for when there is time (idle), or when too many are on the list.
 *
 * Only their pids are kept here, so the structures they belonged to are free for
 * use at once.
 */
#include <sys/wait.h>
#include "internal.h"

#define MAX_DYING 64

static int dying[MAX_DYING];
static unsigned int nr_dying;

static void reap_first(void)
{
	int status;

	do
		if (RETRY(waitpid(dying[0], &status, __WALL)) < 0)
			break;
	while (WIFSTOPPED(status));
	dying[0] = dying[--nr_dying];
}

void reaper_kill(int pid)
{
	kill(pid, SIGKILL);
	if (nr_dying == MAX_DYING)
		reap_first();
	dying[nr_dying++] = pid;
}

/* Reap those which are dead by now. */
void reaper_poll(void)
{
	unsigned int i = 0;
	int status;
	long pid;

	while (i < nr_dying) {
		pid = RETRY(waitpid(dying[i], &status, __WALL | WNOHANG));
		if (pid == 0 || (pid > 0 && WIFSTOPPED(status)))
			i++;
		else
			dying[i] = dying[--nr_dying];
	}
}

/* Wait for all of them. */
void reaper_wait(void)
{
	while (nr_dying)
		reap_first();
}
