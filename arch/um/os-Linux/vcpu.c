// SPDX-License-Identifier: GPL-2.0
/*
 * Virtual CPUs: kicks, the one-shot timer, idle.
 *
 * One signal, KICK_SIGNAL, does all the waking: the host timer sends it to the
 * virtual CPU's thread, and so does os_kick().  Its handler, on that thread, sets
 * @pending and passes the signal on to the guest process that is running there, if
 * any; since only this thread reaps guest processes, the pid cannot be stale.
 */
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "internal.h"

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

#define NSEC_PER_SEC	1000000000ULL

struct um_vcpu um_vcpus[UM_MAX_CPUS];
__thread struct um_vcpu *this_vcpu;

static int own_pid;

static void kick_handler(int sig, siginfo_t *si, void *context)
{
	struct um_vcpu *vcpu = this_vcpu;
	int saved = errno, pid;

	(void)context;
	if (!vcpu)
		return;
	if (si->si_code == SI_TIMER)
		vcpu->armed_ns = 0;
	__atomic_store_n(&vcpu->pending, 1, __ATOMIC_SEQ_CST);
	pid = __atomic_load_n(&vcpu->running, __ATOMIC_SEQ_CST);
	if (pid > 0)
		syscall(SYS_tgkill, pid, pid, sig);
	errno = saved;
}

/* Before any thread exists. */
void vcpu_prepare(void)
{
	struct sigaction sa = { .sa_sigaction = kick_handler };

	own_pid = getpid();
	sa.sa_flags = SA_SIGINFO | SA_ONSTACK;
	sigfillset(&sa.sa_mask);
	sigaction(KICK_SIGNAL, &sa, NULL);
}

int os_vcpu_init(int cpu)
{
	struct um_vcpu *vcpu = &um_vcpus[cpu];
	struct sigevent sev = {
		.sigev_notify = SIGEV_THREAD_ID,
		.sigev_signo = KICK_SIGNAL,
	};
	timer_t timer;
	sigset_t set;

	vcpu->tid = syscall(SYS_gettid);
	sev.sigev_notify_thread_id = vcpu->tid;
	if (timer_create(CLOCK_MONOTONIC, &sev, &timer) < 0)
		return -errno;
	vcpu->timer = timer;
	this_vcpu = vcpu;
	signals_thread_stack();
	prctl(PR_SET_TIMERSLACK, 1UL);
	sigemptyset(&set);
	sigaddset(&set, KICK_SIGNAL);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	return 0;
}

void os_kick(int cpu)
{
	struct um_vcpu *vcpu = &um_vcpus[cpu];
	int saved = errno;

	__atomic_store_n(&vcpu->pending, 1, __ATOMIC_SEQ_CST);
	if (vcpu != this_vcpu &&
	    (__atomic_load_n(&vcpu->running, __ATOMIC_SEQ_CST) ||
	     __atomic_load_n(&vcpu->idle, __ATOMIC_SEQ_CST)))
		syscall(SYS_tgkill, own_pid, vcpu->tid, KICK_SIGNAL);
	errno = saved;
}

void os_timer_program(int cpu, unsigned long long ns)
{
	um_vcpus[cpu].timer_ns = ns;
}

/* An earlier setting than needed is left alone: it costs one spurious kick. */
void vcpu_arm_timer(struct um_vcpu *vcpu)
{
	unsigned long long ns = vcpu->timer_ns, armed = vcpu->armed_ns;
	struct itimerspec its = { 0 };

	if (!ns || (armed && armed <= ns))
		return;
	its.it_value.tv_sec = ns / NSEC_PER_SEC;
	its.it_value.tv_nsec = ns % NSEC_PER_SEC;
	vcpu->armed_ns = ns;
	timer_settime(vcpu->timer, TIMER_ABSTIME, &its, NULL);
}

void os_timer_arm(int cpu)
{
	vcpu_arm_timer(&um_vcpus[cpu]);
}

/* How long to wait.  Return: NULL for ever, or @ts filled. */
static struct timespec *idle_timeout(struct um_vcpu *vcpu, struct timespec *ts)
{
	unsigned long long now, ns = vcpu->timer_ns;

	if (!ns)
		return NULL;
	now = os_monotonic_ns();
	ns = ns > now ? ns - now : 0;
	ts->tv_sec = ns / NSEC_PER_SEC;
	ts->tv_nsec = ns % NSEC_PER_SEC;
	return ts;
}

void os_idle(int cpu)
{
	struct um_vcpu *vcpu = &um_vcpus[cpu];
	struct pollfd pfd = { .fd = events_fd(), .events = POLLIN };
	sigset_t block, old;
	struct timespec ts;
	int ready = 0;

	reaper_poll();
	sigemptyset(&block);
	sigaddset(&block, KICK_SIGNAL);
	pthread_sigmask(SIG_BLOCK, &block, &old);
	__atomic_store_n(&vcpu->idle, 1, __ATOMIC_SEQ_CST);
	if (!__atomic_load_n(&vcpu->pending, __ATOMIC_SEQ_CST))
		ready = ppoll(&pfd, cpu == 0, idle_timeout(vcpu, &ts), &old);
	__atomic_store_n(&vcpu->idle, 0, __ATOMIC_SEQ_CST);
	if (ready >= 0)		/* a descriptor, or the time has come */
		__atomic_store_n(&vcpu->pending, 1, __ATOMIC_SEQ_CST);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}
