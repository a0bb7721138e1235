// SPDX-License-Identifier: GPL-2.0
/*
 * overlayfs: what is changed goes to the upper directory, in Linux's form, and the
 * lower ones stay as they are.
 */
#include "harness.h"
#include <sched.h>
#include <sys/mount.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

static void layers(void)
{
	need_root();
	scratch();
	if (unshare(CLONE_NEWNS))
		SKIP("no mount namespaces");
	MUST(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
	MUST(mount("tmpfs", ".", "tmpfs", 0, NULL));
	MUST(chdir(test_dir));
	MUST(mkdir("low", 0755));
	MUST(mkdir("low2", 0755));
	MUST(mkdir("up", 0755));
	MUST(mkdir("work", 0755));
	MUST(mkdir("m", 0755));
}

static void overlay(const char *options)
{
	if (mount("overlay", "m", "overlay", 0, options) && errno == ENODEV)
		SKIP("no overlayfs");
	else if (errno)
		errno = 0;
}

static const char both[] = "lowerdir=low:low2,upperdir=up,workdir=work";

static int is_whiteout(const char *name)
{
	struct stat st;

	return !lstat(name, &st) && S_ISCHR(st.st_mode) && !st.st_rdev;
}

static int entries(const char *name)
{
	DIR *dir = opendir(name);
	int n = 0;

	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	return n - 2;
}

TEST(layers_are_seen_from_above)
{
	layers();
	write_file("low/f", "low");
	write_file("low2/f", "low2");
	write_file("low2/g", "low2");
	write_file("up/h", "up");
	MUST(mkdir("low/d", 0755));
	MUST(mkdir("low2/d", 0755));
	write_file("low/d/a", "a");
	write_file("low2/d/b", "b");
	overlay(both);
	CHECK_STR("low", read_file("m/f"));
	CHECK_STR("low2", read_file("m/g"));
	CHECK_STR("up", read_file("m/h"));
	CHECK_EQ(4, entries("m"));
	CHECK_EQ(2, entries("m/d"));
	CHECK_STR("b", read_file("m/d/b"));
}

TEST(changes_are_copied_up)
{
	struct stat st;

	layers();
	MUST(mkdir("low/d", 0750));
	write_file("low/d/f", "old");
	MUST(chmod("low/d/f", 04711));
	MUST(chown("low/d/f", 7, 8));
	MUST(chmod("low/d/f", 04711));
	overlay(both);
	MUST(utimensat(AT_FDCWD, "m/d/f", (struct timespec[]){ { 1000, 0 }, { 2000, 0 } }, 0));
	MUST(stat("up/d/f", &st));
	CHECK_EQ(04711, st.st_mode & 07777);
	CHECK_EQ(7, st.st_uid);
	CHECK_EQ(2000, st.st_mtime);
	CHECK_STR("old", read_file("up/d/f"));
	write_file("m/d/f", "new");
	CHECK_STR("new", read_file("up/d/f"));
	CHECK_STR("old", read_file("low/d/f"));
	MUST(stat("up/d", &st));
	CHECK_EQ(0750, st.st_mode & 07777);
}

TEST(removed_names_leave_whiteouts)
{
	layers();
	write_file("low/f", "low");
	MUST(mkdir("low/d", 0755));
	write_file("low/d/x", "x");
	overlay(both);
	MUST(unlink("m/f"));
	CHECK(is_whiteout("up/f"));
	CHECK_ERR(ENOENT, open("m/f", O_RDONLY));
	CHECK_ERR(ENOTEMPTY, rmdir("m/d"));
	MUST(unlink("m/d/x"));
	MUST(rmdir("m/d"));
	CHECK(is_whiteout("up/d"));
	CHECK_EQ(0, entries("m"));
	MUST(mkdir("m/d", 0755));
	CHECK_EQ(0, entries("m/d"));
	CHECK_EQ(1, getxattr("up/d", "trusted.overlay.opaque", NULL, 0));
	CHECK_ERR(ENODATA, getxattr("m/d", "trusted.overlay.opaque", NULL, 0));
	write_file("m/f", "again");
	CHECK_STR("again", read_file("up/f"));
	CHECK_EQ(2, entries("m"));
	MUST(unlink("m/f"));
	CHECK(is_whiteout("up/f"));
}

TEST(files_are_renamed)
{
	layers();
	write_file("low/f", "f");
	write_file("low/g", "g");
	MUST(mkdir("low/d", 0755));
	overlay(both);
	MUST(rename("m/f", "m/g"));
	CHECK_STR("f", read_file("m/g"));
	CHECK(is_whiteout("up/f"));
	CHECK_ERR(EXDEV, rename("m/d", "m/e"));
	MUST(mkdir("m/new", 0755));
	write_file("m/new/x", "x");
	MUST(rename("m/new", "m/newer"));
	CHECK_STR("x", read_file("m/newer/x"));
	MUST(rmdir("m/d"));
	MUST(rename("m/newer", "m/d"));
	CHECK_STR("x", read_file("m/d/x"));
	CHECK_EQ(2, entries("m"));
}

TEST(directories_are_redirected)
{
	char path[64] = "";

	layers();
	MUST(mkdir("low/d", 0755));
	MUST(mkdir("low/d/sub", 0755));
	write_file("low/d/sub/f", "f");
	overlay("lowerdir=low:low2,upperdir=up,workdir=work,redirect_dir=on");
	MUST(rename("m/d", "m/e"));
	CHECK_STR("f", read_file("m/e/sub/f"));
	CHECK_GE(getxattr("up/e", "trusted.overlay.redirect", path, sizeof(path) - 1), 1);
	MUST(umount("m"));
	overlay("lowerdir=low:low2,upperdir=up,workdir=work,redirect_dir=on");
	CHECK_STR("f", read_file("m/e/sub/f"));
	CHECK_ERR(ENOENT, open("m/d", O_RDONLY));
	write_file("m/e/sub/f", "new");
	CHECK_STR("new", read_file("m/e/sub/f"));
	CHECK_STR("f", read_file("low/d/sub/f"));
}

TEST(open_files_go_on_after_copy_up)
{
	char buf[8] = "";
	struct stat a, b;
	int r, w;

	layers();
	write_file("low/f", "old");
	overlay(both);
	r = MUST(open("m/f", O_RDONLY));
	MUST(fstat(r, &a));
	w = MUST(open("m/f", O_WRONLY | O_APPEND));
	MUST(write(w, "new", 3));
	MUST(fstat(r, &b));
	CHECK_EQ(a.st_ino, b.st_ino);
	CHECK_EQ(6, b.st_size);
	CHECK_EQ(6, pread(r, buf, 8, 0));
	CHECK_STR("oldnew", buf);
	MUST(unlink("m/f"));
	CHECK_EQ(3, write(w, "end", 3));
	CHECK_EQ(9, lseek(r, 0, SEEK_END));
}

TEST(files_are_mapped)
{
	char *p;
	int fd;

	layers();
	write_file("low/f", "0123456789");
	overlay(both);
	fd = MUST(open("m/f", O_RDWR));
	p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	CHECK(p != MAP_FAILED);
	p[0] = 'x';
	MUST(msync(p, 4096, MS_SYNC));
	CHECK_STR("x123456789", read_file("up/f"));
	CHECK_STR("0123456789", read_file("low/f"));
	MUST(munmap(p, 4096));
	close(fd);
	MUST(umount("m"));
}

TEST(hard_links_are_one_file_above)
{
	struct stat a, b;

	layers();
	write_file("low/f", "f");
	overlay(both);
	MUST(link("m/f", "m/g"));
	MUST(stat("m/f", &a));
	MUST(stat("m/g", &b));
	CHECK_EQ(2, b.st_nlink);
	CHECK_EQ(a.st_ino, b.st_ino);
	write_file("m/g", "changed");
	CHECK_STR("changed", read_file("m/f"));
}

TEST(attributes_of_an_overlay_inside_are_kept_apart)
{
	char list[256];
	long n, len;
	int seen = 0;

	layers();
	MUST(mkdir("low/d", 0755));
	overlay(both);
	if (setxattr("m/d", "trusted.overlay.opaque", "y", 1, 0) && errno == EOPNOTSUPP)
		SKIP("before Linux 6.7");
	CHECK_EQ(1, getxattr("up/d", "trusted.overlay.overlay.opaque", NULL, 0));
	CHECK_ERR(ENODATA, getxattr("up/d", "trusted.overlay.opaque", NULL, 0));
	CHECK_EQ(1, getxattr("m/d", "trusted.overlay.opaque", NULL, 0));
	len = MUST(listxattr("m/d", list, sizeof(list)));
	for (n = 0; n < len; n += strlen(list + n) + 1)
		seen += !strcmp(list + n, "trusted.overlay.opaque");
	CHECK_EQ(1, seen);
	MUST(removexattr("m/d", "trusted.overlay.opaque"));
	CHECK_ERR(ENODATA, getxattr("up/d", "trusted.overlay.overlay.opaque", NULL, 0));
}

TEST(without_upper_it_is_read_only)
{
	layers();
	write_file("low/f", "f");
	overlay("lowerdir=low:low2");
	CHECK_STR("f", read_file("m/f"));
	CHECK_ERR(EROFS, open("m/f", O_WRONLY));
	CHECK_ERR(EROFS, mkdir("m/d", 0755));
}

TEST(bad_options)
{
	layers();
	overlay("lowerdir=low");
	CHECK_ERR(EINVAL, mount("overlay", "m", "overlay", 0, "upperdir=up,workdir=work"));
	CHECK_ERR(ENOENT, mount("overlay", "m", "overlay", 0, "lowerdir=nowhere"));
	CHECK_ERR(EINVAL, mount("overlay", "m", "overlay", 0, "lowerdir=low,upperdir=up"));
	CHECK_ERR(EINVAL, mount("overlay", "m", "overlay", 0,
				"lowerdir=low,upperdir=up,workdir=up"));
	CHECK_ERR(EINVAL, mount("overlay", "m", "overlay", 0, "lowerdir=low,nonsense"));
}
