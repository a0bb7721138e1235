// SPDX-License-Identifier: GPL-2.0
/*
 * Classic BPF: an accumulator, an index register, sixteen words of memory, and
 * forward jumps only, so that a checked program always ends. Used by seccomp and
 * by socket filters; the instruction set is that of bpf(4) with the extensions
 * of Documentation/networking/filter.rst that do not need a packet.
 */
#include <linux/errno.h>
#include <linux/filter.h>
#include <linux/slab.h>
#include <linux/string.h>

/* --- checking ------------------------------------------------------------ */

/* Every opcode there is. */
static bool known_code(u16 code)
{
	switch (code) {
	case BPF_LD | BPF_W | BPF_ABS:
	case BPF_LD | BPF_H | BPF_ABS:
	case BPF_LD | BPF_B | BPF_ABS:
	case BPF_LD | BPF_W | BPF_IND:
	case BPF_LD | BPF_H | BPF_IND:
	case BPF_LD | BPF_B | BPF_IND:
	case BPF_LD | BPF_W | BPF_LEN:
	case BPF_LD | BPF_IMM:
	case BPF_LD | BPF_MEM:
	case BPF_LDX | BPF_W | BPF_LEN:
	case BPF_LDX | BPF_B | BPF_MSH:
	case BPF_LDX | BPF_IMM:
	case BPF_LDX | BPF_MEM:
	case BPF_ST:
	case BPF_STX:
	case BPF_ALU | BPF_NEG:
	case BPF_JMP | BPF_JA:
	case BPF_RET | BPF_K:
	case BPF_RET | BPF_A:
	case BPF_MISC | BPF_TAX:
	case BPF_MISC | BPF_TXA:
		return true;
	}
	switch (code & ~BPF_X) {
	case BPF_ALU | BPF_ADD:
	case BPF_ALU | BPF_SUB:
	case BPF_ALU | BPF_MUL:
	case BPF_ALU | BPF_DIV:
	case BPF_ALU | BPF_MOD:
	case BPF_ALU | BPF_AND:
	case BPF_ALU | BPF_OR:
	case BPF_ALU | BPF_XOR:
	case BPF_ALU | BPF_LSH:
	case BPF_ALU | BPF_RSH:
	case BPF_JMP | BPF_JEQ:
	case BPF_JMP | BPF_JGT:
	case BPF_JMP | BPF_JGE:
	case BPF_JMP | BPF_JSET:
		return true;
	}
	return false;
}

/* One instruction at @pc of @len, taken alone. */
static bool insn_ok(const struct sock_filter *f, unsigned int pc, unsigned int len)
{
	if (!known_code(f->code))
		return false;
	switch (f->code) {
	case BPF_ALU | BPF_DIV | BPF_K:
	case BPF_ALU | BPF_MOD | BPF_K:
		return f->k != 0;
	case BPF_ALU | BPF_LSH | BPF_K:
	case BPF_ALU | BPF_RSH | BPF_K:
		return f->k < 32;
	case BPF_LD | BPF_MEM:
	case BPF_LDX | BPF_MEM:
	case BPF_ST:
	case BPF_STX:
		return f->k < BPF_MEMWORDS;
	case BPF_JMP | BPF_JA:
		return f->k < len - pc - 1;
	}
	if (BPF_CLASS(f->code) == BPF_JMP)
		return pc + f->jt + 1 < len && pc + f->jf + 1 < len;
	return true;
}

/*
 * Memory must be written before it is read, on every path. masks[pc] is what
 * all paths to pc have written; jumps go forward, so one pass is enough.
 */
static bool memory_ok(const struct sock_filter *filter, unsigned int len)
{
	u16 *masks = kmalloc_array(len, sizeof(*masks), GFP_KERNEL), written = 0;
	unsigned int pc;
	bool ok = true;

	if (!masks)
		return false;
	memset(masks, 0xff, len * sizeof(*masks));
	for (pc = 0; pc < len && ok; pc++) {
		const struct sock_filter *f = &filter[pc];

		written &= masks[pc];
		switch (f->code) {
		case BPF_ST:
		case BPF_STX:
			written |= 1 << f->k;
			break;
		case BPF_LD | BPF_MEM:
		case BPF_LDX | BPF_MEM:
			ok = written & (1 << f->k);
			break;
		case BPF_JMP | BPF_JA:
			masks[pc + 1 + f->k] &= written;
			written = 0xffff;	/* nobody falls through */
			break;
		default:
			if (BPF_CLASS(f->code) != BPF_JMP)
				break;
			masks[pc + 1 + f->jt] &= written;
			masks[pc + 1 + f->jf] &= written;
			written = 0xffff;
		}
	}
	kfree(masks);
	return ok;
}

int bpf_check_classic(const struct sock_filter *filter, unsigned int len)
{
	unsigned int pc;

	if (!len || len > BPF_MAXINSNS)
		return -EINVAL;
	for (pc = 0; pc < len; pc++)
		if (!insn_ok(&filter[pc], pc, len))
			return -EINVAL;
	if (BPF_CLASS(filter[len - 1].code) != BPF_RET)
		return -EINVAL;
	return memory_ok(filter, len) ? 0 : -EINVAL;
}

/* --- running ------------------------------------------------------------- */

static u32 alu(u16 code, u32 a, u32 b, bool *fail)
{
	switch (BPF_OP(code)) {
	case BPF_ADD:
		return a + b;
	case BPF_SUB:
		return a - b;
	case BPF_MUL:
		return a * b;
	case BPF_DIV:
		*fail = !b;
		return b ? a / b : 0;
	case BPF_MOD:
		*fail = !b;
		return b ? a % b : 0;
	case BPF_AND:
		return a & b;
	case BPF_OR:
		return a | b;
	case BPF_XOR:
		return a ^ b;
	case BPF_LSH:
		return a << (b & 31);
	case BPF_RSH:
		return a >> (b & 31);
	case BPF_NEG:
		return -a;
	}
	return 0;
}

static bool jump_taken(u16 code, u32 a, u32 b)
{
	switch (BPF_OP(code)) {
	case BPF_JEQ:
		return a == b;
	case BPF_JGT:
		return a > b;
	case BPF_JGE:
		return a >= b;
	case BPF_JSET:
		return a & b;
	}
	return false;
}

static unsigned int load_size(u16 code)
{
	switch (BPF_SIZE(code)) {
	case BPF_H:
		return 2;
	case BPF_B:
		return 1;
	}
	return 4;
}

u32 bpf_run_classic(const struct sock_filter *f, const struct bpf_input *in)
{
	u32 mem[BPF_MEMWORDS] = {}, a = 0, x = 0, value;
	bool fail = false;

	for (;; f++) {
		switch (BPF_CLASS(f->code)) {
		case BPF_RET:
			return BPF_RVAL(f->code) == BPF_A ? a : f->k;
		case BPF_ALU:
			a = alu(f->code, a, BPF_SRC(f->code) == BPF_X ? x : f->k, &fail);
			if (fail)
				return 0;
			break;
		case BPF_JMP:
			if (BPF_OP(f->code) == BPF_JA)
				f += f->k;
			else
				f += jump_taken(f->code, a, BPF_SRC(f->code) == BPF_X ? x : f->k) ?
				     f->jt : f->jf;
			break;
		case BPF_ST:
			mem[f->k] = a;
			break;
		case BPF_STX:
			mem[f->k] = x;
			break;
		case BPF_MISC:
			if (BPF_MISCOP(f->code) == BPF_TAX)
				x = a;
			else
				a = x;
			break;
		case BPF_LD:
			switch (BPF_MODE(f->code)) {
			case BPF_IMM:
				a = f->k;
				break;
			case BPF_MEM:
				a = mem[f->k];
				break;
			case BPF_LEN:
				a = in->len;
				break;
			default:	/* BPF_ABS, BPF_IND */
				value = f->k + (BPF_MODE(f->code) == BPF_IND ? x : 0);
				if (!in->load(in, value, load_size(f->code), &a))
					return 0;
			}
			break;
		case BPF_LDX:
			switch (BPF_MODE(f->code)) {
			case BPF_IMM:
				x = f->k;
				break;
			case BPF_MEM:
				x = mem[f->k];
				break;
			case BPF_LEN:
				x = in->len;
				break;
			default:	/* BPF_MSH: an IP header's length */
				if (!in->load(in, f->k, 1, &value))
					return 0;
				x = (value & 0xf) << 2;
			}
			break;
		}
	}
}
