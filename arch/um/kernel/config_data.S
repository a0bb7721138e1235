/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The .config that this kernel was built from, for --showconfig: the bytes
 * from um_config_data up to um_config_data_end.
 */
	.section .rodata, "a"
	.globl um_config_data, um_config_data_end
um_config_data:
	.incbin ".config"
um_config_data_end:
	.byte 0
	.section .note.GNU-stack, "", @progbits
