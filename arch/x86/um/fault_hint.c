// SPDX-License-Identifier: GPL-2.0
/*
 * Does the instruction that faulted write to memory?
 *
 * The host does not say, so the instruction is looked at: prefixes, opcode, and for
 * groups the reg field of ModRM.  It is only a guess that saves a second fault.
 * What is not in the tables reads.  Instructions with a destination in memory are
 * listed; string and stack instructions are told apart by the address.
 */
#include <linux/kernel.h>
#include <linux/uaccess.h>
#include <asm/page.h>
#include <asm/ptrace.h>
#include <asm/machine.h>

#define MAX_INSN 15

struct insn {
	const u8	*p, *end;
	bool		two_byte;	/* 0f xx */
	bool		vex;
	u8		opcode;
};

static bool is_prefix(u8 b)
{
	switch (b) {
	case 0x26: case 0x2e: case 0x36: case 0x3e: case 0x64: case 0x65:
	case 0x66: case 0x67: case 0xf0: case 0xf2: case 0xf3:
	case 0x40 ... 0x4f:
		return true;
	}
	return false;
}

/* Leaves insn->p at ModRM.  Return: false when the bytes ran out. */
static bool get_opcode(struct insn *insn)
{
	while (insn->p < insn->end && is_prefix(*insn->p))
		insn->p++;
	if (insn->end - insn->p < 5)
		return false;
	switch (*insn->p) {
	case 0xc5:			/* VEX, map 0f */
		insn->vex = true;
		insn->p += 2;
		break;
	case 0xc4:			/* VEX, map in the second byte */
		insn->vex = true;
		if ((insn->p[1] & 0x1f) != 1)
			return false;
		insn->p += 3;
		break;
	case 0x62:			/* EVEX */
		insn->vex = true;
		if ((insn->p[1] & 7) != 1)
			return false;
		insn->p += 4;
		break;
	case 0x0f:
		insn->two_byte = true;
		insn->p++;
		break;
	}
	insn->opcode = *insn->p++;
	return insn->p < insn->end;
}

static u8 modrm_reg(const struct insn *insn)
{
	return *insn->p >> 3 & 7;
}

/* Stack and string instructions have two places they may touch. */
static bool implicit_write(const struct insn *insn, const struct um_regs *gp,
			   unsigned long addr)
{
	switch (insn->opcode) {
	case 0x50 ... 0x57: case 0x68: case 0x6a: case 0xe8: case 0x9c:
		return addr < gp->rsp;			/* push, call */
	case 0xaa: case 0xab:				/* stos */
		return true;
	case 0xa4: case 0xa5:				/* movs */
		return addr - gp->rdi < 64 || gp->rdi - addr < 64;
	}
	return false;
}

static bool one_byte_write(const struct insn *insn, const struct um_regs *gp,
			   unsigned long addr)
{
	u8 reg = modrm_reg(insn);

	switch (insn->opcode) {
	case 0x00 ... 0x3b:		/* add .. xor, not cmp: op r/m, r */
		return (insn->opcode & 7) < 2 && insn->opcode < 0x38;
	case 0x80: case 0x81: case 0x83:
		return reg != 7;
	case 0x86 ... 0x89:		/* xchg, mov */
	case 0xc6: case 0xc7:		/* mov imm */
	case 0xc0: case 0xc1: case 0xd0 ... 0xd3: /* shifts */
	case 0x8c: case 0xa2: case 0xa3:
		return true;
	case 0x8f:			/* pop to memory */
		return addr - gp->rsp >= 8;
	case 0xf6: case 0xf7:		/* not, neg */
		return reg == 2 || reg == 3;
	case 0xfe:
		return true;
	case 0xff:			/* inc, dec; call, push */
		return reg < 2 || (reg != 4 && reg != 5 && addr - gp->rsp + 8 < 8);
	case 0xd9:			/* fst, fstp, fnstenv, fnstcw */
		return reg == 2 || reg == 3 || reg >= 6;
	case 0xdd: case 0xdb: case 0xdf:
		return reg == 1 || reg == 2 || reg == 3 || reg >= 6;
	}
	return implicit_write(insn, gp, addr);
}

static bool two_byte_write(const struct insn *insn)
{
	u8 reg = modrm_reg(insn);

	switch (insn->opcode) {
	case 0x11: case 0x13: case 0x17: case 0x29: case 0x2b: case 0x7e:
	case 0x7f: case 0xd6: case 0xe7:	/* SSE, MMX stores */
	case 0xc3:				/* movnti */
	case 0x90 ... 0x9f:			/* setcc */
	case 0xab: case 0xb3: case 0xbb:	/* bts, btr, btc */
	case 0xa4: case 0xa5: case 0xac: case 0xad:
	case 0xb0: case 0xb1: case 0xc0: case 0xc1: /* cmpxchg, xadd */
		return true;
	case 0xba:				/* bit operations by number */
		return reg > 4;
	case 0xc7:				/* cmpxchg16b, xsavec, xsaves */
		return reg == 1 || reg == 4 || reg == 5;
	case 0xae:				/* fxsave, stmxcsr, xsave, xsaveopt */
		return reg == 0 || reg == 3 || reg == 4 || reg == 6;
	}
	return false;
}

bool fault_is_write(const struct pt_regs *regs, unsigned long addr)
{
	unsigned long ip = regs->gp.rip;
	unsigned long room = PAGE_SIZE - (ip & ~PAGE_MASK);
	u8 bytes[MAX_INSN + 1] = { };
	struct insn insn = { .p = bytes, .end = bytes + sizeof(bytes) };

	if (copy_from_user_inatomic(bytes, (void __user *)ip,
				    min_t(unsigned long, room, MAX_INSN)))
		return false;
	if (!get_opcode(&insn))
		return false;
	if (insn.two_byte || insn.vex)
		return two_byte_write(&insn);
	return one_byte_write(&insn, &regs->gp, addr);
}
