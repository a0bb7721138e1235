// SPDX-License-Identifier: GPL-2.0
/*
 * The zygote: a host process that has nothing but the stub's two pages, from which
 * all guest address spaces are cloned.
 *
 * It is forked from this process at start-up, before guest RAM is mapped and libc
 * has grown, then stripped by system calls that its tracer makes it execute.  So
 * no executable file is needed on the host, and a clone of it takes some 50 us
 * whatever the size of the kernel.
 *
 * Stub data pages live in a file of their own (they are the host's share of a
 * guest process, like its page tables).  A *slot* is a page number in there: 0 is
 * the stub's code, 1 the zygote's data page.
 *
 * Spaces have their own host process for each thread (CLONE_VM without
 * CLONE_THREAD): each can be killed and reaped alone, in any order.
 */
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "../engine_ops.h"
#include "../internal.h"
#include "ptrace.h"
#include "stub.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif

#define NR_SLOTS	32768
#define WORD_BITS	64

/* Each virtual CPU has one, so that exec needs nothing from the others. */
static struct zygote {
	struct host_task task;
	int		slot;		/* data page */
	int		attached;	/* has its data page mapped */
} zygotes[UM_MAX_CPUS];

static struct {
	int		fd;
	char		*pages;			/* stub file, mapped */
	unsigned long	used[NR_SLOTS / WORD_BITS]; /* atomic */
	unsigned int	hint;			/* word to look at first */
} stub;

struct stub_data *zygote_stub_data(int slot)
{
	return (struct stub_data *)(stub.pages + (long)slot * STUB_PAGE);
}

/* Return: a free slot, or -EAGAIN. */
int zygote_slot_get(void)
{
	unsigned int i, word;

	for (i = 0; i < NR_SLOTS / WORD_BITS; i++) {
		unsigned long used;

		word = (stub.hint + i) % (NR_SLOTS / WORD_BITS);
		used = __atomic_load_n(&stub.used[word], __ATOMIC_RELAXED);
		while (~used) {
			int bit = __builtin_ctzl(~used);

			used = __atomic_fetch_or(&stub.used[word], 1UL << bit,
						 __ATOMIC_ACQUIRE);
			if (used >> bit & 1)
				continue;
			stub.hint = word;
			return word * WORD_BITS + bit;
		}
	}
	return -EAGAIN;
}

void zygote_slot_put(int slot)
{
	__atomic_fetch_and(&stub.used[slot / WORD_BITS],
			   ~(1UL << slot % WORD_BITS), __ATOMIC_RELEASE);
}

static int open_stub_file(void)
{
	int fd = memfd_create("uml-stub", MFD_CLOEXEC | MFD_EXEC);

	if (fd < 0 && errno == EINVAL)		/* host before 6.3 */
		fd = memfd_create("uml-stub", MFD_CLOEXEC);
	return fd;
}

static void make_stub_file(void)
{
	long size = um_stub_end - um_stub_begin;

	stub.fd = open_stub_file();
	if (stub.fd < 0)
		host_die("memfd_create: %s\n", strerror(errno));
	if (ftruncate(stub.fd, (off_t)NR_SLOTS * STUB_PAGE) < 0 ||
	    pwrite(stub.fd, um_stub_begin, size, 0) != size)
		host_die("writing the stub: %s\n", strerror(errno));
	stub.pages = mmap(NULL, (long)NR_SLOTS * STUB_PAGE,
			    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE,
			    stub.fd, 0);
	if (stub.pages == MAP_FAILED)
		host_die("mapping the stub: %s\n", strerror(errno));
	stub.used[0] = 3;
}

/* Only what the engine wants to see may stop a guest. */
static int is_wanted(int sig)
{
	return sig == SIGSEGV || sig == SIGBUS || sig == SIGFPE || sig == SIGILL ||
	       sig == SIGTRAP || sig == SIGSYS || sig == KICK_SIGNAL;
}

static void __attribute__((noreturn)) child(const int go[2])
{
	const int fds[] = { um_machine.physmem_fd, stub.fd };
	char c;

	close(go[1]);		/* the end of our parent is the end of the wait */
	if (read(go[0], &c, 1) != 1)
		_exit(1);
	prctl(PR_SET_NAME, "uml-userspace");
	close_all_but(fds, 2);
	reset_signals(is_wanted);
	/* A tracer is told of it all the same; between two tracers it is harmless. */
	signal(KICK_SIGNAL, SIG_IGN);
	forget_libc_areas();
	for (;;)
		__builtin_trap();	/* the tracer takes over here */
}

static void strip_fail(const char *what, long err)
{
	host_die("Preparing guest processes: %s: %s\n", what, strerror(-err));
}

/* Replace all that the child inherited by the stub's code page. */
static void strip_child(int pid)
{
	long map[6] = { UM_STUB_CODE, STUB_PAGE, PROT_READ | PROT_EXEC,
			MAP_SHARED | MAP_FIXED, stub.fd, 0 };
	long unmap[6] = { 0, UM_STUB_CODE };
	long err;

	err = stub_syscall(pid, (unsigned long)um_stub_single,
			   SYS_mmap, map);
	if (err != (long)UM_STUB_CODE)
		strip_fail("mmap of the stub", err);
	err = stub_syscall(pid, stub_address(um_stub_single),
			   SYS_munmap, unmap);
	if (err)
		strip_fail("munmap", err);
}

void ptrace_start(void)
{
	unsigned long options = PTRACE_O_EXITKILL | PTRACE_O_TRACESYSGOOD;
	struct zygote *z = &zygotes[0];
	struct um_regs regs;
	int go[2], status;

	make_stub_file();
	z->slot = 1;
	z->task.host_cpu = -1;
	if (pipe2(go, O_CLOEXEC) < 0)
		host_die("pipe: %s\n", strerror(errno));
	z->task.pid = fork();
	if (z->task.pid < 0)
		host_die("fork: %s\n", strerror(errno));
	if (!z->task.pid)
		child(go);
	if (ptrace(PTRACE_SEIZE, z->task.pid, 0, options) < 0)
		host_die("ptrace is not permitted here: %s\n", strerror(errno));
	if (write(go[1], "", 1) != 1)
		host_die("write: %s\n", strerror(errno));
	close(go[0]);
	close(go[1]);
	do {
		if (stub_wait_stop(z->task.pid, &status) < 0)
			host_die("The first guest process died.\n");
	} while (WSTOPSIG(status) != SIGILL);
	if (ptrace(PTRACE_GETREGS, z->task.pid, 0, &regs) < 0)
		host_die("ptrace: %s\n", strerror(errno));
	stub_set_template(&regs);
	xstate_probe(z->task.pid);
	strip_child(z->task.pid);
}

static int clone_zygote(struct zygote *z, int *host_cpu)
{
	unsigned int done;
	int pid;

	affinity_follow(z->task.pid, &z->task.host_cpu);
	*host_cpu = z->task.host_cpu;
	pid = stub_clone(z->task.pid, z->slot, 0, !z->attached, 0, &done);
	if (pid > 0)
		z->attached = 1;
	return pid;
}

/* A new, empty process, bound to *@host_cpu.  Return: pid or -errno. */
int zygote_clone(int *host_cpu)
{
	return clone_zygote(&zygotes[vcpu_number()], host_cpu);
}

/* Before virtual CPU @cpu starts, on another: its zygote.  Return: 0 or -errno. */
int zygote_clone_for(int cpu)
{
	struct zygote *z = &zygotes[cpu];
	int slot = zygote_slot_get();
	int pid;

	if (slot < 0)
		return slot;
	handover_prepare();
	pid = zygote_clone(&z->task.host_cpu);
	if (pid < 0) {
		zygote_slot_put(slot);
		return pid;
	}
	z->slot = slot;
	z->task.pid = pid;
	z->task.owner = vcpu_number();
	return 0;
}

/* Its own thread then takes it. */
int zygote_adopt(int cpu)
{
	return task_take(&zygotes[cpu].task);
}

void zygote_kill(void)
{
	for (int i = 0; i < UM_MAX_CPUS; i++)
		if (zygotes[i].task.pid > 0)
			reaper_kill(zygotes[i].task.pid);
}

/* The system call that maps a space's own data page, see um_stub_attach. */
void zygote_attach_args(int slot, long arg[6])
{
	arg[0] = UM_STUB_DATA;
	arg[1] = STUB_PAGE;
	arg[2] = PROT_READ;
	arg[3] = MAP_SHARED | MAP_FIXED;
	arg[4] = stub.fd;
	arg[5] = (long)slot * STUB_PAGE;
}
