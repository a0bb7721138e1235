// SPDX-License-Identifier: GPL-2.0
/*
 * The vDSO's pages in guest processes: [vvar], the data kept here, and behind it
 * [vdso], the image.
 *
 * Writers of the data are serialised by the caller (clock_lock in time.c).
 */
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm/barrier.h>
#include <asm/elf.h>
#include <asm/machine.h>
#include <asm/vdso.h>
#include <os_vcpu.h>

#define VVAR_FLAGS (VM_READ | VM_MAYREAD | VM_DONTDUMP)
#define VDSO_FLAGS (VM_READ | VM_EXEC | VM_MAYREAD | VM_MAYWRITE | VM_MAYEXEC)
#define MAX_PAGES 4

extern const char vdso_image[], vdso_image_end[];

static struct vdso_data *vdso_data;
static struct page *vvar_pages[2];
static struct page *vdso_pages[MAX_PAGES + 1];
static unsigned long vdso_size;

void vdso_update(const struct os_tsc *tsc, long long mono_base,
		 long long wall_offset)
{
	struct vdso_data *data = vdso_data;

	if (!data)
		return;
	WRITE_ONCE(data->seq, data->seq + 1);
	smp_wmb();
	data->usable = tsc != NULL;
	if (tsc) {
		data->base_tsc = tsc->base_tsc;
		data->base_ns = tsc->base_ns;
		data->mult = tsc->mult;
		data->shift = tsc->shift;
	}
	data->mono_base = mono_base;
	data->wall_offset = wall_offset;
	data->nr_cpus = nr_cpu_ids;
	smp_wmb();
	WRITE_ONCE(data->seq, data->seq + 1);
}

static int __init vdso_init(void)
{
	unsigned long size = vdso_image_end - vdso_image, off, n;
	struct page *page;

	if (size > MAX_PAGES * PAGE_SIZE)
		return -ENOEXEC;
	for (off = 0; off < size; off += PAGE_SIZE) {
		page = alloc_page(GFP_KERNEL | __GFP_ZERO);
		if (!page)
			return -ENOMEM;
		n = min(size - off, PAGE_SIZE);
		memcpy(page_address(page), vdso_image + off, n);
		vdso_pages[off / PAGE_SIZE] = page;
	}
	page = alloc_page(GFP_KERNEL | __GFP_ZERO);
	if (!page)
		return -ENOMEM;
	vvar_pages[0] = page;
	vdso_data = page_address(page);
	vdso_size = PAGE_ALIGN(size);
	return 0;
}
core_initcall(vdso_init);

int arch_setup_additional_pages(struct linux_binprm *bprm, int uses_interp)
{
	struct mm_struct *mm = current->mm;
	unsigned long addr;
	int err;

	time_refresh();
	if (!vdso_size)
		return 0;
	if (mmap_write_lock_killable(mm))
		return -EINTR;
	addr = get_unmapped_area(NULL, 0, PAGE_SIZE + vdso_size, 0, 0);
	err = addr;
	if (IS_ERR_VALUE(addr))
		goto unlock;
	err = install_special_mapping(mm, addr, PAGE_SIZE, VVAR_FLAGS,
				      vvar_pages, "[vvar]");
	if (err)
		goto unlock;
	err = install_special_mapping(mm, addr + PAGE_SIZE, vdso_size,
				      VDSO_FLAGS, vdso_pages, "[vdso]");
	if (!err)
		mm->vdso_base = addr + PAGE_SIZE;
unlock:
	mmap_write_unlock(mm);
	return err;
}

/* The name of a mapping that has no ->name() of its own; ours all have. */
const char *arch_vma_name(struct vm_area_struct *vma)
{
	return NULL;
}
