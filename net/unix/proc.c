// SPDX-License-Identifier: GPL-2.0
/* /proc/net/unix, in the columns that ss and lsof know. */
#include <linux/init.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>

#include "unix.h"

static void show_name(struct seq_file *m, const struct unix_address *addr)
{
	int i, len = addr->len - offsetof(struct sockaddr_un, sun_path);
	const char *p = addr->name->sun_path;

	seq_putc(m, ' ');
	if (*p)
		len--;				/* without the terminator */
	for (i = 0; i < len; i++)
		seq_putc(m, p[i] ? p[i] : '@');
}

static int unix_show(struct seq_file *m, void *v)
{
	struct unix_sock *u;

	seq_puts(m, "Num       RefCount Protocol Flags    Type St Inode Path\n");
	spin_lock(&unix_name_lock);
	list_for_each_entry(u, &unix_all, all_link) {
		seq_printf(m, "%p: %08X %08X %08X %04X %02X %5lu", u, refcount_read(&u->sk.sk_refcnt), 0,
			   u->sk.sk_state == UNIX_LISTEN ? 0x10000 : 0, u->sk.sk_type,
			   u->sk.sk_socket ? (u->sk.sk_state == UNIX_ESTABLISHED ? SS_CONNECTED : SS_UNCONNECTED) :
					     (u->sk.sk_state == UNIX_ESTABLISHED ? SS_CONNECTING : SS_DISCONNECTING),
			   u->sk.sk_ino);
		if (u->addr)
			show_name(m, u->addr);
		seq_putc(m, '\n');
	}
	spin_unlock(&unix_name_lock);
	return 0;
}

static int __init unix_proc_init(void)
{
	proc_create_single("net/unix", 0444, NULL, unix_show);
	return 0;
}
late_initcall(unix_proc_init);
