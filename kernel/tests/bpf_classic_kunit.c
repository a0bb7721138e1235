// SPDX-License-Identifier: GPL-2.0
/* Tests of the classic BPF checker and interpreter. */
#include <kunit/test.h>
#include <linux/filter.h>

#define CHECK(...) ({						\
	static const struct sock_filter prog[] = { __VA_ARGS__ };	\
	bpf_check_classic(prog, ARRAY_SIZE(prog)); })
#define RUN(in, ...) ({						\
	static const struct sock_filter prog[] = { __VA_ARGS__ };	\
	bpf_run_classic(prog, in); })

static const u8 packet[] = { 1, 2, 3, 4, 5, 6, 7, 8 };

static bool load(const struct bpf_input *in, u32 offset, unsigned int size, u32 *value)
{
	*value = 0;
	if (offset > in->len || size > in->len - offset)
		return false;
	while (size--)
		*value = *value << 8 | ((const u8 *)in->data)[offset++];
	return true;
}

static const struct bpf_input input = {
	.load = load, .len = sizeof(packet), .data = packet,
};

static void programs_must_end(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, CHECK(BPF_STMT(BPF_RET | BPF_K, 0)), 0);
	KUNIT_EXPECT_EQ(test, CHECK(BPF_STMT(BPF_LD | BPF_IMM, 0)), -EINVAL);
	KUNIT_EXPECT_EQ(test, bpf_check_classic(NULL, 0), -EINVAL);
}

static void jumps_stay_inside(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, CHECK(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
				    BPF_STMT(BPF_RET | BPF_K, 0)), -EINVAL);
	KUNIT_EXPECT_EQ(test, CHECK(BPF_JUMP(BPF_JMP | BPF_JA, 0xffffffff, 0, 0),
				    BPF_STMT(BPF_RET | BPF_K, 0)), -EINVAL);
	KUNIT_EXPECT_EQ(test, CHECK(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0),
				    BPF_STMT(BPF_RET | BPF_K, 0),
				    BPF_STMT(BPF_RET | BPF_A, 0)), 0);
}

static void memory_is_written_before_read(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, CHECK(BPF_STMT(BPF_LD | BPF_MEM, 3),
				    BPF_STMT(BPF_RET | BPF_A, 0)), -EINVAL);
	KUNIT_EXPECT_EQ(test, CHECK(BPF_STMT(BPF_ST, 3), BPF_STMT(BPF_LD | BPF_MEM, 3),
				    BPF_STMT(BPF_RET | BPF_A, 0)), 0);
	/* Only on one of two ways. */
	KUNIT_EXPECT_EQ(test, CHECK(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 1),
				    BPF_STMT(BPF_ST, 3), BPF_STMT(BPF_LD | BPF_MEM, 3),
				    BPF_STMT(BPF_RET | BPF_A, 0)), -EINVAL);
	KUNIT_EXPECT_EQ(test, CHECK(BPF_STMT(BPF_ST, 16),
				    BPF_STMT(BPF_RET | BPF_A, 0)), -EINVAL);
}

static void nonsense_is_refused(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, CHECK(BPF_STMT(BPF_ALU | BPF_DIV | BPF_K, 0),
				    BPF_STMT(BPF_RET | BPF_A, 0)), -EINVAL);
	KUNIT_EXPECT_EQ(test, CHECK(BPF_STMT(BPF_ALU | BPF_LSH | BPF_K, 32),
				    BPF_STMT(BPF_RET | BPF_A, 0)), -EINVAL);
	KUNIT_EXPECT_EQ(test, CHECK(BPF_STMT(0xfff0, 0),
				    BPF_STMT(BPF_RET | BPF_A, 0)), -EINVAL);
}

static void arithmetic_is_32_bit(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, RUN(&input, BPF_STMT(BPF_LD | BPF_IMM, 0xffffffff),
				  BPF_STMT(BPF_ALU | BPF_ADD | BPF_K, 3),
				  BPF_STMT(BPF_RET | BPF_A, 0)), 2);
	KUNIT_EXPECT_EQ(test, RUN(&input, BPF_STMT(BPF_LD | BPF_IMM, 100),
				  BPF_STMT(BPF_LDX | BPF_IMM, 7),
				  BPF_STMT(BPF_ALU | BPF_MOD | BPF_X, 0),
				  BPF_STMT(BPF_RET | BPF_A, 0)), 2);
	/* Division by a zero found at run time ends it. */
	KUNIT_EXPECT_EQ(test, RUN(&input, BPF_STMT(BPF_LD | BPF_IMM, 100),
				  BPF_STMT(BPF_ALU | BPF_DIV | BPF_X, 0),
				  BPF_STMT(BPF_RET | BPF_K, 9)), 0);
}

static void loads_reach_the_packet_and_no_more(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, RUN(&input, BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 2),
				  BPF_STMT(BPF_RET | BPF_A, 0)), 0x0304);
	KUNIT_EXPECT_EQ(test, RUN(&input, BPF_STMT(BPF_LDX | BPF_IMM, 3),
				  BPF_STMT(BPF_LD | BPF_B | BPF_IND, 1),
				  BPF_STMT(BPF_RET | BPF_A, 0)), 5);
	KUNIT_EXPECT_EQ(test, RUN(&input, BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 6),
				  BPF_STMT(BPF_RET | BPF_K, 9)), 0);
	KUNIT_EXPECT_EQ(test, RUN(&input, BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0),
				  BPF_STMT(BPF_RET | BPF_A, 0)), sizeof(packet));
}

static struct kunit_case bpf_cases[] = {
	KUNIT_CASE(programs_must_end),
	KUNIT_CASE(jumps_stay_inside),
	KUNIT_CASE(memory_is_written_before_read),
	KUNIT_CASE(nonsense_is_refused),
	KUNIT_CASE(arithmetic_is_32_bit),
	KUNIT_CASE(loads_reach_the_packet_and_no_more),
	{}
};

static struct kunit_suite bpf_suite = {
	.name = "bpf_classic",
	.test_cases = bpf_cases,
};
kunit_test_suite(bpf_suite);
