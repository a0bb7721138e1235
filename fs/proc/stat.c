// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/stat, uptime, loadavg and schedstat: what top, vmstat and uptime show
 * of the machine as a whole. Times are in clock ticks, since boot.
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/jiffies.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/loadavg.h>
#include <linux/time64.h>
#include <linux/timekeeping.h>

#include "internal.h"

static void add_stat(struct kernel_cpustat *sum, const struct kernel_cpustat *one)
{
	sum->user += one->user;
	sum->nice += one->nice;
	sum->system += one->system;
	sum->idle += one->idle;
	sum->iowait += one->iowait;
	sum->irq += one->irq;
	sum->softirq += one->softirq;
}

/* The last three: stolen by a host, and given to guests. */
static void show_cpu(struct seq_file *m, const struct kernel_cpustat *s)
{
	seq_put_decimal_ull(m, " ", nsec_to_clock_t(s->user));
	seq_put_decimal_ull(m, " ", nsec_to_clock_t(s->nice));
	seq_put_decimal_ull(m, " ", nsec_to_clock_t(s->system));
	seq_put_decimal_ull(m, " ", nsec_to_clock_t(s->idle));
	seq_put_decimal_ull(m, " ", nsec_to_clock_t(s->iowait));
	seq_put_decimal_ull(m, " ", nsec_to_clock_t(s->irq));
	seq_put_decimal_ull(m, " ", nsec_to_clock_t(s->softirq));
	seq_puts(m, " 0 0 0\n");
}

static void show_cpus(struct seq_file *m)
{
	struct kernel_cpustat sum = {}, one;
	int cpu;

	for_each_online_cpu(cpu) {
		get_cpustat(cpu, &one);
		add_stat(&sum, &one);
	}
	seq_puts(m, "cpu ");
	show_cpu(m, &sum);
	for_each_online_cpu(cpu) {
		get_cpustat(cpu, &one);
		seq_printf(m, "cpu%d", cpu);
		show_cpu(m, &one);
	}
}

static void show_irqs(struct seq_file *m)
{
	unsigned long sum = 0;
	unsigned int irq;

	for (irq = 0; irq < nr_irqs; irq++)
		sum += kstat_irqs(irq);
	seq_put_decimal_ull(m, "intr ", sum);
	for (irq = 0; irq < nr_irqs; irq++)
		seq_put_decimal_ull(m, " ", kstat_irqs(irq));
	seq_putc(m, '\n');
}

static int stat_show(struct seq_file *m, void *v)
{
	struct timespec64 boottime;

	show_cpus(m);
	show_irqs(m);
	boottime = ns_to_timespec64(ktime_get_real_ns() - ktime_get_boottime_ns());
	seq_printf(m, "ctxt %llu\nbtime %llu\nprocesses %lu\nprocs_running %lu\nprocs_blocked %lu\n",
		   nr_context_switches(), (unsigned long long)boottime.tv_sec, total_forks,
		   nr_running(), nr_iowait());
	seq_puts(m, "softirq 0 0 0 0 0 0 0 0 0 0 0\n");
	return 0;
}

static int uptime_show(struct seq_file *m, void *v)
{
	struct kernel_cpustat stat;
	struct timespec64 up;
	u64 idle = 0;
	int cpu;

	for_each_possible_cpu(cpu) {
		get_cpustat(cpu, &stat);
		idle += stat.idle;
	}
	up = ns_to_timespec64(ktime_get_boottime_ns());
	idle /= NSEC_PER_SEC / 100;
	seq_printf(m, "%lu.%02lu %llu.%02llu\n", (unsigned long)up.tv_sec,
		   up.tv_nsec / (NSEC_PER_SEC / 100), idle / 100, idle % 100);
	return 0;
}

static int loadavg_show(struct seq_file *m, void *v)
{
	unsigned long avnrun[3];

	get_avenrun(avnrun, FIXED_1 / 200, 0);
	seq_printf(m, "%lu.%02lu %lu.%02lu %lu.%02lu %lu/%d %d\n", LOAD_INT(avnrun[0]),
		   LOAD_FRAC(avnrun[0]), LOAD_INT(avnrun[1]), LOAD_FRAC(avnrun[1]),
		   LOAD_INT(avnrun[2]), LOAD_FRAC(avnrun[2]), nr_running(), nr_threads,
		   last_pid_nr());
	return 0;
}

static int schedstat_show(struct seq_file *m, void *v)
{
	struct sched_cpu_stats s;
	int cpu;

	seq_printf(m, "version 15\ntimestamp %lu\n", jiffies);
	for_each_online_cpu(cpu) {
		get_sched_cpu_stats(cpu, &s);
		seq_printf(m, "cpu%d %llu 0 %llu %llu %llu %llu %llu %llu %llu\n", cpu,
			   s.yield_count, s.sched_count, s.sched_goidle, s.ttwu_count, s.ttwu_local,
			   s.cpu_time, s.run_delay, s.pcount);
	}
	return 0;
}

static int __init proc_stat_init(void)
{
	proc_create_single("stat", 0, NULL, stat_show);
	proc_create_single("uptime", 0, NULL, uptime_show);
	proc_create_single("loadavg", 0, NULL, loadavg_show);
	proc_create_single("schedstat", 0, NULL, schedstat_show);
	return 0;
}
fs_initcall(proc_stat_init);
