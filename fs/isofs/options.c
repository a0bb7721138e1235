// SPDX-License-Identifier: GPL-2.0
/*
 * Mount options, mount(8) under iso9660. Names are always UTF-8, and compared
 * exactly; so iocharset=, utf8 and check= are taken and mean nothing.
 */
#include <linux/kstrtox.h>
#include <linux/seq_file.h>
#include <linux/string.h>

#include "isofs.h"

static int number_option(struct isofs_sb *isb, const char *name, const char *value)
{
	unsigned int n;

	if (!strcmp(name, "iocharset") || !strcmp(name, "check"))
		return 0;
	if (!strcmp(name, "map")) {
		if (strcmp(value, "off") && strcmp(value, "o") && strcmp(value, "normal") &&
		    strcmp(value, "n"))
			return -EINVAL;
		isb->keep_names = *value == 'o';
		return 0;
	}
	if (kstrtouint(value, strstr(name, "mode") ? 8 : 0, &n))
		return -EINVAL;
	if (!strcmp(name, "uid")) {
		isb->uid = KUIDT_INIT(n);
		isb->has_uid = true;
	} else if (!strcmp(name, "gid")) {
		isb->gid = KGIDT_INIT(n);
		isb->has_gid = true;
	} else if (!strcmp(name, "mode")) {
		isb->mode = n & 0777;
		isb->has_mode = true;
	} else if (!strcmp(name, "dmode")) {
		isb->dmode = n & 0777;
		isb->has_dmode = true;
	} else if (!strcmp(name, "sbsector")) {
		isb->start = n;
	} else if (strcmp(name, "block")) {
		return -EINVAL;
	}
	return 0;
}

static int word_option(struct isofs_sb *isb, const char *name)
{
	if (!strcmp(name, "norock"))
		isb->no_rock = true;
	else if (!strcmp(name, "nojoliet"))
		isb->no_joliet = true;
	else if (!strcmp(name, "unhide"))
		isb->unhide = true;
	else if (strcmp(name, "utf8") && strcmp(name, "nocompress"))
		return -EINVAL;
	return 0;
}

int isofs_options(struct isofs_sb *isb, char *text)
{
	char *name, *value;
	int err;

	while ((name = strsep(&text, ","))) {
		if (!*name)
			continue;
		value = strchr(name, '=');
		if (value)
			*value++ = '\0';
		err = value ? number_option(isb, name, value) : word_option(isb, name);
		if (err) {
			pr_err("isofs: bad mount option \"%s\"\n", name);
			return err;
		}
	}
	return 0;
}

int isofs_show_options(struct seq_file *m, struct dentry *root)
{
	struct isofs_sb *isb = ISOFS_SB(root->d_sb);

	if (isb->no_rock)
		seq_puts(m, ",norock");
	if (isb->no_joliet)
		seq_puts(m, ",nojoliet");
	if (isb->unhide)
		seq_puts(m, ",unhide");
	if (isb->keep_names)
		seq_puts(m, ",map=o");
	if (isb->start)
		seq_printf(m, ",sbsector=%u", isb->start);
	if (isb->has_uid)
		seq_printf(m, ",uid=%u", __kuid_val(isb->uid));
	if (isb->has_gid)
		seq_printf(m, ",gid=%u", __kgid_val(isb->gid));
	if (isb->has_dmode)
		seq_printf(m, ",dmode=%o", isb->dmode);
	if (isb->has_mode)
		seq_printf(m, ",fmode=%o", isb->mode);
	return 0;
}
