// SPDX-License-Identifier: GPL-2.0
/*
 * Which CPUs exist. The possible ones are fixed at boot (ncpus=), CPU 0 is
 * there from the first instruction, the others come online one by one.
 */
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/kernel.h>

struct cpumask __cpu_possible_mask = { .bits = { 1UL } };
struct cpumask __cpu_present_mask = { .bits = { 1UL } };
struct cpumask __cpu_online_mask = { .bits = { 1UL } };
unsigned int nr_cpu_ids = 1;

const struct cpumask cpu_all_bits = {
	.bits = { [0 ... BITS_TO_LONGS(NR_CPUS) - 1] = ~0UL }
};

static void cpumask_assign(struct cpumask *mask, unsigned int cpu, bool value)
{
	if (value)
		cpumask_set_cpu(cpu, mask);
	else
		cpumask_clear_cpu(cpu, mask);
}

void set_cpu_online(unsigned int cpu, bool online)
{
	cpumask_assign(&__cpu_online_mask, cpu, online);
}

void set_cpu_possible(unsigned int cpu, bool possible)
{
	cpumask_assign(&__cpu_possible_mask, cpu, possible);
	nr_cpu_ids = find_last_bit(__cpu_possible_mask.bits, NR_CPUS) + 1;
}

void set_cpu_present(unsigned int cpu, bool present)
{
	cpumask_assign(&__cpu_present_mask, cpu, present);
}

/* Filled on first use; writing the same bit twice does no harm. */
const struct cpumask *cpumask_of(unsigned int cpu)
{
	static struct cpumask single[NR_CPUS];

	cpumask_set_cpu(cpu, &single[cpu]);
	return &single[cpu];
}
