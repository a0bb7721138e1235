// SPDX-License-Identifier: GPL-2.0
/* Tests of linux/list.h and list_sort(). */
#include <kunit/test.h>
#include <linux/list.h>
#include <linux/list_sort.h>
#include <linux/llist.h>

struct item {
	int key;
	int order;
	struct list_head list;
	struct hlist_node hash;
	struct llist_node lockless;
};

static void fill(struct item *items, int n, struct list_head *head)
{
	INIT_LIST_HEAD(head);
	for (int i = 0; i < n; i++) {
		items[i].key = i;
		items[i].order = i;
		list_add_tail(&items[i].list, head);
	}
}

/* The keys in order as one number: 0, 1, 2 is 12. */
static long keys(struct list_head *head)
{
	struct item *it;
	long value = 0;

	list_for_each_entry(it, head, list)
		value = value * 10 + it->key;
	return value;
}

static void add_makes_a_stack(struct kunit *test)
{
	struct item it[3] = { { .key = 1 }, { .key = 2 }, { .key = 3 } };
	LIST_HEAD(head);

	KUNIT_EXPECT_TRUE(test, list_empty(&head));
	for (int i = 0; i < 3; i++)
		list_add(&it[i].list, &head);
	KUNIT_EXPECT_EQ(test, keys(&head), 321);
	KUNIT_EXPECT_EQ(test, list_count_nodes(&head), 3);
	KUNIT_EXPECT_FALSE(test, list_is_singular(&head));
}

static void move_and_replace_keep_the_rest(struct kunit *test)
{
	struct item it[5], extra = { .key = 9 };
	LIST_HEAD(head);

	fill(it, 5, &head);
	list_move(&it[3].list, &head);
	KUNIT_EXPECT_EQ(test, keys(&head), 30124);
	list_move_tail(&it[0].list, &head);
	KUNIT_EXPECT_EQ(test, keys(&head), 31240);
	list_replace_init(&it[2].list, &extra.list);
	KUNIT_EXPECT_EQ(test, keys(&head), 31940);
	KUNIT_EXPECT_TRUE(test, list_empty(&it[2].list));
	list_swap(&it[3].list, &it[1].list);
	KUNIT_EXPECT_EQ(test, keys(&head), 13940);
	list_swap(&it[1].list, &it[0].list);
	KUNIT_EXPECT_EQ(test, keys(&head), 3941);
	list_rotate_left(&head);
	KUNIT_EXPECT_EQ(test, keys(&head), 39410);
}

static void splice_and_cut_are_inverse(struct kunit *test)
{
	struct item it[6];
	LIST_HEAD(head);
	LIST_HEAD(front);

	fill(it, 6, &head);
	list_cut_position(&front, &head, &it[2].list);
	KUNIT_EXPECT_EQ(test, keys(&front), 12);
	KUNIT_EXPECT_EQ(test, keys(&head), 345);
	list_splice_tail_init(&front, &head);
	KUNIT_EXPECT_EQ(test, keys(&head), 345012);
	KUNIT_EXPECT_TRUE(test, list_empty(&front));
	list_cut_before(&front, &head, &it[5].list);
	KUNIT_EXPECT_EQ(test, keys(&front), 34);
	list_splice(&front, &head);
	KUNIT_EXPECT_EQ(test, keys(&head), 345012);
	list_bulk_move_tail(&head, &it[4].list, &it[0].list);
	KUNIT_EXPECT_EQ(test, keys(&head), 312450);
}

static void safe_loop_allows_removal(struct kunit *test)
{
	struct item it[6], *pos, *next;
	LIST_HEAD(head);

	fill(it, 6, &head);
	list_for_each_entry_safe(pos, next, &head, list)
		if (pos->key & 1)
			list_del(&pos->list);
	KUNIT_EXPECT_EQ(test, keys(&head), 24);
	list_for_each_entry_safe_reverse(pos, next, &head, list)
		list_del_init(&pos->list);
	KUNIT_EXPECT_TRUE(test, list_empty(&head));
	KUNIT_EXPECT_NULL(test,
		list_first_entry_or_null(&head, struct item, list));
}

static void hlist_unlinks_from_anywhere(struct kunit *test)
{
	struct item it[4] = { { .key = 1 }, { .key = 2 }, { .key = 3 } }, *pos;
	struct hlist_node *tmp;
	HLIST_HEAD(head);
	HLIST_HEAD(other);
	int sum = 0;

	for (int i = 0; i < 3; i++)
		hlist_add_head(&it[i].hash, &head);
	hlist_add_behind(&it[3].hash, &it[1].hash);
	hlist_del_init(&it[1].hash);
	KUNIT_EXPECT_TRUE(test, hlist_unhashed(&it[1].hash));
	hlist_move_list(&head, &other);
	KUNIT_EXPECT_TRUE(test, hlist_empty(&head));
	hlist_for_each_entry_safe(pos, tmp, &other, hash) {
		sum = sum * 10 + pos->key;
		hlist_del(&pos->hash);
	}
	KUNIT_EXPECT_EQ(test, sum, 301);
	KUNIT_EXPECT_TRUE(test, hlist_empty(&other));
}

static void llist_takes_all_newest_first(struct kunit *test)
{
	struct item it[3] = { { .key = 1 }, { .key = 2 }, { .key = 3 } }, *pos;
	LLIST_HEAD(head);
	int sum = 0;

	KUNIT_EXPECT_TRUE(test, llist_add(&it[0].lockless, &head));
	KUNIT_EXPECT_FALSE(test, llist_add(&it[1].lockless, &head));
	llist_add(&it[2].lockless, &head);
	llist_for_each_entry(pos, llist_reverse_order(llist_del_all(&head)),
			     lockless)
		sum = sum * 10 + pos->key;
	KUNIT_EXPECT_EQ(test, sum, 123);
	KUNIT_EXPECT_TRUE(test, llist_empty(&head));
}

static int by_key(void *priv, const struct list_head *a,
		  const struct list_head *b)
{
	++*(int *)priv;
	return container_of(a, struct item, list)->key -
	       container_of(b, struct item, list)->key;
}

static void sort_is_stable_and_linked_both_ways(struct kunit *test)
{
	const int n = 1000;
	struct item *it = kunit_kcalloc(test, n, sizeof(*it), GFP_KERNEL);
	struct item *pos, *prev = NULL;
	u32 seed = 12345;
	int compared = 0, count = 0;
	LIST_HEAD(head);

	KUNIT_ASSERT_NOT_NULL(test, it);
	fill(it, n, &head);
	for (int i = 0; i < n; i++) {
		seed = seed * 1103515245 + 12345;
		it[i].key = seed >> 16 & 63;
	}
	list_sort(&compared, &head, by_key);
	list_for_each_entry(pos, &head, list) {
		if (prev) {
			KUNIT_ASSERT_LE(test, prev->key, pos->key);
			if (prev->key == pos->key)
				KUNIT_ASSERT_LT(test, prev->order, pos->order);
			KUNIT_ASSERT_PTR_EQ(test, pos->list.prev, &prev->list);
		}
		prev = pos;
		count++;
	}
	KUNIT_EXPECT_EQ(test, count, n);
	KUNIT_EXPECT_PTR_EQ(test, head.prev, &prev->list);
	KUNIT_EXPECT_LT(test, compared, n * 11);
}

static struct kunit_case list_cases[] = {
	KUNIT_CASE(add_makes_a_stack),
	KUNIT_CASE(move_and_replace_keep_the_rest),
	KUNIT_CASE(splice_and_cut_are_inverse),
	KUNIT_CASE(safe_loop_allows_removal),
	KUNIT_CASE(hlist_unlinks_from_anywhere),
	KUNIT_CASE(llist_takes_all_newest_first),
	KUNIT_CASE(sort_is_stable_and_linked_both_ways),
	{}
};

static struct kunit_suite list_suite = {
	.name = "list",
	.test_cases = list_cases,
};
kunit_test_suite(list_suite);
