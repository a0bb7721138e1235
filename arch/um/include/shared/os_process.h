/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's own host process: memory, output, ways out, identity.
 */
#ifndef UM_SHARED_OS_PROCESS_H
#define UM_SHARED_OS_PROCESS_H

/* -- memory: arch/um/os-Linux/memory.c -- */

/* Give pages back to the host; they read as zeroes when touched again. */
int os_drop_memory(unsigned long long offset, unsigned long long len);
/* Ask for 2 MiB host folios behind a range; a hint. */
int os_huge_memory(unsigned long long offset, unsigned long long len);

/*
 * A window of host addresses in which the kernel makes scattered pages of guest
 * RAM contiguous: window.c. os_window_reserve() is called once, at boot; NULL when
 * the host has no room. Empty parts of the window fault.
 */
unsigned char *os_window_reserve(unsigned long size);
int os_window_map(unsigned char *va, unsigned long long offset, unsigned long len);
int os_window_unmap(unsigned char *va, unsigned long len);

/* -- output before and beside the consoles: output.c; waits for the reader -- */
void os_early_write(int fd, const char *buf, unsigned long len);

/*
 * -- ways out: exit.c. All restore the terminals, end helper programs, and say on
 * stderr why it ended. --
 */

/* Removes the umid directory, exits with status & 255. @why: "halted", ... */
void os_halt(int status, const char *why) __attribute__((noreturn));
/* The same, then executes the original command line in the same process. */
void os_reboot(void) __attribute__((noreturn));
/* Leaves the umid directory, dies by SIGABRT. @why may be NULL. */
void os_panic(const char *why) __attribute__((noreturn));
/* Nothing happens for that long: before the end of a machine that has panicked. */
void os_pause(unsigned int seconds);

/* -- symbols of this executable: symbols.c.  Any context, signals included. -- */

/**
 * os_symbol_lookup() - which function is that
 * @addr: code address
 * @offset: distance from its start
 * @size: its length
 *
 * Return: name, or NULL.
 */
const char *os_symbol_lookup(unsigned long addr, unsigned long *offset,
			     unsigned long *size);

/* -- the host: identity.c -- */
struct os_utsname {
	char sysname[65], nodename[65], release[65], version[65], machine[65];
};

void os_uname(struct os_utsname *uts);
long os_getrandom(void *buf, unsigned long len);
int os_getpid(void);
int os_wake_eventfd(void);			/* readable after a SIGUSR1; once, at boot */
int os_nr_cpus(void);
const char *os_getenv(const char *name);
const char *os_umid(void);			/* "" when there is none */
/* Path of @name in our umid directory. -errno when there is no directory. */
int os_umid_path(const char *name, char *buf, unsigned long size);

/* Host memory below the kernel's feet: bytes free for guest RAM, 0: unknown. */
unsigned long long os_free_memory(void);

/**
 * os_decompress() - unpack a gzip, xz, lzma or zstd image
 * @in: image
 * @in_len: its length
 * @out: where to
 * @out_size: room
 *
 * Called at boot only (it allocates).  Return: bytes, -EINVAL for an unknown or
 * bad format, -ENOSPC.
 */
long long os_decompress(const void *in, unsigned long in_len,
			void *out, unsigned long out_size);

#endif /* UM_SHARED_OS_PROCESS_H */
