// SPDX-License-Identifier: GPL-2.0
/* Parents that go away: reparenting, subreapers, death signals, orphans. */
#include "harness.h"
#include <pthread.h>
#include <sys/prctl.h>

TEST(reparented_to_subreaper)
{
	int p[2], one;
	pid_t mid, grand = 0, me = getpid();

	MUST(prctl(PR_SET_CHILD_SUBREAPER, 1));
	MUST(prctl(PR_GET_CHILD_SUBREAPER, &one));
	CHECK_EQ(1, one);
	MUST(pipe(p));
	mid = MUST(fork());
	if (!mid) {
		grand = MUST(fork());
		if (!grand) {
			pid_t parent = getppid(), pid = getpid();
			int i;

			for (i = 0; i < 1000 && getppid() == parent; i++)
				msleep(2);
			CHECK_EQ(me, getppid());
			MUST(write(p[1], &pid, sizeof(pid)));
			_exit(test_failed ? 1 : 33);
		}
		msleep(20);
		_exit(0);
	}
	CHECK_EXIT(mid, 0);
	MUST(read(p[0], &grand, sizeof(grand)));
	CHECK_EXIT(grand, 33);
}

TEST(subreaper_flag_is_not_inherited)
{
	int v = 7;
	pid_t pid;

	MUST(prctl(PR_SET_CHILD_SUBREAPER, 1));
	pid = MUST(fork());
	if (!pid) {
		MUST(prctl(PR_GET_CHILD_SUBREAPER, &v));
		CHECK_EQ(0, v);
		done();
	}
	CHECK_EXIT(pid, 0);
	CHECK_ERR(EINVAL, prctl(PR_SET_PDEATHSIG, 65));
}

TEST(zombies_move_to_the_reaper_too)
{
	int st;
	pid_t mid, got;

	MUST(prctl(PR_SET_CHILD_SUBREAPER, 1));
	mid = MUST(fork());
	if (!mid) {
		pid_t z = MUST(fork());

		if (!z)
			_exit(44);
		CHECK(wait_state(z, 'Z'));
		done();
	}
	CHECK_EXIT(mid, 0);
	got = MUST(waitpid(-1, &st, 0));
	CHECK_NE(mid, got);
	CHECK_EQ(44, WEXITSTATUS(st));
}

static volatile int got_sig;

static void note_sig(int sig)
{
	got_sig = sig;
}

TEST(parent_death_signal)
{
	int p[2], sig = 0;
	char ch;
	pid_t mid;

	MUST(prctl(PR_SET_CHILD_SUBREAPER, 1));
	MUST(pipe(p));
	mid = MUST(fork());
	if (!mid) {
		int ready[2];

		MUST(pipe(ready));
		if (!MUST(fork())) {
			signal(SIGUSR1, note_sig);
			MUST(prctl(PR_SET_PDEATHSIG, SIGUSR1));
			MUST(prctl(PR_GET_PDEATHSIG, &sig));
			CHECK_EQ(SIGUSR1, sig);
			if (!fork()) {		/* cleared for a child */
				MUST(prctl(PR_GET_PDEATHSIG, &sig));
				CHECK_EQ(0, sig);
				done();
			}
			CHECK_EXIT(-1, 0);
			MUST(write(ready[1], "x", 1));
			while (!got_sig)
				msleep(2);
			MUST(write(p[1], "y", 1));
			done();
		}
		MUST(read(ready[0], &ch, 1));
		_exit(0);
	}
	close(p[1]);
	CHECK_EXIT(mid, 0);
	CHECK_EQ(1, read(p[0], &ch, 1));
	CHECK_EXIT(-1, 0);
}

/*
 * A group becomes orphaned when the last parent outside it, in the same
 * session, exits; if it has stopped members all get SIGHUP then SIGCONT.
 */
TEST(orphaned_stopped_group_gets_hup_and_cont)
{
	int p[2];
	char buf[3] = "";
	pid_t mid;

	MUST(prctl(PR_SET_CHILD_SUBREAPER, 1));
	MUST(pipe(p));
	mid = MUST(fork());
	if (!mid) {
		pid_t g;

		/* Not our session: the reaper's group must not count. */
		MUST(setsid());
		g = MUST(fork());
		if (!g) {
			sigset_t set;
			int sig;

			setpgid(0, 0);
			sigemptyset(&set);
			sigaddset(&set, SIGHUP);
			sigaddset(&set, SIGCONT);
			sigprocmask(SIG_BLOCK, &set, NULL);
			raise(SIGSTOP);
			sigwait(&set, &sig);
			MUST(write(p[1], sig == SIGHUP ? "H" : "?", 1));
			sigwait(&set, &sig);
			MUST(write(p[1], sig == SIGCONT ? "C" : "?", 1));
			_exit(0);
		}
		CHECK_EQ(g, waitpid(g, NULL, WUNTRACED));
		done();
	}
	CHECK_EXIT(mid, 0);
	CHECK_EXIT(-1, 0);
	CHECK_EQ(2, read(p[0], buf, 2));
	CHECK_STR("HC", buf);
}

TEST(orphaned_running_group_is_left_alone)
{
	pid_t mid, g = 0;
	int p[2], st;

	MUST(prctl(PR_SET_CHILD_SUBREAPER, 1));
	MUST(pipe(p));
	mid = MUST(fork());
	if (!mid) {
		g = MUST(fork());
		if (!g) {
			setpgid(0, 0);
			MUST(write(p[1], "x", 1));
			msleep(100);
			_exit(8);
		}
		MUST(read(p[0], &st, 1));
		_exit(0);
	}
	CHECK_EXIT(mid, 0);
	MUST(waitpid(-1, &st, 0));
	CHECK_EQ(8, WEXITSTATUS(st));
}

TEST(stop_signals_do_nothing_in_an_orphaned_group)
{
	pid_t mid;
	int st;

	MUST(prctl(PR_SET_CHILD_SUBREAPER, 1));
	mid = MUST(fork());
	if (!mid) {
		pid_t parent = getpid();

		if (!MUST(fork())) {
			MUST(setsid());		/* a session of one: orphaned */
			while (getppid() == parent)
				msleep(2);
			raise(SIGTSTP);		/* discarded */
			raise(SIGTTIN);
			raise(SIGTTOU);
			_exit(21);
		}
		_exit(0);
	}
	CHECK_EXIT(mid, 0);
	MUST(waitpid(-1, &st, WUNTRACED));
	CHECK(WIFEXITED(st));
	CHECK_EQ(21, WEXITSTATUS(st));
}

static void *fork_and_leave(void *arg)
{
	int *pid = arg;

	*pid = fork();
	if (!*pid) {
		msleep(150);
		_exit(getppid() == *(pid + 1) ? 17 : 1);
	}
	return NULL;
}

/* A child of a thread that ended belongs to the process still. */
TEST(child_of_a_finished_thread)
{
	int box[2] = { 0, getpid() };
	pthread_t t;

	MUST_TRUE(!pthread_create(&t, NULL, fork_and_leave, box));
	pthread_join(t, NULL);
	CHECK_EXIT(box[0], 17);
}
