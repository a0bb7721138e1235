/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of exec tell each other. */
#ifndef FS_EXEC_H
#define FS_EXEC_H

#include <linux/binfmts.h>

/* exec_args.c */
int bprm_mm_init(struct linux_binprm *bprm);
int count_strings(const char __user *const __user *argv);
int count_strings_kernel(const char *const *argv);
int bprm_stack_limits(struct linux_binprm *bprm);
int copy_strings(int argc, const char __user *const __user *argv, struct linux_binprm *bprm);
int copy_strings_kernel(int argc, const char *const *argv, struct linux_binprm *bprm);

/* exec_creds.c */
int prepare_bprm_creds(struct linux_binprm *bprm);
void check_unsafe_exec(struct linux_binprm *bprm);
int bprm_creds_from_file(struct linux_binprm *bprm);

#endif /* FS_EXEC_H */
