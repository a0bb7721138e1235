/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_PERSONALITY_H
#define INCLUDE_LINUX_PERSONALITY_H

#include <uapi/linux/personality.h>

#define personality(pers)	((pers) & PER_MASK)
/* Takes effect at once, for the calling thread. */
#define set_personality(pers)	(current->personality = (pers))

#endif /* INCLUDE_LINUX_PERSONALITY_H */
