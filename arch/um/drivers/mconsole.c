// SPDX-License-Identifier: GPL-2.0
/*
 * The management console: a datagram socket in the machine's umid directory that
 * takes commands. Here requests are received, checked and brought to their
 * commands: those that do not sleep run at once, so that they work on a machine
 * in which nothing else does; the others wait for a thread of their own, in the
 * order of their arrival.
 *
 * What comes from the socket is not trusted: every field is checked, what was not
 * received reads as zero, and no more than MAX_QUEUED requests wait.
 *
 * Without a umid directory the machine runs, only without its console.
 *
 * Lock: queue_lock, a leaf.
 */
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include <asm/irq.h>
#include <os_file.h>
#include <os_process.h>

#include "mconsole.h"

#define MAX_QUEUED	64
#define PATH_SIZE	4096
#define HEADER_SIZE	offsetof(struct mconsole_request, data)

static int mconsole_fd = -1;			/* [I] after boot */
static LIST_HEAD(queue);			/* [q] queue_lock; oldest first */
static unsigned int nr_queued;			/* [q] */
static DEFINE_SPINLOCK(queue_lock);
static struct workqueue_struct *mconsole_wq;	/* [I] */

static void run_queue(struct work_struct *unused);
static DECLARE_WORK(queue_work_item, run_queue);

static struct mc_request *dequeue(void)
{
	struct mc_request *req;

	guard(spinlock)(&queue_lock);
	req = list_first_entry_or_null(&queue, struct mc_request, node);
	if (req) {
		list_del(&req->node);
		nr_queued--;
	}
	return req;
}

static void run_queue(struct work_struct *unused)
{
	struct mc_request *req;

	while ((req = dequeue())) {
		req->cmd->fn(req);
		kfree(req);
	}
}

bool mconsole_defer(const struct mc_request *req, const struct mc_command *cmd)
{
	struct mc_request *copy = NULL;

	if (READ_ONCE(nr_queued) < MAX_QUEUED)
		copy = kmalloc(sizeof(*copy), GFP_ATOMIC);
	if (!copy)
		return false;
	*copy = *req;
	copy->cmd = cmd;
	spin_lock(&queue_lock);
	list_add_tail(&copy->node, &queue);
	nr_queued++;
	spin_unlock(&queue_lock);
	queue_work(mconsole_wq, &queue_work_item);
	return true;
}

/**
 * mconsole_check() - is that datagram a request
 * @msg: as received, the rest zero
 * @received: bytes
 * @req: its text is filled in if it is good
 *
 * Return: MC_GOOD, or what is wrong, in the order in which it must be said.
 */
enum mc_verdict mconsole_check(const struct mconsole_request *msg, size_t received,
			       struct mc_request *req)
{
	size_t got = received > HEADER_SIZE ? received - HEADER_SIZE : 0;
	size_t len = msg->len;

	if (msg->magic != MCONSOLE_MAGIC)
		return MC_OLD_CLIENT;
	if (len >= MCONSOLE_MAX_DATA)
		return MC_TOO_LARGE;
	if (msg->version != MCONSOLE_VERSION)
		return MC_BAD_VERSION;
	if (len > got)
		len = got;
	memcpy(req->text, msg->data, len);
	req->text[len] = '\0';
	return MC_GOOD;
}

static void serve(struct mc_request *req)
{
	req->cmd = mconsole_find_command(req->text);
	if (!req->cmd)
		mconsole_reply(req, "Unknown command", 1);
	else if (!req->cmd->sleeps)
		req->cmd->fn(req);
	else if (!mconsole_defer(req, req->cmd))
		mconsole_reply(req, "Out of memory", 1);
}

static void judge(const struct mconsole_request *msg, size_t received, struct mc_request *req)
{
	static const char old[] =
		"ERR Version 0 mconsole clients are not supported by this driver";

	switch (mconsole_check(msg, received, req)) {
	case MC_OLD_CLIENT:
		os_dgram_send(req->fd, old, strlen(old), &req->from);
		break;
	case MC_TOO_LARGE:
		mconsole_reply(req, "Request too large", 1);
		break;
	case MC_BAD_VERSION:
		mconsole_reply(req, "This driver only supports version 2 clients", 1);
		break;
	case MC_GOOD:
		serve(req);
	}
}

static irqreturn_t mconsole_interrupt(int irq, void *dev)
{
	/* Too large for a stack; there is one interrupt at a time. */
	static struct mconsole_request msg;
	static struct mc_request req;
	long long n;

	for (;;) {
		memset(&msg, 0, sizeof(msg));
		memset(&req, 0, sizeof(req));
		req.fd = mconsole_fd;
		n = os_dgram_recv(mconsole_fd, &msg, sizeof(msg), &req.from);
		if (n < 0)
			return IRQ_HANDLED;
		judge(&msg, n, &req);
	}
}

static int __init open_socket(char *path)
{
	int fd, err = os_umid_path("mconsole", path, PATH_SIZE);

	if (err == -ENOENT) {
		pr_warn("No umid directory: the machine runs without management console\n");
		return err;
	}
	fd = err < 0 ? err : os_dgram_open(path);
	if (fd == -E2BIG || fd == -ENAMETOOLONG)
		pr_err("umid_file_name : buffer too short\n");
	if (fd < 0)
		pr_err("Failed to initialize management console, errno = %d\n", -fd);
	return fd;
}

static int __init mconsole_init(void)
{
	char *path = kmalloc(PATH_SIZE, GFP_KERNEL);
	int fd, err;

	fd = path ? open_socket(path) : -ENOMEM;
	if (fd < 0)
		goto free_path;
	mconsole_fd = fd;
	mconsole_wq = alloc_ordered_workqueue("mconsole", 0);
	err = mconsole_wq ? um_request_irq(MCONSOLE_IRQ, fd, IRQ_READ, mconsole_interrupt,
					   "mconsole", NULL) : -ENOMEM;
	if (err < 0) {
		pr_err("Failed to get IRQ for management console\n");
		goto free_path;
	}
	pr_info("mconsole (version %d) initialized on %s\n", MCONSOLE_VERSION, path);
	mconsole_notify(MCONSOLE_SOCKET, path, strlen(path) + 1);
free_path:
	kfree(path);
	return 0;
}
late_initcall(mconsole_init);
