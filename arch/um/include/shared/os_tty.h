/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Host terminals.  A terminal set raw is restored on every way out: halt,
 * reboot, panic, fatal signals, and when we are killed.
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
 * @fd: terminal, set raw or our controlling one
 *
 * Works when it is our controlling terminal, the one we were started on, or one
 * that nobody controls.
 *
 * Return: a descriptor that becomes readable (bytes to be taken out), or -errno.
 */
int os_tty_watch_size(int fd);

/* A new host pty master, non-blocking; its slave's name goes to @name. */
int os_pty_open(char *name, unsigned long size, int raw);
/* The same of the old kind; @name is the master's. */
int os_pty_open_bsd(char *name, unsigned long size, int raw);

#endif /* UM_SHARED_OS_TTY_H */
