// SPDX-License-Identifier: GPL-2.0
/* uname, sysinfo, getrusage, hostname, reboot's refusals, unknown calls. */
#include "harness.h"
#include <linux/capability.h>
#include <linux/reboot.h>
#include <sched.h>
#include <sys/klog.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

TEST(uname_fields)
{
	struct utsname u;
	int major;

	MUST(uname(&u));
	CHECK_STR("Linux", u.sysname);
	CHECK_STR("x86_64", u.machine);
	CHECK_EQ(1, sscanf(u.release, "%d.", &major));
	CHECK_GE(major, 4);
	CHECK(u.version[0] == '#');
	CHECK_ERR(EFAULT, syscall(SYS_uname, 8L));
	/* /proc agrees. */
	CHECK(!strncmp(read_file("/proc/sys/kernel/osrelease"), u.release, strlen(u.release)));
	CHECK(!strncmp(read_file("/proc/sys/kernel/hostname"), u.nodename, strlen(u.nodename)));
}

TEST(hostname_and_domain)
{
	struct utsname u;
	char longer[70];

	need_root();
	NEED_CAP(CAP_SYS_ADMIN);
	MUST(unshare(CLONE_NEWUTS));
	MUST(sethostname("testname", 8));
	MUST(setdomainname("testdomain", 10));
	MUST(uname(&u));
	CHECK_STR("testname", u.nodename);
	CHECK_STR("testdomain", u.domainname);
	CHECK_STR("testname\n", read_file("/proc/sys/kernel/hostname"));
	memset(longer, 'h', 70);
	CHECK_ERR(EINVAL, sethostname(longer, 65));
	CHECK_EQ(0, sethostname(longer, 64));
	CHECK_ERR(EINVAL, sethostname("x", -1));
	MUST(setuid(1000));
	CHECK_ERR(EPERM, sethostname("x", 1));
}

TEST(sysinfo_sanity)
{
	struct sysinfo s;

	MUST(sysinfo(&s));
	CHECK_GE(s.uptime, 0);
	CHECK_GT(s.totalram, 0);
	CHECK_LE(s.freeram, s.totalram);
	CHECK_GE(s.procs, 1);
	CHECK_GE(s.mem_unit, 1);
	CHECK_ERR(EFAULT, sysinfo((void *)8));
}

TEST(rusage)
{
	struct rusage a, b;
	volatile long i;

	MUST(getrusage(RUSAGE_SELF, &a));
	do {
		for (i = 0; i < 1000000; i++)
			;
		MUST(getrusage(RUSAGE_SELF, &b));
	} while (b.ru_utime.tv_sec == a.ru_utime.tv_sec && b.ru_utime.tv_usec - a.ru_utime.tv_usec < 30000);
	CHECK_GT(b.ru_maxrss, 100);
	CHECK_EQ(0, b.ru_ixrss);
	MUST(getrusage(RUSAGE_THREAD, &b));
	MUST(getrusage(RUSAGE_CHILDREN, &b));
	CHECK_ERR(EINVAL, getrusage((__rusage_who_t)5, &b));
	CHECK_ERR(EFAULT, getrusage(RUSAGE_SELF, (void *)8));
}

TEST(context_switches_are_counted)
{
	struct rusage a, b;
	int i;

	MUST(getrusage(RUSAGE_SELF, &a));
	for (i = 0; i < 10; i++)
		msleep(1);
	MUST(getrusage(RUSAGE_SELF, &b));
	CHECK_GE(b.ru_nvcsw - a.ru_nvcsw, 10);
}

TEST(unknown_system_calls)
{
	CHECK_ERR(ENOSYS, syscall(999999));
	CHECK_ERR(ENOSYS, syscall(-1));
	CHECK_ERR(ENOSYS, syscall(1023));
	CHECK_ERR(ENOSYS, syscall(380));		/* a hole in the table */
	CHECK_ERR(ENOSYS, syscall(SYS__sysctl));
	CHECK_ERR(ENOSYS, syscall(SYS_tuxcall));
	CHECK_ERR(ENOSYS, syscall(SYS_vserver));
}

TEST(registers_survive_a_system_call)
{
	long r[8];

	__asm__ volatile(
		"mov $1, %%rbx; mov $2, %%r12; mov $3, %%r13; mov $4, %%r14; mov $5, %%r15;"
		"mov $6, %%r8; mov $7, %%r9; mov $8, %%r10; mov %1, %%eax; syscall;"
		"mov %%rbx, (%0); mov %%r12, 8(%0); mov %%r13, 16(%0); mov %%r14, 24(%0);"
		"mov %%r15, 32(%0); mov %%r8, 40(%0); mov %%r9, 48(%0); mov %%r10, 56(%0)"
		: : "d"(r), "i"(SYS_getppid)
		: "rax", "rbx", "rcx", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "memory");
	for (int i = 0; i < 8; i++)
		CHECK_EQ(i + 1, r[i]);
}

TEST(xmm_survives_a_system_call)
{
	unsigned char in[16] = "abcdefghijklmno", out[16];

	__asm__ volatile("movdqu %1, %%xmm9; mov %2, %%eax; syscall; movdqu %%xmm9, %0"
			 : "=m"(out) : "m"(in), "i"(SYS_sched_yield)
			 : "rax", "rcx", "r11", "xmm9", "memory");
	CHECK_MEM(in, out, 16);
}

TEST(reboot_refuses)
{
	CHECK_ERR(EINVAL, syscall(SYS_reboot, 0, 0, 0, 0));
	CHECK_ERR(EINVAL, syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, 1, 0, 0));
	if (have_cap(CAP_SYS_BOOT))
		CHECK_ERR(EINVAL, syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, 0x77777777, 0));
	if (!geteuid())
		MUST(setuid(1000));
	CHECK_ERR(EPERM, syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, 0, 0));
}

TEST(syslog_sizes)
{
	char buf[200];

	if (klogctl(10, NULL, 0) < 0)
		SKIP("not allowed");
	CHECK_GT(klogctl(10, NULL, 0), 4096);
	CHECK_GE(klogctl(3, buf, 100), 0);
	CHECK_ERR(EINVAL, klogctl(99, NULL, 0));
}

TEST(membarrier)
{
	long mask = syscall(SYS_membarrier, 0, 0, 0);

	if (mask < 0 && errno == ENOSYS)
		SKIP("no membarrier");
	CHECK(mask & 1);
	CHECK_EQ(0, syscall(SYS_membarrier, 1, 0, 0));
	if (mask & 8) {
		CHECK_ERR(EPERM, syscall(SYS_membarrier, 8, 0, 0));
		CHECK_EQ(0, syscall(SYS_membarrier, 16, 0, 0));
		CHECK_EQ(0, syscall(SYS_membarrier, 8, 0, 0));
	}
	CHECK_ERR(EINVAL, syscall(SYS_membarrier, 1 << 20, 0, 0));
}

TEST(getpid_family)
{
	CHECK_EQ(getpid(), syscall(SYS_gettid));
	CHECK_NE(getpid(), getppid());
	CHECK_GT(getpid(), 1);
	CHECK_EQ(getpgid(0), getpgrp());
}

TEST(kcmp)
{
	int a = MUST(open("/dev/null", O_RDONLY)), b = MUST(dup(a)), c = MUST(open("/dev/null", O_RDONLY));

	NEED_SYSCALL(syscall(SYS_kcmp, getpid(), getpid(), 0, a, b));
	CHECK_EQ(0, syscall(SYS_kcmp, getpid(), getpid(), 0, a, b));
	CHECK_NE(0, syscall(SYS_kcmp, getpid(), getpid(), 0, a, c));
	CHECK_ERR(EBADF, syscall(SYS_kcmp, getpid(), getpid(), 0, a, 999));
}
