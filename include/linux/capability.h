/* SPDX-License-Identifier: GPL-2.0 */
/* Capabilities: kernel/capability.c. A set is one 64-bit word. */
#ifndef INCLUDE_LINUX_CAPABILITY_H
#define INCLUDE_LINUX_CAPABILITY_H

#include <linux/types.h>
#include <uapi/linux/capability.h>

struct cred;
struct file;
struct inode;
struct linux_binprm;
struct task_struct;

typedef struct { u64 val; } kernel_cap_t;

#define CAP_VALID_MASK	((1ULL << (CAP_LAST_CAP + 1)) - 1)
#define CAP_EMPTY_SET	((kernel_cap_t){ 0 })
#define CAP_FULL_SET	((kernel_cap_t){ CAP_VALID_MASK })
static inline bool cap_raised(kernel_cap_t c, int cap) { return c.val & (1ULL << cap); }
static inline bool cap_issubset(kernel_cap_t a, kernel_cap_t set) { return !(a.val & ~set.val); }
static inline kernel_cap_t cap_intersect(kernel_cap_t a, kernel_cap_t b) { return (kernel_cap_t){ a.val & b.val }; }
static inline kernel_cap_t cap_combine(kernel_cap_t a, kernel_cap_t b) { return (kernel_cap_t){ a.val | b.val }; }
static inline kernel_cap_t cap_drop(kernel_cap_t a, kernel_cap_t d) { return (kernel_cap_t){ a.val & ~d.val }; }
static inline bool cap_isclear(kernel_cap_t a) { return !a.val; }

/* Does current have it? Sets PF_SUPERPRIV when so. */
bool capable(int cap);
bool has_capability(struct task_struct *t, int cap);
bool has_capability_noaudit(struct task_struct *t, int cap);
bool capable_wrt_inode(const struct inode *inode, int cap);
bool file_capable(const struct file *file, int cap);
/* ptrace-like access checks: kernel/ptrace.c */
#define PTRACE_MODE_READ	0x01
#define PTRACE_MODE_ATTACH	0x02
#define PTRACE_MODE_FSCREDS	0x08
#define PTRACE_MODE_REALCREDS	0x10
#define PTRACE_MODE_READ_FSCREDS	(PTRACE_MODE_READ | PTRACE_MODE_FSCREDS)
#define PTRACE_MODE_READ_REALCREDS	(PTRACE_MODE_READ | PTRACE_MODE_REALCREDS)
#define PTRACE_MODE_ATTACH_REALCREDS	(PTRACE_MODE_ATTACH | PTRACE_MODE_REALCREDS)
bool ptrace_may_access(struct task_struct *t, unsigned int mode);
/* exec: compute the new sets from the file's (set-uid, file capabilities) */
int cap_bprm_creds_from_file(struct linux_binprm *bprm, struct file *file);
int cap_task_fix_setuid(struct cred *new, const struct cred *old, int flags);
#define LSM_SETID_ID	1		/* setuid() or setgid() */
#define LSM_SETID_RE	2
#define LSM_SETID_RES	4
#define LSM_SETID_FS	8
/* prctl() options of capabilities and securebits; -ENOSYS: not one of them. */
int cap_task_prctl(int option, unsigned long arg2, unsigned long arg3,
		   unsigned long arg4, unsigned long arg5);

/* What a program's security.capability attribute says. */
struct cpu_vfs_cap_data {
	u32		magic_etc;
	kuid_t		rootid;
	kernel_cap_t	permitted, inheritable;
};
int get_vfs_caps_from_disk(struct file *file, struct cpu_vfs_cap_data *caps);
/* setxattr(): is @value acceptable? Its size, or -errno. */
int cap_inode_check_xattr(const void *value, size_t size);

#endif /* INCLUDE_LINUX_CAPABILITY_H */
