/* SPDX-License-Identifier: GPL-2.0 */
/* Numbers of the socket calls that the UAPI leaves to the C library, and struct msghdr. */
#ifndef INCLUDE_LINUX_SOCKET_H
#define INCLUDE_LINUX_SOCKET_H

#include <linux/types.h>
#include <linux/uio.h>
#include <uapi/asm/socket.h>
#include <uapi/linux/socket.h>

typedef __kernel_sa_family_t sa_family_t;

struct sockaddr {
	sa_family_t	sa_family;
	char		sa_data[14];
};
#define sockaddr_storage	__kernel_sockaddr_storage

#define AF_UNSPEC	0
#define AF_UNIX		1
#define AF_LOCAL	1
#define AF_INET		2
#define AF_INET6	10
#define AF_NETLINK	16
#define AF_PACKET	17
#define AF_MAX		46
#define PF_UNIX		AF_UNIX

#define MSG_OOB		1
#define MSG_PEEK	2
#define MSG_DONTROUTE	4
#define MSG_CTRUNC	8
#define MSG_TRUNC	0x20
#define MSG_DONTWAIT	0x40
#define MSG_EOR		0x80
#define MSG_WAITALL	0x100
#define MSG_ERRQUEUE	0x2000
#define MSG_NOSIGNAL	0x4000
#define MSG_MORE	0x8000
#define MSG_WAITFORONE	0x10000
#define MSG_CMSG_CLOEXEC 0x40000000

#define SCM_RIGHTS	1
#define SCM_CREDENTIALS	2
#define SHUT_RD		0
#define SHUT_WR		1
#define SHUT_RDWR	2
#define RCV_SHUTDOWN	1
#define SEND_SHUTDOWN	2
#define SHUTDOWN_MASK	3
#define SOMAXCONN	4096

struct ucred {
	u32	pid, uid, gid;
};

/* The guest's struct msghdr, 64 bit. */
struct user_msghdr {
	void __user		*msg_name;
	int			msg_namelen;
	struct iovec __user	*msg_iov;
	__kernel_size_t		msg_iovlen;
	void __user		*msg_control;
	__kernel_size_t		msg_controllen;
	unsigned int		msg_flags;
};
struct mmsghdr {
	struct user_msghdr	msg_hdr;
	unsigned int		msg_len;
};

struct cmsghdr {
	__kernel_size_t	cmsg_len;
	int		cmsg_level, cmsg_type;
};
#define CMSG_ALIGN(len)	(((len) + sizeof(long) - 1) & ~(sizeof(long) - 1))
#define CMSG_HDR_LEN	CMSG_ALIGN(sizeof(struct cmsghdr))

/* A message on its way through a protocol. */
struct msghdr {
	struct sockaddr		*msg_name;	/* kernel memory, sockaddr_storage */
	int			msg_namelen;
	unsigned int		msg_flags;
	struct iov_iter		msg_iter;
	void			*msg_control;	/* sending: kernel copy; receiving: guest pointer */
	size_t			msg_controllen;	/* bytes there, or left there */
};

#endif /* INCLUDE_LINUX_SOCKET_H */
