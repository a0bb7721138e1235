/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_PERCPU_H
#define INCLUDE_LINUX_PERCPU_H

/*
 * One instance of a variable per CPU. The variables live in a section of their
 * own, which is CPU 0's copy; the other CPUs get copies of it at boot. The
 * address of a variable plus a CPU's offset is that CPU's instance, for static
 * variables and for alloc_percpu() alike.
 *
 * Since kernel code is not preempted, this_cpu operations are plain ones: they
 * hold as long as the code does not sleep in between.
 */
#include <linux/compiler.h>
#include <linux/smp.h>
#include <linux/threads.h>
#include <linux/types.h>

#define __pcpu_section		__section(".data..percpu")
#define DEFINE_PER_CPU(type, name)	__pcpu_section typeof(type) name
#define DECLARE_PER_CPU(type, name)	extern typeof(type) name
#define DEFINE_PER_CPU_ALIGNED(type, name)				\
	__pcpu_section typeof(type) name __aligned(64)
#define DECLARE_PER_CPU_ALIGNED(type, name) extern typeof(type) name
#define DEFINE_PER_CPU_SHARED_ALIGNED(type, name) \
	DEFINE_PER_CPU_ALIGNED(type, name)
#define DEFINE_PER_CPU_READ_MOSTLY(type, name) DEFINE_PER_CPU(type, name)

/* lib/percpu.c */
extern unsigned long __per_cpu_offset[NR_CPUS];
#define per_cpu_offset(cpu)	(__per_cpu_offset[cpu])

#define per_cpu_ptr(ptr, cpu) \
	((typeof(*(ptr)) *)((unsigned long)(ptr) + per_cpu_offset(cpu)))
#define this_cpu_ptr(ptr)	per_cpu_ptr(ptr, raw_smp_processor_id())
#define raw_cpu_ptr(ptr)	this_cpu_ptr(ptr)
#define per_cpu(var, cpu)	(*per_cpu_ptr(&(var), cpu))
#define __this_cpu_ptr(ptr)	this_cpu_ptr(ptr)

#define get_cpu_var(var)	(*({ preempt_disable(); this_cpu_ptr(&(var)); }))
#define put_cpu_var(var)	do { (void)&(var); preempt_enable(); } while (0)
#define get_cpu_ptr(ptr)	({ preempt_disable(); this_cpu_ptr(ptr); })
#define put_cpu_ptr(ptr)	do { (void)(ptr); preempt_enable(); } while (0)

#define this_cpu_read(var)	(*this_cpu_ptr(&(var)))
#define this_cpu_write(var, v)	(*this_cpu_ptr(&(var)) = (v))
#define this_cpu_add(var, v)	(*this_cpu_ptr(&(var)) += (v))
#define this_cpu_sub(var, v)	(*this_cpu_ptr(&(var)) -= (v))
#define this_cpu_inc(var)	this_cpu_add(var, 1)
#define this_cpu_dec(var)	this_cpu_sub(var, 1)
#define this_cpu_inc_return(var) (this_cpu_add(var, 1))
#define this_cpu_add_return(var, v) (this_cpu_add(var, v))
#define this_cpu_xchg(var, v) ({					\
	typeof(var) *__tcp = this_cpu_ptr(&(var));			\
	typeof(var) __tcp_old = *__tcp;					\
	*__tcp = (v);							\
	__tcp_old; })
#define __this_cpu_read(var)	this_cpu_read(var)
#define __this_cpu_write(var, v) this_cpu_write(var, v)
#define __this_cpu_add(var, v)	this_cpu_add(var, v)
#define __this_cpu_inc(var)	this_cpu_inc(var)
#define __this_cpu_dec(var)	this_cpu_dec(var)

void setup_per_cpu_areas(void);
void __percpu *__alloc_percpu(size_t size, size_t align);
void free_percpu(void __percpu *ptr);

#define alloc_percpu(type) \
	((typeof(type) __percpu *)__alloc_percpu(sizeof(type), __alignof__(type)))
#define alloc_percpu_gfp(type, gfp)	((void)(gfp), alloc_percpu(type))

#endif /* INCLUDE_LINUX_PERCPU_H */
