// SPDX-License-Identifier: GPL-2.0
/*
 * Receiving. readlock makes readers take turns, so that the head of the queue
 * stays put while its bytes are copied out.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "unix.h"

static void dequeue(struct unix_sock *u, struct unix_msg *msg)
{
	spin_lock(&u->sk.sk_lock);
	list_del_init(&msg->list);
	u->queue_len--;
	u->queue_bytes -= msg->len;
	spin_unlock(&u->sk.sk_lock);
	wake_up_interruptible_all(&u->peer_wait);
}

/* Head of the queue; *@skip bytes in, for SO_PEEK_OFF. */
static struct unix_msg *peek_head(struct unix_sock *u, size_t *skip, bool whole)
{
	struct unix_msg *msg, *found = NULL;

	spin_lock(&u->sk.sk_lock);
	list_for_each_entry(msg, &u->queue, list) {
		size_t left = msg->len - msg->consumed;

		if (*skip < left || (!*skip && !left) || (whole && !*skip)) {
			found = msg;
			break;
		}
		*skip -= left;
	}
	spin_unlock(&u->sk.sk_lock);
	return found;
}

static bool readable(struct unix_sock *u)
{
	return !list_empty_careful(&u->queue) || u->sk.sk_err || u->sk.sk_shutdown & RCV_SHUTDOWN;
}

/* The queue has nothing: 1 end of file, 0 look again, -errno. readlock is not held. */
static int wait_for_msg(struct unix_sock *u, long *timeo)
{
	int err = sock_error(&u->sk);
	long left;

	if (err)
		return err;
	if (u->sk.sk_shutdown & RCV_SHUTDOWN)
		return 1;
	if (!*timeo)
		return -EAGAIN;
	left = wait_event_interruptible_timeout(u->sk.sk_wait, readable(u), *timeo);
	if (left < 0)
		return sock_intr_errno(*timeo);
	*timeo = left;
	return left || readable(u) ? 0 : -EAGAIN;
}

static void copy_name(struct msghdr *m, struct unix_msg *msg)
{
	if (!m->msg_name)
		return;
	m->msg_namelen = msg->addr ? unix_put_name(msg->addr, m->msg_name) : 0;
}

/* Credentials and files of the message: moved, or (peeking) copied. */
static void take_scm(struct unix_msg *msg, struct scm_cookie *scm, bool peek)
{
	scm->pid = get_pid(msg->scm.pid);
	scm->creds = msg->scm.creds;
	if (peek)
		scm->fp = scm_fp_dup(msg->scm.fp);
	else
		unix_detach_fds(msg, scm);
}

int unix_dgram_recvmsg(struct socket *sock, struct msghdr *m, size_t size, int flags)
{
	struct unix_sock *u = unix_sk(sock->sk);
	long timeo = sock_rcvtimeo(&u->sk, flags & MSG_DONTWAIT);
	bool peek = flags & MSG_PEEK;
	struct scm_cookie scm = { 0 };
	struct unix_msg *msg;
	size_t skip, n;
	int ret;

	if (flags & MSG_OOB)
		return -EOPNOTSUPP;
	for (;;) {
		if (mutex_lock_interruptible(&u->readlock))
			return sock_intr_errno(timeo);
		skip = peek && u->sk.sk_peek_off > 0 ? u->sk.sk_peek_off : 0;
		msg = peek_head(u, &skip, true);
		if (msg)
			break;
		mutex_unlock(&u->readlock);
		ret = wait_for_msg(u, &timeo);
		if (ret)
			return ret == 1 ? (u->sk.sk_type == SOCK_SEQPACKET || !(flags & MSG_DONTWAIT) ? 0 : -EAGAIN) : ret;
	}
	n = min(size, msg->len - min(skip, msg->len));
	if (n < msg->len - skip)
		m->msg_flags |= MSG_TRUNC;
	ret = copy_to_iter(msg->data + skip, n, &m->msg_iter) == n ? 0 : -EFAULT;
	if (!ret) {
		copy_name(m, msg);
		take_scm(msg, &scm, peek);
		ret = flags & MSG_TRUNC ? msg->len - skip : n;
		if (peek && u->sk.sk_peek_off >= 0)
			u->sk.sk_peek_off += n;
	}
	if (!peek) {
		dequeue(u, msg);
		if (u->sk.sk_peek_off >= 0)
			u->sk.sk_peek_off = max_t(int, 0, u->sk.sk_peek_off - (int)msg->len);
	}
	mutex_unlock(&u->readlock);
	if (!peek)
		unix_msg_free(msg);
	if (ret >= 0)
		scm_recv(sock, m, &scm, flags);
	else
		scm_destroy(&scm);


	return ret;
}

int unix_seqpacket_recvmsg(struct socket *sock, struct msghdr *m, size_t size, int flags)
{
	if (sock->sk->sk_state != UNIX_ESTABLISHED)
		return -ENOTCONN;
	return unix_dgram_recvmsg(sock, m, size, flags);
}

/*
 * A read goes on into the next message unless it comes from somebody else (as
 * far as the reader is told who). One with files is read to its end, not beyond.
 */
static bool may_join(struct unix_sock *u, const struct scm_cookie *have, struct unix_msg *next)
{
	if (have->fp)
		return false;
	if (!sock_flag(&u->sk, SOCK_PASSCRED_BIT))
		return true;
	return have->pid == next->scm.pid && have->creds.uid == next->scm.creds.uid &&
	       have->creds.gid == next->scm.creds.gid;
}

/* Take what is there, up to @want bytes. readlock held. Returns bytes or -EFAULT. */
static ssize_t read_queue(struct unix_sock *u, struct msghdr *m, size_t want, int flags, struct scm_cookie *scm,
			  bool *got_scm, bool *stop)
{
	size_t skip = flags & MSG_PEEK && u->sk.sk_peek_off > 0 ? u->sk.sk_peek_off : 0;
	ssize_t done = 0;

	while ((size_t)done < want) {
		size_t at = flags & MSG_PEEK ? skip + done : 0, n;
		struct unix_msg *msg = peek_head(u, &at, false);

		if (!msg)
			break;
		if (*got_scm && !may_join(u, scm, msg)) {
			*stop = true;
			break;
		}
		if (!*got_scm) {
			take_scm(msg, scm, flags & MSG_PEEK);
			copy_name(m, msg);
			*got_scm = true;
		} else if (msg->scm.fp) {
			if (flags & MSG_PEEK)
				scm->fp = scm_fp_dup(msg->scm.fp);
			else
				unix_detach_fds(msg, scm);
		}
		n = min(want - done, msg->len - msg->consumed - at);
		if (copy_to_iter(msg->data + msg->consumed + at, n, &m->msg_iter) != n)
			return done ? done : -EFAULT;
		done += n;
		if (!(flags & MSG_PEEK)) {
			msg->consumed += n;
			if (msg->consumed == msg->len) {
				dequeue(u, msg);
				unix_msg_free(msg);
			}
		}
		if (scm->fp) {
			*stop = true;
			break;
		}
	}
	return done;
}

int unix_stream_recvmsg(struct socket *sock, struct msghdr *m, size_t size, int flags)
{
	struct unix_sock *u = unix_sk(sock->sk);
	long timeo = sock_rcvtimeo(&u->sk, flags & MSG_DONTWAIT);
	size_t target = flags & MSG_WAITALL ? size : min_t(size_t, size, 1);
	bool got_scm = false, stop = false;
	struct scm_cookie scm = { 0 };
	ssize_t done = 0, n = 0;
	int err = 0;

	if (u->sk.sk_state != UNIX_ESTABLISHED)
		return -EINVAL;
	if (flags & MSG_OOB)
		return -EOPNOTSUPP;
	m->msg_namelen = 0;
	do {
		if (mutex_lock_interruptible(&u->readlock)) {
			err = sock_intr_errno(timeo);
			break;
		}
		n = read_queue(u, m, size - done, flags, &scm, &got_scm, &stop);
		if (n > 0) {
			done += n;
			if (u->sk.sk_peek_off >= 0)
				u->sk.sk_peek_off = flags & MSG_PEEK ? u->sk.sk_peek_off + (int)n :
						    max_t(int, 0, u->sk.sk_peek_off - (int)n);
		}
		mutex_unlock(&u->readlock);
		if (n < 0) {
			err = n;
			break;
		}
		if ((size_t)done >= target || stop || (done && flags & MSG_PEEK))
			break;
		err = wait_for_msg(u, &timeo);
	} while (!err);
	if (done || !err || err == 1) {
		if (got_scm)
			scm_recv(sock, m, &scm, flags);
		return done;
	}
	scm_destroy(&scm);
	return err;
}
