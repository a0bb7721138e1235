/* SPDX-License-Identifier: GPL-2.0 */
/* What all protocols' sockets have: net/sockopt.c, net/socket.c. */
#ifndef INCLUDE_NET_SOCK_H
#define INCLUDE_NET_SOCK_H

#include <linux/atomic.h>
#include <linux/net.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

struct cred;
struct pid;

/*
 * Locks: [l] sk_lock, [I] constant, [A] atomic. sk_wait outlives the struct
 * socket: a peer may wake it at any time while it holds a reference.
 */
struct sock {
	refcount_t		sk_refcnt;	/* [A] */
	unsigned short		sk_family, sk_type, sk_protocol; /* [I] */
	spinlock_t		sk_lock;
	unsigned char		sk_state;	/* [l] the protocol's */
	unsigned char		sk_shutdown;	/* [l] RCV_SHUTDOWN, SEND_SHUTDOWN */
	int			sk_err;		/* [l] told once, SO_ERROR */
	struct socket		*sk_socket;	/* [l] NULL after release, and before accept */
	wait_queue_head_t	sk_wait;
	int			sk_sndbuf, sk_rcvbuf;	/* bytes */
	atomic_t		sk_wmem_alloc;	/* [A] sent and not yet received */
	long			sk_sndtimeo, sk_rcvtimeo; /* jiffies */
	int			sk_max_ack_backlog;
	int			sk_peek_off;
	unsigned long		sk_flags;	/* [A] SOCK_* option bits */
	int			sk_priority, sk_linger;
	struct pid		*sk_peer_pid;	/* [l] */
	const struct cred	*sk_peer_cred;	/* [l] */
	unsigned long		sk_ino;
	kuid_t			sk_uid;
};

enum sock_flags {
	SOCK_PASSCRED_BIT, SOCK_REUSEADDR_BIT, SOCK_KEEPALIVE_BIT, SOCK_BROADCAST_BIT, SOCK_LINGER_BIT,
	SOCK_TIMESTAMP_BIT, SOCK_OOBINLINE_BIT, SOCK_DONTROUTE_BIT,
};

extern int sysctl_somaxconn, sysctl_wmem_default, sysctl_wmem_max, sysctl_rmem_default, sysctl_rmem_max;

void sock_init_data(struct socket *sock, struct sock *sk, int family);
int sock_setsockopt(struct socket *sock, int level, int optname, const char __user *optval, int optlen);
int sock_getsockopt(struct socket *sock, int level, int optname, char __user *optval, int __user *optlen);
static inline long sock_rcvtimeo(const struct sock *sk, bool noblock) { return noblock ? 0 : sk->sk_rcvtimeo; }
static inline long sock_sndtimeo(const struct sock *sk, bool noblock) { return noblock ? 0 : sk->sk_sndtimeo; }
static inline int sock_intr_errno(long timeo)
{
	return timeo == MAX_SCHEDULE_TIMEOUT ? -ERESTARTSYS : -EINTR;
}
int sock_error(struct sock *sk);		/* takes sk_err: 0 or -errno */
static inline bool sock_flag(const struct sock *sk, int bit) { return test_bit(bit, (unsigned long *)&sk->sk_flags); }

#endif /* INCLUDE_NET_SOCK_H */
