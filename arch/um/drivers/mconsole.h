/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The management console: device classes that can be configured while the machine
 * runs (for drivers), and what the files mconsole*.c tell each other.
 */
#ifndef ARCH_UM_DRIVERS_MCONSOLE_H
#define ARCH_UM_DRIVERS_MCONSOLE_H

#include <linux/list.h>
#include <linux/types.h>

#include <os_socket.h>

/**
 * struct mc_device - a class of devices for "config" and "remove"
 * @name:	prefix of the device's name: "ubd", "con". The class that was
 *		registered last is asked first.
 * @config:	a new setting; @text is what follows @name and contains a '='. It may
 *		be changed but not kept. 0, or an error (1 or -errno) with a
 *		text in *@error.
 * @query:	the present setting of the device that @text names to @buf, with a NUL. Its
 *		length, or an error as above. NULL: there is no such thing.
 * @parse_unit:	which unit *@text names, advancing *@text; negative: none. NULL: the
 *		class has one device, unit 0.
 * @nr_units:	units are 0 .. @nr_units - 1
 * @remove:	take unit @unit away: 0, -ENODEV or -EBUSY, for which there are
 *		texts, or an error as above
 *
 * All are called in process context, one at a time.
 */
struct mc_device {
	struct list_head node;
	const char	*name;
	int (*config)(char *text, const char **error);
	int (*query)(const char *text, char *buf, size_t size, const char **error);
	int (*parse_unit)(const char **text);
	int		nr_units;
	int (*remove)(int unit, const char **error);
};

#ifdef CONFIG_MCONSOLE
void mconsole_register_dev(struct mc_device *dev);	/* from an initcall */
#else
static inline void mconsole_register_dev(struct mc_device *dev)
{
}
#endif

/* -- the protocol, version 2 -- */

#define MCONSOLE_MAGIC		0xcafebabe
#define MCONSOLE_VERSION	2
#define MCONSOLE_MAX_DATA	512

struct mconsole_request {
	u32	magic, version, len;
	char	data[MCONSOLE_MAX_DATA];
};

struct mconsole_reply {
	u32	err, more, len;
	char	data[MCONSOLE_MAX_DATA];
};

struct mconsole_notify {
	u32	magic, version, type, len;
	char	data[MCONSOLE_MAX_DATA];
};

enum { MCONSOLE_SOCKET, MCONSOLE_PANIC, MCONSOLE_HANG, MCONSOLE_USER_NOTIFY };

/* -- inside -- */

struct mc_command;

/* A request on its way. [P] its command */
struct mc_request {
	struct list_head	node;	/* mconsole.c: the queue */
	const struct mc_command	*cmd;
	struct os_peer		from;
	int			fd;
	bool			gone;	/* the client takes no more answers */
	bool			answered; /* the first datagram has left */
	char			text[MCONSOLE_MAX_DATA + 1];
};

struct mc_command {
	const char	*name;
	bool		sleeps;		/* runs in process context, in turn */
	void		(*fn)(struct mc_request *req);
};

/* mconsole_command.c; NULL: unknown */
const struct mc_command *mconsole_find_command(const char *text);
/* Behind the command's name and blanks. */
char *mconsole_argument(struct mc_request *req);

/* mconsole_reply.c */
void mconsole_reply(struct mc_request *req, const char *text, int err);
void mconsole_reply_part(struct mc_request *req, const char *text, size_t len, int err,
			 bool more);
void mconsole_capture_begin(struct mc_request *req);
void mconsole_capture_end(struct mc_request *req);

/* mconsole_device.c */
void mconsole_config(struct mc_request *req);
void mconsole_remove(struct mc_request *req);

/* mconsole_proc.c */
void mconsole_proc(struct mc_request *req);

/* mconsole_notify.c */
void mconsole_notify(u32 type, const void *data, size_t len);
#ifdef CONFIG_MCONSOLE
const char *mconsole_notify_socket(void);
#else
static inline const char *mconsole_notify_socket(void) { return NULL; }
#endif

/* mconsole.c */
/* Run @cmd for the same request later, in process context. false: no memory. */
bool mconsole_defer(const struct mc_request *req, const struct mc_command *cmd);

enum mc_verdict { MC_OLD_CLIENT, MC_TOO_LARGE, MC_BAD_VERSION, MC_GOOD };
enum mc_verdict mconsole_check(const struct mconsole_request *msg, size_t received,
			       struct mc_request *req);

#endif /* ARCH_UM_DRIVERS_MCONSOLE_H */
