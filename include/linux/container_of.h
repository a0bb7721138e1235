/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_CONTAINER_OF_H
#define INCLUDE_LINUX_CONTAINER_OF_H

#include <linux/build_bug.h>
#include <linux/stddef.h>

/**
 * container_of - the structure a member is part of
 * @ptr: pointer to the member
 * @type: type of the structure
 * @member: name of the member
 */
#define container_of(ptr, type, member) ({				\
	void *__mptr = (void *)(ptr);					\
	static_assert(__same_type(*(ptr), ((type *)0)->member) ||	\
		      __same_type(*(ptr), void),			\
		      "pointer type mismatch in container_of()");	\
	((type *)(__mptr - offsetof(type, member))); })

#define container_of_const(ptr, type, member)				\
	_Generic(ptr,							\
		const typeof(*(ptr)) *:					\
			((const type *)container_of(ptr, type, member)),\
		default: ((type *)container_of(ptr, type, member)))

#define typeof_member(T, m)	typeof(((T *)0)->m)

#endif /* INCLUDE_LINUX_CONTAINER_OF_H */
