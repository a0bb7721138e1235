// SPDX-License-Identifier: GPL-2.0
/* /proc/<pid>: what ps, top and lsof read. */
#define HARNESS_EXEC	run_as_program
#include "harness.h"
#include <pthread.h>

static void run_as_program(int argc, char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "--pause"))
		pause();
}

static char *file(pid_t pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	return read_file(path);
}

static pid_t child(void)
{
	pid_t pid = MUST(fork());

	if (!pid) {
		setenv("MARK", "here", 1);
		execl("/proc/self/exe", "my prog", "--pause", "a b", "", (char *)NULL);
		_exit(1);
	}
	msleep(60);
	CHECK(wait_state(pid, 'S'));
	return pid;
}

TEST(stat_fields)
{
	int pid, ppid, pgrp, sid;
	char comm[32], state, *s;
	long prio, ni, threads, start, vsize, rss;
	pid_t c = child();

	s = file(c, "stat");
	CHECK_EQ(5, sscanf(s, "%d (%31[^)]) %c %d %d", &pid, comm, &state, &ppid, &pgrp));
	CHECK_EQ(c, pid);
	CHECK_EQ('S', state);
	CHECK_EQ(getpid(), ppid);
	CHECK_EQ(getpgrp(), pgrp);
	s = strrchr(s, ')') + 2;
	/* 6 session, 18 priority, 19 nice, 20 threads, 22 start, 23 size, 24 rss */
	CHECK_EQ(7, sscanf(s, "%*c %*d %*d %d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d "
			   "%ld %ld %ld %*d %ld %ld %ld",
			   &sid, &prio, &ni, &threads, &start, &vsize, &rss));
	CHECK_GT(start, 0);
	CHECK_EQ(getsid(0), sid);
	CHECK_EQ(20, prio);
	CHECK_EQ(0, ni);
	CHECK_EQ(1, threads);
	CHECK_GT(vsize, 4096);
	CHECK_GT(rss, 0);
	kill(c, SIGKILL);
}

TEST(field_count_of_stat)
{
	char *s = file(getpid(), "stat");
	int n = 0;

	for (s = strrchr(s, ')'); s && *s; s++)
		n += *s == ' ';
	CHECK_EQ(50, n);			/* 52 fields */
}

TEST(status_lines)
{
	static const char *const want[] = { "Name:\t", "Umask:\t", "State:\t", "Tgid:\t", "Pid:\t",
		"PPid:\t", "TracerPid:\t0\n", "Uid:\t", "Gid:\t", "FDSize:\t", "Groups:\t", "VmPeak:\t",
		"VmSize:\t", "VmRSS:\t", "VmData:\t", "VmStk:\t", "VmExe:\t", "Threads:\t1\n", "SigQ:\t",
		"SigPnd:\t", "SigBlk:\t", "SigCgt:\t", "CapEff:\t", "Seccomp:\t", "Cpus_allowed:\t",
		"voluntary_ctxt_switches:\t" };
	pid_t c = child();
	char *s = file(c, "status");
	unsigned int i;

	for (i = 0; i < sizeof(want) / sizeof(*want); i++)
		if (!strstr(s, want[i]))
			FAIL("no line \"%s\"", want[i]);
	CHECK(strstr(s, "State:\tS (sleeping)\n"));
	kill(c, SIGKILL);
}

TEST(command_line_and_environment)
{
	pid_t c = child();
	char *s = file(c, "cmdline");

	CHECK_MEM("my prog\0--pause\0a b\0\0", s, 21);
	s = file(c, "environ");
	CHECK(memmem(s, 60000, "MARK=here\0", 10));
	s = file(c, "comm");
	CHECK(!strncmp(s, "exe\n", 4) || !strncmp(s, "process\n", 8));
	kill(c, SIGKILL);
}

TEST(links)
{
	char path[64], buf[PATH_MAX] = "", exe[PATH_MAX] = "";
	pid_t c = child();

	MUST(readlink("/proc/self/exe", exe, sizeof(exe) - 1));
	snprintf(path, sizeof(path), "/proc/%d/exe", c);
	MUST(readlink(path, buf, sizeof(buf) - 1));
	CHECK_STR(exe, buf);
	MUST(open(path, O_RDONLY));
	memset(buf, 0, sizeof(buf));
	snprintf(path, sizeof(path), "/proc/%d/root", c);
	MUST(readlink(path, buf, sizeof(buf) - 1));
	CHECK_STR("/", buf);
	snprintf(buf, sizeof(buf), "%d", getpid());
	memset(path, 0, sizeof(path));
	MUST(readlink("/proc/self", path, sizeof(path)));
	CHECK_STR(buf, path);
	kill(c, SIGKILL);
}

TEST(cwd_link_follows)
{
	char buf[PATH_MAX] = "";

	scratch();
	MUST(readlink("/proc/self/cwd", buf, sizeof(buf) - 1));
	CHECK_STR(test_dir, buf);
	MUST(mkdir("d", 0755));
	MUST(chdir("d"));
	MUST(rmdir("../d"));
	memset(buf, 0, sizeof(buf));
	MUST(readlink("/proc/self/cwd", buf, sizeof(buf) - 1));
	CHECK(strstr(buf, "/d (deleted)"));
}

TEST(fd_directory)
{
	char path[64], buf[PATH_MAX] = "";
	int fd, p[2], n = 0;
	struct dirent *d;
	DIR *dir;
	struct stat st;

	scratch();
	fd = MUST(open("f", O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
	MUST(write(fd, "hello", 5));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	MUST(readlink(path, buf, sizeof(buf) - 1));
	CHECK_STR("/f", strrchr(buf, '/'));
	MUST(lstat(path, &st));
	CHECK(S_ISLNK(st.st_mode));
	CHECK_EQ(0700, st.st_mode & 0777);
	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", fd);
	CHECK(strstr(read_file(path), "pos:\t5\n"));
	CHECK(strstr(read_file(path), "flags:\t02102002\n"));
	CHECK(strstr(read_file(path), "mnt_id:\t"));
	MUST(pipe(p));
	memset(buf, 0, sizeof(buf));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", p[0]);
	MUST(readlink(path, buf, sizeof(buf) - 1));
	CHECK(!strncmp(buf, "pipe:[", 6));
	dir = opendir("/proc/self/fd");
	while ((d = readdir(dir)))
		n += d->d_name[0] != '.';
	CHECK_GE(n, 6);
	CHECK_ERR(ENOENT, readlink("/proc/self/fd/999", buf, 10));
	CHECK_ERR(ENOENT, access("/proc/self/fd/x", F_OK));
}

TEST(maps_lines)
{
	char line[512], perms[8], name[256];
	unsigned long lo, hi, last = 0;
	int stack = 0, heap = 0, exe = 0, n = 0;
	FILE *f;

	sbrk(4096);
	f = fopen("/proc/self/maps", "r");
	MUST_TRUE(f);
	while (fgets(line, sizeof(line), f)) {
		name[0] = 0;
		CHECK_GE(sscanf(line, "%lx-%lx %7s %*x %*x:%*x %*u %255[^\n]", &lo, &hi, perms, name), 3);
		CHECK(lo >= last);
		CHECK(hi > lo);
		CHECK_EQ(4, strlen(perms));
		last = hi;
		stack += strstr(name, "[stack]") != NULL;
		heap += strstr(name, "[heap]") != NULL;
		exe += strstr(name, "process") != NULL;
		n++;
	}
	fclose(f);
	CHECK_EQ(1, stack);
	CHECK_GE(heap, 1);
	CHECK_GE(exe, 2);
	CHECK_GE(n, 5);
	CHECK(strstr(read_file("/proc/self/smaps"), "Rss:"));
}

static void *sleeper(void *arg)
{
	pause();
	return NULL;
}

TEST(task_directory)
{
	pthread_t t;
	struct dirent *d;
	DIR *dir;
	int i, n = 0;
	char path[300];

	for (i = 0; i < 5; i++)
		pthread_create(&t, NULL, sleeper, NULL);
	msleep(30);
	dir = opendir("/proc/self/task");
	while ((d = readdir(dir)))
		if (d->d_name[0] != '.') {
			n++;
			snprintf(path, sizeof(path), "/proc/self/task/%s/stat", d->d_name);
			CHECK_EQ(atoi(d->d_name), atoi(read_file(path)));
		}
	CHECK_EQ(6, n);
	CHECK(strstr(read_file("/proc/self/status"), "Threads:\t6\n"));
}

TEST(mem_file_reads_memory)
{
	static char mark[] = "a string in memory";
	char buf[sizeof(mark)];
	int fd = MUST(open("/proc/self/mem", O_RDWR));

	CHECK_EQ(sizeof(mark), pread(fd, buf, sizeof(mark), (long)mark));
	CHECK_STR(mark, buf);
	CHECK_EQ(1, pwrite(fd, "A", 1, (long)mark));
	CHECK_EQ('A', mark[0]);
	CHECK_ERR(EIO, pread(fd, buf, 1, 16));
}

TEST(listing_finds_all)
{
	pid_t c[10];
	struct dirent *d;
	DIR *dir;
	int i, seen = 0;

	for (i = 0; i < 10; i++) {
		c[i] = MUST(fork());
		if (!c[i]) {
			pause();
			_exit(0);
		}
	}
	dir = opendir("/proc");
	while ((d = readdir(dir)))
		for (i = 0; i < 10; i++)
			if (atoi(d->d_name) == c[i])
				seen |= 1 << i;
	CHECK_EQ(0x3ff, seen);
	for (i = 0; i < 10; i++)
		kill(c[i], SIGKILL);
}

TEST(gone_process)
{
	char path[64], buf[64];
	int fd;
	pid_t c = child();

	snprintf(path, sizeof(path), "/proc/%d/status", c);
	fd = MUST(open(path, O_RDONLY));
	kill(c, SIGKILL);
	CHECK_KILLED(c, SIGKILL);
	CHECK_ERR(ESRCH, read(fd, buf, sizeof(buf)));
	CHECK_ERR(ENOENT, open(path, O_RDONLY));
	CHECK_ERR(ENOENT, access("/proc/0", F_OK));
	CHECK_ERR(ENOENT, access("/proc/0001", F_OK));
}

TEST(owner_and_protection)
{
	struct stat st;
	char path[64], buf[64];
	pid_t c;

	need_root();
	c = child();
	snprintf(path, sizeof(path), "/proc/%d", c);
	MUST(stat(path, &st));
	CHECK_EQ(0, st.st_uid);
	CHECK_EQ(040555, st.st_mode);
	MUST(setuid(1000));
	snprintf(path, sizeof(path), "/proc/%d/environ", c);
	CHECK_ERR(EACCES, open(path, O_RDONLY));
	snprintf(path, sizeof(path), "/proc/%d/fd", c);
	CHECK(!opendir(path));
	CHECK_EQ(EACCES, errno);
	snprintf(path, sizeof(path), "/proc/%d/exe", c);
	CHECK_ERR(EACCES, readlink(path, buf, sizeof(buf)));
	snprintf(path, sizeof(path), "/proc/%d/stat", c);
	MUST(open(path, O_RDONLY));
}

TEST(proc_is_not_writable)
{
	CHECK_ERR(ENOENT, open("/proc/newfile", O_RDWR | O_CREAT, 0600));
	CHECK_ERR(ENOENT, mkdir("/proc/newdir", 0700));
	CHECK_ERR(EPERM, unlink("/proc/version"));
}
