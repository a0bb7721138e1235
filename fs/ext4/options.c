// SPDX-License-Identifier: GPL-2.0
/* Mount options: parsing them, and showing them in /proc/mounts. */
#include <linux/seq_file.h>

#include "ext4.h"

static const struct { const char *name; unsigned int set, clear; } flag_options[] = {
	{ "acl", OPT_ACL, 0 }, { "noacl", 0, OPT_ACL },
	{ "user_xattr", OPT_XATTR_USER, 0 }, { "nouser_xattr", 0, OPT_XATTR_USER },
	{ "barrier", OPT_BARRIER, 0 }, { "barrier=1", OPT_BARRIER, 0 },
	{ "nobarrier", 0, OPT_BARRIER }, { "barrier=0", 0, OPT_BARRIER },
	{ "discard", OPT_DISCARD, 0 }, { "nodiscard", 0, OPT_DISCARD },
	{ "minixdf", OPT_MINIX_DF, 0 }, { "bsddf", 0, OPT_MINIX_DF },
	{ "grpid", OPT_GRPID, 0 }, { "bsdgroups", OPT_GRPID, 0 },
	{ "nogrpid", 0, OPT_GRPID }, { "sysvgroups", 0, OPT_GRPID },
	{ "noload", OPT_NOLOAD, 0 }, { "norecovery", OPT_NOLOAD, 0 },
	{ "data=ordered", 0, OPT_WRITEBACK }, { "data=writeback", OPT_WRITEBACK, 0 },
	{ "errors=continue", 0, OPT_ERRORS_RO | OPT_ERRORS_PANIC },
	{ "errors=remount-ro", OPT_ERRORS_RO, OPT_ERRORS_PANIC },
	{ "errors=panic", OPT_ERRORS_PANIC, OPT_ERRORS_RO },
};

/* Known to Linux, without effect where nothing is delayed. */
static const char *const ignored[] = {
	"journal_checksum", "nojournal_checksum", "delalloc",
	"nodelalloc", "stripe=", "inode_readahead_blks=", "auto_da_alloc", "noauto_da_alloc", "dioread_lock",
	"dioread_nolock", "nodioread_nolock", "max_batch_time=", "min_batch_time=", "init_itable",
	"noinit_itable", "lazytime", "nolazytime", "block_validity", "noblock_validity", "nombcache",
	"journal_ioprio=", "usrquota", "grpquota", "noquota", "quota", "debug", "i_version", "oldalloc", "orlov",
	"nouid32", "data_err=", "resuid=", "resgid=", "x-",
};

static int parse_one(struct super_block *sb, const char *opt, unsigned int *mount_opt)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(flag_options); i++) {
		if (!strcmp(opt, flag_options[i].name)) {
			*mount_opt = (*mount_opt | flag_options[i].set) & ~flag_options[i].clear;
			return 0;
		}
	}
	if (!strncmp(opt, "commit=", 7))
		return kstrtouint(opt + 7, 10, &EXT4_SB(sb)->s_commit_interval);
	for (i = 0; i < ARRAY_SIZE(ignored); i++)
		if (!strncmp(opt, ignored[i], strlen(ignored[i])))
			return 0;
	return -EINVAL;
}

/**
 * ext4_parse_options() - comma separated mount data
 * @opt: OPT_* before, and after
 *
 * Return: 0 or -EINVAL after a message that names the option.
 */
int ext4_parse_options(struct super_block *sb, char *data, unsigned int *opt)
{
	char *p;

	while (data && (p = strsep(&data, ",")) != NULL) {
		if (!*p || !parse_one(sb, p, opt))
			continue;
		if (!strcmp(p, "data=journal") || !strcmp(p, "journal_async_commit"))
			ext4_msg(sb, KERN_ERR, "%s is not supported; data=ordered and data=writeback are", p);
		else
			ext4_msg(sb, KERN_ERR, "Unrecognized mount option \"%s\" or missing value", p);
		return -EINVAL;
	}
	return 0;
}

int ext4_show_options(struct seq_file *m, struct dentry *root)
{
	unsigned int opt = EXT4_SB(root->d_sb)->s_mount_opt;

	if (opt & OPT_ERRORS_RO)
		seq_puts(m, ",errors=remount-ro");
	if (opt & OPT_ERRORS_PANIC)
		seq_puts(m, ",errors=panic");
	if (!(opt & OPT_ACL))
		seq_puts(m, ",noacl");
	if (!(opt & OPT_XATTR_USER))
		seq_puts(m, ",nouser_xattr");
	if (!(opt & OPT_BARRIER))
		seq_puts(m, ",nobarrier");
	if (opt & OPT_DISCARD)
		seq_puts(m, ",discard");
	if (opt & OPT_MINIX_DF)
		seq_puts(m, ",minixdf");
	if (opt & OPT_GRPID)
		seq_puts(m, ",grpid");
	if (EXT4_SB(root->d_sb)->s_commit_interval)
		seq_printf(m, ",commit=%u", EXT4_SB(root->d_sb)->s_commit_interval);
	if (opt & OPT_WRITEBACK && EXT4_SB(root->d_sb)->s_journal)
		seq_puts(m, ",data=writeback");
	return 0;
}
