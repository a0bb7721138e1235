// SPDX-License-Identifier: GPL-2.0
/*
 * The marker of a merge in place: <COW file>.merging.
 *
 * A merge in place changes the backing file's mtime with its first write, and
 * from then on the COW file's header no longer fits it. Were the merge cut off
 * there, everything would still be there (the COW file is only read, and the
 * sectors it holds hide those half written) but nobody would accept the pair.
 * The marker names the pair: header mtime, size, and the backing file. A
 * marker of another pair, left by a COW file since replaced, counts as none.
 */
#include "moo.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tool.h"

#define MARKER_MAX (2 * PATH_MAX)

static const char *marker_name(const struct moo *moo)
{
	static char name[PATH_MAX];

	if (snprintf(name, sizeof(name), "%s.merging", moo->cow_name) >= PATH_MAX)
		die("the name of COW file '%s' is too long", moo->cow_name);
	return name;
}

static int marker_text(const struct moo *moo, char *text)
{
	char backing[PATH_MAX];

	if (absolute_name(moo->backing_name, backing, sizeof(backing)))
		die_errno("backing file '%s'", moo->backing_name);
	return snprintf(text, MARKER_MAX,
			"uml_moo -d was at work; run it again to finish\n"
			"mtime %u\nsize %llu\nbacking %s\n", moo->cow.mtime,
			(unsigned long long)moo->cow.size, backing);
}

/* The directory entry too must be on disk before anything relies on it. */
static void sync_parent(const char *name)
{
	char copy[PATH_MAX];
	int fd;

	snprintf(copy, sizeof(copy), "%s", name);
	fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;		/* a directory we may write but not read */
	if (fsync(fd) && errno != EINVAL)
		die_errno("cannot sync the directory of '%s'", name);
	close(fd);
}

void moo_marker_set(const struct moo *moo)
{
	const char *name = marker_name(moo);
	char text[MARKER_MAX];
	int len = marker_text(moo, text);
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);

	if (fd < 0)
		die_errno("cannot create '%s', which makes the merge safe against a crash", name);
	if (write_all(fd, text, len) || fsync(fd)) {
		int error = errno;

		unlink(name);
		errno = error;
		die_errno("cannot write '%s'; nothing was changed", name);
	}
	close(fd);
	sync_parent(name);
}

bool moo_marker_is_set(const struct moo *moo)
{
	char wanted[MARKER_MAX], found[MARKER_MAX];
	int len = marker_text(moo, wanted);
	int fd = open(marker_name(moo), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool same;

	if (fd < 0)
		return false;
	same = pread_all(fd, found, sizeof(found), 0) == len && !memcmp(found, wanted, len);
	close(fd);
	return same;
}

void moo_marker_clear(const struct moo *moo)
{
	const char *name = marker_name(moo);

	if (unlink(name))
		complain_errno("cannot remove '%s'", name);
	else
		sync_parent(name);
}
