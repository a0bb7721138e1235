// SPDX-License-Identifier: GPL-2.0
/*
 * The vDSO: code of the kernel's that runs in guest programs.
 *
 * Clocks are computed from the TSC with what the kernel keeps in the page in front
 * of this image; when that says no, and for clocks not known here, a system call is
 * made.  Compiled alone and linked as a shared object; it can call nothing.
 */
#define BUILD_VDSO
#include <asm/unistd_64.h>
#include <linux/time.h>
#include <asm/vdso.h>

#define NSEC_PER_SEC	1000000000ULL
#define EXPORT		__attribute__((visibility("default")))
#define ALIAS(name)	__attribute__((weak, alias(#name), visibility("default")))

extern const volatile struct vdso_data vvar __attribute__((visibility("hidden")));

struct getcpu_cache;

static long syscall2(long nr, long a, long b)
{
	long ret;

	__asm__ __volatile__("syscall" : "=a"(ret) : "a"(nr), "D"(a), "S"(b)
			     : "rcx", "r11", "memory");
	return ret;
}

static long syscall3(long nr, long a, long b, long c)
{
	long ret;

	__asm__ __volatile__("syscall"
			     : "=a"(ret) : "a"(nr), "D"(a), "S"(b), "d"(c)
			     : "rcx", "r11", "memory");
	return ret;
}

static inline unsigned long long read_tsc(void)
{
	unsigned int low, high;

	__asm__ __volatile__("lfence; rdtsc" : "=a"(low), "=d"(high) : : "memory");
	return (unsigned long long)high << 32 | low;
}

#define barrier() __asm__ __volatile__("" : : : "memory")

/* Return: 0 when the page cannot be used. */
static int read_clock(int real, unsigned long long *ns)
{
	unsigned int seq;
	unsigned long long t;

	do {
		do
			seq = vvar.seq;
		while (seq & 1);
		barrier();
		if (!vvar.usable)
			return 0;
		t = read_tsc();
		t = t > vvar.base_tsc ? t - vvar.base_tsc : 0;
		t = (unsigned __int128)t * vvar.mult >> vvar.shift;
		t += vvar.base_ns - vvar.mono_base;
		if (real)
			t += vvar.wall_offset;
		barrier();
	} while (seq != vvar.seq);
	*ns = t;
	return 1;
}

EXPORT int __vdso_clock_gettime(int clock, struct timespec *ts)
{
	unsigned long long ns;
	int real;

	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_COARSE:
		real = 1;
		break;
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_COARSE:
	case CLOCK_BOOTTIME:
		real = 0;
		break;
	default:
		return syscall2(__NR_clock_gettime, clock, (long)ts);
	}
	if (!read_clock(real, &ns))
		return syscall2(__NR_clock_gettime, clock, (long)ts);
	ts->tv_sec = ns / NSEC_PER_SEC;
	ts->tv_nsec = ns % NSEC_PER_SEC;
	return 0;
}
int clock_gettime(int clock, struct timespec *ts) ALIAS(__vdso_clock_gettime);

EXPORT int __vdso_gettimeofday(struct timeval *tv, struct timezone *tz)
{
	unsigned long long ns;

	if (tz || !read_clock(1, &ns))
		return syscall2(__NR_gettimeofday, (long)tv, (long)tz);
	if (tv) {
		tv->tv_sec = ns / NSEC_PER_SEC;
		tv->tv_usec = ns % NSEC_PER_SEC / 1000;
	}
	return 0;
}
int gettimeofday(struct timeval *tv, struct timezone *tz)
	ALIAS(__vdso_gettimeofday);

EXPORT long __vdso_time(long *t)
{
	unsigned long long ns;
	long seconds;

	if (!read_clock(1, &ns))
		return syscall2(__NR_time, (long)t, 0);
	seconds = ns / NSEC_PER_SEC;
	if (t)
		*t = seconds;
	return seconds;
}
long time(long *t) ALIAS(__vdso_time);

EXPORT int __vdso_clock_getres(int clock, struct timespec *res)
{
	return syscall2(__NR_clock_getres, clock, (long)res);
}
int clock_getres(int clock, struct timespec *res) ALIAS(__vdso_clock_getres);

EXPORT long __vdso_getcpu(unsigned int *cpu, unsigned int *node,
			  struct getcpu_cache *unused)
{
	if (vvar.nr_cpus != 1)
		return syscall3(__NR_getcpu, (long)cpu, (long)node, (long)unused);
	if (cpu)
		*cpu = 0;
	if (node)
		*node = 0;
	return 0;
}
long getcpu(unsigned int *cpu, unsigned int *node, struct getcpu_cache *unused)
	ALIAS(__vdso_getcpu);
