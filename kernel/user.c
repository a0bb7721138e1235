// SPDX-License-Identifier: GPL-2.0
/*
 * One user_struct per real user id that owns a process: what RLIMIT_NPROC,
 * RLIMIT_SIGPENDING, RLIMIT_MEMLOCK and the like are counted in. Credentials
 * hold references; the last one removes the id from the hash.
 *
 * Lock: uidhash_lock, a leaf, for the hash and for the step from one reference
 * to none.
 */
#include <linux/hash.h>
#include <linux/init.h>
#include <linux/list.h>
#include <linux/sched/user.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#define UIDHASH_BITS	7

static struct hlist_head uidhash[1 << UIDHASH_BITS];
static DEFINE_SPINLOCK(uidhash_lock);
static struct kmem_cache *uid_cache;

/* The first reference is init_cred's and is never dropped. */
struct user_struct root_user = {
	.count		= REFCOUNT_INIT(1),
	.uid		= GLOBAL_ROOT_UID,
	.processes	= ATOMIC_LONG_INIT(1),
};

static struct hlist_head *uid_bucket(kuid_t uid)
{
	return &uidhash[hash_32(__kuid_val(uid), UIDHASH_BITS)];
}

/* uidhash_lock held; takes a reference. */
static struct user_struct *uid_hash_find(kuid_t uid)
{
	struct user_struct *user;

	hlist_for_each_entry(user, uid_bucket(uid), node) {
		if (uid_eq(user->uid, uid)) {
			refcount_inc(&user->count);
			return user;
		}
	}
	return NULL;
}

struct user_struct *find_user(kuid_t uid)
{
	guard(spinlock)(&uidhash_lock);
	return uid_hash_find(uid);
}

void free_uid(struct user_struct *user)
{
	if (!user || !refcount_dec_and_lock(&user->count, &uidhash_lock))
		return;
	hlist_del(&user->node);
	spin_unlock(&uidhash_lock);
	kmem_cache_free(uid_cache, user);
}

/**
 * alloc_uid() - the accounting of a user, made when it is not there
 * @uid: who
 *
 * Context: may sleep.
 * Return: a reference, or NULL when memory is short.
 */
struct user_struct *alloc_uid(kuid_t uid)
{
	struct user_struct *user, *new;

	user = find_user(uid);
	if (user)
		return user;
	new = kmem_cache_zalloc(uid_cache, GFP_KERNEL);
	if (!new)
		return NULL;
	new->uid = uid;
	refcount_set(&new->count, 1);

	spin_lock(&uidhash_lock);
	user = uid_hash_find(uid);	/* someone may have been faster */
	if (!user) {
		hlist_add_head(&new->node, uid_bucket(uid));
		user = new;
		new = NULL;
	}
	spin_unlock(&uidhash_lock);
	if (new)
		kmem_cache_free(uid_cache, new);
	return user;
}

void __init user_init(void)
{
	uid_cache = kmem_cache_create("uid_cache", sizeof(struct user_struct), 0,
				      SLAB_HWCACHE_ALIGN | SLAB_PANIC, NULL);
	hlist_add_head(&root_user.node, uid_bucket(GLOBAL_ROOT_UID));
}
