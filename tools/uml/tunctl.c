// SPDX-License-Identifier: GPL-2.0
/*
 * tunctl: make a persistent tap device that a user or a group may open, or
 * remove one. The device belongs to the caller if neither is named.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/if_tun.h>
#include <limits.h>
#include <net/if.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tool.h"

struct options {
	const char	*clone_device;
	const char	*name;
	long		owner, group;		/* -1: not named */
	bool		brief, delete;
};

static _Noreturn void usage(void)
{
	fprintf(stderr, "Create: %s [-b] [-u owner] [-g group] [-t device-name]"
		" [-f tun-clone-device]\n"
		"Delete: %s -d device-name [-f tun-clone-device]\n\n"
		"The default tun clone device is /dev/net/tun - some systems use\n"
		"/dev/misc/net/tun instead\n\n"
		"-b will result in brief output (just the device name)\n", tool_name, tool_name);
	exit(1);
}

static long user_id(const char *name)
{
	const struct passwd *user = getpwnam(name);
	long id;

	if (user)
		return user->pw_uid;
	if (parse_number(name, 0, UINT_MAX - 1L, &id))
		return id;
	fprintf(stderr, "'%s' is neither a username nor a numeric uid.\n", name);
	usage();
}

static long group_id(const char *name)
{
	const struct group *group = getgrnam(name);
	long id;

	if (group)
		return group->gr_gid;
	if (parse_number(name, 0, UINT_MAX - 1L, &id))
		return id;
	fprintf(stderr, "'%s' is neither a groupname nor a numeric group.\n", name);
	usage();
}

static void parse_options(int argc, char **argv, struct options *o)
{
	int opt;

	while ((opt = getopt(argc, argv, "bd:f:t:u:g:")) != -1) {
		switch (opt) {
		case 'b': o->brief = true; break;
		case 'd': o->delete = true; o->name = optarg; break;
		case 'f': o->clone_device = optarg; break;
		case 't': o->name = optarg; break;
		case 'u': o->owner = user_id(optarg); break;
		case 'g': o->group = group_id(optarg); break;
		default: usage();
		}
	}
	if (optind != argc)
		usage();
	if (o->owner < 0 && o->group < 0)
		o->owner = geteuid();
}

static _Noreturn void failed(const char *what)
{
	fprintf(stderr, "%s: %s%s\n", what, strerror(errno),
		errno == EPERM ? " (this needs CAP_NET_ADMIN)" :
		errno == EBUSY ? " (something has the device open)" : "");
	exit(1);
}

static int open_device(const struct options *o, struct ifreq *ifr)
{
	int fd;

	if (o->name && strlen(o->name) >= sizeof(ifr->ifr_name)) {
		errno = ENAMETOOLONG;
		failed(o->name);
	}
	fd = open(o->clone_device, O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		fprintf(stderr, "Failed to open '%s' : %s\n", o->clone_device, strerror(errno));
		exit(1);
	}
	ifr->ifr_flags = IFF_TAP | IFF_NO_PI;
	strcpy(ifr->ifr_name, o->name ? o->name : "tap%d");
	if (ioctl(fd, TUNSETIFF, ifr))
		failed("TUNSETIFF");
	return fd;
}

static void report(const struct options *o, const char *name)
{
	if (o->brief) {
		puts(name);
		return;
	}
	printf("Set '%s' persistent and owned by", name);
	if (o->owner >= 0)
		printf(" uid %ld", o->owner);
	if (o->group >= 0)
		printf(" gid %ld", o->group);
	putchar('\n');
}

int main(int argc, char **argv)
{
	struct options o = { .clone_device = "/dev/net/tun", .owner = -1, .group = -1 };
	struct ifreq ifr = { 0 };
	int fd;

	tool_start(argv);
	parse_options(argc, argv, &o);
	fd = open_device(&o, &ifr);
	if (o.delete) {
		if (ioctl(fd, TUNSETPERSIST, 0))
			failed("disabling TUNSETPERSIST");
		printf("Set '%s' nonpersistent\n", ifr.ifr_name);
		return 0;
	}
	if (o.owner >= 0 && ioctl(fd, TUNSETOWNER, o.owner))
		failed("TUNSETOWNER");
	if (o.group >= 0 && ioctl(fd, TUNSETGROUP, o.group))
		failed("TUNSETGROUP");
	if (ioctl(fd, TUNSETPERSIST, 1))
		failed("enabling TUNSETPERSIST");
	report(&o, ifr.ifr_name);
	return 0;
}
