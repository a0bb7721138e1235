// SPDX-License-Identifier: GPL-2.0
/*
 * The root filesystem. rootfs, an empty ramfs, is always there; if no program
 * came with an initramfs, root= is mounted on /root and becomes everybody's
 * root.
 *
 *	root=		/dev/ubda, ubda, 98:0, 6200 (hex), UUID= PARTUUID= LABEL=
 *	rootfstype=	ext4[,ext2...]: tried in order; without it all of them
 *	rootflags=	data for the filesystem
 *	ro rw		read only is the default
 *	rootwait	wait until the device appears
 *	rootdelay=	wait so many seconds first
 *	overlayroot=tmpfs	the root is read only, changes are in memory
 */
#include <linux/blkdev.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/init.h>
#include <linux/initrd.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/ramfs.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/page.h>
#include <uapi/linux/mount.h>

#include "init.h"

#define ROOT_NAME_LEN	64

static char saved_root_name[ROOT_NAME_LEN];
static char *root_fs_names, *root_mount_data;
static unsigned long root_mountflags = MS_RDONLY | MS_SILENT;
static unsigned int root_delay;
static bool root_wait;
static dev_t root_dev;

static int __init root_dev_setup(char *line)
{
	strscpy(saved_root_name, line, sizeof(saved_root_name));
	return 1;
}
__setup("root=", root_dev_setup);

static int __init readonly(char *str)
{
	if (*str)
		return 0;
	root_mountflags |= MS_RDONLY;
	return 1;
}
__setup("ro", readonly);

static int __init readwrite(char *str)
{
	if (*str)
		return 0;
	root_mountflags &= ~MS_RDONLY;
	return 1;
}
__setup("rw", readwrite);

static int __init fs_names_setup(char *str)
{
	root_fs_names = str;
	return 1;
}
__setup("rootfstype=", fs_names_setup);

static int __init root_data_setup(char *str)
{
	root_mount_data = str;
	return 1;
}
__setup("rootflags=", root_data_setup);

static int __init rootwait_setup(char *str)
{
	if (*str)
		return 0;
	root_wait = true;
	return 1;
}
__setup("rootwait", rootwait_setup);

static int __init root_delay_setup(char *str)
{
	return !kstrtouint(str, 0, &root_delay);
}
__setup("rootdelay=", root_delay_setup);

static bool overlay_root;

static int __init overlayroot_setup(char *str)
{
	if (!strcmp(str, "tmpfs"))
		overlay_root = true;
	else if (*str && strcmp(str, "disabled"))
		pr_err("overlayroot=%s: only tmpfs and disabled are known\n", str);
	return 1;
}
__setup("overlayroot=", overlayroot_setup);

void __init init_rootfs(void)
{
	int err = init_mount_tree(&rootfs_fs_type);

	if (err)
		panic("Cannot mount rootfs: %d", err);
}

/**
 * root_offer() - the machine has a root filesystem that needs no device
 * @type: filesystem
 * @data: for it; kept
 *
 * It is taken unless the command line names a type. Context: before
 * prepare_namespace().
 */
void __init root_offer(const char *type, const char *data)
{
	if (root_fs_names)
		return;
	root_fs_names = kstrdup(type, GFP_KERNEL);
	root_mount_data = kstrdup(data, GFP_KERNEL);
}

/*
 * The machine adds root=98:0 when there is no root=, as if a disk were there.
 * Only together with a disk, or another word about the root, is it meant.
 */
bool __init root_is_wanted(void)
{
	if (strcmp(saved_root_name, "98:0"))
		return saved_root_name[0];
	return root_fs_names || command_line_has("ubd0") || command_line_has("ubda");
}

/* ---- the device ---- */

/* "/dev/ubda", "ubda" and the other forms to a number; 0 if there is none. */
static dev_t __init find_root_dev(void)
{
	const char *name = saved_root_name;

	if (!strncmp(name, "/dev/", 5))
		name += 5;
	return name_to_dev_t(name);
}

static void __init wait_for_root(void)
{
	pr_info("Waiting for root device %s...\n", saved_root_name);
	while (!(root_dev = find_root_dev()))
		msleep(5);
}

/* As Linux names a device in messages, even one it does not know. */
static const char *__init root_dev_text(void)
{
	static char text[40];

	snprintf(text, sizeof(text), "unknown-block(%u,%u)", MAJOR(root_dev), MINOR(root_dev));
	return text;
}

/* A node for the root device, before any /dev: removed again after use. */
static int __init make_root_node(void)
{
	struct path parent;
	struct dentry *dentry;
	int err;

	dentry = kern_path_create(AT_FDCWD, "/dev/root", &parent, 0);
	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = vfs_mknod(d_inode(parent.dentry), dentry, S_IFBLK | 0600, root_dev);
	done_path_create(&parent, dentry);
	return err;
}

/* ---- mounting ---- */

/* The next of a comma list; NULL after the last. Cuts @list. */
static char *__init next_name(char **list)
{
	char *name;

	do
		name = strsep(list, ",");
	while (name && !*name);
	return name;
}

static bool __init needs_device(const char *type)
{
	struct file_system_type *fs = get_fs_type(type);

	return !fs || (fs->fs_flags & FS_REQUIRES_DEV);
}

/* What is mounted on /root becomes the working directory, *@root. */
static int __init enter_root(struct path *root)
{
	int err = kern_path("/root", LOOKUP_FOLLOW | LOOKUP_DIRECTORY, root);

	if (!err)
		set_fs_pwd(current->fs, root);
	return err;
}

static int __init try_mount(const char *device, const char *type, unsigned long flags)
{
	struct super_block *sb;
	struct path root;
	int err = do_mount_kernel(device, "/root", type, flags, root_mount_data);

	if (!err)
		err = enter_root(&root);
	if (err)
		return err;
	sb = root.dentry->d_sb;
	pr_info("VFS: Mounted root (%s filesystem)%s on device %u:%u.\n", sb->s_type->name,
		sb_rdonly(sb) ? " readonly" : "", MAJOR(sb->s_dev), MINOR(sb->s_dev));
	path_put(&root);
	return 0;
}

/* What to try: rootfstype=, or all that live on a device. Comma list. */
static char *__init types_to_try(void)
{
	char *page, *list, *line;

	if (root_fs_names)
		return kstrdup(root_fs_names, GFP_KERNEL);
	page = kzalloc(PAGE_SIZE, GFP_KERNEL);
	list = kzalloc(PAGE_SIZE, GFP_KERNEL);
	if (!page || !list)
		panic("VFS: no memory to mount the root");
	list_filesystems(page, PAGE_SIZE);
	/* Lines "nodev\tNAME" and "\tNAME" */
	for (char *rest = page; (line = strsep(&rest, "\n"));) {
		if (*line != '\t')
			continue;
		strlcat(list, line + 1, PAGE_SIZE);
		strlcat(list, ",", PAGE_SIZE);
	}
	kfree(page);
	return list;
}

static void __init __noreturn cannot_mount(void)
{
	pr_emerg("List of all bdev filesystems:\n");
	for (char *list = types_to_try(), *type; (type = next_name(&list));)
		pr_emerg(" %s\n", type);
	panic("VFS: Unable to mount root fs on %s", root_dev_text());
}

static void __init __noreturn cannot_open(int err)
{
	pr_emerg("VFS: Cannot open root device \"%s\" or %s: error %d\n",
		 saved_root_name, root_dev_text(), err);
	pr_emerg("Please append a correct \"root=\" boot option; here are the available partitions:\n");
	printk_all_partitions();
	cannot_mount();
}

/*
 * Try all types. A filesystem says -EINVAL when the device is not its own;
 * -EACCES means the medium is read only.
 */
static void __init mount_block_root(void)
{
	unsigned long flags = root_mountflags;
	char *list, *type;
	int err;

retry:
	for (list = types_to_try(); (type = next_name(&list));) {
		err = try_mount("/dev/root", type, flags);
		switch (err) {
		case 0:
			return;
		case -EACCES:
		case -EINVAL:
		case -ENODEV:
			continue;
		}
		cannot_open(err);
	}
	if (!(flags & MS_RDONLY)) {
		flags |= MS_RDONLY;
		goto retry;
	}
	cannot_mount();
}

/* rootfstype=hostfs and its like need no device. */
static bool __init mount_nodev_root(void)
{
	char *list = root_fs_names ? kstrdup(root_fs_names, GFP_KERNEL) : NULL;
	char *type;

	while ((type = next_name(&list))) {
		if (needs_device(type))
			continue;
		if (!try_mount("/dev/root", type, root_mountflags))
			return true;
	}
	return false;
}

static void __init mount_root(void)
{
	int err;

	if (mount_nodev_root())
		return;
	if (!root_dev)
		cannot_open(-ENXIO);
	err = make_root_node();
	if (err)
		pr_emerg("Failed to create /dev/root: %d\n", err);
	mount_block_root();
}

static int __init make_dir(const char *name)
{
	struct path parent;
	struct dentry *dentry = kern_path_create(AT_FDCWD, name, &parent, LOOKUP_DIRECTORY);
	int err;

	if (IS_ERR(dentry))
		return PTR_ERR(dentry);
	err = vfs_mkdir(d_inode(parent.dentry), dentry, 0755);
	done_path_create(&parent, dentry);
	return err;
}

/* overlayroot=tmpfs: what is changed goes to a filesystem in memory. */
static void __init cover_root(void)
{
	char mode[] = "mode=755";
	char layers[] = "lowerdir=/root,upperdir=/overlay/upper,workdir=/overlay/work";
	struct path root;
	int err = make_dir("/overlay");

	if (!err)
		err = do_mount_kernel("overlay", "/overlay", "tmpfs", 0, mode);
	if (!err)
		err = make_dir("/overlay/upper");
	if (!err)
		err = make_dir("/overlay/work");
	if (!err)
		err = do_mount_kernel("overlay", "/root", "overlay", 0, layers);
	if (!err)
		err = enter_root(&root);
	if (err)
		panic("VFS: Unable to lay a filesystem in memory over the root: %d", err);
	path_put(&root);
	pr_info("VFS: Changes of the root filesystem are kept in memory.\n");
}

/* The new root, on which we stand, goes on top of rootfs. */
static void __init move_root(void)
{
	struct path root;
	int err;

	err = do_mount_kernel(".", "/", NULL, MS_MOVE, NULL);
	if (!err)
		err = kern_path(".", LOOKUP_DIRECTORY, &root);
	if (err)
		panic("VFS: Unable to make the root filesystem the root: %d", err);
	set_fs_root(current->fs, &root);
	path_put(&root);
	err = devtmpfs_mount();
	if (err)
		pr_info("devtmpfs: error mounting %d\n", err);
	else
		pr_info("devtmpfs: mounted\n");
}

/* Called when there is no program from an initramfs. */
void __init prepare_namespace(void)
{
	if (root_delay) {
		pr_info("Waiting %d sec before mounting root device...\n", root_delay);
		ssleep(root_delay);
	}
	if (saved_root_name[0])
		root_dev = find_root_dev();
	if (!root_dev && root_wait && saved_root_name[0])
		wait_for_root();
	if (overlay_root)
		root_mountflags |= MS_RDONLY;
	mount_root();
	if (overlay_root)
		cover_root();
	move_root();
}
