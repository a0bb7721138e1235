// SPDX-License-Identifier: GPL-2.0
/*
 * The part all tools share; tool.h says what each function promises.
 *
 * A tool is a short-lived ordinary program: it may exit from the depth of a
 * call, and does so by die(), after one line that names what was wrong.
 */
#include "tool.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

const char *tool_name = "tool";

void tool_start(char **argv)
{
	if (argv[0] && argv[0][0])
		tool_name = basename(argv[0]);
}

/* One line whatever the names in it: they may come out of a forged file. */
static void vcomplain(const char *prefix, const char *text, va_list args, int error)
{
	char line[2 * PATH_MAX];

	vsnprintf(line, sizeof(line), text, args);
	for (char *c = line; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = '?';
	fflush(stdout);
	fprintf(stderr, "%s%s%s%s%s\n", prefix, *prefix ? ": " : "", line,
		error ? ": " : "", error ? strerror(error) : "");
}

void complain(const char *text, ...)
{
	va_list args;

	va_start(args, text);
	vcomplain(tool_name, text, args, 0);
	va_end(args);
}

void complain_errno(const char *text, ...)
{
	int error = errno;
	va_list args;

	va_start(args, text);
	vcomplain(tool_name, text, args, error);
	va_end(args);
}

void die(const char *text, ...)
{
	va_list args;

	va_start(args, text);
	vcomplain(tool_name, text, args, 0);
	va_end(args);
	exit(1);
}

void die_errno(const char *text, ...)
{
	int error = errno;
	va_list args;

	va_start(args, text);
	vcomplain(tool_name, text, args, error);
	va_end(args);
	exit(1);
}

void die_bare(const char *text, ...)
{
	va_list args;

	va_start(args, text);
	vcomplain("", text, args, 0);
	va_end(args);
	exit(1);
}

ssize_t pread_all(int fd, void *buf, size_t len, off_t offset)
{
	size_t done = 0;

	while (done < len) {
		ssize_t n = pread(fd, (char *)buf + done, len - done, offset + done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		done += n;
	}
	return done;
}

int pwrite_all(int fd, const void *buf, size_t len, off_t offset)
{
	size_t done = 0;

	while (done < len) {
		ssize_t n = pwrite(fd, (const char *)buf + done, len - done, offset + done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		done += n;
	}
	return 0;
}

int write_all(int fd, const void *buf, size_t len)
{
	const char *from = buf;

	while (len) {
		ssize_t n = write(fd, from, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		from += n;
		len -= n;
	}
	return 0;
}

int absolute_name(const char *name, char *out, size_t size)
{
	char parent[PATH_MAX], resolved[PATH_MAX];
	const char *slash = strrchr(name, '/');
	const char *last = slash ? slash + 1 : name;
	int length = slash ? slash - name : 0;

	if (!slash)
		strcpy(parent, ".");
	else if (length >= PATH_MAX)
		goto too_long;
	else
		snprintf(parent, sizeof(parent), "%.*s", length ? length : 1, name);
	if (!realpath(parent, resolved))
		return -1;
	if (!resolved[1])
		resolved[0] = 0;	/* the root: its slash comes below */
	if ((size_t)snprintf(out, size, "%s/%s", resolved, last) < size)
		return 0;
too_long:
	errno = ENAMETOOLONG;
	return -1;
}

int send_with_fd(int sock, const void *buf, size_t len, int fd)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct iovec iov = { (void *)buf, len };
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);
	ssize_t n;

	cmsg->cmsg_level = SOL_SOCKET;
	cmsg->cmsg_type = SCM_RIGHTS;
	cmsg->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(cmsg), &fd, sizeof(int));
	do
		n = sendmsg(sock, &msg, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -1 : 0;
}

bool parse_number(const char *text, long min, long max, long *value)
{
	char *end;

	errno = 0;
	*value = strtol(text, &end, 10);
	return !errno && end != text && !*end && *value >= min && *value <= max;
}
