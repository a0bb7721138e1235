#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# install-deps.sh PROGRAM|FILE...: see that each is there, and install the
# Debian package that holds it if not (as root, or through sudo).
# With no argument: everything that building, checking and running needs.
set -e

package_of()
{
	case $1 in
	gcc) echo gcc ;;
	git) echo git ;;
	clang) echo clang ;;
	ld|objcopy|nm) echo binutils ;;
	python3) echo python3-minimal ;;
	kconfig-conf|kconfig-mconf) echo kconfig-frontends ;;
	mke2fs|e2fsck|debugfs) echo e2fsprogs ;;
	debootstrap|mmdebstrap) echo "$1" ;;
	busybox) echo busybox-static ;;
	*/stdio.h|*/libc.a) echo libc6-dev ;;
	*/linux/stat.h) echo linux-libc-dev ;;
	*/readline.h) echo libreadline-dev ;;
	*/zlib.h) echo zlib1g-dev ;;
	*/lzma.h) echo liblzma-dev ;;
	*/zstd.h) echo libzstd-dev ;;
	*) echo "install-deps.sh: no package known for $1" >&2; exit 1 ;;
	esac
}

is_there()
{
	case $1 in
	/*) [ -e "$1" ] ;;
	busybox) [ -x /bin/busybox ] && ! ldd /bin/busybox >/dev/null 2>&1 ;;
	*) PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null ;;
	esac
}

[ $# -gt 0 ] || set -- gcc ld python3 kconfig-conf busybox mke2fs \
	/usr/include/stdio.h /usr/include/linux/stat.h \
	/usr/include/zlib.h /usr/include/lzma.h /usr/include/zstd.h

packages=
for need in "$@"; do
	is_there "$need" || packages="$packages $(package_of "$need")"
done
[ -n "$packages" ] || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
echo "  Installing$packages" >&2
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq >&2
$as_root apt-get install -y -qq --no-install-recommends $packages >&2
