/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_UIDGID_H
#define INCLUDE_LINUX_UIDGID_H

/*
 * User and group ids. There is one user namespace, so conversions do nothing;
 * they are there for the day when there are more.
 */
#include <linux/types.h>

struct user_namespace;
extern struct user_namespace init_user_ns;

#define KUIDT_INIT(value)	((kuid_t)(value))
#define KGIDT_INIT(value)	((kgid_t)(value))
#define GLOBAL_ROOT_UID		KUIDT_INIT(0)
#define GLOBAL_ROOT_GID		KGIDT_INIT(0)
#define INVALID_UID		KUIDT_INIT(-1)
#define INVALID_GID		KGIDT_INIT(-1)
#define DEFAULT_OVERFLOWUID	65534
#define DEFAULT_OVERFLOWGID	65534
#define overflowuid		DEFAULT_OVERFLOWUID
#define overflowgid		DEFAULT_OVERFLOWGID

static inline uid_t __kuid_val(kuid_t uid)
{
	return uid;
}

static inline gid_t __kgid_val(kgid_t gid)
{
	return gid;
}

static inline bool uid_eq(kuid_t left, kuid_t right)
{
	return left == right;
}

static inline bool gid_eq(kgid_t left, kgid_t right)
{
	return left == right;
}

static inline bool uid_gt(kuid_t left, kuid_t right)
{
	return left > right;
}

static inline bool gid_gt(kgid_t left, kgid_t right)
{
	return left > right;
}

static inline bool uid_lt(kuid_t left, kuid_t right)
{
	return left < right;
}

static inline bool gid_lt(kgid_t left, kgid_t right)
{
	return left < right;
}

static inline bool uid_valid(kuid_t uid)
{
	return uid != (uid_t)-1;
}

static inline bool gid_valid(kgid_t gid)
{
	return gid != (gid_t)-1;
}

static inline kuid_t make_kuid(struct user_namespace *from, uid_t uid)
{
	(void)from;
	return uid;
}

static inline kgid_t make_kgid(struct user_namespace *from, gid_t gid)
{
	(void)from;
	return gid;
}

static inline uid_t from_kuid(struct user_namespace *to, kuid_t kuid)
{
	(void)to;
	return kuid;
}

static inline gid_t from_kgid(struct user_namespace *to, kgid_t kgid)
{
	(void)to;
	return kgid;
}

static inline uid_t from_kuid_munged(struct user_namespace *to, kuid_t kuid)
{
	(void)to;
	return kuid;
}

static inline gid_t from_kgid_munged(struct user_namespace *to, kgid_t kgid)
{
	(void)to;
	return kgid;
}

static inline bool kuid_has_mapping(struct user_namespace *ns, kuid_t uid)
{
	(void)ns;
	return uid_valid(uid);
}

static inline bool kgid_has_mapping(struct user_namespace *ns, kgid_t gid)
{
	(void)ns;
	return gid_valid(gid);
}

#endif /* INCLUDE_LINUX_UIDGID_H */
