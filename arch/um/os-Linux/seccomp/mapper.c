// SPDX-License-Identifier: GPL-2.0
/*
 * Mappers: in each space a host process that never runs guest code and makes the
 * host system calls we need there.
 *
 * Commands are put into the space's command page, which the guest can read but not
 * write; the sequence number in there starts them.  That they are done is taken
 * from a file that is mapped nowhere but here: the mapper writes a token from the
 * command page into the space's record in it, by a call that only it can make.  So
 * nothing a guest can do counts as a proof.
 *
 *	record[0]	token of the whole command, or of the operation that failed
 *	record[1 + n]	token of the operation that failed with error number n
 *			modulo 8; two errors matter, the others are EINVAL
 *
 * A new process id comes back as the position of a file that is shared with all
 * mappers (clone_lock).
 *
 * Locks: a mapper's, then clone_lock.
 */
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "../internal.h"
#include "seccomp.h"
#include "stub.h"

#define RECORD_WORDS	16
#define RECORD_SIZE	(RECORD_WORDS * sizeof(unsigned long))
#define ALL_DONE	0xffffUL
#define SEQ_SHIFT	16

#define DEATH_CHECK_MS	1000

static struct mapper {
	pthread_mutex_t	lock;
	int		pid;
	int		host_cpu;
	unsigned int	nr;		/* operations put in so far */
} mappers[NR_SPACES];

static int done_fd = -1, pid_fd = -1;
static volatile unsigned long *records;
static int wake_fds[UM_MAX_CPUS];
static unsigned int nr_wake_fds;
static pthread_mutex_t clone_lock = PTHREAD_MUTEX_INITIALIZER;

/* Return: 0 or -errno. */
int mapper_init(void)
{
	unsigned long size = NR_SPACES * RECORD_SIZE;

	done_fd = memfd_create("uml-done", MFD_CLOEXEC);
	pid_fd = memfd_create("uml-pid", MFD_CLOEXEC);
	if (done_fd < 0 || pid_fd < 0 || ftruncate(done_fd, size) < 0)
		return -errno;
	records = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, done_fd,
		       0);
	if (records == MAP_FAILED)
		return -errno;
	madvise((void *)records, size, MADV_DONTFORK);
	nr_wake_fds = um_options.ncpus;
	for (unsigned int i = 0; i < nr_wake_fds; i++) {
		wake_fds[i] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		if (wake_fds[i] < 0)
			return -errno;
	}
	return 0;
}

/* The descriptors mappers need.  Return: their number. */
int mapper_fds(int *fds)
{
	int n = 0;

	fds[n++] = um_machine.physmem_fd;
	fds[n++] = stub_fd;
	fds[n++] = done_fd;
	fds[n++] = pid_fd;
	for (unsigned int i = 0; i < nr_wake_fds; i++)
		fds[n++] = wake_fds[i];
	return n;
}

static volatile unsigned long *record_of(int space)
{
	return records + (unsigned long)space * RECORD_WORDS;
}

/* The command page of a mapper that is about to be made. */
void mapper_prepare(int space)
{
	struct stub_command *cmd = command_page(space);

	memset((void *)record_of(space), 0, RECORD_SIZE);
	mappers[space].nr = 0;
	mappers[space].pid = 0;
	cmd->seq = 0;
	cmd->wake_fd = -1;
	cmd->stub_fd = stub_fd;
	cmd->done_fd = done_fd;
	cmd->pid_fd = pid_fd;
	cmd->parent = getpid();
	cmd->done_at = space * RECORD_SIZE;
	cmd->one = 1;
}

/* Another process gets it, which has no business with what it did for the last. */
void mapper_forget(int space)
{
	struct stub_command *cmd = command_page(space);

	memset(cmd->op, 0, sizeof(cmd->op));
}

void mapper_set(int space, int pid, int host_cpu)
{
	mappers[space].pid = pid;
	mappers[space].host_cpu = host_cpu;
}

int mapper_pid(int space)
{
	return mappers[space].pid;
}

int mapper_host_cpu(int space)
{
	return mappers[space].host_cpu;
}

void mapper_lock(int space)
{
	pthread_mutex_lock(&mappers[space].lock);
	mappers[space].nr = 0;
}

void mapper_unlock(int space)
{
	pthread_mutex_unlock(&mappers[space].lock);
}

/* Callers keep to CMD_MAX_OPS - 1 operations. */
void mapper_add(int space, long nr, const long arg[6])
{
	struct stub_op *op = &command_page(space)->op[mappers[space].nr++];

	op->nr = nr;
	for (int i = 0; i < 6; i++)
		op->arg[i] = arg[i];
}

static void add_map(int space, const struct um_map_op *map)
{
	mapper_add(space, SYS_mmap, (const long[6]){
		map->va, map->len, map->prot, map_flags(map), um_machine.physmem_fd,
		map->offset });
}

/* Return: 0, -EINVAL for what would touch the stub or is not aligned. */
static int add_op(int space, const struct um_map_op *map)
{
	if ((map->va | map->len | map->offset) & (STUB_PAGE - 1) || !map->len ||
	    map->va >= UM_STUB_START || map->len > UM_STUB_START - map->va)
		return -EINVAL;
	switch (map->type) {
	case UM_MAP:
		add_map(space, map);
		return 0;
	case UM_UNMAP:
		mapper_add(space, SYS_munmap,
			   (const long[6]){ map->va, map->len });
		return 0;
	case UM_PROTECT:
		mapper_add(space, SYS_mprotect,
			   (const long[6]){ map->va, map->len, map->prot });
		return 0;
	}
	return -EINVAL;
}

/* Map changes as the next operations.  Return: 0 or -EINVAL. */
int mapper_add_maps(int space, const struct um_map_op *ops, unsigned int nr)
{
	unsigned int i;
	int err;

	if (nr > UM_MAP_BATCH)
		return -EINVAL;
	for (i = 0; i < nr; i++) {
		err = add_op(space, &ops[i]);
		if (err)
			return err;
	}
	return 0;
}

static int is_done(int space, unsigned int seq)
{
	return record_of(space)[0] >> SEQ_SHIFT == seq;
}

/* Return: 0 or -ESRCH. */
static int sleep_until_done(int space, unsigned int seq)
{
	int fd = wake_fds[this_vcpu ? this_vcpu - um_vcpus : 0];
	struct stub_command *cmd = command_page(space);
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	eventfd_t n;
	int err = 0;

	__atomic_store_n(&cmd->wake_fd, fd, __ATOMIC_SEQ_CST);
	while (!is_done(space, seq)) {
		if (poll(&pfd, 1, DEATH_CHECK_MS) > 0)
			eventfd_read(fd, &n);
		else if (!is_done(space, seq) && reaper_is_dead(mappers[space].pid)) {
			err = -ESRCH;
			break;
		}
	}
	__atomic_store_n(&cmd->wake_fd, -1, __ATOMIC_SEQ_CST);
	return err;
}

static int wait_until_done(int space, unsigned int seq)
{
	unsigned int yields = handoff_yields();

	while (yields-- && !is_done(space, seq))
		handoff_yield();
	return is_done(space, seq) ? 0 : sleep_until_done(space, seq);
}

/* What became of the command.  Return: 0, -ENOMEM, -EAGAIN or -EINVAL. */
static int result(int space, unsigned int *done)
{
	volatile unsigned long *record = record_of(space);
	unsigned long token = record[0];

	*done = token & ALL_DONE;
	if (*done == ALL_DONE) {
		*done = mappers[space].nr;
		return 0;
	}
	if (record[1 + (ENOMEM & 7)] == token)
		return -ENOMEM;
	return record[1 + (EAGAIN & 7)] == token ? -EAGAIN : -EINVAL;
}

/**
 * mapper_run() - have the operations carried out that were added
 * @space: whose mapper's lock is held
 * @done: how many were
 *
 * Return: 0; -ENOMEM, -EAGAIN or -EINVAL of operation number *@done, where it
 * ended; -ESRCH when the mapper is dead.
 */
int mapper_run(int space, unsigned int *done)
{
	struct stub_command *cmd = command_page(space);
	struct mapper *mapper = &mappers[space];
	unsigned int i, seq = cmd->seq + 1;

	*done = 0;
	if (mapper->pid <= 0)
		return -ESRCH;
	cmd->token = (unsigned long)seq << SEQ_SHIFT | ALL_DONE;
	for (i = 0; i < mapper->nr; i++)
		cmd->op[i].token = (unsigned long)seq << SEQ_SHIFT | i;
	cmd->op[i].nr = CMD_END;
	affinity_follow(mapper->pid, &mapper->host_cpu);
	__atomic_store_n(&cmd->seq, seq, __ATOMIC_SEQ_CST);
	futex_wake(&cmd->seq);
	if (wait_until_done(space, seq)) {
		reaper_kill_then(mapper->pid, space_put, space);
		mapper->pid = -1;
		return -ESRCH;
	}
	return result(space, done);
}

/* The same with a clone() as last operation.  Return: pid or as mapper_run(). */
int mapper_clone(int space, unsigned int *done, const long arg[6])
{
	int pid;

	mapper_add(space, SYS_clone, arg);
	pthread_mutex_lock(&clone_lock);
	pid = mapper_run(space, done);
	if (!pid)
		pid = lseek(pid_fd, 0, SEEK_CUR);
	pthread_mutex_unlock(&clone_lock);
	return pid;
}
