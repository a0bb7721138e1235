#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# mkdebian.sh - make a Debian 12 root image (ext4, no partition table)
#
# usage: mkdebian.sh [--variant=everyday|minimal] [--force] OUT.img [SIZE]
#
#   everyday   compiler, interpreters, git, editors, systemd: what a person
#              expects of a Debian system (default; 1536M image, sparse)
#   minimal    shell, coreutils, procps, perl-base, python3 (512M,
#              sparse): quick to make, for continuous integration
#
# Packages come from the Debian sources apt is configured with on this
# machine, so that any mirror works; on a machine that is not Debian 12 from
# mmdebstrap's own default. $DEBIAN_SOURCES (sources.list lines) overrides
# both. An image newer than this script is kept, unless --force is given.
#
# Works as root, and without: mmdebstrap then uses a user namespace (or what
# else it finds) and fakeroot keeps the owners while the image is filled.

set -eu

die() { echo "mkdebian.sh: $*" >&2; exit 1; }

variant=everyday
force=
while [ $# -gt 0 ]; do
	case $1 in
	--variant=*)	variant=${1#*=} ;;
	--force)	force=1 ;;
	-h|--help)	sed -n '3,22s/^# \{0,1\}//p' "$0"; exit 0 ;;
	-*)		die "unknown option $1" ;;
	*)		break ;;
	esac
	shift
done
[ $# -ge 1 ] && [ $# -le 2 ] || die "usage: mkdebian.sh [--variant=V] OUT.img [SIZE]"
out=$1

case $variant in
everyday)
	size=${2:-1536M}
	packages="bash coreutils gcc libc6-dev make python3 perl git vim
		dpkg procps psmisc util-linux less file sed gawk tar gzip
		bzip2 xz-utils zstd strace gdb sqlite3 rsync openssh-client
		init systemd-sysv udev dbus login passwd e2fsprogs kmod
		iproute2 iputils-ping netbase ncurses-bin tzdata bc patch
		zip unzip tree lsof time screen cpio attr acl libcap2-bin
		busybox-static ca-certificates" ;;
minimal)
	size=${2:-512M}
	packages="bash coreutils procps psmisc util-linux less sed tar gzip
		perl-base python3 vim-tiny login passwd e2fsprogs
		sysvinit-core mount ncurses-bin" ;;
*)	die "unknown variant $variant" ;;
esac

if [ -z "$force" ] && [ -s "$out" ] && [ "$out" -nt "$0" ]; then
	echo "mkdebian.sh: $out is up to date"
	exit 0
fi

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

need() {	# need COMMAND PACKAGE
	command -v "$1" >/dev/null || PATH=$PATH:/sbin:/usr/sbin command -v "$1" >/dev/null && return
	as_root apt-get install -y --no-install-recommends "$2" >&2 ||
		die "$1 is missing; install the package $2"
}

PATH=$PATH:/usr/sbin:/sbin
need mmdebstrap mmdebstrap
need mke2fs e2fsprogs
[ "$(id -u)" = 0 ] || need fakeroot fakeroot

# The Debian 12 entries of this machine's apt, as sources.list lines.
apt_sources() {
	local key=/usr/share/keyrings/debian-archive-keyring.gpg opt=
	[ ! -e $key ] || opt="[signed-by=$key] "
	apt-get indextargets --format \
		'$(ORIGIN)|$(CODENAME)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)' \
		'Created-By: Packages' 2>/dev/null |
	awk -F'|' -v opt="$opt" '$1 == "Debian" && $2 ~ /^bookworm/ \
		{ print "deb " opt $3 " " $4 " " $5 }' | sort -u
}

# Proxies of this machine's apt, for mmdebstrap's own.
apt_proxies() {
	apt-config dump 2>/dev/null | grep -E '^Acquire::https?::Proxy ' || :
}

work=$(mktemp -d "${TMPDIR:-/tmp}/mkdebian.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

sources=${DEBIAN_SOURCES-$(apt_sources)}
set --
while IFS= read -r line; do
	[ -z "$line" ] || set -- "$@" "--aptopt=$line"
done <<-END
	$(apt_proxies)
END

list=$(echo $packages | tr ' ' ,)
echo "mkdebian.sh: fetching packages ($variant)" >&2
if [ -n "$sources" ]; then
	printf '%s\n' "$sources" >"$work/sources.list"
	mmdebstrap --quiet --variant=minbase --include="$list" "$@" \
		--skip=check/empty bookworm "$work/root.tar" "$work/sources.list"
else
	mmdebstrap --quiet --variant=minbase --include="$list" "$@" \
		bookworm "$work/root.tar"
fi

# Runs as root or under fakeroot: owners must survive until mke2fs reads them.
cat >"$work/fill.sh" <<'END'
set -eu
root=$1/root out=$2 size=$3 variant=$4
mkdir "$root"
tar -C "$root" -xpf "$1/root.tar"
rm -f "$1/root.tar"
sed -i 's/^root:[^:]*:/root::/' "$root/etc/shadow"
rm -f "$root/etc/hostname" "$root/etc/hosts"
umask 022
echo debian >"$root/etc/hostname"
printf '127.0.0.1\tlocalhost\n127.0.1.1\tdebian\n' >"$root/etc/hosts"
cat >"$root/etc/fstab" <<-FSTAB
	/dev/ubda	/	ext4	defaults,errors=remount-ro	0	1
	proc	/proc	proc	defaults	0	0
FSTAB
: >"$root/etc/apt/sources.list"
rm -rf "$root"/etc/apt/sources.list.d/* "$root"/var/lib/apt/lists/* \
	"$root"/var/cache/apt/*.bin "$root"/var/cache/apt/archives/*.deb
rm -rf "$root"/usr/share/man/?? "$root"/usr/share/man/??_* \
	"$root"/usr/share/locale/[!l]*
: >"$root/etc/machine-id"
echo "$variant" >"$root/etc/image-variant"
mkdir -p "$root/dev"
rm -f "$out"
mke2fs -q -F -t ext4 -L debian -d "$root" "$out" "$size"
END

echo "mkdebian.sh: filling $out ($size)" >&2
run=
[ "$(id -u)" = 0 ] || run=fakeroot
$run sh "$work/fill.sh" "$work" "$out.tmp" "$size" "$variant"
e2fsck -fn "$out.tmp" >"$work/fsck" 2>&1 || { cat "$work/fsck" >&2; die "new image is not clean"; }
mv "$out.tmp" "$out"
echo "mkdebian.sh: $out is ready" >&2
