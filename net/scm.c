// SPDX-License-Identifier: GPL-2.0
/*
 * Ancillary data (cmsg(3)): open files and credentials that travel with a
 * message.
 */
#include <linux/cred.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/pid.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <net/scm.h>
#include <net/sock.h>

/* May current call itself that? */
static int check_creds(const struct ucred *c)
{
	const struct cred *cred = current_cred();

	if ((c->pid == (u32)task_tgid_vnr(current) || capable(CAP_SYS_ADMIN)) &&
	    (c->uid == cred->uid || c->uid == cred->euid || c->uid == cred->suid || capable(CAP_SETUID)) &&
	    (c->gid == cred->gid || c->gid == cred->egid || c->gid == cred->sgid || capable(CAP_SETGID)))
		return 0;
	return -EPERM;
}

static int take_fds(struct cmsghdr *cmsg, struct scm_cookie *scm)
{
	int n = (cmsg->cmsg_len - CMSG_HDR_LEN) / sizeof(int), i;
	int *fds = (int *)((char *)cmsg + CMSG_HDR_LEN);

	if (n <= 0)
		return 0;
	if (n > SCM_MAX_FD)
		return -EINVAL;
	if (!scm->fp) {
		scm->fp = kvzalloc(sizeof(*scm->fp), GFP_KERNEL_ACCOUNT);
		if (!scm->fp)
			return -ENOMEM;
	}
	if (scm->fp->count + n > SCM_MAX_FD)
		return -EINVAL;
	for (i = 0; i < n; i++) {
		struct file *file = fds[i] < 0 ? NULL : fget_raw(fds[i]);

		if (!file)
			return -EBADF;
		scm->fp->fp[scm->fp->count++] = file;
	}
	return 0;
}

static int take_creds(struct cmsghdr *cmsg, struct scm_cookie *scm)
{
	int err;

	if (cmsg->cmsg_len != CMSG_HDR_LEN + sizeof(struct ucred))
		return -EINVAL;
	memcpy(&scm->creds, (char *)cmsg + CMSG_HDR_LEN, sizeof(scm->creds));
	err = check_creds(&scm->creds);
	if (err)
		return err;
	if ((u32)pid_vnr(scm->pid) != scm->creds.pid) {
		struct pid *pid = find_get_pid(scm->creds.pid);

		if (!pid)
			return -ESRCH;
		put_pid(scm->pid);
		scm->pid = pid;
	}
	return 0;
}

static int parse_control(struct msghdr *msg, struct scm_cookie *scm)
{
	char *p = msg->msg_control, *end = p + msg->msg_controllen;
	int err = 0;

	while (!err && p + sizeof(struct cmsghdr) <= end) {
		struct cmsghdr *cmsg = (struct cmsghdr *)p;

		if (cmsg->cmsg_len < sizeof(*cmsg) || cmsg->cmsg_len > (size_t)(end - p))
			return -EINVAL;
		if (cmsg->cmsg_level == SOL_SOCKET) {
			switch (cmsg->cmsg_type) {
			case SCM_RIGHTS:
				err = take_fds(cmsg, scm);
				break;
			case SCM_CREDENTIALS:
				err = take_creds(cmsg, scm);
				break;
			default:
				err = -EINVAL;
			}
		}
		p += CMSG_ALIGN(cmsg->cmsg_len);
	}
	return err;
}

/**
 * scm_send() - what goes with a message of current's
 *
 * Return: 0, or -errno with nothing held.
 */
int scm_send(struct socket *sock, struct msghdr *msg, struct scm_cookie *scm)
{
	int err = 0;

	memset(scm, 0, sizeof(*scm));
	scm->pid = get_pid(task_tgid(current));
	scm->creds = (struct ucred){ .pid = task_tgid_vnr(current), .uid = current_uid(), .gid = current_gid() };
	if (msg->msg_controllen)
		err = parse_control(msg, scm);
	if (err)
		scm_destroy(scm);
	return err;
}

void scm_fp_free(struct scm_fp_list *fpl)
{
	int i;

	if (!fpl)
		return;
	for (i = 0; i < fpl->count; i++)
		fput(fpl->fp[i]);
	kvfree(fpl);
}

struct scm_fp_list *scm_fp_dup(struct scm_fp_list *fpl)
{
	struct scm_fp_list *new;
	int i;

	if (!fpl)
		return NULL;
	new = kvmalloc(sizeof(*new), GFP_KERNEL_ACCOUNT);
	if (!new)
		return NULL;
	new->count = fpl->count;
	for (i = 0; i < fpl->count; i++)
		new->fp[i] = get_file(fpl->fp[i]);
	return new;
}

void scm_destroy(struct scm_cookie *scm)
{
	put_pid(scm->pid);
	scm->pid = NULL;
	scm_fp_free(scm->fp);
	scm->fp = NULL;
}

/* One control message to the guest; what does not fit is cut and said so. */
int put_cmsg(struct msghdr *msg, int level, int type, int len, const void *data)
{
	struct cmsghdr h = { .cmsg_len = CMSG_HDR_LEN + len, .cmsg_level = level, .cmsg_type = type };
	size_t space = CMSG_ALIGN(h.cmsg_len);

	if (!msg->msg_control || msg->msg_controllen < sizeof(h)) {
		msg->msg_flags |= MSG_CTRUNC;
		return 0;
	}
	if (msg->msg_controllen < h.cmsg_len) {
		msg->msg_flags |= MSG_CTRUNC;
		h.cmsg_len = msg->msg_controllen;
	}
	if (copy_to_user(msg->msg_control, &h, sizeof(h)) ||
	    copy_to_user((char __user *)msg->msg_control + sizeof(h), data, h.cmsg_len - sizeof(h)))
		return -EFAULT;
	space = min(space, msg->msg_controllen);
	msg->msg_control = (char __user *)msg->msg_control + space;
	msg->msg_controllen -= space;
	return 0;
}

/* Install as many of the files as there is room for. */
static void give_fds(struct msghdr *msg, struct scm_cookie *scm)
{
	int room = msg->msg_controllen > CMSG_HDR_LEN ? (msg->msg_controllen - CMSG_HDR_LEN) / sizeof(int) : 0;
	unsigned int flags = msg->msg_flags & MSG_CMSG_CLOEXEC ? O_CLOEXEC : 0;
	int __user *slot = (int __user *)((char __user *)msg->msg_control + CMSG_HDR_LEN);
	struct cmsghdr h = { .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
	size_t space;
	int i, n = msg->msg_control ? min_t(int, room, scm->fp->count) : 0;

	for (i = 0; i < n; i++) {
		int fd = get_unused_fd_flags(flags);

		if (fd < 0)
			break;
		if (put_user(fd, &slot[i])) {
			put_unused_fd(fd);
			break;
		}
		fd_install(fd, get_file(scm->fp->fp[i]));
	}
	if (i < scm->fp->count)
		msg->msg_flags |= MSG_CTRUNC;
	if (!i)
		return;
	h.cmsg_len = CMSG_HDR_LEN + i * sizeof(int);
	if (copy_to_user(msg->msg_control, &h, sizeof(h)))
		return;
	space = min(CMSG_ALIGN(h.cmsg_len), msg->msg_controllen);
	msg->msg_control = (char __user *)msg->msg_control + space;
	msg->msg_controllen -= space;
}

void scm_recv(struct socket *sock, struct msghdr *msg, struct scm_cookie *scm, int flags)
{
	if (!msg->msg_control) {
		if (sock_flag(sock->sk, SOCK_PASSCRED_BIT) || scm->fp)
			msg->msg_flags |= MSG_CTRUNC;
		scm_destroy(scm);
		return;
	}
	if (sock_flag(sock->sk, SOCK_PASSCRED_BIT))
		put_cmsg(msg, SOL_SOCKET, SCM_CREDENTIALS, sizeof(scm->creds), &scm->creds);
	if (scm->fp)
		give_fds(msg, scm);
	scm_destroy(scm);
}
