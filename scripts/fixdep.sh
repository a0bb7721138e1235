#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# fixdep.sh FILE.d: make an object depend on the options it looks at.
#
# Every kernel file includes autoconf.h, so a plain dependency list would
# rebuild the world on any change of .config.  Instead of autoconf.h the object
# gets a dependency on include/config/<option>.h for each CONFIG_ word found in
# its own source and headers; kconfig touches that file when the option changes.
set -e
deps=$1
files=$(sed -e '/^[^ ].*:$/d' -e 's/^[^ ]*: *//' -e 's/\\$//' "$deps" |
	tr ' ' '\n' | grep '\.[chS]$' | grep -v 'generated/autoconf\.h$' | sort -u)
target=$(sed -n '1s/:.*//p' "$deps")
sed -i -e '/generated\/autoconf\.h:$/d' -e 's|[^ ]*include/generated/autoconf\.h||' "$deps"
grep -oh '\bCONFIG_[A-Z0-9_]*' $files /dev/null | sort -u | sed 's/^CONFIG_//' |
	tr 'A-Z_' 'a-z/' | sed -e '/^$/d' \
	-e "s|.*|$target: \$(wildcard include/config/&.h)|" >>"$deps"
