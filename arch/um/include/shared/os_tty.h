/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host terminals.  A terminal set raw is restored on every way out: halt,
 * reboot, panic and fatal signals.
 */
#ifndef UM_SHARED_OS_TTY_H
#define UM_SHARED_OS_TTY_H

int os_isatty(int fd);

/* Raw mode; the first state of each terminal is remembered.  At most 64. */
int os_tty_raw(int fd);
int os_tty_restore(int fd);
void os_tty_restore_all(void);

/* Output post-processing (newline also returns the carriage). 1, 0 or -errno. */
int os_tty_set_opost(int fd, int on);

int os_tty_size(int fd, unsigned short *rows, unsigned short *cols);

/**
 * os_tty_watch_size() - ask to be told when a terminal changes its size
 * @fd: terminal
 *
 * Works when it is our controlling terminal, or when a helper can make it that
 * of its own session.  Return: a descriptor that becomes readable (one byte to
 * take out for each change), or -errno.
 */
int os_tty_watch_size(int fd);

/* A new host pty master, raw; its slave's name goes to @name. */
int os_pty_open(char *name, unsigned long size);

#endif /* UM_SHARED_OS_TTY_H */
