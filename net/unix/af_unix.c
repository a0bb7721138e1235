// SPDX-License-Identifier: GPL-2.0
/*
 * AF_UNIX: local sockets, stream, datagram and sequenced packet; see unix(7).
 * Here: making and releasing them, polling, ioctls, the operation tables.
 *
 * Lock order: bindlock, readlock > unix_name_lock > sk_lock (two sockets: by
 * address) > unix_gc_lock. References: the struct socket holds one, the peer
 * one, each message one to its sender.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <linux/uaccess.h>
#include <uapi/asm/ioctls.h>
#include <uapi/linux/sockios.h>

#include "unix.h"

DEFINE_SPINLOCK(unix_name_lock);
LIST_HEAD(unix_all);
int sysctl_max_dgram_qlen = 512;
static atomic_long_t nr_socks;

void unix_hold(struct unix_sock *u)
{
	refcount_inc(&u->sk.sk_refcnt);
}

void unix_put(struct unix_sock *u)
{
	if (!refcount_dec_and_test(&u->sk.sk_refcnt))
		return;
	unix_addr_put(u->addr);
	put_pid(u->sk.sk_peer_pid);
	if (u->sk.sk_peer_cred)
		put_cred(u->sk.sk_peer_cred);
	atomic_long_dec(&nr_socks);
	kfree(u);
}

void unix_lock_two(struct unix_sock *a, struct unix_sock *b)
{
	if (a > b)
		swap(a, b);
	spin_lock(&a->sk.sk_lock);
	if (a != b)
		spin_lock_nested(&b->sk.sk_lock, 1);
}

void unix_unlock_two(struct unix_sock *a, struct unix_sock *b)
{
	spin_unlock(&a->sk.sk_lock);
	if (a != b)
		spin_unlock(&b->sk.sk_lock);
}

struct unix_sock *unix_peer_get(struct unix_sock *u)
{
	struct unix_sock *peer;

	spin_lock(&u->sk.sk_lock);
	peer = u->peer;
	if (peer)
		unix_hold(peer);
	spin_unlock(&u->sk.sk_lock);
	return peer;
}

/* At most a quarter of the buffer in use: worth waking a writer. */
bool unix_writable(const struct unix_sock *u)
{
	return u->sk.sk_state != UNIX_LISTEN && (atomic_read(&u->sk.sk_wmem_alloc) << 2) <= u->sk.sk_sndbuf;
}

/* Something about @u changed: readers, writers and pollers look again. */
void unix_state_change(struct unix_sock *u, __poll_t events)
{
	wake_up_interruptible_poll(&u->sk.sk_wait, events);
	sock_wake_async(READ_ONCE(u->sk.sk_socket), events & EPOLLIN ? POLL_IN : POLL_OUT);
}

/* Who made or connects this socket. Context: sk_lock held or not yet shared. */
void unix_set_peer_cred(struct unix_sock *u)
{
	struct pid *old_pid = u->sk.sk_peer_pid;
	const struct cred *old = u->sk.sk_peer_cred;

	u->sk.sk_peer_pid = get_pid(task_tgid(current));
	u->sk.sk_peer_cred = get_current_cred();
	put_pid(old_pid);
	if (old)
		put_cred(old);
}

void unix_copy_peer_cred(struct unix_sock *to, struct unix_sock *from)
{
	to->sk.sk_peer_pid = get_pid(from->sk.sk_peer_pid);
	to->sk.sk_peer_cred = from->sk.sk_peer_cred ? get_cred(from->sk.sk_peer_cred) : NULL;
}

struct unix_sock *unix_create_sock(struct socket *sock, int type)
{
	struct unix_sock *u;

	/* More than two for each file there may be; file-max is LONG_MAX at most. */
	if ((atomic_long_inc_return(&nr_socks) - 1) / 2 >= (long)get_max_files())
		goto fail;
	u = kzalloc(sizeof(*u), GFP_KERNEL_ACCOUNT);
	if (!u)
		goto fail;
	sock_init_data(sock, &u->sk, AF_UNIX);
	u->sk.sk_type = type;
	u->sk.sk_state = UNIX_CLOSE;
	u->sk.sk_max_ack_backlog = sysctl_max_dgram_qlen;
	u->sk.sk_ino = sock && sock->file ? file_inode(sock->file)->i_ino : 0;
	mutex_init(&u->readlock);
	mutex_init(&u->bindlock);
	INIT_LIST_HEAD(&u->queue);
	INIT_LIST_HEAD(&u->pending);
	INIT_LIST_HEAD(&u->pending_link);
	INIT_LIST_HEAD(&u->gc_link);
	init_waitqueue_head(&u->peer_wait);
	spin_lock(&unix_name_lock);
	list_add_tail(&u->all_link, &unix_all);
	spin_unlock(&unix_name_lock);
	return u;
fail:
	atomic_long_dec(&nr_socks);
	return NULL;
}

static int unix_create(struct socket *sock, int protocol, int kern)
{
	if (protocol && protocol != PF_UNIX)
		return -EPROTONOSUPPORT;
	switch (sock->type) {
	case SOCK_STREAM:
		sock->ops = &unix_stream_ops;
		break;
	case SOCK_RAW:				/* as Linux: a datagram socket */
		sock->type = SOCK_DGRAM;
		sock->ops = &unix_dgram_ops;
		break;
	case SOCK_DGRAM:
		sock->ops = &unix_dgram_ops;
		break;
	case SOCK_SEQPACKET:
		sock->ops = &unix_seqpacket_ops;
		break;
	default:
		return -ESOCKTNOSUPPORT;
	}
	if (unix_create_sock(sock, sock->type))
		return 0;
	sock->ops = NULL;
	return -ENOMEM;
}

static void release_sock(struct unix_sock *u, bool embryo);

/* The listener goes: those who wait in its queue lose their peers. */
static void drop_pending(struct list_head *pending)
{
	while (!list_empty(pending)) {
		struct unix_sock *e = list_first_entry(pending, struct unix_sock, pending_link);

		list_del_init(&e->pending_link);
		e->listener = NULL;
		release_sock(e, true);
	}
}

static void shut_peer(struct unix_sock *u, struct unix_sock *peer, bool unread)
{
	if (u->sk.sk_type == SOCK_STREAM || u->sk.sk_type == SOCK_SEQPACKET) {
		spin_lock(&peer->sk.sk_lock);
		peer->sk.sk_shutdown = SHUTDOWN_MASK;
		if (unread)
			peer->sk.sk_err = ECONNRESET;
		spin_unlock(&peer->sk.sk_lock);
		unix_state_change(peer, EPOLLIN | EPOLLOUT | EPOLLHUP | EPOLLRDHUP);
	}
	wake_up_interruptible_poll(&u->peer_wait, EPOLLOUT);
	unix_put(peer);
}

static void release_sock(struct unix_sock *u, bool embryo)
{
	LIST_HEAD(queue);
	LIST_HEAD(pending);
	struct unix_sock *peer;
	struct unix_msg *msg, *tmp;
	struct path path;
	bool unread;

	unix_forget_name(u);
	spin_lock(&u->sk.sk_lock);
	u->sk.sk_socket = NULL;
	u->sk.sk_shutdown = SHUTDOWN_MASK;
	u->sk.sk_state = UNIX_CLOSE;
	path = u->path;
	u->path = (struct path){ 0 };
	peer = u->peer;
	u->peer = NULL;
	list_splice_init(&u->queue, &queue);
	list_splice_init(&u->pending, &pending);
	u->nr_pending = u->queue_len = 0;
	spin_unlock(&u->sk.sk_lock);

	unread = !list_empty(&queue);
	wake_up_interruptible_all(&u->peer_wait);
	wake_up_interruptible_all(&u->sk.sk_wait);
	if (peer)
		shut_peer(u, peer, unread || embryo);
	drop_pending(&pending);
	list_for_each_entry_safe(msg, tmp, &queue, list)
		unix_msg_free(msg);
	if (path.dentry)
		path_put(&path);
	unix_put(u);
	unix_gc();
}

static int unix_release(struct socket *sock)
{
	if (sock->sk)
		release_sock(unix_sk(sock->sk), false);
	return 0;
}

static int unix_getname(struct socket *sock, struct sockaddr *to, int peer)
{
	struct unix_sock *u = unix_sk(sock->sk), *p = NULL;
	int len;

	if (peer) {
		p = unix_peer_get(u);
		if (!p)
			return -ENOTCONN;
		u = p;
	}
	len = unix_put_name(READ_ONCE(u->addr), to);
	if (p)
		unix_put(p);
	return len;
}

static __poll_t unix_poll(struct file *file, struct socket *sock, poll_table *wait)
{
	struct unix_sock *u = unix_sk(sock->sk);
	struct sock *sk = &u->sk;
	__poll_t mask = 0;

	poll_wait(file, &sk->sk_wait, wait);
	if (sk->sk_err)
		mask |= EPOLLERR;
	if (sk->sk_shutdown == SHUTDOWN_MASK)
		mask |= EPOLLHUP;
	if (sk->sk_shutdown & RCV_SHUTDOWN)
		mask |= EPOLLRDHUP | EPOLLIN | EPOLLRDNORM;
	if (!list_empty_careful(&u->queue) || !list_empty_careful(&u->pending))
		mask |= EPOLLIN | EPOLLRDNORM;
	if (sk->sk_type != SOCK_DGRAM && sk->sk_state == UNIX_CLOSE && !(sk->sk_shutdown == SHUTDOWN_MASK))
		mask |= EPOLLHUP;
	if (unix_writable(u))
		mask |= EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND;
	return mask;
}

/* A datagram socket is writable only if its peer's queue has room. */
static __poll_t unix_dgram_poll(struct file *file, struct socket *sock, poll_table *wait)
{
	struct unix_sock *u = unix_sk(sock->sk), *peer;
	__poll_t mask = unix_poll(file, sock, wait);

	if (!(mask & EPOLLOUT))
		return mask;
	peer = unix_peer_get(u);
	if (!peer)
		return mask;
	if (peer->peer != u) {
		poll_wait(file, &peer->peer_wait, wait);
		if (READ_ONCE(peer->queue_len) > (unsigned int)peer->sk.sk_max_ack_backlog)
			mask &= ~(EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND);
	}
	unix_put(peer);
	return mask;
}

static long queued_bytes(struct unix_sock *u)
{
	struct unix_msg *msg;
	long n = 0;

	spin_lock(&u->sk.sk_lock);
	list_for_each_entry(msg, &u->queue, list) {
		n += msg->len - msg->consumed;
		if (u->sk.sk_type == SOCK_DGRAM)
			break;
	}
	spin_unlock(&u->sk.sk_lock);
	return n;
}

static int unix_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg)
{
	struct unix_sock *u = unix_sk(sock->sk);

	switch (cmd) {
	case SIOCOUTQ:
		return put_user(atomic_read(&u->sk.sk_wmem_alloc), (int __user *)arg);
	case SIOCINQ:
		if (u->sk.sk_state == UNIX_LISTEN)
			return -EINVAL;
		return put_user((int)queued_bytes(u), (int __user *)arg);
	}
	return -ENOIOCTLCMD;
}

static int unix_set_peek_off(struct sock *sk, int val)
{
	struct unix_sock *u = unix_sk(sk);

	if (mutex_lock_interruptible(&u->readlock))
		return -EINTR;
	sk->sk_peek_off = val;
	mutex_unlock(&u->readlock);
	return 0;
}

static int no_connect(struct socket *sock, struct socket *newsock, int flags)
{
	return -EOPNOTSUPP;
}

static int no_listen(struct socket *sock, int backlog)
{
	return -EOPNOTSUPP;
}

#define UNIX_COMMON							\
	.family = PF_UNIX, .release = unix_release, .bind = unix_bind,	\
	.socketpair = unix_socketpair, .getname = unix_getname, .ioctl = unix_ioctl, \
	.shutdown = unix_shutdown, .set_peek_off = unix_set_peek_off

const struct proto_ops unix_stream_ops = {
	UNIX_COMMON, .connect = unix_stream_connect, .accept = unix_accept, .listen = unix_listen,
	.poll = unix_poll, .sendmsg = unix_stream_sendmsg, .recvmsg = unix_stream_recvmsg,
};
const struct proto_ops unix_dgram_ops = {
	UNIX_COMMON, .connect = unix_dgram_connect, .accept = no_connect, .listen = no_listen,
	.poll = unix_dgram_poll, .sendmsg = unix_dgram_sendmsg, .recvmsg = unix_dgram_recvmsg,
};
const struct proto_ops unix_seqpacket_ops = {
	UNIX_COMMON, .connect = unix_stream_connect, .accept = unix_accept, .listen = unix_listen,
	.poll = unix_dgram_poll, .sendmsg = unix_seqpacket_sendmsg, .recvmsg = unix_seqpacket_recvmsg,
};

static const struct net_proto_family unix_family = { .family = PF_UNIX, .create = unix_create };
static const struct ctl_table unix_table[] = {
	{ .procname = "max_dgram_qlen", .data = &sysctl_max_dgram_qlen, .maxlen = sizeof(int), .mode = 0644,
	  .proc_handler = proc_dointvec },
};

static int __init af_unix_init(void)
{
	register_sysctl("net/unix", unix_table);
	return sock_register(&unix_family);
}
fs_initcall(af_unix_init);
