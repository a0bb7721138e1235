/* SPDX-License-Identifier: GPL-2.0 */
#ifndef ARCH_UM_INCLUDE_ASM_BARRIER_H
#define ARCH_UM_INCLUDE_ASM_BARRIER_H

/*
 * Memory barriers. The host is x86: stores are seen in order and loads are done
 * in order, so only store-before-load needs an instruction.
 */
#include <linux/compiler.h>

#define mb()		__asm__ __volatile__("mfence" : : : "memory")
#define rmb()		__asm__ __volatile__("lfence" : : : "memory")
#define wmb()		__asm__ __volatile__("sfence" : : : "memory")

#define smp_mb()	__atomic_thread_fence(__ATOMIC_SEQ_CST)
#define smp_rmb()	barrier()
#define smp_wmb()	barrier()
#define dma_rmb()	barrier()
#define dma_wmb()	barrier()

#define smp_load_acquire(p)	__atomic_load_n((p), __ATOMIC_ACQUIRE)
#define smp_store_release(p, v)	__atomic_store_n((p), (v), __ATOMIC_RELEASE)
#define smp_store_mb(var, value) \
	do { WRITE_ONCE(var, value); smp_mb(); } while (0)

#define smp_acquire__after_ctrl_dep()	barrier()
#define array_index_nospec(index, size) ({				\
	typeof(index) __ani_i = (index);				\
	typeof(size) __ani_s = (size);					\
	unsigned long __ani_m = __ani_i < __ani_s ? ~0UL : 0;		\
	OPTIMIZER_HIDE_VAR(__ani_m);					\
	(typeof(__ani_i))(__ani_i & __ani_m); })

#define smp_cond_load_relaxed(ptr, cond) ({				\
	typeof(*(ptr)) VAL;						\
	while (VAL = READ_ONCE(*(ptr)), !(cond))			\
		cpu_relax();						\
	VAL; })
#define smp_cond_load_acquire(ptr, cond) ({				\
	typeof(*(ptr)) __scla = smp_cond_load_relaxed(ptr, cond);	\
	smp_acquire__after_ctrl_dep();					\
	__scla; })

#endif /* ARCH_UM_INCLUDE_ASM_BARRIER_H */
