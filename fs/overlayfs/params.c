// SPDX-License-Identifier: GPL-2.0
/*
 * overlayfs: mount options.
 *
 * lowerdir=A:B:C from above, upperdir= and workdir= together or neither,
 * redirect_dir=on|follow|nofollow|off, userxattr. A backslash makes the next
 * character of a directory's name ordinary. Options that ask for what we never
 * do (index=off, metacopy=off, xino=off ...) are accepted.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "overlayfs.h"

static const char *const harmless[] = {
	"index=off", "metacopy=off", "nfs_export=off", "xino=off", "xino=auto", "verity=off",
	"uuid=off", "uuid=null", "uuid=auto", "volatile", "default_permissions",
};

/* Cut the next option off, at a comma without a backslash. */
static char *next_option(char **rest)
{
	char *start = *rest, *p;

	if (!start || !*start)
		return NULL;
	for (p = start; *p && *p != ','; p++)
		if (*p == '\\' && p[1])
			p++;
	*rest = *p ? p + 1 : NULL;
	*p = 0;
	return start;
}

static int set_text(char **to, const char *value)
{
	kfree(*to);
	*to = kstrdup(value, GFP_KERNEL);
	return *to ? 0 : -ENOMEM;
}

static int parse_redirect(struct ovl_fs *ofs, const char *value)
{
	if (!strcmp(value, "on"))
		ofs->redirect = true;
	else if (!strcmp(value, "off") || !strcmp(value, "follow") || !strcmp(value, "nofollow"))
		ofs->redirect = false;
	else
		return -EINVAL;
	return 0;
}

static int parse_one(struct ovl_fs *ofs, const char *p)
{
	if (strstarts(p, "lowerdir="))
		return set_text(&ofs->lowerdir, p + strlen("lowerdir="));
	if (strstarts(p, "upperdir="))
		return set_text(&ofs->upperdir, p + strlen("upperdir="));
	if (strstarts(p, "workdir="))
		return set_text(&ofs->workname, p + strlen("workdir="));
	if (strstarts(p, "redirect_dir="))
		return parse_redirect(ofs, p + strlen("redirect_dir="));
	if (!strcmp(p, "userxattr")) {
		ofs->userxattr = true;
		return 0;
	}
	for (size_t i = 0; i < ARRAY_SIZE(harmless); i++)
		if (!strcmp(p, harmless[i]))
			return 0;
	pr_err("overlayfs: unrecognized mount option \"%s\" or missing value\n", p);
	return -EINVAL;
}

int ovl_parse_options(struct ovl_fs *ofs, char *data)
{
	char *p;
	int err;

	while ((p = next_option(&data))) {
		err = *p ? parse_one(ofs, p) : 0;
		if (err)
			return err;
	}
	if (!ofs->lowerdir) {
		pr_err("overlayfs: missing 'lowerdir'\n");
		return -EINVAL;
	}
	if (ofs->upperdir && !ofs->workname) {
		pr_err("overlayfs: missing 'workdir'\n");
		return -EINVAL;
	}
	ofs->prefix = ofs->userxattr ? "user.overlay." : "trusted.overlay.";
	return 0;
}

int ovl_show_options(struct seq_file *m, struct dentry *root)
{
	const struct ovl_fs *ofs = OVL_FS(root->d_sb);

	seq_puts(m, ",lowerdir=");
	seq_escape(m, ofs->lowerdir, ", \t\n");
	if (ofs->upperdir) {
		seq_show_option(m, "upperdir", ofs->upperdir);
		seq_show_option(m, "workdir", ofs->workname);
	}
	if (ofs->redirect)
		seq_puts(m, ",redirect_dir=on");
	if (ofs->userxattr)
		seq_puts(m, ",userxattr");
	return 0;
}
