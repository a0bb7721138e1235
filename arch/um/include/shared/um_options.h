/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the command line said to the machine, as opposed to the kernel proper.
 * Filled once before the kernel starts, constant afterwards.
 */
#ifndef UM_SHARED_UM_OPTIONS_H
#define UM_SHARED_UM_OPTIONS_H

#define UM_COMMAND_LINE_SIZE	4096
#define UM_UMID_LEN		64

enum um_seccomp {
	UM_SECCOMP_OFF,
	UM_SECCOMP_AUTO,
	UM_SECCOMP_ON,
};

struct um_options {
	unsigned long long	mem;		/* bytes */
	unsigned int		ncpus;
	enum um_seccomp		seccomp;	/* which engine */
	unsigned char		quiet;
	unsigned char		noreboot;
	const char		*umid;		/* asked for, or NULL */
	const char		*uml_dir;	/* NULL: $HOME/.uml/ */
	const char		*initrd;
	const char		*dtb;
	const char		*xterm;
	const char		*hostfs;	/* text after hostfs= */
	const char		*dsp, *mixer;
	char			command_line[UM_COMMAND_LINE_SIZE];
};

extern struct um_options um_options;

#endif /* UM_SHARED_UM_OPTIONS_H */
