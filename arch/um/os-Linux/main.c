// SPDX-License-Identifier: GPL-2.0
/*
 * The host process from its start to the kernel's first function.
 *
 * The order matters: the zygote is forked while we are small and have no threads,
 * but needs the memory file's descriptor; only then is guest RAM mapped and are
 * the helper threads started.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include "internal.h"

#define STACK_LIMIT	(8UL << 20)
#define LIB_PATH	":/usr/lib/uml"
#define DEFAULT_PATH	":/bin:/usr/bin/"

static void limit_stack(void)
{
	struct rlimit rl;

	if (getrlimit(RLIMIT_STACK, &rl) < 0) {
		perror("getrlimit");
		exit(1);
	}
	if (rl.rlim_cur <= STACK_LIMIT)
		return;
	rl.rlim_cur = STACK_LIMIT;
	if (setrlimit(RLIMIT_STACK, &rl) < 0) {
		perror("setrlimit");
		exit(1);
	}
}

/* Helper programs are found in our library directory. */
static void extend_path(void)
{
	const char *old = getenv("PATH");
	unsigned long size;
	char *path;

	if (!old || !*old)
		old = DEFAULT_PATH;
	size = strlen(old) + sizeof(LIB_PATH);
	path = malloc(size);
	if (!path)
		return;
	snprintf(path, size, "%s%s", old, LIB_PATH);
	setenv("PATH", path, 1);
	free(path);
}

/* Nothing of ours may become descriptor 0, 1 or 2. */
static void fill_standard_fds(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= 2);
	if (fd > 2)
		close(fd);
}

static void say_limit(const char *what, unsigned long limit)
{
	if (limit == RLIM_INFINITY)
		host_info("\t%s - NONE\n", what);
	else
		host_info("\t%s - %lu\n", what, limit);
}

static void show_core_limits(void)
{
	struct rlimit rl;

	if (getrlimit(RLIMIT_CORE, &rl) < 0)
		return;
	host_info("Core dump limits :\n");
	say_limit("soft", rl.rlim_cur);
	say_limit("hard", rl.rlim_max);
}

static void check(const char *what, int err)
{
	if (err)
		host_die("%s: %s\n", what, strerror(-err));
}

int main(int argc, char **argv)
{
	struct os_tsc tsc;

	guard_main(argv);
	os_tsc_calibrate(&tsc);		/* the baseline begins here */
	exit_init(argc, argv);
	fill_standard_fds();
	limit_stack();
	extend_path();
	options_parse(argc, argv);
	guard_start();
	setsid();
	symbols_init();

	show_core_limits();
	memory_open();
	engine_start();
	memory_map();

	signals_init();
	vcpu_prepare();
	check("Starting the event thread", events_init());
	check("Starting the I/O threads", aio_init());
	umid_init();
	check("Starting virtual CPU 0", vcpu_init(0));
	affinity_start();
	um_start_kernel();
}
