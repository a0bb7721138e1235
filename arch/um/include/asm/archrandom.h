/* SPDX-License-Identifier: GPL-2.0 */
/* The machine's source of true randomness: the host. */
#ifndef ARCH_UM_ASM_ARCHRANDOM_H
#define ARCH_UM_ASM_ARCHRANDOM_H

#include <os_process.h>

/**
 * arch_get_random_seed() - random bytes that nobody can foresee
 * @buf: where to
 * @len: how many, 256 at most
 *
 * Return: how many there are, or -errno.
 */
static inline long arch_get_random_seed(void *buf, unsigned long len)
{
	return os_getrandom(buf, len);
}

#endif /* ARCH_UM_ASM_ARCHRANDOM_H */
