/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of arch/um/os-Linux tell each other. */
#ifndef OS_LINUX_INTERNAL_H
#define OS_LINUX_INTERNAL_H

#include <errno.h>
#include <signal.h>
#include <engine.h>
#include <os_helper.h>
#include <os_vcpu.h>
#include <um_options.h>
#include <um_upcall.h>

/* Stops guest code and wakes virtual CPUs; also the timer's signal. */
#define KICK_SIGNAL	SIGALRM
/* A virtual CPU stops for good; or gives a host process to another. */
#define STOP_SIGNAL	SIGUSR2
#define HANDOVER_SIGNAL	SIGIO

#define RETRY(call) ({						\
	long r_;						\
	do							\
		r_ = (long)(call);				\
	while (r_ < 0 && errno == EINTR);			\
	r_ < 0 ? -(long)errno : r_;				\
})

/* memory.c: the guest RAM file; then its mapping. Exit with a message on failure. */
void memory_open(void);
void memory_map(void);

/* engine.c: before memory_map(); and before exec of the next kernel */
void engine_start(void);
void engine_kill_all(void);
int engine_cpu_prepare(int cpu);
int engine_cpu_start(int cpu);

/* affinity.c */
void affinity_start(void);
void affinity_check(void);
void affinity_follow(int pid, int *host_cpu);

/* reaper.c */
void reaper_kill(int pid);
void reaper_kill_then(int pid, void (*done)(int arg), int arg);
int reaper_is_dead(int pid);
void reaper_poll(void);
void reaper_wait(void);

/* vcpu.c */
extern __thread struct um_vcpu *this_vcpu;
void vcpu_arm_timer(struct um_vcpu *vcpu);
void vcpu_prepare(void);
int vcpu_init(int cpu);
int vcpu_number(void);
void vcpu_signal(int cpu, int sig);
void vcpu_set_handler(int sig, void (*handler)(int, siginfo_t *, void *));

/* events.c */
int events_init(void);
int events_fd(void);

/* options.c, identity.c, umid.c, exit.c, signal.c, symbols.c, aio.c, tty.c */
void options_parse(int argc, char **argv);
void umid_init(void);
void umid_remove(void);
void exit_init(int argc, char **argv);
void exit_cleanup(void);
void exit_by_signal(int sig) __attribute__((noreturn));
void signals_init(void);
void signals_reset(void);
void signals_thread_stack(void);
void symbols_init(void);
int aio_init(void);

/* aio_debug.c: recording and faults; nothing unless asked for */
struct os_iov;
int aio_debug_fault(int op);		/* 0, -errno, or 1: do only a part */
void aio_debug_write(int fd, const struct os_iov *iov, long long len, unsigned long long off);
void aio_debug_sync(int fd, int start);
void aio_debug_punch(int fd, unsigned long long off, unsigned long long len);

/* helper.c */
int helper_start_self(const char *const argv[], const int fds[OS_HELPER_FDS]);
void helpers_kill_all(void);

/* tty_guard.c */
void guard_main(char **argv);
void guard_start(void);
int guard_open(int tty, int *pid);
void guard_raw(int stream);
void guard_done(int stream);

/* output.c: text for stderr before the kernel has consoles */
void host_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void host_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void host_die(const char *fmt, ...)
	__attribute__((format(printf, 1, 2), noreturn));

#endif /* OS_LINUX_INTERNAL_H */
