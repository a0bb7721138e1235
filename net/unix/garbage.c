// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets that only each other's queues keep alive: A is in a message queued
 * at B, B in one queued at A, and nobody has either open.
 *
 * Candidates are sockets all of whose file references are in flight. What the
 * queues of candidates hold is subtracted; what then has references left is
 * reachable from outside, and so is everything in its queue. The rest is
 * garbage, and its messages are freed.
 *
 * Locks: unix_gc_lock over the counts; inside, each socket's queue lock.
 */
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/mm.h>

#include "unix.h"

static DEFINE_SPINLOCK(unix_gc_lock);
static DEFINE_MUTEX(gc_running);
static LIST_HEAD(inflight_list);		/* sockets with inflight > 0 */
static unsigned long total_inflight;

struct unix_sock *unix_from_file(struct file *file)
{
	struct socket *sock = sock_from_file(file);

	return sock && sock->sk && sock->sk->sk_family == AF_UNIX ? unix_sk(sock->sk) : NULL;
}

void unix_inflight(struct file *file)
{
	struct unix_sock *u = unix_from_file(file);

	atomic_long_inc(&file->f_cred->user->unix_inflight);
	if (!u)
		return;
	spin_lock(&unix_gc_lock);
	if (!u->inflight++)
		list_add_tail(&u->gc_link, &inflight_list);
	total_inflight++;
	spin_unlock(&unix_gc_lock);
}

void unix_notinflight(struct file *file)
{
	struct unix_sock *u = unix_from_file(file);

	atomic_long_dec(&file->f_cred->user->unix_inflight);
	if (!u)
		return;
	spin_lock(&unix_gc_lock);
	if (!--u->inflight)
		list_del_init(&u->gc_link);
	total_inflight--;
	spin_unlock(&unix_gc_lock);
}

/* Call @fn for each candidate in the queue of @u, and of embryos waiting at it. */
static void scan(struct unix_sock *u, void (*fn)(struct unix_sock *))
{
	struct unix_sock *e;
	struct unix_msg *msg;
	int i;

	spin_lock(&u->sk.sk_lock);
	list_for_each_entry(msg, &u->queue, list) {
		for (i = 0; msg->scm.fp && i < msg->scm.fp->count; i++) {
			struct unix_sock *in = unix_from_file(msg->scm.fp->fp[i]);

			if (in && in->gc_refs >= 0)
				fn(in);
		}
	}
	list_for_each_entry(e, &u->pending, pending_link)
		scan(e, fn);
	spin_unlock(&u->sk.sk_lock);
}

static void subtract(struct unix_sock *u)
{
	u->gc_refs--;
}

static bool found_more;

/* Reachable: no candidate any more; its own queue is to be looked at. */
static void mark_reachable(struct unix_sock *u)
{
	if (u->gc_refs == 0)
		found_more = true;
	u->gc_refs++;
}

/* The garbage's messages to @hitlist. Context: unix_gc_lock. */
static void collect(struct unix_sock *u, struct list_head *hitlist)
{
	struct unix_msg *msg, *tmp;
	struct unix_sock *e;

	spin_lock(&u->sk.sk_lock);
	list_for_each_entry_safe(msg, tmp, &u->queue, list) {
		if (!msg->scm.fp)
			continue;
		list_move_tail(&msg->list, hitlist);
		u->queue_len--;
		u->queue_bytes -= msg->len;
	}
	list_for_each_entry(e, &u->pending, pending_link)
		collect(e, hitlist);
	spin_unlock(&u->sk.sk_lock);
}

static long outside_refs(struct unix_sock *u)
{
	struct socket *sock = u->sk.sk_socket;

	return sock && sock->file ? file_count(sock->file) - u->inflight : 1;
}

static void find_garbage(struct list_head *hitlist)
{
	struct unix_sock *u;

	/* Not candidates: gc_refs -1, outside the scans. */
	list_for_each_entry(u, &inflight_list, gc_link)
		u->gc_refs = outside_refs(u) ? -1 : u->inflight;
	list_for_each_entry(u, &inflight_list, gc_link)
		if (u->gc_refs >= 0)
			scan(u, subtract);
	do {
		found_more = false;
		list_for_each_entry(u, &inflight_list, gc_link) {
			if (u->gc_refs <= 0)
				continue;
			u->gc_refs = -1;
			scan(u, mark_reachable);
			found_more = true;
		}
	} while (found_more);
	list_for_each_entry(u, &inflight_list, gc_link)
		if (u->gc_refs == 0)
			collect(u, hitlist);
}

/**
 * unix_gc() - free what nobody can reach
 *
 * Context: sleeps. Called after each release; costs a test when nothing is in
 * flight. Nested calls (from freeing what was found) do nothing.
 */
void unix_gc(void)
{
	LIST_HEAD(hitlist);
	struct unix_msg *msg, *tmp;

	if (!READ_ONCE(total_inflight) || !mutex_trylock(&gc_running))
		return;
	spin_lock(&unix_gc_lock);
	find_garbage(&hitlist);
	spin_unlock(&unix_gc_lock);
	list_for_each_entry_safe(msg, tmp, &hitlist, list)
		unix_msg_free(msg);
	mutex_unlock(&gc_running);
}
