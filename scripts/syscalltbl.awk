# SPDX-License-Identifier: GPL-2.0
# syscalltbl.awk -v make=header|rst arch/x86/um/entry/syscalls.tbl
#
# header: __SYSCALL(number, entry, name) for each row, or __SYSCALL_NI(number,
#         name) where Linux has no entry; the includer gives both a meaning
# rst:    the table as a page of the documentation

/^#/ || NF == 0 { next }

{
	number = $1; name = $2; entry = $3
	status = $4
	for (i = 5; i <= NF; i++)
		status = status " " $i
	last = number
}

make == "header" && entry == "-" { printf "__SYSCALL_NI(%d, %s)\n", number, name }
make == "header" && entry != "-" { printf "__SYSCALL(%d, %s, %s)\n", number, entry, name }

make == "rst" {
	rows = rows sprintf("   * - %d\n     - %s\n     - %s\n", number, name, status)
	total++
	if (status == "full")
		full++
	else if (status == "missing")
		missing++
	else if (entry == "-")
		absent++
}

END {
	if (make == "header") {
		printf "#define __NR_SYSCALL_LAST %d\n", last
		exit
	}
	print ".. SPDX-License-Identifier: GPL-2.0\n"
	print "============\nSystem calls\n============\n"
	print "Made from arch/x86/um/entry/syscalls.tbl.\n"
	printf "Of %d numbers, %d are full, %d partial, %d missing and %d absent from Linux too.\n\n", \
		total, full, total - full - missing - absent, missing, absent
	print ".. list-table::\n   :header-rows: 1\n"
	print "   * - Number\n     - Name\n     - Status"
	printf "%s", rows
}
