/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The server's side of telnet (RFC 854, 855, 857, 858, 1073): takes commands out
 * of what the client sends, and puts what goes to it into the right form.
 */
#ifndef TOOLS_UML_TELNET_H
#define TOOLS_UML_TELNET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TELNET_REPLY_MAX 512

struct telnet {
	/* What the caller looks at */
	bool		talks;		/* the client is one: it sent a command */
	bool		resized;	/* rows and columns are new */
	unsigned short	rows, columns;
	uint8_t		reply[TELNET_REPLY_MAX]; /* to be sent, in front of other output */
	size_t		reply_len;

	/* The state of the reader */
	int		state;
	uint8_t		verb;		/* WILL ... DONT, while its option is awaited */
	uint8_t		sub[8];		/* a subnegotiation, as far as it interests us */
	size_t		sub_len;
	bool		after_cr;
	bool		we[256];	/* options we have agreed to use */
	bool		they[256];	/* options the client has agreed to use */
};

/* The first offers, in @t->reply. */
void telnet_start(struct telnet *t);

/* Bytes from the client; what of them is data goes to @out, @len + 1 bytes at most. */
size_t telnet_input(struct telnet *t, const uint8_t *in, size_t len, uint8_t *out);

/* Bytes for the client; @out has room for 2 * @len. Return: bytes in @out. */
size_t telnet_output(struct telnet *t, const uint8_t *in, size_t len, uint8_t *out);

#endif
