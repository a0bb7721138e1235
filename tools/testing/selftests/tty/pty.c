// SPDX-License-Identifier: GPL-2.0
/* Pseudo terminals: line discipline, modes, sizes, ends that close. */
#include "harness.h"
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>

static int m, s;

static void set_up(void)
{
	struct winsize ws = { 24, 80, 0, 0 };
	char name[64];

	MUST(openpty(&m, &s, name, NULL, &ws));
	MUST(fcntl(m, F_SETFL, O_NONBLOCK));
	MUST(fcntl(s, F_SETFL, O_NONBLOCK));
}

static void type(const char *text)
{
	CHECK_EQ(strlen(text), write(m, text, strlen(text)));
}

/* What can be read now; "" for nothing. A little time for the work queue. */
static const char *get(int fd)
{
	static char buf[2][4096];
	static int i;
	char *b = buf[i ^= 1];
	struct pollfd p = { fd, POLLIN, 0 };
	int n;

	poll(&p, 1, 60);
	n = read(fd, b, 4095);
	b[n > 0 ? n : 0] = 0;
	return b;
}

static void change(tcflag_t lon, tcflag_t loff, tcflag_t ion, tcflag_t ioff, tcflag_t oon, tcflag_t ooff)
{
	struct termios t;

	MUST(tcgetattr(s, &t));
	t.c_lflag = (t.c_lflag | lon) & ~loff;
	t.c_iflag = (t.c_iflag | ion) & ~ioff;
	t.c_oflag = (t.c_oflag | oon) & ~ooff;
	MUST(tcsetattr(s, TCSANOW, &t));
}

TEST(defaults)
{
	struct termios t;

	set_up();
	MUST(tcgetattr(s, &t));
	CHECK_EQ(ICRNL | IXON, t.c_iflag);
	CHECK_EQ(OPOST | ONLCR, t.c_oflag);
	CHECK_EQ(B38400 | CS8 | CREAD, t.c_cflag);
	CHECK_EQ(ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN, t.c_lflag);
	CHECK_EQ(3, t.c_cc[VINTR]);
	CHECK_EQ(28, t.c_cc[VQUIT]);
	CHECK_EQ(127, t.c_cc[VERASE]);
	CHECK_EQ(21, t.c_cc[VKILL]);
	CHECK_EQ(4, t.c_cc[VEOF]);
	CHECK_EQ(26, t.c_cc[VSUSP]);
	CHECK_EQ(17, t.c_cc[VSTART]);
	CHECK_EQ(19, t.c_cc[VSTOP]);
	CHECK_EQ(B38400, cfgetospeed(&t));
	CHECK_EQ(1, isatty(s));
	CHECK_EQ(1, isatty(m));
}

TEST(canonical_lines)
{
	char buf[4] = "";

	set_up();
	type("one\ntwo\npart");
	CHECK_STR("one\n", get(s));			/* one line at a time */
	CHECK_EQ(3, read(s, buf, 3));
	CHECK_STR("two", buf);
	CHECK_STR("\n", get(s));
	CHECK_ERR(EAGAIN, read(s, buf, 3));		/* no end of line yet */
	type("\n");
	CHECK_STR("part\n", get(s));
}

TEST(echo_and_output_processing)
{
	set_up();
	type("ab\n");
	CHECK_STR("ab\r\n", get(m));
	MUST(write(s, "out\n", 4));
	CHECK_STR("out\r\n", get(m));
	type("\x01");
	CHECK_STR("^A", get(m));
	change(0, ECHO, 0, 0, 0, OPOST);
	type("hidden\n");
	CHECK_STR("", get(m));
	MUST(write(s, "raw\n", 4));
	CHECK_STR("raw\n", get(m));
	change(ECHONL, 0, 0, 0, 0, 0);
	type("x\n");
	CHECK_STR("\n", get(m));
}

TEST(erase_kill_word_literal)
{
	set_up();
	type("abx\x7f" "c\n");
	CHECK_STR("abc\n", get(s));
	CHECK_STR("abx\b \bc\r\n", get(m));
	type("bad line\x15good\n");
	CHECK_STR("good\n", get(s));
	get(m);
	type("one two\x17three\n");
	CHECK_STR("one three\n", get(s));
	get(m);
	type("\x16\x03z\n");				/* ^V takes the next as it is */
	CHECK_STR("\x03z\n", get(s));
	type("\x7f\x7f\n");				/* nothing left to erase */
	CHECK_STR("\n", get(s));
}

TEST(end_of_file)
{
	char c;

	set_up();
	type("\x04");
	CHECK_EQ(0, read(s, &c, 1));
	CHECK_ERR(EAGAIN, read(s, &c, 1));
	type("ab\x04");					/* pushes what is there */
	CHECK_STR("ab", get(s));
	type("\x04");
	get(s);
	type("next\n");
	CHECK_STR("next\n", get(s));
}

TEST(carriage_returns)
{
	set_up();
	type("a\r");
	CHECK_STR("a\n", get(s));			/* ICRNL */
	change(0, 0, IGNCR, 0, 0, 0);
	type("b\rc\n");
	CHECK_STR("bc\n", get(s));
	change(0, 0, INLCR, IGNCR | ICRNL, 0, 0);
	type("d\n\r");
	MUST(fcntl(s, F_GETFL));
	type("\x04");
	CHECK_STR("d\r\r", get(s));
	get(m);
	change(0, ECHO, 0, 0, OCRNL, ONLCR);
	MUST(write(s, "x\r", 2));
	CHECK_STR("x\n", get(m));
}

TEST(raw_mode_min_and_time)
{
	struct termios t;
	char buf[8] = "";
	long start;

	set_up();
	MUST(tcgetattr(s, &t));
	cfmakeraw(&t);
	t.c_cc[VMIN] = 3;
	t.c_cc[VTIME] = 0;
	MUST(tcsetattr(s, TCSANOW, &t));
	MUST(fcntl(s, F_SETFL, 0));
	type("\x03\n\x7f");
	CHECK_EQ(3, read(s, buf, 8));
	CHECK_STR("\x03\n\x7f", buf);
	CHECK_STR("", get(m));
	t.c_cc[VMIN] = 0;
	t.c_cc[VTIME] = 2;
	MUST(tcsetattr(s, TCSANOW, &t));
	start = now_ms();
	CHECK_EQ(0, read(s, buf, 8));
	CHECK_GE(now_ms() - start, 150);
	t.c_cc[VTIME] = 0;
	MUST(tcsetattr(s, TCSANOW, &t));
	CHECK_EQ(0, read(s, buf, 8));
	t.c_cc[VMIN] = 5;				/* gap timer after the first byte */
	t.c_cc[VTIME] = 1;
	MUST(tcsetattr(s, TCSANOW, &t));
	type("ab");
	CHECK_EQ(2, read(s, buf, 8));
}

TEST(switching_modes_keeps_input)
{
	set_up();
	type("no newline");
	get(m);
	change(0, ICANON, 0, 0, 0, 0);
	CHECK_STR("no newline", get(s));
	type("xyz");
	msleep(30);
	change(ICANON, 0, 0, 0, 0, 0);		/* what is there becomes a line */
	type("\n");
	CHECK_STR("xyz", get(s));
	CHECK_STR("\n", get(s));
}

TEST(flow_control)
{
	set_up();
	type("\x13");					/* ^S */
	msleep(30);
	MUST(fcntl(s, F_SETFL, O_NONBLOCK));
	if (write(s, "held", 4) > 0)
		CHECK_STR("", get(m));
	type("\x11");					/* ^Q */
	msleep(30);
	CHECK(write(s, "x", 1) == 1);
	CHECK_NE(0, strlen(get(m)));
}

TEST(flush)
{
	int n;

	set_up();
	type("line\n");
	msleep(30);
	MUST(ioctl(s, FIONREAD, &n));
	CHECK_EQ(5, n);
	MUST(tcflush(s, TCIFLUSH));
	CHECK_STR("", get(s));
	get(m);
	MUST(write(s, "abc", 3));
	msleep(30);
	MUST(ioctl(m, FIONREAD, &n));
	CHECK_EQ(3, n);
	MUST(ioctl(s, TIOCOUTQ, &n));
	CHECK_EQ(0, tcdrain(s));
}

TEST(window_size)
{
	struct winsize w = { 50, 132, 1, 2 }, g;

	set_up();
	MUST(ioctl(s, TIOCGWINSZ, &g));
	CHECK_EQ(24, g.ws_row);
	CHECK_EQ(80, g.ws_col);
	MUST(ioctl(m, TIOCSWINSZ, &w));
	MUST(ioctl(s, TIOCGWINSZ, &g));
	CHECK_MEM(&w, &g, sizeof(w));
}

TEST(packet_mode)
{
	int on = 1;
	char buf[64];

	set_up();
	MUST(ioctl(m, TIOCPKT, &on));
	MUST(ioctl(m, TIOCGPKT, &on));
	CHECK_EQ(1, on);
	MUST(write(s, "x", 1));
	CHECK_EQ(2, read(m, buf, 64));
	CHECK_EQ(TIOCPKT_DATA, buf[0]);
	CHECK_EQ('x', buf[1]);
	MUST(tcflush(s, TCIOFLUSH));
	CHECK_EQ(1, read(m, buf, 64));
	CHECK(buf[0] & (TIOCPKT_FLUSHREAD | TIOCPKT_FLUSHWRITE));
}

TEST(slave_closes)
{
	char c;
	struct pollfd p;

	set_up();
	MUST(write(s, "last", 4));
	close(s);
	msleep(20);
	CHECK_STR("last", get(m));
	p = (struct pollfd){ m, POLLIN, 0 };
	CHECK_EQ(1, poll(&p, 1, 100));
	CHECK(p.revents & POLLHUP);
	CHECK_ERR(EIO, read(m, &c, 1));
}

TEST(slave_opens_again)
{
	char c;

	set_up();
	close(s);
	CHECK_ERR(EIO, read(m, &c, 1));
	s = MUST(open(ptsname(m), O_RDWR | O_NOCTTY));
	CHECK_ERR(EAGAIN, read(m, &c, 1));
	MUST(write(s, "x", 1));
	CHECK_STR("x", get(m));
}

TEST(master_closes)
{
	char c;
	struct pollfd p;
	char name[64];

	set_up();
	strcpy(name, ptsname(m));
	close(m);
	CHECK_EQ(0, read(s, &c, 1));
	CHECK_ERR(EIO, write(s, "x", 1));
	p = (struct pollfd){ s, POLLIN | POLLOUT, 0 };
	CHECK_EQ(1, poll(&p, 1, 0));
	CHECK(p.revents & POLLHUP);
	CHECK_ERR(EIO, tcdrain(s));
	close(s);
	CHECK_ERR(ENOENT, open(name, O_RDWR | O_NOCTTY));
}

TEST(lock_and_number)
{
	int n, one = 1, fd;
	char name[32];

	m = MUST(posix_openpt(O_RDWR | O_NOCTTY));
	MUST(ioctl(m, TIOCGPTN, &n));
	snprintf(name, sizeof(name), "/dev/pts/%d", n);
	CHECK_ERR(EIO, open(name, O_RDWR | O_NOCTTY));	/* locked when new */
	MUST(unlockpt(m));
	fd = MUST(open(name, O_RDWR | O_NOCTTY));
	CHECK_STR(name, ttyname(fd));
	fd = MUST(ioctl(m, TIOCGPTPEER, O_RDWR | O_NOCTTY));
	MUST(ioctl(m, TIOCSPTLCK, &one));
	CHECK_ERR(EIO, open(name, O_RDWR | O_NOCTTY));
	CHECK_ERR(ENOTTY, ioctl(MUST(open("/dev/null", O_RDWR)), TIOCGPTN, &n));
	CHECK_ERR(ENOTTY, ioctl(fd, TIOCGPTN, &n));
}

TEST(permissions_of_a_new_slave)
{
	struct stat st;

	set_up();
	MUST(fstat(s, &st));
	CHECK(S_ISCHR(st.st_mode));
	CHECK_EQ(geteuid(), st.st_uid);
	CHECK_EQ(136, st.st_rdev >> 8 & 0xfff);
}

TEST(long_lines)
{
	static char line[5000];
	int n = 0, k;

	set_up();
	change(0, ECHO, 0, 0, 0, 0);
	memset(line, 'x', sizeof(line));
	write(m, line, sizeof(line));			/* only 4095 fit into a line */
	msleep(30);
	write(m, "\n", 1);
	msleep(30);
	while ((k = read(s, line, sizeof(line))) > 0)
		n += k;
	CHECK_EQ(4096, n);
}

TEST(much_data_both_ways)
{
	static char buf[1024];
	struct termios t;
	long total = 0;
	int n, i;
	pid_t pid;

	set_up();
	MUST(tcgetattr(s, &t));
	cfmakeraw(&t);
	MUST(tcsetattr(s, TCSANOW, &t));
	MUST(fcntl(m, F_SETFL, 0));
	MUST(fcntl(s, F_SETFL, 0));
	pid = MUST(fork());
	if (!pid) {
		close(m);
		memset(buf, 'd', sizeof(buf));
		for (i = 0; i < 200; i++)
			MUST(write(s, buf, sizeof(buf)));
		_exit(0);
	}
	close(s);
	while ((n = read(m, buf, sizeof(buf))) > 0)
		total += n;
	CHECK_EQ(200 * 1024, total);
	CHECK_EXIT(pid, 0);
}

TEST(many_at_once)
{
	int i, mm[40], ss[40];
	char c;

	for (i = 0; i < 40; i++)
		MUST(openpty(&mm[i], &ss[i], NULL, NULL, NULL));
	for (i = 0; i < 40; i++) {
		c = 'A' + i % 26;
		MUST(write(ss[i], &c, 1));
	}
	for (i = 0; i < 40; i++) {
		CHECK_EQ(1, read(mm[i], &c, 1));
		CHECK_EQ('A' + i % 26, c);
	}
}
