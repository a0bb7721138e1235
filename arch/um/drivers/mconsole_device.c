// SPDX-License-Identifier: GPL-2.0
/*
 * "config" and "remove": handed to the device classes that drivers registered.
 *
 * Lock: none. Classes register during boot, before the socket is open; commands
 * come one at a time.
 */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "mconsole.h"

#define QUERY_SIZE	4096

static LIST_HEAD(classes);		/* [I] after boot; last registered first */

/**
 * mconsole_register_dev() - let devices of a class be configured at run time
 * @dev: static
 *
 * Context: initcall.
 */
void mconsole_register_dev(struct mc_device *dev)
{
	list_add(&dev->node, &classes);
}

/* The class of the device *@text names, *@text advanced behind the name. */
static struct mc_device *find_class(char **text)
{
	struct mc_device *dev;

	list_for_each_entry(dev, &classes, node) {
		size_t len = strlen(dev->name);

		if (strncmp(*text, dev->name, len))
			continue;
		*text += len;
		return dev;
	}
	return NULL;
}

/* @err of a driver is told as it is, in the unsigned field. */
static void report(struct mc_request *req, int err, const char *error)
{
	mconsole_reply(req, err ? error : "", err);
}

static void query(struct mc_request *req, struct mc_device *dev, const char *text)
{
	const char *error = "";
	char *buf;
	int n;

	if (!dev->query) {
		mconsole_reply(req, "No get_config routine defined", 1);
		return;
	}
	buf = kzalloc(QUERY_SIZE, GFP_KERNEL);
	if (!buf) {
		mconsole_reply(req, "Failed to allocate buffer", 1);
		return;
	}
	n = dev->query(text, buf, QUERY_SIZE, &error);
	if (n < 0)
		mconsole_reply(req, error, 1);
	else
		mconsole_reply(req, buf, 0);
	kfree(buf);
}

void mconsole_config(struct mc_request *req)
{
	char *text = mconsole_argument(req);
	struct mc_device *dev = find_class(&text);
	const char *error = "";
	int err;

	if (!dev) {
		mconsole_reply(req, "Bad configuration option", 1);
		return;
	}
	if (!strchr(text, '=')) {
		query(req, dev, text);
		return;
	}
	err = dev->config(text, &error);
	report(req, err, error);
}

static void remove_unit(struct mc_request *req, struct mc_device *dev, int unit)
{
	const char *error = NULL;
	int err = dev->remove(unit, &error);

	if (!error && err == -ENODEV)
		error = "Device doesn't exist";
	else if (!error && err == -EBUSY)
		error = "Device is currently open";
	report(req, err, error ? error : "");
}

void mconsole_remove(struct mc_request *req)
{
	char *text = mconsole_argument(req);
	struct mc_device *dev = find_class(&text);
	const char *rest = text;
	char message[80];
	int unit = 0;

	if (!dev) {
		mconsole_reply(req, "Bad remove option", 1);
		return;
	}
	if (dev->parse_unit)
		unit = dev->parse_unit(&rest);
	if (unit < 0) {
		mconsole_reply(req, "Couldn't parse device number", 1);
		return;
	}
	if (dev->parse_unit && unit >= dev->nr_units) {
		scnprintf(message, sizeof(message),
			  "Invalid device number - must be between %d and %d", 0,
			  dev->nr_units - 1);
		mconsole_reply(req, message, 1);
		return;
	}
	remove_unit(req, dev, unit);
}
