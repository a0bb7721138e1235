// SPDX-License-Identifier: GPL-2.0
/* Waiting for signals: sigsuspend, sigwait, sigtimedwait, pause, restart. */
#include "harness.h"
#include <poll.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>

static volatile int got;

static void note(int sig)
{
	got = sig;
}

static void catch(int sig, int flags)
{
	struct sigaction sa = { .sa_handler = note, .sa_flags = flags };

	MUST(sigaction(sig, &sa, NULL));
}

static sigset_t set_of(int sig)
{
	sigset_t s;

	sigemptyset(&s);
	sigaddset(&s, sig);
	return s;
}

TEST(sigsuspend_swaps_the_mask)
{
	sigset_t usr1 = set_of(SIGUSR1), none, now;

	sigemptyset(&none);
	catch(SIGUSR1, 0);
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	raise(SIGUSR1);
	CHECK_EQ(0, got);
	CHECK_ERR(EINTR, sigsuspend(&none));
	CHECK_EQ(SIGUSR1, got);
	sigprocmask(SIG_BLOCK, NULL, &now);
	CHECK_EQ(1, sigismember(&now, SIGUSR1));
}

TEST(pause_returns_after_a_handler_only)
{
	pid_t me = getpid();

	catch(SIGUSR1, SA_RESTART);
	signal(SIGUSR2, SIG_IGN);
	if (!fork()) {
		msleep(30);
		kill(me, SIGUSR2);
		msleep(30);
		kill(me, SIGUSR1);
		_exit(0);
	}
	CHECK_ERR(EINTR, pause());		/* in spite of SA_RESTART */
	CHECK_EQ(SIGUSR1, got);
}

TEST(sigwaitinfo_takes_in_order)
{
	sigset_t set;
	siginfo_t si;
	union sigval v = { .sival_int = 5 };

	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGTERM);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigqueue(getpid(), SIGRTMIN, v);
	raise(SIGTERM);
	raise(SIGUSR1);
	CHECK_EQ(SIGUSR1, sigwaitinfo(&set, &si));
	CHECK_EQ(SIGTERM, sigwaitinfo(&set, &si));
	CHECK_EQ(SIGRTMIN, sigwaitinfo(&set, &si));
	CHECK_EQ(SI_QUEUE, si.si_code);
	CHECK_EQ(5, si.si_value.sival_int);
}

TEST(sigtimedwait_time_out_and_errors)
{
	sigset_t set = set_of(SIGUSR1);
	struct timespec ts = { 0, 50000000 };
	long t = now_ms();

	sigprocmask(SIG_BLOCK, &set, NULL);
	CHECK_ERR(EAGAIN, sigtimedwait(&set, NULL, &ts));
	CHECK_GE(now_ms() - t, 49);
	ts.tv_nsec = 0;
	CHECK_ERR(EAGAIN, sigtimedwait(&set, NULL, &ts));
	ts.tv_nsec = 1000000000;
	CHECK_ERR(EINVAL, sigtimedwait(&set, NULL, &ts));
	ts.tv_nsec = 0;
	ts.tv_sec = -1;
	CHECK_ERR(EINVAL, sigtimedwait(&set, NULL, &ts));
	CHECK_ERR(EFAULT, syscall(SYS_rt_sigtimedwait, 8L, NULL, NULL, 8));
}

TEST(sigtimedwait_interrupted_by_another)
{
	sigset_t set = set_of(SIGUSR1);
	struct timespec ts = { 5, 0 };

	catch(SIGALRM, 0);
	sigprocmask(SIG_BLOCK, &set, NULL);
	ualarm(20000, 0);
	CHECK_ERR(EINTR, sigtimedwait(&set, NULL, &ts));
	CHECK_EQ(SIGALRM, got);
}

TEST(sigwait_wins_against_the_handler)
{
	sigset_t set = set_of(SIGUSR1);
	pid_t me = getpid();
	int sig;

	catch(SIGUSR1, 0);
	if (!fork()) {
		msleep(50);
		kill(me, SIGUSR1);
		_exit(0);
	}
	sigwait(&set, &sig);			/* not blocked, yet taken */
	CHECK_EQ(SIGUSR1, sig);
	CHECK_EQ(0, got);
}

/* Calls that wait: EINTR without SA_RESTART, or gone on with. */
static int p[2];

static long do_read(void) { char c; return read(p[0], &c, 1); }
static long do_wait(void) { return wait(NULL); }
static long do_poll(void) { struct pollfd f = { p[0], POLLIN, 0 }; return poll(&f, 1, 400); }
static long do_select(void)
{
	struct timeval tv = { 0, 400000 };
	fd_set s;

	FD_ZERO(&s);
	FD_SET(p[0], &s);
	return select(p[0] + 1, &s, NULL, NULL, &tv);
}
static long do_nanosleep(void) { struct timespec t = { 0, 400000000 }; return nanosleep(&t, NULL); }
static long do_fifo(void) { return open("fifo", O_RDONLY); }

static void alarm_in_50(void)
{
	got = 0;
	ualarm(50000, 0);
}

TEST(interrupted_without_restart)
{
	pid_t pid;

	scratch();
	MUST(mkfifo("fifo", 0600));
	MUST(pipe(p));
	catch(SIGALRM, 0);
	alarm_in_50();
	CHECK_ERR(EINTR, do_read());
	alarm_in_50();
	CHECK_ERR(EINTR, do_poll());
	alarm_in_50();
	CHECK_ERR(EINTR, do_select());
	alarm_in_50();
	CHECK_ERR(EINTR, do_nanosleep());
	alarm_in_50();
	CHECK_ERR(EINTR, do_fifo());
	pid = MUST(fork());
	if (!pid) {
		pause();
		_exit(0);
	}
	alarm_in_50();
	CHECK_ERR(EINTR, do_wait());
	kill(pid, SIGKILL);
}

TEST(some_never_restart)
{
	int ep = MUST(epoll_create1(0)), sv[2];
	struct epoll_event ev;
	char c;
	struct timeval tv = { 5, 0 };

	MUST(pipe(p));
	catch(SIGALRM, SA_RESTART);
	alarm_in_50();
	CHECK_ERR(EINTR, do_poll());
	alarm_in_50();
	CHECK_ERR(EINTR, do_select());
	alarm_in_50();
	CHECK_ERR(EINTR, do_nanosleep());
	alarm_in_50();
	CHECK_ERR(EINTR, epoll_wait(ep, &ev, 1, 400));
	MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv));
	MUST(setsockopt(sv[0], SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv)));
	alarm_in_50();
	CHECK_ERR(EINTR, recv(sv[0], &c, 1, 0));	/* a socket with a time-out */
}

TEST(restarted_reads_and_waits)
{
	pid_t pid;

	MUST(pipe(p));
	catch(SIGALRM, SA_RESTART);
	pid = MUST(fork());
	if (!pid) {
		msleep(150);
		MUST(write(p[1], "x", 1));
		msleep(100);
		_exit(0);
	}
	alarm_in_50();
	CHECK_EQ(1, do_read());
	CHECK_EQ(SIGALRM, got);
	alarm_in_50();
	CHECK_EQ(pid, do_wait());
	CHECK_EQ(SIGALRM, got);
}

TEST(signals_without_handler_do_not_interrupt)
{
	pid_t me = getpid(), pid;
	long t = now_ms();

	signal(SIGUSR2, SIG_IGN);
	pid = MUST(fork());
	if (!pid) {
		int i;

		for (i = 0; i < 5; i++) {
			kill(me, SIGUSR2);
			kill(me, SIGWINCH);
			kill(me, SIGSTOP);
			msleep(10);
			kill(me, SIGCONT);
		}
		_exit(0);
	}
	CHECK_EQ(0, do_nanosleep());
	CHECK_GE(now_ms() - t, 399);
	CHECK_EXIT(pid, 0);
}

TEST(nanosleep_tells_the_rest)
{
	struct timespec ts = { 1, 0 }, rest = { 0, 0 };

	catch(SIGALRM, 0);
	ualarm(100000, 0);
	CHECK_ERR(EINTR, nanosleep(&ts, &rest));
	CHECK_EQ(0, rest.tv_sec);
	CHECK_GE(rest.tv_nsec, 800000000);
	CHECK_LE(rest.tv_nsec, 910000000);
}

TEST(ppoll_pselect_take_a_mask)
{
	sigset_t blocked = set_of(SIGUSR1), none;
	struct timespec ts = { 5, 0 };
	struct pollfd f = { -1, 0, 0 };

	sigemptyset(&none);
	catch(SIGUSR1, 0);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	raise(SIGUSR1);
	CHECK_ERR(EINTR, ppoll(&f, 1, &ts, &none));
	CHECK_EQ(SIGUSR1, got);
	got = 0;
	raise(SIGUSR1);
	CHECK_ERR(EINTR, pselect(0, NULL, NULL, NULL, &ts, &none));
	CHECK_EQ(SIGUSR1, got);
	got = 0;
	ts.tv_sec = 0;
	raise(SIGUSR1);
	CHECK_EQ(0, ppoll(&f, 1, &ts, NULL));
	CHECK_EQ(0, got);			/* still blocked */
}

static void *wait_in_thread(void *arg)
{
	int sig;

	sigwait(arg, &sig);
	return (void *)(long)sig;
}

TEST(a_process_signal_finds_the_thread_that_wants_it)
{
	sigset_t set = set_of(SIGUSR1);
	pthread_t t;
	void *r;

	pthread_sigmask(SIG_BLOCK, &set, NULL);
	MUST_TRUE(!pthread_create(&t, NULL, wait_in_thread, &set));
	msleep(50);
	kill(getpid(), SIGUSR1);
	pthread_join(t, &r);
	CHECK_EQ(SIGUSR1, (long)r);
}
