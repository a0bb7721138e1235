// SPDX-License-Identifier: GPL-2.0
/*
 * Names of AF_UNIX sockets: a file of type socket, or (first byte zero) an
 * abstract name that lives as long as the socket. Abstract names are found in
 * a hash, files by their inode.
 */
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/jhash.h>
#include <linux/mm.h>
#include <linux/namei.h>
#include <linux/random.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "unix.h"

#define NAME_BUCKETS	256
#define NAME_OFFSET	offsetof(struct sockaddr_un, sun_path)

static struct hlist_head abstract[NAME_BUCKETS], by_inode[NAME_BUCKETS];	/* unix_name_lock */

void unix_addr_put(struct unix_address *addr)
{
	if (addr && refcount_dec_and_test(&addr->refcnt))
		kfree(addr);
}

int unix_put_name(struct unix_address *addr, struct sockaddr *to)
{
	if (!addr) {
		to->sa_family = AF_UNIX;
		return sizeof(to->sa_family);
	}
	memcpy(to, addr->name, addr->len);
	return addr->len;
}

/* Is this an AF_UNIX address with a name in it? */
int unix_check_addr(struct sockaddr_un *sun, int len)
{
	if (len <= (int)NAME_OFFSET || len > (int)sizeof(*sun))
		return -EINVAL;
	return sun->sun_family == AF_UNIX ? 0 : -EINVAL;
}

static unsigned int name_hash(const void *name, int len, int type)
{
	return jhash(name, len, type) % NAME_BUCKETS;
}

static unsigned int inode_hash(const struct inode *inode)
{
	return inode->i_ino % NAME_BUCKETS;
}

static struct unix_sock *find_abstract(const struct sockaddr_un *sun, int len, int type, unsigned int hash)
{
	struct unix_sock *u;

	hlist_for_each_entry(u, &abstract[hash], name_link)
		if (u->addr->len == len && u->sk.sk_type == type && !memcmp(u->addr->name, sun, len))
			return u;
	return NULL;
}

static struct unix_sock *find_path(struct sockaddr_un *sun, int len, int type, int *err)
{
	char name[sizeof(sun->sun_path) + 1];
	struct unix_sock *u, *found = NULL;
	struct inode *inode;
	struct path path;

	memcpy(name, sun->sun_path, len - NAME_OFFSET);
	name[len - NAME_OFFSET] = '\0';
	*err = kern_path(name, LOOKUP_FOLLOW, &path);
	if (*err)
		return NULL;
	*err = path_permission(&path, MAY_WRITE);
	inode = d_inode(path.dentry);
	if (!*err && !S_ISSOCK(inode->i_mode))
		*err = -ECONNREFUSED;
	if (*err) {
		path_put(&path);
		return NULL;
	}
	spin_lock(&unix_name_lock);
	hlist_for_each_entry(u, &by_inode[inode_hash(inode)], name_link) {
		if (u->path.dentry && d_inode(u->path.dentry) == inode) {
			found = u;
			unix_hold(u);
			break;
		}
	}
	spin_unlock(&unix_name_lock);
	path_put(&path);
	*err = !found ? -ECONNREFUSED : found->sk.sk_type != type ? -EPROTOTYPE : 0;
	if (*err && found) {
		unix_put(found);
		found = NULL;
	}
	return found;
}

/**
 * unix_find() - the socket of a name
 *
 * Return: referenced; NULL with *@err -ENOENT, -EACCES, -ECONNREFUSED,
 * -EPROTOTYPE, ...
 */
struct unix_sock *unix_find(struct sockaddr_un *sun, int len, int type, int *err)
{
	struct unix_sock *u;

	if (sun->sun_path[0])
		return find_path(sun, len, type, err);
	spin_lock(&unix_name_lock);
	u = find_abstract(sun, len, type, name_hash(sun, len, type));
	if (u)
		unix_hold(u);
	spin_unlock(&unix_name_lock);
	*err = u ? 0 : -ECONNREFUSED;
	return u;
}

static struct unix_address *new_addr(const struct sockaddr_un *sun, int len)
{
	struct unix_address *addr = kzalloc(sizeof(*addr) + len + 1, GFP_KERNEL);

	if (!addr)
		return NULL;
	refcount_set(&addr->refcnt, 1);
	addr->len = len;
	memcpy(addr->name, sun, len);
	return addr;
}

static int bind_abstract(struct unix_sock *u, struct sockaddr_un *sun, int len)
{
	unsigned int hash = name_hash(sun, len, u->sk.sk_type);
	struct unix_address *addr = new_addr(sun, len);
	int err = 0;

	if (!addr)
		return -ENOMEM;
	spin_lock(&unix_name_lock);
	if (find_abstract(sun, len, u->sk.sk_type, hash)) {
		err = -EADDRINUSE;
	} else {
		u->addr = addr;
		hlist_add_head(&u->name_link, &abstract[hash]);
	}
	spin_unlock(&unix_name_lock);
	if (err)
		unix_addr_put(addr);
	return err;
}

static int bind_path(struct socket *sock, struct unix_sock *u, struct sockaddr_un *sun, int len)
{
	umode_t mode = S_IFSOCK | (S_IRWXUGO & ~current_umask());
	char name[sizeof(sun->sun_path) + 1];
	struct unix_address *addr;
	struct dentry *dentry;
	struct path parent;
	int err;

	memcpy(name, sun->sun_path, len - NAME_OFFSET);
	name[len - NAME_OFFSET] = '\0';
	len = NAME_OFFSET + strlen(name) + 1;
	addr = new_addr(sun, min_t(int, len, sizeof(*sun)));
	if (!addr)
		return -ENOMEM;
	addr->len = len;
	dentry = kern_path_create(AT_FDCWD, name, &parent, 0);
	if (IS_ERR(dentry)) {
		unix_addr_put(addr);
		return PTR_ERR(dentry) == -EEXIST ? -EADDRINUSE : PTR_ERR(dentry);
	}
	err = vfs_mknod(d_inode(parent.dentry), dentry, mode, 0);
	if (!err) {
		u->path.mnt = mntget(parent.mnt);
		u->path.dentry = dget(dentry);
		spin_lock(&unix_name_lock);
		u->addr = addr;
		hlist_add_head(&u->name_link, &by_inode[inode_hash(d_inode(dentry))]);
		spin_unlock(&unix_name_lock);
	} else {
		unix_addr_put(addr);
	}
	done_path_create(&parent, dentry);
	return err == -EEXIST ? -EADDRINUSE : err;
}

/* Five hex digits of our choice. Context: bindlock held. */
static int autobind_locked(struct unix_sock *u)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	u32 n = get_random_u32(), tries;
	int err;

	if (u->addr)
		return 0;
	for (tries = 0; tries < 0x100000; tries++, n++) {
		snprintf(sun.sun_path + 1, 6, "%05x", n & 0xfffff);
		err = bind_abstract(u, &sun, NAME_OFFSET + 6);
		if (err != -EADDRINUSE)
			return err;
	}
	return -ENOSPC;
}

int unix_autobind(struct unix_sock *u)
{
	int err;

	if (mutex_lock_interruptible(&u->bindlock))
		return -ERESTARTSYS;
	err = autobind_locked(u);
	mutex_unlock(&u->bindlock);
	return err;
}

int unix_bind(struct socket *sock, struct sockaddr *addr, int len)
{
	struct sockaddr_un *sun = (struct sockaddr_un *)addr;
	struct unix_sock *u = unix_sk(sock->sk);
	int err;

	if (len == (int)NAME_OFFSET && sun->sun_family == AF_UNIX)
		return unix_autobind(u);
	err = unix_check_addr(sun, len);
	if (err)
		return err;
	if (mutex_lock_interruptible(&u->bindlock))
		return -EINTR;
	if (u->addr)
		err = -EINVAL;
	else if (sun->sun_path[0])
		err = bind_path(sock, u, sun, len);
	else
		err = bind_abstract(u, sun, len);
	mutex_unlock(&u->bindlock);
	return err;
}

/* The socket is going away. */
void unix_forget_name(struct unix_sock *u)
{
	spin_lock(&unix_name_lock);
	if (!hlist_unhashed(&u->name_link))
		hlist_del_init(&u->name_link);
	list_del_init(&u->all_link);
	spin_unlock(&unix_name_lock);
}
