// SPDX-License-Identifier: GPL-2.0
/*
 * COW headers of versions 1, 2 and 3, read from bytes nobody vouches for, and
 * version 3 written.
 *
 * Fields are big endian from version 2 on. Version 1 has the byte order of the
 * machine that made it, which its magic tells. Old 64-bit builds padded
 * version 3; then four bytes are zero where the name of a good one begins.
 *
 * Every number is checked before it is used, so that callers may add and
 * multiply what they find in struct cow_header.
 */
#include "cow.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#define COW_MAGIC	0x4f4f4f4d
#define MAX_SIZE	(1ULL << 60)

struct cow_v1 {
	uint32_t magic, version;
	char name[256];
	uint32_t mtime;
	uint64_t size;
	uint32_t sector_size;
} __attribute__((packed));

struct cow_v2 {
	uint32_t magic, version;
	char name[COW_NAME_MAX];
	uint32_t mtime;
	uint64_t size;
	uint32_t sector_size;
} __attribute__((packed));

struct cow_v3 {
	uint32_t magic, version;
	uint32_t mtime;
	uint64_t size;
	uint32_t sector_size, align, format;
	char name[COW_NAME_MAX];
} __attribute__((packed));

struct cow_v3_padded {
	uint32_t magic, version;
	uint32_t mtime, padding;
	uint64_t size;
	uint32_t sector_size, align, format;
	char name[COW_NAME_MAX];
	char tail[4];
} __attribute__((packed));

_Static_assert(sizeof(struct cow_v1) == 280, "version 1");
_Static_assert(sizeof(struct cow_v2) == 4120, "version 2");
_Static_assert(sizeof(struct cow_v3) == COW_V3_SIZE, "version 3");
_Static_assert(sizeof(struct cow_v3_padded) == COW_HEADER_MAX, "padded version 3");

/* The fields all versions have, in our byte order. */
struct fields {
	uint32_t	mtime, sector_size;
	uint64_t	size;
	const char	*name;
	size_t		name_size;
};

static uint64_t round_up(uint64_t value, uint64_t to)
{
	return (value + to - 1) / to * to;
}

/* Checks and takes over what does not depend on the version. */
static const char *take(const struct fields *f, struct cow_header *cow)
{
	size_t length = strnlen(f->name, f->name_size);

	if (f->sector_size != COW_SECTOR)
		return "COW header with a sector size other than 512";
	if (f->size > MAX_SIZE)
		return "COW header with an impossible size";
	if (!length)
		return "COW header without the name of a backing file";
	if (length == f->name_size)
		return "COW header with a name that does not end";
	cow->mtime = f->mtime;
	cow->size = f->size;
	memset(cow->backing, 0, sizeof(cow->backing));
	memcpy(cow->backing, f->name, length);
	return NULL;
}

/*
 * The bitmap follows the header at once and is rounded down: up to seven
 * sectors at the end have no bit and are always those of the backing file.
 */
static const char *layout_v1_v2(struct cow_header *cow, size_t header)
{
	cow->bitmap_offset = header;
	cow->bitmap_len = (cow->size + COW_SECTOR - 1) / (8 * COW_SECTOR);
	cow->data_offset = round_up(header + cow->bitmap_len, COW_SECTOR);
	return NULL;
}

static const char *layout_v3(struct cow_header *cow, size_t header, uint32_t align,
			     uint32_t format)
{
	uint64_t sectors = round_up(cow->size, COW_SECTOR) / COW_SECTOR;

	if (!align)
		return "invalid COW header, align == 0";
	if (align > 1 << 24)
		return "COW header with an impossible alignment";
	if (format)
		return "COW header of an unknown format";
	cow->bitmap_offset = round_up(header, align);
	cow->bitmap_len = round_up(sectors, 8) / 8;
	cow->data_offset = round_up(cow->bitmap_offset + cow->bitmap_len, align);
	return NULL;
}

static const char *parse_v1(const void *buf, bool swapped, struct cow_header *cow)
{
	const struct cow_v1 *v1 = buf;
	struct fields f = {
		.mtime = swapped ? __builtin_bswap32(v1->mtime) : v1->mtime,
		.size = swapped ? __builtin_bswap64(v1->size) : v1->size,
		.sector_size = swapped ? __builtin_bswap32(v1->sector_size) : v1->sector_size,
		.name = v1->name,
		.name_size = sizeof(v1->name),
	};
	const char *wrong = take(&f, cow);

	return wrong ? wrong : layout_v1_v2(cow, sizeof(*v1));
}

static const char *parse_v2(const void *buf, struct cow_header *cow)
{
	const struct cow_v2 *v2 = buf;
	struct fields f = {
		.mtime = be32toh(v2->mtime),
		.size = be64toh(v2->size),
		.sector_size = be32toh(v2->sector_size),
		.name = v2->name,
		.name_size = sizeof(v2->name),
	};
	const char *wrong = take(&f, cow);

	return wrong ? wrong : layout_v1_v2(cow, sizeof(*v2));
}

static const char *parse_v3(const void *buf, struct cow_header *cow)
{
	const struct cow_v3 *v3 = buf;
	struct fields f = {
		.mtime = be32toh(v3->mtime),
		.size = be64toh(v3->size),
		.sector_size = be32toh(v3->sector_size),
		.name = v3->name,
		.name_size = sizeof(v3->name),
	};
	const char *wrong = take(&f, cow);

	return wrong ? wrong : layout_v3(cow, sizeof(*v3), be32toh(v3->align),
					 be32toh(v3->format));
}

static const char *parse_v3_padded(const void *buf, struct cow_header *cow)
{
	const struct cow_v3_padded *v3 = buf;
	struct fields f = {
		.mtime = be32toh(v3->mtime),
		.size = be64toh(v3->size),
		.sector_size = be32toh(v3->sector_size),
		.name = v3->name,
		.name_size = sizeof(v3->name),
	};
	const char *wrong = take(&f, cow);

	return wrong ? wrong : layout_v3(cow, sizeof(*v3), be32toh(v3->align),
					 be32toh(v3->format));
}

const char *cow_parse(const void *buf, size_t len, struct cow_header *cow)
{
	static const char zeros[4];
	static const size_t needed[] = { 0, sizeof(struct cow_v1), sizeof(struct cow_v2),
					 sizeof(struct cow_v3) };
	uint32_t magic, version;
	bool swapped, padded;

	if (len < sizeof(magic) + sizeof(version))
		return "short header, not a COW file";
	memcpy(&magic, buf, sizeof(magic));
	memcpy(&version, (const char *)buf + 4, sizeof(version));
	swapped = magic == __builtin_bswap32(COW_MAGIC);
	if (magic != COW_MAGIC && !swapped)
		return "not a COW file";
	cow->version = swapped ? __builtin_bswap32(version) : version;
	if (cow->version < 1 || cow->version > 3)
		return "invalid COW version";
	if (len < needed[cow->version])
		return "the COW header is cut off";

	switch (cow->version) {
	case 1:
		return parse_v1(buf, swapped, cow);
	case 2:
		return parse_v2(buf, cow);
	}
	padded = !memcmp(((const struct cow_v3 *)buf)->name, zeros, sizeof(zeros));
	if (!padded)
		return parse_v3(buf, cow);
	if (len < sizeof(struct cow_v3_padded))
		return "the COW header is cut off";
	return parse_v3_padded(buf, cow);
}

void cow_encode(const struct cow_header *cow, void *buf)
{
	struct cow_v3 *v3 = buf;

	memset(v3, 0, sizeof(*v3));
	v3->magic = htobe32(COW_MAGIC);
	v3->version = htobe32(3);
	v3->mtime = htobe32(cow->mtime);
	v3->size = htobe64(cow->size);
	v3->sector_size = htobe32(COW_SECTOR);
	v3->align = htobe32(COW_ALIGN);
	memcpy(v3->name, cow->backing, strnlen(cow->backing, sizeof(v3->name) - 1));
}

void cow_layout(struct cow_header *cow)
{
	cow->version = 3;
	layout_v3(cow, sizeof(struct cow_v3), COW_ALIGN, 0);
}

int cow_stat_backing(int fd, uint64_t *size, int64_t *mtime)
{
	struct stat st;

	if (fstat(fd, &st))
		return -1;
	*mtime = st.st_mtime;
	if (S_ISBLK(st.st_mode))
		return ioctl(fd, BLKGETSIZE64, size);
	if (!S_ISREG(st.st_mode)) {
		errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
		return -1;
	}
	*size = st.st_size;
	return 0;
}

long cow_lock(int fd, bool exclusive)
{
	struct flock lock = { .l_type = exclusive ? F_WRLCK : F_RDLCK, .l_whence = SEEK_SET };
	struct flock other = lock;

	if (!fcntl(fd, F_SETLK, &lock))
		return 0;
	if (errno != EACCES && errno != EAGAIN)
		return -1;
	if (fcntl(fd, F_GETLK, &other) || other.l_type == F_UNLCK || other.l_pid <= 0)
		return 1;	/* gone meanwhile, or in a place we cannot see into */
	return other.l_pid;
}
