// SPDX-License-Identifier: GPL-2.0
/*
 * hostfs mounted with "mapped": an ordinary user's files can have any owner,
 * mode and type, as far as the guest is concerned.
 *
 * They are in the attribute user.uml.stat of the host file, as text: "mode uid
 * gid major:minor", mode in octal with the type. Devices, pipes and sockets are
 * empty regular files on the host, because those have no such attributes. A file
 * without the attribute is what it is; the user's own files then are root's.
 * trusted.* and security.* attributes get the prefix user.uml. on the host.
 *
 * The host file can always be read and written by its owner.
 */
#include <linux/kernel.h>
#include <linux/sprintf.h>
#include <linux/stat.h>
#include <linux/string.h>

#include "internal.h"

/* The number at *p, in base 8 or 10; *p moves behind it and one more character. */
static bool get_number(const char **p, const char *end, unsigned int base, unsigned int *value)
{
	const char *start = *p;
	u64 n = 0;

	while (*p < end && **p >= '0' && **p < (char)('0' + base) && n <= U32_MAX)
		n = n * base + *(*p)++ - '0';
	if (*p == start || n > U32_MAX)
		return false;
	(*p)++;
	*value = n;
	return true;
}

/* A regular file may stand for anything but a directory or a symlink. */
static bool type_is_possible(unsigned int host, unsigned int mode)
{
	if (S_ISDIR(host))
		return S_ISDIR(mode);
	return S_ISREG(mode) || S_ISCHR(mode) || S_ISBLK(mode) || S_ISFIFO(mode) || S_ISSOCK(mode);
}

/**
 * hostfs_mapped_decode() - what the guest is to see
 * @st: in: what the host says
 * @text: the attribute
 * @len: its length, or -errno when there is none
 *
 * What does not make sense is ignored.
 */
void hostfs_mapped_decode(struct hostfs_stat *st, const char *text, long len)
{
	const char *end = text + len;
	unsigned int mode, uid, gid, major, minor;

	if (len > 0 && get_number(&text, end, 8, &mode) && get_number(&text, end, 10, &uid) &&
	    get_number(&text, end, 10, &gid) && get_number(&text, end, 10, &major) &&
	    get_number(&text, end, 10, &minor) && type_is_possible(st->mode, mode)) {
		st->mode = mode & (S_IFMT | S_IALLUGO);
		st->uid = uid;
		st->gid = gid;
		st->rdev_major = major & 0xfff;
		st->rdev_minor = minor & 0xfffff;
		return;
	}
	if (st->uid == hostfs_uid())
		st->uid = 0;
	if (st->gid == hostfs_gid())
		st->gid = 0;
}

int hostfs_mapped_store(int fd, const struct hostfs_stat *st)
{
	char text[MAPPED_LEN];
	int len = snprintf(text, sizeof(text), "%o %u %u %u:%u\n", st->mode, st->uid, st->gid,
			   st->rdev_major, st->rdev_minor);

	return hostfs_setxattr(fd, MAPPED_STAT, text, len, 0);
}

unsigned int hostfs_mapped_mode(umode_t mode)
{
	return S_ISDIR(mode) ? (mode & 0777) | 0700 : (mode & 0666) | 0600;
}
