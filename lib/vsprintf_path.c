// SPDX-License-Identifier: GPL-2.0
/*
 * %pd and %pD: names of directory entries and files. A name may change under
 * us, and the caller may hold the very lock that keeps it, so a component whose
 * lock is taken is shown as "?" rather than waited for.
 */
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "vsprintf.h"

#define COMPONENT_MAX	64
#define DEPTH_MAX	4

/* Copies the name, cut to what fits; returns the parent. */
static struct dentry *dentry_component(struct dentry *dentry, char *buf)
{
	struct dentry *parent;

	if (!spin_trylock(&dentry->d_lock)) {
		strscpy(buf, "?", COMPONENT_MAX);
		return dentry;
	}
	scnprintf(buf, COMPONENT_MAX, "%.*s", (int)dentry->d_name.len,
		  dentry->d_name.name);
	parent = dentry->d_parent;
	spin_unlock(&dentry->d_lock);
	return parent;
}

void sink_dentry(struct sink *s, const void *ptr, int depth, struct spec spec)
{
	char parts[DEPTH_MAX][COMPONENT_MAX];
	char text[DEPTH_MAX * COMPONENT_MAX + 1];
	struct sink t = { text, text + sizeof(text) };
	struct dentry *dentry = (struct dentry *)ptr;
	int n = 0;

	depth = clamp(depth, 1, DEPTH_MAX);
	while (n < depth) {
		struct dentry *parent = dentry_component(dentry, parts[n++]);

		if (parent == dentry)
			break;
		dentry = parent;
	}
	while (n) {
		n--;
		sink_printf(&t, "%s%s", parts[n],
			    n && strcmp(parts[n], "/") ? "/" : "");
	}
	sink_string_n(s, text, t.pos - text, spec);
}

void sink_file(struct sink *s, const void *ptr, int depth, struct spec spec)
{
	const struct file *file = ptr;

	sink_dentry(s, file->f_path.dentry, depth, spec);
}
