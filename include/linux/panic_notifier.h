/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_PANIC_NOTIFIER_H
#define INCLUDE_LINUX_PANIC_NOTIFIER_H

#include <linux/notifier.h>

/* Called by panic() with the message, before the machine is stopped. */
extern struct atomic_notifier_head panic_notifier_list;

#endif /* INCLUDE_LINUX_PANIC_NOTIFIER_H */
