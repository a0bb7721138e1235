/* SPDX-License-Identifier: GPL-2.0 */
/* AF_UNIX, shared by the files of net/unix only. */
#ifndef NET_UNIX_UNIX_H
#define NET_UNIX_UNIX_H

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/path.h>
#include <net/scm.h>
#include <net/sock.h>
#include <uapi/linux/un.h>

/* sk_state, with the numbers /proc/net/unix and SO_ACCEPTCONN know */
#define UNIX_CLOSE		7
#define UNIX_ESTABLISHED	1
#define UNIX_LISTEN		10

/* A name, shared by a socket and the messages it sent. */
struct unix_address {
	refcount_t		refcnt;
	int			len;		/* of the whole sockaddr */
	unsigned int		hash;
	struct sockaddr_un	name[];
};

/* One message; streams read it in pieces. */
struct unix_msg {
	struct list_head	list;		/* receiver's lock */
	struct sock		*sender;	/* referenced: its send space comes back */
	struct unix_address	*addr;		/* referenced or NULL */
	struct scm_cookie	scm;
	size_t			len, consumed;	/* bytes; consumed under the receiver's readlock */
	size_t			charge;		/* bytes accounted to the sender */
	char			data[];
};

/*
 * Locks: [l] sk.sk_lock (two of them: lower address first), [n] unix_name_lock,
 *	  [r] readlock (sleeps), [b] bindlock (sleeps), [g] unix_gc_lock
 */
struct unix_sock {
	struct sock		sk;
	struct unix_address	*addr;		/* [l][n] written once */
	struct path		path;		/* [l] of a name in the filesystem */
	struct mutex		readlock;	/* one reader at a time */
	struct mutex		bindlock;
	struct unix_sock	*peer;		/* [l] referenced */
	struct hlist_node	name_link;	/* [n] */
	struct list_head	all_link;	/* [n] */
	struct list_head	queue;		/* [l] messages */
	unsigned int		queue_len;	/* [l] */
	size_t			queue_bytes;	/* [l] */
	struct list_head	pending;	/* [l] listening: embryos to accept */
	struct list_head	pending_link;	/* listener's lock */
	unsigned int		nr_pending;	/* [l] */
	struct unix_sock	*listener;	/* embryo: whose queue it is on */
	long			inflight;	/* [g] times it is in some queue */
	long			gc_refs;	/* [g] scratch of the collector */
	struct list_head	gc_link;	/* [g] */
	wait_queue_head_t	peer_wait;	/* datagram senders waiting for room here */
};

#define unix_sk(ptr)	container_of(ptr, struct unix_sock, sk)

extern spinlock_t unix_name_lock;
extern struct list_head unix_all;		/* [n] */
extern int sysctl_max_dgram_qlen;
extern const struct proto_ops unix_stream_ops, unix_dgram_ops, unix_seqpacket_ops;

/* af_unix.c */
struct unix_sock *unix_create_sock(struct socket *sock, int type);
void unix_hold(struct unix_sock *u);
void unix_put(struct unix_sock *u);
void unix_lock_two(struct unix_sock *a, struct unix_sock *b);
void unix_unlock_two(struct unix_sock *a, struct unix_sock *b);
struct unix_sock *unix_peer_get(struct unix_sock *u);
bool unix_writable(const struct unix_sock *u);
void unix_state_change(struct unix_sock *u, __poll_t events);
void unix_set_peer_cred(struct unix_sock *u);
void unix_copy_peer_cred(struct unix_sock *to, struct unix_sock *from);

/* name.c */
int unix_bind(struct socket *sock, struct sockaddr *addr, int len);
int unix_autobind(struct unix_sock *u);
struct unix_sock *unix_find(struct sockaddr_un *sun, int len, int type, int *err);
int unix_check_addr(struct sockaddr_un *sun, int len);
void unix_addr_put(struct unix_address *addr);
void unix_forget_name(struct unix_sock *u);
int unix_put_name(struct unix_address *addr, struct sockaddr *to);

/* connect.c */
int unix_listen(struct socket *sock, int backlog);
int unix_stream_connect(struct socket *sock, struct sockaddr *addr, int len, int flags);
int unix_dgram_connect(struct socket *sock, struct sockaddr *addr, int len, int flags);
int unix_socketpair(struct socket *a, struct socket *b);
int unix_accept(struct socket *sock, struct socket *newsock, int flags);
int unix_shutdown(struct socket *sock, int how);

/* message.c */
struct unix_msg *unix_msg_alloc(struct unix_sock *u, size_t len, bool noblock, int *err);
void unix_msg_free(struct unix_msg *msg);
int unix_attach(struct unix_msg *msg, struct scm_cookie *scm);
void unix_detach_fds(struct unix_msg *msg, struct scm_cookie *scm);

/* send.c, recv.c */
int unix_stream_sendmsg(struct socket *sock, struct msghdr *msg, size_t len);
int unix_dgram_sendmsg(struct socket *sock, struct msghdr *msg, size_t len);
int unix_seqpacket_sendmsg(struct socket *sock, struct msghdr *msg, size_t len);
int unix_stream_recvmsg(struct socket *sock, struct msghdr *msg, size_t size, int flags);
int unix_dgram_recvmsg(struct socket *sock, struct msghdr *msg, size_t size, int flags);
int unix_seqpacket_recvmsg(struct socket *sock, struct msghdr *msg, size_t size, int flags);

/* garbage.c */
void unix_inflight(struct file *file);
void unix_notinflight(struct file *file);
void unix_gc(void);
struct unix_sock *unix_from_file(struct file *file);

#endif /* NET_UNIX_UNIX_H */
