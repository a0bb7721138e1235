// SPDX-License-Identifier: GPL-2.0
/*
 * Every system call with arguments that make no sense.
 *
 * Nothing is expected of the answers; the caller may even die. But each call
 * must come to an end, and the machine must be sound afterwards. The calls
 * are made by an unprivileged user in children with small limits; the order
 * and the arguments are the same in every run.
 */
#define TEST_TIMEOUT	300
#include "harness.h"
#include <grp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>

#define LAST_CALL	470
#define TRIES		60

static volatile int *progress;		/* shared: the next try */
static unsigned long long seed;
static char *page_end;			/* the byte behind is not mapped */

static unsigned int rnd(unsigned int n)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (seed >> 33) % n;
}

/* Calls that end, stop or change the caller for good, or hit others. */
static bool left_out(int nr)
{
	switch (nr) {
	case SYS_exit: case SYS_exit_group: case SYS_pause: case SYS_rt_sigsuspend:
	case SYS_kill: case SYS_tkill: case SYS_tgkill: case SYS_rt_sigqueueinfo:
	case SYS_rt_tgsigqueueinfo: case SYS_pidfd_send_signal:
	case SYS_fork: case SYS_vfork: case SYS_clone: case SYS_clone3:
	case SYS_setitimer: case SYS_alarm: case SYS_rt_sigprocmask: case SYS_rt_sigaction:
	case SYS_setrlimit: case SYS_prlimit64: case SYS_reboot: case SYS_vhangup:
	case SYS_seccomp: case SYS_prctl: case SYS_setsid: case SYS_ptrace:
	case SYS_process_vm_writev: case SYS_userfaultfd: case SYS_set_robust_list:
		return true;
	}
	return false;
}

static unsigned long argument(void)
{
	static char buf[8192];
	static const unsigned long odd[] = {
		0, 1, 2, 3, 7, 8, 16, 0x20, 0x7f, 0xff, 0x1000, 0x1001, 0xffff, 0x7fffffff, 0x80000000,
		0xffffffff, -1UL, -2UL, -4096UL, 1UL << 32, 1UL << 46, 1UL << 47, (1UL << 47) - 4096,
		1UL << 62, 1UL << 63, 0x7fffffffffffffff, 0xffffffff81000000, 0xffff888000000000,
	};

	switch (rnd(8)) {
	case 0: case 1:
		return odd[rnd(sizeof(odd) / sizeof(*odd))];
	case 2:
		return rnd(12);				/* a descriptor, a small number */
	case 3:
		memset(buf, rnd(3) ? 0 : rnd(256), sizeof(buf));
		return (unsigned long)buf + rnd(64);
	case 4:
		return (unsigned long)page_end - rnd(40);
	case 5:
		return 1UL << rnd(64);
	case 6:
		return (unsigned long)argument;		/* code: not writable */
	default:
		return rnd(0x10000);
	}
}

static void nothing(int sig) { }

/* As somebody who can do no harm, with descriptors 3..8 of several kinds. */
static void prepare(void)
{
	struct rlimit mem = { 1UL << 30, 1UL << 30 }, files = { 64, 64 }, size = { 1 << 20, 1 << 20 };
	struct rlimit stack = { 1 << 20, 1 << 20 }, core = { 0, 0 }, cpu = { 20, 20 };
	struct sigaction sa = { .sa_handler = nothing };
	int i, p[2], null;

	MUST(prctl(PR_SET_PDEATHSIG, SIGKILL));
	setpgid(0, 0);
	for (i = 1; i < 32; i++)
		if (i != SIGKILL && i != SIGSTOP && i != SIGSEGV && i != SIGBUS && i != SIGILL)
			sigaction(i, &sa, NULL);
	sa.sa_handler = SIG_IGN;
	sigaction(SIGTSTP, &sa, NULL);
	sigaction(SIGTTIN, &sa, NULL);
	sigaction(SIGTTOU, &sa, NULL);
	null = open("/dev/null", O_RDWR);
	dup2(null, 0);
	dup2(null, 1);
	dup2(null, 2);
	close(null);
	syscall(SYS_close_range, 3, ~0U, 0);
	(void)!open(".", O_RDONLY);
	(void)!open("f", O_RDWR | O_CREAT, 0600);
	if (pipe2(p, O_NONBLOCK))
		_exit(9);
	(void)!open("/dev/zero", O_RDWR);
	(void)!open("/proc/self/status", O_RDONLY);
	page_end = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(page_end + 4096, 4096);
	page_end += 4096;
	if (!geteuid() && (setgroups(0, NULL) || setresgid(65534, 65534, 65534) ||
			   setresuid(65534, 65534, 65534)))
		_exit(9);
	setrlimit(RLIMIT_AS, &mem);
	setrlimit(RLIMIT_NOFILE, &files);
	setrlimit(RLIMIT_FSIZE, &size);
	setrlimit(RLIMIT_STACK, &stack);
	setrlimit(RLIMIT_CORE, &core);
	setrlimit(RLIMIT_CPU, &cpu);
}

static void try_calls(int nr)
{
	struct itimerval it = { { 0, 20000 }, { 0, 20000 } };
	unsigned long a[6];
	int i, k;

	for (i = *progress; i < TRIES; i = *progress) {
		*progress = i + 1;
		seed = nr * 1000ULL + i;
		for (k = 0; k < 10; k++)
			rnd(2);
		for (k = 0; k < 6; k++)
			a[k] = argument();
		setitimer(ITIMER_REAL, &it, NULL);	/* ends what waits */
		syscall(nr, a[0], a[1], a[2], a[3], a[4], a[5]);
	}
	_exit(0);
}

/* Runs one call TRIES times, in a new child whenever one dies. */
static void run_call(int nr)
{
	long end;
	pid_t pid;

	*progress = 0;
	while (*progress < TRIES) {
		int before = *progress;

		pid = MUST(fork());
		if (!pid) {
			prepare();
			try_calls(nr);
		}
		end = now_ms() + 3000;
		while (!waitpid(pid, NULL, WNOHANG)) {
			if (now_ms() > end) {
				kill(pid, SIGKILL);
				test_wait(pid);
				break;
			}
			usleep(200);
		}
		if (*progress == before)
			*progress = before + 1;
	}
}

static void run_range(int from, int to)
{
	int nr;

	scratch();
	MUST(chmod(".", 0777));
	progress = MUST(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
	for (nr = from; nr < to; nr++)
		if (!left_out(nr))
			run_call(nr);
	/* All is well: processes, files and memory still work. */
	MUST(chmod(".", 0755));
	write_file("after", "sound");
	CHECK_STR("sound", read_file("after"));
	pid_t pid = MUST(fork());

	if (!pid)
		_exit(5);
	CHECK_EXIT(pid, 5);
}

TEST(calls_0_to_99) { run_range(0, 100); }
TEST(calls_100_to_199) { run_range(100, 200); }
TEST(calls_200_to_299) { run_range(200, 300); }
TEST(calls_300_to_334) { run_range(300, 335); }
TEST(calls_from_424) { run_range(424, LAST_CALL); }
