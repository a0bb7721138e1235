// SPDX-License-Identifier: GPL-2.0
/*
 * Stand-alone test of the engine: drives map, run, fault, fork, thread, kick,
 * timer and destroy with a few bytes of guest code, and tells what they cost.
 * Output is TAP.
 *
 * usage: engine-test ptrace|seccomp [any]	any: do not bind to one host CPU
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include "internal.h"
#include <os_process.h>

/* The rest of the host half is not part of this. */
struct um_options um_options = { .mem = 64 << 20, .quiet = 1,
				 .ncpus = 1 };
void exit_cleanup(void) {}
void signals_thread_stack(void) {}

static int nr, bad;

static void ok(int good, const char *what)
{
	printf("%sok %d %s\n", good ? "" : "not ", ++nr, what);
	fflush(stdout);
	bad += !good;
}

#define CODE	0x400000UL
#define DATA	0x600000UL
#define RAM_CODE 0x10000UL
#define RAM_DATA 0x20000UL

static struct um_event ev;

static void put_code(unsigned long off, const void *code, int len)
{
	memcpy(um_machine.physmem + RAM_CODE + off, code, len);
}

static int map(struct host_task *t, unsigned long va, unsigned long ram,
	       unsigned long len, unsigned int prot)
{
	struct um_map_op op = { UM_MAP, prot, va, len, ram };
	unsigned int done;

	return os_map_apply(t->space, &op, 1, &done);
}

static struct um_regs start_regs(unsigned long rip)
{
	return (struct um_regs){ .rip = rip, .cs = 0x33, .ss = 0x2b,
				 .eflags = 0x202, .rsp = DATA + 4096 };
}

static void *kick_later(void *arg)
{
	usleep(20000);
	os_kick(0);
	return arg;
}

static void test_syscall(struct host_task *t)
{
	/* mov $39,%eax; syscall; jmp . - 7 */
	static const char loop[] = "\xb8\x27\0\0\0\x0f\x05\xeb\xf7";
	struct um_regs regs = start_regs(CODE);
	unsigned long long t0;
	int i;

	put_code(0, loop, sizeof(loop));
	ok(map(t, CODE, RAM_CODE, 8192, UM_PROT_READ | UM_PROT_EXEC) == 0, "map");
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_SYSCALL && regs.orig_rax == 39 &&
	   regs.rip == CODE + 7, "syscall stops");
	t0 = os_monotonic_ns();
	for (i = 0; i < 20000; i++) {
		regs.rax = i;
		os_task_run(t, &regs, 0, &ev);
		if (ev.type != UM_EVENT_SYSCALL)
			break;
	}
	ok(i == 20000, "20000 syscalls");
	printf("# %llu ns per syscall\n", (os_monotonic_ns() - t0) / 20000);
}

static void test_fault(struct host_task *t)
{
	/* mov %rax,(%rdi); syscall */
	static const char store[] = "\x48\x89\x07\x0f\x05";
	struct um_regs regs = start_regs(CODE + 0x100);
	unsigned long long t0;
	int i;

	put_code(0x100, store, sizeof(store));
	regs.rdi = DATA + 8;
	regs.rax = 42;
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_FAULT && !ev.mapped && !ev.exec &&
	   ev.addr == DATA + 8, "fault on nothing");
	map(t, DATA, RAM_DATA, 4096, UM_PROT_READ);
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_FAULT && ev.mapped && ev.addr == DATA + 8,
	   "fault on read-only page");
	map(t, DATA, RAM_DATA, 4096, UM_PROT_READ | UM_PROT_WRITE);
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_SYSCALL, "store done");
	ok(*(long *)(um_machine.physmem + RAM_DATA + 8) == 42, "RAM has it");

	t0 = os_monotonic_ns();
	for (i = 0; i < 2000; i++) {
		regs.rip = CODE + 0x100;
		regs.rdi = 0x10000000 + i * 4096UL;
		os_task_run(t, &regs, 0, &ev);
		if (ev.type != UM_EVENT_FAULT || ev.addr != regs.rdi)
			break;
		map(t, regs.rdi, 0x100000 + i * 4096UL, 4096, 3);
		os_task_run(t, &regs, 0, &ev);
		if (ev.type != UM_EVENT_SYSCALL)
			break;
	}
	ok(i == 2000, "2000 faults");
	printf("# %llu ns per fault+map+syscall\n", (os_monotonic_ns() - t0) / 2000);
	regs = start_regs(0x7000);
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_FAULT && ev.exec && ev.addr == 0x7000, "fetch fault");
}

static void test_traps(struct host_task *t)
{
	/* ud2; int3; int 0x80; mov (noncanonical); div by zero; nop nop syscall */
	static const char code[] = "\x0f\x0b\xcc\xcd\x80\x90\x90\x90"
		"\x48\xb8\0\0\0\0\0\0\0\x80\x8b\x00\x31\xc9\xf7\xf1\x90\x90\x0f\x05";
	struct um_regs regs = start_regs(CODE + 0x200);

	put_code(0x200, code, sizeof(code));
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_TRAP && ev.signo == SIGILL && ev.addr == CODE + 0x200,
	   "ud2");
	regs.rip = CODE + 0x202;
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_TRAP && ev.signo == SIGTRAP &&
	   regs.rip == CODE + 0x203, "int3");
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_COMPAT, "int 0x80");
	regs.rip = CODE + 0x208;
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_TRAP && ev.signo == SIGSEGV && ev.code == 0x80,
	   "non-canonical address");
	regs.rip = CODE + 0x214;
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_TRAP && ev.signo == SIGFPE && ev.code == 1, "divide");
	regs.rip = CODE + 0x218;
	os_task_run(t, &regs, UM_RUN_STEP, &ev);
	ok(ev.type == UM_EVENT_TRAP && ev.signo == SIGTRAP &&
	   regs.rip == CODE + 0x219, "single step");
	regs.cs = 0x1234 & ~3UL;
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_SYSCALL && regs.cs == 0x33, "bad cs is replaced");
}

static void test_kick(struct host_task *t)
{
	struct um_regs regs = start_regs(CODE + 0x300);
	pthread_t thread;
	struct os_event oe;
	unsigned long long t0;
	int fd = eventfd(0, 0), stale = 0;

	put_code(0x300, "\xeb\xfe", 2);
	pthread_create(&thread, NULL, kick_later, NULL);
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_KICKED && regs.rip == CODE + 0x300, "kick");
	pthread_join(thread, NULL);
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_KICKED, "pending keeps the guest out");
	ok(os_events_poll(&oe, 1) == 0, "no events");

	t0 = os_monotonic_ns();
	os_timer_program(0, t0 + 30000000);
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_KICKED && os_monotonic_ns() - t0 >= 30000000 &&
	   os_monotonic_ns() - t0 < 40000000, "timer");
	os_timer_program(0, 0);
	os_events_poll(&oe, 1);
	for (int i = 0; i < 2000; i++) {	/* kicks against the wall */
		struct um_regs sys = start_regs(CODE);

		os_kick(0);
		os_events_poll(&oe, 1);
		kill(t->pid, SIGALRM);
		os_task_run(t, &sys, 0, &ev);
		stale += ev.type != UM_EVENT_SYSCALL;
	}
	ok(!stale, "stale kicks are swallowed");

	ok(os_event_add(fd, OS_EVENT_READ, 77) == 0, "event add");
	if (!fork()) {
		usleep(20000);
		eventfd_write(fd, 1);
		_exit(0);
	}
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_KICKED, "event kicks a running guest");
	ok(os_events_poll(&oe, 1) == 1 && oe.cookie == 77, "and is reported");
	if (!fork()) {
		usleep(20000);
		eventfd_write(fd, 1);
		_exit(0);
	}
	um_vcpus[0].pending = 0;
	while (!um_vcpus[0].pending)
		os_idle(0);
	ok(os_events_poll(&oe, 1) == 1 && oe.cookie == 77, "event ends idle");
	um_vcpus[0].pending = 0;
	t0 = os_monotonic_ns();
	os_timer_program(0, t0 + 3000000);
	while (!um_vcpus[0].pending)
		os_idle(0);
	t0 = os_monotonic_ns() - t0;
	ok(t0 >= 3000000 && t0 < 5000000, "idle until the timer");
	printf("# idle of 3000 us took %llu us\n", t0 / 1000);
	os_timer_program(0, 0);
	um_vcpus[0].pending = 0;
	os_event_del(fd);
}

static void test_fork(struct host_task *t)
{
	/* movq %xmm0,%rax; syscall   and   movq %rax,%xmm0; syscall */
	static const char get[] = "\x66\x48\x0f\x7e\xc0\x0f\x05";
	static const char set[] = "\x66\x48\x0f\x6e\xc0\x0f\x05";
	struct host_space space = { 0 };
	struct host_task child = { 0 }, thread = { 0 };
	struct um_map_op op = { UM_PROTECT, UM_PROT_READ, DATA, 4096, 0 };
	struct um_regs regs = start_regs(CODE + 0x420), cregs;
	unsigned int done;
	unsigned long long t0, t1 = 0;
	int i;

	put_code(0x400, get, sizeof(get));
	put_code(0x420, set, sizeof(set));
	put_code(0x440, "\x48\x89\x07\x0f\x05", 5);
	regs.rax = 0x1234567;
	os_task_run(t, &regs, 0, &ev);
	ok(os_space_clone(&space, &child, t, &op, 1, &done) == 0 && done == 1,
	   "write-protect and fork");
	cregs = start_regs(CODE + 0x400);
	os_task_run(&child, &cregs, 0, &ev);
	ok(ev.type == UM_EVENT_SYSCALL && cregs.orig_rax == 0x1234567,
	   "child has FP state and mappings");
	cregs = start_regs(CODE + 0x440);
	cregs.rdi = DATA;
	os_task_run(&child, &cregs, 0, &ev);
	ok(ev.type == UM_EVENT_FAULT && ev.mapped, "child's page is protected");
	ok(map(&child, DATA, 0x30000, 4096, 3) == 0, "private copy");
	cregs.rax = 99;
	os_task_run(&child, &cregs, 0, &ev);
	ok(*(long *)(um_machine.physmem + 0x30000) == 99, "child writes its own");
	ok(os_task_create(&thread, &child) == 0, "thread");
	cregs = start_regs(CODE + 0x440);
	cregs.rdi = DATA + 64;
	cregs.rax = 98;
	os_task_run(&thread, &cregs, 0, &ev);
	ok(ev.type == UM_EVENT_SYSCALL &&
	   *(long *)(um_machine.physmem + 0x30000 + 64) == 98, "shares memory");
	os_task_destroy(&child);
	cregs = start_regs(CODE + 0x440);
	cregs.rdi = DATA + 72;
	os_task_run(&thread, &cregs, 0, &ev);
	ok(ev.type == UM_EVENT_SYSCALL, "thread outlives the first task");
	os_task_destroy(&thread);
	os_space_destroy(&space);
	t0 = os_monotonic_ns();
	for (i = 0; i < 500; i++) {
		unsigned long long t2 = os_monotonic_ns();

		if (os_space_clone(&space, &child, t, NULL, 0, &done))
			break;
		t1 += os_monotonic_ns() - t2;
		cregs = start_regs(CODE);
		os_task_run(&child, &cregs, 0, &ev);
		if (ev.type != UM_EVENT_SYSCALL)
			break;
		os_task_destroy(&child);
		os_space_destroy(&space);
		if (i % 4 == 0)
			reaper_poll();
	}
	ok(i == 500, "500 forks");
	printf("# %llu us per fork+run+exit, %llu of it the fork\n",
	       (os_monotonic_ns() - t0) / 500000, t1 / 500000);
	t0 = os_monotonic_ns();
	for (i = 0; i < 500; i++) {
		if (os_space_create(&space, &child) ||
		    map(&child, CODE, RAM_CODE, 4096, 5))
			break;
		os_task_destroy(&child);
		os_space_destroy(&space);
	}
	ok(i == 500, "500 spaces");
	printf("# %llu us per create+map+destroy\n", (os_monotonic_ns() - t0) / 500000);
}

static void test_limits(struct host_task *t)
{
	struct um_map_op ops[UM_MAP_BATCH];
	unsigned int done = 0, i;
	unsigned long va = 0x20000000, total = 0;
	int err = 0;
	unsigned int size = os_xstate_size();
	char *buf = malloc(size);

	while (!err && total < 200000) {
		for (i = 0; i < UM_MAP_BATCH; i++, va += 8192)
			ops[i] = (struct um_map_op){ UM_MAP, 3, va, 4096,
						     0x100000 };
		err = os_map_apply(t->space, ops, UM_MAP_BATCH, &done);
		total += done;
	}
	printf("# %lu mappings, then error %d at operation %u\n", total, err, done);
	ok(err == -ENOMEM || total >= 200000, "limit of mappings is reported");
	ops[0] = (struct um_map_op){ UM_UNMAP, 0, 0x20000000, va - 0x20000000, 0 };
	ok(os_map_apply(t->space, ops, 1, &done) == 0, "and all can be unmapped");
	ops[0].len = UM_STUB_END;
	ok(os_map_apply(t->space, ops, 1, &done) == -EINVAL, "stub is out of reach");
	ok(os_get_xstate(t, buf, size) == (int)size, "get xstate");
	memset(buf + 160, 0x5a, 16);
	ok(os_set_xstate(t, buf, size) == 0, "set xstate");
	printf("# xstate %u bytes, features %llx\n", size, os_xstate_features());
	free(buf);
}

static void test_death(struct host_task *t)
{
	struct um_regs regs = start_regs(CODE + 0x300);
	pid_t pid = t->pid;

	if (!fork()) {
		usleep(20000);
		kill(pid, SIGKILL);
		_exit(0);
	}
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_DIED, "killed by somebody");
	os_task_run(t, &regs, 0, &ev);
	ok(ev.type == UM_EVENT_DIED, "stays dead");
	os_task_destroy(t);
}

int main(int argc, char **argv)
{
	struct host_space space = { 0 };
	struct host_task task = { 0 };

	if (argc < 2)
		return 2;
	um_options.seccomp = strcmp(argv[1], "ptrace") ? UM_SECCOMP_ON :
							 UM_SECCOMP_OFF;
	vcpu_prepare();
	memory_open();
	engine_start();
	memory_map();
	events_init();
	vcpu_init(0);
	if (argc < 3)
		affinity_start();
	ok(os_space_create(&space, &task) == 0, "space");
	test_syscall(&task);
	test_fault(&task);
	test_traps(&task);
	test_kick(&task);
	test_fork(&task);
	test_limits(&task);
	test_death(&task);
	os_space_destroy(&space);
	printf("1..%d\n", nr);
	return bad != 0;
}
