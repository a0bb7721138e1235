// SPDX-License-Identifier: GPL-2.0
/*
 * Core files: when a signal with that default action ends a process, its memory
 * is written to the file core_pattern names (core(5)). Here are the stopping of
 * the other threads, the name, the file and its safety; what is in it is the
 * binary format's.
 *
 * The other threads get a SIGKILL and park in do_exit() (coredump_task_exit())
 * with their registers intact, until the dumper lets them go.
 *
 * Left out against Linux: piping to a helper ('|' patterns dump nothing).
 */
#include <linux/binfmts.h>
#include <linux/completion.h>
#include <linux/coredump.h>
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/namei.h>
#include <linux/sched/coredump.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/sprintf.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <linux/timekeeping.h>
#include <linux/utsname.h>
#include "internal.h"

#define CORENAME_MAX	128
#define CORENAME_SIZE	4096

static char core_pattern[CORENAME_MAX] = "core";
static int core_uses_pid;

/* --- stopping the threads -------------------------------------------------- */

/* siglock held. Return: how many others will come to coredump_task_exit(). */
static int zap_process(struct signal_struct *sig, int exit_code)
{
	struct task_struct *t;
	int nr = 0;

	sig->flags = SIGNAL_GROUP_EXIT;
	sig->group_exit_code = exit_code;
	sig->group_stop_count = 0;
	for_each_thread(current, t) {
		task_clear_jobctl_pending(t, JOBCTL_PENDING_MASK);
		if (t == current || (t->flags & PF_POSTCOREDUMP))
			continue;
		sigaddset(&t->pending.signal, SIGKILL);
		signal_wake_up(t, true);
		nr++;
	}
	return nr;
}

/* -EAGAIN when the group is ending or in exec already. */
static int coredump_wait(int exit_code, struct core_state *state)
{
	struct signal_struct *sig = current->signal;
	struct core_thread *thread;
	int nr = -EAGAIN;

	init_completion(&state->startup);
	state->dumper.task = current;
	state->dumper.next = NULL;
	spin_lock(&current->sighand->siglock);
	if (!signal_group_exit(sig)) {
		sig->core_state = state;	/* lets SIGKILL through */
		nr = zap_process(sig, exit_code);
		clear_thread_flag(TIF_SIGPENDING);
		current->flags |= PF_DUMPCORE;
		atomic_set(&state->nr_threads, nr);
	}
	spin_unlock(&current->sighand->siglock);
	if (nr <= 0)
		return nr;
	wait_for_completion(&state->startup);
	/* They said that they are about to sleep; their registers are in order. */
	for (thread = state->dumper.next; thread; thread = thread->next)
		while (READ_ONCE(thread->task->on_cpu))
			yield();
	return nr;
}

static void coredump_finish(bool dumped)
{
	struct core_thread *thread, *next;

	spin_lock(&current->sighand->siglock);
	if (dumped && !sigismember(&current->pending.signal, SIGKILL))
		current->signal->group_exit_code |= 0x80;
	next = current->signal->core_state->dumper.next;
	current->signal->core_state = NULL;
	spin_unlock(&current->sighand->siglock);
	while (next) {
		struct task_struct *t = get_task_struct(next->task);

		thread = next;
		next = thread->next;
		/* Its structure is on its stack: gone once task is NULL. */
		__atomic_store_n(&thread->task, NULL, __ATOMIC_SEQ_CST);
		wake_up_process(t);
		put_task_struct(t);
	}
}

void coredump_task_exit(struct task_struct *t)
{
	struct core_thread self;
	struct core_state *state;

	spin_lock(&t->sighand->siglock);
	t->flags |= PF_POSTCOREDUMP;
	state = t->signal->core_state;
	spin_unlock(&t->sighand->siglock);
	if (!state)
		return;
	self.task = t;
	/* Only one that got our SIGKILL has registers worth dumping. */
	if (t->flags & PF_SIGNALED)
		self.next = __atomic_exchange_n(&state->dumper.next, &self, __ATOMIC_SEQ_CST);
	else
		self.task = NULL;
	if (atomic_dec_and_test(&state->nr_threads))
		complete(&state->startup);
	for (;;) {
		set_current_state(TASK_IDLE);
		if (!__atomic_load_n(&self.task, __ATOMIC_SEQ_CST))
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
}

/* --- the name -------------------------------------------------------------- */

struct core_name {
	char	*buf;
	size_t	len;
	bool	pid_seen;
};

static void name_add(struct core_name *cn, const char *fmt, ...) __printf(2, 3);
static void name_add(struct core_name *cn, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	cn->len += vscnprintf(cn->buf + cn->len, CORENAME_SIZE - cn->len, fmt, args);
	va_end(args);
}

/* What a program chose cannot lead to another folder. */
static void name_add_tamed(struct core_name *cn, const char *s)
{
	size_t from = cn->len;

	name_add(cn, "%s", s);
	if (!strcmp(cn->buf + from, ".") || !strcmp(cn->buf + from, ".."))
		cn->buf[from] = '!';
	for (; from < cn->len; from++)
		if (cn->buf[from] == '/')
			cn->buf[from] = '!';
}

static void name_add_exe(struct core_name *cn, bool name_only)
{
	struct file *exe = get_mm_exe_file(current->mm);
	char *buf, *path;

	if (!exe) {
		name_add_tamed(cn, current->comm);
		return;
	}
	buf = kmalloc(PATH_MAX, GFP_KERNEL);
	path = buf ? d_path(&exe->f_path, buf, PATH_MAX) : NULL;
	if (!IS_ERR_OR_NULL(path))
		name_add_tamed(cn, name_only ? kbasename(path) : path);
	kfree(buf);
	fput(exe);
}

static void name_add_hostname(struct core_name *cn)
{
	char name[__NEW_UTS_LEN + 1];

	down_read(&uts_sem);
	strscpy(name, utsname()->nodename, sizeof(name));
	up_read(&uts_sem);
	name_add_tamed(cn, name);
}

/* core(5) */
static void name_add_specifier(struct core_name *cn, char c, const struct coredump_params *cprm)
{
	const struct cred *cred = current_cred();

	switch (c) {
	case '%':
		name_add(cn, "%%");
		break;
	case 'p':
	case 'P':
		cn->pid_seen = true;
		name_add(cn, "%d", task_tgid_vnr(current));
		break;
	case 'i':
	case 'I':
		name_add(cn, "%d", task_pid_vnr(current));
		break;
	case 'u':
		name_add(cn, "%u", cred->uid);
		break;
	case 'g':
		name_add(cn, "%u", cred->gid);
		break;
	case 'd':
		name_add(cn, "%d", (int)(cprm->mm_flags & MMF_DUMPABLE_MASK));
		break;
	case 's':
		name_add(cn, "%d", cprm->siginfo->si_signo);
		break;
	case 't':
		name_add(cn, "%lld", (long long)ktime_get_real_seconds());
		break;
	case 'h':
		name_add_hostname(cn);
		break;
	case 'e':
		name_add_tamed(cn, current->comm);
		break;
	case 'f':
		name_add_exe(cn, true);
		break;
	case 'E':
		name_add_exe(cn, false);
		break;
	case 'c':
		name_add(cn, "%lu", rlimit(RLIMIT_CORE));
		break;
	}
}

static void format_corename(struct core_name *cn, const struct coredump_params *cprm)
{
	char pattern[CORENAME_MAX], *s;

	strscpy(pattern, core_pattern, sizeof(pattern));
	for (s = pattern; *s; s++) {
		if (*s != '%')
			name_add(cn, "%c", *s);
		else if (!*++s)
			break;
		else
			name_add_specifier(cn, *s, cprm);
	}
	if (!cn->pid_seen && core_uses_pid)
		name_add(cn, ".%d", task_tgid_vnr(current));
}

/* --- the file -------------------------------------------------------------- */

static int check_core_file(struct file *file)
{
	struct inode *inode = file_inode(file);

	/* Nobody may have prepared it: linked elsewhere, or readable by him. */
	if (inode->i_nlink > 1 || d_unhashed(file_dentry(file)))
		return -EEXIST;
	if (!S_ISREG(inode->i_mode))
		return -EINVAL;
	if (!uid_eq(inode->i_uid, current_fsuid()) || (inode->i_mode & 0677) != 0600)
		return -EPERM;
	if (!(file->f_mode & FMODE_CAN_WRITE))
		return -EINVAL;
	return do_truncate(file_dentry(file), 0, 0, file);
}

static struct file *open_core_file(const char *name, bool suid)
{
	struct filename *filename;
	struct file *file;
	int err;

	/* With borrowed privileges nobody else's file is removed. */
	if (!suid) {
		filename = getname_kernel(name);
		if (!IS_ERR(filename)) {
			do_unlinkat(AT_FDCWD, filename);
			putname(filename);
		}
	}
	file = filp_open(name, O_CREAT | O_WRONLY | O_NOFOLLOW | O_LARGEFILE | O_EXCL, 0600);
	if (IS_ERR(file))
		return file;
	err = check_core_file(file);
	if (err) {
		filp_close(file, NULL);
		return ERR_PTR(err);
	}
	return file;
}

static bool dump_interrupted(void)
{
	return fatal_signal_pending(current);
}

bool dump_emit(struct coredump_params *cprm, const void *addr, size_t nr)
{
	const char *p = addr;
	ssize_t n;

	if (cprm->to_skip) {
		cprm->pos += cprm->to_skip;
		cprm->to_skip = 0;
	}
	if (cprm->written + nr > cprm->limit)
		return false;
	for (; nr; nr -= n, p += n) {
		if (dump_interrupted())
			return false;
		n = kernel_write(cprm->file, p, nr, &cprm->pos);
		if (n <= 0)
			return false;
		cprm->written += n;
	}
	return true;
}

void dump_skip(struct coredump_params *cprm, size_t nr)
{
	cprm->to_skip += nr;
}

void dump_skip_to(struct coredump_params *cprm, unsigned long pos)
{
	cprm->to_skip = pos - cprm->pos;
}

bool dump_align(struct coredump_params *cprm, size_t align)
{
	size_t mod = (cprm->pos + cprm->to_skip) & (align - 1);

	if (mod)
		cprm->to_skip += align - mod;
	return true;
}

bool dump_user_range(struct coredump_params *cprm, unsigned long start, unsigned long len,
		     bool fault)
{
	unsigned int flags = FOLL_FORCE | (fault ? 0 : FOLL_NOFAULT);
	unsigned long addr;

	for (addr = start; addr < start + len; addr += PAGE_SIZE) {
		struct page *page;
		void *p = user_page_get(current->mm, addr, flags, &page);
		bool ok;

		if (IS_ERR(p)) {	/* never touched: a hole reads as zero */
			dump_skip(cprm, PAGE_SIZE);
			if (dump_interrupted())
				return false;
			continue;
		}
		ok = dump_emit(cprm, p, PAGE_SIZE);
		put_page(page);
		if (!ok)
			return false;
		cond_resched();
	}
	return true;
}

/* The file is as long as its last hole. */
static bool finish_file(struct coredump_params *cprm)
{
	char zero = 0;

	if (!cprm->to_skip)
		return true;
	cprm->to_skip--;
	return dump_emit(cprm, &zero, 1);
}

/* --- which memory ---------------------------------------------------------- */

#define FILTER(type)	(mm_flags & (1UL << MMF_DUMP_##type))

static unsigned long vma_dump_size(struct vm_area_struct *vma, unsigned long mm_flags)
{
	unsigned long whole = vma->vm_end - vma->vm_start;
	struct inode *inode = vma->vm_file ? file_inode(vma->vm_file) : NULL;

	/* The vDSO: without it no backtrace through a signal. */
	if (vma->vm_ops && vma->vm_ops->name && vma->vm_ops->name(vma))
		return whole;
	if (vma->vm_flags & (VM_DONTDUMP | VM_IO))
		return 0;
	if (vma->vm_flags & VM_SHARED) {
		if (inode && inode->i_nlink)
			return FILTER(MAPPED_SHARED) ? whole : 0;
		return FILTER(ANON_SHARED) ? whole : 0;
	}
	if (vma->anon_vma && FILTER(ANON_PRIVATE))
		return whole;
	if (!inode)
		return 0;
	if (FILTER(MAPPED_PRIVATE))
		return whole;
	/* The first page of a program says which one it was (its build id). */
	if (FILTER(ELF_HEADERS) && !vma->vm_pgoff && (vma->vm_flags & VM_READ) &&
	    (inode->i_mode & 0111))
		return PAGE_SIZE;
	return 0;
}

static bool dump_vma_snapshot(struct coredump_params *cprm)
{
	struct mm_struct *mm = current->mm;
	struct vm_area_struct *vma;
	int i = 0;

	if (mmap_write_lock_killable(mm))
		return false;
	cprm->vma_count = mm->map_count;
	cprm->vma_meta = kvmalloc_array(mm->map_count, sizeof(*cprm->vma_meta), GFP_KERNEL);
	if (!cprm->vma_meta) {
		mmap_write_unlock(mm);
		return false;
	}
	for_each_vma(mm, vma) {
		struct core_vma_metadata *m = &cprm->vma_meta[i];

		if (i++ == cprm->vma_count)
			break;
		*m = (struct core_vma_metadata){
			.start = vma->vm_start, .end = vma->vm_end,
			.flags = vma->vm_flags, .pgoff = vma->vm_pgoff,
			.dump_size = vma_dump_size(vma, cprm->mm_flags),
			.file = vma->vm_file ? get_file(vma->vm_file) : NULL,
		};
		cprm->vma_data_size += m->dump_size;
	}
	cprm->vma_count = i;
	mmap_write_unlock(mm);
	return true;
}

static void free_vma_snapshot(struct coredump_params *cprm)
{
	int i;

	for (i = 0; i < cprm->vma_count; i++)
		if (cprm->vma_meta[i].file)
			fput(cprm->vma_meta[i].file);
	kvfree(cprm->vma_meta);
}

/* --- do_coredump() --------------------------------------------------------- */

static bool write_core(struct coredump_params *cprm, struct linux_binfmt *fmt, bool suid)
{
	struct core_name cn = { .buf = kmalloc(CORENAME_SIZE, GFP_KERNEL) };
	bool dumped = false;

	if (!cn.buf)
		return false;
	cn.buf[0] = '\0';
	format_corename(&cn, cprm);
	if (cprm->limit < fmt->min_coredump)
		goto out;
	if (cn.buf[0] == '|' || cn.buf[0] == '@') {
		pr_info_once("core dumps to a program are not supported: %s\n", cn.buf);
		goto out;
	}
	if (suid && cn.buf[0] != '/') {
		pr_warn("Pid %d(%s) can only dump core to fully qualified path!\n",
			task_tgid_vnr(current), current->comm);
		goto out;
	}
	cprm->file = open_core_file(cn.buf, suid);
	if (IS_ERR(cprm->file))
		goto out;
	if (dump_vma_snapshot(cprm)) {
		dumped = fmt->core_dump(cprm) && finish_file(cprm);
		free_vma_snapshot(cprm);
	}
	filp_close(cprm->file, NULL);
out:
	kfree(cn.buf);
	return dumped;
}

/**
 * do_coredump() - current is about to die of a signal: leave a core file
 * @siginfo: the signal
 *
 * Sets the core bit of the group's exit code when there is one.
 *
 * Context: may sleep; no locks.
 */
void do_coredump(const kernel_siginfo_t *siginfo)
{
	struct coredump_params cprm = {
		.siginfo	= siginfo,
		.limit		= rlimit(RLIMIT_CORE),
	};
	struct mm_struct *mm = current->mm;
	struct linux_binfmt *fmt = mm ? mm->binfmt : NULL;
	const struct cred *old_cred;
	struct core_state state;
	struct cred *cred;
	bool suid = false, dumped;

	if (!fmt || !fmt->core_dump)
		return;
	cprm.mm_flags = READ_ONCE(mm->flags);	/* one value for all decisions */
	if ((cprm.mm_flags & MMF_DUMPABLE_MASK) == SUID_DUMP_DISABLE)
		return;
	cred = prepare_creds();
	if (!cred)
		return;
	/* Its user may have had no right to what is in it. */
	if ((cprm.mm_flags & MMF_DUMPABLE_MASK) == SUID_DUMP_ROOT) {
		cred->fsuid = GLOBAL_ROOT_UID;
		suid = true;
	}
	if (coredump_wait(siginfo->si_signo, &state) >= 0) {
		old_cred = override_creds(cred);
		dumped = write_core(&cprm, fmt, suid);
		revert_creds(old_cred);
		coredump_finish(dumped);
	}
	put_cred(cred);
}

static const struct ctl_table coredump_table[] = {
	{ .procname = "core_pattern", .data = core_pattern, .maxlen = CORENAME_MAX,
	  .mode = 0644, .proc_handler = proc_dostring },
	{ .procname = "core_uses_pid", .data = &core_uses_pid, .maxlen = sizeof(int),
	  .mode = 0644, .proc_handler = proc_dointvec },
};

static int __init coredump_sysctl_init(void)
{
	register_sysctl_init("kernel", coredump_table);
	return 0;
}
fs_initcall(coredump_sysctl_init);
