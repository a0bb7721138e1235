// SPDX-License-Identifier: GPL-2.0
/*
 * The seccomp engine's zygote: the mapper of an empty space, from which the mappers
 * of all others are cloned.
 *
 * It is forked from this process at start-up, before guest RAM is mapped.  It puts
 * in place what everything cloned from it inherits: the handler of all signals that
 * may stop a guest, the others ignored; no core dumps, which would hold registers;
 * the filter.  Then it jumps into the stub, which unmaps the rest.  The secret is
 * handed over in registers and in no memory that stays.
 */
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include "../internal.h"
#include "seccomp.h"
#include "stub.h"

#define HWCAP2_FSGSBASE	2
#define SA_RESTORER	0x04000000UL
#define ZYGOTE		0

/* What the host's rt_sigaction() takes. */
struct host_sigaction {
	unsigned long	handler;
	unsigned long	flags;
	unsigned long	restorer;
	unsigned long	mask;
};

static const int stopping[] = {
	SIGSYS, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, KICK_SIGNAL,
};

/* All signals stay blocked here; a task's first code unblocks them. */
static int set_signals(void)
{
	struct host_sigaction stop = {
		.handler = stub_label(um_seccomp_handler),
		.flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER | SA_RESTORER,
		.restorer = stub_label(um_seccomp_restorer),
	};

	reset_signals(NULL);
	for (int sig = 1; sig < NSIG; sig++)
		signal(sig, SIG_IGN);
	for (unsigned int i = 0; i < sizeof(stopping) / sizeof(stopping[0]); i++)
		if (syscall(SYS_rt_sigaction, stopping[i], &stop, NULL, 8) < 0)
			return -errno;
	return 0;
}

static int map_stub(void)
{
	void *code = (void *)UM_STUB_CODE, *data = (void *)UM_STUB_DATA;
	void *answers = (void *)UM_STUB_ANSWERS;

	if (mmap(code, STUB_PAGE, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED,
		 stub_fd, 0) != code ||
	    mmap(data, STUB_PAGE, PROT_READ, MAP_SHARED | MAP_FIXED, stub_fd,
		 command_offset(ZYGOTE)) != data ||
	    mmap(answers, (unsigned long)NR_SLOTS * ANSWER_SIZE, PROT_READ,
		 MAP_SHARED | MAP_FIXED, stub_fd, answers_offset()) != answers)
		return -errno;
	return 0;
}

static void __attribute__((noreturn)) enter_stub(unsigned long secret)
{
	unsigned long entry = stub_label(um_seccomp_zygote);

	__asm__ volatile("mov %1, %%r15\n\t"
			 "mov %2, %%r14\n\t"
			 "mov %3, %%r13\n\t"
			 "jmp *%0"
			 : : "a" (entry), "b" (secret),
			     "c" (secret >> 32 << 32), "d" (secret << 32)
			 : "r13", "r14", "r15", "memory");
	__builtin_unreachable();
}

static void check(int err)
{
	if (err)
		_exit(-err);
}

static void __attribute__((noreturn)) child(int parent, unsigned long secret)
{
	const struct rlimit no_core = { 1, 1 };	/* 0 would be no limit for a pipe */
	int fds[UM_MAX_CPUS + 8];

	prctl(PR_SET_NAME, "uml-userspace");
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent)
		_exit(ESRCH);
	setrlimit(RLIMIT_CORE, &no_core);
	close_all_but(fds, mapper_fds(fds));
	check(set_signals());
	check(map_stub());
	forget_libc_areas();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		_exit(errno);
	check(filter_install(secret));
	enter_stub(secret);
}

/* Return: why it died, as an errno. */
static int exit_reason(int pid)
{
	int status;

	if (RETRY(waitpid(pid, &status, __WALL)) < 0)
		return errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EPERM;
}

static int fork_zygote(void)
{
	unsigned long secret;
	int parent = getpid(), pid, err;
	unsigned int done;

	if (getrandom(&secret, sizeof(secret), 0) != sizeof(secret))
		return -EIO;
	mapper_prepare(ZYGOTE);
	pid = fork();
	if (!pid)
		child(parent, secret);
	if (pid < 0)
		return -errno;
	explicit_bzero(&secret, sizeof(secret));
	mapper_set(ZYGOTE, pid, -1);
	mapper_lock(ZYGOTE);
	err = mapper_run(ZYGOTE, &done);
	mapper_unlock(ZYGOTE);
	return err ? -exit_reason(pid) : 0;
}

static int say(char *why, unsigned long size, const char *what, int err)
{
	if (err)
		snprintf(why, size, "%s: %s", what, strerror(-err));
	return err;
}

int seccomp_start(char *why, unsigned long size)
{
	int err;

	if (!(getauxval(AT_HWCAP2) & HWCAP2_FSGSBASE)) {
		snprintf(why, size, "the host has no FSGSBASE instructions");
		return -ENODEV;
	}
	err = say(why, size, "FP state of this host", frame_probe());
	if (!err)
		err = say(why, size, "memory for the stub", pages_create());
	if (!err)
		err = say(why, size, "files for the stub", mapper_init());
	if (!err)
		err = say(why, size, "seccomp filter", fork_zygote());
	return err;
}
