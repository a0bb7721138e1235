// SPDX-License-Identifier: GPL-2.0
/*
 * uml_net: network set-up on the host for a machine, protocol version 4.
 *
 *	uml_net 4 tuntap up <host ip>	one datagram on stdout: the device name in
 *					16 bytes, the log, and the tap beside it
 *	uml_net 4 add|del <dev> <ip> <netmask>
 *					on stdout: an int, then so many bytes of log
 *
 * It needs no root: with CAP_NET_ADMIN on the file it does everything, without
 * it uses a tap that was made for the user, and says what it could not do.
 * Only taps of the calling user are changed. ethertap is gone from every
 * kernel of today's hosts, and slip is left to slirp; both are refused in
 * words.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net_host.h"
#include "tool.h"

#define VERSION 4

static struct in_addr parse_address(const char *text)
{
	struct in_addr in;

	if (inet_pton(AF_INET, text, &in) != 1)
		die("'%s' is no IPv4 address", text);
	return in;
}

static _Noreturn void usage(void)
{
	fprintf(stderr, "uml_net : bad argument list - if you're running uml_net by\n"
		"hand, don't bother.  uml_net is run automatically by UML when\n"
		"necessary.\n");
	exit(1);
}

static int tuntap_up(const char *host_text)
{
	struct in_addr host = parse_address(host_text);
	struct {
		char		name[NET_NAME_SIZE];
		char		text[NET_LOG_SIZE];
	} message = { 0 };
	struct net_log log = { 0 };
	size_t len;
	int fd = net_open_tap(host, message.name, &log);

	if (fd >= 0)
		net_set_address(message.name, host, &log);
	memcpy(message.text, log.text, log.len + 1);
	len = sizeof(message.name) + log.len + 1;
	if (fd >= 0 ? send_with_fd(1, &message, len, fd) : write_all(1, &message, len))
		die_errno("cannot answer the machine");
	return fd < 0;
}

static int change_guest(const char *op, const char *name, const char *guest_text)
{
	struct in_addr guest = parse_address(guest_text);
	struct net_log log = { 0 };
	uint32_t len;

	if (!net_is_own_tap(name)) {
		net_log(&log, "uml_net: '%.15s' is no tap device of uid %u\n", name, getuid());
		log.failed = true;
	} else if (!strcmp(op, "add")) {
		net_add_guest(name, guest, &log);
	} else {
		net_remove_guest(name, guest, &log);
	}
	len = log.len + 1;
	if (write_all(1, &len, sizeof(len)) || write_all(1, log.text, len))
		die_errno("cannot answer the machine");
	return log.failed;
}

int main(int argc, char **argv)
{
	long version;

	tool_start(argv);
	if (argc < 3 || !parse_number(argv[1], 0, 1000000, &version))
		usage();
	if (version > VERSION) {
		fprintf(stderr, "Version mismatch - requested version %ld, uml_net supports up to"
			" version %d\n", version, VERSION);
		return 1;
	}
	if (version < VERSION)
		die("protocol version %ld is that of kernels long gone", version);
	if (!strcmp(argv[2], "tuntap") && argc == 5 && !strcmp(argv[3], "up"))
		return tuntap_up(argv[4]);
	if ((!strcmp(argv[2], "add") || !strcmp(argv[2], "del")) && argc == 6)
		return change_guest(argv[2], argv[3], argv[4]);
	if (!strcmp(argv[2], "ethertap") || !strcmp(argv[2], "slip"))
		die("no %s: use eth<n>=tuntap,,,<host ip> instead", argv[2]);
	if (argc == 3)
		usage();
	fprintf(stderr, "Unknown transport : '%s'\n", argv[2]);
	return 1;
}
