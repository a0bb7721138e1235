// SPDX-License-Identifier: GPL-2.0
/*
 * Mount options of devpts: uid, gid, mode (of new ptys), ptmxmode, max, and
 * newinstance, which changes nothing since every mount is a new instance.
 */
#include <linux/fs.h>
#include <linux/parser.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#include "devpts.h"

enum { OPT_UID, OPT_GID, OPT_MODE, OPT_PTMXMODE, OPT_NEWINSTANCE, OPT_MAX, OPT_ERR };

static const match_table_t tokens = {
	{ OPT_UID, "uid=%u" },
	{ OPT_GID, "gid=%u" },
	{ OPT_MODE, "mode=%o" },
	{ OPT_PTMXMODE, "ptmxmode=%o" },
	{ OPT_NEWINSTANCE, "newinstance" },
	{ OPT_MAX, "max=%d" },
	{ OPT_ERR, NULL },
};

void devpts_default_options(struct pts_mount_opts *opts)
{
	bool reserve = opts->reserve;

	*opts = (struct pts_mount_opts){
		.mode = DEVPTS_DEFAULT_MODE, .ptmxmode = DEVPTS_DEFAULT_PTMX_MODE,
		.max = NR_UNIX98_PTY_MAX, .reserve = reserve,
	};
}

static int parse_one(char *p, struct pts_mount_opts *opts)
{
	substring_t args[MAX_OPT_ARGS];
	unsigned int id;
	int value;

	switch (match_token(p, tokens, args)) {
	case OPT_UID:
		if (match_uint(&args[0], &id) || !uid_valid(id))
			return -EINVAL;
		opts->uid = id;
		opts->setuid = true;
		return 0;
	case OPT_GID:
		if (match_uint(&args[0], &id) || !gid_valid(id))
			return -EINVAL;
		opts->gid = id;
		opts->setgid = true;
		return 0;
	case OPT_MODE:
		if (match_octal(&args[0], &value))
			return -EINVAL;
		opts->mode = value & S_IALLUGO;
		return 0;
	case OPT_PTMXMODE:
		if (match_octal(&args[0], &value))
			return -EINVAL;
		opts->ptmxmode = value & S_IALLUGO;
		return 0;
	case OPT_NEWINSTANCE:
		return 0;
	case OPT_MAX:
		if (match_int(&args[0], &value) || value < 0 || value > NR_UNIX98_PTY_MAX)
			return -EINVAL;
		opts->max = value;
		return 0;
	}
	pr_err("devpts: called with bogus options\n");
	return -EINVAL;
}

/**
 * devpts_parse_options() - the text of mount(2) over the defaults
 * @data: changed; may be NULL
 * @opts: in: only reserve; out: all
 *
 * Return: 0 or -EINVAL.
 */
int devpts_parse_options(char *data, struct pts_mount_opts *opts)
{
	char *p;
	int err;

	devpts_default_options(opts);
	while ((p = strsep(&data, ",")) != NULL) {
		if (!*p)
			continue;
		err = parse_one(p, opts);
		if (err)
			return err;
	}
	return 0;
}

int devpts_show_options(struct seq_file *m, struct dentry *root)
{
	const struct pts_mount_opts *opts = &DEVPTS_SB(root->d_sb)->opts;

	if (opts->setuid)
		seq_printf(m, ",uid=%u", opts->uid);
	if (opts->setgid)
		seq_printf(m, ",gid=%u", opts->gid);
	seq_printf(m, ",mode=%03o", opts->mode);
	seq_printf(m, ",ptmxmode=%03o", opts->ptmxmode);
	if (opts->max < NR_UNIX98_PTY_MAX)
		seq_printf(m, ",max=%d", opts->max);
	return 0;
}
