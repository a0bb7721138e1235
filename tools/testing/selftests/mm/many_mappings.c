// SPDX-License-Identifier: GPL-2.0
/*
 * More mappings than a host grants a process: what a guest does page by page must
 * work, or fail with ENOMEM at the guest's own limit, and not lose what was there.
 */
#include "harness.h"
#include <sys/mman.h>

#define PAGE	4096L
#define RW	(PROT_READ | PROT_WRITE)
#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)

#define SCATTERED	70000	/* above the usual vm.max_map_count */

/* Every second page, so that no two are neighbours. */
static char *scattered(long nr)
{
	char *p = MUST(mmap(NULL, 2 * nr * PAGE, RW, ANON | MAP_NORESERVE, -1, 0));

	MUST(madvise(p, 2 * nr * PAGE, MADV_NOHUGEPAGE) + (errno == EINVAL));
	return p;
}

TEST(seventy_thousand_separate_pages)
{
	char *p = scattered(SCATTERED);
	long i, sum = 0;

	p[0] = 1;
	p[2 * (SCATTERED - 1) * PAGE] = 2;
	for (i = 0; i < SCATTERED; i++)
		sum += ((volatile char *)p)[2 * i * PAGE];
	CHECK_EQ(3, sum);
	/* The first ones may have been forgotten meanwhile. */
	for (i = 0; i < 1000; i++)
		p[2 * i * PAGE] = i;
	for (i = 0, sum = 0; i < 1000; i++)
		sum += p[2 * i * PAGE] != (char)i;
	CHECK_EQ(0, sum);
	CHECK_EQ(2, p[2 * (SCATTERED - 1) * PAGE]);
}

TEST(protecting_page_by_page_ends_in_enomem)
{
	char *p = scattered(SCATTERED);
	long i, done, sum = 0;

	p[2 * PAGE] = 7;
	for (done = 0; done < SCATTERED; done++)
		if (mprotect(p + 2 * done * PAGE, PAGE, PROT_READ))
			break;
	if (done < SCATTERED)
		CHECK_EQ(ENOMEM, errno);
	CHECK_GE(done, 1000);
	CHECK_EQ(7, p[2 * PAGE]);
	p[PAGE] = 1;
	for (i = 0; i < done; i += 100)
		sum += ((volatile char *)p)[2 * i * PAGE];
	CHECK_EQ(0, sum);
	/* Room again once they are gone. */
	CHECK_EQ(0, munmap(p, 2 * SCATTERED * PAGE));
	p = scattered(2);
	CHECK_EQ(0, mprotect(p, PAGE, PROT_READ));
}

TEST(a_child_has_them_all)
{
	char *p = scattered(2000);
	long i, wrong = 0;
	pid_t pid;

	for (i = 0; i < 2000; i++)
		p[2 * i * PAGE] = i;
	pid = MUST(fork());
	if (!pid) {
		for (i = 0; i < 2000; i++) {
			wrong += p[2 * i * PAGE] != (char)i;
			p[2 * i * PAGE] = -1;
		}
		_exit(wrong != 0);
	}
	CHECK_EXIT(pid, 0);
	for (i = 0; i < 2000; i++)
		wrong += p[2 * i * PAGE] != (char)i;
	CHECK_EQ(0, wrong);
}
