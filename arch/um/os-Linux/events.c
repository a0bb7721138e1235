// SPDX-License-Identifier: GPL-2.0
/*
 * Host descriptors as interrupt sources.
 *
 * All are in one epoll set, edge triggered.  While virtual CPU 0 is idle it waits
 * for the set itself; while it is busy, a small thread does and kicks it.  After
 * that the thread rests until the set has been drained (os_events_poll()).
 */
#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "internal.h"

#define MAX_EVENTS	64

static int epoll_fd = -1;
static unsigned int armed;	/* the thread may look; futex */

static void watch(void)
{
	struct pollfd pfd = { .fd = epoll_fd, .events = POLLIN };
	struct um_vcpu *vcpu = &um_vcpus[0];

	while (!__atomic_load_n(&armed, __ATOMIC_SEQ_CST))
		syscall(SYS_futex, &armed, FUTEX_WAIT_PRIVATE, 0, NULL);
	if (poll(&pfd, 1, -1) <= 0)
		return;
	__atomic_store_n(&armed, 0, __ATOMIC_SEQ_CST);
	__atomic_store_n(&vcpu->pending, 1, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&vcpu->running, __ATOMIC_SEQ_CST))
		os_kick(0);
}

static void *watcher(void *unused)
{
	(void)unused;
	for (;;)
		watch();
	return NULL;
}

int events_init(void)
{
	pthread_attr_t attr;
	pthread_t thread;
	sigset_t all, old;
	int err;

	epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (epoll_fd < 0)
		return -errno;
	armed = 1;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 64 * 1024);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	err = pthread_create(&thread, &attr, watcher, NULL);
	pthread_attr_destroy(&attr);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return -err;
}

int events_fd(void)
{
	return epoll_fd;
}

static int control(int op, int fd, unsigned int events, unsigned long cookie)
{
	struct epoll_event ev = { .events = EPOLLET, .data.u64 = cookie };

	if (events & OS_EVENT_READ)
		ev.events |= EPOLLIN | EPOLLRDHUP;
	if (events & OS_EVENT_WRITE)
		ev.events |= EPOLLOUT;
	return epoll_ctl(epoll_fd, op, fd, &ev) < 0 ? -errno : 0;
}

int os_event_add(int fd, unsigned int events, unsigned long cookie)
{
	return control(EPOLL_CTL_ADD, fd, events, cookie);
}

int os_event_mod(int fd, unsigned int events, unsigned long cookie)
{
	return control(EPOLL_CTL_MOD, fd, events, cookie);
}

int os_event_del(int fd)
{
	return control(EPOLL_CTL_DEL, fd, 0, 0);
}

int os_events_poll(struct os_event *out, int max)
{
	struct epoll_event ev[MAX_EVENTS];
	int i, n;

	if (max > MAX_EVENTS)
		max = MAX_EVENTS;
	affinity_check();
	__atomic_store_n(&um_vcpus[0].pending, 0, __ATOMIC_SEQ_CST);
	n = epoll_wait(epoll_fd, ev, max, 0);
	for (i = 0; i < n; i++) {
		out[i].cookie = ev[i].data.u64;
		out[i].events = 0;
		if (ev[i].events & (EPOLLIN | EPOLLPRI))
			out[i].events |= OS_EVENT_READ;
		if (ev[i].events & EPOLLOUT)
			out[i].events |= OS_EVENT_WRITE;
		if (ev[i].events & (EPOLLHUP | EPOLLERR | EPOLLRDHUP))
			out[i].events |= OS_EVENT_HUP;
	}
	if (n == max)
		__atomic_store_n(&um_vcpus[0].pending, 1, __ATOMIC_SEQ_CST);
	if (!__atomic_exchange_n(&armed, 1, __ATOMIC_SEQ_CST))
		syscall(SYS_futex, &armed, FUTEX_WAKE_PRIVATE, 1);
	return n < 0 ? 0 : n;
}
