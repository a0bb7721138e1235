// SPDX-License-Identifier: GPL-2.0
/* /dev/null, zero, full, random, urandom, kmsg, tty: the small devices. */
#include "harness.h"
#include <linux/random.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/sysmacros.h>

static int dev(const char *path, int flags)
{
	return MUST(open(path, flags));
}

TEST(null)
{
	int fd = dev("/dev/null", O_RDWR);
	char buf[100];

	CHECK_EQ(0, read(fd, buf, 100));
	CHECK_EQ(100, write(fd, buf, 100));
	CHECK_EQ(0, lseek(fd, 55, SEEK_SET));
	CHECK_ERR(ENODEV, mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, fd, 0));
	CHECK_ERR(EINVAL, ftruncate(fd, 0));
	CHECK_EQ(10, write(fd, (void *)8, 10));		/* never looked at */
}

TEST(zero)
{
	int fd = dev("/dev/zero", O_RDWR);
	char *buf = malloc(100000);
	int i;

	memset(buf, 1, 100000);
	CHECK_EQ(100000, read(fd, buf, 100000));
	for (i = 0; i < 100000 && !buf[i]; i++)
		;
	CHECK_EQ(100000, i);
	CHECK_EQ(100, write(fd, buf, 100));
	CHECK_ERR(EFAULT, read(fd, (void *)8, 10));
}

TEST(full)
{
	int fd = dev("/dev/full", O_RDWR);
	char c = 1;

	CHECK_EQ(1, read(fd, &c, 1));
	CHECK_EQ(0, c);
	CHECK_ERR(ENOSPC, write(fd, &c, 1));
}

TEST(random_devices)
{
	static const char *const names[] = { "/dev/random", "/dev/urandom" };
	unsigned char a[64], b[64];
	struct pollfd p;
	int i, fd, bits = -1;

	for (i = 0; i < 2; i++) {
		fd = dev(names[i], O_RDWR);
		CHECK_EQ(64, read(fd, a, 64));
		CHECK_EQ(64, read(fd, b, 64));
		CHECK(memcmp(a, b, 64));
		p = (struct pollfd){ fd, POLLIN, 0 };
		CHECK_EQ(1, poll(&p, 1, 1000));
		CHECK_EQ(64, write(fd, a, 64));
		MUST(ioctl(fd, RNDGETENTCNT, &bits));
		CHECK_GE(bits, 0);
		close(fd);
	}
	CHECK_EQ(64, getrandom(a, 64, 0));
	CHECK_EQ(64, getrandom(a, 64, GRND_NONBLOCK));
	CHECK_EQ(64, getrandom(a, 64, GRND_RANDOM));
	CHECK_ERR(EINVAL, getrandom(a, 64, 0x10));
	CHECK_ERR(EINVAL, getrandom(a, 64, GRND_RANDOM | 4 /* INSECURE */));
	CHECK_ERR(EFAULT, getrandom((void *)8, 64, 0));
}

TEST(random_is_spread)
{
	unsigned char buf[65536];
	int count[256] = { 0 }, i;

	MUST(getrandom(buf, sizeof(buf), 0));
	for (i = 0; i < 65536; i++)
		count[buf[i]]++;
	for (i = 0; i < 256; i++)
		CHECK(count[i] > 150 && count[i] < 370);
}

TEST(numbers)
{
	static const struct { const char *name; int ma, mi; } d[] = {
		{ "/dev/null", 1, 3 }, { "/dev/zero", 1, 5 }, { "/dev/full", 1, 7 },
		{ "/dev/random", 1, 8 }, { "/dev/urandom", 1, 9 }, { "/dev/tty", 5, 0 },
		{ "/dev/ptmx", 5, 2 },
	};
	struct stat st;
	unsigned int i;

	for (i = 0; i < sizeof(d) / sizeof(*d); i++) {
		if (stat(d[i].name, &st)) {
			FAIL("%s: %s", d[i].name, strerrorname_np(errno));
			continue;
		}
		CHECK(S_ISCHR(st.st_mode));
		if (strcmp(d[i].name, "/dev/ptmx"))	/* may be a link into devpts */
			CHECK_EQ(makedev(d[i].ma, d[i].mi), st.st_rdev);
	}
}

TEST(dev_fd_links)
{
	int p[2], fd;
	char path[32], c;

	MUST(pipe(p));
	snprintf(path, sizeof(path), "/proc/self/fd/%d", p[0]);
	fd = MUST(open(path, O_RDONLY));
	MUST(write(p[1], "x", 1));
	CHECK_EQ(1, read(fd, &c, 1));
}

TEST(nodes_made_by_hand)
{
	char c = 1;
	int fd;

	need_root();
	scratch();
	if (mknod("z", S_IFCHR | 0600, makedev(1, 5)))
		SKIP("mknod: %s", strerrorname_np(errno));
	fd = open("z", O_RDONLY);
	if (fd < 0 && errno == EACCES)
		SKIP("mounted nodev");
	MUST(fd);
	CHECK_EQ(1, read(fd, &c, 1));
	CHECK_EQ(0, c);
}

TEST(kmsg)
{
	int fd = open("/dev/kmsg", O_RDWR | O_NONBLOCK);
	char buf[8192];
	int n, found = 0;

	if (fd < 0)
		SKIP("no /dev/kmsg");
	MUST(lseek(fd, 0, SEEK_END));
	if (write(fd, "<6>selftest-marker\n", 19) != 19)
		SKIP("cannot write");
	while (!found && ((n = read(fd, buf, sizeof(buf) - 1)) > 0 || errno == EPIPE)) {
		buf[n > 0 ? n : 0] = 0;
		found = strstr(buf, "selftest-marker") != NULL;
	}
	CHECK(found);
}
