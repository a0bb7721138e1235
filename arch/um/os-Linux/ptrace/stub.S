/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Code that runs inside guest address spaces, at UM_STUB_CODE, with every
 * register but rip free for use: the engine has the guest's.  It uses no stack.
 * Each entry ends in int3, which the engine waits for.
 *
 * um_stub_attach	system call as the registers have it (the one that maps the
 *			space's own data page), then as um_stub_loop
 * um_stub_loop		the calls listed in the data page, up to the first failure:
 *			r14 counts those made, rax is the last one's result.  The
 *			page cannot be written from here, as other threads of the
 *			guest may be running.
 * um_stub_single	system call as the registers have it; result in rax.  Also
 *			run where the linker put it, before there is a stub page.
 */
#include "stub.h"

#define DATA	0x7fffffffd000		/* UM_STUB_DATA */

	.section .text.um_stub, "ax", @progbits
	.balign 16
	.globl um_stub_begin, um_stub_end
	.globl um_stub_attach, um_stub_loop, um_stub_single
	.type um_stub_attach, @function
	.type um_stub_single, @function

um_stub_begin:
um_stub_attach:
	syscall
	cmp	$-4095, %rax
	jae	1f
um_stub_loop:
	movabs	$DATA, %rbx
	mov	STUB_OFF_COUNT(%rbx), %r12
	lea	STUB_HEADER(%rbx), %r13
	xor	%r14d, %r14d
0:	cmp	%r12, %r14
	jae	1f
	mov	0(%r13), %rax
	mov	8(%r13), %rdi
	mov	16(%r13), %rsi
	mov	24(%r13), %rdx
	mov	32(%r13), %r10
	mov	40(%r13), %r8
	mov	48(%r13), %r9
	syscall
	cmp	$-4095, %rax
	jae	1f
	add	$STUB_OP_SIZE, %r13
	inc	%r14
	jmp	0b
1:	int3
	.size um_stub_attach, . - um_stub_attach

um_stub_single:
	syscall
	int3
	.size um_stub_single, . - um_stub_single
um_stub_end:

	.section .note.GNU-stack, "", @progbits
