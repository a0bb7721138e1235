// SPDX-License-Identifier: GPL-2.0
/* Permissions: classes, directories, sticky, set-id bits, umask, chown. */
#define HARNESS_EXEC	run_as_program
#include "harness.h"
#include <grp.h>
#include <linux/capability.h>

/* The set-id program: says by its status what it has become. */
static void run_as_program(int argc, char **argv)
{
	if (argc != 2 || strcmp(argv[1], "--ids"))
		return;
	if (geteuid() == 1000)
		_exit(77);
	CHECK_EQ(1000, getuid());
	CHECK_EQ(1234, geteuid());
	CHECK_EQ(1000, getgid());
	CHECK_EQ(2345, getegid());
	done();
}

/* Run what follows as another user, in a child; returns its status. */
#define AS(uid, gid, ...)						\
	do {								\
		pid_t pid_ = MUST(fork());				\
									\
		if (!pid_) {						\
			MUST(setgroups(0, NULL));			\
			MUST(setresgid(gid, gid, gid));			\
			MUST(setresuid(uid, uid, uid));			\
			__VA_ARGS__;					\
			done();						\
		}							\
		CHECK_EXIT(pid_, 0);					\
	} while (0)

static mode_t mode_of(const char *path)
{
	struct stat st;

	MUST(lstat(path, &st));
	return st.st_mode & 07777;
}

static void set_up(void)
{
	need_root();
	umask(0);
	scratch();
	MUST(chmod(".", 0777));
}

TEST(owner_group_other)
{
	set_up();
	write_file("f", "x");
	MUST(chown("f", 1000, 2000));
	MUST(chmod("f", 0640));
	AS(1000, 1, MUST(open("f", O_RDWR)); CHECK_ERR(EACCES, execl("f", "f", NULL)));
	AS(1, 2000, MUST(open("f", O_RDONLY)); CHECK_ERR(EACCES, open("f", O_RDWR)));
	AS(1, 1, CHECK_ERR(EACCES, open("f", O_RDONLY)));
	MUST(chmod("f", 0007));
	/* Only one class counts: the owner has nothing here. */
	AS(1000, 1, CHECK_ERR(EACCES, open("f", O_RDONLY)));
	AS(1, 2000, CHECK_ERR(EACCES, open("f", O_RDONLY)));
	AS(1, 1, MUST(open("f", O_RDWR)));
}

TEST(supplementary_groups)
{
	gid_t g[2] = { 5, 2000 };
	pid_t pid;

	set_up();
	write_file("f", "x");
	MUST(chown("f", 0, 2000));
	MUST(chmod("f", 0060));
	pid = MUST(fork());
	if (!pid) {
		MUST(setgroups(2, g));
		MUST(setgid(7));
		MUST(setuid(1000));
		MUST(open("f", O_RDWR));
		done();
	}
	CHECK_EXIT(pid, 0);
}

TEST(root_passes_but_for_exec)
{
	set_up();
	NEED_CAP(CAP_DAC_OVERRIDE);
	write_file("f", "#!/bin/true\n");
	MUST(chmod("f", 0));
	MUST(open("f", O_RDWR));
	CHECK_EQ(0, access("f", R_OK | W_OK));
	CHECK_ERR(EACCES, access("f", X_OK));
	CHECK_ERR(EACCES, execl("f", "f", NULL));
}

TEST(directories)
{
	set_up();
	MUST(mkdir("d", 0755));
	write_file("d/f", "x");
	MUST(chown("d", 1000, 1000));
	MUST(chmod("d", 0600));			/* no search */
	AS(1000, 1, CHECK_ERR(EACCES, open("d/f", O_RDONLY));
	   CHECK_ERR(EACCES, access("d/none", F_OK));
	   CHECK_ERR(EACCES, chdir("d")); MUST(open("d", O_RDONLY)));
	MUST(chmod("d", 0300));			/* no read */
	AS(1000, 1, CHECK_ERR(EACCES, open("d", O_RDONLY)); MUST(open("d/f", O_RDONLY));
	   MUST(unlink("d/f")));
	MUST(chmod("d", 0500));			/* no write */
	AS(1000, 1, CHECK_ERR(EACCES, open("d/new", O_RDWR | O_CREAT, 0600));
	   CHECK_ERR(EACCES, mkdir("d/new", 0700)); CHECK_ERR(EACCES, symlink("x", "d/l"));
	   CHECK_ERR(EACCES, mkfifo("d/p", 0600)));
	write_file("d/g", "x");
	MUST(chown("d/g", 1000, 1000));
	AS(1000, 1, CHECK_ERR(EACCES, unlink("d/g")); CHECK_ERR(EACCES, rename("d/g", "d/h"));
	   CHECK_ERR(EACCES, link("d/g", "d/h")));
}

TEST(sticky_directory)
{
	set_up();
	MUST(mkdir("s", 01777));
	write_file("s/mine", "x");
	MUST(chown("s/mine", 1000, 1000));
	AS(1001, 1, CHECK_ERR(EPERM, unlink("s/mine")); CHECK_ERR(EPERM, rename("s/mine", "s/x"));
	   write_file("s/theirs", "x"); CHECK_ERR(EPERM, rename("s/theirs", "s/mine")));
	MUST(mkdir("s/dir", 0777));
	AS(1001, 1, CHECK_ERR(EPERM, rmdir("s/dir")));
	AS(1000, 1, CHECK_EQ(0, unlink("s/mine")));
	MUST(chown("s", 1000, 1000));
	AS(1000, 1, CHECK_EQ(0, unlink("s/theirs")));	/* owner of the directory */
}

TEST(chmod_rules)
{
	set_up();
	write_file("f", "x");
	MUST(chown("f", 1000, 2000));
	AS(1001, 1, CHECK_ERR(EPERM, chmod("f", 0777)));
	AS(1000, 2000, MUST(chmod("f", 02755)));
	CHECK_EQ(02755, mode_of("f"));
	AS(1000, 1, MUST(chmod("f", 06755)));	/* not in the group: no setgid */
	CHECK_EQ(04755, mode_of("f"));
	MUST(symlink("f", "l"));
	MUST(chmod("l", 0600));
	CHECK_EQ(0600, mode_of("f"));
	CHECK_EQ(0777, mode_of("l"));
}

TEST(chown_rules)
{
	set_up();
	write_file("f", "x");
	MUST(chown("f", 1000, 2000));
	AS(1000, 2000, CHECK_ERR(EPERM, chown("f", 1001, -1)); CHECK_EQ(0, chown("f", 1000, 2000));
	   CHECK_ERR(EPERM, chown("f", -1, 3000)); CHECK_EQ(0, chown("f", -1, -1)));
	AS(1001, 2000, CHECK_ERR(EPERM, chown("f", -1, 2000)));
	MUST(chmod("f", 06755));
	MUST(chown("f", 1000, 2000));
	CHECK_EQ(0755, mode_of("f"));			/* set-id bits go */
	MUST(chmod("f", 02644));
	MUST(chown("f", 1000, 2000));
	CHECK_EQ(02644, mode_of("f"));			/* not without x: a lock bit */
	MUST(mkdir("d", 0755));
	MUST(chmod("d", 06755));
	MUST(chown("d", 1000, 2000));
	CHECK_EQ(06755, mode_of("d"));
	CHECK_EQ(0, chown("f", 0xfffffffe, 0xfffffffe));
}

TEST(writing_drops_setid)
{
	set_up();
	write_file("f", "x");
	MUST(chown("f", 1000, 1000));
	MUST(chmod("f", 06777));
	AS(1001, 1, int fd = MUST(open("f", O_WRONLY)); MUST(write(fd, "y", 1)));
	CHECK_EQ(0777, mode_of("f"));
	MUST(chmod("f", 06777));
	AS(1001, 1, MUST(truncate("f", 0)));
	CHECK_EQ(0777, mode_of("f"));
}

TEST(setgid_directory_hands_down_the_group)
{
	struct stat st;

	set_up();
	MUST(mkdir("d", 0777));
	MUST(chown("d", 0, 2000));
	MUST(chmod("d", 02777));
	AS(1000, 1, write_file("d/f", ""); MUST(mkdir("d/sub", 0755)); MUST(symlink("x", "d/l")));
	MUST(stat("d/f", &st));
	CHECK_EQ(2000, st.st_gid);
	CHECK_EQ(1000, st.st_uid);
	MUST(stat("d/sub", &st));
	CHECK_EQ(2000, st.st_gid);
	CHECK_EQ(02755, st.st_mode & 07777);
	MUST(lstat("d/l", &st));
	CHECK_EQ(2000, st.st_gid);
}

TEST(effective_real_and_fs_ids)
{
	pid_t pid;

	set_up();
	write_file("f", "x");
	MUST(chmod("f", 0600));
	pid = MUST(fork());
	if (!pid) {
		MUST(setresuid(0, 1000, 0));
		CHECK_ERR(EACCES, open("f", O_RDONLY));		/* effective */
		CHECK_EQ(0, access("f", R_OK));			/* real */
		CHECK_ERR(EACCES, faccessat(AT_FDCWD, "f", R_OK, AT_EACCESS));
		MUST(setresuid(1000, 0, 0));
		CHECK_ERR(EACCES, access("f", R_OK));
		MUST(open("f", O_RDONLY));
		done();
	}
	CHECK_EXIT(pid, 0);
}

TEST(umask_applies)
{
	struct stat st;

	set_up();
	CHECK_EQ(0, umask(0137));
	MUST(open("f", O_CREAT | O_RDWR, 0777));
	CHECK_EQ(0640, mode_of("f"));
	MUST(mkfifo("p", 0777));
	CHECK_EQ(0640, mode_of("p"));
	CHECK_EQ(0137, umask(01777777));
	CHECK_EQ(0777, umask(0));			/* only nine bits */
	MUST(symlink("x", "l"));
	MUST(lstat("l", &st));
	CHECK_EQ(0777, st.st_mode & 0777);
}

TEST(mknod_needs_privilege)
{
	set_up();
	AS(1000, 1, CHECK_ERR(EPERM, mknod("c", S_IFCHR | 0600, 0x103));
	   CHECK_ERR(EPERM, mknod("b", S_IFBLK | 0600, 0x103));
	   CHECK_EQ(0, mknod("p", S_IFIFO | 0600, 0)); CHECK_EQ(0, mknod("f", S_IFREG | 0600, 0)));
}

TEST(chroot_needs_privilege)
{
	set_up();
	AS(1000, 1, CHECK_ERR(EPERM, chroot(".")));
}

TEST(utimes_rules)
{
	struct timespec ts[2] = { { 1, 0 }, { 1, 0 } };

	set_up();
	write_file("f", "x");
	MUST(chown("f", 1000, 1000));
	MUST(chmod("f", 0666));
	AS(1001, 1, CHECK_ERR(EPERM, utimensat(AT_FDCWD, "f", ts, 0));
	   CHECK_EQ(0, utimensat(AT_FDCWD, "f", NULL, 0)));	/* now: write access will do */
	MUST(chmod("f", 0644));
	AS(1001, 1, CHECK_ERR(EACCES, utimensat(AT_FDCWD, "f", NULL, 0)));
	AS(1000, 1, CHECK_EQ(0, utimensat(AT_FDCWD, "f", ts, 0)));
}

TEST(setuid_program)
{
	char exe[PATH_MAX] = "", buf[4096];
	int in, out, n, st;
	pid_t pid;

	set_up();
	MUST(readlink("/proc/self/exe", exe, sizeof(exe) - 1));
	in = MUST(open(exe, O_RDONLY));
	out = MUST(open("prog", O_WRONLY | O_CREAT, 0755));
	while ((n = read(in, buf, sizeof(buf))) > 0)
		MUST(write(out, buf, n));
	close(out);
	MUST(chown("prog", 1234, 2345));
	MUST(chmod("prog", 06755));
	pid = MUST(fork());
	if (!pid) {
		MUST(setgroups(0, NULL));
		MUST(setgid(1000));
		MUST(setuid(1000));
		execl("./prog", "prog", "--ids", (char *)NULL);
		_exit(1);
	}
	st = test_wait(pid);
	if (st == 77 << 8)
		SKIP("mounted nosuid");
	CHECK_EQ(0, st);
}
