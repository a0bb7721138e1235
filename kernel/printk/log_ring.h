/* SPDX-License-Identifier: GPL-2.0 */
#ifndef KERNEL_PRINTK_LOG_RING_H
#define KERNEL_PRINTK_LOG_RING_H

/*
 * The log itself: records of text with a sequence number each. New records push
 * out the oldest. All functions may be called from anywhere.
 */
#include <linux/types.h>

/* Longest text of one record. */
#define LOG_LINE_MAX	1000

#define LOG_NEWLINE	0x01	/* text ended with a newline */
#define LOG_CONT	0x02	/* continues other text */

struct log_record {
	u64 seq;
	u64 ts_nsec;
	u64 begin;	/* position of the text, counted since boot */
	u32 caller;	/* task, or CPU with the top bit set */
	u16 len;
	u8 facility;
	u8 level;
	u8 flags;
};

/* One record with its text, as handed to readers. */
struct log_entry {
	struct log_record rec;
	char text[LOG_LINE_MAX + 1];
};

/* Append; returns false when it had to be dropped (recursion). */
bool log_store(u8 facility, u8 level, u8 flags, const char *text, u16 len);
/* The record seq, or the oldest after it; false when there is none yet. */
bool log_read(u64 seq, struct log_entry *entry);
u64 log_first_seq(void);
/* One past the last record that readers may see. */
u64 log_next_seq(void);
u64 log_stored_records(void);
/* Let readers see a last line that has no newline yet. */
void log_finalize(void);
size_t log_buf_size(void);
/* Move to a larger buffer, which stays in use for good. */
void log_set_buffer(char *text, size_t size, struct log_record *recs,
		    size_t nr_recs);

#endif /* KERNEL_PRINTK_LOG_RING_H */
