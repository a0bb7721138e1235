// SPDX-License-Identifier: GPL-2.0
/*
 * Ports of uml_switch: clients and the tap, and the way of a frame between
 * them.
 *
 * A client is its control connection: as long as that is open, the datagrams
 * that come from the address it announced are its frames. All clients share
 * one data socket. Every descriptor is non-blocking and a frame that cannot be
 * handed over at once is dropped, as on a wire: one client that does not read
 * cannot hold up the others.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "switch.h"

#define FRAMES_AT_ONCE	64	/* then the other descriptors have their turn */

struct port *port_add(struct ether_switch *sw, int fd, bool is_tap)
{
	struct port *port = calloc(1, sizeof(*port));

	if (!port)
		return NULL;
	port->fd = port->number = fd;
	port->is_tap = port->attached = is_tap;
	port->next = sw->ports;
	sw->ports = port;
	return port;
}

void port_remove(struct ether_switch *sw, struct port *port)
{
	struct port **link = &sw->ports;

	while (*link != port)
		link = &(*link)->next;
	*link = port->next;
	table_forget_port(sw->table, port);
	close(port->fd);
	free(port);
}

static void send_frame(const struct ether_switch *sw, const struct port *to,
		       const void *frame, size_t len)
{
	ssize_t n;

	if (to->is_tap)
		n = write(to->fd, frame, len);
	else
		n = sendto(sw->data_fd, frame, len, MSG_DONTWAIT | MSG_NOSIGNAL,
			   (const struct sockaddr *)&to->data, sizeof(to->data));
	(void)n;	/* lost, as the head comment says */
}

static void forward(struct ether_switch *sw, struct port *from, const uint8_t *frame, size_t len)
{
	const uint8_t *to_mac = frame, *from_mac = frame + MAC_SIZE;
	struct port *to = NULL;

	if (!(from_mac[0] & 1))
		table_learn(sw->table, from_mac, from, switch_time());
	if (!(to_mac[0] & 1) && !sw->hub) {
		to = table_find(sw->table, to_mac);
		if (!to)
			say("unknown Addr: %02x:%02x:%02x:%02x:%02x:%02x from port %d",
			    to_mac[0], to_mac[1], to_mac[2], to_mac[3], to_mac[4],
			    to_mac[5], from->number);
	}
	if (to) {
		if (to != from)
			send_frame(sw, to, frame, len);
		return;
	}
	for (to = sw->ports; to; to = to->next)
		if (to != from && to->attached)
			send_frame(sw, to, frame, len);
}

static struct port *port_of(const struct ether_switch *sw, const struct sockaddr_un *data)
{
	struct port *port = sw->ports;

	while (port && (port->is_tap || !port->attached ||
			memcmp(&port->data, data, sizeof(*data))))
		port = port->next;
	return port;
}

void switch_read_data(struct ether_switch *sw)
{
	static uint8_t frame[FRAME_MAX];

	for (int i = 0; i < FRAMES_AT_ONCE; i++) {
		struct sockaddr_un data = { 0 };
		socklen_t data_len = sizeof(data);
		struct port *from;
		ssize_t n = recvfrom(sw->data_fd, frame, sizeof(frame), MSG_DONTWAIT | MSG_TRUNC,
				     (struct sockaddr *)&data, &data_len);

		if (n < 0)
			return;
		if (n < FRAME_MIN || n > FRAME_MAX)
			continue;
		from = port_of(sw, &data);
		if (from)
			forward(sw, from, frame, n);
	}
}

void port_read_tap(struct ether_switch *sw, struct port *port)
{
	static uint8_t frame[FRAME_MAX];

	for (int i = 0; i < FRAMES_AT_ONCE; i++) {
		ssize_t n = read(port->fd, frame, sizeof(frame));

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n <= 0) {
			say("Reading tap data: %s", n ? strerror(errno) : "end of file");
			port_remove(sw, port);
			return;
		}
		if (n >= FRAME_MIN)
			forward(sw, port, frame, n);
	}
}

/* The client learns where to send its frames; version 0 has to know. */
static bool answer(struct ether_switch *sw, struct port *port,
		   const struct switch_request *request)
{
	if (request->version == 0)
		return true;
	return send(port->fd, &sw->data, sizeof(sw->data), MSG_DONTWAIT | MSG_NOSIGNAL) ==
	       sizeof(sw->data);
}

static bool attach(struct ether_switch *sw, struct port *port)
{
	struct switch_request request;
	const char *why;

	switch (request_parse(port->request, port->request_len, &request, &why)) {
	case REQUEST_INCOMPLETE:
		return true;
	case REQUEST_BAD:
		if (why)
			say("%s", why);
		else
			say("Request for a version %u port, which this uml_switch doesn't support",
			    request.version);
		return false;
	case REQUEST_GOOD:
		break;
	}
	if (port_of(sw, &request.data)) {
		say("Bad request: another port has that data socket");
		return false;
	}
	if (!answer(sw, port, &request)) {
		say("Sending data socket name: %s", strerror(errno));
		return false;
	}
	port->data = request.data;
	port->attached = true;
	say("New connection");
	return true;
}

/* Bytes of the request, with its padding perhaps; what follows is an error. */
static bool take_bytes(struct ether_switch *sw, struct port *port)
{
	ssize_t n = recv(port->fd, port->request + port->request_len,
			 sizeof(port->request) - port->request_len, MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	if (n <= 0) {
		say(port->attached ? "Disconnect" : "EOF from new port");
		return false;
	}
	port->request_len += n;
	if (port->request_len > REQUEST_SIZE) {
		say("Bad request");
		return false;
	}
	return port->attached || attach(sw, port);
}

void port_read_control(struct ether_switch *sw, struct port *port)
{
	if (!take_bytes(sw, port))
		port_remove(sw, port);
}
