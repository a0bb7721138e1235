// SPDX-License-Identifier: GPL-2.0
/*
 * The machine's own options.  Each word of the command line is offered to the
 * table below, by prefix; a handler swallows it or lets it pass to the kernel
 * command line, where everything else goes too.  Words after "--" are init's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "internal.h"
#include "utsrelease.h"

struct um_options um_options = {
	.mem = 64ULL << 20, .ncpus = 1, .seccomp = UM_SECCOMP_AUTO,
};

static int saw_root, saw_console;

enum verdict { PASS, SWALLOW };

struct option {
	const char	*prefix;
	enum verdict	(*handler)(const char *value);
	const char	*help;		/* NULL: not in the list */
};

static const struct option options[];

static enum verdict show_help(const char *value)
{
	(void)value;
	printf("User Mode Linux v%s\n\tavailable at http://user-mode-linux.sourceforge.net/\n\n",
	       UTS_RELEASE);
	for (const struct option *o = options; o->prefix; o++)
		if (o->help)
			printf("%s\n", o->help);
	exit(0);
}

static enum verdict show_version(const char *value)
{
	(void)value;
	printf("%s\n", UTS_RELEASE);
	exit(0);
}

/* The text of .config, made by the build. */
extern const char um_config_text[] __attribute__((weak));

static enum verdict show_config(const char *value)
{
	(void)value;
	if (um_config_text)
		fputs(um_config_text, stdout);
	exit(0);
}

/* A number in C notation with a size suffix; what is no number is 0. */
static unsigned long long parse_size(const char *text)
{
	static const char suffixes[] = "KMGTPE";
	char *end;
	unsigned long long n = strtoull(text, &end, 0);
	const char *s;

	if (!*end)
		return n;
	s = strchr(suffixes, *end & ~0x20);
	return s ? n << 10 * (s - suffixes + 1) : n;
}

static enum verdict set_mem(const char *value)
{
	um_options.mem = parse_size(value);
	return SWALLOW;
}

static enum verdict note_root(const char *value)
{
	(void)value;
	saw_root = 1;
	return PASS;
}

static enum verdict note_console(const char *value)
{
	(void)value;
	saw_console = 1;
	return PASS;
}

static enum verdict set_umid(const char *value)
{
	if (um_options.umid) {
		host_say("umid already set\n");
		return PASS;
	}
	if (*value && strlen(value) < UM_UMID_LEN && !strchr(value, '/'))
		um_options.umid = value;
	return SWALLOW;
}

static enum verdict set_uml_dir(const char *value)
{
	if (*value)
		um_options.uml_dir = value;
	else
		host_say("uml_dir can't be an empty string\n");
	return SWALLOW;
}

#define DEFINE_TEXT_OPTION(name)				\
static enum verdict set_##name(const char *value)		\
{								\
	um_options.name = value;				\
	return SWALLOW;						\
}

DEFINE_TEXT_OPTION(initrd)
DEFINE_TEXT_OPTION(dtb)
DEFINE_TEXT_OPTION(xterm)
DEFINE_TEXT_OPTION(dsp)
DEFINE_TEXT_OPTION(mixer)

/* <dir>[,append] */
static enum verdict set_hostfs(const char *value)
{
	const char *flag = strchr(value, ',');

	um_options.hostfs = value;
	while (flag) {
		unsigned long len = strcspn(++flag, ",");

		if (len != strlen("append") || strncmp(flag, "append", len))
			printf("hostfs_args - unsupported option - %.*s\n", (int)len, flag);
		flag = strchr(flag, ',');
	}
	return SWALLOW;
}

static enum verdict set_quiet(const char *value)
{
	(void)value;
	um_options.quiet = 1;
	return PASS;
}

static enum verdict set_noreboot(const char *value)
{
	(void)value;
	um_options.noreboot = 1;
	return SWALLOW;
}

static enum verdict set_seccomp(const char *value)
{
	if (!strcmp(value, "on"))
		um_options.seccomp = UM_SECCOMP_ON;
	else if (!strcmp(value, "auto"))
		um_options.seccomp = UM_SECCOMP_AUTO;
	else if (!strcmp(value, "off"))
		um_options.seccomp = UM_SECCOMP_OFF;
	else
		host_die("Invalid seccomp option '%s', expected on/auto/off\n",
			 value);
	return SWALLOW;
}

static enum verdict set_ncpus(const char *value)
{
	char *end;
	unsigned long n = strtoul(value, &end, 10);

	if (end == value || *end)
		host_die("uml_ncpus_setup: Couldn't parse '%s'\n", value);
	if (n < 1)
		n = 1;
	um_options.ncpus = n > UM_MAX_CPUS ? UM_MAX_CPUS : n;
	return SWALLOW;
}

static const struct option options[] = {
	{ "--help", show_help,
	  "--help\n    Prints this message.\n" },
	{ "--version", show_version,
	  "--version\n    Prints the version number of the kernel.\n" },
	{ "--showconfig", show_config,
	  "--showconfig\n    Prints the config file that this kernel was built from.\n" },
	{ "mem=", set_mem,
	  "mem=<size>\n    How much memory the machine has, with a suffix K, M, G, T, P or E.\n"
	  "    Default is 64M.\n" },
	{ "root=", note_root,
	  "root=<device>\n    The root file system, as for any kernel. Default is 98:0, ubda.\n" },
	{ "console=", note_console,
	  "console=<device>\n    Where kernel messages go. Default is tty0.\n" },
	{ "umid=", set_umid,
	  "umid=<name>\n    Name of the machine and of its directory. Default is random.\n" },
	{ "uml_dir=", set_uml_dir,
	  "uml_dir=<directory>\n    Where the machine's directory is made. Default is ~/.uml.\n" },
	{ "initrd=", set_initrd,
	  "initrd=<file>\n    Boot with this initial RAM disk.\n" },
	{ "dtb=", set_dtb, NULL },
	{ "xterm=", set_xterm,
	  "xterm=<terminal>[,<title switch>[,<exec switch>]]\n"
	  "    The terminal emulator for xterm channels. Default is xterm,-T,-e.\n" },
	{ "quiet", set_quiet,
	  "quiet\n    Less text while starting and booting.\n" },
	{ "noreboot", set_noreboot,
	  "noreboot\n    A reboot of the machine ends the process, like a halt.\n" },
	{ "seccomp=", set_seccomp,
	  "seccomp=<on|auto|off>\n    How guest programs are run: by seccomp filters or by ptrace. Default is\n"
	  "    auto: by seccomp filters where the host allows it.\n" },
	{ "ncpus=", set_ncpus,
	  "ncpus=<number>\n    How many virtual CPUs the machine has. Default is 1.\n" },
	{ "hostfs=", set_hostfs,
	  "hostfs=<root dir>[,append]\n    Confines hostfs mounts to a host directory.\n" },
	{ "dsp=", set_dsp, NULL },
	{ "mixer=", set_mixer, NULL },
	{ NULL, NULL,  NULL },
};

static enum verdict offer(const char *word)
{
	for (const struct option *o = options; o->prefix; o++) {
		unsigned long len = strlen(o->prefix);

		if (!strncmp(word, o->prefix, len) &&
		    o->handler(word + len) == SWALLOW)
			return SWALLOW;
	}
	return PASS;
}

static void add_word(const char *word)
{
	char *line = um_options.command_line;
	unsigned long have = strlen(line), len = strlen(word);

	if (have + len + 2 > UM_COMMAND_LINE_SIZE)
		host_die("add_arg: Too many command line arguments!\n");
	if (have)
		line[have++] = ' ';
	memcpy(line + have, word, len + 1);
}

/* The words up to "--", then our defaults, then the rest. */
void options_parse(int argc, char **argv)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--"); i++) {
		if (i == 1 && argv[i][0] == ' ')
			continue;
		if (offer(argv[i]) == PASS)
			add_word(argv[i]);
	}
	if (!saw_root)
		add_word("root=98:0");
	if (!saw_console)
		add_word("console=tty0");
	for (; i < argc; i++)
		add_word(argv[i]);
}
