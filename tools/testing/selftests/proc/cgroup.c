// SPDX-License-Identifier: GPL-2.0
/* Control groups, version 2: membership, emptiness, killing, removal. */
#include "harness.h"
#include <poll.h>
#include <sys/inotify.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <linux/capability.h>
#include <linux/magic.h>

/* Into a fresh group: the current directory is the group "t" of the tree. */
static void enter_tree(void)
{
	struct statfs st;

	need_root();
	NEED_CAP(CAP_SYS_ADMIN);
	scratch();
	MUST(mkdir("tree", 0755));
	if (mount("cgroup2", "tree", "cgroup2", 0, NULL))
		SKIP("no cgroup2 here");
	MUST(chdir("tree"));
	MUST(umount2(".", MNT_DETACH));
	CHECK_EQ(0, statfs(".", &st));
	CHECK_EQ(CGROUP2_SUPER_MAGIC, st.f_type);
	rmdir("selftest/sub");
	rmdir("selftest");
	if (mkdir("selftest", 0755))
		SKIP("mkdir: %s", strerrorname_np(errno));
	MUST(chdir("selftest"));
}

static pid_t start_sleeper(const char *procs)
{
	char text[16];
	pid_t pid = MUST(fork());

	if (!pid) {
		pause();
		done();
	}
	snprintf(text, sizeof(text), "%d", pid);
	write_file(procs, text);
	return pid;
}

TEST(process_is_where_it_was_put)
{
	char path[64], text[16];
	pid_t pid;

	enter_tree();
	CHECK_STR("populated 0\nfrozen 0\n", read_file("cgroup.events"));
	CHECK_STR("domain\n", read_file("cgroup.type"));
	pid = start_sleeper("cgroup.procs");
	snprintf(text, sizeof(text), "%d\n", pid);
	CHECK_STR(text, read_file("cgroup.procs"));
	CHECK_STR("populated 1\nfrozen 0\n", read_file("cgroup.events"));
	snprintf(path, sizeof(path), "/proc/%d/cgroup", pid);
	CHECK(strstr(read_file(path), "/selftest\n") != NULL);
	CHECK_ERR(EBUSY, rmdir("../selftest"));
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
	CHECK_STR("", read_file("cgroup.procs"));
	CHECK_STR("populated 0\nfrozen 0\n", read_file("cgroup.events"));
	CHECK_EQ(0, rmdir("../selftest"));
	CHECK_ERR(ENOENT, open("cgroup.procs", O_RDONLY));
}

TEST(children_are_in_the_same_group_and_killed_with_it)
{
	int p[2];
	pid_t pid;
	char c;

	enter_tree();
	MUST(mkdir("sub", 0755));
	MUST(pipe(p));
	pid = MUST(fork());
	if (!pid) {
		write_file("sub/cgroup.procs", "0");
		close(p[0]);
		if (!fork())
			for (;;)
				pause();
		close(p[1]);
		for (;;)
			pause();
	}
	close(p[1]);
	while (strcmp(read_file("cgroup.events"), "populated 1\nfrozen 0\n"))
		msleep(1);
	while (!strchr(strchr(read_file("sub/cgroup.procs"), '\n') + 1, '\n'))
		msleep(1);
	CHECK_ERR(EBUSY, rmdir("sub"));
	write_file("cgroup.kill", "1");
	CHECK_KILLED(pid, SIGKILL);
	CHECK_EQ(0, read(p[0], &c, 1));		/* the grandchild is gone too */
	while (strcmp(read_file("cgroup.events"), "populated 0\nfrozen 0\n"))
		msleep(1);
	CHECK_EQ(0, rmdir("sub"));
	CHECK_EQ(0, rmdir("../selftest"));
}

TEST(becoming_empty_is_told)
{
	struct pollfd pfd = { .events = POLLIN };
	char buf[4096];
	pid_t pid;

	enter_tree();
	pid = start_sleeper("cgroup.procs");
	pfd.fd = MUST(inotify_init1(IN_NONBLOCK));
	msleep(50);
	MUST(inotify_add_watch(pfd.fd, "cgroup.events", IN_MODIFY));
	while (read(pfd.fd, buf, sizeof(buf)) > 0)
		;
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
	CHECK_EQ(1, poll(&pfd, 1, 5000));
	CHECK_EQ(0, rmdir("../selftest"));
}

TEST(errors)
{
	int fd;

	enter_tree();
	fd = MUST(open("cgroup.procs", O_WRONLY));
	CHECK_ERR(EINVAL, write(fd, "x", 1));
	CHECK_ERR(ESRCH, write(fd, "99999999", 8));
	CHECK_ERR(EINVAL, mkdir("a\nb", 0755));
	CHECK_ERR(EPERM, unlink("cgroup.procs"));
	CHECK_EQ(0, rmdir("../selftest"));
	CHECK_ERR(ENODEV, write(fd, "0", 1));
}
