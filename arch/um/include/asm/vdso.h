/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The page of data behind the vDSO, and who keeps it.  Shared with the vDSO itself,
 * which is compiled alone: nothing but C types here.
 */
#ifndef ARCH_UM_ASM_VDSO_H
#define ARCH_UM_ASM_VDSO_H

/*
 * Written by the kernel under @seq (odd while changing), read by guests.
 *
 * host_ns = base_ns + ((tsc - base_tsc) * mult >> shift)
 * CLOCK_MONOTONIC = host_ns - mono_base, CLOCK_REALTIME = that + wall_offset
 */
struct vdso_data {
	unsigned int		seq;
	unsigned int		usable;	/* 0: make system calls */
	unsigned long long	base_tsc;
	unsigned long long	base_ns;
	unsigned int		mult;
	unsigned int		shift;
	long long		mono_base;
	long long		wall_offset;
	unsigned int		nr_cpus;
};

#ifndef BUILD_VDSO
struct os_tsc;

/* arch/x86/um/vdso/vma.c.  @tsc is NULL when guests cannot use it. */
void vdso_update(const struct os_tsc *tsc, long long mono_base,
		 long long wall_offset);
#endif

#endif /* ARCH_UM_ASM_VDSO_H */
