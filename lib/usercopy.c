// SPDX-License-Identifier: GPL-2.0
/* Structures whose size a program states, as clone3(2) and openat2(2) have. */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/uaccess.h>

int check_zeroed_user(const void __user *from, size_t size)
{
	char buf[128];

	while (size) {
		size_t n = min(size, sizeof(buf));

		if (copy_from_user(buf, from, n))
			return -EFAULT;
		if (memchr_inv(buf, 0, n))
			return 0;
		from += n;
		size -= n;
	}
	return 1;
}
EXPORT_SYMBOL(check_zeroed_user);

int copy_struct_from_user(void *dst, size_t ksize, const void __user *src,
			  size_t usize)
{
	size_t size = min(ksize, usize);

	if (usize < ksize) {
		memset((char *)dst + size, 0, ksize - size);
	} else if (usize > ksize) {
		int ret = check_zeroed_user(src + size, usize - size);

		if (ret <= 0)
			return ret ? ret : -E2BIG;
	}
	return copy_from_user(dst, src, size) ? -EFAULT : 0;
}
EXPORT_SYMBOL(copy_struct_from_user);
