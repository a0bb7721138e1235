// SPDX-License-Identifier: GPL-2.0
/* At most so many events per interval, with a count of those dropped. */
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>

int ___ratelimit(struct ratelimit_state *rs, const char *func)
{
	int missed = 0, ret;

	if (!rs->interval)
		return 1;
	/* Somebody else is at it: then there are too many anyway. */
	if (!spin_trylock(&rs->lock))
		return 0;
	if (!rs->begin)
		rs->begin = jiffies;
	if (time_is_before_jiffies(rs->begin + rs->interval)) {
		missed = rs->missed;
		rs->begin = jiffies;
		rs->printed = 0;
		rs->missed = 0;
	}
	ret = rs->printed < rs->burst;
	if (ret)
		rs->printed++;
	else
		rs->missed++;
	spin_unlock(&rs->lock);
	if (missed && !(rs->flags & RATELIMIT_MSG_ON_RELEASE))
		printk(KERN_WARNING "%s: %d callbacks suppressed\n", func, missed);
	return ret;
}
EXPORT_SYMBOL(___ratelimit);
