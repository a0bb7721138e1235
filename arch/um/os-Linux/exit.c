// SPDX-License-Identifier: GPL-2.0
/*
 * Ways out of the process.  Each restores the terminals; guest processes follow by
 * themselves (PTRACE_O_EXITKILL) except over a reboot, which kills them first.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <os_process.h>
#include <os_tty.h>
#include "internal.h"

static char **original_argv;
static char **original_env;

/* Keep what a reboot needs, before the environment is changed. */
void exit_init(int argc, char **argv)
{
	int n = 0;

	(void)argc;
	original_argv = argv;
	while (environ[n])
		n++;
	original_env = malloc((n + 1) * sizeof(char *));
	if (!original_env)
		host_die("No memory.\n");
	memcpy(original_env, environ, (n + 1) * sizeof(char *));
}

/* Safe in a signal handler. */
void exit_cleanup(void)
{
	os_tty_restore_all();
	umid_remove();
}

void os_halt(int status)
{
	exit_cleanup();
	_exit(status & 255);
}

void os_reboot(void)
{
	engine_kill_all();
	exit_cleanup();
	signals_reset();
	execvpe(original_argv[0], original_argv, original_env);
	execve("/proc/self/exe", original_argv, original_env);
	host_say("Failed to exec kernel: %s\n", strerror(errno));
	_exit(1);
}

void os_panic(void)
{
	os_tty_restore_all();
	signal(SIGABRT, SIG_DFL);
	abort();
}
