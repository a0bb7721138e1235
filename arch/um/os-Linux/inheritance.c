// SPDX-License-Identifier: GPL-2.0
/*
 * What a process forked from this one inherits and must not keep: areas that libc
 * registered with the host, descriptors, signal dispositions.  For the processes
 * that guest address spaces are cloned from.
 */
#include <sys/rseq.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "engine_ops.h"
#include "internal.h"

/*
 * libc registered areas with the host that are about to disappear; the host
 * would kill whoever inherits them.
 */
void forget_libc_areas(void)
{
	char *area = (char *)__builtin_thread_pointer() + __rseq_offset;

	if (__rseq_size && syscall(SYS_rseq, area, 32, 1, RSEQ_SIG) < 0)
		syscall(SYS_rseq, area, __rseq_size, 1, RSEQ_SIG);
	syscall(SYS_set_robust_list, NULL, 3 * sizeof(long));
	syscall(SYS_set_tid_address, NULL);
}

static int is_kept(int fd, const int *fds, int nr)
{
	for (int i = 0; i < nr; i++)
		if (fds[i] == fd)
			return 1;
	return 0;
}

/* @fds: those to keep, in any order */
void close_all_but(const int *fds, int nr)
{
	int highest = 0, fd;

	for (int i = 0; i < nr; i++)
		if (fds[i] > highest)
			highest = fds[i];
	for (fd = 0; fd < highest; fd++)
		if (!is_kept(fd, fds, nr))
			close(fd);
	if (syscall(SYS_close_range, highest + 1, ~0U, 0) < 0)
		for (fd = highest + 1; fd < 4096; fd++)	/* host before 5.9 */
			close(fd);
}

/* All to their default, and blocked unless @is_wanted. */
void reset_signals(int (*is_wanted)(int sig))
{
	struct sigaction dfl = { .sa_handler = SIG_DFL };
	sigset_t set;

	sigfillset(&set);
	for (int sig = 1; sig < NSIG; sig++) {
		sigaction(sig, &dfl, NULL);
		if (is_wanted && is_wanted(sig))
			sigdelset(&set, sig);
	}
	sigprocmask(SIG_SETMASK, &set, NULL);
}
