// SPDX-License-Identifier: GPL-2.0
/* The socket calls that move data: send and recv in all their forms. */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/syscalls.h>
#include <linux/time.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <net/sock.h>

#include "socket.h"

#define MAX_CONTROL	20480		/* bytes of ancillary data in one call */

int sock_sendmsg(struct socket *sock, struct msghdr *msg)
{
	return sock->ops->sendmsg(sock, msg, iov_iter_count(&msg->msg_iter));
}

int sock_recvmsg(struct socket *sock, struct msghdr *msg, int flags)
{
	return sock->ops->recvmsg(sock, msg, iov_iter_count(&msg->msg_iter), flags);
}

SYSCALL_DEFINE6(sendto, int, fd, void __user *, buf, size_t, len, unsigned int, flags, void __user *, addr,
		int, addr_len)
{
	struct __kernel_sockaddr_storage address;
	struct msghdr msg = { 0 };
	struct socket *sock;
	int err;

	err = import_ubuf(ITER_SOURCE, buf, len, &msg.msg_iter);
	if (err)
		return err;
	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	err = 0;
	if (addr) {
		err = move_addr_to_kernel(addr, addr_len, &address);
		msg.msg_name = (struct sockaddr *)&address;
		msg.msg_namelen = addr_len;
	}
	if (sock->file->f_flags & O_NONBLOCK)
		flags |= MSG_DONTWAIT;
	msg.msg_flags = flags;
	if (!err)
		err = sock_sendmsg(sock, &msg);
	fput(sock->file);
	return err;
}

SYSCALL_DEFINE6(recvfrom, int, fd, void __user *, buf, size_t, len, unsigned int, flags, void __user *, addr,
		int __user *, addr_len)
{
	struct __kernel_sockaddr_storage address;
	struct msghdr msg = { .msg_name = addr ? (struct sockaddr *)&address : NULL };
	struct socket *sock;
	int err, ret;

	err = import_ubuf(ITER_DEST, buf, len, &msg.msg_iter);
	if (err)
		return err;
	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	if (sock->file->f_flags & O_NONBLOCK)
		flags |= MSG_DONTWAIT;
	ret = sock_recvmsg(sock, &msg, flags);
	if (ret >= 0 && addr) {
		err = move_addr_to_user(&address, msg.msg_namelen, addr, addr_len);
		if (err < 0)
			ret = err;
	}
	fput(sock->file);
	return ret;
}

static ssize_t copy_msghdr(struct msghdr *msg, struct user_msghdr *u, struct user_msghdr __user *umsg,
			   int type, struct iovec **iov)
{
	if (copy_from_user(u, umsg, sizeof(*u)))
		return -EFAULT;
	if (u->msg_name && u->msg_namelen < 0)
		return -EINVAL;
	if (!u->msg_name || u->msg_namelen < 0)
		u->msg_namelen = 0;
	if (u->msg_namelen > (int)sizeof(struct __kernel_sockaddr_storage))
		u->msg_namelen = sizeof(struct __kernel_sockaddr_storage);
	if (u->msg_iovlen > UIO_MAXIOV)
		return -EMSGSIZE;
	return import_iovec(type, u->msg_iov, u->msg_iovlen, UIO_FASTIOV, iov, &msg->msg_iter);
}

static int copy_control(struct msghdr *msg, const struct user_msghdr *u)
{
	if (!u->msg_controllen)
		return 0;
	if (u->msg_controllen > MAX_CONTROL)
		return -ENOBUFS;
	msg->msg_control = kmalloc(u->msg_controllen, GFP_KERNEL);
	if (!msg->msg_control)
		return -ENOBUFS;
	msg->msg_controllen = u->msg_controllen;
	return copy_from_user(msg->msg_control, u->msg_control, u->msg_controllen) ? -EFAULT : 0;
}

static int send_one(struct socket *sock, struct user_msghdr __user *umsg, unsigned int flags)
{
	struct __kernel_sockaddr_storage address;
	struct iovec stack[UIO_FASTIOV], *iov = stack;
	struct msghdr msg = { 0 };
	struct user_msghdr u;
	ssize_t ret = copy_msghdr(&msg, &u, umsg, ITER_SOURCE, &iov);

	if (ret < 0)
		return ret;
	ret = copy_control(&msg, &u);
	if (!ret && u.msg_name) {
		ret = move_addr_to_kernel(u.msg_name, u.msg_namelen, &address);
		msg.msg_name = (struct sockaddr *)&address;
		msg.msg_namelen = u.msg_namelen;
	}
	if (sock->file->f_flags & O_NONBLOCK)
		flags |= MSG_DONTWAIT;
	msg.msg_flags = flags;
	if (!ret)
		ret = sock_sendmsg(sock, &msg);
	kfree(msg.msg_control);
	kfree(iov);
	return ret;
}

SYSCALL_DEFINE3(sendmsg, int, fd, struct user_msghdr __user *, umsg, unsigned int, flags)
{
	struct socket *sock;
	int err;

	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	err = send_one(sock, umsg, flags);
	fput(sock->file);
	return err;
}

SYSCALL_DEFINE4(sendmmsg, int, fd, struct mmsghdr __user *, mmsg, unsigned int, vlen, unsigned int, flags)
{
	struct socket *sock;
	unsigned int n = 0;
	int err;

	vlen = min(vlen, (unsigned int)UIO_MAXIOV);
	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	for (err = 0; n < vlen; n++) {
		err = send_one(sock, &mmsg[n].msg_hdr, flags);
		if (err < 0)
			break;
		err = put_user((unsigned int)err, &mmsg[n].msg_len);
		if (err)
			break;
		if (signal_pending(current)) {
			n++;
			break;
		}
	}
	fput(sock->file);
	return n ? (long)n : err;
}

static int recv_one(struct socket *sock, struct user_msghdr __user *umsg, unsigned int flags)
{
	struct __kernel_sockaddr_storage address;
	struct iovec stack[UIO_FASTIOV], *iov = stack;
	struct msghdr msg = { 0 };
	struct user_msghdr u;
	ssize_t ret = copy_msghdr(&msg, &u, umsg, ITER_DEST, &iov);
	int err = 0;

	if (ret < 0)
		return ret;
	msg.msg_name = u.msg_name ? (struct sockaddr *)&address : NULL;
	msg.msg_control = u.msg_control;
	msg.msg_controllen = u.msg_control ? u.msg_controllen : 0;
	msg.msg_flags = flags & MSG_CMSG_CLOEXEC;
	if (sock->file->f_flags & O_NONBLOCK)
		flags |= MSG_DONTWAIT;
	ret = sock_recvmsg(sock, &msg, flags);
	kfree(iov);
	if (ret < 0)
		return ret;
	if (u.msg_name)
		err = move_addr_to_user(&address, msg.msg_namelen, u.msg_name, &umsg->msg_namelen);
	if (!err)
		err = put_user(msg.msg_flags & ~MSG_CMSG_CLOEXEC, &umsg->msg_flags);
	if (!err)
		err = put_user((__kernel_size_t)((char *)msg.msg_control - (char *)u.msg_control), &umsg->msg_controllen);
	return err ? err : ret;
}

SYSCALL_DEFINE3(recvmsg, int, fd, struct user_msghdr __user *, umsg, unsigned int, flags)
{
	struct socket *sock;
	int err;

	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	err = recv_one(sock, umsg, flags);
	fput(sock->file);
	return err;
}

SYSCALL_DEFINE5(recvmmsg, int, fd, struct mmsghdr __user *, mmsg, unsigned int, vlen, unsigned int, flags,
		struct __kernel_timespec __user *, utimeout)
{
	struct timespec64 ts;
	struct socket *sock;
	unsigned int n = 0;
	ktime_t end = 0;
	int err;

	if (utimeout) {
		if (get_timespec64(&ts, utimeout))
			return -EFAULT;
		if (!timespec64_valid(&ts))
			return -EINVAL;
		end = ktime_add_safe(ktime_get(), timespec64_to_ktime(ts));
	}
	vlen = min(vlen, (unsigned int)UIO_MAXIOV);
	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	for (err = 0; n < vlen; ) {
		err = recv_one(sock, &mmsg[n].msg_hdr, flags & ~MSG_WAITFORONE);
		if (err < 0)
			break;
		err = put_user((unsigned int)err, &mmsg[n].msg_len);
		if (err)
			break;
		n++;
		if (flags & MSG_WAITFORONE)
			flags |= MSG_DONTWAIT;
		if (utimeout && ktime_get() >= end)
			break;
	}
	fput(sock->file);
	return n ? (long)n : err;
}
