// SPDX-License-Identifier: GPL-2.0
/* The files of /proc that speak of the whole system. */
#include "harness.h"
#include <sys/resource.h>

TEST(stat_file)
{
	char *s = read_file("/proc/stat");
	long user, nice, sys, idle;

	CHECK_EQ(4, sscanf(s, "cpu %ld %ld %ld %ld", &user, &nice, &sys, &idle));
	CHECK(strstr(s, "\ncpu0 "));
	CHECK(strstr(s, "\nintr "));
	CHECK(strstr(s, "\nctxt "));
	CHECK(strstr(s, "\nbtime "));
	CHECK(strstr(s, "\nprocesses "));
	CHECK(strstr(s, "\nprocs_running "));
	CHECK(strstr(s, "\nprocs_blocked "));
	CHECK_LE(labs(atol(strstr(s, "btime ") + 6) - (time(NULL) - now_ms() / 1000)), 5);
}

TEST(counters_move)
{
	long a = atol(strstr(read_file("/proc/stat"), "\nprocesses ") + 11), b, u1, u2;
	pid_t pid = MUST(fork());

	if (!pid)
		_exit(0);
	CHECK_EXIT(pid, 0);
	b = atol(strstr(read_file("/proc/stat"), "\nprocesses ") + 11);
	CHECK_GT(b, a);
	a = atol(strstr(read_file("/proc/stat"), "\nctxt ") + 6);
	msleep(20);
	CHECK_GT(atol(strstr(read_file("/proc/stat"), "\nctxt ") + 6), a);
	sscanf(read_file("/proc/stat"), "cpu %ld", &u1);
	long end = now_ms() + 150;

	while (now_ms() < end)
		;
	sscanf(read_file("/proc/stat"), "cpu %ld", &u2);
	CHECK_GE(u2 - u1, 3);
}

TEST(uptime_and_loadavg)
{
	double up, idle, l1, l5, l15;
	int run, all, last;

	CHECK_EQ(2, sscanf(read_file("/proc/uptime"), "%lf %lf", &up, &idle));
	CHECK(up > 0 && idle >= 0);
	CHECK_EQ(6, sscanf(read_file("/proc/loadavg"), "%lf %lf %lf %d/%d %d", &l1, &l5, &l15, &run, &all, &last));
	CHECK_GE(run, 1);
	CHECK_GE(all, run);
}

TEST(cpuinfo_and_version)
{
	CHECK(strstr(read_file("/proc/cpuinfo"), "processor\t: 0\n"));
	CHECK(strstr(read_file("/proc/cpuinfo"), "model name\t: "));
	CHECK(!strncmp(read_file("/proc/version"), "Linux version ", 14));
	CHECK_NE(0, strlen(read_file("/proc/cmdline")));
}

TEST(meminfo_names)
{
	static const char *const want[] = { "MemTotal:", "MemFree:", "MemAvailable:", "Buffers:", "Cached:",
		"SwapCached:", "Active:", "Inactive:", "SwapTotal:", "SwapFree:", "Dirty:", "AnonPages:",
		"Mapped:", "Shmem:", "Slab:", "SReclaimable:", "PageTables:", "CommitLimit:", "Committed_AS:" };
	char *s = read_file("/proc/meminfo");
	unsigned int i;

	for (i = 0; i < sizeof(want) / sizeof(*want); i++)
		if (!strstr(s, want[i]))
			FAIL("no %s", want[i]);
}

TEST(filesystems_and_mounts)
{
	char *s = read_file("/proc/filesystems");

	CHECK(strstr(s, "nodev\tproc\n"));
	CHECK(strstr(s, "nodev\ttmpfs\n"));
	CHECK(strstr(s, "\text4\n"));
	CHECK(strstr(read_file("/proc/mounts"), " /proc proc "));
	CHECK(strstr(read_file("/proc/self/mountinfo"), " - proc "));
}

TEST(devices)
{
	char *s = read_file("/proc/devices");

	CHECK(strstr(s, "Character devices:\n"));
	CHECK(strstr(s, "\nBlock devices:\n"));
	CHECK(strstr(s, "  1 mem\n"));
	CHECK(strstr(s, "136 pts\n"));
}

TEST(more_files_can_be_read)
{
	static const char *const names[] = { "/proc/interrupts", "/proc/vmstat", "/proc/partitions",
		"/proc/diskstats", "/proc/swaps", "/proc/self/limits", "/proc/self/io", "/proc/self/statm",
		"/proc/self/wchan", "/proc/self/oom_score", "/proc/self/oom_score_adj", "/proc/self/cgroup",
		"/proc/self/mountstats", "/proc/self/personality", "/proc/self/sched", "/proc/misc",
		"/proc/zoneinfo", "/proc/buddyinfo", "/proc/softirqs", "/proc/consoles", "/proc/net/unix" };
	unsigned int i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		int fd = open(names[i], O_RDONLY);
		char buf[100];

		if (fd < 0) {
			NOTE("%s: %s", names[i], strerrorname_np(errno));
			continue;
		}
		CHECK_GE(read(fd, buf, sizeof(buf)), 0);
		close(fd);
	}
}

TEST(sysctl_files)
{
	CHECK_STR("Linux\n", read_file("/proc/sys/kernel/ostype"));
	CHECK_GE(atoi(read_file("/proc/sys/kernel/pid_max")), 300);
	CHECK_GE(atoi(read_file("/proc/sys/fs/file-max")), 100);
	CHECK_GE(atoi(read_file("/proc/sys/fs/pipe-max-size")), 65536);
	CHECK_GE(atoi(read_file("/proc/sys/vm/max_map_count")), 1000);
	CHECK_EQ(37, strlen(read_file("/proc/sys/kernel/random/uuid")));
	CHECK_EQ(37, strlen(read_file("/proc/sys/kernel/random/boot_id")));
	char a[40], b[40];

	strcpy(a, read_file("/proc/sys/kernel/random/uuid"));
	strcpy(b, read_file("/proc/sys/kernel/random/uuid"));
	CHECK(strcmp(a, b));
	strcpy(a, read_file("/proc/sys/kernel/random/boot_id"));
	CHECK_STR(a, read_file("/proc/sys/kernel/random/boot_id"));
	CHECK_ERR(EACCES, open("/proc/sys/kernel/ostype", O_WRONLY));
}

TEST(small_reads_and_seeks)
{
	char whole[4096], part[4096];
	int fd = MUST(open("/proc/filesystems", O_RDONLY)), n, k = 0;

	n = MUST(read(fd, whole, sizeof(whole)));
	MUST(lseek(fd, 0, SEEK_SET));
	while (k < n && read(fd, part + k, 1) == 1)
		k++;
	CHECK_EQ(n, k);
	CHECK_MEM(whole, part, n);
	CHECK_EQ(3, pread(fd, part, 3, 5));
	CHECK_MEM(whole + 5, part, 3);
}

TEST(io_accounting)
{
	char buf[4096] = "", *s;
	long before, after;
	int fd;

	if (access("/proc/self/io", R_OK))
		SKIP("no /proc/self/io");
	scratch();
	before = atol(strstr(read_file("/proc/self/io"), "wchar: ") + 7);
	fd = MUST(open("f", O_RDWR | O_CREAT, 0600));
	MUST(write(fd, buf, 4096));
	s = strstr(read_file("/proc/self/io"), "wchar: ");
	after = atol(s + 7);
	CHECK_EQ(4096, after - before);
}

TEST(oom_score_adj_writes)
{
	write_file("/proc/self/oom_score_adj", "500");
	CHECK_STR("500\n", read_file("/proc/self/oom_score_adj"));
	int fd = MUST(open("/proc/self/oom_score_adj", O_WRONLY));

	CHECK_ERR(EINVAL, write(fd, "2000", 4));
	CHECK_ERR(EINVAL, write(fd, "x", 1));
}
