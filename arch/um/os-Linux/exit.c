// SPDX-License-Identifier: GPL-2.0
/*
 * Ways out of the process.  Each restores the terminals; guest processes follow by
 * themselves (PTRACE_O_EXITKILL) except over a reboot, which kills them first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
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
	helpers_kill_all();
	umid_remove();
}

/* One line about the end; stderr need not take it. Safe in a signal handler. */
static void last_words(const char *what, const char *detail)
{
	char line[256] = "linux: ";
	unsigned long n = strlen(line);

	for (; *what && n < sizeof(line) - 2; what++)
		line[n++] = *what;
	for (; *detail && n < sizeof(line) - 2; detail++)
		line[n++] = *detail == '\n' ? ' ' : *detail;
	line[n++] = '\n';
	if (write(STDERR_FILENO, line, n) < 0)
		return;
}

void os_halt(int status, const char *why)
{
	char text[32];

	exit_cleanup();
	snprintf(text, sizeof(text), ", exit status %d", status & 255);
	last_words(why, text);
	_exit(status & 255);
}

void exit_by_signal(int sig)
{
	exit_cleanup();
	last_words("ended by ", sig == SIGINT ? "SIGINT" : sig == SIGTERM ? "SIGTERM" :
		   sig == SIGHUP ? "SIGHUP" : "a signal");
	_exit(1);
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

void os_panic(const char *why)
{
	os_tty_restore_all();
	helpers_kill_all();
	last_words("ended by a kernel panic: ", why ? why : "(a second one)");
	signal(SIGABRT, SIG_DFL);
	abort();
}

void os_pause(unsigned int seconds)
{
	struct timespec end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += seconds;
	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) == EINTR)
		;
}
