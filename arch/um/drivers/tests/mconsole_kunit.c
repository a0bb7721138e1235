// SPDX-License-Identifier: GPL-2.0
/* Tests of the management console's requests, a million of them at random. */
#include <kunit/test.h>
#include <linux/string.h>

#include "../mconsole.h"

#define HEADER		offsetof(struct mconsole_request, data)
#define NR_RANDOM	1000000

static struct mconsole_request msg;
static struct mc_request req;

static void fill(u32 magic, u32 version, u32 len, const char *text)
{
	memset(&msg, 0, sizeof(msg));
	msg.magic = magic;
	msg.version = version;
	msg.len = len;
	strscpy(msg.data, text, sizeof(msg.data));
}

static void faults_are_told_in_order(struct kunit *test)
{
	fill(0, 0, 9999, "");
	KUNIT_EXPECT_EQ(test, mconsole_check(&msg, 12, &req), MC_OLD_CLIENT);
	fill(MCONSOLE_MAGIC, 7, 512, "");
	KUNIT_EXPECT_EQ(test, mconsole_check(&msg, 12, &req), MC_TOO_LARGE);
	fill(MCONSOLE_MAGIC, 7, 511, "");
	KUNIT_EXPECT_EQ(test, mconsole_check(&msg, 12, &req), MC_BAD_VERSION);
	fill(MCONSOLE_MAGIC, 2, 511, "");
	KUNIT_EXPECT_EQ(test, mconsole_check(&msg, 12, &req), MC_GOOD);
}

static void text_ends_where_it_was_received(struct kunit *test)
{
	fill(MCONSOLE_MAGIC, 2, 7, "version and more");
	KUNIT_EXPECT_EQ(test, mconsole_check(&msg, sizeof(msg), &req), MC_GOOD);
	KUNIT_EXPECT_STREQ(test, req.text, "version");
	msg.len = 500;
	mconsole_check(&msg, HEADER + 3, &req);
	KUNIT_EXPECT_STREQ(test, req.text, "ver");
	mconsole_check(&msg, 10, &req);
	KUNIT_EXPECT_STREQ(test, req.text, "");
}

static void commands_are_prefixes(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, mconsole_find_command("versionxyz")->name, "version");
	KUNIT_EXPECT_STREQ(test, mconsole_find_command("go")->name, "go");
	KUNIT_EXPECT_PTR_EQ(test, mconsole_find_command(""), NULL);
	KUNIT_EXPECT_PTR_EQ(test, mconsole_find_command("versio"), NULL);
	KUNIT_EXPECT_PTR_EQ(test, mconsole_find_command(" version"), NULL);
}

static u32 next_random(u32 *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* The text is never longer than what came, whatever the header says. */
static void random_requests_stay_inside(struct kunit *test)
{
	u32 state = 2463534242u, i, bad = 0;

	memset(&msg, 'x', sizeof(msg));
	for (i = 0; i < NR_RANDOM; i++) {
		u32 received = next_random(&state) % (sizeof(msg) + 1);

		msg.magic = i % 8 ? MCONSOLE_MAGIC : next_random(&state);
		msg.version = i % 4 ? MCONSOLE_VERSION : next_random(&state);
		msg.len = i % 2 ? next_random(&state) % 1024 : next_random(&state);
		memset(req.text, 'y', sizeof(req.text));
		if (mconsole_check(&msg, received, &req) != MC_GOOD)
			continue;
		if (strnlen(req.text, sizeof(req.text)) + HEADER > (received > HEADER ? received : HEADER))
			bad++;
	}
	KUNIT_EXPECT_EQ(test, bad, 0u);
}

static struct kunit_case mconsole_cases[] = {
	KUNIT_CASE(faults_are_told_in_order),
	KUNIT_CASE(text_ends_where_it_was_received),
	KUNIT_CASE(commands_are_prefixes),
	KUNIT_CASE(random_requests_stay_inside),
	{ }
};

static struct kunit_suite mconsole_suite = {
	.name = "um_mconsole", .test_cases = mconsole_cases,
};
kunit_test_suite(mconsole_suite);
