// SPDX-License-Identifier: GPL-2.0
/*
 * ELF programs: fixed ones (ET_EXEC), position-independent ones (ET_DYN with an
 * interpreter), dynamic loaders and static-pie programs (ET_DYN without).
 *
 * Everything read from the file is checked before it is used as an address or a
 * size; after begin_new_exec() the only answer to nonsense is SIGSEGV, before it
 * an errno in Linux's order. The stack's final contents (auxiliary vector, argv,
 * envp) are binfmt_elf_stack.c's.
 *
 * Left out against Linux: 32-bit programs, PT_GNU_PROPERTY (nothing here acts
 * on it), PT_LOPROC.
 */
#include <linux/binfmts.h>
#include <linux/coredump.h>
#include <linux/elf.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/personality.h>
#include <linux/printk.h>
#include <linux/random.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <uapi/linux/elf.h>
#include "binfmt_elf.h"

#define BAD_ADDR(x)		((unsigned long)(x) >= TASK_SIZE)
#define ELF_PAGESTART(v)	((v) & ~(PAGE_SIZE - 1))
#define ELF_PAGEOFFSET(v)	((v) & (PAGE_SIZE - 1))
#define ELF_PAGEALIGN(v)	(((v) + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1))
#define ELF_MIN_ALIGN		PAGE_SIZE
#define MAX_PHDRS_SIZE		65536
#define MMAP_RND_BITS		28
#define BRK_RND_SIZE		(1UL << 30)

/* A file being loaded: the program or its interpreter. */
struct elf_image {
	struct file	*file;
	struct elfhdr	hdr;
	struct elf_phdr	*phdrs;			/* hdr.e_phnum of them */
};

/* What the segments of the program amount to, before load_bias is added. */
struct elf_extent {
	unsigned long	start_code, end_code, start_data, end_data;
	unsigned long	brk;
	unsigned long	phdr_addr;		/* where the program headers are */
	unsigned long	load_bias;
};

/* --- reading ------------------------------------------------------------- */

static int elf_read(struct file *file, void *buf, size_t len, loff_t pos)
{
	ssize_t n = kernel_read(file, buf, len, &pos);

	if (n == len)
		return 0;
	return n < 0 ? n : -EIO;
}

static bool elf_is_ours(const struct elfhdr *hdr)
{
	return !memcmp(hdr->e_ident, ELFMAG, SELFMAG) && elf_check_arch(hdr);
}

static bool elf_type_ok(const struct elfhdr *hdr)
{
	return hdr->e_type == ET_EXEC || hdr->e_type == ET_DYN;
}

static struct elf_phdr *load_elf_phdrs(const struct elfhdr *hdr, struct file *file)
{
	struct elf_phdr *phdrs;
	size_t size;

	if (hdr->e_phentsize != sizeof(struct elf_phdr) || hdr->e_phnum < 1)
		return NULL;
	size = sizeof(struct elf_phdr) * hdr->e_phnum;
	if (size > MAX_PHDRS_SIZE)
		return NULL;
	phdrs = kvmalloc(size, GFP_KERNEL);
	if (phdrs && elf_read(file, phdrs, size, hdr->e_phoff)) {
		kvfree(phdrs);
		phdrs = NULL;
	}
	return phdrs;
}

/* The interpreter's name, for kfree(); NULL when there is none; ERR_PTR. */
static char *read_interp_name(const struct elf_image *img)
{
	const struct elf_phdr *ph = img->phdrs;
	char *name;
	int i, err;

	for (i = 0; i < img->hdr.e_phnum; i++, ph++)
		if (ph->p_type == PT_INTERP)
			break;
	if (i == img->hdr.e_phnum)
		return NULL;
	if (ph->p_filesz > PATH_MAX || ph->p_filesz < 2)
		return ERR_PTR(-ENOEXEC);
	name = kmalloc(ph->p_filesz, GFP_KERNEL);
	if (!name)
		return ERR_PTR(-ENOMEM);
	err = elf_read(img->file, name, ph->p_filesz, ph->p_offset);
	if (!err && name[ph->p_filesz - 1])
		err = -ENOEXEC;
	if (err) {
		kfree(name);
		return ERR_PTR(err);
	}
	return name;
}

static void release_image(struct elf_image *img)
{
	kvfree(img->phdrs);
	if (img->file) {
		allow_write_access(img->file);
		fput(img->file);
	}
	*img = (struct elf_image){};
}

/* @interp->file is NULL when the program has no interpreter. 0 or -errno. */
static int open_interpreter(struct linux_binprm *bprm, const struct elf_image *img,
			    struct elf_image *interp)
{
	char *name = read_interp_name(img);
	struct file *file;
	int err;

	if (IS_ERR_OR_NULL(name))
		return PTR_ERR_OR_ZERO(name);
	file = open_exec(name);
	kfree(name);
	if (IS_ERR(file))
		return PTR_ERR(file);
	interp->file = file;
	/* A loader that may not be read makes the process unreadable. */
	would_dump(bprm, file);
	err = elf_read(file, &interp->hdr, sizeof(interp->hdr), 0);
	if (!err && !elf_is_ours(&interp->hdr))
		err = -ELIBBAD;
	if (!err) {
		interp->phdrs = load_elf_phdrs(&interp->hdr, file);
		if (!interp->phdrs)
			err = -ELIBBAD;
	}
	if (err)
		release_image(interp);
	return err;
}

/* --- mapping ------------------------------------------------------------- */

static int make_prot(u32 p_flags)
{
	int prot = 0;

	if (p_flags & PF_R)
		prot |= PROT_READ;
	if (p_flags & PF_W)
		prot |= PROT_WRITE;
	if (p_flags & PF_X)
		prot |= PROT_EXEC;
	return prot;
}

/* From the first byte of the first segment to the last of the last; 0: none. */
static unsigned long total_mapping_size(const struct elf_image *img)
{
	unsigned long min_addr = -1UL, max_addr = 0;
	const struct elf_phdr *ph = img->phdrs;
	bool any = false;
	int i;

	for (i = 0; i < img->hdr.e_phnum; i++, ph++) {
		if (ph->p_type != PT_LOAD)
			continue;
		min_addr = min(min_addr, ELF_PAGESTART(ph->p_vaddr));
		max_addr = max(max_addr, (unsigned long)(ph->p_vaddr + ph->p_memsz));
		any = true;
	}
	return any && max_addr > min_addr ? max_addr - min_addr : 0;
}

static unsigned long maximum_alignment(const struct elf_image *img)
{
	const struct elf_phdr *ph = img->phdrs;
	unsigned long alignment = 0;
	int i;

	for (i = 0; i < img->hdr.e_phnum; i++, ph++) {
		unsigned long p_align = ph->p_align;

		/* Others than powers of two are nonsense and ignored. */
		if (ph->p_type == PT_LOAD && p_align && !(p_align & (p_align - 1)))
			alignment = max(alignment, p_align);
	}
	return ELF_PAGEALIGN(alignment);
}

/*
 * The file's part of a segment. The first mapping of an image is made as large
 * as the whole image and cut, so that the kernel finds a place for all of it.
 */
static unsigned long elf_map(struct file *file, unsigned long addr, const struct elf_phdr *ph,
			     int prot, int type, unsigned long total_size)
{
	unsigned long size = ph->p_filesz + ELF_PAGEOFFSET(ph->p_vaddr);
	unsigned long off = ph->p_offset - ELF_PAGEOFFSET(ph->p_vaddr);
	unsigned long map_addr;

	addr = ELF_PAGESTART(addr);
	size = ELF_PAGEALIGN(size);
	if (!size)
		return addr;
	if (total_size) {
		total_size = ELF_PAGEALIGN(total_size);
		map_addr = vm_mmap(file, addr, total_size, prot, type, off);
		if (!BAD_ADDR(map_addr) && total_size > size)
			vm_munmap(map_addr + size, total_size - size);
	} else {
		map_addr = vm_mmap(file, addr, size, prot, type, off);
	}
	if ((type & MAP_FIXED_NOREPLACE) && map_addr == (unsigned long)-EEXIST)
		pr_info("%d (%s): Uhuuh, elf segment at %lx requested but the memory is mapped already\n",
			task_pid_nr(current), current->comm, addr);
	return map_addr;
}

/* Zero from @addr to the end of its page. */
static int padzero(unsigned long addr)
{
	unsigned long n = ELF_PAGEOFFSET(addr);

	if (n && clear_user((void __user *)addr, ELF_MIN_ALIGN - n))
		return -EFAULT;
	return 0;
}

/* A segment: what the file has of it, zeroes for the rest. Its address or -errno. */
static unsigned long elf_load(struct file *file, unsigned long addr, const struct elf_phdr *ph,
			      int prot, int type, unsigned long total_size)
{
	unsigned long map_addr, zero_start, zero_end;
	int err;

	if (ph->p_filesz) {
		map_addr = elf_map(file, addr, ph, prot, type, total_size);
		if (BAD_ADDR(map_addr))
			return map_addr;
		zero_start = map_addr + ELF_PAGEOFFSET(ph->p_vaddr) + ph->p_filesz;
		zero_end = map_addr + ELF_PAGEOFFSET(ph->p_vaddr) + ph->p_memsz;
		/* Of a read-only segment nobody expects it. */
		if (ph->p_memsz > ph->p_filesz && padzero(zero_start) && (prot & PROT_WRITE))
			return -EFAULT;
	} else {
		map_addr = zero_start = ELF_PAGESTART(addr);
		zero_end = zero_start + ELF_PAGEOFFSET(ph->p_vaddr) + ph->p_memsz;
	}
	if (ph->p_memsz <= ph->p_filesz)
		return map_addr;
	zero_start = ELF_PAGEALIGN(zero_start);
	zero_end = ELF_PAGEALIGN(zero_end);
	if (zero_end <= zero_start)
		return map_addr;
	err = vm_brk_flags(zero_start, zero_end - zero_start, prot & PROT_EXEC ? VM_EXEC : 0);
	return err ? err : map_addr;
}

/* Does the segment fit below TASK_SIZE, and its file part into it? */
static bool segment_ok(const struct elf_phdr *ph, unsigned long vaddr)
{
	return !BAD_ADDR(vaddr) && ph->p_filesz <= ph->p_memsz &&
	       ph->p_memsz <= TASK_SIZE && TASK_SIZE - ph->p_memsz >= vaddr;
}

/* Return: what to add to its addresses, or -errno. */
static unsigned long load_interpreter(const struct elf_image *interp, bool program_moved)
{
	const struct elf_phdr *ph = interp->phdrs;
	unsigned long load_addr = 0, total_size, map_addr;
	bool placed = false;
	int i;

	if (!elf_type_ok(&interp->hdr) || !interp->file->f_op->mmap)
		return -ELIBBAD;
	total_size = total_mapping_size(interp);
	if (!total_size)
		return -EINVAL;
	for (i = 0; i < interp->hdr.e_phnum; i++, ph++) {
		int type = MAP_PRIVATE;

		if (ph->p_type != PT_LOAD)
			continue;
		if (interp->hdr.e_type == ET_EXEC || placed)
			type |= MAP_FIXED;
		else if (program_moved)
			load_addr = -ph->p_vaddr;	/* anywhere */
		map_addr = elf_load(interp->file, load_addr + ph->p_vaddr, ph,
				    make_prot(ph->p_flags), type, total_size);
		total_size = 0;
		if (BAD_ADDR(map_addr))
			return map_addr;
		if (!placed && interp->hdr.e_type == ET_DYN) {
			load_addr = map_addr - ELF_PAGESTART(ph->p_vaddr);
			placed = true;
		}
		if (!segment_ok(ph, load_addr + ph->p_vaddr))
			return -ENOMEM;
	}
	return load_addr;
}

/* Where a position-independent program goes. */
static unsigned long choose_load_bias(const struct elf_image *img, bool has_interp,
				      unsigned long vaddr, int *type)
{
	unsigned long bias = 0, alignment = maximum_alignment(img);

	if (has_interp) {
		/* A program: far from the mmap area, so that the break can grow. */
		bias = ELF_ET_DYN_BASE;
		if (current->flags & PF_RANDOMIZE)
			bias += (get_random_long() & ((1UL << MMAP_RND_BITS) - 1)) << PAGE_SHIFT;
		if (alignment)
			bias &= ~(alignment - 1);
		*type |= MAP_FIXED_NOREPLACE;
	} else if (alignment > ELF_MIN_ALIGN) {
		/* A loader, anywhere; but mmap() knows of no larger alignment. */
		unsigned long size = total_mapping_size(img) + alignment;
		unsigned long hole = get_unmapped_area(NULL, 0, ELF_PAGEALIGN(size), 0, 0);

		if (!IS_ERR_VALUE(hole)) {
			bias = (hole + alignment - 1) & ~(alignment - 1);
			*type |= MAP_FIXED_NOREPLACE;
		}
	}
	return ELF_PAGESTART(bias - vaddr);
}

static void note_segment(struct elf_extent *ext, const struct elfhdr *hdr,
			 const struct elf_phdr *ph)
{
	unsigned long start = ph->p_vaddr, end = start + ph->p_filesz;

	if (ph->p_offset <= hdr->e_phoff && hdr->e_phoff < ph->p_offset + ph->p_filesz)
		ext->phdr_addr = hdr->e_phoff - ph->p_offset + ph->p_vaddr;
	if (ph->p_flags & PF_X) {
		ext->start_code = min(ext->start_code, start);
		ext->end_code = max(ext->end_code, end);
	}
	ext->start_data = max(ext->start_data, start);
	ext->end_data = max(ext->end_data, end);
	ext->brk = max(ext->brk, (unsigned long)(start + ph->p_memsz));
}

static int load_program(const struct elf_image *img, bool has_interp, struct elf_extent *ext)
{
	const struct elf_phdr *ph = img->phdrs;
	unsigned long total_size = 0, addr;
	bool first = true;
	int i;

	*ext = (struct elf_extent){ .start_code = -1UL };
	for (i = 0; i < img->hdr.e_phnum; i++, ph++) {
		int type = MAP_PRIVATE;

		if (ph->p_type != PT_LOAD)
			continue;
		if (!first) {
			type |= MAP_FIXED;
		} else if (img->hdr.e_type == ET_EXEC) {
			type |= MAP_FIXED_NOREPLACE;
		} else {
			total_size = total_mapping_size(img);
			if (!total_size)
				return -EINVAL;
			ext->load_bias = choose_load_bias(img, has_interp, ph->p_vaddr, &type);
		}
		addr = elf_load(img->file, ext->load_bias + ph->p_vaddr, ph,
				make_prot(ph->p_flags), type, first ? total_size : 0);
		if (BAD_ADDR(addr))
			return IS_ERR_VALUE(addr) ? (long)addr : -EINVAL;
		if (first && img->hdr.e_type == ET_DYN)
			ext->load_bias += addr - ELF_PAGESTART(ext->load_bias + ph->p_vaddr);
		first = false;
		/* The program's own addresses: its bias is checked by mmap(). */
		if (!segment_ok(ph, ph->p_vaddr))
			return -EINVAL;
		note_segment(ext, &img->hdr, ph);
	}
	ext->phdr_addr += ext->load_bias;
	ext->start_code += ext->load_bias;
	ext->end_code += ext->load_bias;
	ext->start_data += ext->load_bias;
	ext->end_data += ext->load_bias;
	ext->brk += ext->load_bias;
	return 0;
}

/* --- load_elf_binary() --------------------------------------------------- */

static int executable_stack(const struct elf_image *img)
{
	const struct elf_phdr *ph = img->phdrs;
	int i, ret = EXSTACK_DEFAULT;

	for (i = 0; i < img->hdr.e_phnum; i++, ph++)
		if (ph->p_type == PT_GNU_STACK)
			ret = ph->p_flags & PF_X ? EXSTACK_ENABLE_X : EXSTACK_DISABLE_X;
	return ret;
}

static void set_personality_for_exec(void)
{
	/* A 64-bit program never implies execution by reading. */
	set_personality((current->personality & ~PER_MASK) | PER_LINUX);
	current->personality &= ~READ_IMPLIES_EXEC;
	if (!(current->personality & ADDR_NO_RANDOMIZE) && randomize_va_space)
		current->flags |= PF_RANDOMIZE;
}

static void place_brk(struct mm_struct *mm, const struct elf_image *img, bool has_interp)
{
	if (!(current->flags & PF_RANDOMIZE) || randomize_va_space < 2)
		return;
	/* A loader run by hand lies in the mmap area: its break must not. */
	if (img->hdr.e_type == ET_DYN && !has_interp)
		mm->brk = mm->start_brk = ELF_ET_DYN_BASE;
	mm->brk = mm->start_brk = ELF_PAGEALIGN(mm->brk) +
		(get_random_long() % (BRK_RND_SIZE >> PAGE_SHIFT) << PAGE_SHIFT);
}

static void note_layout(struct mm_struct *mm, const struct elf_extent *ext,
			const struct linux_binprm *bprm)
{
	mm->start_code = ext->start_code;
	mm->end_code = ext->end_code;
	mm->start_data = ext->start_data;
	mm->end_data = ext->end_data;
	mm->start_stack = bprm->p;
}

/* Everything after the point of no return. */
static int become_elf(struct linux_binprm *bprm, const struct elf_image *img,
		      const struct elf_image *interp, int exstack)
{
	struct mm_struct *mm = current->mm;
	struct elf_stack_info info = { .hdr = &img->hdr };
	unsigned long entry;
	struct elf_extent ext;
	int err;

	err = setup_arg_pages(bprm, exec_stack_top(bprm), exstack);
	if (err < 0)
		return err;
	err = load_program(img, interp->file, &ext);
	if (err)
		return err;
	mm->start_brk = mm->brk = ELF_PAGEALIGN(ext.brk);
	info.entry = img->hdr.e_entry + ext.load_bias;
	info.phdr_addr = ext.phdr_addr;
	entry = info.entry;
	if (interp->file) {
		info.interp_base = load_interpreter(interp, ext.load_bias);
		if (IS_ERR_VALUE(info.interp_base))
			return (long)info.interp_base;
		entry = info.interp_base + interp->hdr.e_entry;
	}
	if (BAD_ADDR(entry))
		return -EINVAL;
	err = arch_setup_additional_pages(bprm, !!interp->file);
	if (err < 0)
		return err;
	err = create_elf_tables(bprm, &info);
	if (err < 0)
		return err;
	note_layout(mm, &ext, bprm);
	place_brk(mm, img, interp->file);
	/* System V binaries: reading through a NULL pointer is fine there. */
	if (current->personality & MMAP_PAGE_ZERO)
		vm_mmap(NULL, 0, PAGE_SIZE, PROT_READ | PROT_EXEC,
			MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, 0);
	finalize_exec(bprm);
	mm_prefault(mm, entry, bprm->p);
	start_thread(current_pt_regs(), entry, bprm->p);
	return 0;
}

static struct linux_binfmt elf_format;

static int load_elf_binary(struct linux_binprm *bprm)
{
	struct elf_image img = { .file = bprm->file }, interp = {};
	int err, exstack;

	memcpy(&img.hdr, bprm->buf, sizeof(img.hdr));
	if (memcmp(img.hdr.e_ident, ELFMAG, SELFMAG) || !elf_type_ok(&img.hdr) ||
	    !elf_check_arch(&img.hdr) || !bprm->file->f_op->mmap)
		return -ENOEXEC;
	img.phdrs = load_elf_phdrs(&img.hdr, bprm->file);
	if (!img.phdrs)
		return -ENOEXEC;
	err = open_interpreter(bprm, &img, &interp);
	if (err)
		goto free_phdrs;
	exstack = executable_stack(&img);

	err = begin_new_exec(bprm);
	if (err)
		goto release_interp;
	set_personality_for_exec();
	setup_new_exec(bprm);
	set_binfmt(&elf_format);
	err = become_elf(bprm, &img, &interp, exstack);
release_interp:
	release_image(&interp);
free_phdrs:
	kvfree(img.phdrs);
	return err;
}

static struct linux_binfmt elf_format = {
	.load_binary	= load_elf_binary,
	.core_dump	= elf_core_dump,
	.min_coredump	= PAGE_SIZE,
};

static int __init init_elf_binfmt(void)
{
	register_binfmt(&elf_format);
	return 0;
}
core_initcall(init_elf_binfmt);
