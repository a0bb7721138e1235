// SPDX-License-Identifier: GPL-2.0
/*
 * Keeping a virtual CPU and the guest processes it runs on one host CPU.
 *
 * They hand control to each other all the time and never run at once.  On one host
 * CPU that is a context switch; across two it is an inter-processor interrupt and
 * the wake-up of an idle CPU, several times dearer.  The host's scheduler prefers
 * the idle CPU, so it is not asked: the virtual CPU's thread is bound to the host
 * CPU it is on, and a guest process to the same when it runs next.
 *
 * Several virtual CPUs start on host CPUs of their own, as far as there are any.
 *
 * A CPU that others want too is left: a few times a second the time this thread
 * spent waiting for its turn is looked at, and when that is too much, the host may
 * choose again.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "internal.h"

#define CHECK_NS	(250 * 1000000ULL)
#define MAX_WAIT	8	/* of the time: 1 / 8 */

static cpu_set_t allowed;		/* constant once CPU 0 has started */
static int first_cpu;			/* where that was */

/* Each virtual CPU's own. */
static __thread int enabled;
static __thread int schedstat_fd;
static __thread int bound_cpu = -1;
static __thread unsigned long long last_check_ns, last_wait_ns;

static int bind_to(int pid, int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return sched_setaffinity(pid, sizeof(set), &set);
}

static void bind_here(void)
{
	int cpu = sched_getcpu();

	bound_cpu = cpu >= 0 && !bind_to(0, cpu) ? cpu : -1;
}

/* ns this thread was ready to run and did not. */
static unsigned long long wait_ns(void)
{
	unsigned long long run, wait;
	char text[80] = "";

	if (pread(schedstat_fd, text, sizeof(text) - 1, 0) <= 0 ||
	    sscanf(text, "%llu %llu", &run, &wait) != 2)
		return 0;
	return wait;
}

/* The @n-th allowed CPU after the first virtual CPU's. */
static int nth_cpu(int n)
{
	int cpu = first_cpu;

	for (n %= CPU_COUNT(&allowed); n; n--)
		do
			cpu = (cpu + 1) % CPU_SETSIZE;
		while (!CPU_ISSET(cpu, &allowed));
	return cpu;
}

/* By each virtual CPU's thread; CPU 0's once it is all that uses the host CPU. */
void affinity_start(void)
{
	int n = this_vcpu - um_vcpus;

	if (!n && sched_getaffinity(0, sizeof(allowed), &allowed) < 0)
		return;
	if (CPU_COUNT(&allowed) < 2)
		return;
	schedstat_fd = open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
	if (schedstat_fd < 0)
		return;
	enabled = 1;
	if (n)
		bind_to(0, nth_cpu(n));
	bind_here();
	if (!n && bound_cpu >= 0)
		first_cpu = bound_cpu;
}

/* Now and then: is there too much of a crowd here? */
void affinity_check(void)
{
	unsigned long long now, wait;

	if (!enabled)
		return;
	now = os_monotonic_ns();
	if (now - last_check_ns < CHECK_NS)
		return;
	wait = wait_ns();
	if (last_check_ns &&
	    wait - last_wait_ns > (now - last_check_ns) / MAX_WAIT) {
		sched_setaffinity(0, sizeof(allowed), &allowed);
		sched_yield();
		bind_here();
	}
	last_check_ns = now;
	last_wait_ns = wait;
}

/* Process @pid, now bound to *@host_cpu, is about to run. */
void affinity_follow(int pid, int *host_cpu)
{
	if (*host_cpu == bound_cpu || bound_cpu < 0)
		return;
	*host_cpu = bound_cpu;
	bind_to(pid, bound_cpu);
}
