// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of red-black trees: after every change the rules hold (no red node has
 * a red child, all paths have as many black nodes) and so does an augmented
 * maximum.
 */
#include <kunit/test.h>
#include <linux/rbtree_augmented.h>

#define NODES	500

struct thing {
	u32 key;
	u32 max;	/* largest key in the subtree */
	struct rb_node rb;
};

static inline u32 thing_key(struct thing *t)
{
	return t->key;
}

RB_DECLARE_CALLBACKS_MAX(static, thing_max, struct thing, rb, u32, max,
			 thing_key)

static u32 next_random(u32 *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static bool thing_less(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct thing, rb)->key <
	       rb_entry(b, struct thing, rb)->key;
}

static int thing_cmp(const void *key, const struct rb_node *n)
{
	u32 k = *(const u32 *)key, other = rb_entry(n, struct thing, rb)->key;

	return k < other ? -1 : k > other;
}

static void insert_augmented(struct thing *t, struct rb_root *root)
{
	struct rb_node **link = &root->rb_node, *parent = NULL;

	while (*link) {
		struct thing *up = rb_entry(*link, struct thing, rb);

		parent = *link;
		up->max = max(up->max, t->key);
		link = t->key < up->key ? &parent->rb_left : &parent->rb_right;
	}
	t->max = t->key;
	rb_link_node(&t->rb, parent, link);
	rb_insert_augmented(&t->rb, root, &thing_max);
}

/* Black nodes on the way down, -1 when a rule is broken. */
static int check_subtree(struct rb_node *n, struct rb_node *parent, u32 *max)
{
	bool red = n && !(n->__rb_parent_color & 1);
	u32 left_max = 0, right_max = 0;
	int left, right;

	*max = 0;
	if (!n)
		return 0;
	if (rb_parent(n) != parent)
		return -1;
	if (red && (!parent || !(parent->__rb_parent_color & 1)))
		return -1;
	left = check_subtree(n->rb_left, n, &left_max);
	right = check_subtree(n->rb_right, n, &right_max);
	if (left < 0 || left != right)
		return -1;
	*max = max3(left_max, right_max, rb_entry(n, struct thing, rb)->key);
	return left + !red;
}

static bool tree_ok(struct rb_root *root)
{
	u32 max;

	if (check_subtree(root->rb_node, NULL, &max) < 0)
		return false;
	return !root->rb_node ||
	       rb_entry(root->rb_node, struct thing, rb)->max == max;
}

static size_t count_in_order(struct kunit *test, struct rb_root *root)
{
	u32 last = 0;
	size_t n = 0;

	for (struct rb_node *rb = rb_first(root); rb; rb = rb_next(rb), n++) {
		u32 key = rb_entry(rb, struct thing, rb)->key;

		KUNIT_ASSERT_LE(test, last, key);
		last = key;
	}
	return n;
}

static void stays_balanced_under_random_changes(struct kunit *test)
{
	struct thing *t = kunit_kcalloc(test, NODES, sizeof(*t), GFP_KERNEL);
	bool *in = kunit_kcalloc(test, NODES, sizeof(*in), GFP_KERNEL);
	struct rb_root root = RB_ROOT;
	u32 seed = 1;
	size_t n = 0;

	KUNIT_ASSERT_NOT_NULL(test, t);
	KUNIT_ASSERT_NOT_NULL(test, in);
	for (int round = 0; round < 4000; round++) {
		u32 i = next_random(&seed) % NODES;

		if (in[i]) {
			rb_erase_augmented(&t[i].rb, &root, &thing_max);
			n--;
		} else {
			t[i].key = next_random(&seed);
			insert_augmented(&t[i], &root);
			n++;
		}
		in[i] = !in[i];
		KUNIT_ASSERT_TRUE(test, tree_ok(&root));
	}
	KUNIT_EXPECT_EQ(test, count_in_order(test, &root), n);
}

static void plain_tree_finds_and_replaces(struct kunit *test)
{
	struct thing *t = kunit_kcalloc(test, NODES, sizeof(*t), GFP_KERNEL);
	struct rb_root root = RB_ROOT;
	struct thing extra;
	u32 missing = 3;

	KUNIT_ASSERT_NOT_NULL(test, t);
	for (u32 i = 0; i < NODES; i++) {
		t[i].key = i * 2;
		rb_add(&t[i].rb, &root, thing_less);
	}
	for (u32 i = 0; i < NODES; i++)
		KUNIT_ASSERT_PTR_EQ(test, rb_find(&t[i].key, &root, thing_cmp),
				    &t[i].rb);
	KUNIT_EXPECT_NULL(test, rb_find(&missing, &root, thing_cmp));
	KUNIT_EXPECT_PTR_EQ(test, rb_first(&root), &t[0].rb);
	KUNIT_EXPECT_PTR_EQ(test, rb_last(&root), &t[NODES - 1].rb);
	KUNIT_EXPECT_PTR_EQ(test, rb_prev(&t[10].rb), &t[9].rb);
	extra.key = t[100].key;
	rb_replace_node(&t[100].rb, &extra.rb, &root);
	KUNIT_EXPECT_PTR_EQ(test, rb_next(&t[99].rb), &extra.rb);
	KUNIT_EXPECT_EQ(test, count_in_order(test, &root), NODES);
}

static void cached_tree_knows_its_leftmost(struct kunit *test)
{
	struct thing *t = kunit_kcalloc(test, NODES, sizeof(*t), GFP_KERNEL);
	struct rb_root_cached root = RB_ROOT_CACHED;
	u32 seed = 7;

	KUNIT_ASSERT_NOT_NULL(test, t);
	for (u32 i = 0; i < NODES; i++) {
		t[i].key = next_random(&seed);
		rb_add_cached(&t[i].rb, &root, thing_less);
		KUNIT_ASSERT_PTR_EQ(test, rb_first_cached(&root),
				    rb_first(&root.rb_root));
	}
	while (rb_first_cached(&root)) {
		rb_erase_cached(rb_first_cached(&root), &root);
		KUNIT_ASSERT_PTR_EQ(test, rb_first_cached(&root),
				    rb_first(&root.rb_root));
	}
	KUNIT_EXPECT_TRUE(test, RB_EMPTY_ROOT(&root.rb_root));
}

static void postorder_visits_children_first(struct kunit *test)
{
	struct thing *t = kunit_kcalloc(test, NODES, sizeof(*t), GFP_KERNEL);
	struct thing *pos, *next;
	struct rb_root root = RB_ROOT;
	size_t n = 0;

	KUNIT_ASSERT_NOT_NULL(test, t);
	for (u32 i = 0; i < NODES; i++) {
		t[i].key = i * 7919 % NODES;
		rb_add(&t[i].rb, &root, thing_less);
	}
	rbtree_postorder_for_each_entry_safe(pos, next, &root, rb) {
		/* A visited node has its key wiped. */
		if (pos->rb.rb_left)
			KUNIT_ASSERT_EQ(test, rb_entry(pos->rb.rb_left,
					struct thing, rb)->key, U32_MAX);
		pos->key = U32_MAX;
		n++;
	}
	KUNIT_EXPECT_EQ(test, n, NODES);
}

static struct kunit_case rbtree_cases[] = {
	KUNIT_CASE(stays_balanced_under_random_changes),
	KUNIT_CASE(plain_tree_finds_and_replaces),
	KUNIT_CASE(cached_tree_knows_its_leftmost),
	KUNIT_CASE(postorder_visits_children_first),
	{}
};

static struct kunit_suite rbtree_suite = {
	.name = "rbtree",
	.test_cases = rbtree_cases,
};
kunit_test_suite(rbtree_suite);
