/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For asm-offsets.c only: constants of C that the build takes out of the
 * assembly and turns into include/generated/asm-offsets.h.
 */
#ifndef INCLUDE_LINUX_KBUILD_H
#define INCLUDE_LINUX_KBUILD_H

#define DEFINE(name, value) \
	__asm__ volatile("\n.ascii \"@DEFINE " #name " %0\"" : : "i"(value))

#define OFFSET(name, type, member) \
	DEFINE(name, __builtin_offsetof(type, member))

#endif /* INCLUDE_LINUX_KBUILD_H */
