/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Classic BPF: the little machine that packet sockets and seccomp run programs
 * on. kernel/bpf_classic.c checks and interprets.
 */
#ifndef INCLUDE_LINUX_FILTER_H
#define INCLUDE_LINUX_FILTER_H

#include <linux/types.h>
#include <uapi/linux/filter.h>

#define BPF_MEMWORDS	16

/*
 * Where BPF_LD | BPF_ABS and BPF_IND read. Return: true and *@value for
 * @size (1, 2, 4) bytes at @offset; false ends the program with 0.
 */
struct bpf_input {
	bool	(*load)(const struct bpf_input *in, u32 offset, unsigned int size, u32 *value);
	u32	len;				/* BPF_LEN */
	const void *data;
};

/* Every jump lands inside, ends in a return, memory is written before read. 0 or -EINVAL. */
int bpf_check_classic(const struct sock_filter *filter, unsigned int len);
/* @filter has been checked. */
u32 bpf_run_classic(const struct sock_filter *filter, const struct bpf_input *in);

#endif /* INCLUDE_LINUX_FILTER_H */
