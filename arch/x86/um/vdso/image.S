/* SPDX-License-Identifier: GPL-2.0 */
/* The vDSO as bytes in the kernel. */
	.section .rodata, "a"
	.balign 4096
	.globl vdso_image, vdso_image_end
vdso_image:
	.incbin "arch/x86/um/vdso/vdso.so"
vdso_image_end:
	.section .note.GNU-stack, "", @progbits
