// SPDX-License-Identifier: GPL-2.0
/* inotify. */
#include "harness.h"
#include <poll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>

static int fd, wd;
static char buf[8192];
static int have, pos;

static void set_up(unsigned int mask)
{
	scratch();
	MUST(mkdir("d", 0755));
	fd = MUST(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
	wd = MUST(inotify_add_watch(fd, "d", mask));
}

static struct inotify_event *next(void)
{
	struct inotify_event *e;

	if (pos >= have) {
		have = read(fd, buf, sizeof(buf));
		pos = 0;
		if (have <= 0) {
			have = 0;
			return NULL;
		}
	}
	e = (struct inotify_event *)(buf + pos);
	pos += sizeof(*e) + e->len;
	return e;
}

#define EXPECT(m, n)							\
	do {								\
		struct inotify_event *e_ = next();			\
									\
		if (!e_) {						\
			FAIL("no event, expected %s", #m);		\
		} else {						\
			CHECK_EQ((unsigned int)(m), e_->mask);		\
			CHECK_EQ(wd, e_->wd);				\
			CHECK_STR(n, e_->len ? e_->name : "");		\
		}							\
	} while (0)

TEST(create_write_close_delete)
{
	int f;

	set_up(IN_ALL_EVENTS);
	f = MUST(open("d/f", O_RDWR | O_CREAT, 0600));
	MUST(write(f, "x", 1));
	close(f);
	MUST(unlink("d/f"));
	EXPECT(IN_CREATE, "f");
	EXPECT(IN_OPEN, "f");
	EXPECT(IN_MODIFY, "f");
	EXPECT(IN_CLOSE_WRITE, "f");
	EXPECT(IN_DELETE, "f");
	CHECK(!next());
	CHECK_EQ(EAGAIN, errno);
}

TEST(rename_cookies)
{
	struct inotify_event *e;
	unsigned int cookie;

	set_up(IN_MOVE);
	write_file("d/a", "");
	MUST(rename("d/a", "d/b"));
	e = next();
	MUST_TRUE(e);
	CHECK_EQ(IN_MOVED_FROM, e->mask);
	CHECK_STR("a", e->name);
	cookie = e->cookie;
	CHECK_NE(0, cookie);
	e = next();
	MUST_TRUE(e);
	CHECK_EQ(IN_MOVED_TO, e->mask);
	CHECK_STR("b", e->name);
	CHECK_EQ(cookie, e->cookie);
}

TEST(directories_and_self)
{
	set_up(IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_ATTRIB);
	MUST(mkdir("d/s", 0755));
	EXPECT(IN_CREATE | IN_ISDIR, "s");
	MUST(chmod("d", 0700));
	EXPECT(IN_ATTRIB | IN_ISDIR, "");
	MUST(rmdir("d/s"));
	EXPECT(IN_DELETE | IN_ISDIR, "s");
	MUST(rmdir("d"));
	EXPECT(IN_DELETE_SELF, "");
	EXPECT(IN_IGNORED, "");
}

TEST(same_events_merge)
{
	int f, n;

	set_up(IN_MODIFY);
	f = MUST(open("d/f", O_RDWR | O_CREAT, 0600));
	MUST(write(f, "x", 1));
	MUST(write(f, "y", 1));
	MUST(ioctl(fd, FIONREAD, &n));
	CHECK_EQ(32, n);
	EXPECT(IN_MODIFY, "f");
	CHECK(!next());
}

TEST(remove_watch)
{
	set_up(IN_CREATE);
	MUST(inotify_rm_watch(fd, wd));
	EXPECT(IN_IGNORED, "");
	write_file("d/f", "");
	CHECK(!next());
	CHECK_ERR(EINVAL, inotify_rm_watch(fd, wd));
}

TEST(masks_and_errors)
{
	int w;

	set_up(IN_CREATE);
	w = MUST(inotify_add_watch(fd, "d", IN_DELETE));
	CHECK_EQ(wd, w);				/* replaces the mask */
	write_file("d/f", "");
	CHECK(!next());
	MUST(inotify_add_watch(fd, "d", IN_CREATE | IN_MASK_ADD));
	MUST(unlink("d/f"));
	EXPECT(IN_DELETE, "f");
	CHECK_ERR(EINVAL, inotify_add_watch(fd, "d", 0));
	CHECK_ERR(ENOENT, inotify_add_watch(fd, "none", IN_CREATE));
	CHECK_ERR(EBADF, inotify_add_watch(999, "d", IN_CREATE));
	CHECK_ERR(EINVAL, inotify_add_watch(MUST(open("d", O_RDONLY)), "d", IN_CREATE));
	write_file("plain", "");
	CHECK_ERR(ENOTDIR, inotify_add_watch(fd, "plain", IN_CREATE | IN_ONLYDIR));
	CHECK_ERR(EEXIST, inotify_add_watch(fd, "d", IN_CREATE | IN_MASK_CREATE));
	CHECK_ERR(EINVAL, inotify_init1(0x10));
}

TEST(one_shot_watch)
{
	set_up(IN_CREATE | IN_ONESHOT);
	write_file("d/a", "");
	write_file("d/b", "");
	EXPECT(IN_CREATE, "a");
	EXPECT(IN_IGNORED, "");
	CHECK(!next());
}

TEST(file_watch_sees_links)
{
	set_up(IN_CREATE);
	write_file("f", "");
	MUST(inotify_rm_watch(fd, wd));
	next();
	wd = MUST(inotify_add_watch(fd, "f", IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF));
	MUST(link("f", "g"));
	EXPECT(IN_ATTRIB, "");
	MUST(rename("f", "h"));
	EXPECT(IN_MOVE_SELF, "");
	MUST(unlink("g"));
	EXPECT(IN_ATTRIB, "");
	MUST(unlink("h"));
	EXPECT(IN_ATTRIB, "");
	EXPECT(IN_DELETE_SELF, "");
	EXPECT(IN_IGNORED, "");
}

TEST(poll_and_overflowing_queue)
{
	struct pollfd p;
	struct inotify_event *e, *last = NULL;
	char name[32];
	int i, max;

	set_up(IN_CREATE);
	p = (struct pollfd){ fd, POLLIN, 0 };
	CHECK_EQ(0, poll(&p, 1, 0));
	max = atoi(read_file("/proc/sys/fs/inotify/max_queued_events"));
	if (max > 20000)
		SKIP("queue of %d", max);
	for (i = 0; i < max + 10; i++) {
		snprintf(name, sizeof(name), "d/%d", i);
		MUST(mknod(name, S_IFREG | 0600, 0));
		MUST(unlink(name));
	}
	CHECK_EQ(1, poll(&p, 1, 0));
	static struct inotify_event copy;

	while ((e = next())) {
		copy = *e;
		last = &copy;
	}
	MUST_TRUE(last);
	CHECK_EQ(IN_Q_OVERFLOW, last->mask);
	CHECK_EQ(-1, last->wd);
}
