// SPDX-License-Identifier: GPL-2.0
/*
 * Host terminals: raw mode that is undone on every way out, size, size changes,
 * pseudo terminals.
 *
 * The first state of each terminal is kept in a fixed table together with a
 * descriptor of our own, so that closing the caller's does not matter, and the
 * whole table can be written back from a signal handler. Each entry has a guard
 * (tty_guard.c) for the case that we are killed.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>
#include <os_file.h>
#include <os_helper.h>
#include <os_tty.h>
#include "internal.h"

#define MAX_TTYS 64

static struct saved_tty {
	int		fd;		/* our descriptor; 0: free */
	int		of;		/* the caller's */
	int		guard;		/* stream to its guard, or negative */
	int		guard_pid;	/* to be ended with the entry, 0: none */
	struct termios	state;
} saved[MAX_TTYS];

static int winch_pipe[2] = { -1, -1 };

int os_isatty(int fd)
{
	return isatty(fd);
}

static struct saved_tty *find_saved(int fd)
{
	for (int i = 0; i < MAX_TTYS; i++)
		if (saved[i].fd && saved[i].of == fd)
			return &saved[i];
	return NULL;
}

static int save_state(int fd)
{
	struct saved_tty *entry = NULL;
	int i, own;

	if (find_saved(fd))
		return 0;
	for (i = 0; i < MAX_TTYS && !entry; i++)
		if (!saved[i].fd)
			entry = &saved[i];
	if (!entry)
		return -ENOSPC;
	if (tcgetattr(fd, &entry->state) < 0)
		return -errno;
	own = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	if (own < 0)
		return -errno;
	entry->of = fd;
	entry->guard = guard_open(fd, &entry->guard_pid);
	if (entry->guard >= 0)
		guard_raw(entry->guard);
	entry->fd = own;
	return 0;
}

int os_tty_raw(int fd)
{
	struct termios raw;
	int err = save_state(fd);

	if (err)
		return err;
	if (tcgetattr(fd, &raw) < 0)
		return -errno;
	cfmakeraw(&raw);
	return RETRY(tcsetattr(fd, TCSADRAIN, &raw));
}

int os_tty_restore(int fd)
{
	struct saved_tty *entry = find_saved(fd);
	int err;

	if (!entry)
		return 0;
	err = RETRY(tcsetattr(entry->fd, TCSANOW, &entry->state));
	close(entry->fd);
	entry->fd = 0;
	if (entry->guard >= 0) {
		guard_done(entry->guard);
		close(entry->guard);
	}
	os_helper_kill(entry->guard_pid);
	/* Another entry may be the same terminal, with the same guard. */
	for (int i = 0; i < MAX_TTYS; i++)
		if (saved[i].fd && saved[i].guard >= 0)
			guard_raw(saved[i].guard);
	return err;
}

/* Newest first: one terminal may be in the table by several descriptors. */
void os_tty_restore_all(void)
{
	for (int i = MAX_TTYS - 1; i >= 0; i--) {
		if (!saved[i].fd)
			continue;
		tcsetattr(saved[i].fd, TCSANOW, &saved[i].state);
		if (saved[i].guard >= 0)
			guard_done(saved[i].guard);
	}
}

int os_tty_set_opost(int fd, int on)
{
	struct termios state;
	int was;

	if (tcgetattr(fd, &state) < 0)
		return -errno;
	was = !!(state.c_oflag & OPOST);
	if (was == !!on)
		return was;
	state.c_oflag ^= OPOST;
	if (tcsetattr(fd, TCSADRAIN, &state) < 0)
		return -errno;
	return was;
}

int os_tty_size(int fd, unsigned short *rows, unsigned short *cols)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) < 0)
		return -errno;
	*rows = size.ws_row;
	*cols = size.ws_col;
	return 0;
}

static void winch_handler(int sig)
{
	int saved_errno = errno;

	(void)sig;
	if (write(winch_pipe[1], "", 1) < 0)
		errno = saved_errno;	/* full: it has been told already */
	errno = saved_errno;
}

/* Our controlling terminal tells us itself. */
static int watch_own(void)
{
	struct sigaction sa = { .sa_handler = winch_handler };
	sigset_t set;

	if (winch_pipe[0] >= 0)
		return os_dup(winch_pipe[0]);
	if (pipe2(winch_pipe, O_CLOEXEC | O_NONBLOCK) < 0)
		return -errno;
	sa.sa_flags = SA_ONSTACK | SA_RESTART;
	sigfillset(&sa.sa_mask);
	sigaction(SIGWINCH, &sa, NULL);
	sigemptyset(&set);
	sigaddset(&set, SIGWINCH);
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
	return os_dup(winch_pipe[0]);
}

int os_tty_watch_size(int fd)
{
	struct saved_tty *entry;

	if (tcgetsid(fd) == getsid(0))
		return watch_own();
	entry = find_saved(fd);
	if (!entry)			/* not raw: it has no guard */
		return -ENOTTY;
	return entry->guard < 0 ? entry->guard : os_dup(entry->guard);
}

static int make_raw(int fd)
{
	struct termios raw;

	if (tcgetattr(fd, &raw) < 0)
		return -errno;
	cfmakeraw(&raw);
	return tcsetattr(fd, TCSANOW, &raw) < 0 ? -errno : 0;
}

int os_pty_open(char *name, unsigned long size, int raw)
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return -errno;
	if (grantpt(fd) < 0 || unlockpt(fd) < 0 || ptsname_r(fd, name, size) ||
	    (raw && make_raw(fd))) {
		close(fd);
		return -EIO;
	}
	return fd;
}

/* /dev/pty[p-s][0-f] is a master; the slave has the same name with a 't'. */
static int open_bsd_pty(char *name, char bank, char unit, int raw)
{
	int fd;

	sprintf(name, "/dev/tty%c%c", bank, unit);
	if (access(name, R_OK | W_OK) < 0)
		return -1;
	sprintf(name, "/dev/pty%c%c", bank, unit);
	fd = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	if (fd >= 0 && raw)
		make_raw(fd);
	return fd;
}

int os_pty_open_bsd(char *name, unsigned long size, int raw)
{
	int fd = -1;

	if (size < sizeof("/dev/ptyXY"))
		return -EINVAL;
	for (const char *bank = "pqrs"; *bank && fd < 0; bank++)
		for (const char *unit = "0123456789abcdef"; *unit && fd < 0; unit++)
			fd = open_bsd_pty(name, *bank, *unit, raw);
	return fd < 0 ? -ENOENT : fd;
}
