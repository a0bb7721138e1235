/* SPDX-License-Identifier: GPL-2.0 */
/* Between socket.c and socket_msg.c. */
#ifndef NET_SOCKET_H
#define NET_SOCKET_H

#include <linux/net.h>

int move_addr_to_kernel(const void __user *uaddr, int ulen, struct __kernel_sockaddr_storage *kaddr);
int move_addr_to_user(const struct __kernel_sockaddr_storage *kaddr, int klen, void __user *uaddr, int __user *ulen);

#endif /* NET_SOCKET_H */
