// SPDX-License-Identifier: GPL-2.0
/* execve: what the new program gets, what it does not, and every refusal. */
#define HARNESS_EXEC	run_as_program
#include "harness.h"
#include <elf.h>
#include <pthread.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>

extern char **environ;
static char exe[PATH_MAX];

/* The program side: "--what args" checks something and exits. */
static void run_as_program(int argc, char **argv)
{
	struct sigaction sa;
	sigset_t set;
	char buf[64];
	int i;

	if (argc < 2 || strncmp(argv[1], "--", 2))
		return;
	if (!strcmp(argv[1], "--args")) {	/* as many as argv[2] says, long ones */
		CHECK_EQ(atoi(argv[2]), argc);
		for (i = 3; i < argc; i++)
			if (strlen(argv[i]) != strlen(argv[3]))
				FAIL("argument %d has changed", i);
		CHECK(!argv[argc]);
	} else if (!strcmp(argv[1], "--env")) {
		CHECK_STR("b=", environ[1]);
		CHECK_STR("A=1", environ[0]);
		CHECK(!environ[2]);
	} else if (!strcmp(argv[1], "--fds")) {
		CHECK_GE(fcntl(50, F_GETFD), 0);
		CHECK_ERR(EBADF, fcntl(51, F_GETFD));
	} else if (!strcmp(argv[1], "--signals")) {
		sigaction(SIGUSR1, NULL, &sa);
		CHECK(sa.sa_handler == SIG_DFL);
		sigaction(SIGUSR2, NULL, &sa);
		CHECK(sa.sa_handler == SIG_IGN);
		sigprocmask(SIG_BLOCK, NULL, &set);
		CHECK_EQ(1, sigismember(&set, SIGHUP));
		sigpending(&set);
		CHECK_EQ(1, sigismember(&set, SIGHUP));
	} else if (!strcmp(argv[1], "--comm")) {
		prctl(PR_GET_NAME, buf);
		CHECK_STR(argv[2], buf);
	} else if (!strcmp(argv[1], "--pid")) {
		CHECK_EQ(atoi(argv[2]), getpid());
		CHECK_EQ(getpid(), syscall(SYS_gettid));
	} else if (!strcmp(argv[1], "--umask")) {
		CHECK_EQ(031, umask(0));
		CHECK_EQ(77, alarm(0));
	} else if (!strcmp(argv[1], "--script")) {
		/* interpreter "--script" [one optional argument] script args */
		CHECK_STR(getenv("WANT2"), argv[2]);
		CHECK_STR(getenv("WANT3"), argv[3]);
	} else if (!strcmp(argv[1], "--sleep")) {
		pause();
	} else {
		_exit(99);
	}
	done();
}

static void find_self(void)
{
	ssize_t n = MUST(readlink("/proc/self/exe", exe, sizeof(exe) - 1));

	exe[n] = 0;
}

#define RUN(...)							\
	({								\
		char *args_[] = { "exec", __VA_ARGS__, NULL };		\
		pid_t pid_;						\
									\
		pid_ = MUST(fork());					\
		if (!pid_) {						\
			execv("/proc/self/exe", args_);			\
			FAIL("exec: %s", strerrorname_np(errno));	\
			_exit(98);					\
		}							\
		pid_;							\
	})

TEST(arguments)
{
	static char page[4096 * 8];
	char *many[1004] = { "exec", "--args", "1003" };
	pid_t pid;
	int i;

	CHECK_EXIT(RUN("--args", "3"), 0);
	memset(page, 'x', sizeof(page) - 1);
	CHECK_EXIT(RUN("--args", "5", page, page), 0);
	for (i = 3; i < 1003; i++)
		many[i] = "0123456789";
	pid = MUST(fork());
	if (!pid) {
		execv("/proc/self/exe", many);
		_exit(98);
	}
	CHECK_EXIT(pid, 0);
}

TEST(environment)
{
	char *args[] = { "exec", "--env", NULL }, *env[] = { "A=1", "b=", NULL };
	pid_t pid = MUST(fork());

	if (!pid) {
		execve("/proc/self/exe", args, env);
		_exit(98);
	}
	CHECK_EXIT(pid, 0);
}

TEST(close_on_exec)
{
	int fd = MUST(open("/dev/null", O_RDONLY));

	MUST(dup3(fd, 50, 0));
	MUST(dup3(fd, 51, O_CLOEXEC));
	CHECK_EXIT(RUN("--fds"), 0);
}

static void handler(int sig) { }

TEST(signal_dispositions)
{
	sigset_t set;
	pid_t pid = MUST(fork());

	if (!pid) {
		char *args[] = { "exec", "--signals", NULL };

		signal(SIGUSR1, handler);
		signal(SIGUSR2, SIG_IGN);
		sigemptyset(&set);
		sigaddset(&set, SIGHUP);
		sigprocmask(SIG_BLOCK, &set, NULL);
		raise(SIGHUP);
		execv("/proc/self/exe", args);
		_exit(98);
	}
	CHECK_EXIT(pid, 0);
}

TEST(name_is_the_file)
{
	char *args[] = { "zero", "--comm", "a-very-long-nam", NULL };
	pid_t pid;

	find_self();
	scratch();
	MUST(symlink(exe, "a-very-long-name-indeed"));
	pid = MUST(fork());
	if (!pid) {
		execv("a-very-long-name-indeed", args);
		_exit(98);
	}
	CHECK_EXIT(pid, 0);
}

TEST(umask_alarm_and_pid_stay)
{
	char num[16], *args[] = { "exec", "--pid", num, NULL };
	char *more[] = { "exec", "--umask", NULL };
	pid_t pid = MUST(fork());

	if (!pid) {
		snprintf(num, sizeof(num), "%d", getpid());
		execv("/proc/self/exe", args);
		_exit(98);
	}
	CHECK_EXIT(pid, 0);
	pid = MUST(fork());
	if (!pid) {
		umask(031);
		alarm(77);
		execv("/proc/self/exe", more);
		_exit(98);
	}
	CHECK_EXIT(pid, 0);
}

static void *exec_in_thread(void *arg)
{
	execv("/proc/self/exe", arg);
	_exit(98);
}

static void *spin(void *arg)
{
	for (;;)
		;
	return NULL;
}

TEST(exec_from_a_thread_becomes_the_leader)
{
	char num[16], *args[] = { "exec", "--pid", num, NULL };
	pthread_t t;
	pid_t pid = MUST(fork());

	if (!pid) {
		snprintf(num, sizeof(num), "%d", getpid());
		pthread_create(&t, NULL, spin, NULL);
		pthread_create(&t, NULL, exec_in_thread, args);
		pause();
		_exit(97);
	}
	CHECK_EXIT(pid, 0);
}

/* exec of path, in a child; the errno it fails with, 0 if it runs. */
static int try_exec(const char *path)
{
	char *args[] = { "x", "--args", "3", NULL };
	pid_t pid = MUST(fork());

	if (!pid) {
		execv(path, args);
		_exit(errno);
	}
	return WEXITSTATUS(test_wait(pid));
}

TEST(refusals)
{
	char longname[300];

	scratch();
	CHECK_EQ(ENOENT, try_exec("missing"));
	CHECK_EQ(ENOENT, try_exec(""));
	CHECK_EQ(EACCES, try_exec("/"));
	CHECK_EQ(EACCES, try_exec("/dev/null"));
	write_file("plain", "hello");
	CHECK_EQ(EACCES, try_exec("plain"));
	MUST(chmod("plain", 0755));
	CHECK_EQ(ENOEXEC, try_exec("plain"));
	write_file("empty", "");
	MUST(chmod("empty", 0755));
	CHECK_EQ(ENOEXEC, try_exec("empty"));
	CHECK_EQ(ENOTDIR, try_exec("plain/x"));
	MUST(symlink("loop", "loop"));
	CHECK_EQ(ELOOP, try_exec("loop"));
	memset(longname, 'n', sizeof(longname) - 1);
	longname[sizeof(longname) - 1] = 0;
	CHECK_EQ(ENAMETOOLONG, try_exec(longname));
	CHECK_EQ(EFAULT, try_exec((char *)8));
	MUST(mkfifo("fifo", 0755));
	CHECK_EQ(EACCES, try_exec("fifo"));
}

TEST(bad_argument_pointers)
{
	char *bad[] = { "x", (char *)8, NULL };

	CHECK_ERR(EFAULT, execve("/proc/self/exe", bad, NULL));
	CHECK_ERR(EFAULT, execve("/proc/self/exe", (char **)8, NULL));
	CHECK_ERR(EFAULT, execve("/proc/self/exe", (char *[]){ "x", NULL }, (char **)8));
}

TEST(too_long)
{
	static char big[200 * 1024];
	char **many;
	int i;

	memset(big, 'x', sizeof(big) - 1);
	/* One string may have 32 pages. */
	CHECK_ERR(E2BIG, execv("/proc/self/exe", (char *[]){ "x", big, NULL }));
	/* All together a quarter of the stack limit. */
	many = calloc(40, sizeof(*many));
	big[120 * 1024] = 0;
	for (i = 0; i < 30; i++)
		many[i] = big;
	CHECK_ERR(E2BIG, execv("/proc/self/exe", many));
}

static void copy_self(const char *to, size_t limit)
{
	static char buf[1 << 16];
	int in = MUST(open(exe, O_RDONLY)), out = MUST(open(to, O_WRONLY | O_CREAT, 0755));
	ssize_t n;

	while (limit && (n = read(in, buf, limit < sizeof(buf) ? limit : sizeof(buf))) > 0) {
		MUST(write(out, buf, n));
		limit -= n;
	}
	close(in);
	close(out);
}

static void patch(const char *file, off_t at, const void *data, size_t n)
{
	int fd = MUST(open(file, O_WRONLY));

	MUST(pwrite(fd, data, n, at));
	close(fd);
}

TEST(text_busy_both_ways)
{
	int fd;
	pid_t pid;
	char *args[] = { "x", "--sleep", NULL };

	find_self();
	scratch();
	copy_self("prog", -1);
	fd = MUST(open("prog", O_WRONLY));
	CHECK_EQ(ETXTBSY, try_exec("./prog"));
	close(fd);
	CHECK_EQ(0, try_exec("./prog"));
	/* While it runs it cannot be opened for writing. */
	pid = MUST(fork());
	if (!pid) {
		execv("./prog", args);
		_exit(98);
	}
	CHECK(wait_state(pid, 'S'));
	CHECK_ERR(ETXTBSY, open("prog", O_WRONLY));
	CHECK_ERR(ETXTBSY, truncate("prog", 0));
	CHECK_EQ(0, unlink("prog"));
	kill(pid, SIGKILL);
	CHECK_KILLED(pid, SIGKILL);
}

TEST(elf_headers)
{
	Elf64_Ehdr eh;
	unsigned short half;
	int fd;

	find_self();
	scratch();
	fd = MUST(open(exe, O_RDONLY));
	MUST(read(fd, &eh, sizeof(eh)));
	close(fd);
	copy_self("short", 40);
	CHECK_EQ(ENOEXEC, try_exec("./short"));
	copy_self("machine", -1);
	half = EM_AARCH64;
	patch("machine", offsetof(Elf64_Ehdr, e_machine), &half, 2);
	CHECK_EQ(ENOEXEC, try_exec("./machine"));
	copy_self("type", -1);
	half = ET_REL;
	patch("type", offsetof(Elf64_Ehdr, e_type), &half, 2);
	CHECK_EQ(ENOEXEC, try_exec("./type"));
	copy_self("phsize", -1);
	half = 13;
	patch("phsize", offsetof(Elf64_Ehdr, e_phentsize), &half, 2);
	CHECK_EQ(ENOEXEC, try_exec("./phsize"));
	copy_self("phnum", -1);
	half = 0;
	patch("phnum", offsetof(Elf64_Ehdr, e_phnum), &half, 2);
	CHECK_EQ(ENOEXEC, try_exec("./phnum"));
	copy_self("magic", -1);
	patch("magic", 1, "e", 1);
	CHECK_EQ(ENOEXEC, try_exec("./magic"));
}

TEST(interpreter_line)
{
	char text[PATH_MAX + 64];
	char *args[] = { "ignored", "more", NULL };
	pid_t pid;

	find_self();
	scratch();
	snprintf(text, sizeof(text), "#! %s --script\nrest\n", exe);
	write_file("s1", text);
	MUST(chmod("s1", 0755));
	pid = MUST(fork());
	if (!pid) {
		setenv("WANT2", "./s1", 1);
		setenv("WANT3", "more", 1);
		execv("./s1", args);
		_exit(98);
	}
	CHECK_EXIT(pid, 0);
	/* Everything after the name is one argument; blanks at the end go. */
	MUST(symlink(exe, "prog"));
	write_file("s2", "#!./prog --script x y  \t\n");
	MUST(chmod("s2", 0755));
	pid = MUST(fork());
	if (!pid) {
		execv("./s2", args);
		_exit(98);
	}
	CHECK_EXIT(pid, 99);		/* "--script x y" is no known word */
	/* A script may be the interpreter of a script, but not for ever. */
	write_file("s3", "#!./s1\n");
	MUST(chmod("s3", 0755));
	pid = MUST(fork());
	if (!pid) {
		setenv("WANT2", "./s1", 1);
		setenv("WANT3", "./s3", 1);
		execv("./s3", args);
		_exit(98);
	}
	CHECK_EXIT(pid, 0);
	write_file("self", "#!./self\n");
	MUST(chmod("self", 0755));
	CHECK_EQ(ELOOP, try_exec("./self"));
	write_file("none", "#!/nonexistent\n");
	MUST(chmod("none", 0755));
	CHECK_EQ(ENOENT, try_exec("./none"));
	write_file("noname", "#!   \n");
	MUST(chmod("noname", 0755));
	CHECK_EQ(ENOEXEC, try_exec("./noname"));
	write_file("dir", "#!/\n");
	MUST(chmod("dir", 0755));
	CHECK_EQ(EACCES, try_exec("./dir"));
}

TEST(execveat_and_fexecve)
{
	char *args[] = { "x", "--args", "3", NULL };
	int dir, fd;
	pid_t pid;

	find_self();
	scratch();
	copy_self("prog", -1);
	dir = MUST(open(".", O_PATH | O_DIRECTORY));
	fd = MUST(open("prog", O_RDONLY | O_CLOEXEC));
	pid = MUST(fork());
	if (!pid) {
		syscall(SYS_execveat, dir, "prog", args, environ, 0);
		_exit(98);
	}
	CHECK_EXIT(pid, 0);
	pid = MUST(fork());
	if (!pid) {
		syscall(SYS_execveat, fd, "", args, environ, AT_EMPTY_PATH);
		_exit(98);
	}
	CHECK_EXIT(pid, 0);
	CHECK_ERR(ENOENT, syscall(SYS_execveat, fd, "", args, environ, 0));
	CHECK_ERR(EINVAL, syscall(SYS_execveat, dir, "prog", args, environ, 0x10));
	CHECK_ERR(EBADF, syscall(SYS_execveat, 99, "prog", args, environ, 0));
	MUST(symlink("prog", "ln"));
	CHECK_ERR(ELOOP, syscall(SYS_execveat, dir, "ln", args, environ, AT_SYMLINK_NOFOLLOW));
	/* A script by a close-on-exec descriptor could not be read again. */
	write_file("sc", "#!./prog --script\n");
	MUST(chmod("sc", 0755));
	fd = MUST(open("sc", O_RDONLY | O_CLOEXEC));
	CHECK_ERR(ENOENT, syscall(SYS_execveat, fd, "", args, environ, AT_EMPTY_PATH));
}

TEST(noexec_mount_refuses)
{
	need_root();
	find_self();
	scratch();
	MUST(unshare(CLONE_NEWNS));
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		NOTE("cannot make / private");
	MUST(mkdir("m", 0755));
	MUST(mount("t", "m", "tmpfs", MS_NOEXEC, NULL));
	copy_self("m/prog", -1);
	CHECK_EQ(EACCES, try_exec("m/prog"));
	CHECK_ERR(EPERM, mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE,
			      MUST(open("m/prog", O_RDONLY)), 0));
}
