// SPDX-License-Identifier: GPL-2.0
/* Integer functions of linux/math.h that are too long for a macro. */
#include <linux/bitops.h>
#include <linux/export.h>
#include <linux/math.h>

unsigned long gcd(unsigned long a, unsigned long b)
{
	while (b) {
		unsigned long r = a % b;

		a = b;
		b = r;
	}
	return a;
}
EXPORT_SYMBOL(gcd);

unsigned long lcm(unsigned long a, unsigned long b)
{
	return a && b ? a / gcd(a, b) * b : 0;
}
EXPORT_SYMBOL(lcm);

/* The square root, rounded down: one result bit per round. */
unsigned long int_sqrt(unsigned long x)
{
	unsigned long root = 0, bit;

	if (x <= 1)
		return x;
	for (bit = 1UL << (__fls(x) & ~1UL); bit; bit >>= 2) {
		unsigned long sum = root + bit;

		root >>= 1;
		if (x >= sum) {
			x -= sum;
			root += bit;
		}
	}
	return root;
}
EXPORT_SYMBOL(int_sqrt);

u64 int_pow(u64 base, unsigned int exp)
{
	u64 result = 1;

	for (; exp; exp >>= 1, base *= base)
		if (exp & 1)
			result *= base;
	return result;
}
EXPORT_SYMBOL(int_pow);
