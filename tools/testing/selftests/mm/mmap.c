// SPDX-License-Identifier: GPL-2.0
/* mmap, munmap and mprotect: placement, splitting, protections, errors. */
#include "harness.h"
#include <setjmp.h>
#include <sys/resource.h>

#define PAGE	4096L
#define RW	(PROT_READ | PROT_WRITE)
#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)

static sigjmp_buf back;

static void jump(int sig)
{
	siglongjmp(back, sig);
}

/* The signal that touching p gives, 0 if none. */
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

static char *map(void *addr, long pages, int prot, int flags)
{
	return MUST((char *)mmap(addr, pages * PAGE, prot, flags, -1, 0));
}

/* A line of /proc/self/maps that starts at addr; NULL if none does. */
static char *maps_line(void *addr)
{
	static char line[256];
	char want[32];
	FILE *f = fopen("/proc/self/maps", "r");

	snprintf(want, sizeof(want), "%08lx-", (long)addr);
	while (fgets(line, sizeof(line), f))
		if (!strncmp(line, want, strlen(want))) {
			fclose(f);
			return line;
		}
	fclose(f);
	return NULL;
}

TEST(anonymous_memory_is_zero)
{
	char *p = map(NULL, 100, RW, ANON);
	long i;

	for (i = 0; i < 100 * PAGE; i++)
		if (p[i]) {
			FAIL("byte %ld is %d", i, p[i]);
			break;
		}
	memset(p, 0xff, 100 * PAGE);
	MUST(munmap(p, 100 * PAGE));
	p = map(NULL, 100, RW, ANON);
	for (i = 0; i < 100 * PAGE; i += 64)
		if (p[i]) {
			FAIL("old data at %ld", i);
			break;
		}
}

TEST(errors)
{
	int fd = MUST(open("/dev/zero", O_RDONLY)), dir = MUST(open("/", O_RDONLY)), p[2];

	CHECK_ERR(EINVAL, mmap(NULL, 0, PROT_READ, ANON, -1, 0));
	CHECK_ERR(EINVAL, mmap(NULL, PAGE, PROT_READ, MAP_ANONYMOUS, -1, 0));
	CHECK_ERR(EINVAL, mmap((void *)123, PAGE, PROT_READ, ANON | MAP_FIXED, -1, 0));
	CHECK_ERR(EINVAL, mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 123));
	CHECK_ERR(EBADF, mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, -1, 0));
	CHECK_ERR(EBADF, mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 999, 0));
	CHECK_ERR(ENODEV, mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, dir, 0));
	MUST(pipe(p));
	CHECK_ERR(ENODEV, mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, p[0], 0));
	CHECK_ERR(ENOMEM, mmap(NULL, 1L << 47, PROT_READ, ANON, -1, 0));
	CHECK_ERR(ENOMEM, mmap(NULL, -PAGE, PROT_READ, ANON, -1, 0));
	CHECK_ERR(ENOMEM, mmap((void *)(1L << 47), PAGE, PROT_READ, ANON | MAP_FIXED, -1, 0));
	CHECK_ERR(EOVERFLOW, mmap(NULL, 2 * PAGE, PROT_READ, MAP_PRIVATE, fd, -PAGE));
	CHECK_ERR(EACCES, mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0));
	CHECK_ERR(EINVAL, munmap((void *)123, PAGE));
	CHECK_ERR(EINVAL, munmap((void *)PAGE, 0));
	CHECK_ERR(EINVAL, munmap((void *)(1L << 47), PAGE));
	CHECK_EQ(0, munmap((void *)(64 * PAGE), PAGE));	/* nothing there */
}

TEST(file_access_mode_decides)
{
	int r, w, rw;
	void *p;

	scratch();
	write_file("f", "data");
	r = MUST(open("f", O_RDONLY));
	w = MUST(open("f", O_WRONLY));
	rw = MUST(open("f", O_RDWR));
	CHECK_ERR(EACCES, mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, w, 0));
	CHECK_ERR(EACCES, mmap(NULL, PAGE, PROT_WRITE, MAP_SHARED, w, 0));
	CHECK_ERR(EACCES, mmap(NULL, PAGE, PROT_WRITE, MAP_SHARED, r, 0));
	MUST(mmap(NULL, PAGE, RW, MAP_PRIVATE, r, 0));
	MUST(mmap(NULL, PAGE, RW, MAP_SHARED, rw, 0));
	p = MUST(mmap(NULL, PAGE, PROT_READ, MAP_SHARED, r, 0));
	CHECK_ERR(EACCES, mprotect(p, PAGE, RW));
	p = MUST(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, r, 0));
	CHECK_EQ(0, mprotect(p, PAGE, RW));
	CHECK_ERR(EBADF, mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, MUST(open("f", O_PATH)), 0));
}

TEST(hint_fixed_and_noreplace)
{
	char *p = map(NULL, 10, RW, ANON);

	MUST(munmap(p, 10 * PAGE));
	CHECK(map(p, 1, RW, ANON) == p);		/* a free hint is taken */
	CHECK_ERR(EEXIST, mmap(p, 2 * PAGE, RW, ANON | MAP_FIXED_NOREPLACE, -1, 0));
	CHECK(map(p + PAGE, 1, RW, ANON | MAP_FIXED_NOREPLACE) == p + PAGE);
	CHECK(map(p, 1, RW, ANON) != p);		/* a busy hint is not */
	CHECK(map(p + 5 * PAGE, 1, RW, ANON | MAP_FIXED) == p + 5 * PAGE);
	p[0] = 1;
	CHECK(map(p, 1, RW, ANON | MAP_FIXED) == p);
	CHECK_EQ(0, p[0]);				/* replaced */
}

TEST(protections)
{
	char *p = map(NULL, 3, RW, ANON);

	p[0] = p[PAGE] = p[2 * PAGE] = 5;
	MUST(mprotect(p + PAGE, PAGE, PROT_READ));
	CHECK_EQ(SIGSEGV, touch(p + PAGE, true));
	CHECK_EQ(0, touch(p + PAGE, false));
	CHECK_EQ(0, touch(p, true));
	CHECK_EQ(0, touch(p + 2 * PAGE, true));
	MUST(mprotect(p + PAGE, PAGE, PROT_NONE));
	CHECK_EQ(SIGSEGV, touch(p + PAGE, false));
	MUST(mprotect(p + PAGE, PAGE, RW));
	CHECK_EQ(5, p[PAGE]);				/* contents stay */
	CHECK_EQ(0, touch(p + PAGE, true));
	MUST(munmap(p + PAGE, PAGE));
	CHECK_EQ(SIGSEGV, touch(p + PAGE, false));
	CHECK_EQ(0, touch(p + 2 * PAGE, false));
}

TEST(write_only_means_readable)
{
	char *p = map(NULL, 1, PROT_WRITE, ANON);

	CHECK_EQ(0, touch(p, true));
	CHECK_EQ(0, touch(p, false));
	CHECK(strstr(maps_line(p), "-w-p"));
}

TEST(code_can_be_written_then_run)
{
	static const unsigned char code[] = { 0xb8, 0x2a, 0, 0, 0, 0xc3 };
	unsigned char *p = (void *)map(NULL, 1, RW, ANON);

	memcpy(p, code, sizeof(code));
	MUST(mprotect(p, PAGE, PROT_READ | PROT_EXEC));
	CHECK_EQ(42, ((int (*)(void))p)());
	MUST(mprotect(p, PAGE, RW));
	p[1] = 43;
	MUST(mprotect(p, PAGE, PROT_READ | PROT_EXEC));
	CHECK_EQ(43, ((int (*)(void))p)());
	MUST(mprotect(p, PAGE, PROT_READ | PROT_WRITE | PROT_EXEC));
	p[1] = 44;
	CHECK_EQ(44, ((int (*)(void))p)());
}

TEST(mprotect_errors)
{
	char *p = map(NULL, 4, RW, ANON);

	MUST(munmap(p + 2 * PAGE, PAGE));
	CHECK_ERR(EINVAL, mprotect(p + 1, PAGE, PROT_READ));
	CHECK_ERR(EINVAL, mprotect(p, PAGE, 0x100));
	CHECK_ERR(ENOMEM, mprotect(p, 4 * PAGE, PROT_READ));
	CHECK_EQ(SIGSEGV, touch(p + PAGE, true));	/* the part before is done */
	CHECK_EQ(0, touch(p + 3 * PAGE, true));
	CHECK_ERR(ENOMEM, mprotect(p + 2 * PAGE, PAGE, PROT_READ));
	CHECK_EQ(0, mprotect(p, 0, PROT_NONE));
}

TEST(neighbours_merge_and_split)
{
	char *p = map(NULL, 8, PROT_NONE, ANON), *line;
	unsigned long end;

	map(p, 4, RW, ANON | MAP_FIXED);
	map(p + 4 * PAGE, 4, RW, ANON | MAP_FIXED);
	line = maps_line(p);
	MUST_TRUE(line);
	end = strtoul(strchr(line, '-') + 1, NULL, 16);
	CHECK_GE(end, (unsigned long)p + 8 * PAGE);
	MUST(mprotect(p + 2 * PAGE, PAGE, PROT_READ));
	CHECK(maps_line(p + 2 * PAGE) && strstr(maps_line(p + 2 * PAGE), "r--p"));
	CHECK(maps_line(p + 3 * PAGE));
	MUST(mprotect(p + 2 * PAGE, PAGE, RW));
	CHECK(!maps_line(p + 2 * PAGE));		/* one again */
}

TEST(three_thousand_mappings)
{
	static char *p[3000];
	char *area = map(NULL, 6100, PROT_NONE, ANON);
	int i;

	for (i = 0; i < 3000; i++) {
		p[i] = area + 2 * i * PAGE;
		MUST(mprotect(p[i], PAGE, RW));
		*(int *)p[i] = i;
	}
	for (i = 0; i < 3000; i++)
		if (*(int *)p[i] != i) {
			FAIL("page %d says %d", i, *(int *)p[i]);
			break;
		}
	CHECK_EQ(SIGSEGV, touch(p[1000] + PAGE, false));
	for (i = 0; i < 3000; i += 3)
		MUST(munmap(p[i], PAGE));
	for (i = 1; i < 3000; i += 3)
		CHECK_EQ(i, *(int *)p[i]);
	CHECK_EQ(SIGSEGV, touch(p[0], false));
	if (!fork()) {
		for (i = 1; i < 3000; i += 3)
			CHECK_EQ(i, *(int *)p[i]);
		done();
	}
	CHECK_EXIT(-1, 0);
}

TEST(many_alternating_protections)
{
	char *p = map(NULL, 2048, RW, ANON);
	int i;

	for (i = 0; i < 2048; i++)
		p[i * PAGE] = i;
	for (i = 0; i < 2048; i += 2)
		MUST(mprotect(p + i * PAGE, PAGE, PROT_READ));
	for (i = 0; i < 2048; i++)
		CHECK_EQ((char)i, p[i * PAGE]);
	MUST(mprotect(p, 2048 * PAGE, RW));
	for (i = 0; i < 2048; i += 2)
		p[i * PAGE] = 1;
}

TEST(address_space_limit)
{
	struct rlimit r = { 64 << 20, RLIM_INFINITY };
	char *p;

	MUST(setrlimit(RLIMIT_AS, &r));
	CHECK_ERR(ENOMEM, mmap(NULL, 64 << 20, RW, ANON, -1, 0));
	p = MUST(mmap(NULL, 16 << 20, RW, ANON, -1, 0));
	CHECK_ERR(ENOMEM, mmap(NULL, 60 << 20, PROT_NONE, ANON, -1, 0));
	munmap(p, 16 << 20);
	MUST(mmap(NULL, 50 << 20, PROT_NONE, ANON, -1, 0));
}

TEST(huge_reservation_costs_nothing)
{
	char *p = MUST(mmap(NULL, 1L << 38, PROT_NONE, ANON | MAP_NORESERVE, -1, 0));

	MUST(mprotect(p + (1L << 37), PAGE, RW));
	p[1L << 37] = 1;
	CHECK_EQ(SIGSEGV, touch(p, false));
	MUST(munmap(p, 1L << 38));
}

TEST(growsdown_flag_and_32bit)
{
	unsigned long p = (unsigned long)map(NULL, 1, RW, ANON | MAP_32BIT);

	CHECK_LT(p, 1UL << 32);
	p = (unsigned long)map(NULL, 1, RW, ANON | MAP_POPULATE);
	CHECK_EQ(0, *(char *)p);
	map(NULL, 1, RW, ANON | MAP_STACK | MAP_NORESERVE);
}

TEST(kernel_copies_respect_protections)
{
	char *p = map(NULL, 2, RW, ANON);
	int z = MUST(open("/dev/zero", O_RDONLY)), n = MUST(open("/dev/null", O_WRONLY)), pp[2];

	MUST(pipe(pp));
	MUST(mprotect(p + PAGE, PAGE, PROT_READ));
	CHECK_EQ(PAGE, read(z, p, PAGE));
	CHECK_ERR(EFAULT, read(z, p + PAGE, PAGE));
	CHECK_EQ(100, write(pp[1], p + PAGE, 100));
	MUST(munmap(p + PAGE, PAGE));
	CHECK_ERR(EFAULT, write(pp[1], p + PAGE, 10));
	CHECK_EQ(10, read(pp[0], p, 10));
	CHECK_EQ(50, write(pp[1], p + PAGE - 50, 50));
	(void)n;
}
