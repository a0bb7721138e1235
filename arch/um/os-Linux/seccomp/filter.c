// SPDX-License-Identifier: GPL-2.0
/*
 * The seccomp filter that all guest processes run under.  It is installed once, in
 * the zygote, and inherited by everything cloned from it.
 *
 * All calls become SIGSYS but those made from the stub's page by
 *
 *   anybody		futex(FUTEX_WAIT or FUTEX_WAKE), sched_yield(), and
 *			rt_sigprocmask(SIG_SETMASK, the stub's empty set): each
 *			can only do good or waste the caller's own time
 *   who has the secret	what mappers and the start of a guest task need
 *
 * The secret is 64 bits that the host ignores in the arguments: the sixth argument
 * of calls with fewer; mmap() has six, but the upper halves of flags and fd.
 */
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "../internal.h"
#include "seccomp.h"
#include "stub.h"

#ifndef SECCOMP_FILTER_FLAG_SPEC_ALLOW
#define SECCOMP_FILTER_FLAG_SPEC_ALLOW (1UL << 2)
#endif

#define MAX_INSNS	128
#define X32_BIT		0x40000000U
#define LOW		0
#define HIGH		4

/* Jump targets, resolved when the program is complete. */
#define NEXT		0
#define TO_TRAP		1

struct program {
	unsigned int		nr;
	struct sock_filter	insn[MAX_INSNS];
	unsigned char		on_true[MAX_INSNS], on_false[MAX_INSNS];
};

static void emit(struct program *p, unsigned short code, unsigned int k,
		 unsigned char on_true, unsigned char on_false)
{
	p->insn[p->nr] = (struct sock_filter){ .code = code, .k = k };
	p->on_true[p->nr] = on_true;
	p->on_false[p->nr++] = on_false;
}

static void load(struct program *p, unsigned int offset)
{
	emit(p, BPF_LD | BPF_W | BPF_ABS, offset, NEXT, NEXT);
}

static void load_arg(struct program *p, unsigned int arg, unsigned int half)
{
	load(p, offsetof(struct seccomp_data, args) + 8 * arg + half);
}

/* Go on only if the accumulator is @k. */
static void need(struct program *p, unsigned int k)
{
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, k, NEXT, TO_TRAP);
}

static void need_arg(struct program *p, unsigned int arg, unsigned long value)
{
	load_arg(p, arg, LOW);
	need(p, value);
	load_arg(p, arg, HIGH);
	need(p, value >> 32);
}

static void allow(struct program *p)
{
	emit(p, BPF_RET | BPF_K, SECCOMP_RET_ALLOW, NEXT, NEXT);
}

/* Which code follows for system call @nr?  Leaves a jump over it to be set. */
static unsigned int begin_call(struct program *p, unsigned int nr)
{
	load(p, offsetof(struct seccomp_data, nr));
	emit(p, BPF_JMP | BPF_JEQ | BPF_K, nr, NEXT, NEXT);
	return p->nr - 1;
}

static void end_call(struct program *p, unsigned int jump)
{
	p->insn[jump].jf = p->nr - jump - 1;
}

static void check_origin(struct program *p)
{
	load(p, offsetof(struct seccomp_data, arch));
	need(p, AUDIT_ARCH_X86_64);
	load(p, offsetof(struct seccomp_data, instruction_pointer) + HIGH);
	need(p, UM_STUB_CODE >> 32);
	load(p, offsetof(struct seccomp_data, instruction_pointer) + LOW);
	emit(p, BPF_ALU | BPF_AND | BPF_K, ~(STUB_PAGE - 1U), NEXT, NEXT);
	need(p, (unsigned int)UM_STUB_CODE);
	load(p, offsetof(struct seccomp_data, nr));
	emit(p, BPF_JMP | BPF_JGE | BPF_K, X32_BIT, TO_TRAP, NEXT);
}

static void allow_futex(struct program *p)
{
	unsigned int jump = begin_call(p, SYS_futex);

	load_arg(p, 1, LOW);
	emit(p, BPF_JMP | BPF_JGT | BPF_K, FUTEX_WAKE, TO_TRAP, NEXT);
	allow(p);
	end_call(p, jump);
}

static void allow_yield(struct program *p)
{
	unsigned int jump = begin_call(p, SYS_sched_yield);

	allow(p);
	end_call(p, jump);
}

static void allow_unblock(struct program *p)
{
	unsigned int jump = begin_call(p, SYS_rt_sigprocmask);

	need_arg(p, 0, SIG_SETMASK);
	need_arg(p, 1, stub_label(um_seccomp_no_signals));
	need_arg(p, 2, 0);
	need_arg(p, 3, 8);
	allow(p);
	end_call(p, jump);
}

static void allow_mmap(struct program *p, unsigned long secret)
{
	unsigned int jump = begin_call(p, SYS_mmap);

	load_arg(p, 3, HIGH);
	need(p, secret >> 32);
	load_arg(p, 4, HIGH);
	need(p, secret);
	allow(p);
	end_call(p, jump);
}

/* All else that is ever allowed: with the secret as sixth argument. */
static void allow_privileged(struct program *p, unsigned long secret)
{
	static const int calls[] = {
		SYS_munmap, SYS_mprotect, SYS_pwrite64, SYS_write, SYS_clone,
		SYS_lseek, SYS_close_range, SYS_prctl, SYS_getppid,
		SYS_sigaltstack,
	};
	const unsigned int n = sizeof(calls) / sizeof(calls[0]);

	need_arg(p, 5, secret);
	load(p, offsetof(struct seccomp_data, nr));
	for (unsigned int i = 0; i < n; i++) {
		emit(p, BPF_JMP | BPF_JEQ | BPF_K, calls[i], NEXT, NEXT);
		p->insn[p->nr - 1].jt = n - i;
	}
	emit(p, BPF_RET | BPF_K, SECCOMP_RET_TRAP, NEXT, NEXT);
	allow(p);
}

static void resolve(struct program *p)
{
	unsigned int i, trap = p->nr;

	emit(p, BPF_RET | BPF_K, SECCOMP_RET_TRAP, NEXT, NEXT);
	for (i = 0; i < trap; i++) {
		if (p->on_true[i] == TO_TRAP)
			p->insn[i].jt = trap - i - 1;
		if (p->on_false[i] == TO_TRAP)
			p->insn[i].jf = trap - i - 1;
	}
}

/**
 * filter_install() - put the calling process under the filter, for ever
 * @secret: what privileged calls must carry
 *
 * The next system call must be one of the stub's.
 *
 * Return: 0 or -errno.
 */
int filter_install(unsigned long secret)
{
	struct program p = { .nr = 0 };
	struct sock_fprog prog;

	check_origin(&p);
	allow_futex(&p);
	allow_yield(&p);
	allow_mmap(&p, secret);
	allow_unblock(&p);
	allow_privileged(&p, secret);
	resolve(&p);
	prog = (struct sock_fprog){ .len = p.nr, .filter = p.insn };
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
		    SECCOMP_FILTER_FLAG_SPEC_ALLOW, &prog) < 0)
		return -errno;
	return 0;
}
