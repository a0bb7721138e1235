// SPDX-License-Identifier: GPL-2.0
/* The start of a program: stack contents, auxiliary vector, registers. */
#define HARNESS_EXEC	look_at_start
#include "harness.h"
#include <elf.h>
#include <link.h>
#include <sys/auxv.h>

extern char **environ;
static char **start_argv;
static int start_argc;

static void look_at_start(int argc, char **argv)
{
	start_argc = argc;
	start_argv = argv;
}

static const ElfW(auxv_t) *auxv(void)
{
	char **p = environ;

	/* The environment may have moved; the original follows argv. */
	p = start_argv + start_argc + 1;
	while (*p)
		p++;
	return (const void *)(p + 1);
}

static const ElfW(auxv_t) *entry(unsigned long type)
{
	const ElfW(auxv_t) *a;

	for (a = auxv(); a->a_type != AT_NULL; a++)
		if (a->a_type == type)
			return a;
	return NULL;
}

TEST(entries_there)
{
	static const unsigned long types[] = { AT_PHDR, AT_PHENT, AT_PHNUM, AT_PAGESZ,
		AT_BASE, AT_FLAGS, AT_ENTRY, AT_UID, AT_EUID, AT_GID, AT_EGID,
		AT_SECURE, AT_RANDOM, AT_EXECFN, AT_PLATFORM, AT_CLKTCK, AT_HWCAP,
		AT_HWCAP2 };
	unsigned int i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (!entry(types[i]))
			FAIL("no entry %lu", types[i]);
}

TEST(values)
{
	char link[PATH_MAX];
	const Elf64_Phdr *ph = (void *)getauxval(AT_PHDR);

	CHECK_EQ(4096, getauxval(AT_PAGESZ));
	CHECK_EQ(100, getauxval(AT_CLKTCK));
	CHECK_EQ(getuid(), getauxval(AT_UID));
	CHECK_EQ(geteuid(), getauxval(AT_EUID));
	CHECK_EQ(getgid(), getauxval(AT_GID));
	CHECK_EQ(getegid(), getauxval(AT_EGID));
	CHECK_EQ(0, getauxval(AT_SECURE));
	CHECK_EQ(0, getauxval(AT_FLAGS));
	CHECK_EQ(sizeof(Elf64_Phdr), getauxval(AT_PHENT));
	CHECK_STR("x86_64", (char *)getauxval(AT_PLATFORM));
	MUST_TRUE(ph);
	CHECK_GT(getauxval(AT_PHNUM), 2);
	MUST(readlink("/proc/self/exe", link, sizeof(link)));
	CHECK_STR(start_argv[0], (char *)getauxval(AT_EXECFN));
}

TEST(random_bytes_differ)
{
	unsigned char mine[16], other[16];
	int p[2];
	pid_t pid;
	unsigned int i, same = 0;

	memcpy(mine, (void *)getauxval(AT_RANDOM), 16);
	for (i = 1; i < 16; i++)
		same += mine[i] == mine[0];
	CHECK_LT(same, 15);
	if (getenv("AUXV_CHILD")) {
		MUST(write(3, mine, 16));
		_exit(0);
	}
	MUST(pipe(p));
	pid = MUST(fork());
	if (!pid) {
		dup2(p[1], 3);
		dup2(MUST(open("/dev/null", O_WRONLY)), 1);
		setenv("AUXV_CHILD", "1", 1);
		execl("/proc/self/exe", "auxv", "-n", "random_bytes", (char *)NULL);
		_exit(1);
	}
	CHECK_EQ(16, read(p[0], other, 16));
	CHECK_EXIT(pid, 0);
	CHECK(memcmp(mine, other, 16));
}

TEST(strings_lie_on_the_stack_in_order)
{
	const char *last = start_argv[start_argc - 1];
	int i;

	for (i = 1; i < start_argc; i++)
		CHECK(start_argv[i] > start_argv[i - 1]);
	CHECK((char *)start_argv < start_argv[0]);
	CHECK(!start_argv[start_argc]);
	CHECK(getauxval(AT_EXECFN) > (unsigned long)last);
	CHECK_EQ(0, (unsigned long)start_argv % 8);
	/* argc lies below argv, on a 16-byte boundary at the entry. */
	CHECK_EQ(start_argc, ((long *)start_argv)[-1]);
	CHECK_EQ(8, (unsigned long)start_argv % 16);
}

TEST(proc_auxv_is_the_same)
{
	const ElfW(auxv_t) *a = auxv();
	char *file = read_file("/proc/self/auxv");
	size_t n = 0;

	while (a[n].a_type != AT_NULL)
		n++;
	CHECK_MEM(a, file, (n + 1) * sizeof(*a));
}

TEST(vdso_is_an_elf_object_if_there)
{
	unsigned long v = getauxval(AT_SYSINFO_EHDR);

	if (!v)
		SKIP("no vdso");
	CHECK_MEM((void *)v, ELFMAG, SELFMAG);
}
