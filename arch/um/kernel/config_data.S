/* SPDX-License-Identifier: GPL-2.0 */
/* The .config that this kernel was built from, a string: --showconfig prints it. */
	.section .rodata, "a"
	.globl um_config_text
um_config_text:
	.incbin ".config"
	.byte 0
	.section .note.GNU-stack, "", @progbits
