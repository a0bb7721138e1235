// SPDX-License-Identifier: GPL-2.0
/*
 * What programs see of the random number generator: getrandom(), /dev/random,
 * /dev/urandom, their ioctls, and /proc/sys/kernel/random.
 *
 * As the generator is ready before the first program, the two devices differ in
 * nothing but their number, and no reader ever waits. Long reads can be
 * interrupted once a page is through. See random.c for the generator.
 */
#include <crypto/chacha.h>
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/poll.h>
#include <linux/random.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/sysctl.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include <linux/uuid.h>

#include "random.h"

/* Key stream is copied out in pieces of this size: one walk of page tables each. */
#define PIECE	(16 * CHACHA_BLOCK_SIZE)

static size_t copy_piece(u32 state[CHACHA_STATE_WORDS], u8 *piece, struct iov_iter *iter)
{
	size_t want = min_t(size_t, iov_iter_count(iter), PIECE), have = 0;

	for (; have < want; have += CHACHA_BLOCK_SIZE)
		chacha20_block(state, piece + have);
	return copy_to_iter(piece, want, iter);
}

/* A long read may be interrupted when some pages are through. */
static size_t copy_stream(u32 state[CHACHA_STATE_WORDS], struct iov_iter *iter)
{
	u8 piece[PIECE];
	size_t ret = 0, copied;

	for (;;) {
		size_t want = min_t(size_t, iov_iter_count(iter), PIECE);

		copied = copy_piece(state, piece, iter);
		ret += copied;
		if (!iov_iter_count(iter) || copied != want)
			break;
		if (ret % PAGE_SIZE == 0) {
			if (signal_pending(current))
				break;
			cond_resched();
		}
	}
	memzero_explicit(piece, sizeof(piece));
	return ret;
}

static ssize_t get_random_bytes_user(struct iov_iter *iter)
{
	u32 state[CHACHA_STATE_WORDS];
	u8 first[CHACHA_KEY_SIZE];
	size_t ret;

	if (!iov_iter_count(iter))
		return 0;
	crng_make_state(state, first, sizeof(first));
	if (iov_iter_count(iter) <= sizeof(first)) {
		ret = copy_to_iter(first, sizeof(first), iter);
	} else {
		chacha_init(state, first);
		ret = copy_stream(state, iter);
	}
	memzero_explicit(first, sizeof(first));
	memzero_explicit(state, sizeof(state));
	return ret ? (ssize_t)ret : -EFAULT;
}

static ssize_t write_pool_user(struct iov_iter *iter)
{
	u8 block[64];
	size_t ret = 0, copied;

	if (!iov_iter_count(iter))
		return 0;
	for (;;) {
		copied = copy_from_iter(block, sizeof(block), iter);
		ret += copied;
		add_device_randomness(block, copied);
		if (!iov_iter_count(iter) || copied != sizeof(block))
			break;
		if (ret % PAGE_SIZE == 0) {
			if (signal_pending(current))
				break;
			cond_resched();
		}
	}
	memzero_explicit(block, sizeof(block));
	return ret ? (ssize_t)ret : -EFAULT;
}

SYSCALL_DEFINE3(getrandom, char __user *, ubuf, size_t, len, unsigned int, flags)
{
	struct iov_iter iter;
	int err;

	if (flags & ~(GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE))
		return -EINVAL;
	if ((flags & (GRND_INSECURE | GRND_RANDOM)) == (GRND_INSECURE | GRND_RANDOM))
		return -EINVAL;
	err = import_ubuf(ITER_DEST, ubuf, len, &iter);
	if (err)
		return err;
	return get_random_bytes_user(&iter);
}

static ssize_t random_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	return get_random_bytes_user(iter);
}

static ssize_t random_write_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	return write_pool_user(iter);
}

static __poll_t random_poll(struct file *file, poll_table *wait)
{
	return EPOLLIN | EPOLLRDNORM | EPOLLOUT | EPOLLWRNORM;
}

static long add_entropy(int __user *p)
{
	struct iov_iter iter;
	int bits, len;
	ssize_t ret;

	if (get_user(bits, p++))
		return -EFAULT;
	if (bits < 0)
		return -EINVAL;
	if (get_user(len, p++))
		return -EFAULT;
	ret = import_ubuf(ITER_SOURCE, p, len, &iter);
	if (ret)
		return ret;
	ret = write_pool_user(&iter);
	if (ret < 0)
		return ret;
	return ret == len ? 0 : -EFAULT;
}

static long random_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	int __user *p = (int __user *)arg;
	int bits;

	if (cmd == RNDGETENTCNT)
		return put_user(POOL_BITS, p);
	if (cmd != RNDADDTOENTCNT && cmd != RNDADDENTROPY && cmd != RNDZAPENTCNT &&
	    cmd != RNDCLEARPOOL && cmd != RNDRESEEDCRNG)
		return -EINVAL;
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	switch (cmd) {
	case RNDADDTOENTCNT:
		if (get_user(bits, p))
			return -EFAULT;
		return bits < 0 ? -EINVAL : 0;
	case RNDADDENTROPY:
		return add_entropy(p);
	case RNDRESEEDCRNG:
		crng_reseed();
		return 0;
	default:			/* zap and clear: nothing to count */
		return 0;
	}
}

const struct file_operations random_fops = {
	.read_iter	= random_read_iter,
	.write_iter	= random_write_iter,
	.poll		= random_poll,
	.unlocked_ioctl	= random_ioctl,
	.llseek		= noop_llseek,
	.splice_read	= copy_splice_read,
	.splice_write	= iter_file_splice_write,
};

const struct file_operations urandom_fops = {
	.read_iter	= random_read_iter,
	.write_iter	= random_write_iter,
	.unlocked_ioctl	= random_ioctl,
	.llseek		= noop_llseek,
	.splice_read	= copy_splice_read,
	.splice_write	= iter_file_splice_write,
};

/* ---- /proc/sys/kernel/random ---- */

static u8 boot_id[UUID_SIZE];
static const int pool_bits = POOL_BITS;
static int write_wakeup = POOL_BITS, reseed_secs = 60;

/* The boot's own UUID, or (@table->data NULL) a new one each time. */
static int proc_do_uuid(const struct ctl_table *table, int write, void *buf, size_t *lenp,
			loff_t *ppos)
{
	char text[UUID_STRING_LEN + 1];
	struct ctl_table fake = { .data = text, .maxlen = sizeof(text) };
	u8 fresh[UUID_SIZE], *uuid = table->data;

	if (write)
		return -EPERM;
	if (!uuid) {
		generate_random_uuid(fresh);
		uuid = fresh;
	}
	snprintf(text, sizeof(text), "%pU", uuid);
	return proc_dostring(&fake, 0, buf, lenp, ppos);
}

/* These can be written and mean nothing any more. */
static int proc_do_ignored(const struct ctl_table *table, int write, void *buf, size_t *lenp,
			   loff_t *ppos)
{
	int value = *(int *)table->data;
	struct ctl_table fake = { .data = &value, .maxlen = sizeof(value) };

	return proc_dointvec(&fake, write, buf, lenp, ppos);
}

static const struct ctl_table random_table[] = {
	{ .procname = "poolsize", .data = (void *)&pool_bits, .maxlen = sizeof(int),
	  .mode = 0444, .proc_handler = proc_dointvec },
	{ .procname = "entropy_avail", .data = (void *)&pool_bits, .maxlen = sizeof(int),
	  .mode = 0444, .proc_handler = proc_dointvec },
	{ .procname = "write_wakeup_threshold", .data = &write_wakeup, .maxlen = sizeof(int),
	  .mode = 0644, .proc_handler = proc_do_ignored },
	{ .procname = "urandom_min_reseed_secs", .data = &reseed_secs, .maxlen = sizeof(int),
	  .mode = 0644, .proc_handler = proc_do_ignored },
	{ .procname = "boot_id", .data = boot_id, .mode = 0444, .proc_handler = proc_do_uuid },
	{ .procname = "uuid", .mode = 0444, .proc_handler = proc_do_uuid },
};

static int __init random_sysctl_init(void)
{
	generate_random_uuid(boot_id);
	register_sysctl_init("kernel/random", random_table);
	return 0;
}
device_initcall(random_sysctl_init);
