/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of uml_moo share. */
#ifndef TOOLS_UML_MOO_H
#define TOOLS_UML_MOO_H

#include <stdbool.h>

#include "cow.h"

/* A COW file with the backing file it is merged with. */
struct moo {
	const char		*cow_name;
	const char		*backing_name;
	int			cow_fd;
	int			backing_fd;
	struct cow_header	cow;
};

/* Where the merged disk goes. */
struct moo_output {
	const char	*name;
	int		fd;
	bool		all;	/* also what the COW file does not hold */
	bool		sparse;	/* empty so far: zeros need not be written */
};

/* moo_merge.c: one pass over the disk; dies on an error. */
void moo_merge(const struct moo *moo, const struct moo_output *out);

/*
 * moo_marker.c: a file beside the COW file that says "its backing file is being
 * changed by a merge". It is on disk before the first change and goes after
 * the last, so whoever finds it knows that the backing file's mtime is
 * ours and that merging again ends the work.
 */
void moo_marker_set(const struct moo *moo);
bool moo_marker_is_set(const struct moo *moo);
void moo_marker_clear(const struct moo *moo);

#endif
