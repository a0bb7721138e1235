// SPDX-License-Identifier: GPL-2.0
/*
 * "config mem=-<size>" gives guest RAM back to the host, "config mem=+<size>" takes it
 * back, up to what the machine started with; "config mem" tells how many bytes it has.
 *
 * Pages that were given back are allocated, here, and count as used memory. The host
 * frees what was behind them.
 */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>

#include <os_process.h>
#include <um_upcall.h>

#include "mconsole.h"

#define GFP_UNPLUG	(GFP_USER | __GFP_NORETRY | __GFP_NOWARN)

/* [P] the mconsole thread */
static LIST_HEAD(unplugged);		/* blocks, by page->lru; order in page->private */
static unsigned long nr_unplugged;	/* pages */

static bool unplug_block(unsigned int order)
{
	struct page *page = alloc_pages(GFP_UNPLUG, order);

	if (!page)
		return false;
	if (os_drop_memory(page_to_pfn(page) << PAGE_SHIFT, PAGE_SIZE << order)) {
		__free_pages(page, order);
		return false;
	}
	page->private = order;
	list_add(&page->lru, &unplugged);
	nr_unplugged += 1UL << order;
	return true;
}

/* Back at least that many, the smallest blocks first. */
static void plug(unsigned long pages)
{
	struct page *page, *next;

	list_for_each_entry_safe(page, next, &unplugged, lru) {
		unsigned long n = 1UL << page->private;

		if (!pages)
			return;
		list_del(&page->lru);
		__free_pages(page, page->private);
		nr_unplugged -= n;
		pages -= n < pages ? n : pages;
	}
}

/* All of it or nothing, large blocks first. */
static int unplug(unsigned long pages, const char **error)
{
	unsigned long before = nr_unplugged;
	unsigned int order = MAX_PAGE_ORDER;

	while (nr_unplugged - before < pages) {
		while (1UL << order > pages - (nr_unplugged - before))
			order--;
		if (unplug_block(order)) {
			cond_resched();
			continue;
		}
		if (order-- == 0) {
			plug(nr_unplugged - before);
			*error = "Failed to release memory";
			return -ENOMEM;
		}
	}
	return 0;
}

static int mem_config(char *text, const char **error)
{
	unsigned long long size;
	bool more;
	char *end;

	if (*text++ != '=') {
		*error = "Expected '=' after 'mem'";
		return -EINVAL;
	}
	if (*text != '-' && *text != '+') {
		*error = "Expected increment to start with '-' or '+'";
		return -EINVAL;
	}
	more = *text++ == '+';
	size = memparse(text, &end);
	if (end == text || *end) {
		*error = "Failed to parse memory increment";
		return -EINVAL;
	}
	size >>= PAGE_SHIFT;
	if (!more)
		return unplug(size, error);
	plug(size < nr_unplugged ? size : nr_unplugged);
	return 0;
}

static int mem_query(const char *text, char *buf, size_t size, const char **error)
{
	return scnprintf(buf, size, "%llu",
			 um_machine.physmem_size - ((unsigned long long)nr_unplugged << PAGE_SHIFT));
}

static int mem_remove(int unit, const char **error)
{
	*error = "Memory doesn't support the remove operation";
	return -EBUSY;
}

static struct mc_device mem_device = {
	.name	= "mem",
	.config	= mem_config,
	.query	= mem_query,
	.remove	= mem_remove,
};

static int __init mem_init_mc(void)
{
	mconsole_register_dev(&mem_device);
	return 0;
}
device_initcall(mem_init_mc);
