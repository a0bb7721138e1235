// SPDX-License-Identifier: GPL-2.0
/*
 * Random changes of an address space against a model of it.
 *
 * The model knows of every page of an area whether it is mapped, with which
 * protection, and what its first word says. After each step a few pages are
 * touched, and now and then all of them, here and in a forked child: reading
 * and writing must work or fault exactly as the model says.
 */
#define TEST_TIMEOUT	120
#include "harness.h"
#include <setjmp.h>

#define PAGE	4096L
#define N	192
#define ANON	(MAP_PRIVATE | MAP_ANONYMOUS)

struct page { bool mapped; int prot; unsigned long value; };

static struct page model[N];
static char *area;
static sigjmp_buf back;
static unsigned long long seed;

static unsigned int rnd(unsigned int n)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (seed >> 33) % n;
}

static void jump(int sig)
{
	siglongjmp(back, sig);
}

static volatile unsigned long *word(int i)
{
	return (void *)(area + i * PAGE + 8 * (i % 512));
}

static bool readable(int i) { return model[i].mapped && model[i].prot != PROT_NONE; }
static bool writable(int i) { return model[i].mapped && (model[i].prot & PROT_WRITE); }

/* Touch page i as the model allows; false when it does not hold. */
static bool check(int i, bool write)
{
	volatile bool ok = false;
	int sig = sigsetjmp(back, 1);

	if (!sig) {
		unsigned long v = *word(i);

		if (!readable(i))
			FAIL("page %d can be read", i);
		else if (v != model[i].value)
			FAIL("page %d says %#lx, not %#lx", i, v, model[i].value);
		else
			ok = true;
	} else {
		ok = !readable(i);
		if (!ok)
			FAIL("page %d (prot %d) cannot be read: signal %d", i, model[i].prot, sig);
	}
	if (!ok || !write)
		return ok;
	sig = sigsetjmp(back, 1);
	if (!sig) {
		unsigned long v = seed | 1;

		*word(i) = v;
		ok = writable(i);
		if (!ok)
			FAIL("page %d (prot %d) can be written", i, model[i].prot);
		model[i].value = v;
	} else {
		ok = !writable(i);
		if (!ok)
			FAIL("page %d cannot be written: signal %d", i, sig);
	}
	return ok;
}

static bool check_all(void)
{
	int i;

	for (i = 0; i < N; i++)
		if (!check(i, false))
			return false;
	return true;
}

static int random_prot(void)
{
	static const int p[] = { PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_WRITE,
				 PROT_READ | PROT_WRITE | PROT_EXEC, PROT_READ | PROT_EXEC };

	return p[rnd(6)];
}

static void step_map(int at, int n)
{
	int prot = random_prot(), i;
	char *p = mmap(area + at * PAGE, n * PAGE, prot, ANON | MAP_FIXED, -1, 0);

	MUST_TRUE(p == area + at * PAGE);
	for (i = at; i < at + n; i++)
		model[i] = (struct page){ true, prot, 0 };
}

static void step_unmap(int at, int n)
{
	int i;

	MUST(munmap(area + at * PAGE, n * PAGE));
	for (i = at; i < at + n; i++)
		model[i] = (struct page){ false, 0, 0 };
}

static void step_protect(int at, int n)
{
	int prot = random_prot(), i, hole = n;

	for (i = 0; i < n; i++)
		if (!model[at + i].mapped) {
			hole = i;
			break;
		}
	if (mprotect(area + at * PAGE, n * PAGE, prot)) {
		if (errno != ENOMEM || hole == n)
			FAIL("mprotect: %s", strerrorname_np(errno));
	} else if (hole != n) {
		FAIL("mprotect over a hole");
	}
	for (i = 0; i < hole; i++)		/* Linux: up to the hole */
		model[at + i].prot = prot;
}

static void step_discard(int at, int n)
{
	int i;

	if (madvise(area + at * PAGE, n * PAGE, MADV_DONTNEED) && errno != ENOMEM)
		FAIL("madvise: %s", strerrorname_np(errno));
	for (i = at; i < at + n; i++)
		model[i].value = 0;
}

/* Move a range that is one mapping to another place. */
static void step_move(int at, int n)
{
	int to = rnd(N - n + 1), i;
	static struct page moved[N];
	char *p;

	if (to < at + n && at < to + n)
		return;
	for (i = 0; i < n; i++)
		if (!model[at + i].mapped || model[at + i].prot != model[at].prot)
			return;
	p = mremap(area + at * PAGE, n * PAGE, n * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, area + to * PAGE);
	if (p != area + to * PAGE) {
		/* Equal protection, yet two mappings (one was never written). */
		if (errno != EFAULT)
			FAIL("mremap: %s", strerrorname_np(errno));
		for (i = 0; i < n; i++)		/* the target is gone already */
			model[to + i] = (struct page){ false, 0, 0 };
		return;
	}
	for (i = 0; i < n; i++) {
		moved[i] = model[at + i];
		model[at + i] = (struct page){ false, 0, 0 };
	}
	for (i = 0; i < n; i++) {
		model[to + i] = moved[i];
		/* The word looked at depends on the number of the page. */
		model[to + i].value = 0;
		if (readable(to + i))
			model[to + i].value = *word(to + i);
	}
}

static void step(void)
{
	int n = 1 + rnd(rnd(4) ? 6 : 60), at = rnd(N - n + 1), i;

	switch (rnd(10)) {
	case 0: case 1:
		step_map(at, n);
		break;
	case 2:
		step_unmap(at, n);
		break;
	case 3: case 4:
		step_protect(at, n);
		break;
	case 5:
		step_discard(at, n);
		break;
	case 6:
		step_move(at, n);
		break;
	default:
		for (i = at; i < at + n; i++)
			check(i, true);
	}
}

static void run(unsigned long long s, int steps)
{
	int i, k;
	pid_t pid;

	seed = s;
	signal(SIGSEGV, jump);
	signal(SIGBUS, jump);
	area = MUST((char *)mmap(NULL, N * PAGE, PROT_READ | PROT_WRITE, ANON, -1, 0));
	for (i = 0; i < N; i++)
		model[i] = (struct page){ true, PROT_READ | PROT_WRITE, 0 };
	for (i = 0; i < steps && !test_failed; i++) {
		step();
		for (k = 0; k < 4; k++)
			check(rnd(N), true);
		if (i % 100 == 0)
			check_all();
		if (i % 250)
			continue;
		pid = MUST(fork());
		if (!pid) {
			check_all();
			for (k = 0; k < 30 && !test_failed; k++)
				step();
			check_all();
			done();
		}
		for (k = 0; k < 20; k++)	/* both change at once */
			check(rnd(N), true);
		CHECK_EXIT(pid, 0);
		check_all();
	}
	if (test_failed)
		NOTE("seed %llu, step %d", s, i);
}

TEST(seed_1) { run(1, 2500); }
TEST(seed_2) { run(2, 2500); }
TEST(seed_3) { run(3, 2500); }
TEST(seed_of_today) { run(time(NULL), 1500); }
