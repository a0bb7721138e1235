// SPDX-License-Identifier: GPL-2.0
/*
 * Disks that come and go at run time: the device class "ubd" of the management
 * console. Its texts are those of User Mode Linux.
 *
 * Context: one command at a time, may sleep.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "mconsole.h"
#include "ubd.h"

static int ubd_config(char *text, const char **error)
{
	char *option = kstrdup(text, GFP_KERNEL);
	int index, err;

	if (!option) {
		*error = "Failed to allocate memory";
		return -ENOMEM;
	}
	err = ubd_parse(option, &index, error);
	if (err) {
		kfree(option);
		return err;
	}
	ubd_devs[index].option = option;	/* freed with the slot, or by a failure */
	err = ubd_add(index);
	if (err)
		*error = "Couldn't determine size of device's file";
	return err;
}

static int ubd_query(const char *text, char *buf, size_t size, const char **error)
{
	char *rest = (char *)text;
	int n = ubd_parse_unit(&rest);
	struct ubd *ubd;

	if (n < 0 || n >= UBD_UNITS) {
		*error = "ubd_get_config : device number out of range";
		return -EINVAL;
	}
	ubd = &ubd_devs[n];
	if (!ubd->file)
		return scnprintf(buf, size, "%s", "");
	if (!ubd->backing)
		return scnprintf(buf, size, "%s", ubd->file);
	return scnprintf(buf, size, "%s,%s", ubd->file, ubd->backing);
}

static int ubd_unit(const char **text)
{
	return ubd_parse_unit((char **)text);
}

static int ubd_unplug(int unit, const char **error)
{
	return ubd_remove(unit);
}

static struct mc_device ubd_class = {
	.name		= "ubd",
	.config		= ubd_config,
	.query		= ubd_query,
	.parse_unit	= ubd_unit,
	.nr_units	= UBD_UNITS,
	.remove		= ubd_unplug,
};

static int __init ubd_mconsole_init(void)
{
	mconsole_register_dev(&ubd_class);
	return 0;
}
device_initcall(ubd_mconsole_init);
