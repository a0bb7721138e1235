// SPDX-License-Identifier: GPL-2.0
/*
 * The clocks. Raw nanoseconds come from the clocksource the machine registers;
 * everything else is arithmetic on them:
 *
 *	raw		what the clocksource counts, 0 at boot
 *	monotonic	raw, sped up or slowed down by adjtimex()
 *	realtime	monotonic + offs_real, which settimeofday() changes
 *	boottime	monotonic + offs_boot (time spent suspended)
 *	tai		realtime + whole seconds
 *
 * Monotonic time is linear from a base, which is moved only when the rate
 * changes, so that reading the clock is one call, one subtraction, and, only
 * while the rate is not 1, one multiplication. Readers retry when a writer was
 * in between (seqlock); they never wait for each other.
 *
 * There is no tick: the coarse clocks are rounded down to 1/HZ when read.
 *
 * Left out against Linux: choosing between clocksources, suspend, and any
 * steering of the host's clock, which is disciplined by the host already.
 */
#include <linux/timekeeping.h>
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/seqlock.h>

#include "timekeeping.h"

#define RATE_SHIFT	40		/* unit of tk.adj: 2^-40 ns per ns */
#define SLEW_PPM	500		/* adjtime() moves the clock that fast */

static u64 clocksource_none_read(void)
{
	return 0;
}

static const struct clocksource clocksource_none = {
	.name	= "none",
	.read	= clocksource_none_read,
};

/* All but the lock: [L] written under tk.lock, read in a seqlock loop. */
static struct {
	seqlock_t	lock;
	const struct clocksource *cs;
	u64		raw_origin;	/* cs->read() when raw time was 0 */
	u64		base_raw;	/* raw time of the base */
	s64		base_mono;	/* monotonic time of the base */
	s64		adj;		/* rate - 1, see RATE_SHIFT */
	s64		slew;		/* ns to be gained or lost from the base on */
	s64		offs_real;
	s64		offs_boot;
	int		tai_offset;	/* s */
} tk = {
	.lock	= __SEQLOCK_UNLOCKED(tk.lock),
	.cs	= &clocksource_none,
};

void __weak arch_update_vsyscall(s64 mono_base, s64 wall_offset, bool rate_is_one)
{
}

/*
 * Tell the machine, for the clocks it computes itself. The difference between
 * the clocksource and monotonic time is taken from the base, not by reading
 * both, since the host may run others between two readings.
 */
static void update_vsyscall(void)
	__must_hold(&tk.lock)
{
	arch_update_vsyscall(tk.raw_origin + tk.base_raw - tk.base_mono, tk.offs_real,
			     !tk.adj && !tk.slew);
}

static u64 read_raw(void)
{
	return tk.cs->read() - tk.raw_origin;
}

/* How much of the slew has been done @delta ns after the base. */
static s64 slew_done(u64 delta)
{
	u64 most = delta / (1000000 / SLEW_PPM);

	if (tk.slew >= 0)
		return min_t(u64, most, tk.slew);
	return -(s64)min_t(u64, most, -tk.slew);
}

/* Raw to monotonic; within a seqlock loop or under the lock. */
static s64 mono_at(u64 raw)
{
	u64 delta = raw - tk.base_raw;
	s64 mono = tk.base_mono + delta;

	if (tk.adj)
		mono += (s64)((__int128)delta * tk.adj >> RATE_SHIFT);
	if (tk.slew)
		mono += slew_done(delta);
	return mono;
}

/* Start a new line segment here, before a change of the rate. */
static void rebase(void)
	__must_hold(&tk.lock)
{
	u64 raw = read_raw();
	s64 mono = mono_at(raw);

	tk.slew -= slew_done(raw - tk.base_raw);
	tk.base_mono = mono;
	tk.base_raw = raw;
}

/**
 * ktime_get_offsets() - one consistent look at all the clocks
 * @offs: filled with the offsets from the monotonic clock
 *
 * Return: monotonic time.
 */
ktime_t ktime_get_offsets(struct clock_offsets *offs)
{
	unsigned int seq;
	s64 mono;

	do {
		seq = read_seqbegin(&tk.lock);
		mono = mono_at(read_raw());
		offs->real = tk.offs_real;
		offs->boot = tk.offs_boot;
		offs->tai = tk.offs_real + tk.tai_offset * NSEC_PER_SEC;
	} while (read_seqretry(&tk.lock, seq));
	return mono;
}

ktime_t ktime_get(void)
{
	unsigned int seq;
	s64 mono;

	do {
		seq = read_seqbegin(&tk.lock);
		mono = mono_at(read_raw());
	} while (read_seqretry(&tk.lock, seq));
	return mono;
}

ktime_t ktime_get_real(void)
{
	struct clock_offsets offs;
	ktime_t mono = ktime_get_offsets(&offs);

	return mono + offs.real;
}

ktime_t ktime_get_boottime(void)
{
	struct clock_offsets offs;
	ktime_t mono = ktime_get_offsets(&offs);

	return mono + offs.boot;
}

ktime_t ktime_get_clocktai(void)
{
	struct clock_offsets offs;
	ktime_t mono = ktime_get_offsets(&offs);

	return mono + offs.tai;
}

ktime_t ktime_get_raw(void)
{
	return sched_clock();
}

u64 sched_clock(void)
{
	unsigned int seq;
	u64 raw;

	do {
		seq = read_seqbegin(&tk.lock);
		raw = read_raw();
	} while (read_seqretry(&tk.lock, seq));
	return raw;
}

ktime_t ktime_mono_to_real(ktime_t mono)
{
	return mono + READ_ONCE(tk.offs_real);
}

void ktime_get_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(ktime_get());
}

void ktime_get_real_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(ktime_get_real());
}

void ktime_get_boottime_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(ktime_get_boottime());
}

void ktime_get_clocktai_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(ktime_get_clocktai());
}

void ktime_get_raw_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(ktime_get_raw());
}

static s64 round_to_tick(s64 mono)
{
	return mono - mono % TICK_NSEC;
}

void ktime_get_coarse_ts64(struct timespec64 *ts)
{
	*ts = ns_to_timespec64(round_to_tick(ktime_get()));
}

void ktime_get_coarse_real_ts64(struct timespec64 *ts)
{
	struct clock_offsets offs;
	ktime_t mono = ktime_get_offsets(&offs);

	*ts = ns_to_timespec64(round_to_tick(mono) + offs.real);
}

time64_t ktime_get_seconds(void)
{
	return ktime_get() / NSEC_PER_SEC;
}

time64_t ktime_get_real_seconds(void)
{
	return ktime_get_real() / NSEC_PER_SEC;
}

time64_t ktime_get_boottime_seconds(void)
{
	return ktime_get_boottime() / NSEC_PER_SEC;
}

/**
 * clocksource_register() - where raw time comes from, from now on
 * @cs: the source; its read_real() sets the wall clock the first time
 *
 * Time goes on without a jump when one source replaces another.
 */
void clocksource_register(const struct clocksource *cs)
{
	write_seqlock(&tk.lock);
	rebase();
	tk.cs = cs;
	tk.raw_origin = cs->read() - tk.base_raw;
	if (!tk.offs_real && cs->read_real)
		tk.offs_real = cs->read_real() - tk.base_mono;
	update_vsyscall();
	write_sequnlock(&tk.lock);
	clock_was_set();
}

/* The clocks count from the registration of the first source. */
void __init timekeeping_init(void)
{
	hrtimers_init();
}

static int set_wall_offset(s64 offs_real)
{
	write_seqlock(&tk.lock);
	tk.offs_real = offs_real;
	update_vsyscall();
	write_sequnlock(&tk.lock);
	clock_was_set();
	return 0;
}

/**
 * do_settimeofday64() - set the wall clock
 * @ts: the new time; not before boot would have been in 1970
 *
 * Return: 0, or -EINVAL for a time the clocks cannot represent.
 */
int do_settimeofday64(const struct timespec64 *ts)
{
	s64 offs_real;

	if (!timespec64_valid_settod(ts))
		return -EINVAL;
	offs_real = timespec64_to_ns(ts) - ktime_get();
	if (offs_real < 0)
		return -EINVAL;
	return set_wall_offset(offs_real);
}

/* Move the wall clock by @delta (adjtimex ADJ_SETOFFSET). */
int timekeeping_inject_offset(const struct timespec64 *delta)
{
	struct timespec64 now;

	ktime_get_real_ts64(&now);
	set_normalized_timespec64(&now, now.tv_sec + delta->tv_sec,
				  now.tv_nsec + delta->tv_nsec);
	return do_settimeofday64(&now);
}

/* The monotonic clock runs @adj * 2^-40 faster than raw time from now on. */
void timekeeping_set_rate(s64 adj)
{
	write_seqlock(&tk.lock);
	rebase();
	tk.adj = adj;
	update_vsyscall();
	write_sequnlock(&tk.lock);
}

/* Gain @ns gradually, instead of what was left of the last such wish. */
void timekeeping_start_slew(s64 ns)
{
	write_seqlock(&tk.lock);
	rebase();
	tk.slew = ns;
	update_vsyscall();
	write_sequnlock(&tk.lock);
}

s64 timekeeping_slew_left(void)
{
	s64 left;

	write_seqlock(&tk.lock);
	rebase();
	left = tk.slew;
	update_vsyscall();
	write_sequnlock(&tk.lock);
	return left;
}

void timekeeping_set_tai_offset(int seconds)
{
	write_seqlock(&tk.lock);
	tk.tai_offset = seconds;
	write_sequnlock(&tk.lock);
	clock_was_set();
}

int timekeeping_tai_offset(void)
{
	return READ_ONCE(tk.tai_offset);
}
