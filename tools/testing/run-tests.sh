#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run-tests.sh - everything that judges a kernel
#
# usage: run-tests.sh [--kernel PATH] [--append WORDS] [--minimal] [--keep DIR]
#                     [--list] [PART...]
#
#   static     the checks of the tree (scripts/check*.py); only when named
#   harness    the selftests on this host; only when named
#   tools      the host programs of tools/uml, also beside Debian's
#   gdb        gdb and scripts/gdb on a running kernel
#   kunit      the suites built into the kernel
#   selftests  tools/testing/selftests in a guest, fs also on ext4, hostfs, overlay
#   ptrace     the selftests once more, with the ptrace engine
#   smp        the selftests with two CPUs; smp-ptrace: and the ptrace engine
#   debian     a day's work in a Debian image
#   badinput   what the kernel does with what it cannot use
#   console    consoles and serial lines: every channel
#   mconsole   the management console, byte by byte
#   ends       exit status, last words, nothing left behind
#   disk       COW files, locks, host errors, kills
#   ext4       kills, full disks, small journals
#   hostfs     the files of the host in a guest, seen from both sides
#   confined   guests where little is allowed on the host
#
# Without PART: all but the first two. --append gives the guests of kunit, selftests
# and debian more kernel words; --minimal takes the small Debian image; --keep leaves
# the parts' outputs in DIR. Prints the output of every part and a last line
# "N passed, N failed, N skipped". Exit status 1 when something failed or a part did
# not come to its end.

set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
all="kunit selftests ptrace smp smp-ptrace debian badinput console mconsole ends disk"
all="$all ext4 hostfs confined tools gdb"
kernel=$top/linux variant=everyday keep= parts= append=

while [ $# -gt 0 ]; do
	case $1 in
	--kernel)	kernel=$2; shift ;;
	--append)	append=$2; shift ;;
	--minimal)	variant=minimal ;;
	--keep)		keep=$2; shift ;;
	--list)		echo static harness $all; exit 0 ;;
	-h|--help)	sed -n '3,/^$/s/^# \{0,1\}//p' "$0"; exit 0 ;;
	*)	case " static harness $all " in
		*" $1 "*) parts="$parts $1" ;;
		*)	echo "run-tests.sh: $1: no such part or option" >&2; exit 2 ;;
		esac ;;
	esac
	shift
done
: "${parts:=$all}"
kernel=$(readlink -f "$kernel") || exit 2
# Files that take long to make stay in the build folder.
build=${BUILD_DIR:-$(dirname "$kernel")/build}
[ -w "$(dirname "$kernel")" ] || build=$top/build
mkdir -p "$build" || exit 2

work=${keep:-$(mktemp -d "${TMPDIR:-/tmp}/run-tests.XXXXXX")}
mkdir -p "$work"
trap '[ -n "$keep" ] || rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
passed=0 failed=0 skipped=0

part_static() {
	local check p=0 f=0
	for check in "$top"/scripts/check*.py; do
		if (cd "$top" && python3 -B "$check"); then
			p=$((p + 1)); echo "ok $(basename "$check")"
		else
			f=$((f + 1)); echo "not ok $(basename "$check")"
		fi
	done
	echo "$p passed, $f failed, 0 skipped"
}

part_debian() {
	local img=$build/debian.img
	[ $variant = everyday ] || img=$build/debian-$variant.img
	"$here/images/mkdebian.sh" --variant=$variant "$img" || return 1
	timeout -k 10 2400 "$here/debian_boot.py" --kernel "$kernel" --image "$img" \
		--append "$append" --log "$work/debian.log"
}

part_selftests() {
	timeout -k 10 1800 "$here/run-selftests.sh" --kernel "$kernel" "$@"
}

run_part() {
	export SELFTESTS_OUT=$build/selftests
	case $1 in
	tools)		(unset MAKEFLAGS MAKEOVERRIDES; make -s -C "$top" tools O="$build/tools") &&
			timeout -k 10 900 "$here/tools/run.py" --kernel "$kernel" \
				--tools "$build/tools/tools/uml" ;;
	gdb)		timeout -k 10 120 "$here/gdb.py" --kernel "$kernel" ;;
	static)		part_static ;;
	harness)	timeout -k 10 1800 "$here/run-selftests.sh" ;;
	kunit)		timeout -k 10 600 "$here/ktap.py" --kernel "$kernel" --append "$append" ;;
	selftests)	part_selftests --append "$append" --disk --hostfs --overlay ;;
	ptrace)		part_selftests --append "seccomp=off $append" ;;
	smp)		part_selftests --append "ncpus=2 $append" --disk ;;
	smp-ptrace)	part_selftests --append "ncpus=2 seccomp=off $append" ;;
	debian)		part_debian ;;
	badinput)	timeout -k 10 1800 "$here/badinput.py" --kernel "$kernel" ;;
	console|mconsole|ends)
			timeout -k 10 600 "$here/$1.py" --kernel "$kernel" ;;
	disk)		timeout -k 10 600 "$here/disk.py" --kernel "$kernel" ;;
	ext4)		timeout -k 10 600 "$here/ext4.py" --kernel "$kernel" ;;
	confined)	timeout -k 10 600 "$here/confined.py" --kernel "$kernel" ;;
	hostfs)		timeout -k 10 600 "$here/hostfs.py" --kernel "$kernel" ;;
	esac
}

totals='^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$'
for part in $parts; do
	start=$SECONDS
	echo "== $part"
	run_part $part 2>&1 | tee "$work/$part.out" | grep -avE "$totals"
	line=$(grep -aE "$totals" "$work/$part.out" | tail -1)
	if [ -z "$line" ]; then
		echo "not ok $part: did not come to its end"
		failed=$((failed + 1))
		continue
	fi
	echo "# $part: $line ($((SECONDS - start)) s)"
	set -- $line
	passed=$((passed + $1)) failed=$((failed + $3)) skipped=$((skipped + $5))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ] && [ $passed -gt 0 ]
