/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_THREADS_H
#define INCLUDE_LINUX_THREADS_H

/* How many CPUs and tasks there may ever be. */
#ifdef CONFIG_NR_CPUS
#define NR_CPUS		CONFIG_NR_CPUS
#else
#define NR_CPUS		1
#endif

#define PID_MAX_DEFAULT	0x8000
#define PID_MAX_LIMIT	(4 * 1024 * 1024)

#endif /* INCLUDE_LINUX_THREADS_H */
