// SPDX-License-Identifier: GPL-2.0
/*
 * What an ELF program finds on its stack (System V ABI, x86-64 supplement): from
 * the stack pointer up argc, the pointers of argv and envp, the auxiliary vector,
 * then 16 random bytes and the platform's name, then the strings that exec put
 * there.
 */
#include <linux/binfmts.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/param.h>
#include "binfmt_elf.h"

/* The vector grows in mm->saved_auxv, where /proc/pid/auxv shows it. */
#define NEW_AUX_ENT(id, val) do {			\
	if (n + 2 <= limit) {				\
		auxv[n++] = (id);			\
		auxv[n++] = (unsigned long)(val);	\
	}						\
} while (0)

/* Return: words used. */
static int fill_auxv(struct linux_binprm *bprm, const struct elf_stack_info *info,
		     unsigned long random, unsigned long platform)
{
	unsigned long *auxv = current->mm->saved_auxv;
	const int limit = ARRAY_SIZE(current->mm->saved_auxv) - 2;
	const struct cred *cred = current_cred();
	int n = 0;

	ARCH_DLINFO;
	NEW_AUX_ENT(AT_HWCAP, ELF_HWCAP);
	NEW_AUX_ENT(AT_PAGESZ, ELF_EXEC_PAGESIZE);
	NEW_AUX_ENT(AT_CLKTCK, CLOCKS_PER_SEC);
	NEW_AUX_ENT(AT_PHDR, info->phdr_addr);
	NEW_AUX_ENT(AT_PHENT, sizeof(struct elf_phdr));
	NEW_AUX_ENT(AT_PHNUM, info->hdr->e_phnum);
	NEW_AUX_ENT(AT_BASE, info->interp_base);
	NEW_AUX_ENT(AT_FLAGS, 0);
	NEW_AUX_ENT(AT_ENTRY, info->entry);
	NEW_AUX_ENT(AT_UID, from_kuid_munged(NULL, cred->uid));
	NEW_AUX_ENT(AT_EUID, from_kuid_munged(NULL, cred->euid));
	NEW_AUX_ENT(AT_GID, from_kgid_munged(NULL, cred->gid));
	NEW_AUX_ENT(AT_EGID, from_kgid_munged(NULL, cred->egid));
	NEW_AUX_ENT(AT_SECURE, bprm->secureexec);
	NEW_AUX_ENT(AT_RANDOM, random);
	NEW_AUX_ENT(AT_HWCAP2, ELF_HWCAP2);
	NEW_AUX_ENT(AT_EXECFN, bprm->exec);
	NEW_AUX_ENT(AT_PLATFORM, platform);
	/* AT_NULL, and nothing of an earlier program behind it. */
	memset(auxv + n, 0, sizeof(current->mm->saved_auxv) - n * sizeof(*auxv));
	return n + 2;
}

/* Random up to 8 KiB: neighbours on a page differ too, and cache lines. */
static unsigned long align_stack(unsigned long sp)
{
	if (current->flags & PF_RANDOMIZE)
		sp -= get_random_u32_below(8192);
	return sp & ~15UL;
}

/* @count pointers to consecutive strings, and a NULL. @strings moves behind them. */
static int put_pointers(unsigned long __user **spp, unsigned long *strings, int count)
{
	unsigned long __user *sp = *spp;
	long len;

	while (count-- > 0) {
		if (put_user(*strings, sp++))
			return -EFAULT;
		len = strnlen_user((void __user *)*strings, MAX_ARG_STRLEN);
		if (!len || len > MAX_ARG_STRLEN)
			return -EINVAL;
		*strings += len;
	}
	if (put_user(0UL, sp++))
		return -EFAULT;
	*spp = sp;
	return 0;
}

/* Make sure that the whole table is within the stack's mapping. */
static int reach_stack(struct linux_binprm *bprm, unsigned long sp)
{
	struct mm_struct *mm = current->mm;
	int err;

	if (mmap_write_lock_killable(mm))
		return -EINTR;
	err = expand_stack(mm, bprm->vma, sp);
	mmap_write_unlock(mm);
	return err ? -EFAULT : 0;
}

/**
 * create_elf_tables() - fill the stack below the strings
 * @bprm: the exec; bprm->p becomes the stack pointer
 * @info: what goes into the auxiliary vector
 *
 * Return: 0 or -errno.
 */
int create_elf_tables(struct linux_binprm *bprm, const struct elf_stack_info *info)
{
	static const char platform_name[] = ELF_PLATFORM;
	struct mm_struct *mm = current->mm;
	unsigned long p, platform, random, strings;
	unsigned long __user *sp;
	u8 random_bytes[16];
	int words, err;

	p = align_stack(bprm->p);
	platform = p -= sizeof(platform_name);
	if (copy_to_user((void __user *)platform, platform_name, sizeof(platform_name)))
		return -EFAULT;
	get_random_bytes(random_bytes, sizeof(random_bytes));
	random = p -= sizeof(random_bytes);
	if (copy_to_user((void __user *)random, random_bytes, sizeof(random_bytes)))
		return -EFAULT;

	words = fill_auxv(bprm, info, random, platform);
	p -= (words + (bprm->argc + 1UL) + (bprm->envc + 1UL) + 1) * sizeof(long);
	bprm->p = p & ~15UL;
	err = reach_stack(bprm, bprm->p);
	if (err)
		return err;

	sp = (unsigned long __user *)bprm->p;
	if (put_user((unsigned long)bprm->argc, sp++))
		return -EFAULT;
	strings = mm->arg_start;
	err = put_pointers(&sp, &strings, bprm->argc);
	if (err)
		return err;
	mm->arg_end = mm->env_start = strings;
	err = put_pointers(&sp, &strings, bprm->envc);
	if (err)
		return err;
	mm->env_end = strings;
	return copy_to_user(sp, mm->saved_auxv, words * sizeof(long)) ? -EFAULT : 0;
}
