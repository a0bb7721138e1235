/* SPDX-License-Identifier: GPL-2.0 */
/* Layouts of the notes in a core file, as <sys/procfs.h> and gdb know them. */
#ifndef INCLUDE_LINUX_ELFCORE_H
#define INCLUDE_LINUX_ELFCORE_H

#include <linux/elf.h>
#include <linux/types.h>

#define ELF_PRARGSZ	80

struct elf_siginfo {
	int	si_signo;
	int	si_code;
	int	si_errno;
};

struct elf_timeval {
	long	tv_sec, tv_usec;
};

/* NT_PRSTATUS: one per thread */
struct elf_prstatus {
	struct elf_siginfo	pr_info;
	short			pr_cursig;
	unsigned long		pr_sigpend, pr_sighold;
	pid_t			pr_pid, pr_ppid, pr_pgrp, pr_sid;
	struct elf_timeval	pr_utime, pr_stime, pr_cutime, pr_cstime;
	elf_gregset_t		pr_reg;
	int			pr_fpvalid;
};

/* NT_PRPSINFO: the process */
struct elf_prpsinfo {
	char		pr_state;		/* 0 running, 1 sleeping, ... */
	char		pr_sname;		/* its letter */
	char		pr_zomb;
	char		pr_nice;
	unsigned long	pr_flag;
	uid_t		pr_uid;
	gid_t		pr_gid;
	pid_t		pr_pid, pr_ppid, pr_pgrp, pr_sid;
	char		pr_fname[16];
	char		pr_psargs[ELF_PRARGSZ];
};

#endif /* INCLUDE_LINUX_ELFCORE_H */
