// SPDX-License-Identifier: GPL-2.0
/* The signal frame: registers, vector state, altstack, masks, returning. */
#include "harness.h"
#include <cpuid.h>
#include <immintrin.h>
#include <setjmp.h>
#include <ucontext.h>

static ucontext_t *uc;
static volatile int calls;

static void install(int sig, void (*fn)(int, siginfo_t *, void *), int flags)
{
	struct sigaction sa = { .sa_sigaction = fn, .sa_flags = SA_SIGINFO | flags };

	MUST(sigaction(sig, &sa, NULL));
}

static void clobber(int sig, siginfo_t *si, void *ctx)
{
	calls++;
	__asm__ volatile(
		"pxor %%xmm0, %%xmm0; pxor %%xmm1, %%xmm1; pxor %%xmm7, %%xmm7;"
		"pxor %%xmm8, %%xmm8; pxor %%xmm15, %%xmm15; fninit; fldpi"
		: : : "xmm0", "xmm1", "xmm7", "xmm8", "xmm15");
}

TEST(general_registers_survive)
{
	long out[8];

	install(SIGUSR1, clobber, 0);
	__asm__ volatile(
		"mov $0x1111, %%rbx; mov $0x2222, %%r12; mov $0x3333, %%r13;"
		"mov $0x4444, %%r14; mov $0x5555, %%r15; mov $0x6666, %%r8;"
		"mov $0x7777, %%r9; mov $0x8888, %%r10;"
		"mov %[nr], %%eax; mov %[pid], %%edi; mov %[sig], %%esi;"
		"syscall;"
		"mov %%rbx, (%[out]); mov %%r12, 8(%[out]); mov %%r13, 16(%[out]);"
		"mov %%r14, 24(%[out]); mov %%r15, 32(%[out]); mov %%r8, 40(%[out]);"
		"mov %%r9, 48(%[out]); mov %%r10, 56(%[out])"
		: : [nr] "i"(SYS_kill), [pid] "m"((int){ getpid() }), [sig] "i"(SIGUSR1),
		    [out] "d"(out)
		: "rax", "rbx", "rcx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12",
		  "r13", "r14", "r15", "memory");
	CHECK_EQ(1, calls);
	CHECK_EQ(0x1111, out[0]);
	CHECK_EQ(0x2222, out[1]);
	CHECK_EQ(0x3333, out[2]);
	CHECK_EQ(0x4444, out[3]);
	CHECK_EQ(0x5555, out[4]);
	CHECK_EQ(0x6666, out[5]);
	CHECK_EQ(0x7777, out[6]);
	CHECK_EQ(0x8888, out[7]);
}

TEST(sse_and_x87_survive)
{
	unsigned char in[16] = "0123456789abcde", x0[16], x8[16], x15[16];
	double st0;
	pid_t pid = getpid();

	install(SIGUSR1, clobber, 0);
	__asm__ volatile(
		"movdqu %[in], %%xmm0; movdqu %[in], %%xmm8; movdqu %[in], %%xmm15;"
		"fld1;"
		"mov %[nr], %%eax; mov %[pid], %%edi; mov %[sig], %%esi; syscall;"
		"movdqu %%xmm0, %[x0]; movdqu %%xmm8, %[x8]; movdqu %%xmm15, %[x15];"
		"fstpl %[st0]"
		: [x0] "=m"(x0), [x8] "=m"(x8), [x15] "=m"(x15), [st0] "=m"(st0)
		: [in] "m"(in), [nr] "i"(SYS_kill), [pid] "m"(pid), [sig] "i"(SIGUSR1)
		: "rax", "rcx", "rdi", "rsi", "r11", "xmm0", "xmm8", "xmm15", "memory");
	CHECK_MEM(in, x0, 16);
	CHECK_MEM(in, x8, 16);
	CHECK_MEM(in, x15, 16);
	CHECK(st0 == 1.0);
}

__attribute__((target("avx"))) static void clobber_avx(int sig, siginfo_t *si, void *ctx)
{
	calls++;
	_mm256_zeroall();
}

__attribute__((target("avx")))
static void avx_case(void)
{
	unsigned char in[32] = "0123456789abcdefghijklmnopqrstu", y3[32], y12[32];
	pid_t pid = getpid();

	__asm__ volatile(
		"vmovdqu %[in], %%ymm3; vmovdqu %[in], %%ymm12;"
		"mov %[nr], %%eax; mov %[pid], %%edi; mov %[sig], %%esi; syscall;"
		"vmovdqu %%ymm3, %[y3]; vmovdqu %%ymm12, %[y12]"
		: [y3] "=m"(y3), [y12] "=m"(y12)
		: [in] "m"(in), [nr] "i"(SYS_kill), [pid] "m"(pid), [sig] "i"(SIGUSR1)
		: "rax", "rcx", "rdi", "rsi", "r11", "xmm3", "xmm12", "memory");
	CHECK_EQ(1, calls);
	CHECK_MEM(in, y3, 32);
	CHECK_MEM(in, y12, 32);
}

TEST(avx_survives)
{
	if (!__builtin_cpu_supports("avx"))
		SKIP("no AVX");
	install(SIGUSR1, clobber_avx, 0);
	avx_case();
}

__attribute__((target("avx512f")))
static void avx512_case(void)
{
	unsigned char in[64], z20[64];
	unsigned short k = 0;
	pid_t pid = getpid();
	int i;

	for (i = 0; i < 64; i++)
		in[i] = i + 1;
	__asm__ volatile(
		"vmovdqu32 %[in], %%zmm20; mov $0x5a5a, %%ecx; kmovw %%ecx, %%k3;"
		"mov %[nr], %%eax; mov %[pid], %%edi; mov %[sig], %%esi; syscall;"
		"vmovdqu32 %%zmm20, %[z20]; kmovw %%k3, %%ecx; mov %%cx, %[k]"
		: [z20] "=m"(z20), [k] "=m"(k)
		: [in] "m"(in), [nr] "i"(SYS_kill), [pid] "m"(pid), [sig] "i"(SIGUSR1)
		: "rax", "rcx", "rdi", "rsi", "r11", "memory");
	CHECK_EQ(1, calls);
	CHECK_MEM(in, z20, 64);
	CHECK_EQ(0x5a5a, k);
}

__attribute__((target("avx512f")))
static void clobber_avx512(int sig, siginfo_t *si, void *ctx)
{
	calls++;
	__asm__ volatile("vpxord %zmm20, %zmm20, %zmm20; kxorw %k3, %k3, %k3");
}

TEST(avx512_survives)
{
	if (!__builtin_cpu_supports("avx512f"))
		SKIP("no AVX-512");
	install(SIGUSR1, clobber_avx512, 0);
	avx512_case();
}

static void change_xmm(int sig, siginfo_t *si, void *ctx)
{
	ucontext_t *u = ctx;

	/* What the handler writes into the frame is what returns. */
	memset(&u->uc_mcontext.fpregs->_xmm[5], 0x5a, 16);
	u->uc_mcontext.gregs[REG_R14] = 0x1414;
}

TEST(frame_changes_take_effect)
{
	unsigned char x5[16], want[16];
	long r14;
	pid_t pid = getpid();

	install(SIGUSR1, change_xmm, 0);
	memset(want, 0x5a, 16);
	__asm__ volatile(
		"pxor %%xmm5, %%xmm5; xor %%r14, %%r14;"
		"mov %[nr], %%eax; mov %[pid], %%edi; mov %[sig], %%esi; syscall;"
		"movdqu %%xmm5, %[x5]; mov %%r14, %[r14]"
		: [x5] "=m"(x5), [r14] "=m"(r14)
		: [nr] "i"(SYS_kill), [pid] "m"(pid), [sig] "i"(SIGUSR1)
		: "rax", "rcx", "rdi", "rsi", "r11", "r14", "xmm5", "memory");
	CHECK_MEM(want, x5, 16);
	CHECK_EQ(0x1414, r14);
}

static void look_at_fp_frame(int sig, siginfo_t *si, void *ctx)
{
	ucontext_t *u = ctx;
	char *fp = (char *)u->uc_mcontext.fpregs;
	unsigned int magic1, ext, size, magic2;

	calls++;
	CHECK_EQ(0, (unsigned long)fp % 64);
	memcpy(&magic1, fp + 464, 4);
	memcpy(&ext, fp + 468, 4);
	memcpy(&size, fp + 480, 4);
	if (magic1 != 0x46505853) {		/* FP_XSTATE_MAGIC1 */
		NOTE("no extended state in the frame");
		return;
	}
	CHECK_GE(size, 576);
	CHECK_EQ(size + 4, ext);
	memcpy(&magic2, fp + size, 4);
	CHECK_EQ(0x46505845, magic2);
}

TEST(extended_state_is_marked)
{
	install(SIGUSR1, look_at_fp_frame, 0);
	raise(SIGUSR1);
	CHECK_EQ(1, calls);
}

static void skip_instruction(int sig, siginfo_t *si, void *ctx)
{
	ucontext_t *u = ctx;

	calls++;
	u->uc_mcontext.gregs[REG_RIP] += 2;	/* ud2 */
	u->uc_mcontext.gregs[REG_RAX] = 99;
}

TEST(rip_can_be_moved)
{
	long rax;

	install(SIGILL, skip_instruction, 0);
	__asm__ volatile("ud2" : "=a"(rax));
	CHECK_EQ(1, calls);
	CHECK_EQ(99, rax);
}

static void look_at_fault(int sig, siginfo_t *si, void *ctx)
{
	uc = ctx;
	calls++;
	CHECK_EQ(14, uc->uc_mcontext.gregs[REG_TRAPNO]);
	CHECK_EQ(6, uc->uc_mcontext.gregs[REG_ERR] & 6);	/* write, user */
	CHECK_EQ(0x20, uc->uc_mcontext.gregs[REG_CR2]);
	CHECK(uc->uc_mcontext.gregs[REG_RIP]);
	uc->uc_mcontext.gregs[REG_RAX] = (long)&calls;
}

TEST(fault_details)
{
	install(SIGSEGV, look_at_fault, 0);
	__asm__ volatile("movl $7, (%%rax)" : : "a"(0x20) : "memory");
	CHECK_EQ(7, calls);
}

static char alt[32768];
static volatile long sp_seen;
static volatile int on_alt;

static void where(int sig, siginfo_t *si, void *ctx)
{
	stack_t ss;

	sp_seen = (long)__builtin_frame_address(0);
	sigaltstack(NULL, &ss);
	on_alt = ss.ss_flags & SS_ONSTACK;
	uc = ctx;
	CHECK_EQ(0, (sp_seen) % 16);
}

TEST(altstack)
{
	stack_t ss = { .ss_sp = alt, .ss_size = sizeof(alt) }, old;

	CHECK_EQ(0, sigaltstack(NULL, &old));
	CHECK_EQ(SS_DISABLE, old.ss_flags);
	MUST(sigaltstack(&ss, NULL));
	install(SIGUSR1, where, SA_ONSTACK);
	install(SIGUSR2, where, 0);
	raise(SIGUSR1);
	CHECK(sp_seen > (long)alt && sp_seen < (long)alt + (long)sizeof(alt));
	CHECK_EQ(SS_ONSTACK, on_alt);
	raise(SIGUSR2);
	CHECK(!(sp_seen > (long)alt && sp_seen < (long)alt + (long)sizeof(alt)));
	CHECK_EQ(0, on_alt);
	ss.ss_size = 1024;
	CHECK_ERR(ENOMEM, sigaltstack(&ss, NULL));
	ss.ss_size = sizeof(alt);
	ss.ss_flags = 0x10;
	CHECK_ERR(EINVAL, sigaltstack(&ss, NULL));
	ss.ss_flags = SS_DISABLE;
	MUST(sigaltstack(&ss, NULL));
	MUST(sigaltstack(NULL, &old));
	CHECK_EQ(SS_DISABLE, old.ss_flags);
}

static void change_while_on_it(int sig, siginfo_t *si, void *ctx)
{
	stack_t ss = { .ss_sp = alt, .ss_size = sizeof(alt) };

	calls++;
	CHECK_ERR(EPERM, sigaltstack(&ss, NULL));
}

TEST(altstack_in_use_is_fixed)
{
	stack_t ss = { .ss_sp = alt, .ss_size = sizeof(alt) };

	MUST(sigaltstack(&ss, NULL));
	install(SIGUSR1, change_while_on_it, SA_ONSTACK);
	raise(SIGUSR1);
	CHECK_EQ(1, calls);
}

static sigjmp_buf back;

static void leave(int sig, siginfo_t *si, void *ctx)
{
	siglongjmp(back, 1);
}

static int recurse(int depth)
{
	volatile char pad[4096];

	pad[0] = depth;
	if (depth == INT_MAX)
		return 0;
	return recurse(depth + 1) + pad[0];
}

TEST(stack_overflow_on_altstack)
{
	stack_t ss = { .ss_sp = alt, .ss_size = sizeof(alt) };

	MUST(sigaltstack(&ss, NULL));
	install(SIGSEGV, leave, SA_ONSTACK);
	if (!sigsetjmp(back, 1)) {
		recurse(0);
		FAIL("the stack has no end");
	}
}

TEST(stack_overflow_without_altstack_kills)
{
	pid_t pid = MUST(fork());

	if (!pid) {
		install(SIGSEGV, leave, 0);
		if (!sigsetjmp(back, 1))
			recurse(0);
		_exit(0);
	}
	CHECK_KILLED(pid, SIGSEGV);
}

static void mask_check(int sig, siginfo_t *si, void *ctx)
{
	sigset_t set;

	sigprocmask(SIG_BLOCK, NULL, &set);
	calls++;
	CHECK_EQ(1, sigismember(&set, SIGUSR1));	/* itself */
	CHECK_EQ(1, sigismember(&set, SIGTERM));	/* sa_mask */
	CHECK_EQ(1, sigismember(&set, SIGHUP));		/* was blocked */
	CHECK_EQ(0, sigismember(&set, SIGUSR2));
	CHECK_EQ(0, sigismember(&((ucontext_t *)ctx)->uc_sigmask, SIGUSR1));
	sigaddset(&((ucontext_t *)ctx)->uc_sigmask, SIGINT);	/* from now on */
}

TEST(mask_in_handler_and_after)
{
	struct sigaction sa = { .sa_sigaction = mask_check, .sa_flags = SA_SIGINFO };
	sigset_t set;

	sigemptyset(&sa.sa_mask);
	sigaddset(&sa.sa_mask, SIGTERM);
	sigaction(SIGUSR1, &sa, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	raise(SIGUSR1);
	CHECK_EQ(1, calls);
	sigprocmask(SIG_BLOCK, NULL, &set);
	CHECK_EQ(0, sigismember(&set, SIGUSR1));
	CHECK_EQ(0, sigismember(&set, SIGTERM));
	CHECK_EQ(1, sigismember(&set, SIGHUP));
	CHECK_EQ(1, sigismember(&set, SIGINT));
}

static volatile int depth, deepest;

static void again(int sig, siginfo_t *si, void *ctx)
{
	depth++;
	if (depth > deepest)
		deepest = depth;
	if (depth < 50)
		raise(sig);
	depth--;
}

TEST(nodefer_nests_resethand_resets)
{
	struct sigaction sa;

	install(SIGUSR1, again, SA_NODEFER);
	raise(SIGUSR1);
	CHECK_EQ(50, deepest);
	install(SIGUSR2, clobber, SA_RESETHAND);
	raise(SIGUSR2);
	sigaction(SIGUSR2, NULL, &sa);
	CHECK(sa.sa_handler == SIG_DFL);
}

TEST(bad_frame_kills)
{
	pid_t pid = MUST(fork());

	if (!pid) {
		__asm__ volatile("mov $16, %%rsp; mov $15, %%eax; syscall" : : : "rax", "memory");
		_exit(0);
	}
	CHECK_KILLED(pid, SIGSEGV);
	pid = MUST(fork());
	if (!pid) {
		/* No room for a frame at all. */
		install(SIGUSR1, clobber, 0);
		__asm__ volatile("mov %0, %%edi; mov $10, %%esi; mov $16, %%rsp; mov $62, %%eax; syscall"
				 : : "r"(getpid()) : "rax", "rdi", "rsi", "rcx", "r11", "memory");
		_exit(0);
	}
	CHECK_KILLED(pid, SIGSEGV);
}

static void set_flags(int sig, siginfo_t *si, void *ctx)
{
	calls++;
	/* The handler starts with DF clear whatever the program had. */
	unsigned long fl = __builtin_ia32_readeflags_u64();

	CHECK_EQ(0, fl & 0x400);
	CHECK_EQ(0x400, ((ucontext_t *)ctx)->uc_mcontext.gregs[REG_EFL] & 0x400);
}

TEST(direction_flag)
{
	unsigned long after;
	pid_t pid = getpid();

	install(SIGUSR1, set_flags, 0);
	__asm__ volatile(
		"std; mov %[nr], %%eax; mov %[pid], %%edi; mov %[sig], %%esi; syscall;"
		"pushf; pop %[after]; cld"
		: [after] "=r"(after)
		: [nr] "i"(SYS_kill), [pid] "m"(pid), [sig] "i"(SIGUSR1)
		: "rax", "rcx", "rdi", "rsi", "r11", "memory");
	CHECK_EQ(1, calls);
	CHECK_EQ(0x400, after & 0x400);
}

TEST(many_signals_leave_state_alone)
{
	struct sigaction sa = { .sa_sigaction = clobber, .sa_flags = SA_SIGINFO };
	double x = 1, y = 1;
	long i, sum = 0;

	sigaction(SIGALRM, &sa, NULL);
	ualarm(1000, 1000);
	for (i = 0; i < 30000000; i++) {
		x = x * 1.0000001;
		sum += i ^ (sum >> 3);
	}
	ualarm(0, 0);
	CHECK_GT(calls, 3);
	for (i = 0; i < 30000000; i++)
		y = y * 1.0000001;
	CHECK(x == y);
}
