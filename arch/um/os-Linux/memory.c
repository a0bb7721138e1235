// SPDX-License-Identifier: GPL-2.0
/*
 * Guest RAM: one sparse, unlinked file of mem= bytes, mapped shared and once.
 *
 * It is in $TMPDIR, $TMP or $TEMP when one is set, as UML's users expect, else a
 * memfd, which needs no file system that is large, fast and mounted for execution.
 * Guest processes map pieces of it with PROT_EXEC, so that is tried first.
 */
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>
#include <os_process.h>
#include "internal.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

#define PREFERRED_ADDRESS	((void *)0x200000000000UL)
#define PAGE			4096ULL
#define MIN_MEMORY		(20ULL << 20)
#define MAX_MEMORY		(16ULL << 40)

struct um_machine um_machine = { .physmem_fd = -1 };

static const char *temp_dir(void)
{
	static const char *const names[] = { "TMPDIR", "TMP", "TEMP" };

	host_info("Checking environment variables for a tempdir...");
	for (int i = 0; i < 3; i++) {
		const char *dir = getenv(names[i]);

		if (dir && *dir) {
			host_info("%s\n", dir);
			return dir;
		}
	}
	host_info("none found\n");
	return NULL;
}

static int open_temp_file(const char *dir)
{
	char path[PATH_MAX];
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0700);

	if (fd >= 0)
		return fd;
	if (snprintf(path, sizeof(path), "%s/vm_file-XXXXXX", dir) >=
	    (int)sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return -1;
	fchmod(fd, 0700);
	unlink(path);
	return fd;
}

static int may_execute(int fd)
{
	void *p;

	if (ftruncate(fd, PAGE) < 0)
		return 0;
	p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_SHARED,
		 fd, 0);
	if (p == MAP_FAILED)
		return 0;
	munmap(p, PAGE);
	return 1;
}

static int open_in_dir(const char *dir)
{
	struct statfs fs;
	int fd = open_temp_file(dir);

	if (fd < 0) {
		host_say("Cannot create a file in %s: %s\n", dir,
			 strerror(errno));
		return -1;
	}
	if (!fstatfs(fd, &fs) && fs.f_type != TMPFS_MAGIC)
		host_say("Warning: %s is not on tmpfs, guest memory will be slow\n",
			 dir);
	host_info("Checking PROT_EXEC mmap in %s...", dir);
	if (may_execute(fd)) {
		host_info("OK\n");
		return fd;
	}
	host_info("%s\n", strerror(errno));
	host_say("%s must be not mounted noexec\n", dir);
	close(fd);
	return -1;
}

static int open_memfd(void)
{
	int fd = memfd_create("uml-memory", MFD_CLOEXEC | MFD_EXEC);

	if (fd < 0 && errno == EINVAL)		/* host before 6.3 */
		fd = memfd_create("uml-memory", MFD_CLOEXEC);
	if (fd >= 0 && !may_execute(fd)) {
		close(fd);
		fd = -1;
	}
	return fd;
}

/* Where can it be?  A directory that does not do is replaced by a memfd. */
static int open_somewhere(void)
{
	const char *dir = temp_dir();
	int fd = -1;

	if (dir)
		fd = open_in_dir(dir);
	if (fd < 0)
		fd = open_memfd();
	if (fd < 0)
		fd = open_in_dir("/dev/shm");
	if (fd < 0)
		fd = open_in_dir("/tmp");
	return fd;
}

static unsigned long long usable_size(unsigned long long want)
{
	struct rlimit rl;

	if (!getrlimit(RLIMIT_FSIZE, &rl) && rl.rlim_cur != RLIM_INFINITY &&
	    rl.rlim_cur < want) {
		rl.rlim_cur = rl.rlim_max;
		setrlimit(RLIMIT_FSIZE, &rl);
	}
	if (want > MAX_MEMORY) {
		host_say("Physical memory size shrunk to %llu bytes\n",
			 MAX_MEMORY);
		want = MAX_MEMORY;
	}
	return (want + PAGE - 1) & ~(PAGE - 1);
}

void memory_open(void)
{
	unsigned long long size = um_options.mem;

	if (size <= MIN_MEMORY)
		host_die("Too few physical memory! Needed=%llu, given=%llu\n",
			 MIN_MEMORY, size);
	um_machine.physmem_size = usable_size(size);
	um_machine.physmem_fd = open_somewhere();
	if (um_machine.physmem_fd < 0)
		host_die("No place on this host can hold guest memory.\n");
}

void memory_map(void)
{
	unsigned long long size = um_machine.physmem_size;
	void *p;

	if (ftruncate(um_machine.physmem_fd, size) < 0)
		host_die("Sizing guest memory to %llu bytes: %s\n", size,
			 strerror(errno));
	p = mmap(PREFERRED_ADDRESS, size, PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_NORESERVE | MAP_FIXED_NOREPLACE,
		 um_machine.physmem_fd, 0);
	if (p != MAP_FAILED && p != PREFERRED_ADDRESS) {
		munmap(p, size);	/* host before 4.17 */
		p = MAP_FAILED;
	}
	if (p == MAP_FAILED)
		p = mmap(NULL, size, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_NORESERVE, um_machine.physmem_fd, 0);
	if (p == MAP_FAILED)
		host_die("Mapping %llu bytes of guest memory: %s\n", size,
			 strerror(errno));
	madvise(p, size, MADV_DONTFORK);
	um_machine.physmem = p;
}

int os_drop_memory(unsigned long long offset, unsigned long long len)
{
	return RETRY(fallocate(um_machine.physmem_fd,
			       FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			       offset, len));
}

int os_huge_memory(unsigned long long offset, unsigned long long len)
{
	return RETRY(madvise(um_machine.physmem + offset, len, MADV_COLLAPSE));
}

unsigned long long os_free_memory(void)
{
	struct statfs fs;

	if (fstatfs(um_machine.physmem_fd, &fs) < 0 || !fs.f_blocks)
		return 0;
	return (unsigned long long)fs.f_bavail * fs.f_bsize;
}
