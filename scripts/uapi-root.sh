#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# uapi-root.sh ROOT COMPILER: folders of links that let freestanding code reach
# the host's installed UAPI headers, and of the compiler's headers only those
# that define types (stdarg.h, stddef.h), while the rest of /usr/include stays
# out of sight.
#
#   <uapi/linux/x.h> <uapi/asm/x.h> <uapi/asm-generic/x.h>   always the host's
#   <linux/x.h> <asm/x.h> <asm-generic/x.h>                  if we have none
set -e
root=$1
compiler=$2
triple=$($CC -print-multiarch 2>/dev/null || true)

# Where does this compiler find <asm/unistd.h>?
header=$(echo '#include <asm/unistd.h>' | $CC -E -x c - |
	sed -n 's|^# 1 "\(.*\)/asm/unistd\.h".*|\1|p' | head -n 1)
asm=${header:-/usr/include/$triple}/asm
generic=$(echo '#include <asm-generic/errno.h>' | $CC -E -x c - |
	sed -n 's|^# 1 "\(.*\)/asm-generic/errno\.h".*|\1|p' | head -n 1)
base=${generic:-/usr/include}

rm -rf "$root" "$compiler"
mkdir -p "$root/uapi" "$compiler"
for dir in "$root" "$root/uapi"; do
	ln -s "$base/linux" "$dir/linux"
	ln -s "$base/asm-generic" "$dir/asm-generic"
	ln -s "$asm" "$dir/asm"
done

builtin=$($CC -print-file-name=include)
for header in "$builtin"/stdarg.h "$builtin"/stddef.h "$builtin"/__std*.h; do
	[ -e "$header" ] && ln -s "$header" "$compiler/"
done
exit 0
