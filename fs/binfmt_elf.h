/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the ELF format tell each other. */
#ifndef FS_BINFMT_ELF_H
#define FS_BINFMT_ELF_H

#include <linux/elf.h>
#include <linux/types.h>

struct coredump_params;
struct linux_binprm;

/* binfmt_elf_stack.c */
struct elf_stack_info {
	const struct elfhdr	*hdr;		/* the program's */
	unsigned long		phdr_addr;	/* AT_PHDR */
	unsigned long		entry;		/* AT_ENTRY */
	unsigned long		interp_base;	/* AT_BASE, 0 without interpreter */
};
int create_elf_tables(struct linux_binprm *bprm, const struct elf_stack_info *info);

/* binfmt_elf_core.c */
int elf_core_dump(struct coredump_params *cprm);

#endif /* FS_BINFMT_ELF_H */
