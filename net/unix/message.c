// SPDX-License-Identifier: GPL-2.0
/*
 * Messages: room is taken from the sender's buffer until the receiver has
 * read them. Files in a message are counted as in flight for the garbage
 * collector.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include "unix.h"

/* What a message costs its sender: bytes and overhead. */
static size_t charge_of(size_t len)
{
	return ALIGN(len, 64) + 768;
}

static bool room_for(struct unix_sock *u)
{
	return atomic_read(&u->sk.sk_wmem_alloc) < u->sk.sk_sndbuf;
}

/* Wait until the sender has room. 0 or -errno. */
static int wait_for_room(struct unix_sock *u, bool noblock)
{
	long timeo = sock_sndtimeo(&u->sk, noblock), left;
	int err;

	for (;;) {
		err = sock_error(&u->sk);
		if (err)
			return err;
		if (u->sk.sk_shutdown & SEND_SHUTDOWN)
			return -EPIPE;
		if (room_for(u))
			return 0;
		if (!timeo)
			return -EAGAIN;
		left = wait_event_interruptible_timeout(u->sk.sk_wait, room_for(u) || u->sk.sk_err ||
							u->sk.sk_shutdown & SEND_SHUTDOWN, timeo);
		if (left < 0)
			return sock_intr_errno(timeo);
		timeo = left;
	}
}

/**
 * unix_msg_alloc() - an empty message of @u with room for @len bytes
 *
 * Context: sleeps for room unless @noblock. Return: NULL with *@err set.
 */
struct unix_msg *unix_msg_alloc(struct unix_sock *u, size_t len, bool noblock, int *err)
{
	struct unix_msg *msg;

	*err = wait_for_room(u, noblock);
	if (*err)
		return NULL;
	msg = kvmalloc(sizeof(*msg) + len, GFP_KERNEL_ACCOUNT);
	if (!msg) {
		*err = -ENOBUFS;
		return NULL;
	}
	*msg = (struct unix_msg){ .len = len, .charge = charge_of(len), .sender = &u->sk };
	INIT_LIST_HEAD(&msg->list);
	unix_hold(u);
	atomic_add(msg->charge, &u->sk.sk_wmem_alloc);
	msg->addr = READ_ONCE(u->addr);
	if (msg->addr)
		refcount_inc(&msg->addr->refcnt);
	return msg;
}

void unix_msg_free(struct unix_msg *msg)
{
	struct unix_sock *sender = unix_sk(msg->sender);

	unix_detach_fds(msg, NULL);
	put_pid(msg->scm.pid);
	unix_addr_put(msg->addr);
	atomic_sub(msg->charge, &sender->sk.sk_wmem_alloc);
	if (unix_writable(sender))
		unix_state_change(sender, EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND);
	unix_put(sender);
	kvfree(msg);
}

/**
 * unix_attach() - what @scm carries goes with the message
 *
 * The files move from the cookie. Return: 0 or -ETOOMANYREFS.
 */
int unix_attach(struct unix_msg *msg, struct scm_cookie *scm)
{
	int i;

	if (scm->fp && atomic_long_read(&current_user()->unix_inflight) > (long)rlimit(RLIMIT_NOFILE) &&
	    !capable(CAP_SYS_RESOURCE) && !capable(CAP_SYS_ADMIN))
		return -ETOOMANYREFS;
	msg->scm.pid = get_pid(scm->pid);
	msg->scm.creds = scm->creds;
	msg->scm.fp = scm->fp;
	scm->fp = NULL;
	for (i = 0; msg->scm.fp && i < msg->scm.fp->count; i++)
		unix_inflight(msg->scm.fp->fp[i]);
	return 0;
}

/* The files leave the message: to @scm, or (NULL) to be closed. */
void unix_detach_fds(struct unix_msg *msg, struct scm_cookie *scm)
{
	struct scm_fp_list *fp = msg->scm.fp;
	int i;

	if (!fp)
		return;
	msg->scm.fp = NULL;
	for (i = 0; i < fp->count; i++)
		unix_notinflight(fp->fp[i]);
	if (scm)
		scm->fp = fp;
	else
		scm_fp_free(fp);
}
