// SPDX-License-Identifier: GPL-2.0
/*
 * uml_switch: an Ethernet switch, or hub, between machines on this host.
 *
 * Options, the loop over the descriptors, and the end. Machines find it by its
 * control socket; see switch_port.c for what they say there.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "switch.h"
#include "tool.h"

struct options {
	const char	*control;
	const char	*data;		/* NULL: an abstract name */
	const char	*tap;
	bool		hub, daemon;
};

static volatile sig_atomic_t caught;

static void on_signal(int sig)
{
	caught = sig;
}

static _Noreturn void usage(void)
{
	fprintf(stderr, "Usage : %s [ -unix control-socket ] [ -hub ] [ -tap tap-device ]"
		" [ -daemon ]\n"
		"or : %s -compat-v0 [ -unix control-socket data-socket ] [ -hub ]"
		" [ -tap tap-device ] [ -daemon ]\n", tool_name, tool_name);
	exit(1);
}

static void parse_options(char **arg, struct options *o)
{
	while (*arg) {
		if (!strcmp(*arg, "-unix") && arg[1]) {
			o->control = *++arg;
			if (arg[1] && arg[1][0] != '-')
				o->data = *++arg;
		} else if (!strcmp(*arg, "-tap") && arg[1]) {
			o->tap = *++arg;
		} else if (!strcmp(*arg, "-hub")) {
			printf("%s will be a hub instead of a switch\n", tool_name);
			o->hub = true;
		} else if (!strcmp(*arg, "-compat-v0")) {
			puts("Control protocol 0 compatibility");
			if (!o->data)
				o->data = "/tmp/uml.data";
		} else if (!strcmp(*arg, "-daemon")) {
			o->daemon = true;
		} else {
			usage();
		}
		arg++;
	}
}

static void announce(const struct options *o)
{
	if (o->data)
		printf("%s attached to unix sockets '%s' and '%s'", tool_name, o->control, o->data);
	else
		printf("%s attached to unix socket '%s'", tool_name, o->control);
	if (o->tap)
		printf(" tap device '%s'", o->tap);
	putchar('\n');
}

/*
 * Without a free descriptor the connection would wait, and keep poll() from
 * doing so; the one held in reserve takes it, to close it.
 */
static int reserve;

static void refuse_port(int control_fd)
{
	if (reserve >= 0)
		close(reserve);
	reserve = accept4(control_fd, NULL, NULL, SOCK_CLOEXEC);
	if (reserve >= 0)
		close(reserve);
	reserve = open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static void accept_port(struct ether_switch *sw, int control_fd)
{
	int fd = accept4(control_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0 && (errno == EMFILE || errno == ENFILE))
		refuse_port(control_fd);
	if (fd < 0)
		return;
	if (!port_add(sw, fd, false))
		close(fd);
}

static size_t count_ports(const struct ether_switch *sw)
{
	size_t count = 0;

	for (const struct port *port = sw->ports; port; port = port->next)
		count++;
	return count;
}

/* The list in the order of the ports; they are removed only by serve_ports(). */
static struct pollfd *poll_list(const struct ether_switch *sw, int control_fd, bool terminal,
				nfds_t *count)
{
	static struct pollfd *list;
	struct pollfd *grown = realloc(list, (3 + count_ports(sw)) * sizeof(*list));

	if (!grown)
		die("out of memory");
	list = grown;
	*count = 3;
	list[0] = (struct pollfd){ .fd = control_fd, .events = POLLIN };
	list[1] = (struct pollfd){ .fd = sw->data_fd, .events = POLLIN };
	list[2] = (struct pollfd){ .fd = terminal ? 0 : -1, .events = POLLIN };
	for (const struct port *port = sw->ports; port; port = port->next)
		list[(*count)++] = (struct pollfd){ .fd = port->fd, .events = POLLIN };
	return list;
}

static void serve_ports(struct ether_switch *sw, const struct pollfd *polled)
{
	struct port *port, *next;

	for (port = sw->ports; port; port = next, polled++) {
		next = port->next;
		if (!polled->revents)
			continue;
		if (port->is_tap)
			port_read_tap(sw, port);
		else
			port_read_control(sw, port);
	}
}

/* A line typed shows the table; the end of the terminal ends the switch. */
static bool serve_terminal(struct ether_switch *sw)
{
	char buf[256];
	ssize_t n = read(0, buf, sizeof(buf));

	if (n > 0)
		table_print(sw->table, switch_time());
	if (n != 0 && (n > 0 || errno == EAGAIN || errno == EINTR))
		return true;
	puts("EOF on stdin, cleaning up and exiting");
	return false;
}

static void run(struct ether_switch *sw, int control_fd, bool terminal, const sigset_t *waiting)
{
	const struct timespec sweep = { .tv_sec = MAC_SWEEP };
	time_t swept = switch_time();

	while (!caught) {
		nfds_t count;
		struct pollfd *list = poll_list(sw, control_fd, terminal, &count);
		int ready = ppoll(list, count, &sweep, waiting);

		if (switch_time() - swept >= MAC_SWEEP) {
			swept = switch_time();
			table_expire(sw->table, swept);
		}
		if (ready < 0 && errno != EINTR)
			die_errno("poll");
		if (ready <= 0)
			continue;
		serve_ports(sw, list + 3);
		if (list[1].revents)
			switch_read_data(sw);
		if (list[2].revents && !serve_terminal(sw))
			break;
		if (list[0].revents)
			accept_port(sw, control_fd);
	}
}

/* Signals are taken while waiting only; @waiting is the mask for that. */
static void watch_signals(sigset_t *waiting)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t blocked;

	sigemptyset(&blocked);
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++) {
		sigaction(signals[i], &action, NULL);
		sigaddset(&blocked, signals[i]);
	}
	sigprocmask(SIG_BLOCK, &blocked, waiting);
	for (size_t i = 0; i < ARRAY_SIZE(signals); i++)
		sigdelset(waiting, signals[i]);
}

/* Only what is still ours: somebody may have replaced it. */
static void remove_socket(const char *path, const struct stat *ours)
{
	struct stat st;

	if (path && !lstat(path, &st) && st.st_ino == ours->st_ino && st.st_dev == ours->st_dev)
		unlink(path);
}

int main(int argc, char **argv)
{
	struct options o = { .control = "/tmp/uml.ctl" };
	struct ether_switch sw = { 0 };
	struct stat control_st = { 0 }, data_st = { 0 };
	sigset_t waiting;
	int control_fd;

	tool_start(argv);
	setvbuf(stdout, NULL, _IOLBF, 0);
	parse_options(argv + 1, &o);
	signal(SIGPIPE, SIG_IGN);
	sw.hub = o.hub;
	sw.table = table_create();
	if (!sw.table)
		die("out of memory");
	if (o.tap && !port_add(&sw, switch_open_tap(o.tap), true))
		die("out of memory");
	control_fd = switch_open_control(o.control, o.data);
	lstat(o.control, &control_st);
	switch_open_data(&sw, o.data);
	if (o.data)
		lstat(o.data, &data_st);
	reserve = open("/dev/null", O_RDONLY | O_CLOEXEC);
	watch_signals(&waiting);
	announce(&o);
	if (o.daemon && daemon(0, 0))
		die_errno("daemon");

	run(&sw, control_fd, !o.daemon && isatty(0), &waiting);

	remove_socket(o.control, &control_st);
	remove_socket(o.data, &data_st);
	if (!caught)
		return 0;
	printf("Caught signal %d, cleaning up and exiting\n", caught);
	signal(caught, SIG_DFL);
	raise(caught);
	sigprocmask(SIG_SETMASK, &waiting, NULL);
	return 0;
}
