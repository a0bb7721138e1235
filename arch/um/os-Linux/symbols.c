// SPDX-License-Identifier: GPL-2.0
/*
 * Names of functions, from the symbol table of our own executable, mapped once at
 * start.  The search is linear: it serves traces.
 */
#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <os_process.h>
#include "internal.h"

static struct {
	const Elf64_Sym	*sym;
	unsigned long	nr;
	const char	*names;
	unsigned long	names_size;
} table;

static const unsigned char *map_self(unsigned long *size)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *p;

	if (fd < 0)
		return NULL;
	p = MAP_FAILED;
	if (!fstat(fd, &st))
		p = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	*size = st.st_size;
	return p == MAP_FAILED ? NULL : p;
}

void symbols_init(void)
{
	unsigned long size;
	const unsigned char *image = map_self(&size);
	const Elf64_Ehdr *eh = (const void *)image;
	const Elf64_Shdr *sh;

	if (!image || size < sizeof(*eh) ||
	    eh->e_shoff + (unsigned long)eh->e_shnum * sizeof(*sh) > size)
		return;
	sh = (const void *)(image + eh->e_shoff);
	for (int i = 0; i < eh->e_shnum; i++) {
		const Elf64_Shdr *names;

		if (sh[i].sh_type != SHT_SYMTAB || sh[i].sh_link >= eh->e_shnum)
			continue;
		names = &sh[sh[i].sh_link];
		if (sh[i].sh_offset + sh[i].sh_size > size ||
		    names->sh_offset + names->sh_size > size)
			return;
		table.sym = (const void *)(image + sh[i].sh_offset);
		table.nr = sh[i].sh_size / sizeof(Elf64_Sym);
		table.names = (const char *)image + names->sh_offset;
		table.names_size = names->sh_size;
	}
}

const char *os_symbol_lookup(unsigned long addr, unsigned long *offset,
			     unsigned long *size)
{
	const Elf64_Sym *best = NULL;

	for (unsigned long i = 0; i < table.nr; i++) {
		const Elf64_Sym *s = &table.sym[i];

		if (ELF64_ST_TYPE(s->st_info) == STT_FUNC &&
		    addr >= s->st_value && addr - s->st_value < s->st_size &&
		    s->st_name < table.names_size)
			best = s;
	}
	if (!best)
		return NULL;
	*offset = addr - best->st_value;
	*size = best->st_size;
	return table.names + best->st_name;
}
