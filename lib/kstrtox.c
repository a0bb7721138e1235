// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers from strings: the strict kstrto*() family, which accepts a whole
 * string or nothing, and the lenient simple_strto*() one. Both share one loop
 * that consumes digits and remembers overflow.
 */
#include <linux/kstrtox.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/overflow.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define KSTRTOX_OVERFLOW	(1U << 31)
#define KSTRTOX_USER_MAX	64

static const char *kstrtox_fixup_radix(const char *s, unsigned int *base)
{
	if (*base == 0) {
		*base = 10;
		if (s[0] == '0')
			*base = _tolower(s[1]) == 'x' && isxdigit(s[2]) ? 16 : 8;
	}
	if (*base == 16 && s[0] == '0' && _tolower(s[1]) == 'x')
		s += 2;
	return s;
}

/* Digits consumed, with KSTRTOX_OVERFLOW or-ed in when they did not fit. */
static unsigned int kstrtox_digits(const char *s, unsigned int base,
				   unsigned long long *res)
{
	unsigned long long val = 0;
	unsigned int n = 0, overflow = 0;

	for (; ; n++) {
		int digit = hex_to_bin(s[n]);

		if (digit < 0 || (unsigned int)digit >= base)
			break;
		if (check_mul_overflow(val, base, &val) ||
		    check_add_overflow(val, digit, &val))
			overflow = KSTRTOX_OVERFLOW;
	}
	*res = val;
	return n | overflow;
}

static int kstrtox_whole(const char *s, unsigned int base,
			 unsigned long long *res)
{
	unsigned long long val;
	unsigned int n;

	s = kstrtox_fixup_radix(s, &base);
	n = kstrtox_digits(s, base, &val);
	if (n & KSTRTOX_OVERFLOW)
		return -ERANGE;
	if (!n)
		return -EINVAL;
	s += n;
	if (*s == '\n')
		s++;
	if (*s)
		return -EINVAL;
	*res = val;
	return 0;
}

/**
 * kstrtoull - convert a whole string
 * @s: digits, with an optional plus before and newline behind
 * @base: 2..16, or 0 to go by the prefix
 * @res: result, written on success only
 *
 * Return: 0, -EINVAL, or -ERANGE when the number does not fit.
 */
int kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	if (*s == '+')
		s++;
	return kstrtox_whole(s, base, res);
}
EXPORT_SYMBOL(kstrtoull);

int kstrtoll(const char *s, unsigned int base, long long *res)
{
	unsigned long long tmp;
	int err;

	if (*s == '-') {
		err = kstrtox_whole(s + 1, base, &tmp);
		if (err)
			return err;
		if ((long long)-tmp > 0)
			return -ERANGE;
		*res = -tmp;
		return 0;
	}
	err = kstrtoull(s, base, &tmp);
	if (err)
		return err;
	if ((long long)tmp < 0)
		return -ERANGE;
	*res = tmp;
	return 0;
}
EXPORT_SYMBOL(kstrtoll);

#define DEFINE_KSTRTOX(name, type, wide, wide_type)			\
int name(const char *s, unsigned int base, type *res)			\
{									\
	wide_type tmp;							\
	int err = wide(s, base, &tmp);					\
									\
	if (err)							\
		return err;						\
	if (tmp != (wide_type)(type)tmp)				\
		return -ERANGE;						\
	*res = tmp;							\
	return 0;							\
}

DEFINE_KSTRTOX(kstrtoul, unsigned long, kstrtoull, unsigned long long)
DEFINE_KSTRTOX(kstrtol, long, kstrtoll, long long)
DEFINE_KSTRTOX(kstrtouint, unsigned int, kstrtoull, unsigned long long)
DEFINE_KSTRTOX(kstrtoint, int, kstrtoll, long long)
DEFINE_KSTRTOX(kstrtou16, u16, kstrtoull, unsigned long long)
DEFINE_KSTRTOX(kstrtos16, s16, kstrtoll, long long)
DEFINE_KSTRTOX(kstrtou8, u8, kstrtoull, unsigned long long)
DEFINE_KSTRTOX(kstrtos8, s8, kstrtoll, long long)

/* y, t, 1, on and n, f, 0, off; only the first characters count. */
int kstrtobool(const char *s, bool *res)
{
	if (!s)
		return -EINVAL;
	switch (s[0]) {
	case 'y': case 'Y': case 't': case 'T': case '1':
		*res = true;
		return 0;
	case 'n': case 'N': case 'f': case 'F': case '0':
		*res = false;
		return 0;
	case 'o': case 'O':
		if (s[1] == 'n' || s[1] == 'N') {
			*res = true;
			return 0;
		}
		if (s[1] == 'f' || s[1] == 'F') {
			*res = false;
			return 0;
		}
		break;
	}
	return -EINVAL;
}
EXPORT_SYMBOL(kstrtobool);

#define DEFINE_KSTRTOX_FROM_USER(name, type)				\
int name##_from_user(const char __user *s, size_t count,		\
		     unsigned int base, type *res)			\
{									\
	char buf[KSTRTOX_USER_MAX + 1];					\
									\
	count = min(count, sizeof(buf) - 1);				\
	if (copy_from_user(buf, s, count))				\
		return -EFAULT;						\
	buf[count] = '\0';						\
	return name(buf, base, res);					\
}

DEFINE_KSTRTOX_FROM_USER(kstrtoull, unsigned long long)
DEFINE_KSTRTOX_FROM_USER(kstrtoul, unsigned long)
DEFINE_KSTRTOX_FROM_USER(kstrtouint, unsigned int)
DEFINE_KSTRTOX_FROM_USER(kstrtoint, int)

int kstrtobool_from_user(const char __user *s, size_t count, bool *res)
{
	char buf[4];

	count = min(count, sizeof(buf) - 1);
	if (copy_from_user(buf, s, count))
		return -EFAULT;
	buf[count] = '\0';
	return kstrtobool(buf, res);
}

unsigned long long simple_strtoull(const char *cp, char **endp,
				   unsigned int base)
{
	unsigned long long val;
	const char *digits = kstrtox_fixup_radix(cp, &base);
	unsigned int n = kstrtox_digits(digits, base, &val);

	if (endp)
		*endp = (char *)digits + (n & ~KSTRTOX_OVERFLOW);
	return val;
}
EXPORT_SYMBOL(simple_strtoull);

unsigned long simple_strtoul(const char *cp, char **endp, unsigned int base)
{
	return simple_strtoull(cp, endp, base);
}

long long simple_strtoll(const char *cp, char **endp, unsigned int base)
{
	if (*cp == '-')
		return -simple_strtoull(cp + 1, endp, base);
	return simple_strtoull(cp, endp, base);
}

long simple_strtol(const char *cp, char **endp, unsigned int base)
{
	return simple_strtoll(cp, endp, base);
}
