// SPDX-License-Identifier: GPL-2.0
/* Controlling terminals: signals from keys, foreground groups, hang-up. */
#include "harness.h"
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>

static int m;				/* the master, in the test */

/*
 * Run fn as the leader of a new session on a new terminal (its 0, 1, 2);
 * the test itself keeps the master.
 */
static pid_t leader(void (*fn)(void))
{
	struct winsize ws = { 24, 80, 0, 0 };
	int s;
	pid_t pid;

	MUST(openpty(&m, &s, NULL, NULL, &ws));
	pid = MUST(fork());
	if (!pid) {
		dup2(1, 9);			/* reports of failed checks */
		close(m);
		MUST(setsid());
		MUST(ioctl(s, TIOCSCTTY, 0));
		dup2(s, 0);
		fn();
		done();
	}
	close(s);
	return pid;
}

static void wait_for(const char *text)
{
	static char buf[65536];
	size_t have = 0;
	int n;

	while (have < sizeof(buf) - 1 && (n = read(m, buf + have, sizeof(buf) - 1 - have)) > 0) {
		have += n;
		buf[have] = 0;
		if (strstr(buf, text))
			return;
	}
	FAIL("the terminal never said \"%s\"", text);
}

static void say(const char *text)
{
	MUST(write(0, text, strlen(text)));
}

static volatile int got;

static void note(int sig)
{
	got = sig;
}

static void have_tty(void)
{
	int fd;
	pid_t sid;

	fd = MUST(open("/dev/tty", O_RDWR));
	CHECK_EQ(getpid(), tcgetpgrp(fd));
	CHECK_EQ(getpid(), tcgetsid(fd));
	MUST(ioctl(0, TIOCGSID, &sid));
	CHECK_EQ(getsid(0), sid);
	CHECK(strstr(read_file("/proc/self/stat"), ") "));
	MUST(ioctl(fd, TIOCNOTTY));		/* the leader lets go: SIGHUP, SIGCONT */
	CHECK_ERR(ENXIO, open("/dev/tty", O_RDWR));
	CHECK_ERR(ENOTTY, tcgetpgrp(0));
}

TEST(dev_tty_and_giving_up)
{
	pid_t pid;

	signal(SIGHUP, SIG_IGN);
	pid = leader(have_tty);
	CHECK_EXIT(pid, 0);
}

static void wait_for_key(void)
{
	signal(SIGINT, note);
	signal(SIGQUIT, note);
	signal(SIGTSTP, note);
	say("ready");
	while (!got)
		pause();
	_exit(got);
}

TEST(interrupt_quit_suspend_keys)
{
	static const struct { char key; int sig; } k[] = {
		{ 3, SIGINT }, { 28, SIGQUIT }, { 26, SIGTSTP } };
	unsigned int i;
	pid_t pid;

	for (i = 0; i < 3; i++) {
		pid = leader(wait_for_key);
		wait_for("ready");
		MUST(write(m, &k[i].key, 1));
		CHECK_EXIT(pid, k[i].sig);
		close(m);
	}
}

static void two_groups(void)
{
	pid_t bg = MUST(fork());

	if (!bg) {
		setpgid(0, 0);
		signal(SIGINT, note);
		msleep(400);
		_exit(got ? 1 : 0);
	}
	setpgid(bg, bg);
	signal(SIGINT, note);
	say("ready");
	while (!got)
		pause();
	CHECK_EQ(SIGINT, got);
	CHECK_EXIT(bg, 0);
}

TEST(only_the_foreground_group_gets_it)
{
	pid_t pid = leader(two_groups);

	wait_for("ready");
	MUST(write(m, "\3", 1));
	CHECK_EXIT(pid, 0);
}

static void background_reader(void)
{
	int st;
	char c;
	pid_t bg = MUST(fork());

	if (!bg) {
		setpgid(0, 0);
		read(0, &c, 1);
		_exit(c);
	}
	setpgid(bg, bg);
	CHECK_EQ(bg, waitpid(bg, &st, WUNTRACED));
	CHECK(WIFSTOPPED(st) && WSTOPSIG(st) == SIGTTIN);
	MUST(tcsetpgrp(0, bg));
	kill(bg, SIGCONT);
	say("ready");
	CHECK_EXIT(bg, 'x');
	signal(SIGTTOU, SIG_IGN);
	MUST(tcsetpgrp(0, getpgrp()));
}

TEST(background_read_stops)
{
	pid_t pid = leader(background_reader);

	wait_for("ready");
	MUST(write(m, "x\n", 2));
	CHECK_EXIT(pid, 0);
}

static void background_reader_ignoring(void)
{
	char c;
	pid_t bg = MUST(fork());

	if (!bg) {
		setpgid(0, 0);
		signal(SIGTTIN, SIG_IGN);
		CHECK_ERR(EIO, read(0, &c, 1));
		done();
	}
	setpgid(bg, bg);
	CHECK_EXIT(bg, 0);
}

TEST(background_read_with_ignored_signal_is_eio)
{
	CHECK_EXIT(leader(background_reader_ignoring), 0);
}

static void background_writer(void)
{
	struct termios t;
	int st;
	pid_t bg;

	bg = MUST(fork());
	if (!bg) {
		setpgid(0, 0);
		_exit(write(0, "x", 1) == 1 ? 0 : 1);	/* without TOSTOP: fine */
	}
	setpgid(bg, bg);
	CHECK_EXIT(bg, 0);
	MUST(tcgetattr(0, &t));
	t.c_lflag |= TOSTOP;
	MUST(tcsetattr(0, TCSANOW, &t));
	bg = MUST(fork());
	if (!bg) {
		setpgid(0, 0);
		MUST(write(0, "y", 1));
		_exit(0);
	}
	setpgid(bg, bg);
	CHECK_EQ(bg, waitpid(bg, &st, WUNTRACED));
	CHECK(WIFSTOPPED(st) && WSTOPSIG(st) == SIGTTOU);
	kill(bg, SIGKILL);
	CHECK_KILLED(bg, SIGKILL);
	/* Changing modes from behind stops even without TOSTOP. */
	bg = MUST(fork());
	if (!bg) {
		setpgid(0, 0);
		MUST(tcsetattr(0, TCSANOW, &t));
		_exit(0);
	}
	setpgid(bg, bg);
	CHECK_EQ(bg, waitpid(bg, &st, WUNTRACED));
	CHECK(WIFSTOPPED(st) && WSTOPSIG(st) == SIGTTOU);
	kill(bg, SIGKILL);
	CHECK_KILLED(bg, SIGKILL);
	bg = MUST(fork());
	if (!bg) {
		setpgid(0, 0);
		signal(SIGTTOU, SIG_IGN);
		MUST(tcsetattr(0, TCSANOW, &t));	/* ignored: allowed */
		_exit(0);
	}
	setpgid(bg, bg);
	CHECK_EXIT(bg, 0);
}

TEST(background_write_and_modes)
{
	CHECK_EXIT(leader(background_writer), 0);
}

static void bad_foreground(void)
{
	int fd = MUST(open("/dev/null", O_RDWR));
	pid_t bg;

	CHECK_ERR(ENOTTY, tcsetpgrp(fd, getpgrp()));
	CHECK_ERR(EINVAL, tcsetpgrp(0, -1));
	CHECK_ERR(ESRCH, tcsetpgrp(0, 0x3fffffff));
	CHECK_ERR(EPERM, tcsetpgrp(0, getppid()));	/* another session's group */
	bg = MUST(fork());
	if (!bg) {
		MUST(setsid());
		CHECK_ERR(ENOTTY, tcsetpgrp(0, getpgrp()));
		CHECK_ERR(EPERM, ioctl(0, TIOCSCTTY, 0));	/* it is taken */
		done();
	}
	CHECK_EXIT(bg, 0);
}

TEST(foreground_errors)
{
	CHECK_EXIT(leader(bad_foreground), 0);
}

static int report[2];

static void leave_children(void)
{
	if (!MUST(fork())) {
		signal(SIGHUP, note);
		MUST(write(report[1], "r", 1));
		while (!got)
			pause();
		MUST(write(report[1], got == SIGHUP ? "H" : "?", 1));
		CHECK_ERR(ENXIO, open("/dev/tty", O_RDWR));
		CHECK_EQ(1, write(0, "x", 1));		/* a pty itself is not hung up */
		MUST(write(report[1], test_failed ? "n" : "y", 1));
		_exit(0);
	}
	pause();
}

TEST(leader_exit_hangs_up_the_foreground)
{
	char c;
	pid_t pid;

	MUST(pipe(report));
	pid = leader(leave_children);
	MUST(read(report[0], &c, 1));
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
	MUST(read(report[0], &c, 1));
	CHECK_EQ('H', c);
	MUST(read(report[0], &c, 1));
	CHECK_EQ('y', c);
}

static void wait_for_hup(void)
{
	signal(SIGHUP, note);
	signal(SIGCONT, SIG_IGN);
	say("ready");
	while (!got)
		pause();
	_exit(got);
}

TEST(master_close_hangs_up_the_leader)
{
	pid_t pid = leader(wait_for_hup);

	wait_for("ready");
	close(m);
	CHECK_EXIT(pid, SIGHUP);
}

static void wait_for_winch(void)
{
	struct winsize w;

	signal(SIGWINCH, note);
	say("ready");
	while (!got)
		pause();
	MUST(ioctl(0, TIOCGWINSZ, &w));
	CHECK_EQ(33, w.ws_row);
}

TEST(resize_signals_the_foreground)
{
	struct winsize w = { 33, 99, 0, 0 };
	pid_t pid = leader(wait_for_winch);

	wait_for("ready");
	MUST(ioctl(m, TIOCSWINSZ, &w));
	CHECK_EXIT(pid, 0);
}

static void flush_on_signal(void)
{
	char buf[32];
	int n;

	signal(SIGINT, note);
	say("ready");
	while (!got)
		msleep(2);
	MUST(fcntl(0, F_SETFL, O_NONBLOCK));
	n = read(0, buf, sizeof(buf));
	CHECK_EQ(-1, n);			/* the pending line is gone */
}

TEST(interrupt_flushes_input)
{
	pid_t pid = leader(flush_on_signal);

	wait_for("ready");
	MUST(write(m, "typed ahead\3", 12));
	wait_for("^C");
	CHECK_EXIT(pid, 0);
}

static void no_flush(void)
{
	struct termios t;
	char buf[32] = "";

	signal(SIGINT, note);
	MUST(tcgetattr(0, &t));
	t.c_lflag |= NOFLSH;
	MUST(tcsetattr(0, TCSANOW, &t));
	say("ready");
	while (!got)
		msleep(2);
	CHECK_EQ(3, read(0, buf, sizeof(buf)));
	CHECK_STR("ab\n", buf);
}

TEST(noflsh_keeps_input)
{
	pid_t pid = leader(no_flush);

	wait_for("ready");
	MUST(write(m, "a\3b\n", 4));
	CHECK_EXIT(pid, 0);
}

static void steal(void)
{
	int m2, s2;

	MUST(openpty(&m2, &s2, NULL, NULL, NULL));
	CHECK_ERR(EPERM, ioctl(s2, TIOCSCTTY, 0));	/* has one already */
	CHECK_ERR(ENOTTY, tcgetpgrp(s2));
	CHECK_ERR(ENOTTY, ioctl(MUST(open("/dev/null", O_RDWR)), TIOCSCTTY, 0));
}

TEST(one_terminal_per_session)
{
	CHECK_EXIT(leader(steal), 0);
}

static void first_open(void)
{
	int fd, n;
	char name[32];
	pid_t pid;
	int m2 = MUST(posix_openpt(O_RDWR | O_NOCTTY));

	MUST(unlockpt(m2));
	MUST(ioctl(m2, TIOCGPTN, &n));
	snprintf(name, sizeof(name), "/dev/pts/%d", n);
	pid = MUST(fork());
	if (!pid) {
		MUST(setsid());
		fd = MUST(open(name, O_RDWR | O_NOCTTY));
		CHECK_ERR(ENXIO, open("/dev/tty", O_RDWR));
		close(fd);
		fd = MUST(open(name, O_RDWR));		/* becomes the terminal */
		MUST(open("/dev/tty", O_RDWR));
		CHECK_EQ(getpid(), tcgetpgrp(fd));
		done();
	}
	CHECK_EXIT(pid, 0);
}

TEST(first_open_by_a_leader_takes_it)
{
	CHECK_EXIT(leader(first_open), 0);
}
