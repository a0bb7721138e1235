/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What uml_net changes on the host. Each change is written to a log in the form
 * of the command that would do the same, with "failed: why" behind it if it
 * could not be made.
 */
#ifndef TOOLS_UML_NET_HOST_H
#define TOOLS_UML_NET_HOST_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#define NET_NAME_SIZE	16
#define NET_LOG_SIZE	4096

struct net_log {
	char	text[NET_LOG_SIZE];
	size_t	len;
	bool	failed;
};

void net_log(struct net_log *log, const char *text, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * net_open_tap() - a tap whose host side has the address @host
 *
 * A new one where we may make it, else one that was made for the user
 * (tunctl -u) and nobody has open, preferably one with that address.
 * Return: a descriptor with its name in @name, or -1 and the reason in the log.
 */
int net_open_tap(struct in_addr host, char *name, struct net_log *log);

/* Is @name a tap that the calling user owns? */
bool net_is_own_tap(const char *name);

void net_set_address(const char *name, struct in_addr host, struct net_log *log);

/* The way to a guest: a route, proxy ARP, our answer to ARP in its stead. */
void net_add_guest(const char *name, struct in_addr guest, struct net_log *log);
void net_remove_guest(const char *name, struct in_addr guest, struct net_log *log);

#endif
