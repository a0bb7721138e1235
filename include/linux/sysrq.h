/* SPDX-License-Identifier: GPL-2.0 */
/* System requests: drivers/tty/sysrq.c. */
#ifndef INCLUDE_LINUX_SYSRQ_H
#define INCLUDE_LINUX_SYSRQ_H

#include <linux/types.h>

bool sysrq_key_sleeps(char key);
void handle_sysrq(char key);

#endif /* INCLUDE_LINUX_SYSRQ_H */
