/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Kernel stacks: changing from one to another, and the first step on a new one.
 *
 * __switch_stacks(save_sp, load_sp, prev) parks the callee-saved registers on the
 * old stack and returns @prev on the new one.  A new task's stack is laid out by
 * copy_thread() as if it had come from there, with ret_from_fork as the return
 * address.
 */
	.text
	.globl __switch_stacks
	.type __switch_stacks, @function
__switch_stacks:
	push	%rbp
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	mov	%rsp, (%rdi)
	mov	%rsi, %rsp
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	pop	%rbp
	mov	%rdx, %rax
	ret
	.size __switch_stacks, . - __switch_stacks

	.globl ret_from_fork
	.type ret_from_fork, @function
ret_from_fork:
	xor	%ebp, %ebp		/* traces end here */
	mov	%rax, %rdi
	call	um_ret_from_fork
	ud2
	.size ret_from_fork, . - ret_from_fork

/* call_on_stack(fn, sp): leave the host's stack for good */
	.globl call_on_stack
	.type call_on_stack, @function
call_on_stack:
	mov	%rsi, %rsp
	xor	%ebp, %ebp
	call	*%rdi
	ud2
	.size call_on_stack, . - call_on_stack

	.section .note.GNU-stack, "", @progbits
