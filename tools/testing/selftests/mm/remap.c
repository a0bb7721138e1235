// SPDX-License-Identifier: GPL-2.0
/* mremap, brk and the stack: memory that grows. */
#include "harness.h"
#include <setjmp.h>
#include <sys/resource.h>

#define PAGE	4096L
#define RW	(PROT_READ | PROT_WRITE)
#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)

static sigjmp_buf back;
static char alt[16384];

static void jump(int sig) { siglongjmp(back, sig); }

static int touch(volatile char *p)
{
	int sig;

	signal(SIGSEGV, jump);
	sig = sigsetjmp(back, 1);
	if (!sig)
		(void)*p;
	return sig;
}

TEST(shrink_and_grow_in_place)
{
	char *p = MUST(mmap(NULL, 10 * PAGE, RW, ANON, -1, 0));

	memset(p, 7, 10 * PAGE);
	CHECK(mremap(p, 10 * PAGE, 4 * PAGE, 0) == p);
	CHECK_EQ(SIGSEGV, touch(p + 4 * PAGE));
	CHECK_EQ(7, p[3 * PAGE]);
	CHECK(mremap(p, 4 * PAGE, 10 * PAGE, 0) == p);
	CHECK_EQ(7, p[0]);
	CHECK_EQ(0, p[5 * PAGE]);
}

TEST(must_move_when_blocked)
{
	char *p = MUST(mmap(NULL, 10 * PAGE, RW, ANON, -1, 0)), *q;

	memset(p, 3, 2 * PAGE);
	mprotect(p + 2 * PAGE, PAGE, PROT_NONE);
	CHECK_ERR(ENOMEM, mremap(p, 2 * PAGE, 20 * PAGE, 0));
	q = MUST(mremap(p, 2 * PAGE, 20 * PAGE, MREMAP_MAYMOVE));
	CHECK(q != p);
	CHECK_EQ(3, q[PAGE]);
	CHECK_EQ(0, q[10 * PAGE]);
	CHECK_EQ(SIGSEGV, touch(p));
}

TEST(fixed_target_replaces)
{
	char *p = MUST(mmap(NULL, 2 * PAGE, RW, ANON, -1, 0));
	char *t = MUST(mmap(NULL, 4 * PAGE, RW, ANON, -1, 0));

	p[PAGE] = 5;
	t[PAGE] = 6;
	t[3 * PAGE] = 7;
	CHECK(mremap(p, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, t) == t);
	CHECK_EQ(5, t[PAGE]);
	CHECK_EQ(7, t[3 * PAGE]);
	CHECK_EQ(SIGSEGV, touch(p));
}

TEST(dontunmap_leaves_the_old_place)
{
	char *p = MUST(mmap(NULL, 2 * PAGE, RW, ANON, -1, 0)), *q;

	p[0] = 5;
	q = mremap(p, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | 4 /* MREMAP_DONTUNMAP */, NULL);
	MUST(q);
	CHECK_EQ(5, q[0]);
	CHECK_EQ(0, p[0]);
}

TEST(shared_mapping_doubles_with_old_size_zero)
{
	char *p = MUST(mmap(NULL, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0)), *q;

	p[0] = 1;
	q = MUST(mremap(p, 0, PAGE, MREMAP_MAYMOVE));
	CHECK(p != q);
	q[0] = 2;
	CHECK_EQ(2, p[0]);
}

TEST(mremap_errors)
{
	char *p = MUST(mmap(NULL, 4 * PAGE, RW, ANON, -1, 0));

	CHECK_ERR(EINVAL, mremap(p + 1, PAGE, 2 * PAGE, 0));
	CHECK_ERR(EINVAL, mremap(p, PAGE, 0, 0));
	CHECK_ERR(EINVAL, mremap(p, PAGE, PAGE, 0x10));
	CHECK_ERR(EINVAL, mremap(p, PAGE, PAGE, MREMAP_FIXED, p + PAGE));
	CHECK_ERR(EINVAL, mremap(p, 2 * PAGE, 2 * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, p + PAGE));
	CHECK_ERR(EFAULT, mremap((void *)(16 * PAGE), PAGE, 2 * PAGE, MREMAP_MAYMOVE));
	munmap(p + 2 * PAGE, PAGE);
	CHECK_ERR(EFAULT, mremap(p, 4 * PAGE, 5 * PAGE, MREMAP_MAYMOVE));
}

TEST(big_block_moves_whole)
{
	long n = 2048, i;
	char *p = MUST(mmap(NULL, n * PAGE, RW, ANON, -1, 0)), *q;

	for (i = 0; i < n; i++)
		*(long *)(p + i * PAGE) = i;
	q = MUST(mmap(NULL, n * PAGE, PROT_NONE, ANON, -1, 0));
	CHECK(mremap(p, n * PAGE, n * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, q) == q);
	for (i = 0; i < n; i++)
		if (*(long *)(q + i * PAGE) != i) {
			FAIL("page %ld", i);
			break;
		}
}

TEST(brk_grows_and_shrinks)
{
	char *start = sbrk(0), *p;

	CHECK((unsigned long)start > 0x400000);
	p = MUST((char *)sbrk(100 * PAGE));
	CHECK(p == start);
	memset(p, 1, 100 * PAGE);
	CHECK(sbrk(0) == start + 100 * PAGE);
	CHECK_EQ(0, brk(start + 10 * PAGE));
	CHECK_EQ(SIGSEGV, touch((char *)(((long)start + 11 * PAGE) & -PAGE)));
	CHECK_EQ(0, brk(start + 100 * PAGE));
	CHECK_EQ(0, p[99 * PAGE]);		/* new memory again */
	CHECK_EQ(0, brk(start));
	/* A bad request leaves it alone; the call answers where it is. */
	CHECK_EQ((long)start, syscall(SYS_brk, 16));
	CHECK_EQ((long)start, syscall(SYS_brk, -1L));
}

TEST(data_limit)
{
	struct rlimit r = { 8 << 20, RLIM_INFINITY };

	MUST(setrlimit(RLIMIT_DATA, &r));
	CHECK_ERR(ENOMEM, (long)sbrk(16 << 20));
	CHECK_ERR(ENOMEM, mmap(NULL, 16 << 20, RW, ANON, -1, 0));
	MUST(mmap(NULL, 16 << 20, PROT_READ, ANON, -1, 0));	/* does not count */
}

static long deep(int n)
{
	volatile char pad[64 * 1024];

	pad[0] = n;
	pad[sizeof(pad) - 1] = n;
	if (!n)
		return (long)pad;
	return deep(n - 1) + pad[0] * 0;
}

TEST(stack_grows_to_the_limit)
{
	long here = (long)__builtin_frame_address(0), low;

	low = deep(100);			/* 6.4 MB of 8 */
	CHECK_GE(here - low, 100 * 65536);
}

TEST(stack_limit_is_obeyed)
{
	struct rlimit r = { 1 << 20, RLIM_INFINITY };
	stack_t ss = { .ss_sp = alt, .ss_size = sizeof(alt) };
	struct sigaction sa = { .sa_handler = jump, .sa_flags = SA_ONSTACK };
	pid_t pid = MUST(fork());

	if (!pid) {
		MUST(setrlimit(RLIMIT_STACK, &r));
		MUST(sigaltstack(&ss, NULL));
		sigaction(SIGSEGV, &sa, NULL);
		if (sigsetjmp(back, 1))
			_exit(3);
		deep(30);
		_exit(0);
	}
	CHECK_EXIT(pid, 3);
}

TEST(far_below_the_stack_still_grows_it)
{
	/* Since 5.0 any address down to the limit may grow the stack. */
	volatile char *p = (char *)__builtin_frame_address(0) - (2 << 20);

	*p = 1;
	CHECK_EQ(1, *p);
}

TEST(guard_gap_below_the_stack)
{
	char *line = NULL, buf[256];
	unsigned long lo = 0, hi = 0;
	FILE *f = fopen("/proc/self/maps", "r");

	while (fgets(buf, sizeof(buf), f))
		if (strstr(buf, "[stack]")) {
			sscanf(buf, "%lx-%lx", &lo, &hi);
			line = buf;
		}
	fclose(f);
	MUST_TRUE(line);
	CHECK(lo < (unsigned long)&lo && (unsigned long)&lo < hi);
	/* A mapping just below stops the growth a megabyte before it. */
	MUST(mmap((void *)(lo - 512 * PAGE), PAGE, RW, ANON | MAP_FIXED, -1, 0));
	CHECK_EQ(0, touch((char *)lo - 128 * PAGE));
	stack_t ss = { .ss_sp = alt, .ss_size = sizeof(alt) };
	sigaltstack(&ss, NULL);
	CHECK_EQ(SIGSEGV, touch((char *)lo - 500 * PAGE));
}
