#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# mkcompile.sh SRCTREE: print compile.h.  The date is that of the sources
# (SOURCE_DATE_EPOCH, else the last commit), so that equal sources make equal
# binaries.
epoch=${SOURCE_DATE_EPOCH:-$(git -C "$1" log -1 --format=%ct 2>/dev/null)}
stamp=$(date -u -d "@${epoch:-0}" '+%a %b %e %H:%M:%S UTC %Y')
compiler=$($CC --version 2>/dev/null | head -n 1)
linker=$($LD --version 2>/dev/null | head -n 1)

cat <<END
#define UTS_MACHINE "x86_64"
#define UTS_VERSION "#${KBUILD_BUILD_VERSION:-1} ${KBUILD_BUILD_TIMESTAMP:-$stamp}"
#define LINUX_COMPILE_BY "${KBUILD_BUILD_USER:-user}"
#define LINUX_COMPILE_HOST "${KBUILD_BUILD_HOST:-host}"
#define LINUX_COMPILER "$compiler, $linker"
END
