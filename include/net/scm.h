/* SPDX-License-Identifier: GPL-2.0 */
/* Descriptors and credentials that travel with messages: net/scm.c */
#ifndef INCLUDE_NET_SCM_H
#define INCLUDE_NET_SCM_H

#include <linux/socket.h>

struct cred;
struct file;
struct msghdr;
struct pid;
struct socket;

#define SCM_MAX_FD	253

struct scm_fp_list {
	short		count;
	struct file	*fp[SCM_MAX_FD];	/* referenced */
};

struct scm_cookie {
	struct pid		*pid;		/* referenced or NULL */
	struct ucred		creds;
	struct scm_fp_list	*fp;		/* NULL = none */
};

int scm_send(struct socket *sock, struct msghdr *msg, struct scm_cookie *scm);	/* fill from msg_control */
void scm_recv(struct socket *sock, struct msghdr *msg, struct scm_cookie *scm, int flags); /* and destroy */
void scm_destroy(struct scm_cookie *scm);
struct scm_fp_list *scm_fp_dup(struct scm_fp_list *fpl);
void scm_fp_free(struct scm_fp_list *fpl);
int put_cmsg(struct msghdr *msg, int level, int type, int len, const void *data);

#endif /* INCLUDE_NET_SCM_H */
