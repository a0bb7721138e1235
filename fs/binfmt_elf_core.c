// SPDX-License-Identifier: GPL-2.0
/*
 * ELF core files, as gdb reads them: a header, program headers (one for the
 * notes, one per mapping), the notes, and page aligned the memory.
 *
 * Notes: for each thread its registers (NT_PRSTATUS, NT_PRFPREG,
 * NT_X86_XSTATE), for the process NT_PRPSINFO, NT_SIGINFO, NT_AUXV and NT_FILE.
 */
#include <linux/coredump.h>
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/elfcore.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/time64.h>
#include <linux/uaccess.h>
#include "binfmt_elf.h"

#define NOTE_NAME	"CORE"
#define FXSAVE_SIZE	512

/* All notes, made before anything is written: their size is in a header. */
struct note_buffer {
	char	*data;
	size_t	len, size;
	bool	failed;			/* no memory */
};

static void note_put(struct note_buffer *nb, const void *data, size_t len)
{
	if (nb->len + len > nb->size) {
		size_t size = max(nb->size * 2, nb->len + len);
		char *data2 = kvmalloc(size, GFP_KERNEL);

		if (!data2) {
			nb->failed = true;
			return;
		}
		memcpy(data2, nb->data, nb->len);
		kvfree(nb->data);
		nb->data = data2;
		nb->size = size;
	}
	memcpy(nb->data + nb->len, data, len);
	nb->len += len;
}

static void note_align(struct note_buffer *nb)
{
	static const char zeroes[4];

	note_put(nb, zeroes, -nb->len & 3);
}

static void note_add(struct note_buffer *nb, const char *name, u32 type,
		     const void *desc, size_t len)
{
	struct elf_note note = {
		.n_namesz = strlen(name) + 1, .n_descsz = len, .n_type = type,
	};

	note_put(nb, &note, sizeof(note));
	note_put(nb, name, note.n_namesz);
	note_align(nb);
	note_put(nb, desc, len);
	note_align(nb);
}

/* --- threads --------------------------------------------------------------- */

static struct elf_timeval to_timeval(u64 ns)
{
	return (struct elf_timeval){
		.tv_sec = ns / NSEC_PER_SEC,
		.tv_usec = ns % NSEC_PER_SEC / NSEC_PER_USEC,
	};
}

static void fill_prstatus(struct elf_prstatus *ps, struct task_struct *t, int signr)
{
	u64 utime, stime;

	memset(ps, 0, sizeof(*ps));
	ps->pr_info.si_signo = ps->pr_cursig = signr;
	ps->pr_sigpend = t->pending.signal;
	ps->pr_sighold = t->blocked;
	ps->pr_pid = task_pid_vnr(t);
	ps->pr_ppid = task_ppid_nr(t);
	ps->pr_pgrp = task_pgrp_vnr(t);
	ps->pr_sid = task_session_vnr(t);
	if (thread_group_leader(t))
		thread_group_cputime_adjusted(t, &utime, &stime);
	else
		task_cputime_adjusted(t, &utime, &stime);
	ps->pr_utime = to_timeval(utime);
	ps->pr_stime = to_timeval(stime);
	ps->pr_cutime = to_timeval(t->signal->cutime);
	ps->pr_cstime = to_timeval(t->signal->cstime);
	arch_regset_get(t, NT_PRSTATUS, &ps->pr_reg, sizeof(ps->pr_reg));
}

static void note_prstatus(struct note_buffer *nb, struct task_struct *t, int signr)
{
	struct elf_prstatus ps;

	fill_prstatus(&ps, t, signr);
	ps.pr_fpvalid = 1;
	note_add(nb, NOTE_NAME, NT_PRSTATUS, &ps, sizeof(ps));
}

static void note_fpregs(struct note_buffer *nb, struct task_struct *t)
{
	char *buf = kvmalloc(ARCH_REGSET_MAX, GFP_KERNEL);
	long n;

	if (!buf) {
		nb->failed = true;
		return;
	}
	n = arch_regset_get(t, NT_PRFPREG, buf, FXSAVE_SIZE);
	if (n > 0)
		note_add(nb, NOTE_NAME, NT_PRFPREG, buf, n);
	n = arch_regset_get(t, NT_X86_XSTATE, buf, ARCH_REGSET_MAX);
	if (n > 0)
		note_add(nb, "LINUX", NT_X86_XSTATE, buf, n);
	kvfree(buf);
}

/* --- the process ------------------------------------------------------------ */

static void note_prpsinfo(struct note_buffer *nb)
{
	struct mm_struct *mm = current->mm;
	struct elf_prpsinfo info = {
		.pr_sname	= 'R',
		.pr_nice	= task_nice(current),
		.pr_flag	= current->flags,
		.pr_uid		= from_kuid_munged(NULL, current_uid()),
		.pr_gid		= from_kgid_munged(NULL, current_gid()),
		.pr_pid		= task_tgid_vnr(current),
		.pr_ppid	= task_ppid_nr(current),
		.pr_pgrp	= task_pgrp_vnr(current),
		.pr_sid		= task_session_vnr(current),
	};
	unsigned long i, len = min(mm->arg_end - mm->arg_start, ELF_PRARGSZ - 1UL);

	if (copy_from_user(info.pr_psargs, (void __user *)mm->arg_start, len))
		len = 0;
	for (i = 0; i < len; i++)
		if (!info.pr_psargs[i])
			info.pr_psargs[i] = ' ';
	info.pr_psargs[len] = '\0';
	get_task_comm(info.pr_fname, current);
	note_add(nb, NOTE_NAME, NT_PRPSINFO, &info, sizeof(info));
}

static void note_auxv(struct note_buffer *nb)
{
	const unsigned long *auxv = current->mm->saved_auxv;
	unsigned int i = 0;

	do
		i += 2;
	while (auxv[i - 2] != AT_NULL && i < ARRAY_SIZE(current->mm->saved_auxv));
	note_add(nb, NOTE_NAME, NT_AUXV, auxv, i * sizeof(*auxv));
}

/* Count, page size, then start, end, offset in pages each; then the names. */
static void note_files(struct note_buffer *nb, struct coredump_params *cprm)
{
	struct note_buffer table = {}, names = {};
	unsigned long head[2] = { 0, PAGE_SIZE };
	char *buf = kmalloc(PATH_MAX, GFP_KERNEL), *name;
	int i;

	table.failed = !buf;
	note_put(&table, head, sizeof(head));
	for (i = 0; i < cprm->vma_count && !table.failed; i++) {
		const struct core_vma_metadata *m = &cprm->vma_meta[i];
		unsigned long entry[3] = { m->start, m->end, m->pgoff };

		if (!m->file)
			continue;
		name = d_path(&m->file->f_path, buf, PATH_MAX);
		if (IS_ERR(name))
			continue;
		note_put(&table, entry, sizeof(entry));
		note_put(&names, name, strlen(name) + 1);
		head[0]++;
	}
	if (!table.failed && !names.failed) {
		memcpy(table.data, head, sizeof(head));
		note_put(&table, names.data, names.len);
	}
	if (!table.failed && !names.failed)
		note_add(nb, NOTE_NAME, NT_FILE, table.data, table.len);
	kvfree(table.data);
	kvfree(names.data);
	kfree(buf);
}

static void make_notes(struct note_buffer *nb, struct coredump_params *cprm)
{
	int signr = cprm->siginfo->si_signo;
	struct core_thread *ct;

	note_prstatus(nb, current, signr);	/* the one that failed comes first */
	note_prpsinfo(nb);
	note_add(nb, NOTE_NAME, NT_SIGINFO, cprm->siginfo, sizeof(*cprm->siginfo));
	note_auxv(nb);
	note_files(nb, cprm);
	note_fpregs(nb, current);
	for (ct = current->signal->core_state->dumper.next; ct; ct = ct->next) {
		note_prstatus(nb, ct->task, signr);
		note_fpregs(nb, ct->task);
	}
}

/* --- the file --------------------------------------------------------------- */

static bool write_headers(struct coredump_params *cprm, size_t notes_len, loff_t *data_off)
{
	/* More than 16 bits: the count is in the first section header instead. */
	int segs = cprm->vma_count + 1, i;
	bool many = segs >= PN_XNUM;
	struct elfhdr hdr = {
		.e_type = ET_CORE, .e_machine = ELF_ARCH, .e_version = EV_CURRENT,
		.e_phoff = sizeof(hdr), .e_ehsize = sizeof(hdr),
		.e_phentsize = sizeof(struct elf_phdr),
		.e_phnum = many ? PN_XNUM : segs,
	};
	struct elf_phdr ph = { .p_type = PT_NOTE };
	loff_t off = sizeof(hdr) + segs * sizeof(struct elf_phdr);

	memcpy(hdr.e_ident, ELFMAG, SELFMAG);
	hdr.e_ident[EI_CLASS] = ELF_CLASS;
	hdr.e_ident[EI_DATA] = ELF_DATA;
	hdr.e_ident[EI_VERSION] = EV_CURRENT;
	hdr.e_ident[EI_OSABI] = ELFOSABI_NONE;
	ph.p_offset = off;
	ph.p_filesz = notes_len;
	*data_off = off = (off + notes_len + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
	if (many) {
		hdr.e_shoff = off + cprm->vma_data_size;
		hdr.e_shentsize = sizeof(struct elf_shdr);
		hdr.e_shnum = 1;
		hdr.e_shstrndx = SHN_UNDEF;
	}
	if (!dump_emit(cprm, &hdr, sizeof(hdr)) || !dump_emit(cprm, &ph, sizeof(ph)))
		return false;
	for (i = 0; i < cprm->vma_count; i++) {
		const struct core_vma_metadata *m = &cprm->vma_meta[i];

		ph = (struct elf_phdr){
			.p_type = PT_LOAD, .p_offset = off, .p_vaddr = m->start,
			.p_filesz = m->dump_size, .p_memsz = m->end - m->start,
			.p_flags = (m->flags & VM_READ ? PF_R : 0) |
				   (m->flags & VM_WRITE ? PF_W : 0) |
				   (m->flags & VM_EXEC ? PF_X : 0),
			.p_align = ELF_EXEC_PAGESIZE,
		};
		off += ph.p_filesz;
		if (!dump_emit(cprm, &ph, sizeof(ph)))
			return false;
	}
	return true;
}

static bool write_segment_count(struct coredump_params *cprm)
{
	struct elf_shdr sh = {
		.sh_type = SHT_NULL, .sh_size = 1, .sh_link = SHN_UNDEF,
		.sh_info = cprm->vma_count + 1,
	};

	if (cprm->vma_count + 1 < PN_XNUM)
		return true;
	return dump_emit(cprm, &sh, sizeof(sh));
}

/**
 * elf_core_dump() - write the core file's contents
 * @cprm: the dump
 *
 * Return: 1 when all of it was written, else 0.
 */
int elf_core_dump(struct coredump_params *cprm)
{
	struct note_buffer notes = {};
	bool ok = false;
	loff_t data_off;
	int i;

	make_notes(&notes, cprm);
	if (notes.failed || !write_headers(cprm, notes.len, &data_off) ||
	    !dump_emit(cprm, notes.data, notes.len))
		goto out;
	dump_skip_to(cprm, data_off);
	for (i = 0; i < cprm->vma_count; i++) {
		const struct core_vma_metadata *m = &cprm->vma_meta[i];

		if (!dump_user_range(cprm, m->start, m->dump_size, m->file))
			goto out;
	}
	ok = write_segment_count(cprm);
out:
	kvfree(notes.data);
	return ok;
}
