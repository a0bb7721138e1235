/* SPDX-License-Identifier: GPL-2.0 */
/* Between init/main.c and the machine. */
#ifndef ARCH_UM_ASM_SETUP_H
#define ARCH_UM_ASM_SETUP_H

#include <uapi/asm/setup.h>

#undef COMMAND_LINE_SIZE
#define COMMAND_LINE_SIZE 4096

void start_kernel(void);		/* init/main.c */
/* First thing: finds memory, hands it to mem_init(). */
void setup_arch(char **cmdline);
/* Clock and timer, after the scheduler and hrtimers. */
void time_init(void);

#endif /* ARCH_UM_ASM_SETUP_H */
