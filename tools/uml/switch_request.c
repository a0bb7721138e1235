// SPDX-License-Identifier: GPL-2.0
/*
 * Requests on a control connection of uml_switch, versions 0, 1 and 3.
 *
 *	version 3	magic, version, type, sockaddr; two bytes of padding
 *	version 1	magic, type, mac[6], sockaddr
 *	version 0	type, mac[6], sockaddr
 *
 * The version word of 3 stands where 1 has its type, which is always 0. All
 * numbers are four bytes in host order, a sockaddr is a whole sockaddr_un.
 */
#include <string.h>
#include <sys/socket.h>

#include "switch.h"

#define NAME_SIZE	sizeof(struct sockaddr_un)

static uint32_t word(const void *buf, size_t offset)
{
	uint32_t value;

	memcpy(&value, (const char *)buf + offset, sizeof(value));
	return value;
}

/* An abstract name counts with all its bytes, a path ends with its NUL. */
static bool take_name(const void *from, struct sockaddr_un *name)
{
	memcpy(name, from, NAME_SIZE);
	if (name->sun_family != AF_UNIX)
		return false;
	if (name->sun_path[0]) {
		size_t len = strnlen(name->sun_path, sizeof(name->sun_path));

		memset(name->sun_path + len, 0, sizeof(name->sun_path) - len);
	}
	return true;
}

static enum request_state take_request(const void *buf, size_t len, size_t type_offset,
				       size_t name_offset, struct switch_request *request,
				       const char **why)
{
	request->used = name_offset + NAME_SIZE;
	if (len < request->used)
		return REQUEST_INCOMPLETE;
	if (word(buf, type_offset) != 0) {
		*why = "Bad request type";
		return REQUEST_BAD;
	}
	if (!take_name((const char *)buf + name_offset, &request->data)) {
		*why = "Bad request: not the name of a unix socket";
		return REQUEST_BAD;
	}
	return REQUEST_GOOD;
}

enum request_state request_parse(const void *buf, size_t len, struct switch_request *request,
				 const char **why)
{
	if (len < 8)
		return REQUEST_INCOMPLETE;
	if (word(buf, 0) != SWITCH_MAGIC) {
		request->version = 0;
		return take_request(buf, len, 0, 4 + MAC_SIZE, request, why);
	}
	request->version = word(buf, 4);
	switch (request->version) {
	case 0:
		request->version = 1;
		return take_request(buf, len, 4, 8 + MAC_SIZE, request, why);
	case SWITCH_VERSION:
		return take_request(buf, len, 8, 12, request, why);
	case 2:
		*why = "Version 2 is not supported";
		return REQUEST_BAD;
	default:
		*why = NULL;
		return REQUEST_BAD;
	}
}
