// SPDX-License-Identifier: GPL-2.0
/*
 * Sorting a doubly linked list by merging from the bottom up. Sorted runs whose
 * lengths are powers of two wait in an array; a new run is merged with the
 * waiting one of its length, as a binary counter carries. Needs no memory, is
 * stable, and calls the comparison about n log2 n times.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/list.h>
#include <linux/list_sort.h>
#include <linux/types.h>

/* Enough for 2^63 entries. */
#define MAX_RUNS	64

/* Merge two singly linked, NULL-terminated runs; a's entries go first. */
static struct list_head *merge(void *priv, list_cmp_func_t cmp,
			       struct list_head *a, struct list_head *b)
{
	struct list_head *head = NULL, **tail = &head;

	while (a && b) {
		if (cmp(priv, a, b) <= 0) {
			*tail = a;
			a = a->next;
		} else {
			*tail = b;
			b = b->next;
		}
		tail = &(*tail)->next;
	}
	*tail = a ? a : b;
	return head;
}

static void relink(struct list_head *head, struct list_head *first)
{
	struct list_head *prev = head;

	for (struct list_head *pos = first; pos; pos = pos->next) {
		prev->next = pos;
		pos->prev = prev;
		prev = pos;
	}
	prev->next = head;
	head->prev = prev;
}

void list_sort(void *priv, struct list_head *head, list_cmp_func_t cmp)
{
	struct list_head *runs[MAX_RUNS] = { NULL };
	struct list_head *pos, *next, *all = NULL;
	int level;

	if (list_empty(head) || list_is_singular(head))
		return;
	head->prev->next = NULL;
	for (pos = head->next; pos; pos = next) {
		next = pos->next;
		pos->next = NULL;
		for (level = 0; runs[level]; level++) {
			pos = merge(priv, cmp, runs[level], pos);
			runs[level] = NULL;
		}
		runs[level] = pos;
	}
	for (level = 0; level < MAX_RUNS; level++)
		if (runs[level])
			all = merge(priv, cmp, runs[level], all);
	relink(head, all);
}
EXPORT_SYMBOL(list_sort);
