// SPDX-License-Identifier: GPL-2.0
/*
 * Page faults and other exceptions of guest code.
 *
 * The host says where, and whether it had a mapping there that forbids the access.
 * The seccomp engine knows what the access was; with ptrace it was a write if there
 * was a mapping (or an instruction fetch, which is known), and if there was none,
 * the instruction is looked at for a guess.  A wrong guess maps the
 * page read-only and the next fault tells the truth.
 *
 * A page table entry that is there and permits the access only means that the host
 * has not been told, or has been made to forget: the mapping is queued again,
 * together with its neighbours where these continue it in guest RAM.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/signal.h>
#include <asm/pgtable.h>
#include <asm/ptrace.h>
#include <asm/machine.h>

/* x86 page fault error code, for the signal frame */
#define PF_PROT		1UL
#define PF_WRITE	2UL
#define PF_USER		4UL
#define PF_INSTR	16UL

#define TRAP_DIVIDE	0
#define TRAP_DEBUG	1
#define TRAP_BREAKPOINT	3
#define TRAP_INVALID_OP	6
#define TRAP_GP		13
#define TRAP_PF		14
#define TRAP_ALIGNMENT	17

/* So many faults at one place without progress are not the host's forgetting. */
#define MAX_LOOPS	4
#define AROUND_PAGES	16UL

static bool pte_permits(pte_t pte, unsigned int flags)
{
	if (!pte_present(pte) || pte_protnone(pte))
		return false;
	if ((flags & FAULT_FLAG_WRITE) && !pte_write(pte))
		return false;
	return !(flags & FAULT_FLAG_INSTRUCTION) || pte_exec(pte);
}

/* Does the entry at @addr continue @pte, which is @pages further up (or down)? */
static bool continues(struct mm_struct *mm, unsigned long addr, pte_t pte,
		      long pages)
{
	pte_t *other = pte_lookup(mm, addr + pages * PAGE_SIZE);
	unsigned long same = _PAGE_PRESENT | _PAGE_RW | _PAGE_USER | _PAGE_EXEC;

	return other && pte_present(*other) && pte_young(*other) &&
	       pte_pfn(*other) == pte_pfn(pte) + pages &&
	       !((pte_val(*other) ^ pte_val(pte)) & same);
}

static void map_around(struct mm_struct *mm, unsigned long addr, pte_t pte)
{
	long first = -(long)((addr >> PAGE_SHIFT) % AROUND_PAGES);
	long last = first + AROUND_PAGES - 1;
	long low = 0, high = 0, i;

	while (low > first && continues(mm, addr, pte, low - 1))
		low--;
	while (high < last && continues(mm, addr, pte, high + 1))
		high++;
	/* set_pte_at() also writes down that the host has it: see <asm/pgtable.h> */
	for (i = low; i <= high; i++) {
		unsigned long va = addr + i * PAGE_SIZE;
		pte_t *entry = pte_lookup(mm, va);

		set_pte_at(mm, va, entry, pte_mkyoung(*entry));
	}
}

/* The page tables permit it already. */
static bool fixup_host(struct mm_struct *mm, unsigned long addr,
		       unsigned int flags)
{
	bool done = false;
	pte_t *pte;

	spin_lock(&mm->page_table_lock);
	pte = pte_lookup(mm, addr);
	if (pte && pte_permits(*pte, flags)) {
		map_around(mm, addr & PAGE_MASK, *pte);
		done = true;
	}
	spin_unlock(&mm->page_table_lock);
	return done;
}

static bool vma_permits(const struct vm_area_struct *vma, unsigned int flags)
{
	if (flags & FAULT_FLAG_WRITE)
		return vma->vm_flags & VM_WRITE;
	if (flags & FAULT_FLAG_INSTRUCTION)
		return vma->vm_flags & VM_EXEC;
	return vma->vm_flags & (VM_READ | VM_WRITE | VM_EXEC);
}

static void show_segfault(const struct pt_regs *regs, unsigned long addr)
{
	const struct k_sigaction *ka = &current->sighand->action[SIGSEGV - 1];

	if (ka->sa.sa_handler != SIG_DFL || current->ptrace)
		return;
	pr_info_ratelimited("%s[%d]: segfault at %lx ip %lx sp %lx error %lx\n",
			    current->comm, current->pid, addr, regs->gp.rip,
			    regs->gp.rsp, current->thread.error_code);
}

static void bad_access(struct pt_regs *regs, unsigned long addr, int code)
{
	show_segfault(regs, addr);
	force_sig_fault(SIGSEGV, code, (void __user *)addr);
}

/*
 * A "write" that was only guessed, to an area that cannot be written, is a read.
 * Return: @flags without the guess.
 */
static unsigned int soften(const struct vm_area_struct *vma, unsigned int flags)
{
	if ((flags & FAULT_FLAG_MAYBE_WRITE) && !(vma->vm_flags & VM_WRITE))
		flags &= ~FAULT_FLAG_WRITE;
	return flags & ~FAULT_FLAG_MAYBE_WRITE;
}

/* Resolve through the VMA; *@code is the si_code of a SIGSEGV, or 0. */
static vm_fault_t vma_fault(struct mm_struct *mm, unsigned long addr,
			    unsigned int flags, int *code)
{
	struct vm_area_struct *vma;
	vm_fault_t fault = 0;

	*code = 0;
	vma = lock_mm_and_find_vma(mm, addr);
	if (!vma) {
		*code = SEGV_MAPERR;
		return fault;
	}
	flags = soften(vma, flags);
	if (!vma_permits(vma, flags))
		*code = SEGV_ACCERR;
	else if (!fixup_host(mm, addr, flags))
		fault = handle_mm_fault(vma, addr & PAGE_MASK, flags);
	mmap_read_unlock(mm);
	return fault;
}

static void fault_result(struct pt_regs *regs, unsigned long addr,
			 vm_fault_t fault, int code)
{
	if (code || (fault & VM_FAULT_SIGSEGV)) {
		bad_access(regs, addr, code ? code : SEGV_MAPERR);
	} else if (fault & VM_FAULT_OOM) {
		pagefault_out_of_memory();
	} else if (fault & VM_FAULT_SIGBUS) {
		force_sig_fault(SIGBUS, BUS_ADRERR, (void __user *)addr);
	}
}

/* Forbidden by the host, permitted by us, again and again? */
static bool is_looping(struct thread_struct *thread, unsigned long addr)
{
	if (thread->loop_addr != addr)
		thread->loop_count = 0;
	thread->loop_addr = addr;
	return ++thread->loop_count > MAX_LOOPS;
}

static unsigned int access_flags(const struct pt_regs *regs,
				 const struct um_event *ev)
{
	if (ev->exec)
		return FAULT_FLAG_USER | FAULT_FLAG_INSTRUCTION;
	if (ev->access == UM_ACCESS_READ)
		return FAULT_FLAG_USER;
	if (ev->access == UM_ACCESS_WRITE || ev->mapped)
		return FAULT_FLAG_USER | FAULT_FLAG_WRITE;
	if (fault_is_write(regs, ev->addr))
		return FAULT_FLAG_USER | FAULT_FLAG_WRITE |
		       FAULT_FLAG_MAYBE_WRITE;
	return FAULT_FLAG_USER;
}

static void note_fault(struct thread_struct *thread, const struct um_event *ev,
		       unsigned int flags)
{
	thread->cr2 = ev->addr;
	thread->trap_nr = TRAP_PF;
	thread->error_code = PF_USER;
	if (ev->mapped)
		thread->error_code |= PF_PROT;
	if (flags & FAULT_FLAG_WRITE)
		thread->error_code |= PF_WRITE;
	if (flags & FAULT_FLAG_INSTRUCTION)
		thread->error_code |= PF_INSTR;
}

void handle_page_fault(struct pt_regs *regs, const struct um_event *ev)
{
	struct thread_struct *thread = &current->thread;
	struct mm_struct *mm = current->mm;
	unsigned int flags = access_flags(regs, ev);
	vm_fault_t fault;
	int code;

	if (ev->addr >= TASK_SIZE) {
		note_fault(thread, ev, flags);
		return bad_access(regs, ev->addr, SEGV_MAPERR);
	}
	note_fault(thread, ev, flags);
	if (fixup_host(mm, ev->addr, flags)) {
		/* A fetch that crosses into a page which is not executable? */
		if (ev->mapped && is_looping(thread, ev->addr))
			bad_access(regs, ev->addr, SEGV_ACCERR);
		return;
	}
	fault = vma_fault(mm, ev->addr, flags, &code);
	fault_result(regs, ev->addr, fault, code);
}

static unsigned long trap_number(const struct um_event *ev)
{
	switch (ev->signo) {
	case SIGFPE:
		return TRAP_DIVIDE;
	case SIGILL:
		return TRAP_INVALID_OP;
	case SIGTRAP:
		return ev->code == SI_KERNEL ? TRAP_BREAKPOINT : TRAP_DEBUG;
	case SIGBUS:
		return TRAP_ALIGNMENT;
	}
	return TRAP_GP;
}

void handle_trap(struct pt_regs *regs, const struct um_event *ev)
{
	struct thread_struct *thread = &current->thread;
	kernel_siginfo_t info;

	thread->trap_nr = trap_number(ev);
	thread->error_code = 0;
	if (ev->signo == SIGSEGV && ev->code == SI_KERNEL)
		show_segfault(regs, 0);
	if (ev->signo == SIGBUS && ev->code == BUS_ADRERR)
		pr_err_ratelimited("the host has no memory left for guest RAM\n");
	clear_siginfo(&info);
	info.si_signo = ev->signo;
	info.si_code = ev->code;
	if (ev->code != SI_KERNEL)
		info.si_addr = (void __user *)ev->addr;
	force_sig_info(&info);
}
