// SPDX-License-Identifier: GPL-2.0
/* Copy on write after fork, shared mappings across it, MADV_* on it. */
#include "harness.h"

#define PAGE	4096L
#define RW	(PROT_READ | PROT_WRITE)

#ifndef MADV_WIPEONFORK
#define MADV_WIPEONFORK 18
#endif

TEST(private_is_copied_shared_is_not)
{
	char *priv = MUST(mmap(NULL, 64 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	char *shared = MUST(mmap(NULL, 64 * PAGE, RW, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	pid_t pid;
	int i;

	memset(priv, 1, 64 * PAGE);
	memset(shared, 1, 64 * PAGE);
	pid = MUST(fork());
	if (!pid) {
		for (i = 0; i < 64; i += 2)
			priv[i * PAGE] = shared[i * PAGE] = 2;
		for (i = 1; i < 64; i += 2)
			CHECK_EQ(1, priv[i * PAGE]);
		done();
	}
	CHECK_EXIT(pid, 0);
	for (i = 0; i < 64; i++) {
		CHECK_EQ(1, priv[i * PAGE]);
		CHECK_EQ(i % 2 ? 1 : 2, shared[i * PAGE]);
	}
}

TEST(untouched_pages_are_independent_too)
{
	char *p = MUST(mmap(NULL, 16 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	char c = p[PAGE];			/* read: the zero page */
	pid_t pid = MUST(fork());

	if (!pid) {
		p[0] = p[PAGE] = 3;
		done();
	}
	CHECK_EXIT(pid, 0);
	CHECK_EQ(c, p[PAGE]);
	CHECK_EQ(0, p[0]);
	p[PAGE] = 1;
	CHECK_EQ(0, p[2 * PAGE]);
}

TEST(chain_of_forks)
{
	int *p = MUST(mmap(NULL, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	int depth, st;
	pid_t pid;

	*p = 0;
	for (depth = 0; depth < 20; depth++) {
		pid = MUST(fork());
		if (pid) {
			MUST(waitpid(pid, &st, 0));
			CHECK(*p == depth);
			if (depth)
				_exit(st || test_failed);
			CHECK_EQ(0, st);
			return;
		}
		*p = depth + 1;
	}
	_exit(0);
}

TEST(kernel_writes_break_sharing_too)
{
	char *p = MUST(mmap(NULL, PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	int fd = MUST(open("/dev/zero", O_RDONLY));
	pid_t pid;

	memset(p, 'a', PAGE);
	pid = MUST(fork());
	if (!pid) {
		CHECK_EQ(100, read(fd, p, 100));
		CHECK_EQ(0, p[0]);
		CHECK_EQ('a', p[100]);
		done();
	}
	CHECK_EXIT(pid, 0);
	CHECK_EQ('a', p[0]);
}

TEST(parent_writes_while_child_reads)
{
	char *p = MUST(mmap(NULL, 512 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	int go[2], i;
	char ch;
	pid_t pid;

	memset(p, 5, 512 * PAGE);
	MUST(pipe(go));
	pid = MUST(fork());
	if (!pid) {
		MUST(read(go[0], &ch, 1));
		for (i = 0; i < 512; i++)
			if (p[i * PAGE] != 5) {
				FAIL("page %d", i);
				break;
			}
		done();
	}
	for (i = 0; i < 512; i++)
		p[i * PAGE] = 6;
	MUST(write(go[1], "x", 1));
	CHECK_EXIT(pid, 0);
}

TEST(dontfork_and_wipeonfork)
{
	char *p = MUST(mmap(NULL, 3 * PAGE, RW, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	pid_t pid;

	memset(p, 9, 3 * PAGE);
	MUST(madvise(p + PAGE, PAGE, MADV_DONTFORK));
	MUST(madvise(p + 2 * PAGE, PAGE, MADV_WIPEONFORK));
	pid = MUST(fork());
	if (!pid) {
		if (p[0] != 9 || p[2 * PAGE] != 0)
			_exit(1);
		(void)*(volatile char *)(p + PAGE);
		_exit(2);
	}
	CHECK_KILLED(pid, SIGSEGV);
	CHECK_EQ(9, p[2 * PAGE]);
}

TEST(private_file_mapping)
{
	char *p, *q, buf[4] = "";
	int fd;
	pid_t pid;

	scratch();
	write_file("f", "abc");
	fd = MUST(open("f", O_RDWR));
	p = MUST(mmap(NULL, PAGE, RW, MAP_PRIVATE, fd, 0));
	q = MUST(mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0));
	pid = MUST(fork());
	if (!pid) {
		p[0] = 'X';
		q[1] = 'Y';
		CHECK_EQ('X', p[0]);
		CHECK_EQ('Y', p[1] == 'Y' || p[1] == 'b' ? 'Y' : 0);
		done();
	}
	CHECK_EXIT(pid, 0);
	CHECK_EQ('a', p[0]);
	CHECK_EQ('Y', q[1]);
	MUST(pread(fd, buf, 3, 0));
	CHECK_STR("aYc", buf);
}

TEST(stack_and_heap_of_hundred_children)
{
	char *heap = malloc(100000);
	pid_t pid[100];
	int i;

	memset(heap, 1, 100000);
	for (i = 0; i < 100; i++) {
		pid[i] = MUST(fork());
		if (!pid[i]) {
			volatile char local[5000];

			local[i] = i;
			heap[i * 1000] = i;
			_exit(heap[i * 1000] != i || local[i] != i ||
			      heap[(i * 1000 + 50000) % 100000] != 1);
		}
	}
	for (i = 0; i < 100; i++)
		CHECK_EXIT(pid[i], 0);
	for (i = 0; i < 100; i++)
		CHECK_EQ(1, heap[i * 1000]);
}
