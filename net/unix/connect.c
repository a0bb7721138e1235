// SPDX-License-Identifier: GPL-2.0
/*
 * Connecting. A stream connect makes the server's end at once (the embryo),
 * pairs it with the client and queues it at the listener; accept only takes
 * it off the queue, so that a client may write before it is accepted.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/path.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "unix.h"

int unix_listen(struct socket *sock, int backlog)
{
	struct unix_sock *u = unix_sk(sock->sk);
	int err = 0;

	if (!u->addr)
		return -EINVAL;
	spin_lock(&u->sk.sk_lock);
	if (u->sk.sk_state != UNIX_CLOSE && u->sk.sk_state != UNIX_LISTEN) {
		err = -EINVAL;
	} else {
		if (backlog > u->sk.sk_max_ack_backlog || u->sk.sk_state == UNIX_CLOSE)
			wake_up_interruptible_all(&u->peer_wait);
		u->sk.sk_max_ack_backlog = backlog;
		u->sk.sk_state = UNIX_LISTEN;
		unix_set_peer_cred(u);
	}
	spin_unlock(&u->sk.sk_lock);
	return err;
}

static bool backlog_full(struct unix_sock *listener)
{
	return READ_ONCE(listener->nr_pending) > (unsigned int)listener->sk.sk_max_ack_backlog;
}

static bool not_listening(struct unix_sock *l)
{
	return l->sk.sk_state != UNIX_LISTEN || l->sk.sk_shutdown & RCV_SHUTDOWN;
}

/* Sleep until the listener has room or is gone. 0, or -errno. */
static int wait_for_backlog(struct unix_sock *listener, long *timeo)
{
	long left;

	if (!*timeo)
		return -EAGAIN;
	left = wait_event_interruptible_timeout(listener->peer_wait, !backlog_full(listener) || not_listening(listener),
						*timeo);
	if (left < 0)
		return sock_intr_errno(*timeo);
	*timeo = left;
	return left ? 0 : -EAGAIN;
}

/* Pair client and embryo, queue the embryo. Context: listener and client locked. */
static void make_connection(struct unix_sock *u, struct unix_sock *embryo, struct unix_sock *listener)
{
	embryo->peer = u;
	unix_hold(u);
	embryo->sk.sk_state = UNIX_ESTABLISHED;
	unix_set_peer_cred(embryo);
	embryo->addr = listener->addr;
	if (embryo->addr)
		refcount_inc(&embryo->addr->refcnt);
	if (listener->path.dentry) {
		path_get(&listener->path);
		embryo->path = listener->path;
	}
	embryo->listener = listener;
	unix_copy_peer_cred(u, listener);
	u->sk.sk_state = UNIX_ESTABLISHED;
	if (u->sk.sk_socket)
		u->sk.sk_socket->state = SS_CONNECTED;
	u->peer = embryo;
	unix_hold(embryo);
	list_add_tail(&embryo->pending_link, &listener->pending);
	listener->nr_pending++;
}

static int connect_to(struct unix_sock *u, struct unix_sock *embryo, struct unix_sock *listener, long *timeo)
{
	int err;

	for (;;) {
		unix_lock_two(u, listener);
		err = not_listening(listener) ? -ECONNREFUSED :
		      u->sk.sk_state == UNIX_ESTABLISHED ? -EISCONN :
		      u->sk.sk_state != UNIX_CLOSE ? -EINVAL : 0;
		if (err || !backlog_full(listener))
			break;
		unix_unlock_two(u, listener);
		err = wait_for_backlog(listener, timeo);
		if (err)
			return err;
	}
	if (!err)
		make_connection(u, embryo, listener);
	unix_unlock_two(u, listener);
	return err;
}

int unix_stream_connect(struct socket *sock, struct sockaddr *addr, int len, int flags)
{
	struct sockaddr_un *sun = (struct sockaddr_un *)addr;
	struct unix_sock *u = unix_sk(sock->sk), *listener, *embryo;
	long timeo = sock_sndtimeo(&u->sk, flags & O_NONBLOCK);
	int err = unix_check_addr(sun, len);

	if (err)
		return err;
	if (sock_flag(&u->sk, SOCK_PASSCRED_BIT) && !u->addr) {
		err = unix_autobind(u);
		if (err)
			return err;
	}
	embryo = unix_create_sock(NULL, sock->type);
	if (!embryo)
		return -ENOMEM;
	listener = unix_find(sun, len, sock->type, &err);
	if (listener) {
		err = connect_to(u, embryo, listener, &timeo);
		if (!err)
			unix_state_change(listener, EPOLLIN | EPOLLRDNORM);
		unix_put(listener);
	}
	if (err) {
		unix_forget_name(embryo);
		unix_put(embryo);
	}
	return err;
}

static bool has_pending(struct unix_sock *u)
{
	return !list_empty_careful(&u->pending) || u->sk.sk_shutdown & RCV_SHUTDOWN;
}

static struct unix_sock *take_pending(struct unix_sock *u)
{
	struct unix_sock *e = NULL;

	spin_lock(&u->sk.sk_lock);
	if (!list_empty(&u->pending)) {
		e = list_first_entry(&u->pending, struct unix_sock, pending_link);
		list_del_init(&e->pending_link);
		u->nr_pending--;
		e->listener = NULL;
	}
	spin_unlock(&u->sk.sk_lock);
	return e;
}

int unix_accept(struct socket *sock, struct socket *newsock, int flags)
{
	struct unix_sock *u = unix_sk(sock->sk), *e;
	long timeo = sock_rcvtimeo(&u->sk, flags & O_NONBLOCK), left;

	if (u->sk.sk_state != UNIX_LISTEN)
		return -EINVAL;
	while (!(e = take_pending(u))) {
		if (u->sk.sk_shutdown & RCV_SHUTDOWN)
			return -EINVAL;
		if (!timeo)
			return -EAGAIN;
		left = wait_event_interruptible_timeout(u->sk.sk_wait, has_pending(u), timeo);
		if (left < 0)
			return sock_intr_errno(timeo);
		timeo = left;
	}
	wake_up_interruptible(&u->peer_wait);
	spin_lock(&e->sk.sk_lock);
	newsock->state = SS_CONNECTED;
	newsock->sk = &e->sk;
	e->sk.sk_socket = newsock;
	e->sk.sk_flags |= u->sk.sk_flags & (1UL << SOCK_PASSCRED_BIT);
	e->sk.sk_ino = newsock->file ? file_inode(newsock->file)->i_ino : 0;
	spin_unlock(&e->sk.sk_lock);
	return 0;
}

int unix_socketpair(struct socket *sa, struct socket *sb)
{
	struct unix_sock *a = unix_sk(sa->sk), *b = unix_sk(sb->sk);

	unix_hold(a);
	unix_hold(b);
	a->peer = b;
	b->peer = a;
	unix_set_peer_cred(a);
	unix_set_peer_cred(b);
	a->sk.sk_state = b->sk.sk_state = UNIX_ESTABLISHED;
	sa->state = sb->state = SS_CONNECTED;
	return 0;
}

/* Both ends of a datagram connection must allow it. */
static bool may_send(struct unix_sock *u, struct unix_sock *to)
{
	return !to->peer || to->peer == u;
}

int unix_dgram_connect(struct socket *sock, struct sockaddr *addr, int len, int flags)
{
	struct sockaddr_un *sun = (struct sockaddr_un *)addr;
	struct unix_sock *u = unix_sk(sock->sk), *other = NULL, *old;
	int err = 0;

	if (len < (int)sizeof(addr->sa_family))
		return -EINVAL;
	if (addr->sa_family != AF_UNSPEC) {
		err = unix_check_addr(sun, len);
		if (!err && sock_flag(&u->sk, SOCK_PASSCRED_BIT) && !u->addr)
			err = unix_autobind(u);
		if (!err)
			other = unix_find(sun, len, sock->type, &err);
		if (err)
			return err;
	}
	if (other)
		unix_lock_two(u, other);
	else
		spin_lock(&u->sk.sk_lock);
	if (other && other->sk.sk_shutdown == SHUTDOWN_MASK)
		err = -ECONNREFUSED;
	else if (other && !may_send(u, other))
		err = -EPERM;
	old = u->peer;
	if (!err) {
		u->peer = other;
		u->sk.sk_state = other ? UNIX_ESTABLISHED : UNIX_CLOSE;
		sock->state = other ? SS_CONNECTED : SS_UNCONNECTED;
	}
	if (other)
		unix_unlock_two(u, other);
	else
		spin_unlock(&u->sk.sk_lock);
	if (err) {
		unix_put(other);
	} else if (old) {
		wake_up_interruptible_all(&old->peer_wait);
		unix_put(old);
	}
	return err;
}

int unix_shutdown(struct socket *sock, int how)
{
	struct unix_sock *u = unix_sk(sock->sk), *peer;
	int mine, theirs = 0;

	if (how < SHUT_RD || how > SHUT_RDWR)
		return -EINVAL;
	mine = how + 1;				/* SHUT_RD 0 -> RCV 1, SHUT_WR 1 -> SEND 2, both 3 */
	spin_lock(&u->sk.sk_lock);
	u->sk.sk_shutdown |= mine;
	peer = u->peer;
	if (peer)
		unix_hold(peer);
	spin_unlock(&u->sk.sk_lock);
	unix_state_change(u, EPOLLIN | EPOLLOUT | EPOLLHUP | EPOLLRDHUP);
	if (!peer)
		return 0;
	if (u->sk.sk_type != SOCK_DGRAM) {
		theirs |= mine & RCV_SHUTDOWN ? SEND_SHUTDOWN : 0;
		theirs |= mine & SEND_SHUTDOWN ? RCV_SHUTDOWN : 0;
		spin_lock(&peer->sk.sk_lock);
		peer->sk.sk_shutdown |= theirs;
		spin_unlock(&peer->sk.sk_lock);
		unix_state_change(peer, EPOLLIN | EPOLLOUT | EPOLLHUP | EPOLLRDHUP);
	}
	unix_put(peer);
	return 0;
}
