/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_POISON_H
#define INCLUDE_LINUX_POISON_H

/* Values that fault or stand out when used after the object is gone. */
#define POISON_POINTER_DELTA	0xdead000000000000UL
#define LIST_POISON1		((void *)(0x100 + POISON_POINTER_DELTA))
#define LIST_POISON2		((void *)(0x122 + POISON_POINTER_DELTA))
#define POISON_INUSE		0x5a
#define POISON_FREE		0x6b
#define POISON_END		0xa5
#define PAGE_POISON		0xaa
#define SLUB_RED_INACTIVE	0xbb
#define SLUB_RED_ACTIVE		0xcc
#define STACK_END_MAGIC		0x57AC6E9D

#endif /* INCLUDE_LINUX_POISON_H */
