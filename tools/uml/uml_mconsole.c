// SPDX-License-Identifier: GPL-2.0
/*
 * uml_mconsole: speak to the management console of a machine, one command from
 * the command line or many at a prompt.
 *
 * A few commands are the client's own; they are recognised by their first
 * letters, as the machine recognises its commands, and everything else goes to
 * the machine as it is. File names in "config ubd" are made absolute, since
 * the machine has a working directory of its own.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "mconsole.h"
#include "tool.h"

#define LOG_PIECE (MCONSOLE_MAX - 1 - 4)	/* behind "log " */

/* The words after the command's own name. */
static const char *arguments(const char *command, const char *name)
{
	command += strlen(name);
	return command + strspn(command, " \t");
}

static int do_quit(struct mconsole *mc, const char *command)
{
	exit(0);
}

static int do_help(struct mconsole *mc, const char *command)
{
	int err = mconsole_command(mc, command, -1);

	if (err)
		return err;
	puts("Additional local mconsole commands:\n"
	     "    quit - Quit mconsole\n"
	     "    switch <socket-name> - Switch control to the given machine\n"
	     "    log -f <filename> - use contents of <filename> as UML log messages\n"
	     "    mconsole-version - version of this mconsole program\n"
	     "    int  - Interrupt UML session");
	return 0;
}

static int do_switch(struct mconsole *mc, const char *command)
{
	const char *name = arguments(command, "switch");

	if (!mconsole_select(mc, name))
		return MCONSOLE_FAILED;
	printf("Switched to '%s'\n", name);
	return 0;
}

static int log_piece(struct mconsole *mc, const char *text, size_t len)
{
	char command[MCONSOLE_MAX];

	snprintf(command, sizeof(command), "log %.*s", (int)len, text);
	return mconsole_command(mc, command, -1);
}

static int log_file(struct mconsole *mc, const char *name)
{
	char buf[LOG_PIECE];
	FILE *file = fopen(name, "re");
	size_t n;
	int err;

	if (!file) {
		complain_errno("opening file '%s'", name);
		return MCONSOLE_FAILED;
	}
	do {
		n = fread(buf, 1, sizeof(buf), file);
		err = log_piece(mc, buf, n);
	} while (!err && n == sizeof(buf));
	if (ferror(file)) {
		complain_errno("reading file '%s'", name);
		err = MCONSOLE_FAILED;
	}
	fclose(file);
	return err;
}

static int do_log(struct mconsole *mc, const char *command)
{
	const char *text = arguments(command, "log");
	size_t len = strlen(text);
	int err = 0;

	if (!strncmp(text, "-f ", 3))
		return log_file(mc, text + 3 + strspn(text + 3, " "));
	while (!err && len) {
		size_t piece = len < LOG_PIECE ? len : LOG_PIECE;

		err = log_piece(mc, text, piece);
		text += piece;
		len -= piece;
	}
	return err ? err : log_piece(mc, "\n", 1);
}

static int do_version(struct mconsole *mc, const char *command)
{
	printf("uml_mconsole client version %d\n", MCONSOLE_VERSION);
	return 0;
}

static int do_int(struct mconsole *mc, const char *command)
{
	int pid = mconsole_pid(mc);

	if (!pid) {
		fprintf(stderr, "Cannot determine the PID of your UML session, not sending signal.\n");
		return MCONSOLE_FAILED;
	}
	if (kill(pid, SIGINT)) {
		complain_errno("cannot interrupt pid %d", pid);
		return MCONSOLE_FAILED;
	}
	return 0;
}

static int do_umlfs(struct mconsole *mc, const char *command)
{
	long fd;

	if (!parse_number(arguments(command, "umlfs"), 0, INT_MAX, &fd)) {
		puts("ERR Failed to parse file descriptor");
		return -EINVAL;
	}
	if (fcntl(fd, F_GETFD) < 0) {
		puts("ERR Failed to send FUSE file descriptor");
		return -errno;
	}
	return mconsole_command(mc, command, fd);
}

/* One of the names; the empty ones of "cow,,serial" stay empty. */
static bool add_absolute(char *out, const char *name, size_t len)
{
	char relative[PATH_MAX], full[PATH_MAX];
	size_t used = strlen(out);

	if (len >= PATH_MAX)
		return false;
	snprintf(relative, sizeof(relative), "%.*s", (int)len, name);
	if (len && absolute_name(relative, full, sizeof(full))) {
		complain_errno("cannot make '%s' absolute", relative);
		return false;
	}
	snprintf(out + used, MCONSOLE_MAX - used, "%s", len ? full : "");
	return true;
}

/* config ubd<unit><flags>=<file>[SEP<backing>[SEP<serial>]] */
static int do_config_ubd(struct mconsole *mc, const char *command)
{
	char out[MCONSOLE_MAX] = "";
	const char *rest = strchr(command, '=');
	size_t used;

	if (!rest || strlen(command) >= MCONSOLE_MAX)
		return mconsole_command(mc, command, -1);
	rest++;
	snprintf(out, sizeof(out), "%.*s", (int)(rest - command), command);
	for (int names = 0; names < 2 && *rest; names++) {
		size_t len = strcspn(rest, ",:");

		if (!add_absolute(out, rest, len))
			return MCONSOLE_FAILED;
		rest += len;
		used = strlen(out);
		if (*rest)
			snprintf(out + used, sizeof(out) - used, "%c", *rest++);
	}
	used = strlen(out);
	if ((size_t)snprintf(out + used, sizeof(out) - used, "%s", rest) >= sizeof(out) - used ||
	    used + 1 >= sizeof(out)) {
		complain("the command is longer than %d bytes with its names absolute",
			 MCONSOLE_MAX - 1);
		return MCONSOLE_FAILED;
	}
	return mconsole_command(mc, out, -1);
}

static const struct {
	const char	*name;
	int		(*run)(struct mconsole *mc, const char *command);
} local_commands[] = {
	{ "quit",		do_quit },
	{ "help",		do_help },
	{ "switch",		do_switch },
	{ "log",		do_log },
	{ "mconsole-version",	do_version },
	{ "int",		do_int },
	{ "umlfs",		do_umlfs },
	{ "config ubd",		do_config_ubd },
};

static int run_command(struct mconsole *mc, const char *command)
{
	for (size_t i = 0; i < ARRAY_SIZE(local_commands); i++) {
		const char *name = local_commands[i].name;

		if (!strncmp(command, name, strlen(name)))
			return local_commands[i].run(mc, command);
	}
	return mconsole_command(mc, command, -1);
}

static char *join_words(char **words)
{
	size_t size = 1;
	char *text;

	for (char **word = words; *word; word++)
		size += strlen(*word) + 1;
	text = calloc(1, size);
	if (!text)
		die("out of memory");
	for (char **word = words; *word; word++) {
		strcat(text, *word);
		if (word[1])
			strcat(text, " ");
	}
	return text;
}

static void converse(struct mconsole *mc)
{
	char prompt[32];
	char *line;

	for (;;) {
		snprintf(prompt, sizeof(prompt), "(%.10s) ", mc->name[0] ? mc->name : "[None]");
		line = readline(prompt);
		if (!line)
			break;
		if (line[strspn(line, " \t")]) {
			add_history(line);
			run_command(mc, line + strspn(line, " \t"));
			fflush(stdout);
		}
		free(line);
	}
	putchar('\n');
}

int main(int argc, char **argv)
{
	static struct mconsole mc;
	char *command;
	int err;

	tool_start(argv);
	if (argc < 2) {
		fprintf(stderr, "Usage : uml_mconsole socket-name [command]\n");
		return 1;
	}
	mconsole_open(&mc);
	mconsole_select(&mc, argv[1]);
	if (argc == 2) {
		converse(&mc);
		return 0;
	}
	command = join_words(argv + 2);
	err = run_command(&mc, command);
	free(command);
	return err & 0xff;
}
