/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of uml_switch share. */
#ifndef TOOLS_UML_SWITCH_H
#define TOOLS_UML_SWITCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/un.h>
#include <time.h>

#define MAC_SIZE	6
#define FRAME_MIN	14			/* an Ethernet header */
#define FRAME_MAX	(64 * 1024)
#define MAC_LIFETIME	100			/* seconds without a frame */
#define MAC_SWEEP	2			/* seconds between two looks */

struct port {
	struct port		*next;
	int			number;		/* in messages; the descriptor's */
	int			fd;		/* control connection, or the tap */
	bool			is_tap;
	bool			attached;	/* its request has come */
	unsigned char		request[128];	/* of it, while it comes */
	size_t			request_len;
	struct sockaddr_un	data;		/* where its frames go */
};

struct mac_table;

struct ether_switch {
	struct port		*ports;
	struct mac_table	*table;
	bool			hub;
	int			data_fd;
	struct sockaddr_un	data;		/* of data_fd, told to clients */
};

/* switch_request.c: what a client may ask for. */
#define SWITCH_MAGIC		0xfeedface
#define SWITCH_VERSION		3
#define REQUEST_SIZE		124		/* as clients send it */

struct switch_request {
	unsigned int		version;	/* 0, 1 or 3 are good */
	size_t			used;		/* bytes of the request */
	struct sockaddr_un	data;
};

enum request_state { REQUEST_INCOMPLETE, REQUEST_GOOD, REQUEST_BAD };

/*
 * request_parse() - the bytes received so far on a new control connection
 * @why: set for REQUEST_BAD, a line for the log, or NULL if it is the version
 */
enum request_state request_parse(const void *buf, size_t len, struct switch_request *request,
				 const char **why);

/* switch_table.c: which port a MAC address was last seen at. */
struct mac_table *table_create(void);
void table_learn(struct mac_table *table, const uint8_t *mac, struct port *port, time_t now);
struct port *table_find(struct mac_table *table, const uint8_t *mac);
void table_forget_port(struct mac_table *table, const struct port *port);
void table_expire(struct mac_table *table, time_t now);
void table_print(const struct mac_table *table, time_t now);

/* switch_port.c: frames in and out; nothing here ever waits. */
struct port *port_add(struct ether_switch *sw, int fd, bool is_tap);
void port_remove(struct ether_switch *sw, struct port *port);
void port_read_control(struct ether_switch *sw, struct port *port);
void port_read_tap(struct ether_switch *sw, struct port *port);
void switch_read_data(struct ether_switch *sw);

/* switch_socket.c: the sockets and the tap; all of these die on an error. */
int switch_open_control(const char *path, const char *data_path);
void switch_open_data(struct ether_switch *sw, const char *path);
int switch_open_tap(const char *name);

time_t switch_time(void);	/* seconds that only go forward */

/* A line of the log; dropped if whoever reads the log does not keep up. */
void say(const char *text, ...) __attribute__((format(printf, 1, 2)));

#endif
