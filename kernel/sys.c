// SPDX-License-Identifier: GPL-2.0
/*
 * Small questions to the system: its names, its load, which CPU, which
 * personality.
 */
#include <linux/capability.h>
#include <linux/mm.h>
#include <linux/personality.h>
#include <linux/sched.h>
#include <linux/sched/loadavg.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/syscalls.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>
#include <uapi/linux/sysinfo.h>

SYSCALL_DEFINE1(newuname, struct new_utsname __user *, name)
{
	struct new_utsname tmp;

	down_read(&uts_sem);
	tmp = *utsname();
	up_read(&uts_sem);
	return copy_to_user(name, &tmp, sizeof(tmp)) ? -EFAULT : 0;
}

/* Into @field of our UTS namespace, filled up with zeroes. */
static int set_uts_name(char *field, char __user *name, int len)
{
	char tmp[__NEW_UTS_LEN];

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (len < 0 || len > __NEW_UTS_LEN)
		return -EINVAL;
	if (copy_from_user(tmp, name, len))
		return -EFAULT;
	down_write(&uts_sem);
	memcpy(field, tmp, len);
	memset(field + len, 0, __NEW_UTS_LEN + 1 - len);
	up_write(&uts_sem);
	return 0;
}

SYSCALL_DEFINE2(sethostname, char __user *, name, int, len)
{
	return set_uts_name(utsname()->nodename, name, len);
}

SYSCALL_DEFINE2(setdomainname, char __user *, name, int, len)
{
	return set_uts_name(utsname()->domainname, name, len);
}

/* Without swap space there is nothing to add. */
void __weak si_swapinfo(struct sysinfo *val)
{
}

SYSCALL_DEFINE1(sysinfo, struct sysinfo __user *, info)
{
	struct timespec64 uptime;
	struct sysinfo val;

	memset(&val, 0, sizeof(val));
	ktime_get_boottime_ts64(&uptime);
	val.uptime = uptime.tv_sec + (uptime.tv_nsec ? 1 : 0);
	get_avenrun(val.loads, 0, SI_LOAD_SHIFT - FSHIFT);
	val.procs = nr_threads;
	si_meminfo(&val);
	si_swapinfo(&val);
	/* Programs older than mem_unit want bytes; sizes fit on 64 bits. */
	val.totalram *= val.mem_unit;
	val.freeram *= val.mem_unit;
	val.sharedram *= val.mem_unit;
	val.bufferram *= val.mem_unit;
	val.totalswap *= val.mem_unit;
	val.freeswap *= val.mem_unit;
	val.totalhigh *= val.mem_unit;
	val.freehigh *= val.mem_unit;
	val.mem_unit = 1;
	return copy_to_user(info, &val, sizeof(val)) ? -EFAULT : 0;
}

SYSCALL_DEFINE3(getcpu, unsigned int __user *, cpup, unsigned int __user *, nodep,
		void __user *, unused)
{
	unsigned int cpu = raw_smp_processor_id();

	if (cpup && put_user(cpu, cpup))
		return -EFAULT;
	if (nodep && put_user(0U, nodep))
		return -EFAULT;
	return 0;
}

SYSCALL_DEFINE1(personality, unsigned int, pers)
{
	unsigned int old = current->personality;

	if (pers != 0xffffffff)
		set_personality(pers);
	return old;
}
