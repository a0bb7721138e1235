/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_SPRINTF_H
#define INCLUDE_LINUX_SPRINTF_H

/*
 * Formatted text. Besides C's conversions the kernel's %p family:
 *	%pS %ps		symbol with and without offset
 *	%pd[2-4] %pD[2-4]	dentry or file name, with that many components
 *	%pU[bBlL]	UUID
 *	%pV		struct va_format
 *	%pe		error pointer by name
 *	%*ph[CDN]	bytes in hex
 *	%pM[FR] %pm	MAC address
 *	%pI4 %pi4 %pI6[c] %pi6	IP address
 *	%*pb[l]		bitmap
 *	%pK %px %p	pointer; %p is hashed, %px is not
 */
#include <linux/compiler.h>
#include <linux/stdarg.h>
#include <linux/types.h>

struct va_format {
	const char *fmt;
	va_list *va;
};

/* lib/vsprintf.c */
int sprintf(char *buf, const char *fmt, ...) __printf(2, 3);
int vsprintf(char *buf, const char *fmt, va_list args) __printf(2, 0);
/* Return what would have been written ... */
int snprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
	__printf(3, 0);
/* ... and what was. */
int scnprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int vscnprintf(char *buf, size_t size, const char *fmt, va_list args)
	__printf(3, 0);
/* lib/kasprintf.c */
char *kasprintf(gfp_t gfp, const char *fmt, ...) __malloc __printf(2, 3);
char *kvasprintf(gfp_t gfp, const char *fmt, va_list args) __malloc
	__printf(2, 0);
const char *kvasprintf_const(gfp_t gfp, const char *fmt, va_list args)
	__printf(2, 0);
/* lib/vsscanf.c */
int sscanf(const char *buf, const char *fmt, ...) __scanf(2, 3);
int vsscanf(const char *buf, const char *fmt, va_list args) __scanf(2, 0);

#endif /* INCLUDE_LINUX_SPRINTF_H */
