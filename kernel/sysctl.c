// SPDX-License-Identifier: GPL-2.0
/*
 * The registry of tunables, and the handlers between their text and their
 * values. Folders exist because a registration names them; several may share
 * one. fs/proc makes /proc/sys of it by asking: what is that name, what is the
 * n-th name, run that handler.
 *
 * Lock: sysctl_rwsem, for reading around handlers too, so that a table cannot be
 * unregistered while one is inside; handlers may sleep.
 */
#include <linux/capability.h>
#include <linux/ctype.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <uapi/linux/stat.h>

const int sysctl_vals[] = { 0, 1, 2, 3, 4, 100, 200, 1000, INT_MAX, -1 };

static LIST_HEAD(sysctl_headers);
static DECLARE_RWSEM(sysctl_rwsem);

/* --- registry ------------------------------------------------------------ */

struct ctl_table_header *register_sysctl_sz(const char *path,
					    const struct ctl_table *table, size_t nr)
{
	struct ctl_table_header *header = kzalloc(sizeof(*header), GFP_KERNEL);

	if (!header)
		return NULL;
	header->path = path;
	header->table = table;
	header->nr = nr;
	down_write(&sysctl_rwsem);
	list_add_tail(&header->entry, &sysctl_headers);
	up_write(&sysctl_rwsem);
	return header;
}

void unregister_sysctl_table(struct ctl_table_header *header)
{
	if (!header)
		return;
	down_write(&sysctl_rwsem);
	list_del(&header->entry);
	up_write(&sysctl_rwsem);
	kfree(header);
}

/*
 * The rest of @path below @dir: "" when they are the same, NULL when @path is
 * not in @dir.
 */
static const char *path_below(const char *path, const char *dir, size_t dirlen)
{
	if (!dirlen)
		return path;
	if (strncmp(path, dir, dirlen))
		return NULL;
	path += dirlen;
	if (!*path)
		return path;
	return *path == '/' ? path + 1 : NULL;
}

static size_t first_part(const char *path)
{
	return strchrnul(path, '/') - path;
}

static bool name_is(const char *name, const char *want, size_t len)
{
	return !strncmp(name, want, len) && !name[len];
}

static void fill_entry(struct sysctl_entry *entry, const char *name, size_t len,
		       bool is_dir, umode_t mode)
{
	len = min(len, sizeof(entry->name) - 1);
	memcpy(entry->name, name, len);
	entry->name[len] = '\0';
	entry->is_dir = is_dir;
	entry->mode = mode;
}

static const struct ctl_table *find_file(const char *dir, size_t dirlen,
					 const char *name, size_t len)
{
	struct ctl_table_header *header;
	const char *rest;
	size_t i;

	list_for_each_entry(header, &sysctl_headers, entry) {
		rest = path_below(header->path, dir, dirlen);
		if (!rest || *rest)
			continue;
		for (i = 0; i < header->nr; i++)
			if (name_is(header->table[i].procname, name, len))
				return &header->table[i];
	}
	return NULL;
}

static bool find_dir(const char *dir, size_t dirlen, const char *name, size_t len)
{
	struct ctl_table_header *header;
	const char *rest;

	list_for_each_entry(header, &sysctl_headers, entry) {
		rest = path_below(header->path, dir, dirlen);
		if (rest && *rest && first_part(rest) == len && !strncmp(rest, name, len))
			return true;
	}
	return false;
}

int sysctl_lookup(const char *dir, size_t dirlen, const char *name, size_t len,
		  struct sysctl_entry *entry)
{
	const struct ctl_table *table;
	int err = 0;

	down_read(&sysctl_rwsem);
	table = find_file(dir, dirlen, name, len);
	if (table)
		fill_entry(entry, name, len, false, table->mode);
	else if (find_dir(dir, dirlen, name, len))
		fill_entry(entry, name, len, true, 0555);
	else
		err = -ENOENT;
	up_read(&sysctl_rwsem);
	return err;
}

/* Was the folder named by @rest in @header already counted for an earlier one? */
static bool dir_seen_before(struct ctl_table_header *header, const char *dir,
			    size_t dirlen, const char *name, size_t len)
{
	struct ctl_table_header *earlier;
	const char *rest;

	list_for_each_entry(earlier, &sysctl_headers, entry) {
		if (earlier == header)
			return false;
		rest = path_below(earlier->path, dir, dirlen);
		if (rest && *rest && first_part(rest) == len && !strncmp(rest, name, len))
			return true;
	}
	return false;
}

static bool nth_locked(const char *dir, size_t dirlen, unsigned int index,
		       struct sysctl_entry *entry)
{
	struct ctl_table_header *header;
	const char *rest;

	list_for_each_entry(header, &sysctl_headers, entry) {
		rest = path_below(header->path, dir, dirlen);
		if (!rest)
			continue;
		if (*rest) {
			size_t len = first_part(rest);

			if (dir_seen_before(header, dir, dirlen, rest, len))
				continue;
			if (!index--) {
				fill_entry(entry, rest, len, true, 0555);
				return true;
			}
		} else if (index < header->nr) {
			const struct ctl_table *t = &header->table[index];

			fill_entry(entry, t->procname, strlen(t->procname), false, t->mode);
			return true;
		} else {
			index -= header->nr;
		}
	}
	return false;
}

bool sysctl_nth(const char *dir, size_t dirlen, unsigned int index,
		struct sysctl_entry *entry)
{
	bool found;

	down_read(&sysctl_rwsem);
	found = nth_locked(dir, dirlen, index, entry);
	up_read(&sysctl_rwsem);
	return found;
}

int sysctl_run(const char *dir, size_t dirlen, const char *name, size_t len,
	       int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	const struct ctl_table *table;
	int err = -ENOENT;

	down_read(&sysctl_rwsem);
	table = find_file(dir, dirlen, name, len);
	if (table && !table->proc_handler)
		err = -EINVAL;
	else if (table)
		err = table->proc_handler(table, write, buffer, lenp, ppos);
	up_read(&sysctl_rwsem);
	return err;
}

/* --- strings ------------------------------------------------------------- */

static int read_string(const char *data, size_t maxlen, char *buffer, size_t *lenp,
		       loff_t *ppos)
{
	size_t len = strnlen(data, maxlen);

	if (*ppos > len) {
		*lenp = 0;
		return 0;
	}
	data += *ppos;
	len = min(len - (size_t)*ppos, *lenp);
	memcpy(buffer, data, len);
	if (len < *lenp)
		buffer[len++] = '\n';
	*lenp = len;
	*ppos += len;
	return 0;
}

/* The first line, cut to what fits. */
static int write_string(char *data, size_t maxlen, const char *buffer, size_t *lenp,
			loff_t *ppos)
{
	size_t len = *ppos, i;

	if (*ppos && len >= strnlen(data, maxlen))
		return len >= maxlen ? -EINVAL : 0;
	for (i = 0; i < *lenp && len < maxlen - 1; i++) {
		if (!buffer[i] || buffer[i] == '\n')
			break;
		data[len++] = buffer[i];
	}
	data[len] = '\0';
	*ppos += *lenp;
	return 0;
}

int proc_dostring(const struct ctl_table *table, int write,
		  void *buffer, size_t *lenp, loff_t *ppos)
{
	if (!table->data || !table->maxlen || !*lenp || (*ppos && !write && *ppos < 0)) {
		*lenp = 0;
		return 0;
	}
	if (write)
		return write_string(table->data, table->maxlen, buffer, lenp, ppos);
	return read_string(table->data, table->maxlen, buffer, lenp, ppos);
}

/* --- numbers ------------------------------------------------------------- */

/* How one kind of number looks outside and inside. */
struct number_ops {
	size_t	size;
	/* Value of element @data, or of a number from outside into it: 0, -EINVAL. */
	void	(*load)(const void *data, bool *neg, u64 *val);
	int	(*store)(void *data, bool neg, u64 val, const struct ctl_table *table);
};

/* @*s at a blank or a number. Return: 1 got one, 0 at the end, -EINVAL. */
static int next_number(const char **s, const char *end, bool *neg, u64 *val)
{
	const char *p = *s;
	char tmp[24], *stop;
	size_t len = 0;

	while (p < end && (isspace(*p) || !*p))
		p++;
	if (p == end)
		return 0;
	*neg = *p == '-';
	if (*neg)
		p++;
	while (p + len < end && p[len] && !isspace(p[len]) && len < sizeof(tmp) - 1)
		len++;
	memcpy(tmp, p, len);
	tmp[len] = '\0';
	if (!isdigit(tmp[0]))
		return -EINVAL;
	*val = simple_strtoull(tmp, &stop, 0);
	if (*stop)
		return -EINVAL;
	*s = p + len;
	return 1;
}

static int write_numbers(const struct ctl_table *table, const struct number_ops *ops,
			 const char *buffer, size_t *lenp, loff_t *ppos)
{
	const char *s = buffer, *end = buffer + *lenp;
	int left = table->maxlen / ops->size, err;
	void *data = table->data;
	bool first = true, neg;
	u64 val;

	if (*ppos) {			/* a number cannot be written in parts */
		*ppos += *lenp;
		return 0;
	}
	for (; left; left--, data += ops->size, first = false) {
		err = next_number(&s, end, &neg, &val);
		if (err < 0)
			return err;
		if (!err)
			break;
		err = ops->store(data, neg, val, table);
		if (err)
			return err;
	}
	if (first)
		return -EINVAL;
	*ppos += *lenp;
	return 0;
}

static int read_numbers(const struct ctl_table *table, const struct number_ops *ops,
			char *buffer, size_t *lenp, loff_t *ppos)
{
	int left = table->maxlen / ops->size, i;
	const void *data = table->data;
	size_t pos = 0;
	bool neg;
	u64 val;

	if (*ppos) {
		*lenp = 0;
		return 0;
	}
	for (i = 0; i < left; i++, data += ops->size) {
		ops->load(data, &neg, &val);
		pos += scnprintf(buffer + pos, *lenp - pos, "%s%s%llu", i ? "\t" : "",
				 neg ? "-" : "", val);
	}
	pos += scnprintf(buffer + pos, *lenp - pos, "\n");
	*lenp = pos;
	*ppos += pos;
	return 0;
}

static int do_numbers(const struct ctl_table *table, const struct number_ops *ops,
		      int write, void *buffer, size_t *lenp, loff_t *ppos)
{
	if (!table->data || !table->maxlen || !*lenp) {
		*lenp = 0;
		return 0;
	}
	if (write)
		return write_numbers(table, ops, buffer, lenp, ppos);
	return read_numbers(table, ops, buffer, lenp, ppos);
}

static void load_int(const void *data, bool *neg, u64 *val)
{
	int v = READ_ONCE(*(const int *)data);

	*neg = v < 0;
	*val = v < 0 ? -(u64)(s64)v : v;
}

static int to_int(bool neg, u64 val, int *v)
{
	if (val > (u64)INT_MAX + neg)
		return -EINVAL;
	*v = neg ? -val : val;
	return 0;
}

static int store_int(void *data, bool neg, u64 val, const struct ctl_table *table)
{
	int v;

	if (to_int(neg, val, &v))
		return -EINVAL;
	WRITE_ONCE(*(int *)data, v);
	return 0;
}

static int store_int_minmax(void *data, bool neg, u64 val, const struct ctl_table *table)
{
	int v;

	if (to_int(neg, val, &v))
		return -EINVAL;
	if ((table->extra1 && v < *(int *)table->extra1) ||
	    (table->extra2 && v > *(int *)table->extra2))
		return -EINVAL;
	WRITE_ONCE(*(int *)data, v);
	return 0;
}

static void load_uint(const void *data, bool *neg, u64 *val)
{
	*neg = false;
	*val = READ_ONCE(*(const unsigned int *)data);
}

static int store_uint_minmax(void *data, bool neg, u64 val, const struct ctl_table *table)
{
	if (neg || val > UINT_MAX)
		return -EINVAL;
	if ((table->extra1 && val < *(unsigned int *)table->extra1) ||
	    (table->extra2 && val > *(unsigned int *)table->extra2))
		return -ERANGE;
	WRITE_ONCE(*(unsigned int *)data, val);
	return 0;
}

static int store_uint(void *data, bool neg, u64 val, const struct ctl_table *table)
{
	if (neg || val > UINT_MAX)
		return -EINVAL;
	WRITE_ONCE(*(unsigned int *)data, val);
	return 0;
}

static void load_u8(const void *data, bool *neg, u64 *val)
{
	*neg = false;
	*val = READ_ONCE(*(const u8 *)data);
}

static int store_u8(void *data, bool neg, u64 val, const struct ctl_table *table)
{
	unsigned int min = table->extra1 ? *(unsigned int *)table->extra1 : 0;
	unsigned int max = table->extra2 ? *(unsigned int *)table->extra2 : 255;

	if (neg || val < min || val > max || val > 255)
		return -EINVAL;
	WRITE_ONCE(*(u8 *)data, val);
	return 0;
}

static int store_bool(void *data, bool neg, u64 val, const struct ctl_table *table)
{
	if (neg || val > 1)
		return -EINVAL;
	WRITE_ONCE(*(bool *)data, val);
	return 0;
}

static void load_ulong(const void *data, bool *neg, u64 *val)
{
	*neg = false;
	*val = READ_ONCE(*(const unsigned long *)data);
}

static int store_ulong_minmax(void *data, bool neg, u64 val, const struct ctl_table *table)
{
	if (neg)
		return 0;		/* passed over, as Linux does */
	if ((table->extra1 && val < *(unsigned long *)table->extra1) ||
	    (table->extra2 && val > *(unsigned long *)table->extra2))
		return -EINVAL;
	WRITE_ONCE(*(unsigned long *)data, val);
	return 0;
}

static void load_scaled(const void *data, bool *neg, u64 *val, u64 mul, u64 div)
{
	load_int(data, neg, val);
	*val = *val * mul / div;
}

static int store_scaled(void *data, bool neg, u64 val, u64 mul, u64 div)
{
	if (val > INT_MAX)
		return -EINVAL;
	return store_int(data, neg, val * mul / div, NULL);
}

static void load_jiffies(const void *data, bool *neg, u64 *val)
{
	load_scaled(data, neg, val, 1, HZ);
}

static int store_jiffies(void *data, bool neg, u64 val, const struct ctl_table *table)
{
	return store_scaled(data, neg, val, HZ, 1);
}

static void load_ms_jiffies(const void *data, bool *neg, u64 *val)
{
	load_scaled(data, neg, val, 1000, HZ);
}

static int store_ms_jiffies(void *data, bool neg, u64 val, const struct ctl_table *table)
{
	return store_scaled(data, neg, val, HZ, 1000);
}

static void load_userhz_jiffies(const void *data, bool *neg, u64 *val)
{
	load_scaled(data, neg, val, USER_HZ, HZ);
}

static int store_userhz_jiffies(void *data, bool neg, u64 val, const struct ctl_table *table)
{
	return store_scaled(data, neg, val, HZ, USER_HZ);
}

#define NUMBER_HANDLER(name, type, load_fn, store_fn)				\
int name(const struct ctl_table *table, int write,				\
	 void *buffer, size_t *lenp, loff_t *ppos)				\
{										\
	static const struct number_ops ops = {					\
		.size = sizeof(type), .load = load_fn, .store = store_fn,	\
	};									\
										\
	return do_numbers(table, &ops, write, buffer, lenp, ppos);		\
}

NUMBER_HANDLER(proc_dointvec, int, load_int, store_int)
NUMBER_HANDLER(proc_dointvec_minmax, int, load_int, store_int_minmax)
NUMBER_HANDLER(proc_douintvec, unsigned int, load_uint, store_uint)
NUMBER_HANDLER(proc_douintvec_minmax, unsigned int, load_uint, store_uint_minmax)
NUMBER_HANDLER(proc_dobool, bool, load_u8, store_bool)
NUMBER_HANDLER(proc_dou8vec_minmax, u8, load_u8, store_u8)
NUMBER_HANDLER(proc_doulongvec_minmax, unsigned long, load_ulong, store_ulong_minmax)
NUMBER_HANDLER(proc_dointvec_jiffies, int, load_jiffies, store_jiffies)
NUMBER_HANDLER(proc_dointvec_ms_jiffies, int, load_ms_jiffies, store_ms_jiffies)
NUMBER_HANDLER(proc_dointvec_userhz_jiffies, int, load_userhz_jiffies, store_userhz_jiffies)
