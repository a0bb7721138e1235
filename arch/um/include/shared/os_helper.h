/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Programs of the host that work for us: terminal emulators, telnetd, port-helper.
 * They do not outlive us.
 */
#ifndef UM_SHARED_OS_HELPER_H
#define UM_SHARED_OS_HELPER_H

#define OS_HELPER_FDS	4

/**
 * os_helper_start() - execute a program
 * @argv: argv[0] is looked for in PATH
 * @fds: what becomes its descriptors 0, 1, ...; -1: /dev/null. It has no others.
 *
 * The caller's thread waits until the program is executing.
 *
 * Context: process. Return: pid, or -errno when it could not be executed.
 */
int os_helper_start(const char *const argv[], const int fds[OS_HELPER_FDS]);

/* End it, if it has not ended yet, and forget it. */
void os_helper_kill(int pid);

/* Has it ended? Its pid stays reserved until os_helper_kill(). */
int os_helper_ended(int pid);

/* A process that is not our child, a port-helper below a telnetd, ends with us. */
void os_helper_adopt(int pid);
void os_helper_kill_other(int pid);

/* Is @path a program we may execute: 0 or -errno. */
int os_executable(const char *path);

#endif /* UM_SHARED_OS_HELPER_H */
