/* SPDX-License-Identifier: GPL-2.0 */
/* Sockets: net/socket.c. A protocol family registers how to make one. */
#ifndef INCLUDE_LINUX_NET_H
#define INCLUDE_LINUX_NET_H

#include <linux/fs.h>
#include <linux/uio.h>
#include <linux/wait.h>
#include <linux/socket.h>
#include <uapi/linux/net.h>

struct msghdr;
struct poll_table_struct;
struct proto_ops;
struct sock;
struct sockaddr;

enum sock_type { SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_RAW = 3, SOCK_RDM = 4, SOCK_SEQPACKET = 5, SOCK_PACKET = 10 };
#define SOCK_TYPE_MASK	0xf
#define SOCK_CLOEXEC	O_CLOEXEC
#define SOCK_NONBLOCK	O_NONBLOCK

struct socket {
	socket_state		state;
	short			type;
	unsigned long		flags;
	struct file		*file;
	struct sock		*sk;
	const struct proto_ops	*ops;
	wait_queue_head_t	wait;
	struct fasync_struct	*fasync_list;
};

struct proto_ops {
	int	family;
	int	(*release)(struct socket *sock);
	int	(*bind)(struct socket *sock, struct sockaddr *addr, int addr_len);
	int	(*connect)(struct socket *sock, struct sockaddr *addr, int addr_len, int flags);
	int	(*socketpair)(struct socket *a, struct socket *b);
	int	(*accept)(struct socket *sock, struct socket *newsock, int flags);
	int	(*getname)(struct socket *sock, struct sockaddr *addr, int peer);	/* length */
	__poll_t (*poll)(struct file *file, struct socket *sock, struct poll_table_struct *wait);
	int	(*ioctl)(struct socket *sock, unsigned int cmd, unsigned long arg);
	int	(*listen)(struct socket *sock, int backlog);
	int	(*shutdown)(struct socket *sock, int how);
	int	(*setsockopt)(struct socket *sock, int level, int optname, const char __user *optval, int optlen);
	int	(*getsockopt)(struct socket *sock, int level, int optname, char __user *optval, int __user *optlen);
	int	(*sendmsg)(struct socket *sock, struct msghdr *m, size_t len);
	int	(*recvmsg)(struct socket *sock, struct msghdr *m, size_t len, int flags);
	void	(*show_fdinfo)(struct seq_file *m, struct socket *sock);
	int	(*set_peek_off)(struct sock *sk, int val);
};

struct net_proto_family {
	int family;
	int (*create)(struct socket *sock, int protocol, int kern);
};
int sock_register(const struct net_proto_family *fam);
struct socket *sockfd_lookup(int fd, int *err);
struct socket *sock_from_file(struct file *file);
int sock_create(int family, int type, int protocol, struct socket **res);
struct socket *sock_alloc(void);
void sock_release(struct socket *sock);
int sock_sendmsg(struct socket *sock, struct msghdr *msg);
int sock_recvmsg(struct socket *sock, struct msghdr *msg, int flags);
int sock_wake_async(struct socket *sock, int band);
extern const struct file_operations socket_file_ops;

#endif /* INCLUDE_LINUX_NET_H */
