#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# run-selftests.sh - run the selftests on this host or inside a guest
#
# usage: run-selftests.sh [options] [word...]
#
#   --kernel PATH   run in a guest of this kernel (default: on this host)
#   --mem SIZE      memory of the guest (default 512M)
#   --disk          also run the fs tests on an ext4 image in the guest
#   --hostfs[=DIR]  also run them on a hostfs mount of DIR (default: a new one)
#   --overlay       also run them on an overlay
#   --timeout N     seconds for one program (default 120)
#   --total N       seconds for the whole guest (default 1500)
#   --append WORDS  more words for the kernel command line
#   --log FILE      keep all that the guest said
#   -v              show the output of passing programs too
#
# A word selects the programs whose path contains it. Prints one line per
# program, what failing programs said, and a last line
# "N passed, N failed, N skipped". Exit status 1 when something failed.

set -u
here=$(cd "$(dirname "$0")" && pwd)
kernel= mem=512M disk= hostfs= timeout=120 total=1500 append= keep= verbose= words=
out=${SELFTESTS_OUT:-$here/../../build/selftests}

while [ $# -gt 0 ]; do
	case $1 in
	--kernel)	kernel=$2; shift ;;
	--mem)		mem=$2; shift ;;
	--disk)		disk=1 ;;
	--hostfs)	hostfs=new ;;
	--overlay)	append="$append TEST_OVERLAY=1" ;;
	--hostfs=*)	hostfs=${1#*=} ;;
	--timeout)	timeout=$2; shift ;;
	--total)	total=$2; shift ;;
	--append)	append="$append $2"; shift ;;
	--log)		keep=$2; shift ;;
	-v)		verbose=1 ;;
	-h|--help)	sed -n '3,23s/^# \{0,1\}//p' "$0"; exit 0 ;;
	-*)		echo "run-selftests.sh: unknown option $1" >&2; exit 2 ;;
	*)		words="$words${words:+,}$1" ;;
	esac
	shift
done

mkdir -p "$out"
out=$(cd "$out" && pwd)
make -s -j"$(nproc)" -C "$here/selftests" OUT="$out" || exit 2

work=$(mktemp -d "${TMPDIR:-/tmp}/selftests.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

chosen() {	# chosen PROGRAM
	local w
	[ -n "$words" ] || return 0
	for w in ${words//,/ }; do
		case $1 in *$w*) return 0 ;; esac
	done
	return 1
}

report() {	# report STATUS PROGRAM OUTPUT
	case $1 in
	0)	passed=$((passed + 1)); echo "ok $2" ;;
	4)	skipped=$((skipped + 1)); echo "ok $2 # SKIP" ;;
	*)	failed=$((failed + 1)); echo "not ok $2 # exit $1" ;;
	esac
	if [ -n "$verbose" ] || { [ "$1" != 0 ] && [ "$1" != 4 ]; }; then
		sed 's/^/    /' "$3"
	fi
}

run_native() {
	local prog status
	passed=0 failed=0 skipped=0
	for prog in $(make -s -C "$here/selftests" list); do
		chosen "$prog" || continue
		timeout -k 5 "$timeout" setsid -w "$out/$prog" \
			</dev/null >"$work/out" 2>&1
		status=$?
		report $status "$prog" "$work/out"
	done
}

run_guest() {
	local status line prog= args=()
	local img=$work/disk.img
	for prog in $(make -s -C "$here/selftests" list); do
		args+=("/tests/$prog=$out/$prog")
	done
	"$here/selftests/mkinitramfs.py" "$work/initrd" "/init=$out/init" "${args[@]}"
	if [ -n "$disk" ]; then
		PATH=$PATH:/sbin:/usr/sbin mke2fs -q -F -t ext4 "$img" 256M >/dev/null
		disk="ubd0=$img TEST_DISK=/dev/ubda"
	fi
	if [ "$hostfs" = new ]; then
		mkdir -p "$work/hostfs"
		hostfs=$work/hostfs
	fi
	timeout --foreground -k 10 "$total" "$kernel" mem="$mem" initrd="$work/initrd" \
		con=null con0=null,fd:1 $disk ${hostfs:+TEST_HOSTFS=$hostfs} \
		TESTS="$words" TEST_SECONDS="$timeout" \
		uml_dir="$work" noreboot $append </dev/null >"$work/log" 2>&1
	status=$?
	tr -d '\r' <"$work/log" >"$work/clean"
	[ -z "$keep" ] || cp "$work/clean" "$keep"
	# Programs come as an indented block between "# name" and "ok N name".
	awk -v verbose="$verbose" '
		/^    /			{ block = block $0 "\n"; next }
		/^(not )?ok [0-9]+ /	{ bad = /^not/; sub(/ok [0-9]+/, "ok"); print
					  if (verbose || bad) printf "%s", block
					  block = ""; next }
		/^# selftests:/		{ next }
		/panic|BUG|Oops|segfault/ { print "# " $0 }' "$work/clean"
	line=$(grep -a '^# selftests: ' "$work/clean" | tail -1)
	if [ -z "$line" ]; then
		prog=$(grep -a '^# [a-z]*/' "$work/clean" | tail -1)
		echo "not ok the guest did not finish (exit status $status) in ${prog#\# }; last lines:"
		tail -n 30 "$work/clean" | sed 's/^/#   /'
		passed=$(grep -ac '^ok [0-9]' "$work/clean")
		failed=$(($(grep -ac '^not ok [0-9]' "$work/clean") + 1)) skipped=0
		return
	fi
	read -r passed failed skipped <<-END
		$(echo "$line" | tr -dc '0-9 ')
	END
	if grep -qaE '^(BUG|WARNING):? ' "$work/clean"; then
		echo "not ok the kernel complained"
		grep -aE -A12 '^(BUG|WARNING):? ' "$work/clean" | head -40 | sed 's/^/    /'
		failed=$((failed + 1))
	fi
	if [ -n "$disk" ] && ! PATH=$PATH:/sbin:/usr/sbin e2fsck -fn "$img" >"$work/fsck" 2>&1; then
		echo "not ok e2fsck of the disk"
		sed 's/^/    /' "$work/fsck"
		failed=$((failed + 1))
	fi
	# The machine's status is 1 when a test failed; older UML kernels say 0.
	if [ "$status" != 0 ] && [ "$failed" = 0 ]; then
		echo "# all passed, but the guest's exit status is $status"
		failed=1
	fi
}

if [ -n "$kernel" ]; then run_guest; else run_native; fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ $((passed + skipped)) -gt 0 ]
