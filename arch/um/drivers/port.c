// SPDX-License-Identifier: GPL-2.0
/*
 * Channels to whoever connects to a TCP port of the host by telnet.
 *
 * All lines with one number share a listener. For each connection in.telnetd is
 * started with port-helper as its login program, or port-helper alone when there
 * is no telnetd; it sends us the terminal on a socket. A line that is being opened
 * waits for such a terminal; connections nobody waits for are told so, and kept.
 *
 * Locks: ports_lock (sleeps) for everything; it is not held while waiting.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include <asm/irq.h>
#include <os_file.h>
#include <os_helper.h>
#include <os_process.h>
#include <os_socket.h>

#include "line.h"

#define MAX_QUEUED	16		/* connections nobody has taken */

/* [p] ports_lock */
struct port {
	struct list_head	node;	/* [p] */
	unsigned int		number;	/* [I] */
	int			fd;	/* [I] listener */
	int			nr_waiting; /* [p] lines being opened */
	int			nr_queued; /* [p] */
	struct list_head	connections; /* [p] not taken, oldest first */
	wait_queue_head_t	ready;
	struct work_struct	work;
};

struct connection {
	struct list_head	node;	/* [p] */
	int			socket;	/* from the helper */
	int			tcp;	/* until it is ready */
	int			terminal; /* -1 until the helper sent it */
	int			telnetd, helper; /* pids */
	int			irq;
	struct port		*port;
};

static LIST_HEAD(ports);
static DEFINE_MUTEX(ports_lock);

/* --- connections --------------------------------------------------------- */

static void connection_free(struct connection *c)
{
	if (c->irq > 0)
		um_free_irq(c->irq, c);
	os_close(c->socket);
	if (c->tcp >= 0)
		os_close(c->tcp);
	os_helper_kill_other(c->helper);
	os_helper_kill(c->telnetd);
	kfree(c);
}

static void connection_drop(struct connection *c)
{
	lockdep_assert_held(&ports_lock);
	list_del(&c->node);
	c->port->nr_queued--;
	if (c->terminal >= 0)
		os_close(c->terminal);
	connection_free(c);
}

static irqreturn_t helper_interrupt(int irq, void *dev)
{
	struct connection *c = dev;

	schedule_work(&c->port->work);
	return IRQ_HANDLED;
}

static int start_helper(struct connection *c, int theirs)
{
	const char *helper = port_helper_path();
	const char *const telnetd[] = { "in.telnetd", "-L", helper, NULL };
	const char *const alone[] = { helper, NULL };
	const int fds[OS_HELPER_FDS] = { c->tcp, c->tcp, c->tcp, theirs };
	int err = os_executable(helper);

	if (err) {
		pr_err("port_connection : error accessing port-helper executable at %s: errno = %d\n",
		       helper, -err);
		pr_err("Set UML_PORT_HELPER environment variable to path to uml-utilities port-helper binary\n");
		return err;
	}
	c->telnetd = os_helper_start(telnetd, fds);
	if (c->telnetd == -ENOENT)
		c->telnetd = os_helper_start(alone, fds);
	if (c->telnetd < 0)
		pr_err("port %u: can't start a helper, errno = %d\n", c->port->number, -c->telnetd);
	return c->telnetd < 0 ? c->telnetd : 0;
}

/* Takes over the descriptor @tcp. */
static void connection_new(struct port *port, int tcp)
{
	struct connection *c = kzalloc(sizeof(*c), GFP_KERNEL);
	int fds[2];

	if (!c || port->nr_queued >= MAX_QUEUED || os_dgram_pair(fds)) {
		kfree(c);
		os_close(tcp);
		return;
	}
	*c = (struct connection){ .port = port, .tcp = tcp, .socket = fds[0], .terminal = -1 };
	if (start_helper(c, fds[1])) {
		os_close(fds[1]);
		connection_free(c);
		return;
	}
	os_close(fds[1]);
	c->irq = um_request_irq(TELNETD_IRQ, c->socket, IRQ_READ, helper_interrupt, "telnetd", c);
	list_add_tail(&c->node, &port->connections);
	port->nr_queued++;
}

static void nobody_waits(struct connection *c)
{
	static const char text[] =
		"\r\n****\r\n"
		"No console of this machine is waiting for a connection. Free one by logging\r\n"
		"out of it, or add one: enable a login on another console inside the machine,\r\n"
		"and give it this port by con<n>= or by uml_mconsole's config command.\r\n"
		"****\r\n";

	os_write_nowait(c->tcp, text, sizeof(text));
	pr_info("No one waiting for port\n");
}

/* Has the helper said something? false: it has gone, and so has @c. */
static bool connection_poll(struct connection *c)
{
	int pid = 0, fd;
	long long n = os_dgram_recv_fd(c->socket, &pid, &fd);

	if (n == -EAGAIN)
		return true;
	if (n != sizeof(pid) || fd < 0 || c->terminal >= 0) {
		if (n > 0)
			pr_err("pipe_interrupt : os_rcv_fd_msg returned %lld\n", n);
		if (fd >= 0)
			os_close(fd);
		connection_drop(c);
		return false;
	}
	c->helper = pid;
	os_helper_adopt(pid);
	c->terminal = fd;
	if (!c->port->nr_waiting)
		nobody_waits(c);
	return true;
}

/* --- listeners ----------------------------------------------------------- */

static void port_work(struct work_struct *work)
{
	struct port *port = container_of(work, struct port, work);
	struct connection *c, *next;
	int tcp;

	guard(mutex)(&ports_lock);
	while ((tcp = os_accept(port->fd)) >= 0)
		connection_new(port, tcp);
	list_for_each_entry_safe(c, next, &port->connections, node) {
		if (connection_poll(c) && c->terminal < 0 && os_helper_ended(c->telnetd))
			connection_drop(c);
	}
	wake_up_interruptible_all(&port->ready);
}

static irqreturn_t port_interrupt(int irq, void *dev)
{
	struct port *port = dev;

	schedule_work(&port->work);
	return IRQ_HANDLED;
}

static struct port *port_new(unsigned int number)
{
	struct port *port = kzalloc(sizeof(*port), GFP_KERNEL);
	int irq;

	if (!port)
		return NULL;
	port->number = number;
	INIT_LIST_HEAD(&port->connections);
	init_waitqueue_head(&port->ready);
	INIT_WORK(&port->work, port_work);
	port->fd = os_tcp_listen(number);
	if (port->fd < 0) {
		pr_err("binding to port %u failed, errno = %d\n", number, -port->fd);
		kfree(port);
		return NULL;
	}
	irq = um_request_irq(TELNETD_IRQ, port->fd, IRQ_READ, port_interrupt, "telnetd", port);
	if (irq < 0) {
		os_close(port->fd);
		kfree(port);
		return NULL;
	}
	list_add(&port->node, &ports);
	return port;
}

/* A listener stays: lines come and go. Context: ports_lock held. */
static struct port *port_find(unsigned int number)
{
	struct port *port;

	list_for_each_entry(port, &ports, node)
		if (port->number == number)
			return port;
	return port_new(number);
}

/* --- the channel --------------------------------------------------------- */

/* The oldest connection with a terminal, now the caller's, or NULL. */
static struct connection *take_ready(struct port *port)
{
	struct connection *c;

	guard(mutex)(&ports_lock);
	list_for_each_entry(c, &port->connections, node) {
		if (c->terminal < 0)
			continue;
		list_del(&c->node);
		port->nr_queued--;
		if (c->irq > 0)
			um_free_irq(c->irq, c);
		c->irq = 0;
		os_close(c->tcp);
		c->tcp = -1;
		return c;
	}
	return NULL;
}

static struct port *begin_waiting(unsigned int number)
{
	struct port *port;

	guard(mutex)(&ports_lock);
	port = port_find(number);
	if (port)
		port->nr_waiting++;
	return port;
}

static void end_waiting(struct port *port)
{
	guard(mutex)(&ports_lock);
	port->nr_waiting--;
}

static int port_open(struct line *line, struct chan *chan, unsigned int access)
{
	struct port *port = begin_waiting(chan->number);
	struct connection *c = NULL;
	int err;

	if (!port)
		return -EADDRINUSE;
	err = wait_event_interruptible(port->ready, (c = take_ready(port)) != NULL);
	end_waiting(port);
	if (err)
		return err;
	chan->private = c;
	chan->io_fd = c->terminal;
	return 0;
}

static void port_close(struct chan *chan)
{
	connection_free(chan->private);
	chan->private = NULL;
}

const struct chan_type port_chan = {
	.name		= "port",
	.argument	= CHAN_NUMBER,
	.no_argument	= "port_init : channel type 'port' must specify a port number",
	.bad_argument	= "port_init : couldn't parse port, expected port:<number>",
	.open		= port_open,
	.close		= port_close,
	.is_host_tty	= true,
	.has_size	= true,
	.hangs_up	= true,
};
