/* SPDX-License-Identifier: GPL-2.0 */
/* The image of initrd=, in guest RAM; both 0 when there is none. */
#ifndef INCLUDE_LINUX_INITRD_H
#define INCLUDE_LINUX_INITRD_H

extern unsigned long initrd_start, initrd_end;

#endif /* INCLUDE_LINUX_INITRD_H */
