// SPDX-License-Identifier: GPL-2.0
/*
 * The client side of the management console; see mconsole.h.
 *
 * Our socket is connected to the machine's, so that nobody else can answer in
 * its place. A datagram socket does not tell that the other end is gone while
 * we wait, so a waiting client asks now and then whether one can still
 * connect; a machine that is only slow can.
 */
#include "mconsole.h"

#include <errno.h>
#include <libgen.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tool.h"

#define MCONSOLE_MAGIC	0xcafebabe
#define PROBE_MS	1000

struct request {
	uint32_t magic, version, len;
	char data[MCONSOLE_MAX];
};

struct reply {
	uint32_t err, more, len;
	char data[MCONSOLE_MAX];
};

#define REPLY_HEADER offsetof(struct reply, data)

void mconsole_open(struct mconsole *mc)
{
	struct sockaddr_un here = { .sun_family = AF_UNIX };

	memset(mc, 0, sizeof(*mc));
	mc->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (mc->fd < 0)
		die_errno("socket");
	snprintf(here.sun_path + 1, sizeof(here.sun_path) - 1, "%5d", getpid());
	if (!bind(mc->fd, (struct sockaddr *)&here, sizeof(here)))
		return;
	/* A process of that number lives in another pid namespace. */
	if (errno != EADDRINUSE || bind(mc->fd, (struct sockaddr *)&here, sizeof(sa_family_t)))
		die_errno("bind");
}

static bool is_there(const char *path)
{
	struct stat st;

	if (!stat(path, &st))
		return true;
	fprintf(stderr, "Warning: couldn't stat file: %s - %s\n", path, strerror(errno));
	return false;
}

static bool try_directory(struct mconsole *mc, const char *dir, const char *name)
{
	char socket_path[PATH_MAX];

	if (snprintf(socket_path, PATH_MAX, "%s/%s/mconsole", dir, name) >= PATH_MAX ||
	    !is_there(socket_path))
		return false;
	snprintf(mc->pid_file, PATH_MAX, "%.3000s/%.1000s/pid", dir, name);
	strcpy(mc->socket, socket_path);
	return true;
}

static bool try_path(struct mconsole *mc, const char *path)
{
	char copy[PATH_MAX];

	if (strlen(path) >= PATH_MAX || !is_there(path))
		return false;
	strcpy(mc->socket, path);
	strcpy(copy, path);
	snprintf(mc->pid_file, PATH_MAX, "%.4000s/pid", dirname(copy));
	return true;
}

bool mconsole_select(struct mconsole *mc, const char *name)
{
	const char *home = getenv("HOME");
	char dir[PATH_MAX];
	bool found = false;

	if (home && snprintf(dir, sizeof(dir), "%s/.uml", home) < PATH_MAX)
		found = try_directory(mc, dir, name);
	if (found || try_directory(mc, "/tmp/uml", name) || try_path(mc, name)) {
		snprintf(mc->name, sizeof(mc->name), "%s", name);
		return true;
	}
	return false;
}

int mconsole_pid(const struct mconsole *mc)
{
	FILE *file = mc->name[0] ? fopen(mc->pid_file, "re") : NULL;
	int pid = 0;

	if (!file)
		return 0;
	if (fscanf(file, "%d", &pid) != 1 || pid <= 1)
		pid = 0;
	fclose(file);
	return pid;
}

static int connect_to(int fd, const char *path)
{
	struct sockaddr_un there = { .sun_family = AF_UNIX };
	int err;

	if (strlen(path) >= sizeof(there.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(there.sun_path, path);
	do
		err = connect(fd, (struct sockaddr *)&there, sizeof(there));
	while (err && errno == EINTR);
	return err;
}

static int transmit(struct mconsole *mc, const char *text, int fd)
{
	struct request request = { .magic = MCONSOLE_MAGIC, .version = MCONSOLE_VERSION };

	request.len = strlen(text);
	memcpy(request.data, text, request.len);
	if (!mc->name[0]) {
		errno = EINVAL;
		return -1;
	}
	if (connect_to(mc->fd, mc->socket))
		return -1;
	if (fd >= 0)
		return send_with_fd(mc->fd, &request, sizeof(request), fd);
	return send(mc->fd, &request, sizeof(request), MSG_NOSIGNAL) < 0 ? -1 : 0;
}

static bool machine_is_there(const struct mconsole *mc)
{
	int probe = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool there = probe < 0 || !connect_to(probe, mc->socket);

	if (probe >= 0)
		close(probe);
	return there;
}

/* One datagram of the answer, in one piece and in bounds. */
static bool receive(const struct mconsole *mc, struct reply *reply)
{
	struct pollfd poll_fd = { .fd = mc->fd, .events = POLLIN };
	ssize_t n;

	while (poll(&poll_fd, 1, PROBE_MS) <= 0) {
		if (machine_is_there(mc) || poll(&poll_fd, 1, 0) > 0)
			continue;
		complain("the machine '%s' ended without an answer", mc->name);
		return false;
	}
	n = recv(mc->fd, reply, sizeof(*reply), 0);
	if (n < 0) {
		complain_errno("recvmsg");
		return false;
	}
	if ((size_t)n < REPLY_HEADER) {
		complain("an answer of %zd bytes is too short", n);
		return false;
	}
	if (reply->len > n - REPLY_HEADER)
		reply->len = n - REPLY_HEADER;
	return true;
}

int mconsole_command(struct mconsole *mc, const char *text, int fd)
{
	struct reply reply;
	bool first = true;

	if (strlen(text) >= MCONSOLE_MAX) {
		complain("the command is longer than %d bytes", MCONSOLE_MAX - 1);
		return MCONSOLE_FAILED;
	}
	fflush(stdout);
	if (transmit(mc, text, fd)) {
		fprintf(stderr, "Sending command to '%s' : %s\n", mc->socket, strerror(errno));
		return MCONSOLE_FAILED;
	}
	do {
		if (!receive(mc, &reply))
			return MCONSOLE_FAILED;
		if (first)
			fputs(reply.err ? "ERR " : "OK ", stdout);
		first = false;
		fwrite(reply.data, 1, strnlen(reply.data, reply.len), stdout);
	} while (reply.more);
	putchar('\n');
	fflush(stdout);
	return reply.err;
}
