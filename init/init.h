/* SPDX-License-Identifier: GPL-2.0 */
/* Between the files of init/. */
#ifndef INIT_INIT_H
#define INIT_INIT_H

#include <linux/types.h>

/* cmdline.c: what the command line says about the first program. */
extern const char *argv_init[], *envp_init[];
extern char *execute_command;		/* init= */
extern char *ramdisk_execute_command;	/* rdinit=, NULL once not there */
extern bool rdinit_was_given;
void setup_command_line(char *command_line);
void parse_command_line(void);
void check_init_words(void);
/* A word of the command line that begins so? */
bool command_line_has(const char *prefix);

/* do_mounts.c */
void init_rootfs(void);
void prepare_namespace(void);
bool root_is_wanted(void);		/* by the command line */

/* initramfs.c */
void unpack_initramfs(void);

/* initramfs_cpio.c: NULL, or what is wrong with the archive. */
const char *unpack_cpio(const u8 *image, size_t size);

#endif /* INIT_INIT_H */
