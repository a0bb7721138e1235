// SPDX-License-Identifier: GPL-2.0
/* Mapped files: coherence with read and write, truncation, memfd, seals. */
#include "harness.h"
#include <sched.h>
#include <setjmp.h>
#include <linux/magic.h>
#include <sys/vfs.h>

#define PAGE	4096L
#define RW	(PROT_READ | PROT_WRITE)

static sigjmp_buf back;

static void jump(int sig) { siglongjmp(back, sig); }

static int touch(volatile char *p, bool write)
{
	int sig;

	signal(SIGSEGV, jump);
	signal(SIGBUS, jump);
	sig = sigsetjmp(back, 1);
	if (!sig) {
		if (write)
			*p = 1;
		else
			(void)*p;
	}
	return sig;
}

static int new_file(long size)
{
	int fd;

	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
	MUST(ftruncate(fd, size));
	return fd;
}

TEST(write_is_seen_in_the_mapping_and_back)
{
	int fd = new_file(4 * PAGE), other;
	char *p = MUST(mmap(NULL, 4 * PAGE, RW, MAP_SHARED, fd, 0)), buf[8] = "";

	MUST(pwrite(fd, "hello", 5, 2 * PAGE - 2));	/* across a border */
	CHECK_MEM("hello", p + 2 * PAGE - 2, 5);
	memcpy(p + 3 * PAGE, "world", 5);
	MUST(pread(fd, buf, 5, 3 * PAGE));
	CHECK_STR("world", buf);
	other = MUST(open("f", O_RDONLY));
	MUST(pread(other, buf, 5, 2 * PAGE - 2));
	CHECK_STR("hello", buf);
}

TEST(two_processes_one_file)
{
	int fd = new_file(PAGE), i;
	volatile int *p = MUST(mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0));
	pid_t pid = MUST(fork());

	if (!pid) {
		int mine = MUST(open("f", O_RDWR));
		volatile int *q = MUST(mmap(NULL, PAGE, RW, MAP_SHARED, mine, 0));

		for (i = 0; i < 1000; i++) {
			while (q[0] != 2 * i + 1)
				sched_yield();
			q[0] = 2 * i + 2;
		}
		_exit(0);
	}
	for (i = 0; i < 1000; i++) {
		p[0] = 2 * i + 1;
		while (p[0] != 2 * i + 2)
			sched_yield();
	}
	CHECK_EXIT(pid, 0);
}

TEST(mapping_outlives_descriptor_and_name)
{
	int fd = new_file(PAGE);
	char *p = MUST(mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0));

	close(fd);
	unlink("f");
	p[0] = 1;
	CHECK_EQ(1, p[0]);
	CHECK_EQ(0, msync(p, PAGE, MS_SYNC));
	CHECK(strstr(read_file("/proc/self/maps"), "/f (deleted)"));
}

TEST(private_copy_keeps_what_it_changed)
{
	int fd = new_file(2 * PAGE);
	char *p = MUST(mmap(NULL, 2 * PAGE, RW, MAP_PRIVATE, fd, 0)), buf[4] = "";

	p[0] = 'P';
	MUST(pwrite(fd, "FFFF", 4, 0));
	CHECK_EQ('P', p[0]);			/* its own page now */
	CHECK_EQ(0, p[1]);
	MUST(pread(fd, buf, 3, 0));
	CHECK_STR("FFF", buf);
	MUST(pwrite(fd, "G", 1, PAGE));
	CHECK_EQ('G', p[PAGE]);			/* not touched yet: Linux shows it */
}

TEST(truncation_takes_pages_away)
{
	int fd = new_file(4 * PAGE);
	char *p = MUST(mmap(NULL, 4 * PAGE, RW, MAP_SHARED, fd, 0));
	char *q = MUST(mmap(NULL, 4 * PAGE, RW, MAP_PRIVATE, fd, 0));

	memset(p, 'x', 4 * PAGE);
	q[3 * PAGE] = 'q';
	MUST(ftruncate(fd, PAGE + 10));
	CHECK_EQ('x', p[PAGE + 9]);
	CHECK_EQ(0, p[PAGE + 10]);		/* zeroed to the end of the page */
	CHECK_EQ(SIGBUS, touch(p + 2 * PAGE, false));
	CHECK_EQ(SIGBUS, touch(q + 3 * PAGE, false));	/* private copies too */
	MUST(ftruncate(fd, 4 * PAGE));
	CHECK_EQ(0, p[2 * PAGE]);
	CHECK_EQ(0, touch(p + 3 * PAGE, true));
}

TEST(size_does_not_grow_by_the_mapping)
{
	int fd = new_file(10);
	char *p = MUST(mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0));
	struct statfs sf;
	struct stat st;
	char buf[20];

	memset(p, 'y', PAGE);
	MUST(msync(p, PAGE, MS_SYNC));
	MUST(fstat(fd, &st));
	CHECK_EQ(10, st.st_size);
	CHECK_EQ(10, pread(fd, buf, 20, 0));
	/* What was written behind the end must not come up later. */
	munmap(p, PAGE);
	MUST(ftruncate(fd, 100));
	CHECK_EQ(20, pread(fd, buf, 20, 10));
	MUST(fstatfs(fd, &sf));
	if (sf.f_type != TMPFS_MAGIC)		/* tmpfs never writes back */
		CHECK_EQ(0, buf[0]);
}

TEST(offset_and_hole)
{
	int fd = new_file(0);
	char *p;

	MUST(pwrite(fd, "end", 3, 10 * PAGE));
	p = MUST(mmap(NULL, 2 * PAGE, RW, MAP_SHARED, fd, 9 * PAGE));
	CHECK_EQ(0, p[0]);
	CHECK_MEM("end", p + PAGE, 3);
	p[5] = 'h';
	MUST(pread(fd, p + PAGE, 1, 9 * PAGE + 5));
	CHECK_EQ('h', p[PAGE]);
}

TEST(read_into_own_mapping)
{
	int fd = new_file(2 * PAGE);
	char *p = MUST(mmap(NULL, 2 * PAGE, RW, MAP_SHARED, fd, 0));

	memset(p, 'a', PAGE);
	memset(p + PAGE, 'b', PAGE);
	CHECK_EQ(PAGE, pread(fd, p + PAGE, PAGE, 0));
	CHECK_EQ('a', p[2 * PAGE - 1]);
	CHECK_EQ(PAGE, pwrite(fd, p, PAGE, PAGE));
}

TEST(mtime_moves_on_mapped_write)
{
	int fd = new_file(PAGE);
	struct timespec old[2] = { { 1000, 0 }, { 1000, 0 } };
	char *p;
	struct stat st;

	MUST(futimens(fd, old));
	p = MUST(mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0));
	p[0] = 1;
	MUST(msync(p, PAGE, MS_SYNC));
	MUST(fstat(fd, &st));
	CHECK_GT(st.st_mtime, 1000);
}

TEST(memfd)
{
	int fd = MUST(syscall(SYS_memfd_create, "name", 1 /* MFD_CLOEXEC */));
	char link[64] = "", path[64], *p;
	struct stat st;

	CHECK_EQ(FD_CLOEXEC, fcntl(fd, F_GETFD));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	MUST(readlink(path, link, sizeof(link) - 1));
	CHECK_STR("/memfd:name (deleted)", link);
	CHECK_EQ(5, write(fd, "abcde", 5));
	MUST(fstat(fd, &st));
	CHECK_EQ(5, st.st_size);
	CHECK_EQ(0100777, st.st_mode);
	p = MUST(mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0));
	CHECK_MEM("abcde", p, 5);
	CHECK_ERR(EINVAL, syscall(SYS_memfd_create, "x", 0x8000));
	CHECK_ERR(EFAULT, syscall(SYS_memfd_create, 8L, 0));
	memset(path, 'n', 63);
	path[63] = 0;
	CHECK_EQ(F_SEAL_SEAL, fcntl(fd, F_GET_SEALS));		/* not for sealing */
	CHECK_ERR(EPERM, fcntl(fd, F_ADD_SEALS, F_SEAL_GROW));
}

TEST(seals)
{
	int fd = MUST(syscall(SYS_memfd_create, "s", 2 /* MFD_ALLOW_SEALING */));
	char *p;

	MUST(ftruncate(fd, PAGE));
	CHECK_EQ(0, fcntl(fd, F_GET_SEALS));
	MUST(fcntl(fd, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK));
	CHECK_ERR(EPERM, ftruncate(fd, 2 * PAGE));
	CHECK_ERR(EPERM, ftruncate(fd, 0));
	CHECK_ERR(EPERM, pwrite(fd, "x", 1, PAGE));
	CHECK_EQ(1, pwrite(fd, "x", 1, PAGE - 1));
	p = MUST(mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0));
	CHECK_ERR(EBUSY, fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE));
	munmap(p, PAGE);
	MUST(fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SEAL));
	CHECK_ERR(EPERM, write(fd, "x", 1));
	CHECK_ERR(EPERM, mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0));
	MUST(mmap(NULL, PAGE, RW, MAP_PRIVATE, fd, 0));
	CHECK_ERR(EPERM, fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, PAGE));
	CHECK_ERR(EPERM, fcntl(fd, F_ADD_SEALS, F_SEAL_GROW));
	CHECK_EQ(F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE, fcntl(fd, F_GET_SEALS));
	CHECK_ERR(EINVAL, fcntl(MUST(open("/dev/null", O_RDWR)), F_GET_SEALS));
}

TEST(dev_zero_maps)
{
	int fd = MUST(open("/dev/zero", O_RDWR));
	char *p = MUST(mmap(NULL, PAGE, RW, MAP_PRIVATE, fd, 0));
	char *q = MUST(mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0));

	p[0] = 1;
	q[0] = 2;
	if (!fork()) {
		p[0] = q[0] = 9;
		_exit(0);
	}
	CHECK_EXIT(-1, 0);
	CHECK_EQ(1, p[0]);
	CHECK_EQ(9, q[0]);
}
