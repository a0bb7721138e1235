/* SPDX-License-Identifier: GPL-2.0 */
/* The ways a machine ends: kernel/reboot.c. */
#ifndef INCLUDE_LINUX_REBOOT_H
#define INCLUDE_LINUX_REBOOT_H

#include <linux/compiler.h>
#include <linux/notifier.h>
#include <uapi/linux/reboot.h>

struct pid;

/* What a reboot notifier is told. */
#define SYS_DOWN	0x0001
#define SYS_RESTART	SYS_DOWN
#define SYS_HALT	0x0002
#define SYS_POWER_OFF	0x0003

enum system_states {
	SYSTEM_BOOTING,
	SYSTEM_SCHEDULING,
	SYSTEM_FREEING_INITMEM,
	SYSTEM_RUNNING,
	SYSTEM_HALT,
	SYSTEM_POWER_OFF,
	SYSTEM_RESTART,
	SYSTEM_SUSPEND,
};
extern enum system_states system_state;		/* init/main.c moves it forward */

int register_reboot_notifier(struct notifier_block *nb);
int unregister_reboot_notifier(struct notifier_block *nb);
extern struct blocking_notifier_head reboot_notifier_list;

/* Orderly: notifiers, then the devices' shutdown, then the machine. */
void kernel_restart(char *cmd) __noreturn;
void kernel_halt(void) __noreturn;
void kernel_power_off(void) __noreturn;
/* At once: from a panic or SysRq. Context: any. */
void emergency_restart(void) __noreturn;

/* Ctrl-Alt-Del: SIGINT for init, or a restart (reboot(2) chooses). */
void ctrl_alt_del(void);
extern int C_A_D;
extern struct pid *cad_pid;

/* drivers/base: every device's shutdown method, children first. */
void device_shutdown(void);

/* The machine's part, arch/um/kernel/reboot.c. */
void machine_restart(char *cmd) __noreturn;
void machine_halt(void) __noreturn;
void machine_power_off(void) __noreturn;
/* After a panic: everything has been said. */
void machine_panic(const char *why) __noreturn;	/* NULL: while panicking */

#endif /* INCLUDE_LINUX_REBOOT_H */
