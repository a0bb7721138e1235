/* SPDX-License-Identifier: GPL-2.0 */
/* Signal sets, queues and actions; the operations are in <linux/signal.h>. */
#ifndef INCLUDE_LINUX_SIGNAL_TYPES_H
#define INCLUDE_LINUX_SIGNAL_TYPES_H

#include <linux/list.h>
#include <linux/time64.h>
#include <linux/types.h>

/*
 * The kernel's set is one 64-bit word, as the ABI's is; <uapi/asm/signal.h>
 * has an older one word type of the same size.
 */
#define _NSIG		64
#define _NSIG_WORDS	1
#include <uapi/asm/signal.h>
#include <uapi/asm/siginfo.h>
#include <uapi/linux/signal.h>

typedef siginfo_t kernel_siginfo_t;		/* full 128 byte layout */
#define kernel_siginfo	siginfo

struct user_struct;

struct sigqueue {
	struct list_head	list;
	int			flags;		/* SIGQUEUE_PREALLOC */
	kernel_siginfo_t	info;
	struct user_struct	*user;		/* whom RLIMIT_SIGPENDING is charged to */
};
#define SIGQUEUE_PREALLOC	1

/* A forced fatal signal: its disposition cannot be changed any more. */
#define SA_IMMUTABLE		0x00800000
#define UAPI_SA_FLAGS	(SA_NOCLDSTOP | SA_NOCLDWAIT | SA_SIGINFO | SA_ONSTACK | \
			 SA_RESTART | SA_NODEFER | SA_RESETHAND | \
			 SA_EXPOSE_TAGBITS | SA_RESTORER)

struct sigpending {
	struct list_head	list;
	sigset_t		signal;
};

/* In the ABI's layout: rt_sigaction() copies it in and out as it is. */
struct k_sigaction {
	struct sigaction	sa;
};

struct ksignal {
	struct k_sigaction	ka;
	kernel_siginfo_t	info;
	int			sig;
};

struct restart_block {
	long (*fn)(struct restart_block *);
	union {
		struct {
			u32 __user	*uaddr;
			u32		val, flags, bitset;
			u64		time;
		} futex;
		struct {
			clockid_t	clockid;
			void __user	*rmtp;
			u64		expires;
		} nanosleep;
		struct {
			void __user	*ufds;
			int		nfds, has_timeout;
			u64		expires;	/* ns, monotonic */
		} poll;
	};
};

#endif /* INCLUDE_LINUX_SIGNAL_TYPES_H */
