// SPDX-License-Identifier: GPL-2.0
/*
 * The stub file: all pages of ours that are mapped into guest address spaces.  They
 * are the host's share of a guest process, like its page tables, and not part of
 * guest RAM.
 *
 *	[0, SLOT_SIZE)		the stub's code
 *	slot n			control page and signal stack of a task, n >= 1
 *	behind the slots	a command page for each space, then a record of
 *				answers for each slot
 */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "../internal.h"
#include "seccomp.h"
#include "stub.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif

#define FILE_SIZE	(answers_offset() + (unsigned long)NR_SLOTS * ANSWER_SIZE)

_Static_assert(sizeof(struct um_answers) <= ANSWER_SIZE, "");
_Static_assert(offsetof(struct um_answers, egid) == ANSWER_EGID, "");

int stub_fd = -1;
static char *pages;			/* the file, mapped */

static int open_stub_file(void)
{
	int fd = memfd_create("uml-stub", MFD_CLOEXEC | MFD_EXEC);

	if (fd < 0 && errno == EINVAL)		/* host before 6.3 */
		fd = memfd_create("uml-stub", MFD_CLOEXEC);
	return fd;
}

/* Return: 0 or -errno. */
int pages_create(void)
{
	long size = um_seccomp_end - um_seccomp_begin;

	if (size > STUB_PAGE)
		return -E2BIG;
	stub_fd = open_stub_file();
	if (stub_fd < 0 || ftruncate(stub_fd, FILE_SIZE) < 0 ||
	    pwrite(stub_fd, um_seccomp_begin, size, 0) != size)
		return -errno;
	pages = mmap(NULL, FILE_SIZE, PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_NORESERVE, stub_fd, 0);
	if (pages == MAP_FAILED)
		return -errno;
	madvise(pages, FILE_SIZE, MADV_DONTFORK);
	return 0;
}

/* Where a label of stub.S is in every guest address space. */
unsigned long stub_label(const char *label)
{
	return UM_STUB_CODE + (label - um_seccomp_begin);
}

unsigned long slot_offset(int slot)
{
	return (unsigned long)slot * SLOT_SIZE;
}

unsigned long command_offset(int space)
{
	return slot_offset(NR_SLOTS) + (unsigned long)space * STUB_PAGE;
}

unsigned long answers_offset(void)
{
	return command_offset(NR_SPACES);
}

struct um_answers *slot_answers(int slot)
{
	return (struct um_answers *)(pages + answers_offset() +
				     (unsigned long)slot * ANSWER_SIZE);
}

struct stub_control *slot_control(int slot)
{
	return (struct stub_control *)(pages + slot_offset(slot));
}

struct stub_command *command_page(int space)
{
	return (struct stub_command *)(pages + command_offset(space));
}

/* The next owner must not see what the last one had. */
void slot_clear(int slot)
{
	RETRY(fallocate(stub_fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			slot_offset(slot), SLOT_SIZE));
}
