// SPDX-License-Identifier: GPL-2.0
/*
 * The archives that fill rootfs: the one built into the kernel, when the
 * command line gives no other root, and the one of initrd=. A compressed
 * archive is decompressed by a service of the host half.
 *
 * An initrd= that is no archive is a filesystem image: it is put into
 * /initrd.image, from where /dev/ram0 can be filled.
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/initrd.h>
#include <linux/kernel.h>
#include <linux/kdev_t.h>
#include <linux/mm.h>
#include <linux/namei.h>
#include <linux/stat.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "init.h"

extern const u8 __initramfs_start[];
extern const u64 __initramfs_size;

static bool noinitrd;

static int __init noinitrd_setup(char *str)
{
	noinitrd = true;
	return 1;
}
__setup("noinitrd", noinitrd_setup);

static void __init make_dir(const char *name, umode_t mode)
{
	struct path parent;
	struct dentry *dentry = kern_path_create(AT_FDCWD, name, &parent, LOOKUP_DIRECTORY);

	if (IS_ERR(dentry))
		return;		/* there already */
	vfs_mkdir(d_inode(parent.dentry), dentry, mode);
	done_path_create(&parent, dentry);
}

static void __init make_node(const char *name, umode_t mode, dev_t dev)
{
	struct path parent;
	struct dentry *dentry = kern_path_create(AT_FDCWD, name, &parent, 0);

	if (IS_ERR(dentry))
		return;
	vfs_mknod(d_inode(parent.dentry), dentry, mode, dev);
	done_path_create(&parent, dentry);
}

/* What any first program may count on, and mounting the root needs. */
static void __init make_default_tree(void)
{
	make_dir("/dev", 0755);
	make_node("/dev/console", S_IFCHR | 0600, MKDEV(5, 1));
	make_dir("/root", 0700);
}

/*
 * How large is it, unpacked? Try with more and more room; the host tells when
 * it was not enough.
 */
static u8 *__init decompress(const u8 *image, size_t size, size_t *out_size)
{
	size_t room = max_t(size_t, size * 4, 1 << 20);
	size_t most = totalram_pages_count * PAGE_SIZE / 2;

	for (; room <= most; room *= 2) {
		u8 *out = vmalloc(room);
		long n;

		if (!out)
			break;
		n = arch_decompress(image, size, out, room);
		if (n >= 0) {
			*out_size = n;
			return out;
		}
		vfree(out);
		if (n != -ENOSPC)
			break;
	}
	return NULL;
}

static bool __init is_cpio(const u8 *image, size_t size)
{
	return size >= 6 && (!memcmp(image, "070701", 6) || !memcmp(image, "070702", 6));
}

/* NULL, or what is wrong. */
static const char *__init unpack(const u8 *image, size_t size)
{
	const char *message;
	size_t out_size;
	u8 *out;

	/* An uncompressed early part may precede a compressed one. */
	if (is_cpio(image, size))
		return unpack_cpio(image, size);
	out = decompress(image, size, &out_size);
	if (!out)
		return "invalid magic at start of compressed archive";
	message = is_cpio(out, out_size) ? unpack_cpio(out, out_size) : "no cpio magic";
	vfree(out);
	return message;
}

static void __init keep_image(void)
{
	struct file *file = filp_open("/initrd.image", O_WRONLY | O_CREAT | O_LARGEFILE, 0700);
	size_t size = initrd_end - initrd_start;
	loff_t pos = 0;
	ssize_t n;

	if (IS_ERR(file))
		return;
	n = kernel_write(file, (void *)initrd_start, size, &pos);
	if (n != (ssize_t)size)
		pr_err("/initrd.image: incomplete write (%zd != %zu)\n", n, size);
	filp_close(file, NULL);
}

/* The machine had it before there was a page allocator. */
static void __init free_boot_page(struct page *page)
{
	__clear_bit(PG_reserved, &page->flags);
	totalram_pages_count++;
	__free_page(page);
}

static void __init free_initrd(void)
{
	unsigned long size = PAGE_ALIGN(initrd_end) - initrd_start;

	pr_info("Freeing initrd memory: %luK\n", size / 1024);
	for (unsigned long p = initrd_start; p < initrd_end; p += PAGE_SIZE)
		free_boot_page(virt_to_page(p));
	initrd_start = initrd_end = 0;
}

static void __init unpack_initrd(void)
{
	const char *message;

	if (!initrd_start || noinitrd)
		return;
	pr_info("Trying to unpack rootfs image as initramfs...\n");
	message = unpack((const u8 *)initrd_start, initrd_end - initrd_start);
	if (message) {
		pr_info("rootfs image is not initramfs (%s); looks like an initrd\n", message);
		keep_image();
	}
	free_initrd();
}

void __init unpack_initramfs(void)
{
	const char *message;

	if (__initramfs_size && !initrd_start && !root_is_wanted()) {
		message = unpack(__initramfs_start, __initramfs_size);
		if (message)
			panic("Initramfs unpacking failed: %s", message);
	}
	unpack_initrd();
	make_default_tree();
}
