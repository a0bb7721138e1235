/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_STAT_H
#define INCLUDE_LINUX_STAT_H

#include <linux/time64.h>
#include <linux/types.h>
#include <linux/uidgid.h>
#include <uapi/asm/stat.h>
#include <uapi/linux/stat.h>

#define S_IRWXUGO	(S_IRWXU | S_IRWXG | S_IRWXO)
#define S_IALLUGO	(S_ISUID | S_ISGID | S_ISVTX | S_IRWXUGO)
#define S_IRUGO		(S_IRUSR | S_IRGRP | S_IROTH)
#define S_IWUGO		(S_IWUSR | S_IWGRP | S_IWOTH)
#define S_IXUGO		(S_IXUSR | S_IXGRP | S_IXOTH)
#define UTIME_NOW	((1l << 30) - 1l)
#define UTIME_OMIT	((1l << 30) - 2l)

struct kstat {
	u32		result_mask;		/* STATX_* */
	umode_t		mode;
	unsigned int	nlink;
	u32		blksize;
	u64		attributes, attributes_mask; /* STATX_ATTR_* */
	u64		ino;
	dev_t		dev, rdev;
	kuid_t		uid;
	kgid_t		gid;
	loff_t		size;
	struct timespec64 atime, mtime, ctime, btime;
	u64		blocks;			/* 512-byte units */
	u64		mnt_id;
	u32		dio_mem_align, dio_offset_align;
};
#define STATX_ATTR_KSTAT_MASK	0xffff

#endif /* INCLUDE_LINUX_STAT_H */
