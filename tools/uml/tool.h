/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the tools share: one-line errors, whole reads and writes, file names
 * that stay true in another directory, descriptors sent over a socket.
 */
#ifndef TOOLS_UML_TOOL_H
#define TOOLS_UML_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))

/* The name in front of every complaint; set by tool_start(). */
extern const char *tool_name;

void tool_start(char **argv);

/* "name: text" on stderr; the second and fourth add ": strerror(errno)". */
void complain(const char *text, ...) PRINTF(1, 2);
void complain_errno(const char *text, ...) PRINTF(1, 2);
_Noreturn void die(const char *text, ...) PRINTF(1, 2);
_Noreturn void die_errno(const char *text, ...) PRINTF(1, 2);

/* Without the name in front: lines that scripts know from the beginning. */
_Noreturn void die_bare(const char *text, ...) PRINTF(1, 2);

/*
 * All @len bytes at @offset, however many calls it takes. pread_all() returns
 * how many there were before the end of the file; both return -1 with errno.
 */
ssize_t pread_all(int fd, void *buf, size_t len, off_t offset);
int pwrite_all(int fd, const void *buf, size_t len, off_t offset);
int write_all(int fd, const void *buf, size_t len);

/*
 * absolute_name() - @name as seen from anywhere, in @out of @size bytes
 *
 * The directory part is resolved, links included; the last component stays as
 * it is and need not exist. Return: 0, or -1 with errno.
 */
int absolute_name(const char *name, char *out, size_t size);

/* One datagram or piece of stream with @fd beside it. Return: 0, -1 with errno. */
int send_with_fd(int sock, const void *buf, size_t len, int fd);

/* Decimal number in @min..@max, nothing after it. */
bool parse_number(const char *text, long min, long max, long *value);

#endif
