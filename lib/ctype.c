// SPDX-License-Identifier: GPL-2.0
/* The table behind linux/ctype.h: ASCII, with nothing above 127. */
#include <linux/ctype.h>
#include <linux/export.h>

#define UX	(_U | _X)
#define LX	(_L | _X)

const unsigned char _ctype[256] = {
	[0x00 ... 0x08] = _C,
	['\t' ... '\r'] = _C | _S,
	[0x0e ... 0x1f] = _C,
	[' '] = _S | _SP,
	['!' ... '/'] = _P,
	['0' ... '9'] = _D,
	[':' ... '@'] = _P,
	['A' ... 'F'] = UX,
	['G' ... 'Z'] = _U,
	['[' ... '`'] = _P,
	['a' ... 'f'] = LX,
	['g' ... 'z'] = _L,
	['{' ... '~'] = _P,
	[0x7f] = _C,
};
EXPORT_SYMBOL(_ctype);
