// SPDX-License-Identifier: GPL-2.0
/*
 * The order of locks, found out at run time in a debug build. Locks that were
 * initialised at the same place are one class. Whenever a lock of class b is
 * waited for while one of class a is held, "a before b" is remembered; should
 * that close a circle, two tasks could each hold what the other waits for, and
 * a report names the two classes. It takes no actual deadlock to find one.
 *
 * A lock of a class already held is reported too, unless the caller says by a
 * subclass (spin_lock_nested() and so on) that there is a rule for which of the
 * two comes first.
 *
 * After the first report the checks are off: what follows would be noise, and
 * printing takes locks as well.
 *
 * graph_busy is a bare word, as spinlocks come here. Whoever holds it calls
 * nothing outside this file.
 */
#include <asm/processor.h>
#include <asm/thread_info.h>
#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "lock_order.h"

#define CLASSES		1024
#define CLASS_BITS	10
#define NO_CLASS	(-1)

struct lock_class {
	const char *name;	/* also says where: a literal of that place */
	unsigned int subclass;
};

static bool order_off;			/* [A] */

static int graph_busy;			/* [A] */
/* All below: [graph_busy] */
static struct lock_class classes[CLASSES];	/* a hash table; 0: free */
static DECLARE_BITMAP(before, CLASSES * CLASSES);	/* a * CLASSES + b */
static DECLARE_BITMAP(seen, CLASSES);
static short todo[CLASSES];

static void graph_lock(void)
{
	while (__atomic_exchange_n(&graph_busy, 1, __ATOMIC_ACQUIRE))
		cpu_relax();
}

static void graph_unlock(void)
{
	__atomic_store_n(&graph_busy, 0, __ATOMIC_RELEASE);
}

/* The class of that name, made if new; NO_CLASS when the table is full. */
static int class_of(const char *name, unsigned int subclass)
{
	unsigned int at = hash_long((unsigned long)name + subclass, CLASS_BITS);

	if (!name)
		return NO_CLASS;
	for (unsigned int n = 0; n < CLASSES; n++) {
		struct lock_class *c = &classes[(at + n) % CLASSES];

		if (!c->name) {
			c->name = name;
			c->subclass = subclass;
		}
		if (c->name == name && c->subclass == subclass)
			return c - classes;
	}
	return NO_CLASS;
}

static bool is_before(int a, int b)
{
	return test_bit(a * CLASSES + b, before);
}

/* Is there a chain a before ... before b? */
static bool reaches(int a, int b)
{
	unsigned int nr = 0;

	bitmap_zero(seen, CLASSES);
	todo[nr++] = a;
	__set_bit(a, seen);
	while (nr) {
		const unsigned long *row = before + todo[--nr] *
					   BITS_TO_LONGS(CLASSES);
		unsigned long next;

		for_each_set_bit(next, row, CLASSES) {
			if (next == (unsigned long)b)
				return true;
			if (!__test_and_set_bit(next, seen))
				todo[nr++] = next;
		}
	}
	return false;
}

static void print_holds(const struct lock_holds *holds)
{
	for (unsigned int i = 0; i < holds->nr; i++)
		pr_err("  held: %s%s\n", holds->held[i].map->name,
		       holds->held[i].read ? " (read)" : "");
}

static void report(const char *what, int held, int class,
		   const struct lock_holds *holds)
{
	WRITE_ONCE(order_off, true);
	pr_err("======================================================\n");
	pr_err("WARNING: %s\n", what);
	pr_err("taking %s/%u with %s/%u held\n", classes[class].name,
	       classes[class].subclass, classes[held].name,
	       classes[held].subclass);
	print_holds(holds);
	dump_stack();
}

enum verdict { ORDER_OK, ORDER_SAME, ORDER_CIRCLE };

/* May class be waited for with that lock held? Remembers that it was. */
static enum verdict check_pair(const struct lock_hold *hold, int class,
			       bool read)
{
	if (hold->class == NO_CLASS)
		return ORDER_OK;
	if (hold->class == class)
		return read && hold->read ? ORDER_OK : ORDER_SAME;
	if (is_before(hold->class, class))
		return ORDER_OK;
	if (reaches(class, hold->class))
		return ORDER_CIRCLE;
	__set_bit(hold->class * CLASSES + class, before);
	return ORDER_OK;
}

static void check_order(const struct lock_holds *holds, int class, bool read)
{
	enum verdict verdict = ORDER_OK;
	unsigned int i;

	graph_lock();
	for (i = 0; i < holds->nr && verdict == ORDER_OK; i++)
		verdict = check_pair(&holds->held[i], class, read);
	graph_unlock();
	if (verdict == ORDER_SAME)
		report("possible recursive locking detected",
		       holds->held[i - 1].class, class, holds);
	else if (verdict == ORDER_CIRCLE)
		report("possible circular locking dependency detected",
		       holds->held[i - 1].class, class, holds);
}

void lock_next_subclass(const struct lockdep_map *map, unsigned int subclass)
{
	struct lock_holds *holds = &current_thread_info()->locks;

	/* Whoever waits for a sleeping lock may take nested spinlocks meanwhile. */
	if (holds->next_map) {
		holds->outer_map = holds->next_map;
		holds->outer_subclass = holds->next_subclass;
	}
	holds->next_map = map;
	holds->next_subclass = subclass;
}

void lock_order_acquired(const struct lockdep_map *map, bool read, bool try)
{
	struct lock_holds *holds = &current_thread_info()->locks;
	unsigned int subclass = 0;
	int class;

	if (holds->next_map == map) {
		subclass = holds->next_subclass;
		holds->next_map = holds->outer_map;
		holds->next_subclass = holds->outer_subclass;
		holds->outer_map = NULL;
	}
	if (READ_ONCE(order_off))
		return;
	graph_lock();
	class = class_of(map->name, subclass);
	graph_unlock();
	if (class != NO_CLASS && !try)
		check_order(holds, class, read);
	if (holds->nr < LOCK_HOLDS_MAX)
		holds->held[holds->nr++] = (struct lock_hold) {
			.map = map,
			.class = class,
			.read = read,
		};
}

/* Locks may be released in any order; the newest of that map goes. */
static bool take_out(struct lock_holds *holds, const struct lockdep_map *map,
		     struct lock_hold *out)
{
	for (unsigned int i = holds->nr; i-- > 0; ) {
		if (holds->held[i].map != map)
			continue;
		*out = holds->held[i];
		holds->nr--;
		memmove(&holds->held[i], &holds->held[i + 1],
			(holds->nr - i) * sizeof(holds->held[0]));
		return true;
	}
	return false;
}

void lock_order_released(struct lock_holds *holds,
			 const struct lockdep_map *map)
{
	struct lock_hold hold;

	take_out(holds, map, &hold);
}

void lock_order_move(struct lock_holds *from, struct lock_holds *to,
		     const struct lockdep_map *map)
{
	struct lock_hold hold;

	if (take_out(from, map, &hold) && to->nr < LOCK_HOLDS_MAX)
		to->held[to->nr++] = hold;
}
