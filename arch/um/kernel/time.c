// SPDX-License-Identifier: GPL-2.0
/*
 * The machine's clock and timer.
 *
 * Time is the host's monotonic clock, computed from the TSC where the host does so
 * itself: the same parameters are given to guests in the vDSO's page, so that a
 * program cannot see two clocks.  They are measured again now and then; a clock
 * that was fast is slowed down, never set back.
 *
 * The timer is one-shot, programmed to the next hrtimer.
 */
#include <linux/hrtimer.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/math64.h>
#include <linux/sched.h>
#include <linux/seqlock.h>
#include <linux/smp.h>
#include <linux/timekeeping.h>
#include <asm/barrier.h>
#include <asm/irq.h>
#include <asm/setup.h>
#include <asm/vdso.h>
#include <os_vcpu.h>
#include <asm/machine.h>

#define FIRST_UPDATE_NS	(10 * NSEC_PER_MSEC)
#define UPDATE_NS	(NSEC_PER_SEC / 2)

static struct os_tsc clock_tsc;		/* [c] */
static bool tsc_usable;			/* [c] */
static bool tsc_hopeless;
static seqcount_t clock_seq;		/* [c] clock_lock for writing */
static DEFINE_SPINLOCK(clock_lock);
static DEFINE_SPINLOCK(update_lock);	/* outside clock_lock */
static u64 next_update_ns;		/* [update_lock], looked at without */
static u64 update_interval_ns = FIRST_UPDATE_NS; /* [update_lock] */
static s64 mono_base;			/* [c] host monotonic at guest zero */
static s64 wall_offset;			/* [c] real minus guest monotonic */
static bool rate_is_one = true;		/* [c] monotonic runs as the host's does */

static inline u64 read_tsc(void)
{
	u32 low, high;

	__asm__ __volatile__("lfence; rdtsc" : "=a"(low), "=d"(high) : : "memory");
	return (u64)high << 32 | low;
}

/* The TSC of another host CPU may be a few ticks behind the one of the base. */
static u64 tsc_to_ns(const struct os_tsc *tsc, u64 now)
{
	u64 ticks = now > tsc->base_tsc ? now - tsc->base_tsc : 0;

	return tsc->base_ns + mul_u64_u32_shr(ticks, tsc->mult, tsc->shift);
}

/* Host monotonic time in ns. */
u64 um_clock_read(void)
{
	unsigned int seq;
	u64 ns;

	if (!tsc_usable)
		return os_monotonic_ns();
	do {
		seq = read_seqcount_begin(&clock_seq);
		ns = tsc_to_ns(&clock_tsc, read_tsc());
	} while (read_seqcount_retry(&clock_seq, seq));
	return ns;
}

static void publish(void)
{
	vdso_update(tsc_usable && rate_is_one ? &clock_tsc : NULL, mono_base,
		    wall_offset);
}

/*
 * New parameters that continue the old clock: if that is ahead, the new one starts
 * where the old one is and runs slower until the next update.
 */
static void adopt(struct os_tsc *new)
{
	u64 old_ns;

	if (tsc_usable) {
		old_ns = tsc_to_ns(&clock_tsc, new->base_tsc);
		if (old_ns > new->base_ns) {
			u64 ahead = old_ns - new->base_ns;

			if (ahead > NSEC_PER_SEC / 20)
				ahead = NSEC_PER_SEC / 20;
			new->base_ns = old_ns;
			new->mult -= mul_u64_u32_shr(ahead * 2, new->mult, 30);
		}
	}
	clock_tsc = *new;
	tsc_usable = true;
}

static void update_clock(void)
{
	struct os_tsc new;
	int err;

	if (tsc_hopeless)
		return;
	err = os_tsc_calibrate(&new);
	if (err == -ENODEV)
		tsc_hopeless = true;
	if (err)
		return;
	spin_lock(&clock_lock);
	write_seqcount_begin(&clock_seq);
	adopt(&new);
	write_seqcount_end(&clock_seq);
	publish();
	spin_unlock(&clock_lock);
}

static void update_if_due(u64 now)
{
	if (now < READ_ONCE(next_update_ns) || !spin_trylock(&update_lock))
		return;
	WRITE_ONCE(next_update_ns, now + update_interval_ns);
	update_interval_ns = min(update_interval_ns * 2, UPDATE_NS);
	update_clock();
	spin_unlock(&update_lock);
}

/* A program starts: it should find a vDSO that can be used. */
void time_refresh(void)
{
	update_if_due(um_clock_read());
}

/* At each interrupt point: run what is due. */
void time_tick(void)
{
	struct um_vcpu *vcpu = &um_vcpus[raw_smp_processor_id()];
	u64 now = um_clock_read();

	update_if_due(now);
	if (vcpu->timer_ns && now >= vcpu->timer_ns) {
		vcpu->timer_ns = 0;
		timer_irq_count();
		hrtimer_interrupt();
	}
	scheduler_tick();
}

static void set_next_event(u64 delta_ns)
{
	int cpu = raw_smp_processor_id();

	os_timer_program(cpu, delta_ns == (u64)KTIME_MAX ? 0 :
			 um_clock_read() + delta_ns);
}

static u64 read_real(void)
{
	return os_realtime_ns();
}

static const struct clocksource um_clocksource = {
	.name = "timer",
	.read = um_clock_read,
	.read_real = read_real,
};

static const struct clock_event_device um_clockevent = {
	.name = "posix-timer",
	.set_next_event = set_next_event,
};

/*
 * Monotonic time is the host's minus @base, real time is @offset more; but while the
 * rate is not 1, guests must ask the kernel.
 */
void arch_update_vsyscall(s64 base, s64 offset, bool one)
{
	spin_lock(&clock_lock);
	mono_base = base;
	wall_offset = offset;
	rate_is_one = one;
	publish();
	spin_unlock(&clock_lock);
}

void __init time_init(void)
{
	update_clock();
	clocksource_register(&um_clocksource);
	clockevents_register(&um_clockevent);
}
