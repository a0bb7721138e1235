/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Virtual CPUs, host events and timers.
 *
 * A virtual CPU is a host thread.  Interrupts do not interrupt: whatever happens
 * on the host sets um_vcpu.pending and, if guest code is running there, stops it.
 * The kernel looks at @pending at its safe points (on the way to the guest, in
 * idle, in cond_resched()), and then asks os_events_poll() what it was.
 */
#ifndef UM_SHARED_OS_VCPU_H
#define UM_SHARED_OS_VCPU_H

#define UM_MAX_CPUS	64

/**
 * struct um_vcpu - what the two halves share about a virtual CPU
 * @pending:	set from signal handlers and other threads, cleared by the kernel
 *		before it looks for work (__ATOMIC_SEQ_CST on both sides)
 * @running:	host process of the guest code now running, 0 when none
 * @idle:	waiting in os_idle()
 * @tid:	host thread id
 * @timer_ns:	when the kernel wants to be woken (host monotonic), 0: never
 * @armed_ns:	what the host timer is set to, 0: not armed
 * @timer:	the host timer
 * @stopped:	it has stopped for good, see os_vcpu_stop()
 * @stop_sp:	stack pointer when it stopped
 * @stop_bp:	frame pointer when it stopped
 */
struct um_vcpu {
	unsigned int		pending;
	int			running;
	unsigned int		idle;
	int			tid;
	unsigned long long	timer_ns;
	unsigned long long	armed_ns;
	void			*timer;
	unsigned int		stopped;
	unsigned long		stop_sp;
	unsigned long		stop_bp;
} __attribute__((aligned(64)));

extern struct um_vcpu um_vcpus[UM_MAX_CPUS];

/**
 * os_vcpu_start() - make a host thread that becomes virtual CPU @cpu
 * @cpu: which, not 0
 *
 * The thread calls um_start_secondary().
 *
 * Context: virtual CPU 0.  Return: 0, or -errno when the host gives no thread, timer
 * or process for it.
 */
int os_vcpu_start(int cpu);

/* Virtual CPU @cpu stops where it is, whatever it is doing. Does not wait for it. */
void os_vcpu_stop(int cpu);

/* Let others have the caller's host CPU for a moment. */
void os_yield(void);

/**
 * os_kick() - make a virtual CPU look at its work soon
 * @cpu: which
 *
 * Sets @pending, stops running guest code, ends os_idle().
 *
 * Context: any thread, any signal handler.
 */
void os_kick(int cpu);

/**
 * os_timer_program() - when to set @pending of this virtual CPU
 * @cpu: the caller's
 * @ns: host monotonic time, 0 for never; the past means at once
 *
 * Costs nothing: the host timer is only touched when guest code is about to run
 * longer than it is set for.
 */
void os_timer_program(int cpu, unsigned long long ns);

/* Kernel code is about to run for long: make sure the timer sets @pending. */
void os_timer_arm(int cpu);

/**
 * os_idle() - wait for a host event, a kick or the programmed timer
 * @cpu: the caller's
 *
 * Returns at once when @pending is set; spurious returns are possible.
 */
void os_idle(int cpu);

/**
 * os_kicks_clear() - clear @pending of a virtual CPU that has no host events
 * @cpu: the caller's, not 0; that does os_events_poll()
 */
void os_kicks_clear(int cpu);

/* Kinds of host events, may be or'ed. */
#define OS_EVENT_READ	1U
#define OS_EVENT_WRITE	2U
#define OS_EVENT_HUP	4U	/* hang-up or error; always reported */

struct os_event {
	unsigned long		cookie;
	unsigned int		events;		/* OS_EVENT_* */
};

/**
 * os_event_add() - watch a descriptor
 * @fd: descriptor
 * @events: OS_EVENT_*
 * @cookie: comes back in struct os_event
 *
 * Edge triggered: one report for each arrival, so the handler goes on until the
 * host has nothing more, or remembers that it did not.
 *
 * Return: 0, -EPERM for what is always ready (a plain file, /dev/null), -errno.
 */
int os_event_add(int fd, unsigned int events, unsigned long cookie);
int os_event_mod(int fd, unsigned int events, unsigned long cookie);
int os_event_del(int fd);

/**
 * os_events_poll() - fetch what happened, without waiting
 * @ev: room for @max events
 * @max: at most 64
 *
 * Clears @pending of virtual CPU 0 first.  Return: number of events.
 */
int os_events_poll(struct os_event *ev, int max);

/* Clocks, in ns. */
unsigned long long os_monotonic_ns(void);
unsigned long long os_realtime_ns(void);

/**
 * struct os_tsc - how guest programs can compute host monotonic time themselves
 *
 * ns = base_ns + ((tsc - base_tsc) * mult >> shift)
 */
struct os_tsc {
	unsigned long long	base_tsc;
	unsigned long long	base_ns;
	unsigned int		mult;
	unsigned int		shift;
};

/**
 * os_tsc_calibrate() - measure the TSC against the monotonic clock
 * @tsc: result
 *
 * Call it again from time to time: each call corrects by a longer baseline.
 *
 * Return: 0, -EAGAIN while too little time has passed, -ENODEV when the host
 * itself does not trust its TSC.
 */
int os_tsc_calibrate(struct os_tsc *tsc);

#endif /* UM_SHARED_OS_VCPU_H */
