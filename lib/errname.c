// SPDX-License-Identifier: GPL-2.0
/* Error numbers by name, for %pe and reports. */
#include <linux/array_size.h>
#include <linux/errname.h>
#include <linux/errno.h>
#include <linux/types.h>

#define E(name) [E##name] = "-E" #name

static const char *const errnames[] = {
	E(PERM), E(NOENT), E(SRCH), E(INTR), E(IO), E(NXIO), E(2BIG),
	E(NOEXEC), E(BADF), E(CHILD), E(AGAIN), E(NOMEM), E(ACCES), E(FAULT),
	E(NOTBLK), E(BUSY), E(EXIST), E(XDEV), E(NODEV), E(NOTDIR), E(ISDIR),
	E(INVAL), E(NFILE), E(MFILE), E(NOTTY), E(TXTBSY), E(FBIG), E(NOSPC),
	E(SPIPE), E(ROFS), E(MLINK), E(PIPE), E(DOM), E(RANGE), E(DEADLK),
	E(NAMETOOLONG), E(NOLCK), E(NOSYS), E(NOTEMPTY), E(LOOP), E(NOMSG),
	E(IDRM), E(CHRNG), E(L2NSYNC), E(L3HLT), E(L3RST), E(LNRNG),
	E(UNATCH), E(NOCSI), E(L2HLT), E(BADE), E(BADR), E(XFULL), E(NOANO),
	E(BADRQC), E(BADSLT), E(BFONT), E(NOSTR), E(NODATA), E(TIME),
	E(NOSR), E(NONET), E(NOPKG), E(REMOTE), E(NOLINK), E(ADV), E(SRMNT),
	E(COMM), E(PROTO), E(MULTIHOP), E(DOTDOT), E(BADMSG), E(OVERFLOW),
	E(NOTUNIQ), E(BADFD), E(REMCHG), E(LIBACC), E(LIBBAD), E(LIBSCN),
	E(LIBMAX), E(LIBEXEC), E(ILSEQ), E(RESTART), E(STRPIPE), E(USERS),
	E(NOTSOCK), E(DESTADDRREQ), E(MSGSIZE), E(PROTOTYPE), E(NOPROTOOPT),
	E(PROTONOSUPPORT), E(SOCKTNOSUPPORT), E(OPNOTSUPP), E(PFNOSUPPORT),
	E(AFNOSUPPORT), E(ADDRINUSE), E(ADDRNOTAVAIL), E(NETDOWN),
	E(NETUNREACH), E(NETRESET), E(CONNABORTED), E(CONNRESET), E(NOBUFS),
	E(ISCONN), E(NOTCONN), E(SHUTDOWN), E(TOOMANYREFS), E(TIMEDOUT),
	E(CONNREFUSED), E(HOSTDOWN), E(HOSTUNREACH), E(ALREADY),
	E(INPROGRESS), E(STALE), E(UCLEAN), E(NOTNAM), E(NAVAIL), E(ISNAM),
	E(REMOTEIO), E(DQUOT), E(NOMEDIUM), E(MEDIUMTYPE), E(CANCELED),
	E(NOKEY), E(KEYEXPIRED), E(KEYREVOKED), E(KEYREJECTED), E(OWNERDEAD),
	E(NOTRECOVERABLE), E(RFKILL), E(HWPOISON),
};

/* Those no program sees, counted from the first. */
#define PRIVATE_BASE	ERESTARTSYS
#undef E
#define E(name) [E##name - PRIVATE_BASE] = "-E" #name

static const char *const private_errnames[] = {
	E(RESTARTSYS), E(RESTARTNOINTR), E(RESTARTNOHAND), E(NOIOCTLCMD),
	E(RESTART_RESTARTBLOCK), E(PROBE_DEFER), E(OPENSTALE), E(NOPARAM),
	E(BADHANDLE), E(NOTSYNC), E(BADCOOKIE), E(NOTSUPP), E(TOOSMALL),
	E(SERVERFAULT), E(BADTYPE), E(JUKEBOX), E(IOCBQUEUED),
	E(RECALLCONFLICT),
};

const char *errname(int err)
{
	unsigned int num = err < 0 ? -(unsigned int)err : (unsigned int)err;
	const char *name = NULL;

	if (num < ARRAY_SIZE(errnames))
		name = errnames[num];
	else if (num - PRIVATE_BASE < ARRAY_SIZE(private_errnames))
		name = private_errnames[num - PRIVATE_BASE];
	return name && err > 0 ? name + 1 : name;
}
