// SPDX-License-Identifier: GPL-2.0
/*
 * Virtual CPUs: their threads, kicks, the one-shot timer, idle.
 *
 * One signal, KICK_SIGNAL, does all the waking: the host timer sends it to the
 * virtual CPU's thread, and so does os_kick().  Its handler, on that thread, sets
 * @pending and passes the signal on to the guest process that is running there, if
 * any; since only this thread reaps guest processes, the pid cannot be stale.
 */
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
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

static void stop_handler(int sig, siginfo_t *si, void *context)
{
	const greg_t *g = ((ucontext_t *)context)->uc_mcontext.gregs;
	struct um_vcpu *vcpu = this_vcpu;

	(void)sig;
	(void)si;
	if (!vcpu)
		return;
	vcpu->stop_sp = g[REG_RSP];
	vcpu->stop_bp = g[REG_RBP];
	__atomic_store_n(&vcpu->stopped, 1, __ATOMIC_RELEASE);
	for (;;)
		pause();
}

void vcpu_set_handler(int sig, void (*handler)(int, siginfo_t *, void *))
{
	struct sigaction sa = { .sa_sigaction = handler };

	sa.sa_flags = SA_SIGINFO | SA_ONSTACK;
	sigfillset(&sa.sa_mask);
	sigaction(sig, &sa, NULL);
}

/* Before any thread exists. */
void vcpu_prepare(void)
{
	own_pid = getpid();
	vcpu_set_handler(KICK_SIGNAL, kick_handler);
	vcpu_set_handler(STOP_SIGNAL, stop_handler);
}

/* Of the calling thread; before there are any, 0. */
int vcpu_number(void)
{
	return this_vcpu ? this_vcpu - um_vcpus : 0;
}

void vcpu_signal(int cpu, int sig)
{
	syscall(SYS_tgkill, own_pid, um_vcpus[cpu].tid, sig);
}

void os_vcpu_stop(int cpu)
{
	vcpu_signal(cpu, STOP_SIGNAL);
}

void os_yield(void)
{
	sched_yield();
}

/* The calling thread becomes virtual CPU @cpu. */
int vcpu_init(int cpu)
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
	sigaddset(&set, STOP_SIGNAL);
	sigaddset(&set, HANDOVER_SIGNAL);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	return 0;
}

/* A new CPU's thread tells the one that started it: STARTING, 0 or -errno. */
#define STARTING 1
static int start_result;

static void *vcpu_main(void *arg)
{
	int cpu = (long)arg, err;

	err = vcpu_init(cpu);
	if (!err)
		err = engine_cpu_start(cpu);
	__atomic_store_n(&start_result, err, __ATOMIC_SEQ_CST);
	if (err)
		return NULL;
	affinity_start();
	um_start_secondary(cpu);
}

int os_vcpu_start(int cpu)
{
	pthread_attr_t attr;
	pthread_t thread;
	int err;

	err = engine_cpu_prepare(cpu);
	if (err)
		return err;
	start_result = STARTING;
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, 64 * 1024);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	err = pthread_create(&thread, &attr, vcpu_main, (void *)(long)cpu);
	pthread_attr_destroy(&attr);
	while (!err && __atomic_load_n(&start_result, __ATOMIC_SEQ_CST) == STARTING)
		sched_yield();
	return err ? -err : start_result;
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

void os_kicks_clear(int cpu)
{
	affinity_check();
	__atomic_store_n(&um_vcpus[cpu].pending, 0, __ATOMIC_SEQ_CST);
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
