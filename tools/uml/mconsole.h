/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The client side of the management console, protocol version 2: datagrams
 * over AF_UNIX, one for the command, one or more for the answer.
 */
#ifndef TOOLS_UML_MCONSOLE_H
#define TOOLS_UML_MCONSOLE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#define MCONSOLE_VERSION	2
#define MCONSOLE_MAX		512	/* bytes of text in a datagram, with a NUL */

struct mconsole {
	int	fd;			/* bound; the machine answers to its address */
	char	name[PATH_MAX];		/* as the user gave it; "" = no machine yet */
	char	socket[PATH_MAX];	/* where the machine listens */
	char	pid_file[PATH_MAX];
};

/* Binds the local end. Dies if that cannot be. */
void mconsole_open(struct mconsole *mc);

/*
 * Makes @name the machine that is spoken to: a umid below ~/.uml or /tmp/uml, or
 * the path of a socket. What was tried in vain is told on stderr.
 */
bool mconsole_select(struct mconsole *mc, const char *name);

/*
 * mconsole_command() - send a command, print "OK text" or "ERR text"
 * @fd: a descriptor to send along, or -1
 *
 * Return: the error the machine answered with (0 is success), or MCONSOLE_FAILED
 * if there was no answer, which has been told on stderr. The low eight bits are
 * the exit status.
 */
#define MCONSOLE_FAILED		0x10001	/* status 1, and no errno of a machine */
int mconsole_command(struct mconsole *mc, const char *text, int fd);

/* The pid in the machine's pid file, or 0. */
int mconsole_pid(const struct mconsole *mc);

#endif
