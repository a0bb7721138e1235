/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_CPUMASK_H
#define INCLUDE_LINUX_CPUMASK_H

/* Sets of CPUs. */
#include <linux/bitmap.h>
#include <linux/smp.h>
#include <linux/threads.h>
#include <linux/types.h>

struct cpumask {
	DECLARE_BITMAP(bits, NR_CPUS);
};
typedef struct cpumask cpumask_t;
typedef struct cpumask cpumask_var_t[1];

#define cpumask_bits(maskp)	((maskp)->bits)
#define nr_cpumask_bits		((unsigned int)NR_CPUS)
#define CPU_MASK_NONE		{ { 0 } }

/* lib/cpumask.c: written while CPUs come up. */
extern struct cpumask __cpu_possible_mask;
extern struct cpumask __cpu_present_mask;
extern struct cpumask __cpu_online_mask;
extern unsigned int nr_cpu_ids;
#define cpu_possible_mask	((const struct cpumask *)&__cpu_possible_mask)
#define cpu_present_mask	((const struct cpumask *)&__cpu_present_mask)
#define cpu_online_mask		((const struct cpumask *)&__cpu_online_mask)
#define cpu_active_mask		cpu_online_mask
extern const struct cpumask cpu_all_bits;
#define cpu_all_mask		(&cpu_all_bits)
/* The set with only that CPU. */
const struct cpumask *cpumask_of(unsigned int cpu);

#define cpumask_set_cpu(cpu, m)		set_bit(cpu, cpumask_bits(m))
#define __cpumask_set_cpu(cpu, m)	__set_bit(cpu, cpumask_bits(m))
#define cpumask_clear_cpu(cpu, m)	clear_bit(cpu, cpumask_bits(m))
#define __cpumask_clear_cpu(cpu, m)	__clear_bit(cpu, cpumask_bits(m))
#define cpumask_test_cpu(cpu, m)	test_bit(cpu, cpumask_bits(m))
#define cpumask_test_and_set_cpu(cpu, m) \
	test_and_set_bit(cpu, cpumask_bits(m))
#define cpumask_test_and_clear_cpu(cpu, m) \
	test_and_clear_bit(cpu, cpumask_bits(m))
#define cpumask_setall(m)	bitmap_fill(cpumask_bits(m), NR_CPUS)
#define cpumask_clear(m)	bitmap_zero(cpumask_bits(m), NR_CPUS)
#define cpumask_and(d, a, b) \
	bitmap_and(cpumask_bits(d), cpumask_bits(a), cpumask_bits(b), NR_CPUS)
#define cpumask_or(d, a, b) \
	bitmap_or(cpumask_bits(d), cpumask_bits(a), cpumask_bits(b), NR_CPUS)
#define cpumask_andnot(d, a, b) \
	bitmap_andnot(cpumask_bits(d), cpumask_bits(a), cpumask_bits(b), NR_CPUS)
#define cpumask_equal(a, b) \
	bitmap_equal(cpumask_bits(a), cpumask_bits(b), NR_CPUS)
#define cpumask_intersects(a, b) \
	bitmap_intersects(cpumask_bits(a), cpumask_bits(b), NR_CPUS)
#define cpumask_subset(a, b) \
	bitmap_subset(cpumask_bits(a), cpumask_bits(b), NR_CPUS)
#define cpumask_empty(m)	bitmap_empty(cpumask_bits(m), NR_CPUS)
#define cpumask_weight(m)	bitmap_weight(cpumask_bits(m), NR_CPUS)
#define cpumask_copy(d, s)	bitmap_copy(cpumask_bits(d), cpumask_bits(s), NR_CPUS)
#define cpumask_first(m)	((unsigned int)find_first_bit(cpumask_bits(m), NR_CPUS))
#define cpumask_next(n, m) \
	((unsigned int)find_next_bit(cpumask_bits(m), NR_CPUS, (n) + 1))
#define cpumask_first_and(a, b) \
	((unsigned int)find_first_and_bit(cpumask_bits(a), cpumask_bits(b), NR_CPUS))
#define cpumask_any(m)		cpumask_first(m)
#define cpumask_any_and(a, b)	cpumask_first_and(a, b)
#define cpumask_size()		bitmap_size(NR_CPUS)
#define cpumask_pr_args(m)	NR_CPUS, cpumask_bits(m)

#define for_each_cpu(cpu, m) \
	for_each_set_bit(cpu, cpumask_bits(m), NR_CPUS)
#define for_each_cpu_and(cpu, a, b) \
	for_each_and_bit(cpu, cpumask_bits(a), cpumask_bits(b), NR_CPUS)
#define for_each_possible_cpu(cpu)	for_each_cpu(cpu, cpu_possible_mask)
#define for_each_present_cpu(cpu)	for_each_cpu(cpu, cpu_present_mask)
#define for_each_online_cpu(cpu)	for_each_cpu(cpu, cpu_online_mask)

#define num_online_cpus()	cpumask_weight(cpu_online_mask)
#define num_possible_cpus()	cpumask_weight(cpu_possible_mask)
#define num_present_cpus()	cpumask_weight(cpu_present_mask)
#define cpu_online(cpu)		cpumask_test_cpu((cpu), cpu_online_mask)
#define cpu_possible(cpu)	cpumask_test_cpu((cpu), cpu_possible_mask)

void set_cpu_online(unsigned int cpu, bool online);
void set_cpu_possible(unsigned int cpu, bool possible);
void set_cpu_present(unsigned int cpu, bool present);

static inline bool alloc_cpumask_var(cpumask_var_t *mask, gfp_t flags)
{
	(void)mask;
	(void)flags;
	return true;
}

static inline bool zalloc_cpumask_var(cpumask_var_t *mask, gfp_t flags)
{
	(void)flags;
	cpumask_clear(*mask);
	return true;
}

static inline void free_cpumask_var(cpumask_var_t mask)
{
	(void)mask;
}

#endif /* INCLUDE_LINUX_CPUMASK_H */
