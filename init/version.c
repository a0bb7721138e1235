// SPDX-License-Identifier: GPL-2.0
/* The first line of the log, and the text of /proc/version. */
#include <linux/printk.h>
#include <generated/compile.h>
#include <generated/utsrelease.h>

const char linux_banner[] =
	"Linux version " UTS_RELEASE " (" LINUX_COMPILE_BY "@" LINUX_COMPILE_HOST
	") (" LINUX_COMPILER ") " UTS_VERSION "\n";

/* sysname, release and version come from uname() at run time. */
const char linux_proc_banner[] =
	"%s version %s (" LINUX_COMPILE_BY "@" LINUX_COMPILE_HOST
	") (" LINUX_COMPILER ") %s\n";
