/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Code that runs inside guest address spaces, at UM_STUB_CODE: the mapper, the
 * start of a guest task, and the handler of all signals.
 *
 * The guest can read it and jump to any byte of it with any register contents.
 * What makes that harmless is the filter (filter.c): of the system calls here it
 * lets pass without the secret only FUTEX_WAIT, FUTEX_WAKE, sched_yield and the one
 * that unblocks all signals.  The secret is in r13-r15 of the mapper, which never
 * runs anything but this page, takes no signal and has no stack, and in those of a
 * guest task until um_task_start has wiped it.  Nobody else can see a register.
 *
 *	r15	the secret
 *	r14	its upper half, where it is; the lower half zero
 *	r13	its lower half, in the upper half; the lower half zero
 */
#include <asm/unistd_64.h>
#include "stub.h"

#define CODE		0x7fffffffe000		/* UM_STUB_CODE */
#define DATA		0x7fffffffd000		/* UM_STUB_DATA */
#define TASKS		0x7fffd0000000		/* UM_STUB_TASKS */

#define FUTEX_WAIT	0
#define FUTEX_WAKE	1
#define SIG_SETMASK	2
#define SIGKILL		9
#define SIGALRM		14
#define SIGSYS		31
#define ARCH_X86_64	0xc000003e	/* AUDIT_ARCH_X86_64 */
#define PR_SET_PDEATHSIG 1
#define PROT_READ	1
#define SHARED_FIXED	0x11
#define CLONE_VM_BIT	8
#define MAX_ERRNO	4095

	.section .text.um_seccomp, "ax", @progbits
	.balign 64
	.globl um_seccomp_begin, um_seccomp_end
	.globl um_seccomp_zygote, um_seccomp_handler, um_seccomp_restorer
	.globl um_seccomp_no_signals
	.type um_seccomp_handler, @function
	.type um_seccomp_mapper, @function

um_seccomp_begin:

/*
 * A signal stopped the guest.  edi: signal; rsp: the host's frame, in the slot.
 * Only general registers are used: the guest's FP state is in the frame, and only
 * there (the host has reset the registers).
 */
um_seccomp_handler:
	pushq	$2			/* NT would make iretq fault */
	popfq
	mov	%rsp, %rbx
	and	$-SLOT_SIZE, %rbx
	mov	FRAME_RIP(%rsp), %rax
	movabs	$CODE, %rcx
	sub	%rcx, %rax
	cmp	$(um_seccomp_end - um_seccomp_begin), %rax
	jb	um_stub_interrupted
	cmp	$SIGSYS, %edi
	je	um_stub_answer
um_stub_stop:
	mov	%rsp, CTL_FRAME(%rbx)
	mov	%edi, CTL_SIGNO(%rbx)
	rdfsbase %rax
	mov	%rax, CTL_FS_BASE(%rbx)
	rdgsbase %rax
	mov	%rax, CTL_GS_BASE(%rbx)
	xor	%eax, %eax		/* STATE_STOPPED */
	xchg	%eax, CTL_STATE(%rbx)

/*
 * Tell the kernel, wait for STATE_RUN and go.  A kick that arrives from here to
 * um_stub_wait_end is not lost: the handler starts all over, with the frame that
 * is being waited with, whatever has been popped from it.
 */
um_stub_tell:
	cmpl	$0, CTL_KERNEL_SLEEPS(%rbx)
	je	um_stub_wait
	mov	$__NR_futex, %eax
	lea	CTL_STATE(%rbx), %rdi
	mov	$FUTEX_WAKE, %esi
	mov	$0x7fffffff, %edx
	syscall

um_stub_wait:
	mov	CTL_SPIN(%rbx), %r8d
	mov	CTL_YIELDS(%rbx), %r9d
0:	mov	CTL_STATE(%rbx), %edx
	cmp	$STATE_RUN, %edx
	je	um_stub_resume
	sub	$1, %r8d
	jb	1f
	pause
	jmp	0b
1:	xor	%r8d, %r8d
	sub	$1, %r9d
	jb	2f
	mov	$__NR_sched_yield, %eax
	syscall
	jmp	0b
2:	mov	$1, %eax
	xchg	%eax, CTL_GUEST_SLEEPS(%rbx)
	mov	CTL_STATE(%rbx), %edx
	cmp	$STATE_RUN, %edx
	je	3f
	mov	$__NR_futex, %eax
	lea	CTL_STATE(%rbx), %rdi
	xor	%esi, %esi		/* FUTEX_WAIT */
	xor	%r10d, %r10d
	syscall
3:	movl	$0, CTL_GUEST_SLEEPS(%rbx)
	jmp	um_stub_wait

.macro load_registers			/* from the frame at rsp, which is consumed */
	add	$FRAME_R8, %rsp
	pop	%r8
	pop	%r9
	pop	%r10
	pop	%r11
	pop	%r12
	pop	%r13
	pop	%r14
	pop	%r15
	pop	%rdi
	pop	%rsi
	pop	%rbp
	pop	%rbx
	pop	%rdx
	pop	%rax
	pop	%rcx
	add	$(FRAME_IRET - FRAME_RSP), %rsp
	iretq
.endm

.macro iret_from_frame			/* what iretq takes; uses rax */
	mov	FRAME_RIP(%rsp), %rax
	mov	%rax, FRAME_IRET(%rsp)
	movzwl	FRAME_CS(%rsp), %eax
	mov	%rax, FRAME_IRET + 8(%rsp)
	mov	FRAME_FLAGS(%rsp), %rax
	mov	%rax, FRAME_IRET + 16(%rsp)
	mov	FRAME_RSP(%rsp), %rax
	mov	%rax, FRAME_IRET + 24(%rsp)
	movzwl	FRAME_SS(%rsp), %eax
	mov	%rax, FRAME_IRET + 32(%rsp)
.endm

um_stub_resume:
	mov	CTL_FRAME(%rbx), %rsp
	cmpl	$0, CTL_BASES(%rbx)
	je	1f
	mov	CTL_FS_BASE(%rbx), %rax
	wrfsbase %rax
	mov	CTL_GS_BASE(%rbx), %rax
	wrgsbase %rax
1:	mov	FRAME_FP(%rsp), %rdi
	mov	$-1, %eax
	mov	%eax, %edx
	xrstor64 (%rdi)
	load_registers

um_stub_unblock:			/* a new task's first signals */
	mov	$__NR_rt_sigprocmask, %eax
	mov	$SIG_SETMASK, %edi
	movabs	$(CODE + um_seccomp_no_signals - um_seccomp_begin), %rsi
	xor	%edx, %edx
	mov	$8, %r10d
	syscall
	jmp	um_stub_wait
um_stub_wait_end:

/*
 * A system call whose result is known here?  Then back to the guest at once.  The
 * frame stays whole until the last instruction, for a kick on the way: see below.
 */
um_stub_answer:
	cmpl	$ARCH_X86_64, FRAME_ARCH(%rsp)
	jne	um_stub_stop
	mov	FRAME_SYSCALL(%rsp), %eax
	cmp	$__NR_gettid, %eax
	ja	um_stub_stop
	lea	um_stub_answered(%rip), %rcx
	movzbl	(%rcx,%rax), %eax
	test	%eax, %eax
	jz	um_stub_stop
	mov	CTL_ANSWERS(%rbx), %rcx
	cmpl	$0, ANSWER_VALID(%rcx)
	je	um_stub_stop
	mov	(%rcx,%rax), %eax
	mov	%rax, FRAME_RAX(%rsp)
	iret_from_frame
	mov	FRAME_FP(%rsp), %rdi
	mov	$-1, %eax
	mov	%eax, %edx
	xrstor64 (%rdi)
	mov	FRAME_R8(%rsp), %r8
	mov	FRAME_R8 + 8(%rsp), %r9
	mov	FRAME_R8 + 16(%rsp), %r10
	mov	FRAME_R8 + 24(%rsp), %r11
	mov	FRAME_R8 + 64(%rsp), %rdi
	mov	FRAME_R8 + 72(%rsp), %rsi
	mov	FRAME_R8 + 88(%rsp), %rbx
	mov	FRAME_R8 + 96(%rsp), %rdx
	mov	FRAME_RAX(%rsp), %rax
	mov	FRAME_R8 + 112(%rsp), %rcx
	lea	FRAME_IRET(%rsp), %rsp
um_stub_answer_iret:
	iretq
um_stub_answer_end:

/*
 * The signal found us in here; rax: how far.  A kick in the part above makes it
 * start again, telling the kernel if that had let the guest go already; elsewhere
 * it changes nothing.  Any other signal is the work of a guest that jumped here.
 *
 * A kick before it is decided who answers a call, or while that is done here: the
 * frame of the call is where rsp was (8 bytes above it, with a word pushed; frames
 * are at 8 modulo 16), and the kernel answers it.  But at the iretq all registers have
 * been loaded, and it is as if the guest had been kicked behind the call.
 */
um_stub_interrupted:
	cmp	$SIGALRM, %edi
	jne	um_stub_stop
	cmp	$(um_stub_stop - um_seccomp_begin), %rax
	jb	um_stub_kicked_early
	lea	-(um_stub_answer - um_seccomp_begin)(%rax), %rcx
	cmp	$(um_stub_answer_end - um_stub_answer), %rcx
	jb	um_stub_kicked_answer
	sub	$(um_stub_tell - um_seccomp_begin), %rax
	cmp	$(um_stub_wait_end - um_stub_tell), %rax
	jb	1f
	iret_from_frame
	load_registers
1:	mov	CTL_FRAME(%rbx), %rsp
	mov	$STATE_RUN, %eax
	mov	$STATE_KICKED, %ecx
	lock cmpxchg %ecx, CTL_STATE(%rbx)
	jmp	um_stub_tell
um_stub_kicked_answer:
	cmp	$(um_stub_answer_iret - um_stub_answer), %rcx
	je	2f
um_stub_kicked_early:
	mov	FRAME_RSP(%rsp), %rsp
	or	$8, %rsp
	mov	FRAME_SIGNO(%rsp), %edi
	mov	FRAME_RIP(%rsp), %rax
	movabs	$CODE, %rcx
	sub	%rcx, %rax
	cmp	$(um_seccomp_end - um_seccomp_begin), %rax
	jb	um_stub_interrupted	/* that was a kick in here, too */
	jmp	um_stub_stop
2:	mov	FRAME_RSP(%rsp), %rcx
	mov	0(%rcx), %rax
	mov	%rax, FRAME_RIP(%rsp)
	mov	8(%rcx), %rax
	mov	%ax, FRAME_CS(%rsp)
	mov	16(%rcx), %rax
	mov	%rax, FRAME_FLAGS(%rsp)
	mov	24(%rcx), %rax
	mov	%rax, FRAME_RSP(%rsp)
	jmp	um_stub_stop
	.size um_seccomp_handler, . - um_seccomp_handler

um_seccomp_restorer:			/* nobody returns from the handler */
	ud2

/*
 * The first code of the zygote, when nothing but the filter is between it and
 * being a mapper: get rid of all that is not the stub's.
 */
um_seccomp_zygote:
	mov	$__NR_munmap, %eax
	xor	%edi, %edi
	movabs	$TASKS, %rsi
	mov	%r15, %r9
	syscall
	test	%rax, %rax
	jnz	um_stub_fail
	movabs	$DATA, %rbx
	xor	%r12d, %r12d

/*
 * Carry out the commands in the page at rbx.  r12d: number of the last one.  The
 * page is read-only here; what tells the kernel how far it came is taken from
 * there, so that no guest can have a hand in it.
 */
um_seccomp_mapper:
	mov	CMD_SEQ(%rbx), %edx
	cmp	%r12d, %edx
	jne	1f
	mov	$__NR_futex, %eax
	lea	CMD_SEQ(%rbx), %rdi
	xor	%esi, %esi		/* FUTEX_WAIT */
	xor	%r10d, %r10d
	syscall
	jmp	um_seccomp_mapper
1:	mov	%edx, %r12d
	lea	CMD_OPS(%rbx), %rbp
2:	mov	0(%rbp), %rax
	test	%rax, %rax
	js	um_mapper_done
	mov	8(%rbp), %rdi
	mov	16(%rbp), %rsi
	mov	24(%rbp), %rdx
	mov	32(%rbp), %r10
	mov	40(%rbp), %r8
	mov	%r15, %r9
	cmp	$__NR_mmap, %eax
	jne	3f
	or	%r14, %r10
	or	%r13, %r8
	mov	48(%rbp), %r9
3:	mov	0(%rbp), %rsp		/* a register like any other */
	syscall
	cmp	$-MAX_ERRNO, %rax
	jae	um_mapper_failed
	cmp	$__NR_clone, %rsp	/* a child is late: the page has changed */
	je	um_mapper_cloned
4:	add	$CMD_OP_SIZE, %rbp
	jmp	2b

um_mapper_cloned:
	test	%eax, %eax
	jz	um_stub_child
	mov	%rax, %rsi		/* the pid is a file position: lseek() */
	mov	$__NR_lseek, %eax
	mov	CMD_PID_FD(%rbx), %edi
	xor	%edx, %edx		/* SEEK_SET */
	mov	%r15, %r9
	syscall
	jmp	4b

um_mapper_failed:
	neg	%eax
	and	$7, %eax
	mov	CMD_DONE_AT(%rbx), %r10
	lea	8(%r10,%rax,8), %r10
	lea	CMD_OP_SIZE - 8(%rbp), %rsi
	mov	$__NR_pwrite64, %eax
	mov	CMD_DONE_FD(%rbx), %edi
	mov	$8, %edx
	mov	%r15, %r9
	syscall
	jmp	1f
um_mapper_done:
	lea	CMD_TOKEN(%rbx), %rsi
1:	mov	CMD_DONE_AT(%rbx), %r10
	mov	$__NR_pwrite64, %eax
	mov	CMD_DONE_FD(%rbx), %edi
	mov	$8, %edx
	mov	%r15, %r9
	syscall
	mov	CMD_WAKE_FD(%rbx), %edi
	test	%edi, %edi
	js	um_seccomp_mapper
	mov	$__NR_write, %eax
	lea	CMD_ONE(%rbx), %rsi
	mov	$8, %edx
	mov	%r15, %r9
	syscall
	jmp	um_seccomp_mapper
	.size um_seccomp_mapper, . - um_seccomp_mapper

.macro die_with_parent			/* or at once, if it is gone already */
	mov	$__NR_prctl, %eax
	mov	$PR_SET_PDEATHSIG, %edi
	mov	$SIGKILL, %esi
	mov	%r15, %r9
	syscall
	test	%rax, %rax
	jnz	um_stub_fail
	mov	$__NR_getppid, %eax
	mov	%r15, %r9
	syscall
	cmp	CMD_PARENT(%rbx), %eax
	jne	um_stub_fail
.endm

/*
 * A new process, with the registers of the clone(): in the same space rdx is its
 * slot; in one of its own, r8 is where in the stub file the command page is.
 */
um_stub_child:
	bt	$CLONE_VM_BIT, %edi
	jc	um_task_start
	mov	%r8, %r9
	mov	$__NR_mmap, %eax
	mov	%rbx, %rdi
	mov	$STUB_PAGE, %esi
	mov	$PROT_READ, %edx
	mov	$SHARED_FIXED, %r10d
	or	%r14, %r10
	mov	CMD_STUB_FD(%rbx), %r8d
	or	%r13, %r8
	syscall
	cmp	%rbx, %rax
	jne	um_stub_fail
	die_with_parent
	xor	%r12d, %r12d
	jmp	um_seccomp_mapper

um_task_start:
	mov	%rdx, %rbp
	mov	$__NR_close_range, %eax
	xor	%edi, %edi
	mov	$-1, %esi
	xor	%edx, %edx
	mov	%r15, %r9
	syscall
	test	%rax, %rax
	jnz	um_stub_fail
	die_with_parent
	mov	$__NR_sigaltstack, %eax
	lea	CTL_STACK(%rbp), %rdi
	xor	%esi, %esi
	mov	%r15, %r9
	syscall
	test	%rax, %rax
	jnz	um_stub_fail
	mov	%rbp, %rbx
	mov	CTL_FRAME(%rbx), %rsp
	xor	%r15d, %r15d		/* no secret from here on */
	xor	%r14d, %r14d
	xor	%r13d, %r13d
	xor	%r10d, %r10d
	xor	%r9d, %r9d
	xor	%r8d, %r8d
	jmp	um_stub_unblock

um_stub_fail:
	ud2				/* signals are blocked: it dies */

um_stub_answered:			/* by number: where in struct um_answers */
	.set	nr, 0
	.rept	__NR_gettid + 1
	.byte	-(ANSWER_PID * (nr == __NR_getpid) + ANSWER_PPID * (nr == __NR_getppid) + ANSWER_TID * (nr == __NR_gettid) + ANSWER_UID * (nr == __NR_getuid) + ANSWER_EUID * (nr == __NR_geteuid) + ANSWER_GID * (nr == __NR_getgid) + ANSWER_EGID * (nr == __NR_getegid))
	.set	nr, nr + 1
	.endr

	.balign 8
um_seccomp_no_signals:
	.quad	0
um_seccomp_end:

	.section .note.GNU-stack, "", @progbits
