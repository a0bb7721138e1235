// SPDX-License-Identifier: GPL-2.0
/*
 * Facts about the host and ourselves.
 */
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <os_process.h>
#include "internal.h"

void os_uname(struct os_utsname *to)
{
	struct utsname uts;

	memset(to, 0, sizeof(*to));
	if (uname(&uts) < 0)
		return;
	memcpy(to->sysname, uts.sysname, sizeof(to->sysname));
	memcpy(to->nodename, uts.nodename, sizeof(to->nodename));
	memcpy(to->release, uts.release, sizeof(to->release));
	memcpy(to->version, uts.version, sizeof(to->version));
	memcpy(to->machine, uts.machine, sizeof(to->machine));
}

long os_getrandom(void *buf, unsigned long len)
{
	return RETRY(getrandom(buf, len, 0));
}

int os_getpid(void)
{
	return getpid();
}

int os_nr_cpus(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		return 1;
	return CPU_COUNT(&set);
}

const char *os_getenv(const char *name)
{
	return getenv(name);
}
