// SPDX-License-Identifier: GPL-2.0
/*
 * The machine's name and its directory <uml_dir>/<umid>/, with the file "pid".
 *
 * A directory whose pid is alive belongs to another machine; a stale one is
 * replaced.  Without a usable directory we go on without: only the management
 * console needs it.
 */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <os_process.h>
#include "internal.h"

#define UML_DIR "/.uml/"

static char uml_dir[PATH_MAX - 2 * UM_UMID_LEN];
static char umid[UM_UMID_LEN];
static char umid_dir[PATH_MAX + 2];		/* ends in '/'; empty: we have none */

const char *os_umid(void)
{
	return umid;
}

int os_umid_path(const char *name, char *buf, unsigned long size)
{
	int n;

	if (!umid_dir[0])
		return -ENOENT;
	n = snprintf(buf, size, "%s%s", umid_dir, name);
	return n < 0 || (unsigned long)n >= size ? -E2BIG : n;
}

static int find_uml_dir(void)
{
	const char *dir = um_options.uml_dir, *home = getenv("HOME");
	const char *rest = "";
	int n;

	if (!dir || dir[0] == '~') {
		if (!home || !*home) {
			host_info("make_uml_dir: no value in environment for $HOME\n");
			return -1;
		}
		rest = dir ? dir + 1 : UML_DIR;
		dir = home;
	}
	n = snprintf(uml_dir, sizeof(uml_dir), "%s%s", dir, rest);
	if (n < 1 || n + 2 > (int)sizeof(uml_dir))
		return -1;
	if (uml_dir[n - 1] != '/')
		strcpy(uml_dir + n, "/");
	if (mkdir(uml_dir, 0777) < 0 && errno != EEXIST) {
		host_info("Failed to mkdir '%s': %s\n", uml_dir,
			  strerror(errno));
		return -1;
	}
	return 0;
}

/* Return: pid of the living owner of @dir, 0 when there is none. */
static int owner_of(const char *dir)
{
	char path[PATH_MAX + 8], text[32] = "";
	int fd, pid;

	snprintf(path, sizeof(path), "%s/pid", dir);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	if (RETRY(read(fd, text, sizeof(text) - 1)) <= 0)
		text[0] = 0;
	close(fd);
	pid = atoi(text);
	if (pid <= 0 || pid == getpid() || (kill(pid, 0) < 0 && errno == ESRCH))
		return 0;
	return pid;
}

static void remove_dir(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *de;

	if (!dir)
		return;
	while ((de = readdir(dir)))
		if (strcmp(de->d_name, ".") && strcmp(de->d_name, ".."))
			unlinkat(dirfd(dir), de->d_name, 0);
	closedir(dir);
	rmdir(path);
}

static int take_name(const char *name)
{
	char path[PATH_MAX];
	int pid;

	snprintf(path, sizeof(path), "%s%s", uml_dir, name);
	if (mkdir(path, 0777) < 0) {
		if (errno != EEXIST)
			return -1;
		pid = owner_of(path);
		if (pid) {
			host_say("umid \"%s\" is already in use by pid %d\n",
				 name, pid);
			return -1;
		}
		remove_dir(path);
		if (mkdir(path, 0777) < 0)
			return -1;
	}
	snprintf(umid_dir, sizeof(umid_dir), "%s/", path);
	snprintf(umid, sizeof(umid), "%s", name);
	return 0;
}

static int take_random_name(void)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%sXXXXXX", uml_dir);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return -1;
	close(fd);
	unlink(path);
	return take_name(path + strlen(uml_dir));
}

static void write_pid(void)
{
	char path[PATH_MAX], text[16];
	int fd, n = snprintf(text, sizeof(text), "%d\n", getpid());

	if (os_umid_path("pid", path, sizeof(path)) < 0)
		return;
	fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0644);
	if (fd < 0)
		return;
	if (RETRY(write(fd, text, n)) != n)
		unlink(path);
	close(fd);
}

void umid_init(void)
{
	int err = -1;

	if (um_options.umid)
		snprintf(umid, sizeof(umid), "%s", um_options.umid);
	if (find_uml_dir() < 0)
		return;
	if (um_options.umid) {
		err = take_name(um_options.umid);
		if (err)
			host_say("Failed to initialize umid \"%s\", trying with a random umid\n",
				 um_options.umid);
	}
	if (err && take_random_name() < 0)
		return;
	write_pid();
}

/* On the way out, perhaps in a signal handler: no memory, no stdio. */
void umid_remove(void)
{
	static const char *const names[] = { "pid", "mconsole" };
	char path[PATH_MAX];
	unsigned long len = strlen(umid_dir);

	if (!len)
		return;
	for (int i = 0; i < 2; i++) {
		if (len + strlen(names[i]) >= sizeof(path))
			continue;
		memcpy(path, umid_dir, len);
		strcpy(path + len, names[i]);
		unlink(path);
	}
	rmdir(umid_dir);
}
