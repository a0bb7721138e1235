/* SPDX-License-Identifier: GPL-2.0 */
/* What the ELF loader must know about this machine. */
#ifndef ARCH_UM_ASM_ELF_H
#define ARCH_UM_ASM_ELF_H

#include <asm/processor.h>
#include <asm/ptrace.h>
#include <uapi/linux/elf.h>
#include <uapi/linux/elf-em.h>

struct linux_binprm;

#define ELF_CLASS	ELFCLASS64
#define ELF_DATA	ELFDATA2LSB
#define ELF_ARCH	EM_X86_64
#define ELF_EXEC_PAGESIZE 4096
#define elf_check_arch(x) ((x)->e_machine == EM_X86_64)

/* Position-independent programs without an interpreter's wish: two thirds up. */
#define ELF_ET_DYN_BASE	(TASK_SIZE / 3 * 2)

/* CPUID leaf 1 edx, as AT_HWCAP says it. */
extern unsigned long elf_hwcap, elf_hwcap2;
#define ELF_HWCAP	elf_hwcap
#define ELF_HWCAP2	elf_hwcap2
#define ELF_PLATFORM	"x86_64"

/* Auxiliary entries of the machine, with NEW_AUX_ENT(id, value) of the loader. */
#define ARCH_DLINFO							\
do {									\
	if (current->mm->vdso_base)					\
		NEW_AUX_ENT(AT_SYSINFO_EHDR, current->mm->vdso_base);	\
	NEW_AUX_ENT(AT_MINSIGSTKSZ, arch_min_sigstack_size());		\
} while (0)
#define ARCH_DLINFO_ENTRIES 2

unsigned long arch_min_sigstack_size(void);

/* Map the vDSO: arch/x86/um/vdso/vma.c.  mmap_lock not held. */
#define ARCH_HAS_SETUP_ADDITIONAL_PAGES 1
int arch_setup_additional_pages(struct linux_binprm *bprm, int uses_interp);

/* Registers of a note in a core dump: 27 words, as PTRACE_GETREGS. */
#define ELF_NGREG	27
typedef unsigned long elf_greg_t;
typedef elf_greg_t elf_gregset_t[ELF_NGREG];
#define ELF_CORE_COPY_REGS(dest, regs) \
	__builtin_memcpy(dest, &(regs)->gp, sizeof(elf_gregset_t))

#endif /* ARCH_UM_ASM_ELF_H */
