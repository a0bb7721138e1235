// SPDX-License-Identifier: GPL-2.0
/* What %pS prints when nobody knows the symbols; the machine knows better. */
#include <linux/compiler.h>
#include <linux/kallsyms.h>
#include <linux/sprintf.h>
#include <linux/types.h>

__weak int sprint_symbol(char *buffer, unsigned long address)
{
	return sprintf(buffer, "0x%lx", address);
}

__weak int sprint_symbol_no_offset(char *buffer, unsigned long address)
{
	return sprintf(buffer, "0x%lx", address);
}

__weak const char *kallsyms_lookup(unsigned long addr,
				   unsigned long *symbolsize,
				   unsigned long *offset, char **modname,
				   char *namebuf)
{
	return NULL;
}

__weak unsigned long kallsyms_lookup_name(const char *name)
{
	return 0;
}
