// SPDX-License-Identifier: GPL-2.0
/*
 * The random number generator: all randomness of the machine comes from here.
 *
 * The pool is a BLAKE2s hash of whatever was fed to it. The base key is drawn
 * from the pool and fresh bytes of the host, first when anybody asks for a
 * number, then once a minute, or when a program with the right to do so asks
 * for it. Each CPU has a key of its own, derived from the base key. A request
 * runs ChaCha20 with the CPU's key once: the first half of the block replaces
 * the key before anything is handed out, so that a later look at memory does
 * not reveal earlier numbers; the other half is the answer, or the key of a
 * stream for a long one.
 *
 * There is no time before initialisation: the host is always there to ask.
 *
 * Locks: input_lock (pool) is outside base_lock (base key). A CPU's key has
 * none, as kernel code is not preempted and nothing here sleeps. Any context.
 *
 * Left out against Linux: entropy from interrupts and devices, which the
 * host's own generator has collected already, and entropy accounting.
 */
#include <crypto/blake2s.h>
#include <crypto/chacha.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <asm/archrandom.h>

#include "random.h"

#define RESEED_INTERVAL	(60 * HZ)

/* Locks: [i] input_lock, [b] base_lock, [c] only its own CPU */
static DEFINE_SPINLOCK(input_lock);
static u8 pool[BLAKE2S_HASH_SIZE];		/* [i] */

static DEFINE_SPINLOCK(base_lock);
static struct {
	u8		key[CHACHA_KEY_SIZE];	/* [b] */
	unsigned long	generation;		/* [b] 0: not seeded yet; also read without */
	unsigned long	birth;			/* [b] jiffies of the last seeding */
} base_crng;

struct crng {
	u8		key[CHACHA_KEY_SIZE];	/* [c] */
	unsigned long	generation;		/* [c] base key it was derived from */
};
static DEFINE_PER_CPU(struct crng, crngs);

bool rng_is_initialized(void)
{
	return true;
}

int wait_for_random_bytes(void)
{
	return 0;
}

/**
 * add_device_randomness() - feed the pool
 * @buf: anything that other machines may not have; need not be secret
 * @len: its length
 *
 * Context: any. The numbers change with the next seeding.
 */
void add_device_randomness(const void *buf, size_t len)
{
	struct blake2s_state state;

	spin_lock(&input_lock);
	blake2s_init(&state, sizeof(pool), pool, sizeof(pool));
	blake2s_update(&state, buf, len);
	blake2s_final(&state, pool);
	spin_unlock(&input_lock);
}

/*
 * New pool contents and a key out of the old contents and @host. Two hashes
 * with different ends, so that neither tells about the other.
 */
static void extract_entropy(u8 key[CHACHA_KEY_SIZE], const u8 *host, size_t len)
{
	struct blake2s_state state;
	u8 next[BLAKE2S_HASH_SIZE];
	u8 which = 0;

	spin_lock(&input_lock);
	blake2s_init(&state, sizeof(next), pool, sizeof(pool));
	blake2s_update(&state, host, len);
	blake2s_update(&state, &which, 1);
	blake2s_final(&state, next);
	which = 1;
	blake2s_init(&state, CHACHA_KEY_SIZE, pool, sizeof(pool));
	blake2s_update(&state, host, len);
	blake2s_update(&state, &which, 1);
	blake2s_final(&state, key);
	memcpy(pool, next, sizeof(pool));
	spin_unlock(&input_lock);
	memzero_explicit(next, sizeof(next));
}

void crng_reseed(void)
{
	u8 host[32], key[CHACHA_KEY_SIZE];
	long n = arch_get_random_seed(host, sizeof(host));

	if (n != sizeof(host) && !READ_ONCE(base_crng.generation))
		panic("The host gives no random numbers: %ld", n);
	extract_entropy(key, host, n > 0 ? n : 0);
	spin_lock(&base_lock);
	memcpy(base_crng.key, key, sizeof(key));
	base_crng.birth = jiffies;
	if (!++base_crng.generation)
		base_crng.generation = 1;
	spin_unlock(&base_lock);
	memzero_explicit(host, sizeof(host));
	memzero_explicit(key, sizeof(key));
}

/*
 * The block of @key: @key becomes its first half, @out gets @len <= 32 bytes of
 * the second.
 */
static void fast_key_erasure(u8 key[CHACHA_KEY_SIZE], u32 state[CHACHA_STATE_WORDS], u8 *out,
			     size_t len)
{
	u8 block[CHACHA_BLOCK_SIZE];

	chacha_init(state, key);
	chacha20_block(state, block);
	memcpy(key, block, CHACHA_KEY_SIZE);
	memcpy(out, block + CHACHA_KEY_SIZE, len);
	memzero_explicit(block, sizeof(block));
}

static bool seed_is_old(void)
{
	return !READ_ONCE(base_crng.generation) ||
	       time_after(jiffies, READ_ONCE(base_crng.birth) + RESEED_INTERVAL);
}

/**
 * crng_make_state() - begin a stream
 * @state: ready for chacha20_block(), and no longer tied to any key
 * @first: gets the first bytes
 * @len: how many, at most 32
 *
 * Context: any.
 */
void crng_make_state(u32 state[CHACHA_STATE_WORDS], u8 *first, size_t len)
{
	struct crng *crng = this_cpu_ptr(&crngs);

	if (seed_is_old())
		crng_reseed();
	if (crng->generation != READ_ONCE(base_crng.generation)) {
		spin_lock(&base_lock);
		fast_key_erasure(base_crng.key, state, crng->key, sizeof(crng->key));
		crng->generation = base_crng.generation;
		spin_unlock(&base_lock);
	}
	fast_key_erasure(crng->key, state, first, len);
}

/**
 * get_random_bytes() - random numbers for the kernel
 * @buf: where to
 * @len: how many bytes
 *
 * Context: any, from the first moment of boot on.
 */
void get_random_bytes(void *buf, size_t len)
{
	u32 state[CHACHA_STATE_WORDS];
	u8 key[CHACHA_KEY_SIZE], block[CHACHA_BLOCK_SIZE], *p = buf;

	if (len <= CHACHA_KEY_SIZE) {
		crng_make_state(state, p, len);
		memzero_explicit(state, sizeof(state));
		return;
	}
	crng_make_state(state, key, sizeof(key));
	chacha_init(state, key);
	while (len) {
		size_t n = min_t(size_t, len, sizeof(block));

		chacha20_block(state, block);
		memcpy(p, block, n);
		p += n;
		len -= n;
	}
	memzero_explicit(block, sizeof(block));
	memzero_explicit(key, sizeof(key));
	memzero_explicit(state, sizeof(state));
}

#define GET_RANDOM(type)			\
type get_random_##type(void)			\
{						\
	type value;				\
						\
	get_random_bytes(&value, sizeof(value)); \
	return value;				\
}

GET_RANDOM(u8)
GET_RANDOM(u16)
GET_RANDOM(u32)
GET_RANDOM(u64)

/*
 * The high half of random * ceil is below ceil; the few products whose low half
 * is small would make some results likelier and are drawn again.
 */
u32 __get_random_u32_below(u32 ceil)
{
	u64 product = (u64)ceil * get_random_u32();
	u32 threshold;

	if ((u32)product < ceil) {
		threshold = -ceil % ceil;
		while ((u32)product < threshold)
			product = (u64)ceil * get_random_u32();
	}
	return product >> 32;
}

static int __init random_init(void)
{
	crng_reseed();
	pr_notice("random: crng init done\n");
	return 0;
}
early_initcall(random_init);
