/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_KALLSYMS_H
#define INCLUDE_LINUX_KALLSYMS_H

#include <linux/types.h>

#define KSYM_NAME_LEN	512
#define KSYM_SYMBOL_LEN	(KSYM_NAME_LEN + 64)

/*
 * "name+0x12/0x34", or the address in hex when no symbol is known. lib/ has
 * weak versions that know none.
 */
int sprint_symbol(char *buffer, unsigned long address);
int sprint_symbol_no_offset(char *buffer, unsigned long address);
const char *kallsyms_lookup(unsigned long addr, unsigned long *symbolsize,
			    unsigned long *offset, char **modname,
			    char *namebuf);
unsigned long kallsyms_lookup_name(const char *name);

#endif /* INCLUDE_LINUX_KALLSYMS_H */
