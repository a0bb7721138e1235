#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# work.sh - everyday work of a second or more, timed; run inside a machine whose
# root is the everyday Debian image, with an empty file system on /tmp
#
# Prints "row NAME NANOSECONDS ns" for each row. BENCH_ROWS=,a,b, selects some;
# --list only names them. What reads /usr runs once before, so that it measures
# the kernel and not a disk.

rows="compile_40 subshells_2000 pipes_1g find_usr tar_usr grep_usr"

compile_40_setup() {
	mkdir -p /tmp/compile && cd /tmp/compile || exit
	for i in $(seq 40); do
		{
			echo '#include <stdio.h>'
			echo '#include <stdlib.h>'
			echo '#include <string.h>'
			for j in $(seq 40); do
				echo "int f$j(int a, char *s) { int i, r = 0;" \
					"for (i = 0; i < a; i++) r += s[i] * $i;" \
					"printf(\"%d\", r); return r; }"
			done
		} >c$i.c
	done
	echo 'all: $(patsubst %.c,%.o,$(wildcard *.c))' >Makefile
	gcc -O1 -c c1.c && rm c1.o
}
compile_40()	{ make -s -j2 CFLAGS=-O1; }

subshells_2000() { for ((i = 0; i < 2000; i++)); do (:); done; }

pipes_1g()	{ head -c 1G /dev/zero | cat | cat >/dev/null; }

find_usr_setup() { find_usr; }
find_usr()	{ find /usr -type f -size +4k -newer /etc/debian_version | wc -l; }

tar_usr_setup()	{ tar_usr; }
tar_usr()	{ tar -cf - /usr/bin /usr/lib /usr/include | cat >/dev/null; }

grep_usr_setup() { grep_usr; }
grep_usr()	{ grep -rl EAGAIN /usr/include /usr/lib/gcc /usr/share | wc -l; }

[ "$1" != --list ] || { printf '%s\n' $rows; exit; }
export LC_ALL=C PATH=/usr/bin:/bin:/usr/sbin:/sbin
for row in $rows; do
	case ${BENCH_ROWS:-,$row,} in *,$row,*) ;; *) continue ;; esac
	if declare -F ${row}_setup >/dev/null; then ${row}_setup >/dev/null 2>&1; fi
	start=$(date +%s%N)
	if $row >/dev/null 2>&1; then
		echo "row $row $(($(date +%s%N) - start)) ns"
	else
		echo "bench: $row failed"
	fi
done
exit 0
