// SPDX-License-Identifier: GPL-2.0
/*
 * Interrupts: host descriptors that became ready, and the timer.
 *
 * A host descriptor is watched once in the host, for whatever its users want: one
 * action each for reading and for writing.  Descriptors that cannot be watched
 * because they are always ready (a plain file) interrupt when they are requested or
 * enabled.  Watching is edge triggered in the host; enabling looks again.
 *
 * CPU 0 takes them all; who is woken by a handler may run anywhere.
 *
 * Locks: irq_lock protects the list; handlers run without it and do not sleep.
 */
#include <linux/errno.h>
#include <linux/hrtimer.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include <asm/irq.h>
#include <os_vcpu.h>
#include <asm/machine.h>

#define MAX_EVENTS	32

struct irq_action {
	irq_handler_t	handler;	/* [x] irq_lock; NULL: none */
	const char	*name;
	void		*dev;
	int		irq;
	bool		enabled;	/* [x] */
	bool		due;		/* [x] to be called at the next point */
};

struct irq_fd {
	struct list_head	list;	/* [x] */
	int			fd;	/* [I] */
	bool			always_ready; /* [I] */
	struct irq_action	action[2]; /* IRQ_READ, IRQ_WRITE */
};

static LIST_HEAD(irq_fds);
static DEFINE_SPINLOCK(irq_lock);
static unsigned long irq_counts[NR_IRQS];	/* CPU 0 takes them all */
static unsigned long timer_counts[NR_CPUS];
static int irq_depth[NR_CPUS];
static struct irq_action *running_action;	/* [x] whose handler CPU 0 calls */
static bool soft_due;				/* [x] some action is due */
static bool irq_dead_fds;			/* [x] some fd has no action left */

bool in_interrupt(void)
{
	return irq_depth[raw_smp_processor_id()];
}

static unsigned int wanted_events(const struct irq_fd *f)
{
	unsigned int events = 0;

	if (f->action[IRQ_READ].handler && f->action[IRQ_READ].enabled)
		events |= OS_EVENT_READ;
	if (f->action[IRQ_WRITE].handler && f->action[IRQ_WRITE].enabled)
		events |= OS_EVENT_WRITE;
	return events;
}

static void make_due(struct irq_action *action)
{
	action->due = true;
	soft_due = true;
	os_kick(0);
}

static void update_watch(struct irq_fd *f, struct irq_action *action)
{
	if (f->always_ready) {
		if (action->handler && action->enabled)
			make_due(action);
		return;
	}
	os_event_mod(f->fd, wanted_events(f), (unsigned long)f);
}

static struct irq_fd *find_fd(int fd)
{
	struct irq_fd *f;

	list_for_each_entry(f, &irq_fds, list)
		if (f->fd == fd)
			return f;
	return NULL;
}

static bool irq_is_used(int irq)
{
	struct irq_fd *f;

	list_for_each_entry(f, &irq_fds, list)
		if ((f->action[0].handler && f->action[0].irq == irq) ||
		    (f->action[1].handler && f->action[1].irq == irq))
			return true;
	return false;
}

static int pick_irq(int irq)
{
	if (irq != UM_IRQ_DYNAMIC)
		return irq >= 0 && irq < NR_IRQS ? irq : -EINVAL;
	for (irq = DYNAMIC_IRQ_BASE; irq < NR_IRQS; irq++)
		if (!irq_is_used(irq))
			return irq;
	return -ENOSPC;
}

/* Insert @new or add the action to the entry the fd has already. */
static int install(struct irq_fd *new, enum um_irq_type type,
		   const struct irq_action *action)
{
	struct irq_fd *f = find_fd(new->fd);
	int err;

	if (f) {
		if (f->action[type].handler)
			return -EBUSY;
		f->action[type] = *action;
		update_watch(f, &f->action[type]);
		return 0;
	}
	new->action[type] = *action;
	err = os_event_add(new->fd, wanted_events(new), (unsigned long)new);
	if (err && err != -EPERM)
		return err;
	new->always_ready = err == -EPERM;
	list_add_tail(&new->list, &irq_fds);
	if (new->always_ready)
		make_due(&new->action[type]);
	return 1;
}

int um_request_irq(int irq, int fd, enum um_irq_type type, irq_handler_t handler,
		   const char *name, void *dev)
{
	struct irq_fd *new = kzalloc(sizeof(*new), GFP_KERNEL);
	struct irq_action action = {
		.handler = handler, .name = name, .dev = dev, .enabled = true,
	};
	int err;

	if (!new)
		return -ENOMEM;
	new->fd = fd;
	spin_lock(&irq_lock);
	irq = pick_irq(irq);
	action.irq = irq;
	err = irq < 0 ? irq : install(new, type, &action);
	spin_unlock(&irq_lock);
	if (err <= 0)
		kfree(new);
	return err < 0 ? err : irq;
}

/* On CPU 0, below another task's or CPU's call. */
static bool handler_runs(const void *dev)
{
	struct irq_action *running;
	bool runs;

	if (!raw_smp_processor_id())
		return false;		/* it is the handler that calls, or none runs */
	spin_lock(&irq_lock);
	running = running_action;
	runs = running && running->dev == dev;
	spin_unlock(&irq_lock);
	return runs;
}

/*
 * On return the handler does not run any more, unless it is the handler that calls.
 * Entries without actions stay until the next point at which no event can name
 * them any more.
 */
void um_free_irq(int irq, void *dev)
{
	struct irq_fd *f;
	int type;

	spin_lock(&irq_lock);
	list_for_each_entry(f, &irq_fds, list)
		for (type = IRQ_READ; type <= IRQ_WRITE; type++) {
			struct irq_action *a = &f->action[type];

			if (!a->handler || a->irq != irq || a->dev != dev)
				continue;
			a->handler = NULL;
			if (wanted_events(f)) {
				update_watch(f, a);
				continue;
			}
			if (!f->always_ready)
				os_event_del(f->fd);
			f->fd = -1;
			irq_dead_fds = true;
			os_kick(0);
		}
	spin_unlock(&irq_lock);
	while (handler_runs(dev))
		arch_spin_yield();
}

static void set_enabled(int irq, bool enabled)
{
	struct irq_fd *f;
	int type;

	spin_lock(&irq_lock);
	list_for_each_entry(f, &irq_fds, list)
		for (type = IRQ_READ; type <= IRQ_WRITE; type++) {
			struct irq_action *a = &f->action[type];

			if (f->fd < 0 || !a->handler || a->irq != irq ||
			    a->enabled == enabled)
				continue;
			a->enabled = enabled;
			update_watch(f, a);
		}
	spin_unlock(&irq_lock);
}

void um_irq_disable(int irq)
{
	set_enabled(irq, false);
}

void um_irq_enable(int irq)
{
	set_enabled(irq, true);
}

static void call_action(struct irq_action *action)
{
	irq_handler_t handler;
	void *dev;
	int irq;

	spin_lock(&irq_lock);
	handler = action->enabled ? action->handler : NULL;
	dev = action->dev;
	irq = action->irq;
	action->due = false;
	if (handler) {
		irq_counts[irq]++;
		running_action = action;
	}
	spin_unlock(&irq_lock);
	if (!handler)
		return;
	handler(irq, dev);
	spin_lock(&irq_lock);
	running_action = NULL;
	spin_unlock(&irq_lock);
}

static void dispatch(struct irq_fd *f, unsigned int events)
{
	if (events & (OS_EVENT_READ | OS_EVENT_HUP))
		call_action(&f->action[IRQ_READ]);
	if (events & (OS_EVENT_WRITE | OS_EVENT_HUP))
		call_action(&f->action[IRQ_WRITE]);
}

/* The next action that is due without the host's word, or NULL. */
static struct irq_action *next_due(void)
{
	struct irq_action *found = NULL;
	struct irq_fd *f;

	spin_lock(&irq_lock);
	list_for_each_entry(f, &irq_fds, list) {
		if (f->action[IRQ_READ].due)
			found = &f->action[IRQ_READ];
		else if (f->action[IRQ_WRITE].due)
			found = &f->action[IRQ_WRITE];
		if (found)
			break;
	}
	if (!found)
		soft_due = false;
	spin_unlock(&irq_lock);
	return found;
}

static void free_dead_fds(void)
{
	struct irq_fd *f, *next;
	LIST_HEAD(dead);

	spin_lock(&irq_lock);
	list_for_each_entry_safe(f, next, &irq_fds, list)
		if (f->fd < 0)
			list_move(&f->list, &dead);
	irq_dead_fds = false;
	spin_unlock(&irq_lock);
	list_for_each_entry_safe(f, next, &dead, list)
		kfree(f);
}

static void handle_host_events(void)
{
	struct os_event events[MAX_EVENTS];
	struct irq_action *action;
	int i, n;

	n = os_events_poll(events, MAX_EVENTS);
	for (i = 0; i < n; i++)
		dispatch((struct irq_fd *)events[i].cookie, events[i].events);
	while (soft_due && (action = next_due()))
		call_action(action);
	if (irq_dead_fds && n < MAX_EVENTS)
		free_dead_fds();
}

void timer_irq_count(void)
{
	timer_counts[raw_smp_processor_id()]++;
}

void arch_handle_events(void)
{
	int cpu = raw_smp_processor_id();

	if (irq_depth[cpu])
		return;
	irq_depth[cpu]++;
	if (cpu == 0)
		handle_host_events();
	else
		os_kicks_clear(cpu);
	time_tick();
	irq_depth[cpu]--;
}

static void show_irq(struct seq_file *m, int irq)
{
	struct irq_fd *f;
	bool found = false;
	int type, cpu;

	list_for_each_entry(f, &irq_fds, list)
		for (type = IRQ_READ; type <= IRQ_WRITE; type++) {
			struct irq_action *a = &f->action[type];

			if (!a->handler || a->irq != irq)
				continue;
			if (!found) {
				seq_printf(m, "%3d: %10lu", irq, irq_counts[irq]);
				for (cpu = 1; cpu < nr_cpu_ids; cpu++)
					seq_printf(m, " %10u", 0);
				seq_puts(m, "  SIGIO     ");
			}
			seq_printf(m, "%s %s", found ? "," : "", a->name);
			found = true;
		}
	if (found)
		seq_putc(m, '\n');
}

const unsigned int nr_irqs = NR_IRQS;

unsigned long kstat_irqs(unsigned int irq)
{
	unsigned long sum = 0;
	int cpu;

	if (irq != TIMER_IRQ)
		return irq < NR_IRQS ? irq_counts[irq] : 0;
	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		sum += timer_counts[cpu];
	return sum;
}

/* /proc/interrupts */
int show_interrupts(struct seq_file *m)
{
	int cpu, irq;

	seq_puts(m, "           ");
	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		seq_printf(m, "CPU%-8d", cpu);
	seq_printf(m, "\n%3d:", TIMER_IRQ);
	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		seq_printf(m, " %10lu", timer_counts[cpu]);
	seq_puts(m, "  SIGALRM   hr timer\n");
	spin_lock(&irq_lock);
	for (irq = 1; irq < NR_IRQS; irq++)
		show_irq(m, irq);
	spin_unlock(&irq_lock);
	return 0;
}
