// SPDX-License-Identifier: GPL-2.0
/*
 * Start of the kernel half: from the host's stack to start_kernel(), then the
 * description of guest RAM for mm/.
 *
 * Page frame 0 is never used, so that a zero frame number stays suspicious; an
 * initrd image follows it.
 */
#include <linux/console.h>
#include <linux/errno.h>
#include <linux/init.h>
#include <linux/initrd.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <asm/page.h>
#include <asm/setup.h>
#include <os_file.h>
#include <os_process.h>
#include <um_options.h>
#include <um_upcall.h>
#include <asm/machine.h>

unsigned long uml_physmem;
unsigned long uml_physmem_size;
char boot_command_line[COMMAND_LINE_SIZE];
unsigned long initrd_start, initrd_end;

/* Before there is any console: the log goes to stdout if "earlyprintk" says so. */
static void early_write(const char *text, unsigned int len)
{
	os_early_write(1, text, len);
}

static int __init setup_earlyprintk(char *value)
{
	early_console_write = early_write;
	return 0;
}
early_param("earlyprintk", setup_earlyprintk);

void um_start_kernel(void)
{
	struct thread_info *ti = task_thread_info(&init_task);

	uml_physmem = (unsigned long)um_machine.physmem;
	uml_physmem_size = um_machine.physmem_size;
	um_machine.init_stack = (unsigned long)ti;
	um_machine.stack_size = THREAD_SIZE;
	ti->task = &init_task;
	ti->cpu = 0;
	call_on_stack(start_kernel, (unsigned long)ti + THREAD_SIZE - 16);
}

long __init arch_decompress(const void *in, unsigned long in_len, void *out,
			    unsigned long out_size)
{
	return os_decompress(in, in_len, out, out_size);
}

/* Return: bytes read to guest RAM at @where, 0 when there is none. */
static unsigned long __init load_file(const char *path, unsigned long where)
{
	unsigned long room = uml_physmem_size / 2;
	struct os_stat st;
	long long n;
	int fd, err = os_stat(path, &st);

	if (err) {
		pr_err("Couldn't stat \"%s\" : err = %d\n", path, -err);
		return 0;
	}
	if (!st.size || st.size > room) {
		pr_err("\"%s\" is %s\n", path, st.size ? "too large" : "empty");
		return 0;
	}
	fd = os_open(path, OS_READ, 0);
	if (fd < 0) {
		pr_err("Opening \"%s\" failed - err = %d\n", path, -fd);
		return 0;
	}
	n = os_read(fd, __va(where), st.size);
	os_close(fd);
	if (n != (long long)st.size) {
		pr_err("Read of initrd (%llu bytes) failed - err = %lld\n",
		       st.size, -n);
		return 0;
	}
	return n;
}

static unsigned long __init load_initrd(unsigned long where)
{
	unsigned long size;

	if (!um_options.initrd)
		return where;
	size = load_file(um_options.initrd, where);
	if (!size)
		return where;
	initrd_start = (unsigned long)__va(where);
	initrd_end = initrd_start + size;
	return PAGE_ALIGN(where + size);
}

void __init setup_arch(char **cmdline)
{
	unsigned long first_free = PAGE_SIZE;

	cpu_setup();
	smp_setup();
	strscpy(boot_command_line, um_options.command_line,
		sizeof(boot_command_line));
	*cmdline = boot_command_line;
	first_free = load_initrd(first_free);
	mem_init(uml_physmem_size, first_free);
}
