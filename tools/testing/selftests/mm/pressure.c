// SPDX-License-Identifier: GPL-2.0
/* Much memory, given back; accounting that adds up. */
#include "harness.h"
#include <sys/resource.h>
#include <sys/sysinfo.h>

#define RW	(PROT_READ | PROT_WRITE)
#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)
#define MB	(1L << 20)

static long field(const char *file, const char *name)
{
	char *p = strstr(read_file(file), name);

	return p ? strtol(p + strlen(name), NULL, 10) : -1;
}

TEST(sixty_four_mb_four_times)
{
	int i;
	long j;

	for (i = 0; i < 4; i++) {
		char *p = MUST(mmap(NULL, 64 * MB, RW, ANON, -1, 0));

		for (j = 0; j < 64 * MB; j += 4096)
			p[j] = i;
		for (j = 0; j < 64 * MB; j += 4096)
			if (p[j] != i) {
				FAIL("lost at %ld", j);
				break;
			}
		munmap(p, 64 * MB);
	}
}

TEST(memory_of_a_dead_process_comes_back)
{
	struct sysinfo before, after;
	int i;

	sysinfo(&before);
	for (i = 0; i < 6; i++) {
		pid_t pid = MUST(fork());

		if (!pid) {
			char *p = mmap(NULL, 48 * MB, RW, ANON, -1, 0);

			if (p == MAP_FAILED)
				_exit(1);
			memset(p, 1, 48 * MB);
			_exit(0);
		}
		CHECK_EXIT(pid, 0);
	}
	for (i = 0; i < 100; i++) {
		sysinfo(&after);
		if (after.freeram + 64 * MB / after.mem_unit > before.freeram)
			break;
		msleep(20);
	}
	CHECK_GT(after.freeram + 64 * MB / after.mem_unit, before.freeram);
}

TEST(rss_follows_touching)
{
	char *p = MUST(mmap(NULL, 32 * MB, RW, ANON, -1, 0));
	long before = field("/proc/self/status", "VmRSS:"), after;

	CHECK_GT(before, 0);
	memset(p, 1, 32 * MB);
	after = field("/proc/self/status", "VmRSS:");
	CHECK_GE(after - before, 30 * 1024);
	MUST(madvise(p, 32 * MB, MADV_DONTNEED));
	CHECK_LE(field("/proc/self/status", "VmRSS:"), before + 2048);
	CHECK_GE(field("/proc/self/status", "VmHWM:"), after - 512);
	CHECK_GE(field("/proc/self/status", "VmSize:"), 32 * 1024);
}

TEST(fault_counts)
{
	struct rusage a, b;
	char *p = MUST(mmap(NULL, 4 * MB, RW, ANON, -1, 0));
	long i;

	MUST(madvise(p, 4 * MB, MADV_NOHUGEPAGE) + (errno == EINVAL));
	getrusage(RUSAGE_SELF, &a);
	for (i = 0; i < 4 * MB; i += 4096)
		p[i] = 1;
	getrusage(RUSAGE_SELF, &b);
	CHECK_GE(b.ru_minflt - a.ru_minflt, 1);
	CHECK_LE(b.ru_minflt - a.ru_minflt, 1200);
}

TEST(page_cache_gives_way)
{
	static char buf[MB];
	int i, fd;
	char *p;

	/* Write and read more than the guest of CI has free, then still map. */
	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
	for (i = 0; i < 96; i++)
		if (write(fd, buf, MB) != MB)
			break;
	if (i < 96 && errno != ENOSPC)
		FAIL("write: %s", strerrorname_np(errno));
	p = MUST(mmap(NULL, 64 * MB, RW, ANON, -1, 0));
	memset(p, 1, 64 * MB);
	CHECK_EQ(0, ftruncate(fd, 0));
}

TEST(overcommit_refuses_the_absurd)
{
	char mode = read_file("/proc/sys/vm/overcommit_memory")[0];

	if (mode != '0')
		SKIP("overcommit_memory is %c", mode);
	CHECK_ERR(ENOMEM, mmap(NULL, 1L << 45, RW, ANON, -1, 0));
}

TEST(meminfo_adds_up)
{
	long total = field("/proc/meminfo", "MemTotal:"), fr = field("/proc/meminfo", "MemFree:");
	struct sysinfo si;

	MUST(sysinfo(&si));
	CHECK_GT(total, 0);
	CHECK_LT(fr, total);
	CHECK_EQ(total, si.totalram / 1024 * si.mem_unit);
	CHECK_GE(field("/proc/meminfo", "MemAvailable:"), 0);
	CHECK_GE(field("/proc/meminfo", "Cached:"), 0);
	CHECK_GE(field("/proc/meminfo", "SwapTotal:"), 0);
}
