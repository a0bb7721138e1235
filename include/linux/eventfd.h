/* SPDX-License-Identifier: GPL-2.0 */
/* Flags of eventfd2(), see eventfd(2): the UAPI has had no header for them. */
#ifndef INCLUDE_LINUX_EVENTFD_H
#define INCLUDE_LINUX_EVENTFD_H

#include <uapi/linux/fcntl.h>

#define EFD_SEMAPHORE	(1 << 0)
#define EFD_CLOEXEC	O_CLOEXEC
#define EFD_NONBLOCK	O_NONBLOCK

#endif /* INCLUDE_LINUX_EVENTFD_H */
