// SPDX-License-Identifier: GPL-2.0
/*
 * Per-CPU variables. CPU 0 uses the section the linker made, so they work from
 * the first instruction; the others' are copies of it, made before anything has
 * put its state there (the page allocator's lists, above all). A CPU's offset
 * leads from the section to its copy.
 *
 * alloc_percpu() hands out parts of a reserve inside the section, so that the
 * same offsets serve. The reserve is counted in units of 16 bytes.
 */
#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/memblock.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#define UNIT		16
#define RESERVE_SIZE	(64 * 1024)
#define RESERVE_UNITS	(RESERVE_SIZE / UNIT)

/* arch/um/kernel.lds */
extern char __per_cpu_start[], __per_cpu_end[];

unsigned long __per_cpu_offset[NR_CPUS];
EXPORT_SYMBOL(__per_cpu_offset);

static DEFINE_PER_CPU_ALIGNED(char [RESERVE_SIZE], percpu_reserve);

static DEFINE_SPINLOCK(reserve_lock);
/* Units in use, and those that are the last of an allocation. [reserve_lock] */
static DECLARE_BITMAP(reserve_used, RESERVE_UNITS);
static DECLARE_BITMAP(reserve_last, RESERVE_UNITS);

/**
 * setup_per_cpu_areas - make the copies of the CPUs that may come
 *
 * Context: early boot, before the page allocator.
 */
void __init setup_per_cpu_areas(void)
{
	size_t size = ALIGN(__per_cpu_end - __per_cpu_start, 64);
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		void *copy;

		if (!cpu)
			continue;
		copy = memblock_alloc(size, 64);
		memcpy(copy, __per_cpu_start, __per_cpu_end - __per_cpu_start);
		__per_cpu_offset[cpu] = (unsigned long)copy -
					(unsigned long)__per_cpu_start;
	}
}

/**
 * __alloc_percpu - a zeroed object for each CPU
 * @size: of one
 * @align: power of two, at most 64
 *
 * Return: to be given to per_cpu_ptr(), or NULL.
 */
void __percpu *__alloc_percpu(size_t size, size_t align)
{
	unsigned long units = DIV_ROUND_UP(max_t(size_t, size, 1), UNIT);
	unsigned long mask = align > UNIT ? align / UNIT - 1 : 0;
	unsigned long start;
	unsigned int cpu;

	if (size > RESERVE_SIZE || align > 64)
		return NULL;
	spin_lock(&reserve_lock);
	start = bitmap_find_next_zero_area(reserve_used, RESERVE_UNITS, 0,
					   units, mask);
	if (start < RESERVE_UNITS) {
		bitmap_set(reserve_used, start, units);
		__set_bit(start + units - 1, reserve_last);
	}
	spin_unlock(&reserve_lock);
	if (start >= RESERVE_UNITS)
		return NULL;
	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(&percpu_reserve[start * UNIT], cpu), 0, size);
	return &percpu_reserve[start * UNIT];
}
EXPORT_SYMBOL(__alloc_percpu);

void free_percpu(void __percpu *ptr)
{
	unsigned long start, last;

	if (!ptr)
		return;
	start = ((char *)ptr - percpu_reserve) / UNIT;
	if (WARN_ON(start >= RESERVE_UNITS))
		return;
	spin_lock(&reserve_lock);
	last = find_next_bit(reserve_last, RESERVE_UNITS, start);
	bitmap_clear(reserve_used, start, last - start + 1);
	__clear_bit(last, reserve_last);
	spin_unlock(&reserve_lock);
}
EXPORT_SYMBOL(free_percpu);
