// SPDX-License-Identifier: GPL-2.0
/* ptrace, as strace and gdb use it. */
#define HARNESS_EXEC	run_as_program
#include "harness.h"
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <elf.h>

#define PT(req, pid, addr, data) \
	ptrace((enum __ptrace_request)(req), pid, (void *)(long)(addr), (void *)(long)(data))

static void run_as_program(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--seven"))
		_exit(7);
}

/* Wait for a stop and say which; the whole status if it is none. */
static int wait_stop(pid_t pid)
{
	int st = test_wait(pid);

	return WIFSTOPPED(st) ? st >> 8 : -st;
}

static volatile long word = 0x1122334455667788;

static pid_t start_traced(void (*fn)(void))
{
	pid_t pid = MUST(fork());

	if (!pid) {
		MUST(PT(PTRACE_TRACEME, 0, 0, 0));
		raise(SIGSTOP);
		fn();
		_exit(0);
	}
	CHECK_EQ(SIGSTOP, wait_stop(pid));
	return pid;
}

static void just_exit(void) { _exit(3); }

TEST(traceme_and_continue)
{
	pid_t pid = start_traced(just_exit);

	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EXIT(pid, 3);
	CHECK_ERR(ESRCH, PT(PTRACE_CONT, pid, 0, 0));
}

TEST(peek_and_poke)
{
	pid_t pid = start_traced(just_exit);
	long mine = 42;

	errno = 0;
	CHECK_EQ(word, PT(PTRACE_PEEKDATA, pid, &word, 0));
	CHECK_EQ(0, errno);
	MUST(PT(PTRACE_POKEDATA, pid, &word, 99));
	CHECK_EQ(99, PT(PTRACE_PEEKTEXT, pid, &word, 0));
	CHECK_EQ(0x1122334455667788, word);		/* only the child's */
	CHECK_ERR(EIO, PT(PTRACE_PEEKDATA, pid, 8, 0));
	CHECK_ERR(EIO, PT(PTRACE_POKEDATA, pid, 8, 0));
	/* Code is read-only for the child, not for its tracer. */
	MUST(PT(PTRACE_POKETEXT, pid, just_exit, PT(PTRACE_PEEKTEXT, pid, just_exit, 0)));
	(void)mine;
	MUST(PT(PTRACE_KILL, pid, 0, 0));
	CHECK_KILLED(pid, SIGKILL);
}

static void call_getpid(void)
{
	_exit(syscall(SYS_getppid) == 4242 ? 0 : 1);
}

TEST(syscall_stops_and_changed_result)
{
	pid_t pid = start_traced(call_getpid);
	struct user_regs_struct r;
	int seen = 0, n;

	MUST(PT(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESYSGOOD));
	for (n = 0; n < 50; n++) {
		MUST(PT(PTRACE_SYSCALL, pid, 0, 0));
		if (wait_stop(pid) != (SIGTRAP | 0x80))
			break;
		MUST(PT(PTRACE_GETREGS, pid, 0, &r));
		if (r.orig_rax != SYS_getppid)
			continue;
		seen++;
		if (seen == 1) {
			CHECK_EQ(-ENOSYS, (long)r.rax);
		} else {
			CHECK_EQ(getpid(), (long)r.rax);
			r.rax = 4242;
			MUST(PT(PTRACE_SETREGS, pid, 0, &r));
			MUST(PT(PTRACE_DETACH, pid, 0, 0));
			break;
		}
	}
	CHECK_EQ(2, seen);
	CHECK_EXIT(pid, 0);
}

TEST(syscall_number_can_be_changed)
{
	pid_t pid = start_traced(call_getpid);
	struct user_regs_struct r;

	MUST(PT(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL));
	do {
		MUST(PT(PTRACE_SYSCALL, pid, 0, 0));
		MUST_TRUE(wait_stop(pid) == (SIGTRAP | 0x80));
		MUST(PT(PTRACE_GETREGS, pid, 0, &r));
	} while (r.orig_rax != SYS_getppid);
	r.orig_rax = -1;				/* skip it */
	MUST(PT(PTRACE_SETREGS, pid, 0, &r));
	MUST(PT(PTRACE_SYSCALL, pid, 0, 0));
	CHECK_EQ(SIGTRAP | 0x80, wait_stop(pid));
	MUST(PT(PTRACE_GETREGS, pid, 0, &r));
	CHECK_EQ(-ENOSYS, (long)r.rax);
	r.rax = 4242;
	MUST(PT(PTRACE_SETREGS, pid, 0, &r));
	MUST(PT(PTRACE_DETACH, pid, 0, 0));
	CHECK_EXIT(pid, 0);
}

TEST(syscall_info)
{
	pid_t pid = start_traced(call_getpid);
	struct __ptrace_syscall_info info;
	long n;

	MUST(PT(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACESYSGOOD));
	n = MUST(PT(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info));
	CHECK_EQ(PTRACE_SYSCALL_INFO_NONE, info.op);
	do {
		MUST(PT(PTRACE_SYSCALL, pid, 0, 0));
		MUST_TRUE(wait_stop(pid) == (SIGTRAP | 0x80));
		n = MUST(PT(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info));
	} while (info.op != PTRACE_SYSCALL_INFO_ENTRY || info.entry.nr != SYS_getppid);
	CHECK_GE(n, 80);
	CHECK_EQ(0xc000003e /* AUDIT_ARCH_X86_64 */, info.arch);
	CHECK_NE(0, info.instruction_pointer);
	CHECK_NE(0, info.stack_pointer);
	MUST(PT(PTRACE_SYSCALL, pid, 0, 0));
	wait_stop(pid);
	MUST(PT(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info));
	CHECK_EQ(PTRACE_SYSCALL_INFO_EXIT, info.op);
	CHECK_EQ(getpid(), info.exit.rval);
	CHECK_EQ(0, info.exit.is_error);
	MUST(PT(PTRACE_KILL, pid, 0, 0));
}

static void count_to_three(void)
{
	__asm__ volatile("nop; nop; nop; int3; nop" : : "a"(1));
	_exit(5);
}

TEST(single_step_and_breakpoint)
{
	pid_t pid = start_traced(count_to_three);
	struct user_regs_struct a, b;
	siginfo_t si;

	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EQ(SIGTRAP, wait_stop(pid));		/* int3 */
	MUST(PT(PTRACE_GETSIGINFO, pid, 0, &si));
	CHECK_EQ(SIGTRAP, si.si_signo);
	MUST(PT(PTRACE_GETREGS, pid, 0, &a));
	CHECK_EQ(0xcc, PT(PTRACE_PEEKTEXT, pid, a.rip - 1, 0) & 0xff);
	MUST(PT(PTRACE_SINGLESTEP, pid, 0, 0));
	CHECK_EQ(SIGTRAP, wait_stop(pid));
	MUST(PT(PTRACE_GETSIGINFO, pid, 0, &si));
	CHECK_EQ(TRAP_TRACE, si.si_code);
	MUST(PT(PTRACE_GETREGS, pid, 0, &b));
	CHECK_EQ(a.rip + 1, b.rip);
	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EXIT(pid, 5);
}

TEST(hundred_steps_move_on)
{
	pid_t pid = start_traced(just_exit);
	struct user_regs_struct r;
	unsigned long last = 0;
	int i, moved = 0;

	for (i = 0; i < 30; i++) {
		MUST(PT(PTRACE_SINGLESTEP, pid, 0, 0));
		if (wait_stop(pid) != SIGTRAP)
			break;
		MUST(PT(PTRACE_GETREGS, pid, 0, &r));
		moved += r.rip != last;
		last = r.rip;
	}
	CHECK_GE(moved, 10);
	kill(pid, SIGKILL);
}

static void set_registers(void)
{
	long r15;

	__asm__ volatile("mov $0x77, %%r15\n\tint3\n\tmov %%r15, %0" : "=r"(r15) : : "r15");
	_exit(r15 == 0x1234 ? 0 : 1);
}

TEST(registers_by_every_door)
{
	pid_t pid = start_traced(set_registers);
	struct user_regs_struct r;
	struct user_fpregs_struct fp;
	struct iovec iov = { &r, sizeof(r) };

	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EQ(SIGTRAP, wait_stop(pid));
	CHECK_EQ(0x77, PT(PTRACE_PEEKUSER, pid, offsetof(struct user, regs.r15), 0));
	MUST(PT(PTRACE_POKEUSER, pid, offsetof(struct user, regs.r15), 0x88));
	MUST(PT(PTRACE_GETREGSET, pid, NT_PRSTATUS, &iov));
	CHECK_EQ(sizeof(r), iov.iov_len);
	CHECK_EQ(0x88, r.r15);
	r.r15 = 0x1234;
	MUST(PT(PTRACE_SETREGSET, pid, NT_PRSTATUS, &iov));
	MUST(PT(PTRACE_GETFPREGS, pid, 0, &fp));
	CHECK_EQ(0x37f, fp.cwd);
	CHECK_ERR(EIO, PT(PTRACE_PEEKUSER, pid, 0x10000, 0));
	CHECK_ERR(EIO, PT(PTRACE_PEEKUSER, pid, 3, 0));
	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EXIT(pid, 0);
}

static volatile int got;

static void note(int sig) { got = sig; }

static void wait_for_signal(void)
{
	signal(SIGUSR1, note);
	signal(SIGUSR2, note);
	raise(SIGUSR1);
	_exit(got);
}

TEST(signals_can_be_dropped_or_changed)
{
	pid_t pid = start_traced(wait_for_signal);

	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EQ(SIGUSR1, wait_stop(pid));
	MUST(PT(PTRACE_CONT, pid, 0, 0));		/* dropped */
	CHECK_EXIT(pid, 0);
	pid = start_traced(wait_for_signal);
	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EQ(SIGUSR1, wait_stop(pid));
	MUST(PT(PTRACE_CONT, pid, 0, SIGUSR1));		/* delivered */
	CHECK_EXIT(pid, SIGUSR1);
	pid = start_traced(wait_for_signal);
	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EQ(SIGUSR1, wait_stop(pid));
	MUST(PT(PTRACE_CONT, pid, 0, SIGUSR2));		/* another one */
	CHECK_EXIT(pid, SIGUSR2);
}

static void exec_seven(void)
{
	execl("/proc/self/exe", "x", "--seven", (char *)NULL);
	_exit(1);
}

TEST(exec_stops_with_trap_or_event)
{
	pid_t pid = start_traced(exec_seven);

	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EQ(SIGTRAP, wait_stop(pid));
	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EXIT(pid, 7);
	pid = start_traced(exec_seven);
	MUST(PT(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACEEXEC));
	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EQ(SIGTRAP | PTRACE_EVENT_EXEC << 8, wait_stop(pid));
	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EXIT(pid, 7);
}

static void fork_once(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(4);
	_exit(WEXITSTATUS(test_wait(pid)));
}

TEST(fork_and_exit_events)
{
	pid_t pid = start_traced(fork_once);
	unsigned long msg = 0;

	MUST(PT(PTRACE_SETOPTIONS, pid, 0, PTRACE_O_TRACEFORK | PTRACE_O_TRACEEXIT));
	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EQ(SIGTRAP | PTRACE_EVENT_FORK << 8, wait_stop(pid));
	MUST(PT(PTRACE_GETEVENTMSG, pid, 0, &msg));
	CHECK_GT(msg, 0);
	CHECK_EQ(SIGSTOP, wait_stop(msg));		/* the child, traced too */
	MUST(PT(PTRACE_DETACH, msg, 0, 0));
	MUST(PT(PTRACE_CONT, pid, 0, 0));
	if (wait_stop(pid) == SIGCHLD)			/* may come first */
		MUST(PT(PTRACE_CONT, pid, 0, 0));
	else
		goto exit_event;
	CHECK_EQ(SIGTRAP | PTRACE_EVENT_EXIT << 8, wait_stop(pid));
exit_event:
	MUST(PT(PTRACE_GETEVENTMSG, pid, 0, &msg));
	CHECK_EQ(4 << 8, msg);
	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK_EXIT(pid, 4);
}

static pid_t child_pause(void)
{
	pid_t pid = MUST(fork());

	if (!pid)
		for (;;)
			pause();
	CHECK(wait_state(pid, 'S'));
	return pid;
}

TEST(attach_and_detach)
{
	pid_t pid = child_pause();

	MUST(PT(PTRACE_ATTACH, pid, 0, 0));
	CHECK_EQ(SIGSTOP, wait_stop(pid));
	CHECK_EQ('t', task_state(pid));
	CHECK_ERR(EPERM, PT(PTRACE_ATTACH, pid, 0, 0));	/* already */
	MUST(PT(PTRACE_DETACH, pid, 0, 0));
	CHECK(wait_state(pid, 'S'));
	CHECK_ERR(ESRCH, PT(PTRACE_CONT, pid, 0, 0));
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
}

TEST(seize_interrupt_listen)
{
	pid_t pid = child_pause();
	int st;

	MUST(PT(PTRACE_SEIZE, pid, 0, PTRACE_O_TRACESYSGOOD));
	CHECK_EQ('S', task_state(pid));			/* not stopped by it */
	MUST(PT(PTRACE_INTERRUPT, pid, 0, 0));
	CHECK_EQ(SIGTRAP | PTRACE_EVENT_STOP << 8, wait_stop(pid));
	MUST(PT(PTRACE_CONT, pid, 0, 0));
	CHECK(wait_state(pid, 'S'));			/* the call goes on */
	kill(pid, SIGSTOP);
	CHECK_EQ(SIGSTOP, wait_stop(pid));
	MUST(PT(PTRACE_CONT, pid, 0, SIGSTOP));
	CHECK_EQ(SIGSTOP | PTRACE_EVENT_STOP << 8, wait_stop(pid));
	MUST(PT(PTRACE_LISTEN, pid, 0, 0));
	CHECK_EQ(0, waitpid(pid, &st, WNOHANG));
	kill(pid, SIGCONT);
	CHECK_EQ(SIGTRAP | PTRACE_EVENT_STOP << 8, wait_stop(pid));
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
}

TEST(errors)
{
	pid_t pid = child_pause();

	CHECK_ERR(ESRCH, PT(PTRACE_PEEKDATA, pid, &word, 0));	/* not traced */
	CHECK_ERR(ESRCH, PT(PTRACE_ATTACH, 0x3fffffff, 0, 0));
	CHECK_ERR(EPERM, PT(PTRACE_ATTACH, getpid(), 0, 0));
	CHECK_ERR(EIO, PT(PTRACE_SEIZE, pid, 1, 0));
	CHECK_ERR(EIO, PT(PTRACE_SEIZE, pid, 0, 0x80000000));
	MUST(PT(PTRACE_SEIZE, pid, 0, 0));
	CHECK_ERR(ESRCH, PT(PTRACE_PEEKDATA, pid, &word, 0));	/* runs */
	MUST(PT(PTRACE_INTERRUPT, pid, 0, 0));
	wait_stop(pid);
	CHECK_ERR(EINVAL, PT(PTRACE_SETOPTIONS, pid, 0, 0x80000000));
	CHECK_ERR(EIO, PT(PTRACE_CONT, pid, 0, 99));
	kill(pid, SIGKILL);
}

TEST(exitkill_takes_the_tracee)
{
	int p[2], st;
	pid_t mid, pid;
	char ch;

	MUST(pipe(p));
	pid = child_pause();
	mid = MUST(fork());
	if (!mid) {
		MUST(PT(PTRACE_SEIZE, pid, 0, PTRACE_O_EXITKILL));
		MUST(write(p[1], "x", 1));
		_exit(0);
	}
	MUST(read(p[0], &ch, 1));
	CHECK_EXIT(mid, 0);
	CHECK_EQ(pid, waitpid(pid, &st, 0));
	CHECK(WIFSIGNALED(st));
}

TEST(tracer_death_frees_the_tracee)
{
	pid_t pid = child_pause(), mid = MUST(fork());

	if (!mid) {
		MUST(PT(PTRACE_ATTACH, pid, 0, 0));
		test_wait(pid);
		_exit(0);
	}
	CHECK_EXIT(mid, 0);
	CHECK(wait_state(pid, 'S') || wait_state(pid, 'T'));
	CHECK_NE('t', task_state(pid));
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
}

TEST(process_vm_readv_writev)
{
	static char theirs[100] = "of the parent";
	char mine[100] = "";
	struct iovec l = { mine, 13 }, r = { theirs, 13 };
	pid_t pid = child_pause();

	CHECK_EQ(13, process_vm_readv(pid, &l, 1, &r, 1, 0));
	CHECK_STR("of the parent", mine);
	memcpy(mine, "by the tracer", 13);
	CHECK_EQ(13, process_vm_writev(pid, &l, 1, &r, 1, 0));
	CHECK_STR("of the parent", theirs);
	memset(mine, 0, sizeof(mine));
	CHECK_EQ(13, process_vm_readv(pid, &l, 1, &r, 1, 0));
	CHECK_STR("by the tracer", mine);
	r.iov_base = (void *)8;
	CHECK_ERR(EFAULT, process_vm_readv(pid, &l, 1, &r, 1, 0));
	CHECK_ERR(EINVAL, process_vm_readv(pid, &l, 1, &r, 1, 1));
	CHECK_ERR(ESRCH, process_vm_readv(0x3fffffff, &l, 1, &r, 1, 0));
	kill(pid, SIGKILL);
}
