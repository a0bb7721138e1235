// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's window for vmalloc(): a reserved range of host addresses in which
 * pieces of guest RAM are shown a second time. An empty part is PROT_NONE, so that
 * a stray access faults and nothing else is ever mapped there.
 */
#include <errno.h>
#include <stddef.h>
#include <sys/mman.h>
#include <os_process.h>
#include <um_upcall.h>

#define EMPTY	(MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE)

unsigned char *os_window_reserve(unsigned long size)
{
	void *p = mmap(NULL, size, PROT_NONE, EMPTY, -1, 0);

	return p == MAP_FAILED ? NULL : p;
}

int os_window_map(unsigned char *va, unsigned long long offset, unsigned long len)
{
	void *p = mmap(va, len, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
		       um_machine.physmem_fd, offset);

	return p == MAP_FAILED ? -errno : 0;
}

int os_window_unmap(unsigned char *va, unsigned long len)
{
	void *p = mmap(va, len, PROT_NONE, EMPTY | MAP_FIXED, -1, 0);

	return p == MAP_FAILED ? -errno : 0;
}
