// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers of spaces and of slots.
 *
 * A slot stays with its space while the host mm exists: another process must never
 * get pages that are mapped there.  A space counts its mapper and its tasks, each
 * until it has been reaped; with the last one the mm is gone, and all its slots are
 * free.  Space 0 is the zygote's, slot 0 is not used.
 *
 * A space whose mapper has taken all mappings from it can serve another process: when
 * its tasks have been reaped, so that nothing of the old process can run in it, and
 * its slots have been cleared.  Until then it is *retired*, then it is a *spare*.
 */
#include <pthread.h>
#include "../internal.h"
#include "seccomp.h"

#define WORD_BITS 64
#define MAX_SPARES 8		/* kept, retired ones included */
#define MAX_SPARE_SLOTS 4	/* mapped in a space that is kept */

struct numbers {
	unsigned long	*used;
	unsigned int	nr, hint;	/* hint: word to look at first */
};

static unsigned long used_spaces[NR_SPACES / WORD_BITS] = { 1 };
static unsigned long used_slots[NR_SLOTS / WORD_BITS] = { 1 };

/* All of it under the lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct numbers spaces = { used_spaces, NR_SPACES, 0 };
static struct numbers slots = { used_slots, NR_SLOTS, 0 };

static struct space {
	int		users;		/* mapper and tasks not yet reaped */
	int		nr_slots;	/* mapped */
	int		free;		/* list of slots without a task */
	int		retired;	/* its mapper waits for a new process */
	int		next;		/* of the spares */
} space_of[NR_SPACES];

static int spares, nr_spares;		/* list, its length */

static struct slot {
	int		space;
	int		index;		/* place in the space */
	int		next;
} slot_of[NR_SLOTS];

static int number_get(struct numbers *n)
{
	unsigned int i, word, words = n->nr / WORD_BITS;

	for (i = 0; i < words; i++) {
		word = (n->hint + i) % words;
		if (~n->used[word]) {
			int bit = __builtin_ctzl(~n->used[word]);

			n->used[word] |= 1UL << bit;
			n->hint = word;
			return word * WORD_BITS + bit;
		}
	}
	return -EAGAIN;
}

static void number_put(struct numbers *n, int nr)
{
	n->used[nr / WORD_BITS] &= ~(1UL << nr % WORD_BITS);
}

/* Return: number of a new space with one user, its mapper; or -EAGAIN. */
int space_get(void)
{
	int space;

	pthread_mutex_lock(&lock);
	space = number_get(&spaces);
	if (space > 0)
		space_of[space] = (struct space){ .users = 1 };
	pthread_mutex_unlock(&lock);
	return space;
}

static void space_free(int space)
{
	int slot, next;

	for (slot = space_of[space].free; slot; slot = next) {
		next = slot_of[slot].next;
		slot_clear(slot);
		number_put(&slots, slot);
	}
	number_put(&spaces, space);
}

/* The next owner must not see what the last one had. */
static void clear_slots(int space)
{
	int slot;

	for (slot = space_of[space].free; slot; slot = slot_of[slot].next)
		slot_clear(slot);
}

static void put_locked(int space)
{
	struct space *s = &space_of[space];

	if (!--s->users) {
		space_free(space);
	} else if (s->users == 1 && s->retired) {
		s->retired = 0;
		clear_slots(space);
		s->next = spares;
		spares = space;
	}
}

/**
 * space_retire() - keep a space for another process
 * @space: without mappings, its tasks dying or dead
 *
 * The mapper stays a user of it.  Return: 1, or 0 when it is to be ended.
 */
int space_retire(int space)
{
	struct space *s = &space_of[space];
	int kept = 0;

	pthread_mutex_lock(&lock);
	if (nr_spares < MAX_SPARES && s->nr_slots <= MAX_SPARE_SLOTS) {
		nr_spares++;
		s->retired = 1;
		s->users++;
		put_locked(space);
		kept = 1;
	}
	pthread_mutex_unlock(&lock);
	return kept;
}

/* A spare space with a mapper and nothing else.  Return: number, or 0. */
int space_reuse(void)
{
	int space;

	if (!__atomic_load_n(&spares, __ATOMIC_RELAXED) &&
	    __atomic_load_n(&nr_spares, __ATOMIC_RELAXED))
		reaper_poll();		/* perhaps one that is retired is ready */
	pthread_mutex_lock(&lock);
	space = spares;
	if (space) {
		spares = space_of[space].next;
		nr_spares--;
	}
	pthread_mutex_unlock(&lock);
	return space;
}

/* One of its processes has been reaped. */
void space_put(int space)
{
	pthread_mutex_lock(&lock);
	put_locked(space);
	pthread_mutex_unlock(&lock);
}

/* A new slot, last of those of @space.  Context: lock held. */
static int slot_new(int space)
{
	int slot = number_get(&slots);

	if (slot > 0) {
		slot_of[slot].space = space;
		slot_of[slot].index = space_of[space].nr_slots++;
	}
	return slot;
}

/**
 * slot_get() - a slot for a new task, which counts as a user of the space
 * @space: number
 * @fresh: set when the slot is not mapped there yet
 *
 * Return: slot or -EAGAIN.
 */
int slot_get(int space, int *fresh)
{
	int slot;

	pthread_mutex_lock(&lock);
	slot = space_of[space].free;
	*fresh = !slot;
	if (slot)
		space_of[space].free = slot_of[slot].next;
	else
		slot = slot_new(space);
	if (slot > 0)
		space_of[space].users++;
	pthread_mutex_unlock(&lock);
	return slot;
}

/* Its task has been reaped (or was never made). */
void slot_put(int slot)
{
	int space = slot_of[slot].space;

	pthread_mutex_lock(&lock);
	slot_of[slot].next = space_of[space].free;
	space_of[space].free = slot;
	put_locked(space);
	pthread_mutex_unlock(&lock);
}

/* Where it is in the guest. */
unsigned long slot_address(int slot)
{
	return UM_STUB_TASKS + (unsigned long)slot_of[slot].index * SLOT_SIZE;
}
