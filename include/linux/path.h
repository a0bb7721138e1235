/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_PATH_H
#define INCLUDE_LINUX_PATH_H

#include <linux/types.h>

struct dentry;
struct vfsmount;

/* A place in the tree: which mount, and where in it. Both referenced or neither. */
struct path {
	struct vfsmount	*mnt;
	struct dentry	*dentry;
};

void path_get(const struct path *path);
void path_put(const struct path *path);
static inline bool path_equal(const struct path *a, const struct path *b)
{
	return a->mnt == b->mnt && a->dentry == b->dentry;
}

#endif /* INCLUDE_LINUX_PATH_H */
