// SPDX-License-Identifier: GPL-2.0
/*
 * gen_init_cpio LIST >ARCHIVE: make a cpio archive (format "newc") from a list,
 * so that devices and owners need no rights on the build host and the result
 * depends on nothing but the list and the files it names.
 *
 *	dir   /name		mode uid gid
 *	file  /name location	mode uid gid
 *	slink /name target	mode uid gid
 *	nod   /name		mode uid gid b|c major minor
 *	pipe  /name		mode uid gid
 *
 * Lines that are empty or begin with # are skipped.  All times are those of
 * SOURCE_DATE_EPOCH, or 0.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct entry {
	char		type[8];
	char		name[256];
	char		from[1024];	/* file: path here; slink: target */
	unsigned int	mode, uid, gid;
	unsigned int	major, minor;	/* nod */
};

static const char *list_name;
static unsigned int line_number;
static unsigned int next_inode = 721;
static unsigned long epoch;
static unsigned long long offset;

__attribute__((noreturn, format(printf, 1, 2)))
static void die(const char *format, ...)
{
	va_list args;

	fprintf(stderr, "%s:%u: ", list_name, line_number);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	exit(1);
}

static void put(const void *data, size_t length)
{
	if (fwrite(data, 1, length, stdout) != length)
		die("writing: %s", strerror(errno));
	offset += length;
}

static void pad_to(unsigned int alignment)
{
	static const char zeros[512];

	put(zeros, -offset & (alignment - 1));
}

/* Header and name of one member; its @size bytes of content come next. */
static void put_header(const struct entry *entry, unsigned int mode,
		       unsigned long size)
{
	const char *name = entry->name + (entry->name[0] == '/');
	size_t name_size = strlen(name) + 1;
	int length;

	length = printf("070701%08X%08X%08X%08X%08X%08lX%08lX%08X%08X%08X%08X%08zX%08X",
			next_inode++, mode, entry->uid, entry->gid,
			(mode & S_IFMT) == S_IFDIR ? 2 : 1, epoch, size, 0, 0,
			entry->major, entry->minor, name_size, 0);
	if (length != 110)
		die("%s: number too large for the format", entry->name);
	offset += length;
	put(name, name_size);
	pad_to(4);
}

static void put_file(const struct entry *entry)
{
	FILE *file = fopen(entry->from, "rb");
	char buffer[65536];
	struct stat st;
	size_t length;

	if (!file || fstat(fileno(file), &st) < 0)
		die("%s: %s", entry->from, strerror(errno));
	put_header(entry, S_IFREG | entry->mode, st.st_size);
	while ((length = fread(buffer, 1, sizeof(buffer), file)) > 0) {
		st.st_size -= length;
		put(buffer, length);
	}
	if (ferror(file) || st.st_size != 0)
		die("%s: cannot be read whole", entry->from);
	fclose(file);
	pad_to(4);
}

static void put_link(const struct entry *entry)
{
	put_header(entry, S_IFLNK | entry->mode, strlen(entry->from));
	put(entry->from, strlen(entry->from));
	pad_to(4);
}

static void put_entry(const struct entry *entry, const char *node_type)
{
	if (!strcmp(entry->type, "dir"))
		put_header(entry, S_IFDIR | entry->mode, 0);
	else if (!strcmp(entry->type, "pipe"))
		put_header(entry, S_IFIFO | entry->mode, 0);
	else if (!strcmp(entry->type, "nod"))
		put_header(entry, (*node_type == 'b' ? S_IFBLK : S_IFCHR) | entry->mode, 0);
	else if (!strcmp(entry->type, "file"))
		put_file(entry);
	else if (!strcmp(entry->type, "slink"))
		put_link(entry);
	else
		die("unknown type %s", entry->type);
}

static void read_line(const char *line)
{
	struct entry entry = { .type = "" };
	char node_type[2] = "c";
	int used = 0, fields;

	if (sscanf(line, "%7s %255s%n", entry.type, entry.name, &used) != 2)
		die("expected a type and a name");
	line += used;
	if (!strcmp(entry.type, "file") || !strcmp(entry.type, "slink")) {
		if (sscanf(line, "%1023s%n", entry.from, &used) != 1)
			die("%s needs a second name", entry.type);
		line += used;
	}
	fields = sscanf(line, "%o %u %u %1[bc] %u %u", &entry.mode, &entry.uid,
			&entry.gid, node_type, &entry.major, &entry.minor);
	if (fields != (strcmp(entry.type, "nod") ? 3 : 6))
		die("wrong number of fields for %s", entry.type);
	put_entry(&entry, node_type);
}

int main(int argc, char **argv)
{
	const struct entry trailer = { .name = "TRAILER!!!" };
	const char *date = getenv("SOURCE_DATE_EPOCH");
	char line[2048];
	FILE *list;

	list_name = argc == 2 ? argv[1] : "usage: gen_init_cpio LIST";
	list = argc == 2 ? fopen(list_name, "r") : NULL;
	if (!list)
		die("cannot be opened");
	epoch = date ? strtoul(date, NULL, 10) : 0;

	while (fgets(line, sizeof(line), list)) {
		line_number++;
		if (line[0] != '#' && line[strspn(line, " \t\n")])
			read_line(line);
	}
	next_inode = 0;
	put_header(&trailer, 0, 0);
	pad_to(512);
	return fflush(stdout) ? 1 : 0;
}
