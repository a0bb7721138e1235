// SPDX-License-Identifier: GPL-2.0
/*
 * adjtimex(2): the state that time daemons keep in the kernel, and what of it
 * acts on the clock.
 *
 *	frequency, tick	change the rate of the clock
 *	ADJ_OFFSET	is worked off gradually, at 500 ppm
 *	ADJ_SETOFFSET	jumps
 *	maxerror, esterror, status, constant, tai	are remembered
 *
 * Left out against Linux: the phase-locked loop's own steering of the
 * frequency, leap second insertion, PPS.
 */
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/syscalls.h>
#include <linux/timekeeping.h>
#include <linux/timex.h>
#include <linux/uaccess.h>

#include "timekeeping.h"

/* adjtime(3) comes as one mode made of these bits. */
#define MODE_ADJTIME	0x8000
#define MODE_READONLY	0x2000
#define MODE_SINGLESHOT	0x0001

#define MAX_FREQ	(500LL << 16)	/* 500 ppm, in 2^-16 ppm */
#define TOLERANCE	MAX_FREQ
#define PHASE_LIMIT_US	16000000	/* 16 s: the clock is not synchronised */
#define MAX_OFFSET_NS	500000000
#define MAX_TAI_OFFSET	100000

/* [L] ntp_lock */
static struct {
	s64	freq;			/* 2^-16 ppm */
	long	tick_us;		/* of 1/USER_HZ */
	long	maxerror, esterror;	/* us */
	long	constant;
	int	status;			/* STA_* */
} ntp = {
	.tick_us	= USEC_PER_SEC / USER_HZ,
	.maxerror	= PHASE_LIMIT_US,
	.esterror	= PHASE_LIMIT_US,
	.constant	= 2,
	.status		= STA_UNSYNC,
};

static DEFINE_MUTEX(ntp_lock);

/* freq and tick as one factor, in 2^-40 (timekeeping.c). */
static void apply_rate(void)
{
	s64 nominal = USEC_PER_SEC / USER_HZ;
	/* 2^-16 ppm -> 2^-40: times 2^24 / 10^6 */
	s64 adj = ntp.freq * (1 << 24) / 1000000;

	adj += (ntp.tick_us - nominal) * (1LL << 40) / nominal;
	timekeeping_set_rate(adj);
}

static int check_tx(const struct __kernel_timex *tx)
{
	if (tx->modes & MODE_ADJTIME) {
		if (!(tx->modes & MODE_SINGLESHOT))
			return -EINVAL;
		if (!(tx->modes & MODE_READONLY) && !capable(CAP_SYS_TIME))
			return -EPERM;
	} else {
		if (tx->modes && !capable(CAP_SYS_TIME))
			return -EPERM;
		if ((tx->modes & ADJ_TICK) &&
		    (tx->tick < 900000 / USER_HZ || tx->tick > 1100000 / USER_HZ))
			return -EINVAL;
	}
	if (tx->modes & ADJ_SETOFFSET) {
		long limit = tx->modes & ADJ_NANO ? NSEC_PER_SEC : USEC_PER_SEC;

		if (!capable(CAP_SYS_TIME))
			return -EPERM;
		if (tx->time.tv_usec < 0 || tx->time.tv_usec >= limit)
			return -EINVAL;
	}
	return 0;
}

static int set_offset_now(const struct __kernel_timex *tx)
{
	struct timespec64 delta = { .tv_sec = tx->time.tv_sec, .tv_nsec = tx->time.tv_usec };

	if (!(tx->modes & ADJ_NANO))
		delta.tv_nsec *= NSEC_PER_USEC;
	return timekeeping_inject_offset(&delta);
}

static void set_status(int status)
{
	ntp.status &= STA_RONLY;
	ntp.status |= status & ~STA_RONLY;
}

static void set_modes(const struct __kernel_timex *tx)
{
	s64 offset;

	if (tx->modes & ADJ_STATUS)
		set_status(tx->status);
	if (tx->modes & ADJ_NANO)
		ntp.status |= STA_NANO;
	if (tx->modes & ADJ_MICRO)
		ntp.status &= ~STA_NANO;
	if (tx->modes & ADJ_FREQUENCY)
		ntp.freq = clamp_t(s64, tx->freq, -MAX_FREQ, MAX_FREQ);
	if (tx->modes & ADJ_MAXERROR)
		ntp.maxerror = clamp_t(long, tx->maxerror, 0, PHASE_LIMIT_US);
	if (tx->modes & ADJ_ESTERROR)
		ntp.esterror = clamp_t(long, tx->esterror, 0, PHASE_LIMIT_US);
	if (tx->modes & ADJ_TIMECONST)
		ntp.constant = clamp_t(long, tx->constant + (ntp.status & STA_NANO ? 0 : 4), 0, 10);
	if ((tx->modes & ADJ_TAI) && tx->constant >= 0 && tx->constant <= MAX_TAI_OFFSET)
		timekeeping_set_tai_offset(tx->constant);
	if (tx->modes & ADJ_TICK)
		ntp.tick_us = tx->tick;
	if (tx->modes & (ADJ_TICK | ADJ_FREQUENCY))
		apply_rate();
	if ((tx->modes & ADJ_OFFSET) && (ntp.status & STA_PLL)) {
		offset = tx->offset;
		if (!(ntp.status & STA_NANO))
			offset = clamp_t(s64, offset, -USEC_PER_SEC, USEC_PER_SEC) * NSEC_PER_USEC;
		timekeeping_start_slew(clamp_t(s64, offset, -MAX_OFFSET_NS, MAX_OFFSET_NS));
	}
}

static void fill_tx(struct __kernel_timex *tx)
{
	struct timespec64 now;

	tx->freq = ntp.freq;
	tx->maxerror = ntp.maxerror;
	tx->esterror = ntp.esterror;
	tx->status = ntp.status;
	tx->constant = ntp.constant;
	tx->precision = 1;
	tx->tolerance = TOLERANCE;
	tx->tick = ntp.tick_us;
	tx->tai = timekeeping_tai_offset();
	tx->ppsfreq = tx->jitter = tx->stabil = 0;
	tx->shift = 0;
	tx->jitcnt = tx->calcnt = tx->errcnt = tx->stbcnt = 0;
	ktime_get_real_ts64(&now);
	tx->time.tv_sec = now.tv_sec;
	tx->time.tv_usec = ntp.status & STA_NANO ? now.tv_nsec : now.tv_nsec / NSEC_PER_USEC;
}

/* adjtime(3): an offset to be worked off; the old rest is the answer. */
static void do_adjtime(struct __kernel_timex *tx)
{
	s64 left = timekeeping_slew_left();

	if (!(tx->modes & MODE_READONLY))
		timekeeping_start_slew(tx->offset * NSEC_PER_USEC);
	tx->offset = left / NSEC_PER_USEC;
}

int do_adjtimex(struct __kernel_timex *tx)
{
	int err = check_tx(tx);

	if (err)
		return err;
	if (tx->modes & ADJ_SETOFFSET) {
		err = set_offset_now(tx);
		if (err)
			return err;
	}
	mutex_lock(&ntp_lock);
	if (tx->modes & MODE_ADJTIME) {
		do_adjtime(tx);
	} else {
		set_modes(tx);
		tx->offset = timekeeping_slew_left();
		if (!(ntp.status & STA_NANO))
			tx->offset /= NSEC_PER_USEC;
	}
	fill_tx(tx);
	err = ntp.status & (STA_UNSYNC | STA_CLOCKERR) ? TIME_ERROR : TIME_OK;
	mutex_unlock(&ntp_lock);
	return err;
}

void ntp_clear(void)
{
	mutex_lock(&ntp_lock);
	ntp.status |= STA_UNSYNC;
	ntp.maxerror = ntp.esterror = PHASE_LIMIT_US;
	mutex_unlock(&ntp_lock);
	timekeeping_start_slew(0);
}

SYSCALL_DEFINE1(adjtimex, struct __kernel_timex __user *, utx)
{
	struct __kernel_timex tx;
	int ret;

	if (copy_from_user(&tx, utx, sizeof(tx)))
		return -EFAULT;
	ret = do_adjtimex(&tx);
	return copy_to_user(utx, &tx, sizeof(tx)) ? -EFAULT : ret;
}
