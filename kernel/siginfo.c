// SPDX-License-Identifier: GPL-2.0
/*
 * struct siginfo at the border. What goes out was cleared when it was made, so
 * that all 128 bytes may be copied. What comes in is kept as it is; only where
 * the kernel does not know the layout of a si_code must the part beyond the
 * known members be zero, so that it can be given a meaning one day.
 */
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include "signal.h"

/* Bytes that every layout so far fits into. */
#define KNOWN_SIGINFO_SIZE	48

#ifndef NSIGSYS
#define NSIGSYS	2
#endif

void clear_siginfo(kernel_siginfo_t *info)
{
	memset(info, 0, sizeof(*info));
}

int copy_siginfo_to_user(siginfo_t __user *to, const kernel_siginfo_t *from)
{
	return copy_to_user(to, from, sizeof(*from)) ? -EFAULT : 0;
}

/* The largest si_code that means something for @sig, 0: no codes of its own. */
static int sig_code_limit(int sig)
{
	switch (sig) {
	case SIGILL:
		return NSIGILL;
	case SIGFPE:
		return NSIGFPE;
	case SIGSEGV:
		return NSIGSEGV;
	case SIGBUS:
		return NSIGBUS;
	case SIGTRAP:
		return NSIGTRAP;
	case SIGCHLD:
		return NSIGCHLD;
	case SIGPOLL:
		return NSIGPOLL;
	case SIGSYS:
		return NSIGSYS;
	}
	return 0;
}

static bool known_siginfo_layout(int sig, int code)
{
	int limit = sig_code_limit(sig);

	if (code == SI_KERNEL)
		return true;
	if (code > SI_USER)
		return code <= (limit ?: NSIGPOLL);
	return code >= SI_DETHREAD || code == SI_ASYNCNL;
}

int copy_siginfo_from_user(kernel_siginfo_t *to, const siginfo_t __user *from)
{
	if (copy_from_user(to, from, sizeof(*to)))
		return -EFAULT;
	if (!known_siginfo_layout(to->si_signo, to->si_code) &&
	    memchr_inv((char *)to + KNOWN_SIGINFO_SIZE, 0, sizeof(*to) - KNOWN_SIGINFO_SIZE))
		return -E2BIG;
	return 0;
}
