#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# fetch-rivals.sh OUT - the newest User Mode Linux and runsc of Debian, unpacked
#
# Leaves OUT/linux.uml, OUT/lib (the C library that it needs), OUT/runsc,
# OUT/runsc-stable (the one of this machine's own suite) and OUT/versions. Nothing
# is installed: the packages come from Debian's unstable suite, by an apt
# configuration of our own, from the mirror that this machine's apt uses for
# Debian. What is there already is kept.
set -eu

out=${1:?usage: fetch-rivals.sh OUT}
[ ! -e "$out/versions" ] || exit 0
apt=$out/apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/state"
apt=$(cd "$apt" && pwd)

mirror=$(apt-get indextargets --format '$(ORIGIN)|$(COMPONENT)|$(REPO_URI)' \
	'Created-By: Packages' | sed -n 's/^Debian|main|//p' | grep -v security | head -1)
[ -n "$mirror" ] || { echo "fetch-rivals.sh: apt knows no mirror of Debian here" >&2; exit 1; }
fetch() {	# fetch PACKAGE FOLDER
	mkdir -p "$2"
	(cd "$2" && apt-get download -qq "$1" >&2 && dpkg-deb -x "$1"_*.deb . &&
		dpkg-deb -f "$1"_*.deb Version >version)
}

: >"$out/versions.tmp"
if fetch runsc "$out/stable"; then
	mv "$out/stable/usr/bin/runsc" "$out/runsc-stable"
	echo "runsc-stable $(cat "$out/stable/version")" >>"$out/versions.tmp"
fi

key=/usr/share/keyrings/debian-archive-keyring.gpg
echo "deb [signed-by=$key] $mirror unstable main" >"$apt/sources.list"
: >"$apt/status"
cat >"$apt/apt.conf" <<END
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State "$apt/state";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::Cache "$apt/cache";
APT::Sandbox::User "root";
END
export APT_CONFIG="$apt/apt.conf"

apt-get update -qq >&2
cd "$out"
for package in user-mode-linux runsc libc6; do
	fetch $package unpacked/$package
done
mv unpacked/user-mode-linux/usr/bin/linux.uml unpacked/runsc/usr/bin/runsc .
mv unpacked/libc6/usr/lib/x86_64-linux-gnu lib
for package in user-mode-linux runsc; do
	echo "$package $(cat unpacked/$package/version)"
done >>versions.tmp
rm -rf unpacked stable apt
mv versions.tmp versions
