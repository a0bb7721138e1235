/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the seccomp engine tell each other. */
#ifndef OS_LINUX_SECCOMP_SECCOMP_H
#define OS_LINUX_SECCOMP_SECCOMP_H

#include <errno.h>
#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "../engine_ops.h"
#include "stub.h"

#define UM_STUB_TASKS	UM_STUB_START	/* slots of a space's tasks */
#define UM_STUB_ANSWERS	(UM_STUB_TASKS + (unsigned long)NR_SLOTS * SLOT_SIZE)

#define NR_SPACES	32768
#define NR_SLOTS	32768

/* pages.c: the stub file and what is in it */
extern int stub_fd;
int pages_create(void);
unsigned long stub_label(const char *label);
struct stub_command *command_page(int space);
unsigned long command_offset(int space);
struct stub_control *slot_control(int slot);
unsigned long slot_offset(int slot);
struct um_answers *slot_answers(int slot);
unsigned long answers_offset(void);
void slot_clear(int slot);

/* filter.c */
int filter_install(unsigned long secret);

/* registry.c: numbers of spaces and slots, and when they are free again */
int space_get(void);
void space_put(int space);
int space_retire(int space);
int space_reuse(void);
int slot_get(int space, int *fresh);
void slot_put(int slot);
unsigned long slot_address(int slot);

/* mapper.c: the process in each space that makes host system calls for us */
int mapper_init(void);
int mapper_fds(int *fds);
void mapper_prepare(int space);
void mapper_forget(int space);
void mapper_set(int space, int pid, int host_cpu);
int mapper_pid(int space);
int mapper_host_cpu(int space);
void mapper_lock(int space);
void mapper_unlock(int space);
void mapper_add(int space, long nr, const long arg[6]);
int mapper_add_maps(int space, const struct um_map_op *ops, unsigned int nr);
int mapper_run(int space, unsigned int *done);
int mapper_clone(int space, unsigned int *done, const long arg[6]);

/* frame.c: registers and FP state in a task's slot */
int frame_probe(void);
void frame_prepare(struct host_task *task, struct host_task *from);
void frame_load(struct host_task *task, const struct um_regs *regs,
		unsigned int flags);
int frame_store(struct host_task *task, struct um_regs *regs, siginfo_t *info,
		unsigned long *error_code);
int seccomp_get_xstate(struct host_task *task, void *buf, unsigned int size);
int seccomp_set_xstate(struct host_task *task, const void *buf,
		       unsigned int size);

/* handoff.c: waiting for a process on the same host CPU */
#define HANDOFF_YIELDS	2U
unsigned int handoff_yields(void);
void handoff_yield(void);

/* run.c */
void seccomp_task_run(struct host_task *task, struct um_regs *regs,
		      unsigned int flags, struct um_event *ev);

/* Between processes: FUTEX_PRIVATE_FLAG must not be set. */
static inline void futex_wake(unsigned int *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, 0x7fffffff, NULL);
}

static inline int futex_wait(unsigned int *word, unsigned int value,
			     const struct timespec *timeout)
{
	return syscall(SYS_futex, word, FUTEX_WAIT, value, timeout) ? -errno : 0;
}

#endif /* OS_LINUX_SECCOMP_SECCOMP_H */
