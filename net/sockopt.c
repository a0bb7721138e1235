// SPDX-License-Identifier: GPL-2.0
/* Options at SOL_SOCKET, see socket(7), and the defaults behind them. */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/pid.h>
#include <linux/pidfd.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/sysctl.h>
#include <linux/uaccess.h>
#include <net/scm.h>
#include <net/sock.h>

int sysctl_somaxconn = SOMAXCONN;
int sysctl_wmem_default = 212992, sysctl_wmem_max = 212992;
int sysctl_rmem_default = 212992, sysctl_rmem_max = 212992;

void sock_init_data(struct socket *sock, struct sock *sk, int family)
{
	refcount_set(&sk->sk_refcnt, 1);
	sk->sk_family = family;
	spin_lock_init(&sk->sk_lock);
	init_waitqueue_head(&sk->sk_wait);
	sk->sk_sndbuf = sysctl_wmem_default;
	sk->sk_rcvbuf = sysctl_rmem_default;
	sk->sk_sndtimeo = sk->sk_rcvtimeo = MAX_SCHEDULE_TIMEOUT;
	sk->sk_peek_off = -1;
	sk->sk_uid = current_fsuid();
	if (!sock)
		return;
	sk->sk_type = sock->type;
	sk->sk_socket = sock;
	sock->sk = sk;
}

int sock_error(struct sock *sk)
{
	int err;

	spin_lock(&sk->sk_lock);
	err = sk->sk_err;
	sk->sk_err = 0;
	spin_unlock(&sk->sk_lock);
	return -err;
}

static int set_timeo(long *timeo, const char __user *optval, int optlen)
{
	struct __kernel_old_timeval tv;

	if (optlen < (int)sizeof(tv))
		return -EINVAL;
	if (copy_from_user(&tv, optval, sizeof(tv)))
		return -EFAULT;
	if (tv.tv_usec < 0 || tv.tv_usec >= USEC_PER_SEC)
		return -EDOM;
	if (tv.tv_sec < 0) {
		*timeo = 0;
		return 0;
	}
	*timeo = MAX_SCHEDULE_TIMEOUT;
	if ((tv.tv_sec || tv.tv_usec) && tv.tv_sec < MAX_SCHEDULE_TIMEOUT / HZ - 1)
		*timeo = tv.tv_sec * HZ + DIV_ROUND_UP(tv.tv_usec, USEC_PER_SEC / HZ);
	return 0;
}

static int set_bufsize(int *size, int val, int max, int min)
{
	val = min_t(unsigned int, val, max);
	*size = max(val * 2, min);
	return 0;
}

static int flag_bit(int optname)
{
	switch (optname) {
	case SO_REUSEADDR:	return SOCK_REUSEADDR_BIT;
	case SO_KEEPALIVE:	return SOCK_KEEPALIVE_BIT;
	case SO_BROADCAST:	return SOCK_BROADCAST_BIT;
	case SO_OOBINLINE:	return SOCK_OOBINLINE_BIT;
	case SO_DONTROUTE:	return SOCK_DONTROUTE_BIT;
	case SO_PASSCRED:	return SOCK_PASSCRED_BIT;
	case SO_TIMESTAMP_OLD:	return SOCK_TIMESTAMP_BIT;
	}
	return -1;
}

static int set_linger(struct sock *sk, const char __user *optval, int optlen)
{
	struct { int l_onoff, l_linger; } ling;

	if (optlen < (int)sizeof(ling))
		return -EINVAL;
	if (copy_from_user(&ling, optval, sizeof(ling)))
		return -EFAULT;
	sk->sk_linger = ling.l_linger;
	(ling.l_onoff ? set_bit : clear_bit)(SOCK_LINGER_BIT, &sk->sk_flags);
	return 0;
}

int sock_setsockopt(struct socket *sock, int level, int optname, const char __user *optval, int optlen)
{
	struct sock *sk = sock->sk;
	int val, bit = flag_bit(optname);

	switch (optname) {
	case SO_RCVTIMEO_OLD:	return set_timeo(&sk->sk_rcvtimeo, optval, optlen);
	case SO_SNDTIMEO_OLD:	return set_timeo(&sk->sk_sndtimeo, optval, optlen);
	case SO_LINGER:		return set_linger(sk, optval, optlen);
	}
	if (optlen < (int)sizeof(int))
		return -EINVAL;
	if (get_user(val, (int __user *)optval))
		return -EFAULT;
	if (bit >= 0) {
		(val ? set_bit : clear_bit)(bit, &sk->sk_flags);
		return 0;
	}
	switch (optname) {
	case SO_SNDBUF:
		return set_bufsize(&sk->sk_sndbuf, val, sysctl_wmem_max, 4608);
	case SO_RCVBUF:
		return set_bufsize(&sk->sk_rcvbuf, val, sysctl_rmem_max, 2304);
	case SO_SNDBUFFORCE:
		return capable(CAP_NET_ADMIN) ? set_bufsize(&sk->sk_sndbuf, max(val, 0), INT_MAX / 2, 4608) : -EPERM;
	case SO_RCVBUFFORCE:
		return capable(CAP_NET_ADMIN) ? set_bufsize(&sk->sk_rcvbuf, max(val, 0), INT_MAX / 2, 2304) : -EPERM;
	case SO_PRIORITY:
		if (val < 0 || (val > 6 && !capable(CAP_NET_ADMIN)))
			return -EPERM;
		sk->sk_priority = val;
		return 0;
	case SO_PEEK_OFF:
		return sock->ops->set_peek_off ? sock->ops->set_peek_off(sk, val) : -EOPNOTSUPP;
	case SO_RCVLOWAT:
	case SO_NO_CHECK:
	case SO_REUSEPORT:
	case SO_RXQ_OVFL:
	case SO_PASSSEC:
		return 0;
	case SO_TYPE:
	case SO_PROTOCOL:
	case SO_DOMAIN:
	case SO_ERROR:
		return -ENOPROTOOPT;
	}
	return -ENOPROTOOPT;
}

static int put_value(const void *val, int size, char __user *optval, int __user *optlen, int len)
{
	len = min(len, size);
	if (copy_to_user(optval, val, len))
		return -EFAULT;
	return put_user(len, optlen);
}

static void timeo_to_timeval(long timeo, struct __kernel_old_timeval *tv)
{
	*tv = (struct __kernel_old_timeval){ 0 };
	if (timeo == MAX_SCHEDULE_TIMEOUT)
		return;
	tv->tv_sec = timeo / HZ;
	tv->tv_usec = timeo % HZ * (USEC_PER_SEC / HZ);
}

static int get_peer_cred(struct sock *sk, char __user *optval, int __user *optlen, int len)
{
	struct ucred c = { .pid = 0, .uid = -1, .gid = -1 };

	spin_lock(&sk->sk_lock);
	if (sk->sk_peer_cred)
		c = (struct ucred){ pid_vnr(sk->sk_peer_pid), sk->sk_peer_cred->euid, sk->sk_peer_cred->egid };
	spin_unlock(&sk->sk_lock);
	return put_value(&c, sizeof(c), optval, optlen, len);
}

static int get_peer_groups(struct sock *sk, char __user *optval, int __user *optlen, int len)
{
	const struct cred *cred;
	const struct group_info *gi;
	int n, err = 0;

	spin_lock(&sk->sk_lock);
	cred = sk->sk_peer_cred ? get_cred(sk->sk_peer_cred) : NULL;
	spin_unlock(&sk->sk_lock);
	if (!cred)
		return -ENODATA;
	gi = cred->group_info;
	n = gi->ngroups * sizeof(kgid_t);
	if (len < n)
		err = put_user(n, optlen) ? -EFAULT : -ERANGE;
	else if (copy_to_user(optval, gi->gid, n) || put_user(n, optlen))
		err = -EFAULT;
	put_cred(cred);
	return err;
}

int sock_getsockopt(struct socket *sock, int level, int optname, char __user *optval, int __user *optlen)
{
	struct sock *sk = sock->sk;
	struct __kernel_old_timeval tv;
	int val, len, bit = flag_bit(optname);
	struct { int l_onoff, l_linger; } ling;

	if (get_user(len, optlen))
		return -EFAULT;
	if (len < 0)
		return -EINVAL;
	switch (optname) {
	case SO_RCVTIMEO_OLD:
	case SO_SNDTIMEO_OLD:
		timeo_to_timeval(optname == SO_RCVTIMEO_OLD ? sk->sk_rcvtimeo : sk->sk_sndtimeo, &tv);
		return put_value(&tv, sizeof(tv), optval, optlen, len);
	case SO_LINGER:
		ling.l_onoff = sock_flag(sk, SOCK_LINGER_BIT);
		ling.l_linger = sk->sk_linger;
		return put_value(&ling, sizeof(ling), optval, optlen, len);
	case SO_PEERCRED:	return get_peer_cred(sk, optval, optlen, len);
	case SO_PEERGROUPS:	return get_peer_groups(sk, optval, optlen, len);
	case SO_TYPE:		val = sk->sk_type; break;
	case SO_DOMAIN:		val = sk->sk_family; break;
	case SO_PROTOCOL:	val = sk->sk_protocol; break;
	case SO_ERROR:		val = -sock_error(sk); break;
	case SO_SNDBUF:		val = sk->sk_sndbuf; break;
	case SO_RCVBUF:		val = sk->sk_rcvbuf; break;
	case SO_PRIORITY:	val = sk->sk_priority; break;
	case SO_RCVLOWAT:
	case SO_SNDLOWAT:	val = 1; break;
	case SO_PEEK_OFF:
		if (!sock->ops->set_peek_off)
			return -EOPNOTSUPP;
		val = sk->sk_peek_off;
		break;
	case SO_ACCEPTCONN:	val = sk->sk_max_ack_backlog > 0 && sk->sk_state == 10; break;
	case SO_NO_CHECK:
	case SO_REUSEPORT:
	case SO_RXQ_OVFL:
	case SO_PASSSEC:	val = 0; break;
	default:
		if (bit < 0)
			return -ENOPROTOOPT;
		val = sock_flag(sk, bit);
	}
	return put_value(&val, sizeof(val), optval, optlen, len);
}

#define INT_ROW(name, var) \
	{ .procname = name, .data = &var, .maxlen = sizeof(int), .mode = 0644, .proc_handler = proc_dointvec_minmax, \
	  .extra1 = SYSCTL_ZERO }

static const struct ctl_table net_core_table[] = {
	INT_ROW("somaxconn", sysctl_somaxconn),
	INT_ROW("wmem_default", sysctl_wmem_default), INT_ROW("wmem_max", sysctl_wmem_max),
	INT_ROW("rmem_default", sysctl_rmem_default), INT_ROW("rmem_max", sysctl_rmem_max),
};

static int __init net_core_sysctl(void)
{
	register_sysctl("net/core", net_core_table);
	return 0;
}
fs_initcall(net_core_sysctl);
