/* SPDX-License-Identifier: GPL-2.0 */
/* For the host half of hostfs only. */
#ifndef FS_HOSTFS_HOST_USER_H
#define FS_HOSTFS_HOST_USER_H

#include <errno.h>
#include "hostfs.h"

#define RETRY(call) ({						\
	long r_;						\
	do							\
		r_ = (long)(call);				\
	while (r_ < 0 && errno == EINTR);			\
	r_ < 0 ? -(long)errno : r_;				\
})

#define FD_PATH_LEN	32

/* A path through which even an O_PATH descriptor's file can be named. */
void hostfs_fd_path(int fd, char *path);

#endif /* FS_HOSTFS_HOST_USER_H */
