// SPDX-License-Identifier: GPL-2.0
/*
 * port-helper: hands a terminal to a machine, for its port and xterm channels.
 *
 *	port-helper -uml-socket PATH	inside an xterm: descriptor 0 is its
 *					terminal, PATH the machine's socket
 *	port-helper			descriptor 3 is a socket to the machine;
 *					0 is a terminal that telnetd made, or the
 *					connection itself
 *	in.telnetd ...			under this name it is always the latter,
 *					and whatever program telnetd would start
 *					is not needed
 *
 * The machine gets one datagram: our pid and, beside it, the terminal. It ends
 * us with SIGKILL when it has done with it. With a connection there is no
 * terminal yet: then we make one, speak telnet with the client (or nothing, if
 * it is a plain connection) and carry bytes until one of the two ends goes.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#include "telnet.h"
#include "tool.h"

#define MACHINE_FD	3
#define PIECE		4096
#define LAST_WORDS_MS	1000	/* for output to a client that sends no more */

/* Bytes on their way in one direction. */
struct buffer {
	uint8_t	data[2 * PIECE + TELNET_REPLY_MAX];
	size_t	start, end;
};

static bool is_empty(const struct buffer *b)
{
	return b->start == b->end;
}

static void set_nonblocking(int fd)
{
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

/* false when @fd takes no more, ever. */
static bool drain(struct buffer *b, int fd)
{
	ssize_t n;

	if (is_empty(b))
		return true;
	n = write(fd, b->data + b->start, b->end - b->start);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR;
	b->start += n;
	if (is_empty(b))
		b->start = b->end = 0;
	return true;
}

/* What @fd has, at most PIECE bytes; 0 for nothing now, -1 for the end. */
static ssize_t take(int fd, uint8_t *buf)
{
	ssize_t n = read(fd, buf, PIECE);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return n > 0 ? n : -1;
}

struct session {
	int		client;		/* the connection */
	int		master;		/* our end of the terminal */
	struct telnet	telnet;
	struct buffer	to_client, to_machine;
	bool		client_ended;	/* has shut down its sending half */
};

static void queue_replies(struct session *s)
{
	struct buffer *b = &s->to_client;

	memcpy(b->data + b->end, s->telnet.reply, s->telnet.reply_len);
	b->end += s->telnet.reply_len;
	s->telnet.reply_len = 0;
}

static void from_client(struct session *s)
{
	uint8_t in[PIECE];
	ssize_t n = take(s->client, in);
	struct winsize size = { 0 };

	if (n < 0)
		s->client_ended = true;
	if (n <= 0)
		return;
	s->to_machine.end = telnet_input(&s->telnet, in, n, s->to_machine.data);
	if (s->telnet.resized) {
		size.ws_row = s->telnet.rows;
		size.ws_col = s->telnet.columns;
		ioctl(s->master, TIOCSWINSZ, &size);
		s->telnet.resized = false;
	}
}

/* false when the machine has closed the terminal. */
static bool from_machine(struct session *s)
{
	uint8_t in[PIECE];
	ssize_t n = take(s->master, in);

	if (n > 0)
		s->to_client.end = telnet_output(&s->telnet, in, n, s->to_client.data);
	return n >= 0;
}

/*
 * One round: each direction reads only when its last piece is gone, so a slow
 * end holds up only what is meant for it. Returns false at the end.
 */
static bool carry(struct session *s)
{
	struct pollfd fds[] = {
		{ .fd = s->client, .events =
			(is_empty(&s->to_client) && !s->telnet.reply_len ? 0 : POLLOUT) |
			(is_empty(&s->to_machine) && !s->client_ended ? POLLIN : 0) },
		{ .fd = s->master, .events = (is_empty(&s->to_machine) ? 0 : POLLOUT) |
			(is_empty(&s->to_client) ? POLLIN : 0) },
	};
	int ready = poll(fds, ARRAY_SIZE(fds), s->client_ended ? LAST_WORDS_MS : -1);

	if (ready < 0)
		return errno == EINTR;
	if (ready == 0 || fds[0].revents & POLLERR)
		return false;
	if (fds[0].revents & (POLLIN | POLLHUP) && is_empty(&s->to_machine)) {
		if (s->client_ended)
			return false;	/* and now its other half too */
		from_client(s);
	}
	if (fds[1].revents & (POLLIN | POLLHUP | POLLERR) && is_empty(&s->to_client) &&
	    !from_machine(s))
		return false;
	if (is_empty(&s->to_client))
		queue_replies(s);
	return drain(&s->to_client, s->client) && drain(&s->to_machine, s->master);
}

static void hand_over(int sock, int terminal)
{
	int pid = getpid();

	if (send_with_fd(sock, &pid, sizeof(pid), terminal))
		die_errno("cannot hand the terminal to the machine");
}

static _Noreturn void serve_connection(void)
{
	static struct session s = { .client = 0 };
	struct termios raw;
	int terminal;

	if (openpty(&s.master, &terminal, NULL, NULL, NULL))
		die_errno("cannot make a terminal");
	tcgetattr(terminal, &raw);
	cfmakeraw(&raw);
	tcsetattr(terminal, TCSANOW, &raw);
	hand_over(MACHINE_FD, terminal);
	close(terminal);
	close(MACHINE_FD);
	set_nonblocking(s.client);
	set_nonblocking(s.master);
	telnet_start(&s.telnet);
	queue_replies(&s);
	while (carry(&s))
		;
	exit(0);
}

/* The terminal is the machine's now; we are here to be killed, or to go with it. */
static _Noreturn void lend_terminal(int sock)
{
	struct pollfd terminal = { .fd = 0 };
	int tty;

	hand_over(sock, 0);
	tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (tty >= 0) {
		ioctl(tty, TIOCNOTTY);
		close(tty);
	}
	while (poll(&terminal, 1, -1) <= 0 || !(terminal.revents & (POLLHUP | POLLERR | POLLNVAL)))
		;
	exit(0);
}

static int connect_machine(const char *path)
{
	struct sockaddr_un here = { .sun_family = AF_UNIX }, there = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		die_errno("socket");
	if (strlen(path) >= sizeof(there.sun_path))
		die("the socket name '%s' is too long", path);
	strcpy(there.sun_path, path);
	snprintf(here.sun_path + 1, sizeof(here.sun_path) - 1, "%5d", getpid());
	if (bind(fd, (struct sockaddr *)&here, sizeof(here)) &&
	    bind(fd, (struct sockaddr *)&here, sizeof(sa_family_t)))
		die_errno("bind");
	if (connect(fd, (struct sockaddr *)&there, sizeof(there)))
		die_errno("connect to '%s'", path);
	return fd;
}

static bool is_socket(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && S_ISSOCK(st.st_mode);
}

int main(int argc, char **argv)
{
	tool_start(argv);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	if (argc > 1 && !strcmp(argv[1], "-uml-socket")) {
		if (argc != 3)
			die("usage: %s [-uml-socket path]", tool_name);
		lend_terminal(connect_machine(argv[2]));
	}
	if (!is_socket(MACHINE_FD))
		die("descriptor %d is no socket to a machine; a machine starts this program"
		    " for its port and xterm channels", MACHINE_FD);
	if (is_socket(0))
		serve_connection();
	if (!isatty(0))
		die("descriptor 0 is neither a terminal nor a connection");
	lend_terminal(MACHINE_FD);
}
