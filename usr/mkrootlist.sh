#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# mkrootlist.sh BUSYBOX ROOTDIR: print the list from which gen_init_cpio makes
# the embedded root: folders, device nodes, the files under ROOTDIR, busybox, and
# a link for each program it can be.
set -e
busybox=$1
rootdir=$2

for dir in bin dev etc etc/init.d mnt proc run sbin sys usr usr/bin usr/sbin var; do
	echo "dir /$dir 755 0 0"
done
echo "dir /tmp 1777 0 0"
echo "dir /root 700 0 0"
echo "nod /dev/console 600 0 0 c 5 1"
echo "nod /dev/null 666 0 0 c 1 3"

(cd "$rootdir" && find . -type f | sort) | while read -r file; do
	mode=644
	[ -x "$rootdir/$file" ] && mode=755
	echo "file /${file#./} $rootdir/$file $mode 0 0"
done

echo "file /bin/busybox $busybox 755 0 0"
echo "slink /init sbin/init 777 0 0"
"$busybox" --list-full | sort | while read -r program; do
	case $program in
	bin/busybox|linuxrc) continue ;;
	bin/*|sbin/*|usr/bin/*|usr/sbin/*) echo "slink /$program /bin/busybox 777 0 0" ;;
	esac
done
