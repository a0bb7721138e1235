// SPDX-License-Identifier: GPL-2.0
/*
 * Giving the host CPU away for a moment.
 *
 * A virtual CPU and the guest processes it runs share a host CPU; yielding it to each
 * other is half the price of sleeping and waking.  But it also goes to anybody else
 * who wants that CPU, and for a whole time slice.  When that happened, the next waits
 * sleep at once: one, then three, seven, ... until yielding is cheap again.
 */
#include <sched.h>
#include "../internal.h"
#include "seccomp.h"

#define CROWDED_NS	200000
#define MAX_ROUND	1023U

static __thread unsigned int skip;	/* so many waits do not yield */
static __thread unsigned int round;	/* what it was set to last time */

/* At the start of a wait.  Return: how often to yield before sleeping. */
unsigned int handoff_yields(void)
{
	if (!skip)
		return HANDOFF_YIELDS;
	skip--;
	return 0;
}

void handoff_yield(void)
{
	unsigned long long start = os_monotonic_ns();

	sched_yield();
	if (os_monotonic_ns() - start > CROWDED_NS) {
		round = round * 2 + 1 < MAX_ROUND ? round * 2 + 1 : MAX_ROUND;
		skip = round;
	} else {
		round /= 2;
	}
}
