// SPDX-License-Identifier: GPL-2.0
/* User and group ids, supplementary groups, what changes with them. */
#include "harness.h"
#include <grp.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>

#define IDS(r, e, s)							\
	do {								\
		uid_t r_, e_, s_;					\
									\
		MUST(getresuid(&r_, &e_, &s_));				\
		CHECK_EQ(r, r_);					\
		CHECK_EQ(e, e_);					\
		CHECK_EQ(s, s_);					\
	} while (0)

TEST(setuid_of_root_sets_all)
{
	need_root();
	MUST(setuid(1000));
	IDS(1000, 1000, 1000);
	CHECK_ERR(EPERM, setuid(0));
	CHECK_EQ(0, setuid(1000));
	CHECK_EQ(1000, setfsuid(-1));
}

TEST(seteuid_and_back)
{
	need_root();
	MUST(seteuid(1000));
	IDS(0, 1000, 0);
	CHECK_ERR(EPERM, setuid(1001));
	MUST(seteuid(0));
	IDS(0, 0, 0);
}

TEST(setreuid_rules)
{
	need_root();
	MUST(setreuid(1000, 2000));
	IDS(1000, 2000, 2000);			/* saved follows the effective */
	MUST(setreuid(-1, 1000));
	IDS(1000, 1000, 2000);
	CHECK_EQ(0, setreuid(-1, 2000));
	CHECK_ERR(EPERM, setreuid(3000, -1));
	CHECK_ERR(EPERM, setreuid(-1, 3000));
}

TEST(setresuid_rules)
{
	need_root();
	MUST(setresuid(1, 2, 3));
	IDS(1, 2, 3);
	MUST(setresuid(3, 1, 2));
	IDS(3, 1, 2);
	MUST(setresuid(-1, -1, -1));
	CHECK_ERR(EPERM, setresuid(4, -1, -1));
	CHECK_ERR(EPERM, setresuid(-1, -1, 4));
	IDS(3, 1, 2);
	CHECK_ERR(EINVAL, syscall(SYS_setuid, -1));
}

TEST(setuid_unprivileged_sets_effective)
{
	need_root();
	MUST(setresuid(1, 2, 3));
	MUST(setuid(3));
	IDS(1, 3, 3);
	MUST(setuid(1));
	IDS(1, 1, 3);
	CHECK_ERR(EPERM, setuid(2));
}

TEST(groups_likewise)
{
	gid_t r, e, s;

	need_root();
	MUST(setresgid(10, 20, 30));
	MUST(getresgid(&r, &e, &s));
	CHECK(r == 10 && e == 20 && s == 30);
	MUST(setuid(1000));
	CHECK_ERR(EPERM, setgid(40));
	CHECK_EQ(0, setgid(30));
	CHECK_EQ(30, getegid());
	CHECK_ERR(EPERM, setregid(40, -1));
}

TEST(supplementary_groups)
{
	gid_t g[5] = { 9, 7, 8 }, got[10];

	need_root();
	MUST(setgroups(3, g));
	CHECK_EQ(3, getgroups(0, NULL));
	CHECK_EQ(3, getgroups(10, got));
	CHECK_EQ(7, got[0]);			/* sorted */
	CHECK_EQ(9, got[2]);
	CHECK_ERR(EINVAL, getgroups(2, got));
	CHECK_ERR(EINVAL, syscall(SYS_setgroups, 65537, g));
	CHECK_ERR(EFAULT, syscall(SYS_setgroups, 2, 8L));
	MUST(setgroups(0, NULL));
	CHECK_EQ(0, getgroups(0, NULL));
	MUST(setuid(1000));
	CHECK_ERR(EPERM, setgroups(1, g));
	CHECK(strstr(read_file("/proc/self/status"), "Groups:"));
}

TEST(fsuid)
{
	need_root();
	scratch();
	MUST(chmod(".", 0777));
	CHECK_EQ(0, setfsuid(1000));
	CHECK_EQ(1000, setfsuid(-1));		/* asks */
	write_file("f", "");
	struct stat st;

	MUST(stat("f", &st));
	CHECK_EQ(1000, st.st_uid);
	CHECK_EQ(0, geteuid());
	MUST(seteuid(0));
	CHECK_EQ(0, setfsuid(-1));		/* follows the effective id */
}

TEST(capabilities_go_with_root)
{
	need_root();
	CHECK(have_cap(6 /* CAP_SETGID */));
	MUST(setresuid(1000, 1000, 0));
	CHECK(!have_cap(6));
	MUST(seteuid(0));			/* permitted is still there */
	CHECK(have_cap(6));
	MUST(setuid(1000));
	IDS(1000, 1000, 1000);
	CHECK(strstr(read_file("/proc/self/status"), "CapPrm:\t0000000000000000"));
}

TEST(keepcaps)
{
	need_root();
	MUST(prctl(PR_SET_KEEPCAPS, 1));
	CHECK_EQ(1, prctl(PR_GET_KEEPCAPS));
	MUST(setuid(1000));
	CHECK(!have_cap(6));			/* effective is cleared all the same */
	CHECK(!strstr(read_file("/proc/self/status"), "CapPrm:\t0000000000000000"));
	CHECK_ERR(EINVAL, prctl(PR_SET_KEEPCAPS, 2));
}

TEST(capget_capset)
{
	struct { unsigned int version; int pid; } h = { 0x20080522, 0 };
	struct { unsigned int e, p, i; } d[2];

	need_root();
	MUST(syscall(SYS_capget, &h, d));
	CHECK_NE(0, d[0].p);
	d[0].e &= ~(1 << 6);
	MUST(syscall(SYS_capset, &h, d));
	CHECK(!have_cap(6));
	CHECK_ERR(EPERM, setgid(5));
	d[0].e |= 1 << 6;
	MUST(syscall(SYS_capset, &h, d));
	CHECK_EQ(0, setgid(5));
	d[0].p &= ~(1 << 6);
	d[0].e &= ~(1 << 6);
	MUST(syscall(SYS_capset, &h, d));
	d[0].p |= 1 << 6;
	CHECK_ERR(EPERM, syscall(SYS_capset, &h, d));	/* not to be had back */
	h.version = 1;
	CHECK_ERR(EINVAL, syscall(SYS_capget, &h, d));
	CHECK_EQ(0x20080522, h.version);		/* says what it wants */
	h.pid = 0x3fffffff;
	CHECK_ERR(ESRCH, syscall(SYS_capget, &h, d));
}

TEST(bounding_set_and_ambient)
{
	need_root();
	CHECK_EQ(1, prctl(PR_CAPBSET_READ, 6));
	CHECK_ERR(EINVAL, prctl(PR_CAPBSET_READ, 200));
	if (!have_cap(8))
		SKIP("needs CAP_SETPCAP");
	MUST(prctl(PR_CAPBSET_DROP, 6));
	CHECK_EQ(0, prctl(PR_CAPBSET_READ, 6));
	CHECK_EQ(0, prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, 7, 0, 0));
	CHECK_ERR(EPERM, prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 7, 0, 0));
}

TEST(no_new_privs)
{
	CHECK_EQ(0, prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	CHECK_EQ(1, prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	CHECK_ERR(EINVAL, prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
	CHECK_ERR(EINVAL, prctl(PR_SET_NO_NEW_PRIVS, 1, 1, 0, 0));
	CHECK(strstr(read_file("/proc/self/status"), "NoNewPrivs:\t1"));
	if (!fork())
		_exit(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0));
	CHECK_EXIT(-1, 1);
}

TEST(ids_are_per_thread_in_the_kernel)
{
	pid_t pid;

	need_root();
	/* A raw call changes the caller only; fork passes it on. */
	MUST(syscall(SYS_setresuid, 0, 1000, 0));
	pid = MUST(fork());
	if (!pid)
		_exit(geteuid() == 1000 && getuid() == 0 ? 0 : 1);
	CHECK_EXIT(pid, 0);
}
