// SPDX-License-Identifier: GPL-2.0
/*
 * Host clocks, and what guests need to compute the monotonic clock from the TSC.
 *
 * The TSC is calibrated against CLOCK_MONOTONIC over an ever longer baseline.
 * It is only used when the host itself uses it as its clock source; anything else
 * could be unsynchronised or trapped.
 */
#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>
#include "internal.h"

#define NSEC_PER_SEC	1000000000ULL
#define MIN_BASELINE_NS	10000000ULL
#define TSC_SHIFT	24

static unsigned long long read_clock(clockid_t id)
{
	struct timespec ts;

	clock_gettime(id, &ts);
	return ts.tv_sec * NSEC_PER_SEC + ts.tv_nsec;
}

unsigned long long os_monotonic_ns(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

unsigned long long os_realtime_ns(void)
{
	return read_clock(CLOCK_REALTIME);
}

/* A pair of readings that belong together: the tightest of a few tries. */
static void sample(unsigned long long *tsc, unsigned long long *ns)
{
	unsigned long long best = ~0ULL;

	*tsc = *ns = 0;

	for (int i = 0; i < 5; i++) {
		unsigned long long before = __rdtsc();
		unsigned long long now = os_monotonic_ns();
		unsigned long long after = __rdtsc();

		if (after - before < best) {
			best = after - before;
			*tsc = before + best / 2;
			*ns = now;
		}
	}
}

static int host_trusts_tsc(void)
{
	char name[16] = "";
	int fd = open("/sys/devices/system/clocksource/clocksource0/current_clocksource",
		      O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return 0;
	if (RETRY(read(fd, name, sizeof(name) - 1)) < 3)
		name[0] = 0;
	close(fd);
	return !strncmp(name, "tsc", 3);
}

int os_tsc_calibrate(struct os_tsc *result)
{
	static unsigned long long first_tsc, first_ns;
	static int trusted = -1;
	unsigned long long tsc, ns;

	if (trusted < 0)
		trusted = host_trusts_tsc();
	if (!trusted)
		return -ENODEV;
	sample(&tsc, &ns);
	if (!first_ns) {
		first_tsc = tsc;
		first_ns = ns;
	}
	if (ns - first_ns < MIN_BASELINE_NS)
		return -EAGAIN;
	result->base_tsc = tsc;
	result->base_ns = ns;
	result->shift = TSC_SHIFT;
	result->mult = ((unsigned __int128)(ns - first_ns) << TSC_SHIFT) /
		       (tsc - first_tsc);
	return 0;
}
