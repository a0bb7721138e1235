// SPDX-License-Identifier: GPL-2.0
/*
 * The processor as guests see it: the host's, since its instructions run natively.
 * /proc/cpuinfo and the auxiliary vector.
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/seq_file.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <asm/elf.h>
#include <engine.h>
#include <os_process.h>
#include <os_vcpu.h>
#include <asm/machine.h>

unsigned long elf_hwcap, elf_hwcap2;

#define HWCAP2_FSGSBASE	2UL
#define CACHE_LINE	64

struct cpuid_regs {
	u32 eax, ebx, ecx, edx;
};

static struct cpuid_regs leaf1, leaf7, leaf81;
static unsigned long bogo_mhz_100;	/* MHz * 100 */

static struct cpuid_regs cpuid(u32 leaf, u32 sub)
{
	struct cpuid_regs r;

	__asm__ __volatile__("cpuid"
			     : "=a"(r.eax), "=b"(r.ebx), "=c"(r.ecx), "=d"(r.edx)
			     : "a"(leaf), "c"(sub));
	return r;
}

static bool fsgsbase_works(void)
{
	/* The host sets it only when it has enabled the instructions. */
	return leaf7.ebx & 1;
}

void __init cpu_setup(void)
{
	u32 highest = cpuid(0, 0).eax;

	leaf1 = cpuid(1, 0);
	if (highest >= 7)
		leaf7 = cpuid(7, 0);
	if (cpuid(0x80000000, 0).eax >= 0x80000001)
		leaf81 = cpuid(0x80000001, 0);
	elf_hwcap = leaf1.edx;
	if (fsgsbase_works())
		elf_hwcap2 |= HWCAP2_FSGSBASE;
}

/* Names of the feature bits, as Linux spells them; NULL: not shown. */
static const char * const leaf1_edx_names[32] = {
	"fpu", "vme", "de", "pse", "tsc", "msr", "pae", "mce", "cx8", "apic",
	NULL, "sep", "mtrr", "pge", "mca", "cmov", "pat", "pse36", "pn",
	"clflush", NULL, "dts", "acpi", "mmx", "fxsr", "sse", "sse2", "ss",
	"ht", "tm", "ia64", "pbe",
};
static const char * const leaf1_ecx_names[32] = {
	"pni", "pclmulqdq", "dtes64", "monitor", "ds_cpl", "vmx", "smx", "est",
	"tm2", "ssse3", "cid", "sdbg", "fma", "cx16", "xtpr", "pdcm", NULL,
	"pcid", "dca", "sse4_1", "sse4_2", "x2apic", "movbe", "popcnt",
	"tsc_deadline_timer", "aes", "xsave", NULL, "avx", "f16c", "rdrand",
	"hypervisor",
};
static const char * const leaf7_ebx_names[32] = {
	"fsgsbase", "tsc_adjust", "sgx", "bmi1", "hle", "avx2", NULL, "smep",
	"bmi2", "erms", "invpcid", "rtm", "cqm", NULL, "mpx", "rdt_a",
	"avx512f", "avx512dq", "rdseed", "adx", "smap", "avx512ifma", NULL,
	"clflushopt", "clwb", "intel_pt", "avx512pf", "avx512er", "avx512cd",
	"sha_ni", "avx512bw", "avx512vl",
};
static const char * const leaf81_edx_names[32] = {
	[11] = "syscall", [19] = "mp", [20] = "nx", [22] = "mmxext",
	[25] = "fxsr_opt", [26] = "pdpe1gb", [27] = "rdtscp", [29] = "lm",
	[30] = "3dnowext", [31] = "3dnow",
};
static const char * const leaf81_ecx_names[32] = {
	"lahf_lm", "cmp_legacy", "svm", "extapic", "cr8_legacy", "abm", "sse4a",
	"misalignsse", "3dnowprefetch", "osvw", "ibs", "xop", "skinit", "wdt",
};

static void show_flags(struct seq_file *m, u32 bits, const char * const *names)
{
	int i;

	for (i = 0; i < 32; i++)
		if ((bits & (1U << i)) && names[i])
			seq_printf(m, " %s", names[i]);
}

static void show_all_flags(struct seq_file *m)
{
	seq_puts(m, "flags\t\t:");
	show_flags(m, leaf1.edx, leaf1_edx_names);
	show_flags(m, leaf81.edx, leaf81_edx_names);
	show_flags(m, leaf1.ecx, leaf1_ecx_names);
	show_flags(m, leaf81.ecx, leaf81_ecx_names);
	show_flags(m, leaf7.ebx, leaf7_ebx_names);
	seq_putc(m, '\n');
}

static unsigned long bogomips_100(void)
{
	struct os_tsc tsc;

	if (!bogo_mhz_100 && !os_tsc_calibrate(&tsc) && tsc.mult)
		bogo_mhz_100 = (100000ULL << tsc.shift) / tsc.mult;
	return bogo_mhz_100 * 2;
}

static int cpuinfo_show(struct seq_file *m, void *v)
{
	unsigned long cpu = (unsigned long)v - 1;
	struct os_utsname host;

	os_uname(&host);
	seq_printf(m, "processor\t: %lu\n", cpu);
	seq_puts(m, "vendor_id\t: User Mode Linux\n");
	seq_puts(m, "model name\t: UML\n");
	seq_puts(m, "mode\t\t: skas\n");
	seq_printf(m, "host\t\t: %s %s %s %s %s\n", host.sysname, host.nodename,
		   host.release, host.version, host.machine);
	seq_printf(m, "fpu\t\t: %s\n", leaf1.edx & 1 ? "yes" : "no");
	show_all_flags(m);
	seq_printf(m, "cache_alignment\t: %d\n", CACHE_LINE);
	seq_printf(m, "bogomips\t: %lu.%02lu\n\n", bogomips_100() / 100,
		   bogomips_100() % 100);
	return 0;
}

static void *cpuinfo_start(struct seq_file *m, loff_t *pos)
{
	return *pos < nr_cpu_ids ? (void *)(unsigned long)(*pos + 1) : NULL;
}

static void *cpuinfo_next(struct seq_file *m, void *v, loff_t *pos)
{
	++*pos;
	return cpuinfo_start(m, pos);
}

static void cpuinfo_stop(struct seq_file *m, void *v)
{
}

const struct seq_operations cpuinfo_op = {
	.start	= cpuinfo_start,
	.next	= cpuinfo_next,
	.stop	= cpuinfo_stop,
	.show	= cpuinfo_show,
};
