/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_LINUX_EXPORT_H
#define INCLUDE_LINUX_EXPORT_H

/* There are no loadable modules yet: exporting a symbol needs nothing. */
#define EXPORT_SYMBOL(sym)		_Static_assert(1, "")
#define EXPORT_SYMBOL_GPL(sym)		_Static_assert(1, "")
#define EXPORT_SYMBOL_NS(sym, ns)	_Static_assert(1, "")
#define EXPORT_SYMBOL_NS_GPL(sym, ns)	_Static_assert(1, "")
#define THIS_MODULE			((struct module *)0)
struct module;

#endif /* INCLUDE_LINUX_EXPORT_H */
