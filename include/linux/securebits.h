/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_SECUREBITS_H
#define INCLUDE_LINUX_SECUREBITS_H

#include <uapi/linux/securebits.h>

#define issecure(x)	(issecure_mask(x) & current_cred()->securebits)

#endif /* INCLUDE_LINUX_SECUREBITS_H */
