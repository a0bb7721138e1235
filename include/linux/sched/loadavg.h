/* SPDX-License-Identifier: GPL-2.0 */
/* The load average's number format: FSHIFT bits of fraction. */
#ifndef INCLUDE_LINUX_SCHED_LOADAVG_H
#define INCLUDE_LINUX_SCHED_LOADAVG_H

#define FSHIFT		11
#define FIXED_1		(1 << FSHIFT)
#define EXP_1		1884UL		/* 2048 / exp(5s / 1min) */
#define EXP_5		2014UL		/* 2048 / exp(5s / 5min) */
#define EXP_15		2037UL		/* 2048 / exp(5s / 15min) */
#define LOAD_INT(x)	((x) >> FSHIFT)
#define LOAD_FRAC(x)	LOAD_INT(((x) & (FIXED_1 - 1)) * 100)

extern unsigned long avenrun[3];
void get_avenrun(unsigned long *loads, unsigned long offset, int shift);

#endif /* INCLUDE_LINUX_SCHED_LOADAVG_H */
