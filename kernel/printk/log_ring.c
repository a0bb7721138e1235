// SPDX-License-Identifier: GPL-2.0
/*
 * The ring behind printk(): a ring of fixed-size record heads and a ring of
 * text bytes. Text positions count up for ever; a record is there as long as
 * its head has not been reused and its text not overwritten.
 *
 * A line that did not end with a newline stays open: further pieces by the same
 * caller are added to it (KERN_CONT), and readers do not see it until it is
 * complete or somebody else logs.
 *
 * The lock is a bare word: it must work when lock debugging, or the scheduler,
 * is what logs. Whoever holds it calls nothing. Logging on the CPU that already
 * holds it, which only a fault in here can cause, is dropped; while the kernel
 * is dying the lock of whoever will never return is broken.
 */
#include <linux/bitops.h>
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "log_ring.h"

#define BOOT_TEXT_SIZE	(1 << CONFIG_LOG_BUF_SHIFT)
#define BOOT_RECORDS	(BOOT_TEXT_SIZE / 64)
#define SPINS_WHEN_DYING	(1 << 24)

static char boot_text[BOOT_TEXT_SIZE] __aligned(8);
static struct log_record boot_records[BOOT_RECORDS];

static int ring_owner = -1;	/* CPU that holds the lock */

/* All below: [ring_owner]. Sizes are powers of two. */
static struct {
	char *text;
	size_t text_size;
	struct log_record *recs;
	size_t nr_recs;
	u64 first_seq;
	u64 next_seq;
	u64 next_pos;
	bool open;		/* the last record has no newline yet */
} ring = {
	.text = boot_text,
	.text_size = BOOT_TEXT_SIZE,
	.recs = boot_records,
	.nr_recs = BOOT_RECORDS,
};

static bool ring_lock(void)
{
	int cpu = raw_smp_processor_id();
	unsigned long spins = 0;
	int free = -1;

	preempt_disable();
	while (!__atomic_compare_exchange_n(&ring_owner, &free, cpu, false,
					    __ATOMIC_ACQUIRE,
					    __ATOMIC_RELAXED)) {
		if (free == cpu) {
			if (oops_in_progress)
				break;
			preempt_enable();
			return false;
		}
		if (oops_in_progress && ++spins > SPINS_WHEN_DYING) {
			WRITE_ONCE(ring_owner, cpu);
			break;
		}
		free = -1;
		cpu_relax();
	}
	return true;
}

static void ring_unlock(void)
{
	__atomic_store_n(&ring_owner, -1, __ATOMIC_RELEASE);
	preempt_enable();
}

static struct log_record *rec_of(u64 seq)
{
	return &ring.recs[seq & (ring.nr_recs - 1)];
}

static void text_put(u64 pos, const char *text, size_t len)
{
	size_t at = pos & (ring.text_size - 1);
	size_t n = min(len, ring.text_size - at);

	memcpy(ring.text + at, text, n);
	memcpy(ring.text, text + n, len - n);
}

static void text_get(u64 pos, char *text, size_t len)
{
	size_t at = pos & (ring.text_size - 1);
	size_t n = min(len, ring.text_size - at);

	memcpy(text, ring.text + at, n);
	memcpy(text + n, ring.text, len - n);
}

/* Forget the oldest until len more bytes and one more record fit. */
static void make_room(size_t len, size_t records)
{
	while (ring.first_seq < ring.next_seq) {
		u64 used = ring.next_pos - rec_of(ring.first_seq)->begin;

		if (used + len <= ring.text_size &&
		    ring.next_seq - ring.first_seq + records <= ring.nr_recs)
			return;
		ring.first_seq++;
	}
}

/* Tasks by their number, what runs before there are any by CPU. */
static u32 caller_id(void)
{
	return current ? (u32)current->pid
		       : 0x80000000u | (u32)raw_smp_processor_id();
}

static bool try_extend(u8 flags, const char *text, u16 len)
{
	struct log_record *rec;

	if (!(flags & LOG_CONT) || !ring.open)
		return false;
	rec = rec_of(ring.next_seq - 1);
	if (rec->caller != caller_id() || rec->len + len > LOG_LINE_MAX)
		return false;
	make_room(len, 0);
	text_put(ring.next_pos, text, len);
	ring.next_pos += len;
	rec->len += len;
	rec->flags |= flags & LOG_NEWLINE;
	ring.open = !(flags & LOG_NEWLINE);
	return true;
}

bool log_store(u8 facility, u8 level, u8 flags, const char *text, u16 len)
{
	u64 now = oops_in_progress ? 0 : local_clock();
	struct log_record *rec;

	len = min_t(u16, len, LOG_LINE_MAX);
	if (!ring_lock())
		return false;
	if (!try_extend(flags, text, len)) {
		make_room(len, 1);
		if (!now && ring.next_seq > ring.first_seq)
			now = rec_of(ring.next_seq - 1)->ts_nsec;
		rec = rec_of(ring.next_seq);
		*rec = (struct log_record) {
			.seq = ring.next_seq,
			.ts_nsec = now,
			.begin = ring.next_pos,
			.caller = caller_id(),
			.len = len,
			.facility = facility,
			.level = level,
			.flags = flags,
		};
		text_put(ring.next_pos, text, len);
		ring.next_pos += len;
		ring.next_seq++;
		ring.open = !(flags & LOG_NEWLINE);
	}
	ring_unlock();
	return true;
}

bool log_read(u64 seq, struct log_entry *entry)
{
	bool found;

	if (!ring_lock())
		return false;
	seq = max(seq, ring.first_seq);
	found = seq < ring.next_seq - ring.open;
	if (found) {
		entry->rec = *rec_of(seq);
		text_get(entry->rec.begin, entry->text, entry->rec.len);
		entry->text[entry->rec.len] = '\0';
	}
	ring_unlock();
	return found;
}

u64 log_first_seq(void)
{
	return READ_ONCE(ring.first_seq);
}

u64 log_next_seq(void)
{
	u64 next;

	if (!ring_lock())
		return READ_ONCE(ring.next_seq);
	next = ring.next_seq - ring.open;
	ring_unlock();
	return next;
}

u64 log_stored_records(void)
{
	return READ_ONCE(ring.next_seq);
}

void log_finalize(void)
{
	if (!ring_lock())
		return;
	ring.open = false;
	ring_unlock();
}

size_t log_buf_size(void)
{
	return ring.text_size;
}

void log_set_buffer(char *text, size_t size, struct log_record *recs,
		    size_t nr_recs)
{
	u64 pos = 0;

	if (!ring_lock())
		return;
	for (u64 seq = ring.first_seq; seq < ring.next_seq; seq++) {
		struct log_record rec = *rec_of(seq);

		text_get(rec.begin, text + pos, rec.len);
		rec.begin = pos;
		pos += rec.len;
		recs[seq & (nr_recs - 1)] = rec;
	}
	ring.text = text;
	ring.text_size = size;
	ring.recs = recs;
	ring.nr_recs = nr_recs;
	ring.next_pos = pos;
	ring_unlock();
}
