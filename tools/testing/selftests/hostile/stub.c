// SPDX-License-Identifier: GPL-2.0
/*
 * Attacks on the code that the engine keeps inside guest processes: see
 * Documentation/virt/uml/security.rst. A process may spoil itself; others, the
 * kernel and the host must not notice. Where there is no such code (stock Linux)
 * all of it is skipped.
 *
 * An attack is made by a thread that jumps into the stub with registers of its
 * choice, or by one that overwrites what the stub works with; another thread of
 * the same process watches for what must not happen.
 */
#include "harness.h"
#include <pthread.h>
#include <setjmp.h>
#include <sys/prctl.h>

#define CODE		0x7fffffffe000UL
#define DATA		0x7fffffffd000UL
#define SLOTS		0x7fffd0000000UL
#define SLOT_SIZE	16384UL
#define PAGE		4096UL
#define TARGET		0x10000000UL	/* where attacks want to see a page */
#define WATCH_MS	4

struct registers {
	unsigned long rax, rbx, rcx, rdx, rsi, rdi, rbp, rsp;
	unsigned long r8, r9, r10, r11, r12, r13, r14, r15, rip;
};

static struct registers attack;
static sigjmp_buf probe_failed;
static volatile pid_t prober;
static unsigned char code[PAGE];

static void on_fault(int sig)
{
	(void)sig;
	if (syscall(SYS_gettid) == prober)
		siglongjmp(probe_failed, 1);
	for (;;)
		pause();		/* the attacker has failed: leave the stage to the watcher */
}

static void catch_faults(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS };
	struct sigaction sa = { .sa_handler = on_fault, .sa_flags = SA_NODEFER | SA_ONSTACK };
	static char stack[65536];
	stack_t ss = { .ss_sp = stack, .ss_size = sizeof(stack) };

	sigaltstack(&ss, NULL);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &sa, NULL);
}

static bool is_readable(unsigned long addr)
{
	prober = syscall(SYS_gettid);
	if (sigsetjmp(probe_failed, 1))
		return false;
	(void)*(volatile char *)addr;
	return true;
}

/* All registers at once; nobody comes back. */
__attribute__((noreturn)) static void jump(void)
{
	asm volatile(
		"mov %c[rax](%0), %%rax\n\t" "mov %c[rbx](%0), %%rbx\n\t"
		"mov %c[rcx](%0), %%rcx\n\t" "mov %c[rdx](%0), %%rdx\n\t"
		"mov %c[rsi](%0), %%rsi\n\t" "mov %c[rbp](%0), %%rbp\n\t"
		"mov %c[rsp](%0), %%rsp\n\t" "mov %c[r8](%0), %%r8\n\t"
		"mov %c[r9](%0), %%r9\n\t" "mov %c[r10](%0), %%r10\n\t"
		"mov %c[r11](%0), %%r11\n\t" "mov %c[r12](%0), %%r12\n\t"
		"mov %c[r13](%0), %%r13\n\t" "mov %c[r14](%0), %%r14\n\t"
		"mov %c[r15](%0), %%r15\n\t" "mov %c[rdi](%0), %%rdi\n\t"
		"jmp *%[rip]"
		:: "D"(&attack), [rip] "m"(attack.rip),
		   [rax] "i"(offsetof(struct registers, rax)), [rbx] "i"(offsetof(struct registers, rbx)),
		   [rcx] "i"(offsetof(struct registers, rcx)), [rdx] "i"(offsetof(struct registers, rdx)),
		   [rsi] "i"(offsetof(struct registers, rsi)), [rdi] "i"(offsetof(struct registers, rdi)),
		   [rbp] "i"(offsetof(struct registers, rbp)), [rsp] "i"(offsetof(struct registers, rsp)),
		   [r8] "i"(offsetof(struct registers, r8)), [r9] "i"(offsetof(struct registers, r9)),
		   [r10] "i"(offsetof(struct registers, r10)), [r11] "i"(offsetof(struct registers, r11)),
		   [r12] "i"(offsetof(struct registers, r12)), [r13] "i"(offsetof(struct registers, r13)),
		   [r14] "i"(offsetof(struct registers, r14)), [r15] "i"(offsetof(struct registers, r15))
		: "memory");
	__builtin_unreachable();
}

static void *attacker(void *unused)
{
	(void)unused;
	jump();
}

/* Run the attack in a process of its own. Return: did the watcher see TARGET? */
static bool attack_works(void)
{
	pthread_t thread;
	int status;
	pid_t pid = MUST(fork());

	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		alarm(5);
		catch_faults();
		if (pthread_create(&thread, NULL, attacker, NULL))
			_exit(0);
		for (int i = 0; i < WATCH_MS; i++) {
			if (is_readable(TARGET))
				_exit(99);
			usleep(1000);
		}
		kill(getpid(), SIGKILL);	/* whatever the attacker is doing now */
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) && WEXITSTATUS(status) == 99;
}

static void need_stub(void)
{
	bool there;

	catch_faults();
	there = is_readable(CODE);
	for (size_t i = 0; there && i < PAGE; i++)
		code[i] = ((volatile unsigned char *)CODE)[i];
	for (int sig = 1; sig < 32; sig++)
		signal(sig, SIG_DFL);
	if (!there)
		SKIP("no stub in this process");
}

/* Registers with which a system call of number @nr would do the most harm. */
static void harmful(unsigned long nr, int fd)
{
	static unsigned char fake[8 * PAGE] __attribute__((aligned(4096)));

	memset(&attack, 0, sizeof(attack));
	attack.rax = nr;
	attack.rdi = TARGET;
	attack.rsi = PAGE;
	attack.rdx = PROT_READ | PROT_WRITE;
	attack.r10 = MAP_SHARED | MAP_FIXED;
	attack.r8 = fd;
	attack.r9 = 0x100000;
	attack.rbx = attack.rbp = (unsigned long)fake + 4 * PAGE;
	attack.rsp = (unsigned long)fake + 4 * PAGE;
	attack.r12 = attack.rbx;
	/* Made up commands, should rbx or rbp be believed: sequence, then mmap in each slot. */
	for (size_t i = 0; i < sizeof(fake) / sizeof(unsigned long); i++)
		((unsigned long *)fake)[i] = i % 8 == 0 ? SYS_mmap : i % 8 == 1 ? TARGET : i % 8 == 2 ? PAGE :
			i % 8 == 3 ? PROT_READ : i % 8 == 4 ? MAP_SHARED | MAP_FIXED : i % 8 == 5 ? (unsigned long)fd : 0;
}

TEST(no_call_instruction_maps_memory)
{
	static const int calls[] = { SYS_mmap, SYS_mremap, SYS_shmat, SYS_remap_file_pages, SYS_clone, SYS_execve };

	need_stub();
	for (size_t at = 0; at + 1 < PAGE; at++) {
		if (code[at] != 0x0f || code[at + 1] != 0x05)
			continue;
		for (size_t c = 0; c < sizeof(calls) / sizeof(calls[0]); c++) {
			harmful(calls[c], 3 + at % 5);
			attack.rip = CODE + at;
			if (attack_works())
				FAIL("call %d at stub offset %#zx mapped a page", calls[c], at);
		}
	}
}

TEST(no_byte_of_the_stub_maps_memory)
{
	need_stub();
	for (size_t at = 0; at < PAGE && (at < 1536 || code[at]); at += 1 + at % 5) {
		harmful(SYS_mmap, 3 + at % 8);
		attack.rip = CODE + at;
		if (attack_works())
			FAIL("jumping to stub offset %#zx mapped a page", at);
	}
}

/* A page shared with the parent until it is written must stay the parent's. */
TEST(write_protection_cannot_be_lifted)
{
	static const int calls[] = { SYS_mprotect, SYS_munmap, SYS_madvise };
	volatile char *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	need_stub();
	memset((char *)page, 'p', PAGE);
	for (size_t at = 0; at + 1 < PAGE; at++) {
		if (code[at] != 0x0f || code[at + 1] != 0x05)
			continue;
		for (size_t c = 0; c < 3; c++) {
			harmful(calls[c], 3);
			attack.rdi = (unsigned long)page;
			attack.rip = CODE + at;
			attack_works();
			if (page[0] != 'p' || page[PAGE - 1] != 'p')
				FAIL("call %d at stub offset %#zx changed another's page", calls[c], at);
		}
	}
}

/* The ptrace engine has no slots; it writes its commands when all threads stand still. */
TEST(commands_cannot_be_written)
{
	volatile bool written = false;

	need_stub();
	catch_faults();
	for (unsigned long addr = is_readable(SLOTS) ? DATA : CODE; addr < CODE + PAGE; addr += 512) {
		prober = syscall(SYS_gettid);
		if (sigsetjmp(probe_failed, 1))
			continue;
		*(volatile char *)addr = *(volatile char *)addr;
		written = true;
	}
	CHECK(!written);
}

static void *scribble(void *seed)
{
	unsigned int s = (unsigned long)seed;

	for (;;) {
		for (unsigned long slot = SLOTS; is_readable(slot); slot += SLOT_SIZE) {
			unsigned long *p = (unsigned long *)(slot + rand_r(&s) % (SLOT_SIZE / 8) * 8);

			*(volatile unsigned long *)p = rand_r(&s) % 3 ? (unsigned long)rand_r(&s) % 8 : (unsigned long)p;
			*(volatile unsigned int *)(slot + rand_r(&s) % 16 * 4) = rand_r(&s) % 4;
		}
	}
	return NULL;
}

static void *work(void *unused)
{
	(void)unused;
	for (;;) {
		char *p = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		if (p != MAP_FAILED) {
			memset(p, 1, 4 * PAGE);
			munmap(p, 4 * PAGE);
		}
		syscall(SYS_getppid);
		sched_yield();
	}
	return NULL;
}

/* Control pages and signal stacks full of nonsense, while the stub uses them. */
TEST(a_process_that_forges_its_state_dies_alone)
{
	int status, alive[2];
	char c;

	need_stub();
	for (int round = 0; round < 8; round++) {
		pid_t pid;

		MUST(pipe(alive));
		pid = MUST(fork());
		if (!pid) {
			pthread_t t;

			prctl(PR_SET_PDEATHSIG, SIGKILL);
			catch_faults();
			close(alive[0]);
			for (long i = 0; i < 3; i++)
				pthread_create(&t, NULL, i ? work : scribble, (void *)(round * 7L + 1));
			for (;;)
				pause();
		}
		close(alive[1]);
		usleep(60000);
		kill(pid, SIGKILL);
		CHECK_EQ(pid, waitpid(pid, &status, 0));
		CHECK_EQ(0, read(alive[0], &c, 1));	/* every thread is gone: its end is closed */
		close(alive[0]);
	}
}

struct shared { volatile int stop, leaks; };

/* Look at a page that is being taken away, until it faults or shows what is not ours. */
static void *spy(void *arg)
{
	struct shared *sh = arg;

	prober = syscall(SYS_gettid);
	while (!sh->stop) {
		if (sigsetjmp(probe_failed, 1))
			continue;
		for (volatile char *p = (char *)TARGET; !sh->stop; ) {
			char c = *p;

			if (c && c != 'm')
				sh->leaks++;
		}
	}
	return NULL;
}

/* What a page becomes after munmap() is nobody's business who had it. */
TEST(unmapped_pages_show_nothing_of_their_next_owner)
{
	struct shared *sh = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_t thread;
	pid_t other = MUST(fork());

	if (!other) {			/* somebody with secrets, in ever new pages */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		while (!sh->stop) {
			char *p = mmap(NULL, 32 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

			memset(p, 'S', 32 * PAGE);
			munmap(p, 32 * PAGE);
		}
		_exit(0);
	}
	catch_faults();
	MUST(pthread_create(&thread, NULL, spy, sh) ? -1 : 0);
	for (int i = 0; i < 400; i++) {
		char *p = mmap((void *)TARGET, PAGE, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

		CHECK_EQ(TARGET, (unsigned long)p);
		memset(p, 'm', PAGE);
		munmap(p, PAGE);
		if (i % 8 == 0)
			usleep(500);
	}
	sh->stop = 1;
	pthread_join(thread, NULL);
	waitpid(other, NULL, 0);
	CHECK_EQ(0, sh->leaks);
}
