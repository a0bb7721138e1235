// SPDX-License-Identifier: GPL-2.0
/* Sending: streams in pieces of at most 32 KiB, the others as whole messages. */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/signal.h>
#include <linux/slab.h>

#include "unix.h"

#define STREAM_PIECE	32768u

/* Put the message on @to's queue. Context: to's lock held. */
static void queue_msg(struct unix_sock *to, struct unix_msg *msg)
{
	list_add_tail(&msg->list, &to->queue);
	to->queue_len++;
	to->queue_bytes += msg->len;
}

static int broken_pipe(struct msghdr *msg)
{
	if (!(msg->msg_flags & MSG_NOSIGNAL))
		send_sig(SIGPIPE, current, 0);
	return -EPIPE;
}

/* One piece of a stream to @peer. Returns bytes or -errno. */
static ssize_t send_piece(struct unix_sock *u, struct unix_sock *peer, struct msghdr *m, struct scm_cookie *scm)
{
	size_t size = min3(iov_iter_count(&m->msg_iter), (size_t)STREAM_PIECE, (size_t)max(u->sk.sk_sndbuf / 2 - 64, 64));
	struct unix_msg *msg;
	int err;

	msg = unix_msg_alloc(u, size, m->msg_flags & MSG_DONTWAIT, &err);
	if (!msg)
		return err;
	err = copy_from_iter_full(msg->data, size, &m->msg_iter) ? unix_attach(msg, scm) : -EFAULT;
	if (err) {
		unix_msg_free(msg);
		return err;
	}
	spin_lock(&peer->sk.sk_lock);
	if (peer->sk.sk_shutdown & RCV_SHUTDOWN) {
		spin_unlock(&peer->sk.sk_lock);
		unix_msg_free(msg);
		return -EPIPE;
	}
	queue_msg(peer, msg);
	spin_unlock(&peer->sk.sk_lock);
	unix_state_change(peer, EPOLLIN | EPOLLRDNORM);
	return size;
}

int unix_stream_sendmsg(struct socket *sock, struct msghdr *m, size_t len)
{
	struct unix_sock *u = unix_sk(sock->sk), *peer;
	struct scm_cookie scm;
	ssize_t done = 0, n = 0;
	int err = scm_send(sock, m, &scm);

	if (err < 0)
		return err;
	err = -EOPNOTSUPP;
	if (m->msg_flags & MSG_OOB)
		goto destroy;
	err = u->sk.sk_state == UNIX_ESTABLISHED ? -EISCONN : -EOPNOTSUPP;
	if (m->msg_namelen)
		goto destroy;
	err = -ENOTCONN;
	peer = unix_peer_get(u);
	if (!peer)
		goto destroy;
	while ((size_t)done < len) {
		n = u->sk.sk_shutdown & SEND_SHUTDOWN ? -EPIPE : send_piece(u, peer, m, &scm);
		if (n < 0)
			break;
		done += n;
	}
	unix_put(peer);
	err = n < 0 ? n : 0;
	if (err == -EPIPE && !done)
		err = broken_pipe(m);
destroy:
	scm_destroy(&scm);
	return done ? done : err;
}

static bool queue_full(const struct unix_sock *to)
{
	return READ_ONCE(to->queue_len) > (unsigned int)to->sk.sk_max_ack_backlog;
}

/* Whom to send to: the named socket, or the peer. Referenced or ERR_PTR. */
static struct unix_sock *dgram_target(struct unix_sock *u, struct msghdr *m)
{
	struct unix_sock *to;
	int err;

	if (!m->msg_namelen) {
		to = unix_peer_get(u);
		return to ? to : ERR_PTR(-ENOTCONN);
	}
	err = unix_check_addr((struct sockaddr_un *)m->msg_name, m->msg_namelen);
	if (err)
		return ERR_PTR(err);
	to = unix_find((struct sockaddr_un *)m->msg_name, m->msg_namelen, u->sk.sk_type, &err);
	return to ? to : ERR_PTR(err);
}

/* The peer died: forget it, so that another can be connected to. */
static int peer_is_dead(struct unix_sock *u, struct unix_sock *to)
{
	bool mine;

	spin_lock(&u->sk.sk_lock);
	mine = u->peer == to;
	if (mine)
		u->peer = NULL;
	if (mine && u->sk.sk_type == SOCK_DGRAM)
		u->sk.sk_state = UNIX_CLOSE;
	spin_unlock(&u->sk.sk_lock);
	if (mine)
		unix_put(to);
	return -ECONNREFUSED;
}

/* Queue a complete message; waits for room in the receiver's queue. */
static int deliver(struct unix_sock *u, struct unix_sock *to, struct unix_msg *msg, struct msghdr *m)
{
	long timeo = sock_sndtimeo(&u->sk, m->msg_flags & MSG_DONTWAIT), left;

	for (;;) {
		spin_lock(&to->sk.sk_lock);
		if (to->sk.sk_socket == NULL && !to->listener && to->sk.sk_shutdown == SHUTDOWN_MASK) {
			spin_unlock(&to->sk.sk_lock);
			return u->sk.sk_type == SOCK_SEQPACKET ? -EPIPE : peer_is_dead(u, to);
		}
		if (to->peer && to->peer != u) {
			spin_unlock(&to->sk.sk_lock);
			return -EPERM;
		}
		if (to->sk.sk_shutdown & RCV_SHUTDOWN) {
			spin_unlock(&to->sk.sk_lock);
			return -EPIPE;
		}
		/* Two connected to each other are held back by their buffers alone. */
		if (to->peer == u || !queue_full(to)) {
			queue_msg(to, msg);
			spin_unlock(&to->sk.sk_lock);
			return 0;
		}
		spin_unlock(&to->sk.sk_lock);
		if (!timeo)
			return -EAGAIN;
		left = wait_event_interruptible_timeout(to->peer_wait, !queue_full(to) ||
							to->sk.sk_shutdown & RCV_SHUTDOWN, timeo);
		if (left < 0)
			return sock_intr_errno(timeo);
		timeo = left;
	}
}

static int send_whole(struct unix_sock *u, struct msghdr *m, size_t len, struct scm_cookie *scm)
{
	struct unix_sock *to = dgram_target(u, m);
	struct unix_msg *msg;
	int err;

	if (IS_ERR(to))
		return PTR_ERR(to);
	err = -EMSGSIZE;
	if (len > (size_t)max(u->sk.sk_sndbuf - 32, 0))
		goto put;
	msg = unix_msg_alloc(u, len, m->msg_flags & MSG_DONTWAIT, &err);
	if (!msg)
		goto put;
	err = copy_from_iter_full(msg->data, len, &m->msg_iter) ? unix_attach(msg, scm) : -EFAULT;
	if (!err)
		err = deliver(u, to, msg, m);
	if (err)
		unix_msg_free(msg);
	else
		unix_state_change(to, EPOLLIN | EPOLLRDNORM);
put:
	unix_put(to);
	return err ? err : (int)len;
}

int unix_dgram_sendmsg(struct socket *sock, struct msghdr *m, size_t len)
{
	struct unix_sock *u = unix_sk(sock->sk);
	struct scm_cookie scm;
	int ret = scm_send(sock, m, &scm);

	if (ret < 0)
		return ret;
	if (m->msg_flags & MSG_OOB)
		ret = -EOPNOTSUPP;
	else if (sock_flag(&u->sk, SOCK_PASSCRED_BIT) && !u->addr)
		ret = unix_autobind(u);
	if (!ret)
		ret = send_whole(u, m, len, &scm);
	if (ret == -EPIPE)
		ret = broken_pipe(m);
	scm_destroy(&scm);
	return ret;
}

int unix_seqpacket_sendmsg(struct socket *sock, struct msghdr *m, size_t len)
{
	struct unix_sock *u = unix_sk(sock->sk);
	int err = sock_error(&u->sk);

	if (err)
		return err;
	if (u->sk.sk_state != UNIX_ESTABLISHED)
		return -ENOTCONN;
	m->msg_namelen = 0;
	return unix_dgram_sendmsg(sock, m, len);
}
