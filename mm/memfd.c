// SPDX-License-Identifier: GPL-2.0
/*
 * memfd_create(2): a tmpfs file without a name, and seals on it, by which its owner
 * promises never again to do something to it: write, grow, shrink, make executable.
 *
 * Lock order: inode->i_rwsem holds the seals still.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/memfd.h>
#include <linux/mm.h>
#include <linux/ratelimit.h>
#include <linux/pagemap.h>
#include <linux/sched.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <uapi/linux/memfd.h>

#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL		0x0008U
#define MFD_EXEC		0x0010U
#endif

#define F_ALL_SEALS	(F_SEAL_SEAL | F_SEAL_EXEC | F_SEAL_SHRINK | F_SEAL_GROW | \
			 F_SEAL_WRITE | F_SEAL_FUTURE_WRITE)
#define MFD_ALL_FLAGS	(MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_HUGETLB | \
			 MFD_NOEXEC_SEAL | MFD_EXEC)
#define NAME_PREFIX	"memfd:"
#define NAME_MAX_LEN	(NAME_MAX - (sizeof(NAME_PREFIX) - 1))

/* ---- seals ---- */

/* Is somebody's I/O under way into a page of the file? */
static bool has_pinned_page(struct address_space *mapping)
{
	unsigned long index;
	struct folio *folio;

	xa_for_each(&mapping->i_pages, index, folio) {
		if (folio_ref_count(folio) != folio_mapcount(folio) + 1)
			return true;
	}
	return false;
}

/* Give such I/O a moment to end. Return: 0 or -EBUSY. */
static int wait_for_pins(struct address_space *mapping)
{
	for (int i = 0; i < 5; i++) {
		if (!has_pinned_page(mapping))
			return 0;
		schedule_timeout_killable((HZ << i) / 200 + 1);
	}
	return -EBUSY;
}

static int seal_against_writing(struct inode *inode)
{
	int err = mapping_deny_writable(inode->i_mapping);

	if (err)
		return err;
	err = wait_for_pins(inode->i_mapping);
	if (err)
		mapping_allow_writable(inode->i_mapping);
	return err;
}

static long add_seals(struct file *file, unsigned int seals)
{
	struct inode *inode = file_inode(file);
	struct shmem_inode_info *info = SHMEM_I(inode);
	long err = 0;

	if (!(file->f_mode & FMODE_WRITE))
		return -EPERM;
	if (seals & ~(unsigned int)F_ALL_SEALS)
		return -EINVAL;
	inode_lock(inode);
	if (info->seals & F_SEAL_SEAL) {
		err = -EPERM;
		goto unlock;
	}
	if ((seals & F_SEAL_WRITE) && !(info->seals & F_SEAL_WRITE))
		err = seal_against_writing(inode);
	if (err)
		goto unlock;
	/* A file that is executable for ever must not be written any more. */
	if ((seals & F_SEAL_EXEC) && (inode->i_mode & 0111))
		seals |= F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_FUTURE_WRITE;
	info->seals |= seals;
unlock:
	inode_unlock(inode);
	return err;
}

long memfd_fcntl(struct file *file, unsigned int cmd, unsigned int arg)
{
	if (!shmem_file(file))
		return -EINVAL;
	switch (cmd) {
	case F_ADD_SEALS:
		return add_seals(file, arg);
	case F_GET_SEALS:
		return SHMEM_I(file_inode(file))->seals;
	default:
		return -EINVAL;
	}
}

/*
 * A shared mapping of a file sealed against writing can only be for reading, and
 * must stay so.
 */
int memfd_check_seals_mmap(struct file *file, unsigned long *vm_flags)
{
	unsigned int seals;

	if (!(*vm_flags & VM_SHARED) || !shmem_file(file))
		return 0;
	seals = SHMEM_I(file_inode(file))->seals;
	if (!(seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE)))
		return 0;
	if (*vm_flags & VM_WRITE)
		return -EPERM;
	*vm_flags &= ~VM_MAYWRITE;
	return 0;
}

/* ---- the call ---- */

int sysctl_memfd_noexec;

/* Who does not say whether the file may be executed gets what the sysctl says. */
static int default_exec(unsigned int *flags)
{
	if (!(*flags & (MFD_EXEC | MFD_NOEXEC_SEAL)))
		*flags |= sysctl_memfd_noexec ? MFD_NOEXEC_SEAL : MFD_EXEC;
	if (sysctl_memfd_noexec == 2 && !(*flags & MFD_NOEXEC_SEAL)) {
		pr_warn_ratelimited("%s[%d]: memfd_create() requires MFD_NOEXEC_SEAL with vm.memfd_noexec=2\n",
				    current->comm, task_pid_nr(current));
		return -EACCES;
	}
	return 0;
}

static int check_flags(unsigned int flags)
{
	if (flags & ~MFD_ALL_FLAGS)
		return -EINVAL;
	if ((flags & MFD_EXEC) && (flags & MFD_NOEXEC_SEAL))
		return -EINVAL;
	return flags & MFD_HUGETLB ? -ENOSYS : 0;
}

/* "memfd:" and the caller's name; kfree() it. */
static char *copy_name(const char __user *uname)
{
	long len = strnlen_user(uname, NAME_MAX_LEN + 1);
	char *name;

	if (len <= 0)
		return ERR_PTR(-EFAULT);
	if (len > (long)NAME_MAX_LEN + 1)
		return ERR_PTR(-EINVAL);
	name = kmalloc(sizeof(NAME_PREFIX) + len, GFP_KERNEL);
	if (!name)
		return ERR_PTR(-ENOMEM);
	strcpy(name, NAME_PREFIX);
	if (copy_from_user(name + sizeof(NAME_PREFIX) - 1, uname, len)) {
		kfree(name);
		return ERR_PTR(-EFAULT);
	}
	/* It must not have changed its length meanwhile. */
	if (name[sizeof(NAME_PREFIX) - 1 + len - 1]) {
		kfree(name);
		return ERR_PTR(-EFAULT);
	}
	return name;
}

static void set_seals(struct file *file, unsigned int flags)
{
	struct inode *inode = file_inode(file);
	struct shmem_inode_info *info = SHMEM_I(inode);

	if (flags & MFD_NOEXEC_SEAL) {
		inode->i_mode &= ~0111;
		info->seals = (info->seals & ~F_SEAL_SEAL) | F_SEAL_EXEC;
	} else if (flags & MFD_ALLOW_SEALING) {
		info->seals &= ~F_SEAL_SEAL;
	}
}

SYSCALL_DEFINE2(memfd_create, const char __user *, uname, unsigned int, flags)
{
	struct file *file;
	char *name;
	int fd, err = check_flags(flags);

	if (!err)
		err = default_exec(&flags);
	if (err)
		return err;
	name = copy_name(uname);
	if (IS_ERR(name))
		return PTR_ERR(name);
	fd = get_unused_fd_flags(flags & MFD_CLOEXEC ? O_CLOEXEC : 0);
	if (fd < 0) {
		kfree(name);
		return fd;
	}
	file = shmem_file_setup(name, 0, VM_NORESERVE);
	kfree(name);
	if (IS_ERR(file)) {
		put_unused_fd(fd);
		return PTR_ERR(file);
	}
	file->f_mode |= FMODE_LSEEK | FMODE_PREAD | FMODE_PWRITE;
	file->f_flags |= O_LARGEFILE;
	set_seals(file, flags);
	fd_install(fd, file);
	return fd;
}
