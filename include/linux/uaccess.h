/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_UACCESS_H
#define INCLUDE_LINUX_UACCESS_H

/*
 * Guest memory. The kernel reaches it by walking the guest's page tables, so a
 * user pointer is never dereferenced. The copies return the number of bytes
 * NOT copied; they fault pages in and may sleep, unless the name says
 * inatomic or nofault. Implemented in arch/um/kernel.
 */
#include <linux/compiler.h>
#include <linux/errno.h>
#include <linux/sched/preempt.h>
#include <linux/string.h>
#include <linux/types.h>

/* arch/um/kernel/skas/uaccess.c */
bool access_ok(const void __user *addr, unsigned long size);
unsigned long __must_check copy_from_user(void *to, const void __user *from,
					  unsigned long n);
unsigned long __must_check copy_to_user(void __user *to, const void *from,
					unsigned long n);
unsigned long __must_check clear_user(void __user *to, unsigned long n);
/* Without waiting for a page: only what is mapped right now. */
unsigned long __must_check
copy_from_user_inatomic(void *to, const void __user *from, unsigned long n);
unsigned long __must_check
copy_to_user_inatomic(void __user *to, const void *from, unsigned long n);
/*
 * Length without the terminator; count when there is none within count;
 * -EFAULT.
 */
long __must_check strncpy_from_user(char *dst, const char __user *src,
				    long count);
/* Length with the terminator; > n when there is none within n; 0 on fault. */
long __must_check strnlen_user(const char __user *str, long n);

/* Between these, faults on guest memory fail rather than sleep. */
void pagefault_disable(void);
void pagefault_enable(void);
bool pagefault_disabled(void);
#define faulthandler_disabled() pagefault_disabled()

/* Bytes that could not be faulted in. */
size_t fault_in_readable(const char __user *uaddr, size_t size);
size_t fault_in_writeable(char __user *uaddr, size_t size);
size_t fault_in_safe_writeable(const char __user *uaddr, size_t size);

#define __copy_from_user		copy_from_user
#define __copy_to_user			copy_to_user
#define __clear_user			clear_user
#define raw_copy_from_user		copy_from_user
#define raw_copy_to_user		copy_to_user
#define __copy_from_user_inatomic	copy_from_user_inatomic
#define __copy_to_user_inatomic		copy_to_user_inatomic

static inline long __must_check
copy_from_user_nofault(void *dst, const void __user *src, size_t size)
{
	return copy_from_user_inatomic(dst, src, size) ? -EFAULT : 0;
}

static inline long __must_check
copy_to_user_nofault(void __user *dst, const void *src, size_t size)
{
	return copy_to_user_inatomic(dst, src, size) ? -EFAULT : 0;
}

/* An integer as wide as x, for values of any scalar type. */
#define __inttype(x) __typeof__(					\
	__builtin_choose_expr(sizeof(x) == 1, (u8)0,			\
	__builtin_choose_expr(sizeof(x) == 2, (u16)0,			\
	__builtin_choose_expr(sizeof(x) == 4, (u32)0, (unsigned long)0))))

/* One scalar; 0 or -EFAULT, then x is 0. */
#define get_user(x, ptr) ({						\
	const __typeof__(*(ptr)) __user *__gu_ptr = (ptr);		\
	__inttype(*(ptr)) __gu_val = 0;					\
	int __gu_err = 0;						\
	_Static_assert(sizeof(__gu_val) == sizeof(*(ptr)), "get_user size"); \
	if (copy_from_user(&__gu_val, __gu_ptr, sizeof(__gu_val))) {	\
		__gu_val = 0;						\
		__gu_err = -EFAULT;					\
	}								\
	(x) = (__typeof__(*(ptr)))__gu_val;				\
	__gu_err; })

#define put_user(x, ptr) ({						\
	__typeof__(*(ptr)) __user *__pu_ptr = (ptr);			\
	__typeof__(*(ptr)) __pu_val = (x);				\
	copy_to_user(__pu_ptr, &__pu_val, sizeof(__pu_val)) ? -EFAULT : 0; })

#define __get_user(x, ptr)	get_user(x, ptr)
#define __put_user(x, ptr)	put_user(x, ptr)

/* lib/usercopy.c */
/*
 * A struct whose size the program says. Shorter: the rest is zero. Longer:
 * the excess must be zero, else -E2BIG.
 */
int __must_check copy_struct_from_user(void *dst, size_t ksize,
				       const void __user *src, size_t usize);
/* 1 when all bytes are zero, 0 when not, -EFAULT. */
int check_zeroed_user(const void __user *from, size_t size);

#endif /* INCLUDE_LINUX_UACCESS_H */
