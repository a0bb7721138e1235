// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets as files: the hidden filesystem they live in, and the system calls
 * that do not move data. Protocol families register how to make a socket;
 * everything else goes through its proto_ops.
 */
#include <linux/err.h>
#include <linux/file.h>
#include <linux/init.h>
#include <linux/mount.h>
#include <linux/panic.h>
#include <linux/poll.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <net/sock.h>
#include <uapi/asm/ioctls.h>
#include <uapi/linux/magic.h>

#include "socket.h"

struct socket_alloc {
	struct socket	socket;
	struct inode	inode;
};

static const struct net_proto_family *families[AF_MAX];	/* written at boot only */
static struct vfsmount *sock_mnt;
static struct kmem_cache *sock_cache;

static struct socket *SOCKET_I(struct inode *inode)
{
	return &container_of(inode, struct socket_alloc, inode)->socket;
}

static struct inode *SOCK_INODE(struct socket *sock)
{
	return &container_of(sock, struct socket_alloc, socket)->inode;
}

int sock_register(const struct net_proto_family *fam)
{
	if (fam->family >= AF_MAX || families[fam->family])
		return -EEXIST;
	families[fam->family] = fam;
	return 0;
}

static struct inode *sock_alloc_inode(struct super_block *sb)
{
	struct socket_alloc *ei = kmem_cache_zalloc(sock_cache, GFP_KERNEL);

	if (!ei)
		return NULL;
	inode_init_once(&ei->inode);
	init_waitqueue_head(&ei->socket.wait);
	return &ei->inode;
}

static void sock_free_inode(struct inode *inode)
{
	kmem_cache_free(sock_cache, container_of(inode, struct socket_alloc, inode));
}

static const struct super_operations sockfs_ops = {
	.alloc_inode = sock_alloc_inode, .free_inode = sock_free_inode,
	.drop_inode = generic_delete_inode, .statfs = simple_statfs,
};

static char *sockfs_dname(struct dentry *dentry, char *buf, int len)
{
	return dynamic_dname(buf, len, "socket:[%lu]", d_inode(dentry)->i_ino);
}

static const struct dentry_operations sockfs_dentry_ops = { .d_dname = sockfs_dname };

static struct dentry *sockfs_mount(struct file_system_type *type, int flags, const char *dev_name, void *data)
{
	return mount_pseudo(type, "socket:", &sockfs_ops, &sockfs_dentry_ops, SOCKFS_MAGIC);
}

static struct file_system_type sock_fs_type = {
	.name = "sockfs", .mount = sockfs_mount, .kill_sb = kill_anon_super,
};

struct socket *sock_alloc(void)
{
	struct inode *inode = new_inode_pseudo(sock_mnt->mnt_sb);

	if (!inode)
		return NULL;
	inode->i_ino = get_next_ino();
	inode->i_mode = S_IFSOCK | S_IRWXUGO;
	inode->i_uid = current_fsuid();
	inode->i_gid = current_fsgid();
	return SOCKET_I(inode);
}

/* The protocol's part goes; the inode follows with its last reference. */
static void sock_close_protocol(struct socket *sock)
{
	if (!sock->ops)
		return;
	sock->ops->release(sock);
	sock->ops = NULL;
	sock->sk = NULL;
}

void sock_release(struct socket *sock)
{
	sock_close_protocol(sock);
	if (!sock->file) {
		iput(SOCK_INODE(sock));
		return;
	}
	sock->file = NULL;
}

static int sock_close(struct inode *inode, struct file *file)
{
	struct socket *sock = SOCKET_I(inode);

	if (sock->fasync_list)
		fasync_helper(-1, file, 0, &sock->fasync_list);
	sock_close_protocol(sock);
	return 0;
}

static ssize_t sock_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct file *file = iocb->ki_filp;
	struct socket *sock = file->private_data;
	struct msghdr msg = { .msg_iter = *to };
	ssize_t n;

	if (iocb->ki_pos)
		return -ESPIPE;
	if (!iov_iter_count(to))
		return 0;
	n = sock_recvmsg(sock, &msg, (file->f_flags & O_NONBLOCK) || (iocb->ki_flags & IOCB_NOWAIT) ? MSG_DONTWAIT : 0);
	*to = msg.msg_iter;
	return n;
}

static ssize_t sock_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct file *file = iocb->ki_filp;
	struct socket *sock = file->private_data;
	struct msghdr msg = { .msg_iter = *from };
	ssize_t n;

	if (iocb->ki_pos)
		return -ESPIPE;
	if ((file->f_flags & O_NONBLOCK) || (iocb->ki_flags & IOCB_NOWAIT))
		msg.msg_flags = MSG_DONTWAIT;
	if (sock->type == SOCK_SEQPACKET)
		msg.msg_flags |= MSG_EOR;
	n = sock_sendmsg(sock, &msg);
	*from = msg.msg_iter;
	return n;
}

static __poll_t sock_poll(struct file *file, poll_table *wait)
{
	struct socket *sock = file->private_data;

	return sock->ops ? sock->ops->poll(file, sock, wait) : EPOLLNVAL;
}

static long sock_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct socket *sock = file->private_data;
	int err = sock->ops && sock->ops->ioctl ? sock->ops->ioctl(sock, cmd, arg) : -ENOIOCTLCMD;

	return err == -ENOIOCTLCMD ? -ENOTTY : err;
}

static int sock_fasync(int fd, struct file *file, int on)
{
	struct socket *sock = file->private_data;
	int err = fasync_helper(fd, file, on, &sock->fasync_list);

	return err < 0 ? err : 0;
}

int sock_wake_async(struct socket *sock, int band)
{
	if (sock && sock->fasync_list)
		kill_fasync(&sock->fasync_list, SIGIO, band);
	return 0;
}

static void sock_show_fdinfo(struct seq_file *m, struct file *file)
{
	struct socket *sock = file->private_data;

	if (sock->ops && sock->ops->show_fdinfo)
		sock->ops->show_fdinfo(m, sock);
}

const struct file_operations socket_file_ops = {
	.llseek		= no_llseek,
	.read_iter	= sock_read_iter,
	.write_iter	= sock_write_iter,
	.poll		= sock_poll,
	.unlocked_ioctl	= sock_ioctl,
	.release	= sock_close,
	.fasync		= sock_fasync,
	.show_fdinfo	= sock_show_fdinfo,
};

struct socket *sock_from_file(struct file *file)
{
	return file->f_op == &socket_file_ops ? file->private_data : NULL;
}

/* A file for a socket; consumes the socket on failure. */
static struct file *sock_alloc_file(struct socket *sock, int flags)
{
	struct file *file = alloc_file_pseudo(SOCK_INODE(sock), sock_mnt, "", O_RDWR | (flags & O_NONBLOCK),
					      &socket_file_ops);

	if (IS_ERR(file)) {
		sock_release(sock);
		return file;
	}
	sock->file = file;
	file->private_data = sock;
	stream_open(SOCK_INODE(sock), file);
	return file;
}

int sock_create(int family, int type, int protocol, struct socket **res)
{
	struct socket *sock;
	int err;

	if (family < 0 || family >= AF_MAX)
		return -EAFNOSUPPORT;
	if (type < 0 || type >= 11)
		return -EINVAL;
	if (!families[family])
		return -EAFNOSUPPORT;
	sock = sock_alloc();
	if (!sock)
		return -ENFILE;
	sock->type = type;
	err = families[family]->create(sock, protocol, 0);
	if (err) {
		sock_release(sock);
		return err;
	}
	*res = sock;
	return 0;
}

struct socket *sockfd_lookup(int fd, int *err)
{
	struct file *file = fget(fd);
	struct socket *sock;

	*err = -EBADF;
	if (!file)
		return NULL;
	*err = -ENOTSOCK;
	sock = sock_from_file(file);
	if (!sock)
		fput(file);
	return sock;
}

int move_addr_to_kernel(const void __user *uaddr, int ulen, struct __kernel_sockaddr_storage *kaddr)
{
	if (ulen < 0 || ulen > (int)sizeof(*kaddr))
		return -EINVAL;
	if (!ulen)
		return 0;
	return copy_from_user(kaddr, uaddr, ulen) ? -EFAULT : 0;
}

/* As much as the caller has room for; the true length is told. */
int move_addr_to_user(const struct __kernel_sockaddr_storage *kaddr, int klen, void __user *uaddr, int __user *ulen)
{
	int len;

	if (get_user(len, ulen))
		return -EFAULT;
	if (len > klen)
		len = klen;
	if (len < 0)
		return -EINVAL;
	if (len && copy_to_user(uaddr, kaddr, len))
		return -EFAULT;
	return put_user(klen, ulen);
}

static int check_type_flags(int type)
{
	return type & ~(SOCK_TYPE_MASK | SOCK_CLOEXEC | SOCK_NONBLOCK) ? -EINVAL : 0;
}

SYSCALL_DEFINE3(socket, int, family, int, type, int, protocol)
{
	struct socket *sock;
	struct file *file;
	int fd, err = check_type_flags(type);

	if (!err)
		err = sock_create(family, type & SOCK_TYPE_MASK, protocol, &sock);
	if (err)
		return err;
	fd = get_unused_fd_flags(type & SOCK_CLOEXEC);
	if (fd < 0) {
		sock_release(sock);
		return fd;
	}
	file = sock_alloc_file(sock, type);
	if (IS_ERR(file)) {
		put_unused_fd(fd);
		return PTR_ERR(file);
	}
	fd_install(fd, file);
	return fd;
}

/* Two connected sockets as files, or an error and nothing left. */
static int make_pair(int family, int type, int protocol, struct file *files[2])
{
	struct socket *a, *b;
	int err = sock_create(family, type & SOCK_TYPE_MASK, protocol, &a);

	if (err)
		return err;
	err = sock_create(family, type & SOCK_TYPE_MASK, protocol, &b);
	if (err) {
		sock_release(a);
		return err;
	}
	err = a->ops->socketpair ? a->ops->socketpair(a, b) : -EOPNOTSUPP;
	if (err) {
		sock_release(a);
		sock_release(b);
		return err;
	}
	files[0] = sock_alloc_file(a, type);
	if (IS_ERR(files[0])) {
		sock_release(b);
		return PTR_ERR(files[0]);
	}
	files[1] = sock_alloc_file(b, type);
	if (IS_ERR(files[1])) {
		fput(files[0]);
		return PTR_ERR(files[1]);
	}
	return 0;
}

SYSCALL_DEFINE4(socketpair, int, family, int, type, int, protocol, int __user *, usockvec)
{
	struct file *files[2] = { NULL, NULL };
	int fd[2], err = check_type_flags(type);

	if (err)
		return err;
	fd[0] = get_unused_fd_flags(type & SOCK_CLOEXEC);
	if (fd[0] < 0)
		return fd[0];
	fd[1] = err = get_unused_fd_flags(type & SOCK_CLOEXEC);
	if (err < 0)
		goto put_fd0;
	err = -EFAULT;
	if (copy_to_user(usockvec, fd, sizeof(fd)))
		goto put_fd1;
	err = make_pair(family, type, protocol, files);
	if (err)
		goto put_fd1;
	fd_install(fd[0], files[0]);
	fd_install(fd[1], files[1]);
	return 0;

put_fd1:
	put_unused_fd(fd[1]);
put_fd0:
	put_unused_fd(fd[0]);
	return err;
}

SYSCALL_DEFINE3(bind, int, fd, void __user *, uaddr, int, addrlen)
{
	struct __kernel_sockaddr_storage address;
	struct socket *sock;
	int err;

	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	err = move_addr_to_kernel(uaddr, addrlen, &address);
	if (!err)
		err = sock->ops->bind(sock, (struct sockaddr *)&address, addrlen);
	fput(sock->file);
	return err;
}

SYSCALL_DEFINE2(listen, int, fd, int, backlog)
{
	struct socket *sock;
	int err;

	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	if ((unsigned int)backlog > (unsigned int)sysctl_somaxconn)
		backlog = sysctl_somaxconn;
	err = sock->ops->listen ? sock->ops->listen(sock, backlog) : -EOPNOTSUPP;
	fput(sock->file);
	return err;
}

static struct file *do_accept(struct socket *sock, void __user *uaddr, int __user *ulen, int flags)
{
	struct __kernel_sockaddr_storage address;
	struct socket *newsock = sock_alloc();
	struct file *file;
	int err, len;

	if (!newsock)
		return ERR_PTR(-ENFILE);
	newsock->type = sock->type;
	newsock->ops = sock->ops;
	if (!sock->ops->accept) {
		newsock->ops = NULL;
		sock_release(newsock);
		return ERR_PTR(-EOPNOTSUPP);
	}
	file = sock_alloc_file(newsock, flags);
	if (IS_ERR(file))
		return file;
	err = sock->ops->accept(sock, newsock, sock->file->f_flags);
	if (!err && uaddr) {
		len = newsock->ops->getname(newsock, (struct sockaddr *)&address, 1);
		err = len < 0 ? -ECONNABORTED : move_addr_to_user(&address, len, uaddr, ulen);
	}
	if (err) {
		fput(file);
		return ERR_PTR(err);
	}
	return file;
}

static int do_accept4(int fd, void __user *uaddr, int __user *ulen, int flags)
{
	struct socket *sock;
	struct file *file;
	int newfd, err;

	if (flags & ~(SOCK_CLOEXEC | SOCK_NONBLOCK))
		return -EINVAL;
	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	newfd = get_unused_fd_flags(flags & SOCK_CLOEXEC);
	if (newfd >= 0) {
		file = do_accept(sock, uaddr, ulen, flags);
		if (IS_ERR(file)) {
			put_unused_fd(newfd);
			newfd = PTR_ERR(file);
		} else {
			fd_install(newfd, file);
		}
	}
	fput(sock->file);
	return newfd;
}

SYSCALL_DEFINE4(accept4, int, fd, void __user *, uaddr, int __user *, ulen, int, flags)
{
	return do_accept4(fd, uaddr, ulen, flags);
}

SYSCALL_DEFINE3(accept, int, fd, void __user *, uaddr, int __user *, ulen)
{
	return do_accept4(fd, uaddr, ulen, 0);
}

SYSCALL_DEFINE3(connect, int, fd, void __user *, uaddr, int, addrlen)
{
	struct __kernel_sockaddr_storage address;
	struct socket *sock;
	int err;

	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	err = move_addr_to_kernel(uaddr, addrlen, &address);
	if (!err)
		err = sock->ops->connect(sock, (struct sockaddr *)&address, addrlen, sock->file->f_flags);
	fput(sock->file);
	return err;
}

static int do_getname(int fd, void __user *uaddr, int __user *ulen, int peer)
{
	struct __kernel_sockaddr_storage address;
	struct socket *sock;
	int err;

	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	err = sock->ops->getname(sock, (struct sockaddr *)&address, peer);
	if (err >= 0)
		err = move_addr_to_user(&address, err, uaddr, ulen);
	fput(sock->file);
	return err;
}

SYSCALL_DEFINE3(getsockname, int, fd, void __user *, uaddr, int __user *, ulen)
{
	return do_getname(fd, uaddr, ulen, 0);
}

SYSCALL_DEFINE3(getpeername, int, fd, void __user *, uaddr, int __user *, ulen)
{
	return do_getname(fd, uaddr, ulen, 1);
}

SYSCALL_DEFINE2(shutdown, int, fd, int, how)
{
	struct socket *sock;
	int err;

	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	err = sock->ops->shutdown(sock, how);
	fput(sock->file);
	return err;
}

SYSCALL_DEFINE5(setsockopt, int, fd, int, level, int, optname, char __user *, optval, int, optlen)
{
	struct socket *sock;
	int err;

	if (optlen < 0)
		return -EINVAL;
	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	if (level == SOL_SOCKET)
		err = sock_setsockopt(sock, level, optname, optval, optlen);
	else
		err = sock->ops->setsockopt ? sock->ops->setsockopt(sock, level, optname, optval, optlen) : -EOPNOTSUPP;
	fput(sock->file);
	return err;
}

SYSCALL_DEFINE5(getsockopt, int, fd, int, level, int, optname, char __user *, optval, int __user *, optlen)
{
	struct socket *sock;
	int err;

	sock = sockfd_lookup(fd, &err);
	if (!sock)
		return err;
	if (level == SOL_SOCKET)
		err = sock_getsockopt(sock, level, optname, optval, optlen);
	else
		err = sock->ops->getsockopt ? sock->ops->getsockopt(sock, level, optname, optval, optlen) : -EOPNOTSUPP;
	fput(sock->file);
	return err;
}

static int __init sock_init(void)
{
	int err;

	sock_cache = kmem_cache_create("sock_inode_cache", sizeof(struct socket_alloc), 0,
				       SLAB_RECLAIM_ACCOUNT | SLAB_PANIC, NULL);
	err = register_filesystem(&sock_fs_type);
	if (err)
		return err;
	sock_mnt = kern_mount(&sock_fs_type);
	if (IS_ERR(sock_mnt))
		panic("Cannot mount sockfs\n");
	return 0;
}
core_initcall(sock_init);
