// SPDX-License-Identifier: GPL-2.0
/* The platform bus: devices that are just there, matched by name. */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/string.h>

#include "base.h"

static void platform_nothing(struct device *dev)
{
}

struct device platform_bus = { .init_name = "platform", .release = platform_nothing };

static struct platform_device *to_platform(struct device *dev)
{
	return container_of(dev, struct platform_device, dev);
}

static int platform_match(struct device *dev, struct device_driver *drv)
{
	return !strcmp(to_platform(dev)->name, drv->name);
}

static int platform_probe(struct device *dev)
{
	struct platform_driver *drv = container_of(dev->driver, struct platform_driver, driver);

	return drv->probe ? drv->probe(to_platform(dev)) : 0;
}

static void platform_remove(struct device *dev)
{
	struct platform_driver *drv = container_of(dev->driver, struct platform_driver, driver);

	if (drv->remove)
		drv->remove(to_platform(dev));
}

struct bus_type platform_bus_type = {
	.name	= "platform",
	.match	= platform_match,
	.probe	= platform_probe,
	.remove	= platform_remove,
};

int platform_device_register(struct platform_device *pdev)
{
	device_initialize(&pdev->dev);
	pdev->dev.parent = &platform_bus;
	pdev->dev.bus = &platform_bus_type;
	if (!pdev->dev.release)
		pdev->dev.release = platform_nothing;
	if (pdev->id < 0)
		dev_set_name(&pdev->dev, "%s", pdev->name);
	else
		dev_set_name(&pdev->dev, "%s.%d", pdev->name, pdev->id);
	return device_add(&pdev->dev);
}

void platform_device_unregister(struct platform_device *pdev)
{
	device_unregister(&pdev->dev);
}

int platform_driver_register(struct platform_driver *drv)
{
	drv->driver.bus = &platform_bus_type;
	return driver_register(&drv->driver);
}

void __init platform_bus_init(void)
{
	device_register(&platform_bus);
	bus_register(&platform_bus_type);
}
