// SPDX-License-Identifier: GPL-2.0
/*
 * Red-black trees: insertion and removal with their recolouring, walking in
 * order and children first. The rules: the root is black, a red node has black
 * children, and every way down passes the same number of black nodes.
 *
 * Bit 0 of the parent word is the colour. Augmented trees pass callbacks that
 * see each rotation and each node that takes another's place; for plain trees
 * they do nothing and, being inlined, cost nothing.
 *
 * The caller locks. Linux's guarantees for lockless readers are left out.
 */
#include <linux/export.h>
#include <linux/rbtree_augmented.h>

#define RB_RED		0UL
#define RB_BLACK	1UL

typedef void (*rotate_fn)(struct rb_node *old, struct rb_node *new);

static inline bool rb_is_black(const struct rb_node *node)
{
	return !node || (node->__rb_parent_color & 1);
}

static inline bool rb_is_red(const struct rb_node *node)
{
	return !rb_is_black(node);
}

static inline void rb_set_parent(struct rb_node *node, struct rb_node *parent)
{
	node->__rb_parent_color = (node->__rb_parent_color & 1) |
				  (unsigned long)parent;
}

static inline void rb_set_color(struct rb_node *node, unsigned long color)
{
	node->__rb_parent_color = (node->__rb_parent_color & ~1UL) | color;
}

static inline unsigned long rb_color(const struct rb_node *node)
{
	return node->__rb_parent_color & 1;
}

/* Make the link that led to old lead to new. */
static inline void rb_change_child(struct rb_node *old, struct rb_node *new,
				   struct rb_node *parent,
				   struct rb_root *root)
{
	if (!parent)
		root->rb_node = new;
	else if (parent->rb_left == old)
		parent->rb_left = new;
	else
		parent->rb_right = new;
}

/* The right child goes up, node becomes its left child. Colours stay. */
static __always_inline void rb_rotate_left(struct rb_node *node,
					   struct rb_root *root,
					   rotate_fn rotate)
{
	struct rb_node *up = node->rb_right, *parent = rb_parent(node);

	node->rb_right = up->rb_left;
	if (up->rb_left)
		rb_set_parent(up->rb_left, node);
	up->rb_left = node;
	rb_set_parent(up, parent);
	rb_change_child(node, up, parent, root);
	rb_set_parent(node, up);
	rotate(node, up);
}

static __always_inline void rb_rotate_right(struct rb_node *node,
					    struct rb_root *root,
					    rotate_fn rotate)
{
	struct rb_node *up = node->rb_left, *parent = rb_parent(node);

	node->rb_left = up->rb_right;
	if (up->rb_right)
		rb_set_parent(up->rb_right, node);
	up->rb_right = node;
	rb_set_parent(up, parent);
	rb_change_child(node, up, parent, root);
	rb_set_parent(node, up);
	rotate(node, up);
}

/*
 * node is red and new. As long as its parent is red too, either push the
 * problem two levels up by recolouring, or end it by one or two rotations.
 */
static __always_inline void rb_insert_fixup(struct rb_node *node,
					    struct rb_root *root,
					    rotate_fn rotate)
{
	struct rb_node *parent, *gparent, *uncle;

	while ((parent = rb_parent(node)) && rb_is_red(parent)) {
		bool left;

		gparent = rb_parent(parent);
		left = parent == gparent->rb_left;
		uncle = left ? gparent->rb_right : gparent->rb_left;
		if (rb_is_red(uncle)) {
			rb_set_color(uncle, RB_BLACK);
			rb_set_color(parent, RB_BLACK);
			rb_set_color(gparent, RB_RED);
			node = gparent;
			continue;
		}
		if (left && node == parent->rb_right) {
			rb_rotate_left(parent, root, rotate);
			parent = node;
		} else if (!left && node == parent->rb_left) {
			rb_rotate_right(parent, root, rotate);
			parent = node;
		}
		rb_set_color(parent, RB_BLACK);
		rb_set_color(gparent, RB_RED);
		if (left)
			rb_rotate_right(gparent, root, rotate);
		else
			rb_rotate_left(gparent, root, rotate);
		break;
	}
	rb_set_color(root->rb_node, RB_BLACK);
}

/*
 * The subtree node (perhaps NULL) below parent lacks one black. Take it from
 * the sibling's side, or pass the lack upwards.
 */
static __always_inline void rb_erase_fixup(struct rb_node *node,
					   struct rb_node *parent,
					   struct rb_root *root,
					   rotate_fn rotate)
{
	while (parent && rb_is_black(node)) {
		bool left = node == parent->rb_left;
		struct rb_node *sibling, *near, *far;

		sibling = left ? parent->rb_right : parent->rb_left;
		if (rb_is_red(sibling)) {
			rb_set_color(sibling, RB_BLACK);
			rb_set_color(parent, RB_RED);
			if (left)
				rb_rotate_left(parent, root, rotate);
			else
				rb_rotate_right(parent, root, rotate);
			sibling = left ? parent->rb_right : parent->rb_left;
		}
		near = left ? sibling->rb_left : sibling->rb_right;
		far = left ? sibling->rb_right : sibling->rb_left;
		if (rb_is_black(near) && rb_is_black(far)) {
			rb_set_color(sibling, RB_RED);
			node = parent;
			parent = rb_parent(node);
			continue;
		}
		if (rb_is_black(far)) {
			rb_set_color(near, RB_BLACK);
			rb_set_color(sibling, RB_RED);
			if (left)
				rb_rotate_right(sibling, root, rotate);
			else
				rb_rotate_left(sibling, root, rotate);
			far = sibling;
			sibling = near;
		}
		rb_set_color(sibling, rb_color(parent));
		rb_set_color(parent, RB_BLACK);
		rb_set_color(far, RB_BLACK);
		if (left)
			rb_rotate_left(parent, root, rotate);
		else
			rb_rotate_right(parent, root, rotate);
		return;
	}
	if (node)
		rb_set_color(node, RB_BLACK);
}

/* Put node's successor, which has no left child, where node is. */
static __always_inline struct rb_node *
rb_take_out_inner(struct rb_node *node, struct rb_root *root,
		  unsigned long *color, struct rb_node **child,
		  const struct rb_augment_callbacks *augment)
{
	struct rb_node *succ = node->rb_right, *parent;

	while (succ->rb_left)
		succ = succ->rb_left;
	*color = rb_color(succ);
	*child = succ->rb_right;
	parent = rb_parent(succ);
	if (parent == node) {
		parent = succ;
	} else {
		parent->rb_left = *child;
		if (*child)
			rb_set_parent(*child, parent);
		succ->rb_right = node->rb_right;
		rb_set_parent(succ->rb_right, succ);
	}
	augment->copy(node, succ);
	succ->rb_left = node->rb_left;
	rb_set_parent(succ->rb_left, succ);
	succ->__rb_parent_color = node->__rb_parent_color;
	rb_change_child(node, succ, rb_parent(node), root);
	if (parent != succ)
		augment->propagate(parent, succ);
	augment->propagate(succ, NULL);
	return parent;
}

static __always_inline void
rb_take_out(struct rb_node *node, struct rb_root *root,
	    const struct rb_augment_callbacks *augment)
{
	struct rb_node *child, *parent;
	unsigned long color;

	if (node->rb_left && node->rb_right) {
		parent = rb_take_out_inner(node, root, &color, &child, augment);
	} else {
		child = node->rb_left ? node->rb_left : node->rb_right;
		parent = rb_parent(node);
		color = rb_color(node);
		if (child)
			rb_set_parent(child, parent);
		rb_change_child(node, child, parent, root);
		augment->propagate(parent, NULL);
	}
	if (color == RB_BLACK)
		rb_erase_fixup(child, parent, root, augment->rotate);
}

static inline void dummy_rotate(struct rb_node *old, struct rb_node *new)
{
}

static inline void dummy_copy(struct rb_node *old, struct rb_node *new)
{
}

static inline void dummy_propagate(struct rb_node *node, struct rb_node *stop)
{
}

static const struct rb_augment_callbacks dummy_callbacks = {
	.propagate = dummy_propagate,
	.copy = dummy_copy,
	.rotate = dummy_rotate,
};

/**
 * rb_insert_color - balance after rb_link_node()
 * @node: the new node
 * @root: its tree
 */
void rb_insert_color(struct rb_node *node, struct rb_root *root)
{
	rb_insert_fixup(node, root, dummy_rotate);
}
EXPORT_SYMBOL(rb_insert_color);

void rb_erase(struct rb_node *node, struct rb_root *root)
{
	rb_take_out(node, root, &dummy_callbacks);
}
EXPORT_SYMBOL(rb_erase);

void __rb_insert_augmented(struct rb_node *node, struct rb_root *root,
			   rotate_fn rotate)
{
	rb_insert_fixup(node, root, rotate);
}
EXPORT_SYMBOL(__rb_insert_augmented);

void rb_erase_augmented(struct rb_node *node, struct rb_root *root,
			const struct rb_augment_callbacks *augment)
{
	rb_take_out(node, root, augment);
}
EXPORT_SYMBOL(rb_erase_augmented);

struct rb_node *rb_first(const struct rb_root *root)
{
	struct rb_node *n = root->rb_node;

	while (n && n->rb_left)
		n = n->rb_left;
	return n;
}
EXPORT_SYMBOL(rb_first);

struct rb_node *rb_last(const struct rb_root *root)
{
	struct rb_node *n = root->rb_node;

	while (n && n->rb_right)
		n = n->rb_right;
	return n;
}
EXPORT_SYMBOL(rb_last);

struct rb_node *rb_next(const struct rb_node *node)
{
	struct rb_node *parent;

	if (RB_EMPTY_NODE(node))
		return NULL;
	if (node->rb_right) {
		node = node->rb_right;
		while (node->rb_left)
			node = node->rb_left;
		return (struct rb_node *)node;
	}
	while ((parent = rb_parent(node)) && node == parent->rb_right)
		node = parent;
	return parent;
}
EXPORT_SYMBOL(rb_next);

struct rb_node *rb_prev(const struct rb_node *node)
{
	struct rb_node *parent;

	if (RB_EMPTY_NODE(node))
		return NULL;
	if (node->rb_left) {
		node = node->rb_left;
		while (node->rb_right)
			node = node->rb_right;
		return (struct rb_node *)node;
	}
	while ((parent = rb_parent(node)) && node == parent->rb_left)
		node = parent;
	return parent;
}
EXPORT_SYMBOL(rb_prev);

/* Put new, which must compare the same, in victim's place. */
void rb_replace_node(struct rb_node *victim, struct rb_node *new,
		     struct rb_root *root)
{
	*new = *victim;
	if (victim->rb_left)
		rb_set_parent(victim->rb_left, new);
	if (victim->rb_right)
		rb_set_parent(victim->rb_right, new);
	rb_change_child(victim, new, rb_parent(victim), root);
}
EXPORT_SYMBOL(rb_replace_node);

static struct rb_node *rb_deepest_left(const struct rb_node *node)
{
	for (;;) {
		if (node->rb_left)
			node = node->rb_left;
		else if (node->rb_right)
			node = node->rb_right;
		else
			return (struct rb_node *)node;
	}
}

/* Children before parents, so that a whole tree can be freed. */
struct rb_node *rb_first_postorder(const struct rb_root *root)
{
	return root->rb_node ? rb_deepest_left(root->rb_node) : NULL;
}
EXPORT_SYMBOL(rb_first_postorder);

struct rb_node *rb_next_postorder(const struct rb_node *node)
{
	const struct rb_node *parent;

	if (!node)
		return NULL;
	parent = rb_parent(node);
	if (parent && node == parent->rb_left && parent->rb_right)
		return rb_deepest_left(parent->rb_right);
	return (struct rb_node *)parent;
}
EXPORT_SYMBOL(rb_next_postorder);
