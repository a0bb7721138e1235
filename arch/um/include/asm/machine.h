/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the machine (arch/um/kernel, arch/x86/um) tell each other. */
#ifndef ARCH_UM_ASM_MACHINE_H
#define ARCH_UM_ASM_MACHINE_H

#include <linux/types.h>
#include <engine.h>

struct pt_regs;
struct task_struct;

/* arch/x86/um/switch.S */
struct task_struct *__switch_stacks(unsigned long *save_sp, unsigned long load_sp,
				    struct task_struct *prev);
void ret_from_fork(void);
void call_on_stack(void (*fn)(void), unsigned long sp) __attribute__((noreturn));

/* userspace.c: run guest code for ever */
void __attribute__((noreturn)) userspace(void);
/* process.c */
void um_ret_from_fork(struct task_struct *prev);
void account_switch(struct task_struct *prev);
void account_enter_guest(void);
void account_leave_guest(void);

/* tlb.c: the host's part of fork */
struct mm_struct;
int um_tlb_new_thread(struct mm_struct *mm, struct host_task *task,
		      struct host_task *from);
int um_tlb_clone(struct mm_struct *child, struct mm_struct *parent,
		 struct host_task *task, struct host_task *from);

/* arch/um/drivers/line.c: all output of all consoles and serial lines */
void um_flush_lines(void);

/* stop.c: holding all guest programs */
extern bool um_guest_stopped;
void um_wait_for_go(void);
bool um_stop_guest(void);
bool um_resume_guest(void);

/* suspend.c: end a suspend */
void um_suspend_wake(void);

/* mmu.c: make sure that current has a host process in its mm */
int ensure_host_task(void);

/* trap.c: page faults and other exceptions of the guest */
void handle_page_fault(struct pt_regs *regs, const struct um_event *ev);
void handle_trap(struct pt_regs *regs, const struct um_event *ev);

/* arch/x86/um/fault_hint.c: is the instruction at regs likely to write @addr? */
bool fault_is_write(const struct pt_regs *regs, unsigned long addr);

/* arch/x86/um/signal.c: deliver what is pending, or restart the system call */
void do_signal(struct pt_regs *regs);

/* oops.c */
void show_trace(struct task_struct *task, unsigned long sp, unsigned long bp,
		const char *log_lvl);

/* time.c */
void time_tick(void);
void time_refresh(void);
u64 um_clock_read(void);

/* irq.c */
void timer_irq_count(void);

/* arch/x86/um/prctl.c: of @task, which is current or stopped */
long do_arch_prctl_64(struct task_struct *task, int option, unsigned long addr);

/* smp.c: which CPUs are possible */
void smp_setup(void);

/* arch/x86/um/cpu.c */
void cpu_setup(void);

#endif /* ARCH_UM_ASM_MACHINE_H */
