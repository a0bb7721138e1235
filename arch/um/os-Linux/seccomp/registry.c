// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers of spaces and of slots.
 *
 * A slot stays with its space while the host mm exists: another process must never
 * get pages that are mapped there.  A space counts its mapper and its tasks, each
 * until it has been reaped; with the last one the mm is gone, and all its slots are
 * free.  Space 0 is the zygote's, slot 0 is not used.
 */
#include <pthread.h>
#include "../internal.h"
#include "seccomp.h"

#define WORD_BITS 64

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
} space_of[NR_SPACES];

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

static void put_locked(int space)
{
	if (!--space_of[space].users)
		space_free(space);
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
