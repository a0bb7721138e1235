#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# syscall-status.sh [--update] TABLE KERNEL-ALL.O: compare the status column of
# the system call table with what the kernel really defines.  With --update,
# write "missing" or "full" where the table is wrong.
set -e
update=
[ "$1" = --update ] && update=y && shift
table=$1
output=/dev/stdout
[ ! "$update" ] || output=$table.new

# A call not written is a weak alias ("W"), a written one a function ("T").
nm "$2" | sed -n 's/^[0-9a-f]* T \(sys_[a-z0-9_]*\)$/\1/p' | sort -u |
awk -v update="$update" '
	NR == FNR { defined[$1] = 1; next }
	/^#/ || NF == 0 { if (update) print; next }
	{
		status = $4
		listed[$3] = 1
		wrong = ""
		if ($3 != "-" && $3 in defined && status == "missing")
			wrong = "full"
		if ($3 != "-" && !($3 in defined) && status != "missing")
			wrong = "missing"
		if (update && wrong)
			sub(/[^\t]*$/, wrong)
		if (update)
			print
		else if (wrong) {
			bad++
			print $2 ": " $3 " is " (wrong == "full" ? "there" : "not there") \
				", but the table says \"" status "\"" >"/dev/stderr"
		}
	}
	END {
		delete defined["sys_ni_syscall"]
		for (name in defined)
			if (!(name in listed) && name !~ /^sys_call_/) {
				bad++
				print name " is defined, but no row of the table has it" >"/dev/stderr"
			}
		if (!update)
			print "  " (bad ? "FAILED " : "ok     ") " syscall-status"
		exit bad && !update ? 1 : 0
	}' - "$table" >"$output"
[ ! "$update" ] || mv "$output" "$table"
