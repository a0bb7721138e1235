#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# checkwall.sh LISTDIR HOST-OBJECTS...: prove the wall between the two halves.
# Run in the object tree, where kernel-all.o and the objects behind it are.
#
# The kernel half may use from outside:
#   - the host services in host-interface.txt, which a host object must define;
#   - what compiled code calls behind the author's back: runtime-symbols.txt,
#     one shell pattern per line;
#   - the ends of its own sections, __start_x and __stop_x;
#   - system calls not written yet (weak sys_*), which are then NULL.
# It must itself define what kernel-exports.txt promises to the host half.
lists=$1
shift
bad=0

names() { sed -e 's/[[:space:]]*#.*//' -e '/^$/d' "$1" | sort -u; }

complain()
{
	bad=1
	echo "wall: $*" >&2
}

# Which objects want the symbol.  Asked only when something is wrong.
who_wants()
{
	[ -e "$tmp/users" ] || find . -name '*.o' ! -name 'kernel*.o' ! -name '*_user.o' \
		! -path '*/os-Linux/*' -exec "$NM" -A -u {} + 2>/dev/null |
		sed -e 's|^\./||' -e 's/: *[A-Za-z] / /' >"$tmp/users"
	awk -v symbol="$1" '$2 == symbol { printf "%s ", $1 }' "$tmp/users"
}

tmp=$(mktemp -d) && trap 'rm -rf "$tmp"' EXIT
names "$lists/host-interface.txt" >"$tmp/services"
$NM --defined-only --extern-only kernel-all.o | sed 's/.* //' | sort -u >"$tmp/kernel"
$NM --defined-only --extern-only "$@" 2>/dev/null | sed -n 's/^[0-9a-f].* //p' | sort -u >"$tmp/host"
$NM -u kernel-all.o | awk '$1 == "w" && $2 ~ /^sys_/ { next } { print $2 }' | sort -u >"$tmp/wanted"

patterns=$(names "$lists/runtime-symbols.txt")
for symbol in $(comm -23 "$tmp/wanted" "$tmp/services"); do
	case $symbol in __start_*|__stop_*) continue ;; esac
	allowed=
	set -f
	for pattern in $patterns; do
		case $symbol in $pattern) allowed=y ;; esac
	done
	set +f
	[ $allowed ] || complain "$(who_wants "$symbol")wants $symbol," \
		"which is neither in the kernel nor in arch/um/host-interface.txt"
done
for symbol in $(comm -12 "$tmp/wanted" "$tmp/services" | comm -23 - "$tmp/host"); do
	complain "$symbol is listed in host-interface.txt and used by" \
		"$(who_wants "$symbol")but no host object defines it"
done
for symbol in $(names "$lists/kernel-exports.txt" | comm -23 - "$tmp/kernel"); do
	complain "$symbol is listed in kernel-exports.txt, but the kernel does not define it"
done
exit $bad
