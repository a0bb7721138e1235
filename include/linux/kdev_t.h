/* SPDX-License-Identifier: GPL-2.0 */
/* Device numbers: 12 bits of major, 20 of minor inside the kernel. */
#ifndef INCLUDE_LINUX_KDEV_T_H
#define INCLUDE_LINUX_KDEV_T_H

#include <linux/types.h>

#define MINORBITS	20
#define MINORMASK	((1U << MINORBITS) - 1)
#define MAJOR(dev)	((unsigned int)((dev) >> MINORBITS))
#define MINOR(dev)	((unsigned int)((dev) & MINORMASK))
#define MKDEV(ma, mi)	((dev_t)((ma) << MINORBITS | (mi)))

/* The user's encoding: minor low 8, major 12, minor high 12. */
static inline u32 new_encode_dev(dev_t dev)
{
	return (MINOR(dev) & 0xff) | MAJOR(dev) << 8 | (MINOR(dev) & ~0xffu) << 12;
}
static inline dev_t new_decode_dev(u32 dev)
{
	return MKDEV((dev & 0xfff00) >> 8, (dev & 0xff) | ((dev >> 12) & 0xfff00));
}
static inline u16 old_encode_dev(dev_t dev) { return MAJOR(dev) << 8 | MINOR(dev); }
static inline dev_t old_decode_dev(u16 val) { return MKDEV((val >> 8) & 255, val & 255); }
static inline bool old_valid_dev(dev_t dev) { return MAJOR(dev) < 256 && MINOR(dev) < 256; }

#endif /* INCLUDE_LINUX_KDEV_T_H */
