// SPDX-License-Identifier: GPL-2.0
/*
 * SIGUSR1: somebody wants a suspended machine to go on. It makes a descriptor
 * readable; at other times nothing comes of it.
 */
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <os_process.h>
#include "internal.h"

static int wake_fd = -1;

static void wake_handler(int sig)
{
	unsigned long long one = 1;
	int saved = errno;

	(void)sig;
	if (write(wake_fd, &one, sizeof(one)) < 0)
		errno = saved;		/* full: it is awake */
	errno = saved;
}

int os_wake_eventfd(void)
{
	struct sigaction sa = {
		.sa_handler = wake_handler, .sa_flags = SA_ONSTACK | SA_RESTART,
	};

	wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (wake_fd < 0)
		return -errno;
	sigfillset(&sa.sa_mask);
	return sigaction(SIGUSR1, &sa, NULL) < 0 ? -errno : wake_fd;
}
