// SPDX-License-Identifier: GPL-2.0
/*
 * Scripts: "#!interpreter optional-argument". The line is what fits into the
 * first 256 bytes of the file; everything behind the interpreter is one
 * argument, blanks inside included. Agrees with execve(2).
 */
#include <linux/binfmts.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/string.h>

static bool spacetab(char c)
{
	return c == ' ' || c == '\t';
}

/* First one in [@first, @last] that is not a blank; NULL: none. */
static char *next_non_spacetab(char *first, char *last)
{
	for (; first <= last; first++)
		if (!spacetab(*first))
			return first;
	return NULL;
}

/* First one in [@first, @last] that ends a word; NULL: none. */
static char *next_terminator(char *first, char *last)
{
	for (; first <= last; first++)
		if (spacetab(*first) || !*first)
			return first;
	return NULL;
}

/* Where the line ends, trailing blanks cut; NULL when it is not to be trusted. */
static char *line_end(struct linux_binprm *bprm)
{
	char *buf_end = bprm->buf + sizeof(bprm->buf) - 1;
	char *end = strnchr(bprm->buf, sizeof(bprm->buf), '\n');

	if (!end) {
		end = next_non_spacetab(bprm->buf + 2, buf_end);
		if (!end)
			return NULL;	/* nothing but blanks */
		/* A name that fills the buffer may be cut off: not run at all. */
		if (!next_terminator(end, buf_end))
			return NULL;
		end = buf_end;
	}
	while (spacetab(end[-1]))
		end--;
	return end;
}

/* In the order in which they are pushed. */
static int replace_argv0(struct linux_binprm *bprm, const char *name, const char *arg)
{
	int ret;

	ret = remove_arg_zero(bprm);
	if (ret)
		return ret;
	ret = copy_string_kernel(bprm->interp, bprm);
	if (ret < 0)
		return ret;
	bprm->argc++;
	if (arg) {
		ret = copy_string_kernel(arg, bprm);
		if (ret < 0)
			return ret;
		bprm->argc++;
	}
	ret = copy_string_kernel(name, bprm);
	if (ret)
		return ret;
	bprm->argc++;
	return bprm_change_interp(name, bprm);
}

static int load_script(struct linux_binprm *bprm)
{
	char *name, *sep, *arg = NULL, *end;
	struct file *file;
	int ret;

	if (bprm->buf[0] != '#' || bprm->buf[1] != '!')
		return -ENOEXEC;
	end = line_end(bprm);
	if (!end)
		return -ENOEXEC;
	name = next_non_spacetab(bprm->buf + 2, end);
	if (!name || name == end)
		return -ENOEXEC;
	sep = next_terminator(name, end);
	if (sep && *sep)
		arg = next_non_spacetab(sep, end);
	/* The interpreter would look for /dev/fd/N, which is closed by then. */
	if (bprm->interp_flags & BINPRM_FLAGS_PATH_INACCESSIBLE)
		return -ENOENT;
	*end = '\0';
	if (arg)
		*sep = '\0';
	ret = replace_argv0(bprm, name, arg);
	if (ret)
		return ret;
	file = open_exec(name);
	if (IS_ERR(file))
		return PTR_ERR(file);
	bprm->interpreter = file;
	return 0;
}

static struct linux_binfmt script_format = {
	.load_binary	= load_script,
};

static int __init script_init(void)
{
	register_binfmt(&script_format);
	return 0;
}
core_initcall(script_init);
