/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_ELF_H
#define INCLUDE_LINUX_ELF_H

#include <linux/types.h>
#include <uapi/linux/auxvec.h>
#include <uapi/linux/elf.h>
#include <asm/elf.h>

#define elfhdr		elf64_hdr
#define elf_phdr	elf64_phdr
#define elf_shdr	elf64_shdr
#define elf_note	elf64_note
#define elf_addr_t	Elf64_Off
#define Elf_Half	Elf64_Half

#endif /* INCLUDE_LINUX_ELF_H */
