// SPDX-License-Identifier: GPL-2.0
/* madvise, mincore, msync, mlock. */
#include "harness.h"
#include <linux/capability.h>
#include <setjmp.h>
#include <sys/resource.h>

#define PAGE	4096L
#define RW	(PROT_READ | PROT_WRITE)
#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)

TEST(dontneed_zeroes_private_memory)
{
	char *p = MUST(mmap(NULL, 4 * PAGE, RW, ANON, -1, 0));

	memset(p, 1, 4 * PAGE);
	MUST(madvise(p + PAGE, 2 * PAGE, MADV_DONTNEED));
	CHECK_EQ(1, p[0]);
	CHECK_EQ(0, p[PAGE]);
	CHECK_EQ(0, p[2 * PAGE]);
	CHECK_EQ(1, p[3 * PAGE]);
}

TEST(dontneed_rereads_files_and_keeps_shared)
{
	char *p, *q, *a;
	int fd;

	scratch();
	write_file("f", "abc");
	fd = MUST(open("f", O_RDWR));
	p = MUST(mmap(NULL, PAGE, RW, MAP_PRIVATE, fd, 0));
	q = MUST(mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0));
	a = MUST(mmap(NULL, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	p[0] = 'X';
	q[1] = 'Y';
	a[0] = 'Z';
	MUST(madvise(p, PAGE, MADV_DONTNEED));
	MUST(madvise(q, PAGE, MADV_DONTNEED));
	MUST(madvise(a, PAGE, MADV_DONTNEED));
	CHECK_EQ('a', p[0]);
	CHECK_EQ('Y', q[1]);
	CHECK_EQ('Z', a[0]);
}

TEST(free_keeps_or_zeroes)
{
	char *p = MUST(mmap(NULL, PAGE, RW, ANON, -1, 0));

	p[0] = 5;
	MUST(madvise(p, PAGE, 8 /* MADV_FREE */));
	CHECK(p[0] == 5 || p[0] == 0);
	p[0] = 6;
	CHECK_EQ(6, p[0]);
	CHECK_ERR(EINVAL, madvise(MUST(mmap(NULL, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0)),
				  PAGE, 8));
}

TEST(remove_punches_shared_memory)
{
	char *p = MUST(mmap(NULL, 3 * PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0));

	memset(p, 1, 3 * PAGE);
	MUST(madvise(p + PAGE, PAGE, MADV_REMOVE));
	CHECK_EQ(1, p[0]);
	CHECK_EQ(0, p[PAGE]);
	CHECK_EQ(1, p[2 * PAGE]);
	CHECK_ERR(EINVAL, madvise(MUST(mmap(NULL, PAGE, RW, ANON, -1, 0)), PAGE, MADV_REMOVE));
}

TEST(madvise_errors_and_hints)
{
	char *p = MUST(mmap(NULL, 4 * PAGE, RW, ANON, -1, 0));

	CHECK_ERR(EINVAL, madvise(p + 1, PAGE, MADV_NORMAL));
	CHECK_ERR(EINVAL, madvise(p, PAGE, 9999));
	CHECK_EQ(0, madvise(p, 0, MADV_DONTNEED));
	munmap(p + PAGE, PAGE);
	CHECK_ERR(ENOMEM, madvise(p, 3 * PAGE, MADV_NORMAL));
	CHECK_EQ(0, madvise(p, PAGE, MADV_RANDOM));
	CHECK_EQ(0, madvise(p, PAGE, MADV_SEQUENTIAL));
	CHECK_EQ(0, madvise(p, PAGE, MADV_DONTDUMP));
	CHECK_EQ(0, madvise(p, PAGE, MADV_DODUMP));
}

TEST(mincore_tells_what_is_there)
{
	unsigned char vec[4];
	char *p = MUST(mmap(NULL, 4 * PAGE, RW, ANON, -1, 0));

	p[PAGE] = 1;
	CHECK_EQ(0, mincore(p, 4 * PAGE, vec));
	CHECK_EQ(0, vec[0] & 1);
	CHECK_EQ(1, vec[1] & 1);
	CHECK_ERR(EINVAL, mincore(p + 1, PAGE, vec));
	munmap(p + 3 * PAGE, PAGE);
	CHECK_ERR(ENOMEM, mincore(p, 4 * PAGE, vec));
	CHECK_ERR(EFAULT, mincore(p, PAGE, (void *)8));
}

TEST(msync_flags)
{
	char *p, buf[4] = "";
	int fd;

	scratch();
	write_file("f", "abc");
	fd = MUST(open("f", O_RDWR));
	p = MUST(mmap(NULL, 2 * PAGE, RW, MAP_SHARED, fd, 0));
	p[0] = 'X';
	CHECK_EQ(0, msync(p, PAGE, MS_SYNC));
	CHECK_EQ(0, msync(p, PAGE, MS_ASYNC));
	CHECK_EQ(0, msync(p, PAGE, MS_SYNC | MS_INVALIDATE));
	CHECK_ERR(EINVAL, msync(p, PAGE, MS_SYNC | MS_ASYNC));
	CHECK_ERR(EINVAL, msync(p + 1, PAGE, MS_SYNC));
	CHECK_ERR(EINVAL, msync(p, PAGE, 0x100));
	munmap(p + PAGE, PAGE);
	CHECK_ERR(ENOMEM, msync(p, 2 * PAGE, MS_SYNC));
	MUST(pread(fd, buf, 3, 0));
	CHECK_STR("Xbc", buf);
}

TEST(mlock_limits)
{
	struct rlimit r = { 16 * PAGE, 16 * PAGE };
	char *p = MUST(mmap(NULL, 32 * PAGE, RW, ANON, -1, 0));

	MUST(setrlimit(RLIMIT_MEMLOCK, &r));
	if (!geteuid())
		MUST(setuid(1000));
	CHECK_EQ(0, mlock(p, 8 * PAGE));
	CHECK(strstr(read_file("/proc/self/status"), "VmLck:\t      32 kB"));
	CHECK_ERR(ENOMEM, mlock(p + 8 * PAGE, 16 * PAGE));
	CHECK_EQ(0, munlock(p, 8 * PAGE));
	CHECK_EQ(0, mlock(p + 8 * PAGE, 16 * PAGE));
	CHECK_ERR(EINVAL, mlockall(0));
	CHECK_ERR(ENOMEM, mlockall(MCL_CURRENT));
	CHECK_EQ(0, munlockall());
	munmap(p + PAGE, PAGE);
	CHECK_ERR(ENOMEM, mlock(p, 3 * PAGE));
	r.rlim_cur = r.rlim_max = 0;
	MUST(setrlimit(RLIMIT_MEMLOCK, &r));
	CHECK_ERR(EPERM, mlock(p, PAGE));
	CHECK_ERR(EPERM, mmap(NULL, PAGE, RW, ANON | MAP_LOCKED, -1, 0));
}

TEST(mlock_faults_pages_in)
{
	unsigned char vec[8];
	char *p = MUST(mmap(NULL, 8 * PAGE, RW, ANON, -1, 0));
	int i;

	if (mlock(p, 8 * PAGE))
		SKIP("not allowed to lock");
	MUST(mincore(p, 8 * PAGE, vec));
	for (i = 0; i < 8; i++)
		CHECK_EQ(1, vec[i] & 1);
}

TEST(populate_by_advice)
{
	unsigned char vec[4];
	char *p = MUST(mmap(NULL, 4 * PAGE, RW, ANON, -1, 0));

	if (madvise(p, 4 * PAGE, 23 /* MADV_POPULATE_WRITE */) && errno == EINVAL)
		SKIP("no MADV_POPULATE_WRITE");
	MUST(mincore(p, 4 * PAGE, vec));
	CHECK_EQ(1, vec[0] & vec[1] & vec[2] & vec[3] & 1);
}
