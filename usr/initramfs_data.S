/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The embedded root: a cpio archive, empty if CONFIG_INITRAMFS_EMBEDDED is off.
 * init/initramfs.c unpacks it when the command line gives no other root.
 */
	.section .rodata, "a"
	.balign 4
	.globl __initramfs_start
__initramfs_start:
	.incbin "usr/initramfs.cpio"
__initramfs_end:

	.balign 8
	.globl __initramfs_size
__initramfs_size:
	.quad __initramfs_end - __initramfs_start

	.section .note.GNU-stack, "", @progbits
