// SPDX-License-Identifier: GPL-2.0
/* Tests of credentials: copies, capabilities at setuid(), groups, users. */
#include <kunit/test.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/sched/user.h>

static void copies_are_independent(struct kunit *test)
{
	struct cred *new = prepare_creds();

	KUNIT_ASSERT_NOT_NULL(test, new);
	new->euid = 1000;
	KUNIT_EXPECT_EQ(test, current_euid(), 0);
	abort_creds(new);
}

static void override_acts_and_reverts(struct kunit *test)
{
	struct cred *new = prepare_creds();
	const struct cred *old;

	KUNIT_ASSERT_NOT_NULL(test, new);
	new->fsuid = 1000;
	new->cap_effective = CAP_EMPTY_SET;
	old = override_creds(new);
	KUNIT_EXPECT_EQ(test, current_fsuid(), 1000);
	KUNIT_EXPECT_FALSE(test, capable(CAP_SYS_ADMIN));
	KUNIT_EXPECT_EQ(test, current->real_cred->fsuid, 0);
	revert_creds(old);
	KUNIT_EXPECT_EQ(test, current_fsuid(), 0);
	KUNIT_EXPECT_TRUE(test, capable(CAP_SYS_ADMIN));
	put_cred(new);
}

/* What setuid() of the given kind leaves of root's capabilities. */
static void fix(struct cred *new, uid_t uid, uid_t euid, uid_t suid)
{
	new->uid = uid;
	new->euid = euid;
	new->suid = suid;
	cap_task_fix_setuid(new, current_cred(), LSM_SETID_RES);
}

static void leaving_root_loses_capabilities(struct kunit *test)
{
	struct cred *new = prepare_creds();

	KUNIT_ASSERT_NOT_NULL(test, new);
	new->cap_ambient.val = 1;
	fix(new, 1000, 1000, 1000);
	KUNIT_EXPECT_TRUE(test, cap_isclear(new->cap_permitted));
	KUNIT_EXPECT_TRUE(test, cap_isclear(new->cap_effective));
	KUNIT_EXPECT_TRUE(test, cap_isclear(new->cap_ambient));
	abort_creds(new);
}

static void effective_user_decides_on_effective_set(struct kunit *test)
{
	struct cred *new = prepare_creds();

	KUNIT_ASSERT_NOT_NULL(test, new);
	fix(new, 0, 1000, 0);
	KUNIT_EXPECT_TRUE(test, cap_isclear(new->cap_effective));
	KUNIT_EXPECT_FALSE(test, cap_isclear(new->cap_permitted));
	abort_creds(new);
}

static void file_user_decides_on_file_capabilities(struct kunit *test)
{
	struct cred *new = prepare_creds();

	KUNIT_ASSERT_NOT_NULL(test, new);
	new->fsuid = 1000;
	cap_task_fix_setuid(new, current_cred(), LSM_SETID_FS);
	KUNIT_EXPECT_FALSE(test, cap_raised(new->cap_effective, CAP_DAC_OVERRIDE));
	KUNIT_EXPECT_TRUE(test, cap_raised(new->cap_effective, CAP_SYS_ADMIN));
	abort_creds(new);
}

static void groups_are_found_when_sorted(struct kunit *test)
{
	static const gid_t gids[] = { 44, 7, 1000, 7, 20 };
	struct group_info *gi = groups_alloc(ARRAY_SIZE(gids));

	KUNIT_ASSERT_NOT_NULL(test, gi);
	for (int i = 0; i < ARRAY_SIZE(gids); i++)
		gi->gid[i] = gids[i];
	groups_sort(gi);
	for (int i = 0; i < ARRAY_SIZE(gids); i++)
		KUNIT_EXPECT_TRUE(test, groups_search(gi, gids[i]));
	KUNIT_EXPECT_FALSE(test, groups_search(gi, 8));
	KUNIT_EXPECT_FALSE(test, groups_search(gi, 1001));
	put_group_info(gi);
}

static void users_are_shared_and_go(struct kunit *test)
{
	struct user_struct *a = alloc_uid(12345), *b = alloc_uid(12345);

	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_EXPECT_PTR_EQ(test, a, b);
	free_uid(a);
	free_uid(b);
	KUNIT_EXPECT_NULL(test, find_user(12345));
}

static struct kunit_case cred_cases[] = {
	KUNIT_CASE(copies_are_independent),
	KUNIT_CASE(override_acts_and_reverts),
	KUNIT_CASE(leaving_root_loses_capabilities),
	KUNIT_CASE(effective_user_decides_on_effective_set),
	KUNIT_CASE(file_user_decides_on_file_capabilities),
	KUNIT_CASE(groups_are_found_when_sorted),
	KUNIT_CASE(users_are_shared_and_go),
	{}
};

static struct kunit_suite cred_suite = {
	.name = "cred",
	.test_cases = cred_cases,
};
kunit_test_suite(cred_suite);
