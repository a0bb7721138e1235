// SPDX-License-Identifier: GPL-2.0
/*
 * A small process beside us for a host terminal. It does what we cannot:
 *
 * - put the terminal back when we are killed without a chance to do it ourselves;
 * - hear of changes of its size when it is not our controlling terminal.
 *
 * The guard of the terminal we were started on is forked first of all, while we
 * are small, and so stays in the shell's session and process group, where SIGWINCH
 * arrives. Guards of further terminals are this program executed anew; they make
 * the terminal their own, if nobody else has it.
 *
 * Between us and a guard is a stream. We send GUARD_RAW when the terminal was set
 * raw and GUARD_DONE when it is as it was; it sends a byte for each change of the
 * size. The end of the stream is our end.
 */
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <os_helper.h>
#include "internal.h"

#define GUARD_RAW	'r'
#define GUARD_DONE	'd'
#define NAME		"uml-tty"

static dev_t first_tty;			/* the terminal of the forked guard */
static int first_guard = -1;

/* Only these signals matter to a guard; nothing but SIGKILL ends it early. */
static int guard_signals(void)
{
	sigset_t all, winch;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	sigemptyset(&winch);
	sigaddset(&winch, SIGWINCH);
	return signalfd(-1, &winch, SFD_CLOEXEC);
}

/* Return: 0 when the stream has ended. */
static int hear(int stream, int *raw)
{
	char buf[16];
	long n = RETRY(read(stream, buf, sizeof(buf)));

	if (n > 0)
		*raw = buf[n - 1] == GUARD_RAW;
	return n > 0;
}

static void __attribute__((noreturn)) guard(int tty, int stream, const struct termios *state)
{
	struct pollfd fds[2] = { { .fd = stream, .events = POLLIN }, { .events = POLLIN } };
	struct signalfd_siginfo info;
	int raw = 0;

	prctl(PR_SET_NAME, NAME);
	fds[1].fd = guard_signals();
	for (;;) {
		if (RETRY(poll(fds, 2, -1)) < 0)
			_exit(1);
		if ((fds[1].revents & POLLIN) && read(fds[1].fd, &info, sizeof(info)) > 0)
			send(stream, "", 1, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (fds[0].revents && !hear(stream, &raw))
			break;
	}
	if (raw)
		tcsetattr(tty, TCSANOW, state);
	ioctl(tty, TIOCNOTTY);		/* our end is not the terminal's */
	_exit(0);
}

/* main(), when this program was executed as a guard: descriptors 0 and 1. */
void guard_main(char **argv)
{
	struct termios state;

	if (!argv[0] || strcmp(argv[0], NAME))
		return;
	if (tcgetattr(0, &state) < 0)
		_exit(1);
	setsid();
	ioctl(0, TIOCSCTTY, 0);
	if (write(1, "", 1) < 0)	/* now it may be changed */
		_exit(1);
	guard(0, 1, &state);
}

static void keep_only(int a, int b)
{
	unsigned int low = a < b ? a : b, high = a < b ? b : a;

	if (low)
		syscall(SYS_close_range, 0, low - 1, 0);
	if (high - low > 1)
		syscall(SYS_close_range, low + 1, high - 1, 0);
	syscall(SYS_close_range, high + 1, ~0U, 0);
}

/* Before setsid(): a guard for the terminal on descriptors 0, 1 or 2. */
void guard_start(void)
{
	int fd = 0, ends[2];
	struct termios state;
	struct stat st;
	pid_t pid;

	while (fd <= 2 && !isatty(fd))
		fd++;
	if (fd > 2 || fstat(fd, &st) < 0 || tcgetattr(fd, &state) < 0 ||
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return;
	pid = fork();
	if (pid == 0) {
		if (fork())
			_exit(0);	/* so that it is nobody's zombie */
		keep_only(fd, ends[1]);
		if (tcgetsid(fd) < 0) {		/* nobody's */
			setsid();
			ioctl(fd, TIOCSCTTY, 0);
		}
		guard(fd, ends[1], &state);
	}
	close(ends[1]);
	if (pid > 0)
		RETRY(waitpid(pid, NULL, 0));
	if (pid < 0) {
		close(ends[0]);
		return;
	}
	first_tty = st.st_rdev;
	first_guard = ends[0];
}

/**
 * guard_open() - a guard for a terminal that is about to be set raw
 * @tty: terminal
 * @pid: of a guard that must be ended, 0: none
 *
 * Return: our end of its stream, or -errno.
 */
int guard_open(int tty, int *pid)
{
	static const char *const argv[] = { NAME, NULL };
	struct stat st;
	int ends[2];
	char ready;

	*pid = 0;
	if (first_guard >= 0 && !fstat(tty, &st) && st.st_rdev == first_tty)
		return RETRY(fcntl(first_guard, F_DUPFD_CLOEXEC, 3));
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	*pid = helper_start_self(argv, (const int[]){ tty, ends[1], -1, -1 });
	close(ends[1]);
	/* It has seen the terminal's state when it says so. */
	if (*pid > 0 && RETRY(read(ends[0], &ready, 1)) == 1)
		return ends[0];
	os_helper_kill(*pid);
	*pid = 0;
	close(ends[0]);
	return -EIO;
}

static void tell(int stream, char what)
{
	send(stream, &what, 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

void guard_raw(int stream)
{
	tell(stream, GUARD_RAW);
}

/* The terminal is as it was. Safe in a signal handler. */
void guard_done(int stream)
{
	tell(stream, GUARD_DONE);
}
