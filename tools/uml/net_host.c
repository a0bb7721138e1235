// SPDX-License-Identifier: GPL-2.0
/*
 * What uml_net changes on the host; see net_host.h.
 *
 * Everything is done by system calls: no program is run, so no environment or
 * PATH of the caller matters even where the file has capabilities. What is
 * in place already counts as done.
 */
#include "net_host.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <net/route.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tool.h"

void net_log(struct net_log *log, const char *text, ...)
{
	va_list args;
	int n;

	va_start(args, text);
	n = vsnprintf(log->text + log->len, sizeof(log->text) - log->len, text, args);
	va_end(args);
	log->len += n;
	if (log->len >= sizeof(log->text))
		log->len = sizeof(log->text) - 1;
}

/* The line's end: nothing, or why it failed. */
static void done(struct net_log *log, int err)
{
	if (!err || errno == EEXIST) {
		net_log(log, "\n");
		return;
	}
	net_log(log, "\nfailed: %s%s\n", strerror(errno),
		errno == EPERM || errno == EACCES ?
		" (uml_net has no CAP_NET_ADMIN: an administrator has to do this)" : "");
	log->failed = true;
}

static int control_socket(void)
{
	static int fd = -1;

	if (fd < 0)
		fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		die_errno("socket");
	return fd;
}

static struct sockaddr address(struct in_addr in)
{
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_addr = in };
	struct sockaddr sa;

	memcpy(&sa, &sin, sizeof(sa));
	return sa;
}

static bool read_line(const char *path, char *buf, size_t size)
{
	FILE *file = fopen(path, "re");
	bool read = file && fgets(buf, size, file);

	if (file)
		fclose(file);
	return read;
}

static int write_line(const char *path, const char *text)
{
	char now[32];
	int fd, err;

	if (read_line(path, now, sizeof(now)) && now[0] == text[0] && now[1] == '\n')
		return 0;
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	err = write_all(fd, text, strlen(text));
	close(fd);
	return err;
}

bool net_is_own_tap(const char *name)
{
	char path[128], line[32];

	snprintf(path, sizeof(path), "/sys/class/net/%.15s/tun_flags", name);
	if (!read_line(path, line, sizeof(line)) || !(strtoul(line, NULL, 16) & IFF_TAP))
		return false;
	if (getuid() == 0)
		return true;
	snprintf(path, sizeof(path), "/sys/class/net/%.15s/owner", name);
	return read_line(path, line, sizeof(line)) && strtol(line, NULL, 10) == (long)getuid();
}

static bool has_address(const char *name, struct in_addr host)
{
	struct ifreq ifr = { 0 };
	struct sockaddr_in sin;

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%.15s", name);
	if (ioctl(control_socket(), SIOCGIFADDR, &ifr))
		return false;
	memcpy(&sin, &ifr.ifr_addr, sizeof(sin));
	return sin.sin_addr.s_addr == host.s_addr;
}

/* @name is "tap%d" for a new one, and replaced by what it became. */
static int attach_tap(char *name)
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
	int error;

	if (fd < 0)
		return -1;
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%.15s", name);
	if (!ioctl(fd, TUNSETIFF, &ifr)) {
		memcpy(name, ifr.ifr_name, NET_NAME_SIZE);
		return fd;
	}
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* One of the user's, with the address wanted or any. */
static int attach_own_tap(struct in_addr host, bool any, char *name)
{
	DIR *dir = opendir("/sys/class/net");
	struct dirent *entry;
	int fd = -1;

	while (dir && fd < 0 && (entry = readdir(dir))) {
		if (!net_is_own_tap(entry->d_name) || (!any && !has_address(entry->d_name, host)))
			continue;
		snprintf(name, NET_NAME_SIZE, "%.15s", entry->d_name);
		fd = attach_tap(name);
	}
	if (dir)
		closedir(dir);
	return fd;
}

int net_open_tap(struct in_addr host, char *name, struct net_log *log)
{
	int fd, error;

	memset(name, 0, NET_NAME_SIZE);
	strcpy(name, "tap%d");
	fd = attach_tap(name);
	if (fd >= 0) {
		ioctl(fd, TUNSETOWNER, getuid());	/* so that "add" knows it again */
		return fd;
	}
	error = errno;
	fd = attach_own_tap(host, false, name);
	if (fd < 0)
		fd = attach_own_tap(host, true, name);
	if (fd >= 0) {
		net_log(log, "* using the existing tap device %s\n", name);
		return fd;
	}
	memset(name, 0, NET_NAME_SIZE);
	net_log(log, "uml_net: no new tap (/dev/net/tun: %s) and none of uid %u is free;"
		" an administrator can make one: tunctl -u %u\n", strerror(error),
		getuid(), getuid());
	log->failed = true;
	return -1;
}

static int set_up(const char *name)
{
	struct ifreq ifr = { 0 };

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%.15s", name);
	if (ioctl(control_socket(), SIOCGIFFLAGS, &ifr))
		return -1;
	if (ifr.ifr_flags & IFF_UP)
		return 0;
	ifr.ifr_flags |= IFF_UP;
	return ioctl(control_socket(), SIOCSIFFLAGS, &ifr);
}

static int set_address(const char *name, struct in_addr host)
{
	struct in_addr all = { .s_addr = 0xffffffff };
	struct ifreq ifr = { 0 };

	if (has_address(name, host))
		return 0;
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%.15s", name);
	ifr.ifr_addr = address(host);
	if (ioctl(control_socket(), SIOCSIFADDR, &ifr))
		return -1;
	ifr.ifr_netmask = address(all);
	return ioctl(control_socket(), SIOCSIFNETMASK, &ifr);
}

void net_set_address(const char *name, struct in_addr host, struct net_log *log)
{
	net_log(log, "* ip addr add %s/32 dev %s", inet_ntoa(host), name);
	done(log, set_address(name, host));
	net_log(log, "* ip link set %s up", name);
	done(log, set_up(name));
	net_log(log, "* sysctl net.ipv4.ip_forward=1");
	done(log, write_line("/proc/sys/net/ipv4/ip_forward", "1"));
}

static int change_route(unsigned long request, const char *name, struct in_addr guest)
{
	struct in_addr all = { .s_addr = 0xffffffff };
	char device[NET_NAME_SIZE];
	struct rtentry route = {
		.rt_dst = address(guest),
		.rt_genmask = address(all),
		.rt_flags = RTF_UP | RTF_HOST,
		.rt_dev = device,
	};

	snprintf(device, sizeof(device), "%.15s", name);
	return ioctl(control_socket(), request, &route);
}

static int set_proxy_arp(const char *name, const char *value)
{
	char path[128];

	snprintf(path, sizeof(path), "/proc/sys/net/ipv4/conf/%.15s/proxy_arp", name);
	return write_line(path, value);
}

/* Ethernet neighbours of the host learn that the guest is to be found here. */
static void change_arp(const char *tap, struct in_addr guest, bool add, struct net_log *log)
{
	struct if_nameindex *all = if_nameindex();

	for (struct if_nameindex *i = all; i && i->if_name; i++) {
		struct arpreq arp = { .arp_pa = address(guest), .arp_flags = ATF_PERM | ATF_PUBL };
		struct ifreq ifr = { 0 };

		snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%.15s", i->if_name);
		if (!strcmp(i->if_name, tap) || ioctl(control_socket(), SIOCGIFFLAGS, &ifr) ||
		    !(ifr.ifr_flags & IFF_UP) || (ifr.ifr_flags & (IFF_LOOPBACK | IFF_NOARP)) ||
		    ioctl(control_socket(), SIOCGIFHWADDR, &ifr) ||
		    ifr.ifr_hwaddr.sa_family != ARPHRD_ETHER)
			continue;
		arp.arp_ha = ifr.ifr_hwaddr;
		snprintf(arp.arp_dev, sizeof(arp.arp_dev), "%.15s", i->if_name);
		net_log(log, "* ip neigh %s proxy %s dev %s", add ? "add" : "del",
			inet_ntoa(guest), i->if_name);
		done(log, ioctl(control_socket(), add ? SIOCSARP : SIOCDARP, &arp));
	}
	if_freenameindex(all);
}

void net_add_guest(const char *name, struct in_addr guest, struct net_log *log)
{
	net_log(log, "* ip route add %s dev %s", inet_ntoa(guest), name);
	done(log, change_route(SIOCADDRT, name, guest));
	net_log(log, "* sysctl net.ipv4.conf.%s.proxy_arp=1", name);
	done(log, set_proxy_arp(name, "1"));
	change_arp(name, guest, true, log);
}

void net_remove_guest(const char *name, struct in_addr guest, struct net_log *log)
{
	net_log(log, "* ip route del %s dev %s", inet_ntoa(guest), name);
	done(log, change_route(SIOCDELRT, name, guest));
	net_log(log, "* sysctl net.ipv4.conf.%s.proxy_arp=0", name);
	done(log, set_proxy_arp(name, "0"));
	change_arp(name, guest, false, log);
}
