/* SPDX-License-Identifier: GPL-2.0 */
#ifndef INCLUDE_KUNIT_TEST_H
#define INCLUDE_KUNIT_TEST_H

/*
 * Tests that run inside the kernel, with Linux's interface. A file defines
 * cases and a suite and says kunit_test_suite(suite); the executor runs all
 * suites at the end of boot and prints KTAP.
 *
 * KUNIT_EXPECT_*() records a failure and goes on; KUNIT_ASSERT_*() ends the
 * case, so nothing may be held there that kunit's own resources do not free.
 */
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/container_of.h>
#include <linux/err.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/types.h>

struct kunit;
struct kunit_case;
struct kunit_suite;

#define KUNIT_PARAM_DESC_SIZE	128
#define KUNIT_STATUS_COMMENT_SIZE 256

enum kunit_status {
	KUNIT_SUCCESS,
	KUNIT_FAILURE,
	KUNIT_SKIPPED,
};

enum kunit_speed {
	KUNIT_SPEED_UNSET,
	KUNIT_SPEED_VERY_SLOW,
	KUNIT_SPEED_SLOW,
	KUNIT_SPEED_NORMAL,
};

struct kunit_attributes {
	enum kunit_speed speed;
};

struct kunit_case {
	void (*run_case)(struct kunit *test);
	const char *name;
	/* The next parameter after prev, NULL at the end; describes it. */
	const void *(*generate_params)(const void *prev, char *desc);
	struct kunit_attributes attr;
};

#define KUNIT_CASE(test_name) \
	{ .run_case = test_name, .name = #test_name }
#define KUNIT_CASE_ATTR(test_name, attributes) \
	{ .run_case = test_name, .name = #test_name, .attr = attributes }
#define KUNIT_CASE_SLOW(test_name) \
	{ .run_case = test_name, .name = #test_name, \
	  .attr.speed = KUNIT_SPEED_SLOW }
#define KUNIT_CASE_PARAM(test_name, gen_params) \
	{ .run_case = test_name, .name = #test_name, \
	  .generate_params = gen_params }

/* name_gen_params() over an array of anything. */
#define KUNIT_ARRAY_PARAM(name, array, get_desc)			\
	static const void *name##_gen_params(const void *prev, char *desc) \
	{								\
		typeof((array)[0]) *__next = prev ?			\
			((typeof(__next))prev) + 1 : (array);		\
		if (__next - (array) < (long)ARRAY_SIZE((array))) {	\
			void (*__get_desc)(typeof(__next), char *) = get_desc; \
			if (__get_desc)					\
				__get_desc(__next, desc);		\
			return __next;					\
		}							\
		return NULL;						\
	}

struct kunit_suite {
	const char name[256];
	int (*suite_init)(struct kunit_suite *suite);
	void (*suite_exit)(struct kunit_suite *suite);
	int (*init)(struct kunit *test);
	void (*exit)(struct kunit *test);
	struct kunit_case *test_cases;
	struct kunit_attributes attr;
};

/* One running case. */
struct kunit {
	void *priv;			/* the suite's */
	const void *param_value;	/* of a parameterised case */
	int param_index;
	const char *name;
	enum kunit_status status;
	char status_comment[KUNIT_STATUS_COMMENT_SIZE];
	struct list_head resources;	/* freed after exit(), last first */
	void *abort_ctx[5];		/* where an assertion goes */
	bool can_abort;
};

/* arch/um/kernel.lds gathers the section. */
extern struct kunit_suite *const __kunit_suites_start[];
extern struct kunit_suite *const __kunit_suites_end[];
#define __kunit_test_suites(unique, ...)				\
	static struct kunit_suite *const unique[] __used		\
		__section(".kunit_test_suites") = { __VA_ARGS__ }
#define kunit_test_suites(...) \
	__kunit_test_suites(__UNIQUE_ID(kunit_suites), ##__VA_ARGS__)
#define kunit_test_suite(suite)	kunit_test_suites(&suite)

/* lib/kunit/ */
int kunit_run_all_tests(void);
bool kunit_enabled(void);
/* False as soon as some case has failed. */
extern bool kunit_all_passed;
/* The status the machine should end with. Weak: does nothing. */
void kunit_set_exit(int status);

struct kunit *kunit_get_current_test(void);
void __noreturn kunit_abort(struct kunit *test);
void kunit_mark_skipped_fmt(struct kunit *test, const char *fmt, ...)
	__printf(2, 3);
void kunit_fail_assert(struct kunit *test, const char *file, int line,
		       bool is_assert, const char *fmt, ...) __printf(5, 6);
void kunit_fail_note(struct kunit *test, const char *fmt, ...) __printf(2, 3);

/* Freed when the case ends. */
void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t gfp);
void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp);
void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp);
void *kunit_kcalloc(struct kunit *test, size_t n, size_t size, gfp_t gfp);
void kunit_kfree(struct kunit *test, const void *ptr);
typedef void (kunit_action_t)(void *);
int kunit_add_action(struct kunit *test, kunit_action_t *action, void *ctx);
int kunit_add_action_or_reset(struct kunit *test, kunit_action_t *action,
			      void *ctx);
void kunit_remove_action(struct kunit *test, kunit_action_t *action, void *ctx);
void kunit_release_action(struct kunit *test, kunit_action_t *action,
			  void *ctx);

#define kunit_info(test, fmt, ...) \
	printk(KERN_INFO "    # %s: " fmt, (test)->name, ##__VA_ARGS__)
#define kunit_warn(test, fmt, ...) \
	printk(KERN_WARNING "    # %s: " fmt, (test)->name, ##__VA_ARGS__)
#define kunit_err(test, fmt, ...) \
	printk(KERN_ERR "    # %s: " fmt, (test)->name, ##__VA_ARGS__)
#define kunit_log(lvl, test, fmt, ...) \
	printk(lvl "    # %s: " fmt, (test)->name, ##__VA_ARGS__)

#define kunit_mark_skipped(test, fmt, ...) \
	kunit_mark_skipped_fmt(test, fmt, ##__VA_ARGS__)
#define kunit_skip(test, fmt, ...) do {					\
	kunit_mark_skipped_fmt(test, fmt, ##__VA_ARGS__);		\
	kunit_abort(test);						\
} while (0)

#define KUNIT_SUCCEED(test)	do { (void)(test); } while (0)

#define __KUNIT_CHECK(test, ok, is_assert, report, ...) do {		\
	if (unlikely(!(ok))) {						\
		report;							\
		kunit_fail_note(test, " " __VA_ARGS__);		\
		if (is_assert)						\
			kunit_abort(test);				\
	}								\
} while (0)

#define __KUNIT_COND(test, is_assert, text, expected, cond, ...)	\
	__KUNIT_CHECK(test, (cond), is_assert,				\
		kunit_fail_assert(test, __FILE__, __LINE__, is_assert,	\
			"Expected %s to be %s, but is not", text, expected), \
		##__VA_ARGS__)

#define __KUNIT_BINARY(test, is_assert, left, op, right, ...) do {	\
	const typeof((left) + 0) __kl = (left);				\
	const typeof((right) + 0) __kr = (right);			\
	__KUNIT_CHECK(test,						\
		(typeof(__kl + __kr))__kl op (typeof(__kl + __kr))__kr,	\
		is_assert,						\
		kunit_fail_assert(test, __FILE__, __LINE__, is_assert,	\
			"Expected %s %s %s, but\n    %s == %lld (0x%llx)\n    %s == %lld (0x%llx)", \
			#left, #op, #right,				\
			#left, (long long)__kl, (long long)__kl,	\
			#right, (long long)__kr, (long long)__kr),	\
		##__VA_ARGS__);						\
} while (0)

#define __KUNIT_PTR(test, is_assert, left, op, right, ...) do {		\
	const void *__kl = (const void *)(left);			\
	const void *__kr = (const void *)(right);			\
	__KUNIT_CHECK(test, __kl op __kr, is_assert,			\
		kunit_fail_assert(test, __FILE__, __LINE__, is_assert,	\
			"Expected %s %s %s, but\n    %s == %px\n    %s == %px", \
			#left, #op, #right, #left, __kl, #right, __kr), \
		##__VA_ARGS__);						\
} while (0)

#define __KUNIT_STR(test, is_assert, left, op, right, ...) do {		\
	const char *__kl = (left);					\
	const char *__kr = (right);					\
	__KUNIT_CHECK(test, __kl && __kr && strcmp(__kl, __kr) op 0,	\
		is_assert,						\
		kunit_fail_assert(test, __FILE__, __LINE__, is_assert,	\
			"Expected %s %s %s, but\n    %s == \"%s\"\n    %s == \"%s\"", \
			#left, #op, #right, #left, __kl ? : "(null)", #right, __kr ? : "(null)"), \
		##__VA_ARGS__);						\
} while (0)

#define __KUNIT_MEM(test, is_assert, left, op, right, size, ...) do {	\
	const void *__kl = (left);					\
	const void *__kr = (right);					\
	size_t __kn = (size);						\
	__KUNIT_CHECK(test, memcmp(__kl, __kr, __kn) op 0, is_assert,	\
		kunit_fail_assert(test, __FILE__, __LINE__, is_assert,	\
			"Expected %s %s %s, but\n    %s == %*ph\n    %s == %*ph", \
			#left, #op, #right,				\
			#left, (int)__kn, __kl, #right, (int)__kn, __kr), \
		##__VA_ARGS__);						\
} while (0)

#define KUNIT_FAIL(test, fmt, ...) do {					\
	kunit_fail_assert(test, __FILE__, __LINE__, false,		\
			  fmt, ##__VA_ARGS__);				\
} while (0)
#define KUNIT_FAIL_AND_ABORT(test, fmt, ...) do {			\
	kunit_fail_assert(test, __FILE__, __LINE__, true,		\
			  fmt, ##__VA_ARGS__);				\
	kunit_abort(test);						\
} while (0)

#define KUNIT_EXPECT_TRUE(test, cond) \
	__KUNIT_COND(test, false, #cond, "true", !!(cond))
#define KUNIT_EXPECT_TRUE_MSG(test, cond, ...) \
	__KUNIT_COND(test, false, #cond, "true", !!(cond), __VA_ARGS__)
#define KUNIT_EXPECT_FALSE(test, cond) \
	__KUNIT_COND(test, false, #cond, "false", !(cond))
#define KUNIT_EXPECT_FALSE_MSG(test, cond, ...) \
	__KUNIT_COND(test, false, #cond, "false", !(cond), __VA_ARGS__)
#define KUNIT_EXPECT_EQ(test, left, right) \
	__KUNIT_BINARY(test, false, left, ==, right)
#define KUNIT_EXPECT_EQ_MSG(test, left, right, ...) \
	__KUNIT_BINARY(test, false, left, ==, right, __VA_ARGS__)
#define KUNIT_EXPECT_NE(test, left, right) \
	__KUNIT_BINARY(test, false, left, !=, right)
#define KUNIT_EXPECT_NE_MSG(test, left, right, ...) \
	__KUNIT_BINARY(test, false, left, !=, right, __VA_ARGS__)
#define KUNIT_EXPECT_LT(test, left, right) \
	__KUNIT_BINARY(test, false, left, <, right)
#define KUNIT_EXPECT_LT_MSG(test, left, right, ...) \
	__KUNIT_BINARY(test, false, left, <, right, __VA_ARGS__)
#define KUNIT_EXPECT_LE(test, left, right) \
	__KUNIT_BINARY(test, false, left, <=, right)
#define KUNIT_EXPECT_LE_MSG(test, left, right, ...) \
	__KUNIT_BINARY(test, false, left, <=, right, __VA_ARGS__)
#define KUNIT_EXPECT_GT(test, left, right) \
	__KUNIT_BINARY(test, false, left, >, right)
#define KUNIT_EXPECT_GT_MSG(test, left, right, ...) \
	__KUNIT_BINARY(test, false, left, >, right, __VA_ARGS__)
#define KUNIT_EXPECT_GE(test, left, right) \
	__KUNIT_BINARY(test, false, left, >=, right)
#define KUNIT_EXPECT_GE_MSG(test, left, right, ...) \
	__KUNIT_BINARY(test, false, left, >=, right, __VA_ARGS__)
#define KUNIT_EXPECT_PTR_EQ(test, left, right) \
	__KUNIT_PTR(test, false, left, ==, right)
#define KUNIT_EXPECT_PTR_EQ_MSG(test, left, right, ...) \
	__KUNIT_PTR(test, false, left, ==, right, __VA_ARGS__)
#define KUNIT_EXPECT_PTR_NE(test, left, right) \
	__KUNIT_PTR(test, false, left, !=, right)
#define KUNIT_EXPECT_PTR_NE_MSG(test, left, right, ...) \
	__KUNIT_PTR(test, false, left, !=, right, __VA_ARGS__)
#define KUNIT_EXPECT_STREQ(test, left, right) \
	__KUNIT_STR(test, false, left, ==, right)
#define KUNIT_EXPECT_STREQ_MSG(test, left, right, ...) \
	__KUNIT_STR(test, false, left, ==, right, __VA_ARGS__)
#define KUNIT_EXPECT_STRNEQ(test, left, right) \
	__KUNIT_STR(test, false, left, !=, right)
#define KUNIT_EXPECT_STRNEQ_MSG(test, left, right, ...) \
	__KUNIT_STR(test, false, left, !=, right, __VA_ARGS__)
#define KUNIT_EXPECT_MEMEQ(test, left, right, size) \
	__KUNIT_MEM(test, false, left, ==, right, size)
#define KUNIT_EXPECT_MEMEQ_MSG(test, left, right, size, ...) \
	__KUNIT_MEM(test, false, left, ==, right, size, __VA_ARGS__)
#define KUNIT_EXPECT_MEMNEQ(test, left, right, size) \
	__KUNIT_MEM(test, false, left, !=, right, size)
#define KUNIT_EXPECT_MEMNEQ_MSG(test, left, right, size, ...) \
	__KUNIT_MEM(test, false, left, !=, right, size, __VA_ARGS__)
#define KUNIT_EXPECT_NULL(test, ptr) \
	__KUNIT_PTR(test, false, ptr, ==, NULL)
#define KUNIT_EXPECT_NULL_MSG(test, ptr, ...) \
	__KUNIT_PTR(test, false, ptr, ==, NULL, __VA_ARGS__)
#define KUNIT_EXPECT_NOT_NULL(test, ptr) \
	__KUNIT_PTR(test, false, ptr, !=, NULL)
#define KUNIT_EXPECT_NOT_NULL_MSG(test, ptr, ...) \
	__KUNIT_PTR(test, false, ptr, !=, NULL, __VA_ARGS__)
#define KUNIT_EXPECT_NOT_ERR_OR_NULL(test, ptr) \
	__KUNIT_COND(test, false, #ptr, "a valid pointer", !IS_ERR_OR_NULL(ptr))
#define KUNIT_EXPECT_NOT_ERR_OR_NULL_MSG(test, ptr, ...) \
	__KUNIT_COND(test, false, #ptr, "a valid pointer", \
		     !IS_ERR_OR_NULL(ptr), __VA_ARGS__)

#define KUNIT_ASSERT_TRUE(test, cond) \
	__KUNIT_COND(test, true, #cond, "true", !!(cond))
#define KUNIT_ASSERT_TRUE_MSG(test, cond, ...) \
	__KUNIT_COND(test, true, #cond, "true", !!(cond), __VA_ARGS__)
#define KUNIT_ASSERT_FALSE(test, cond) \
	__KUNIT_COND(test, true, #cond, "false", !(cond))
#define KUNIT_ASSERT_FALSE_MSG(test, cond, ...) \
	__KUNIT_COND(test, true, #cond, "false", !(cond), __VA_ARGS__)
#define KUNIT_ASSERT_EQ(test, left, right) \
	__KUNIT_BINARY(test, true, left, ==, right)
#define KUNIT_ASSERT_EQ_MSG(test, left, right, ...) \
	__KUNIT_BINARY(test, true, left, ==, right, __VA_ARGS__)
#define KUNIT_ASSERT_NE(test, left, right) \
	__KUNIT_BINARY(test, true, left, !=, right)
#define KUNIT_ASSERT_NE_MSG(test, left, right, ...) \
	__KUNIT_BINARY(test, true, left, !=, right, __VA_ARGS__)
#define KUNIT_ASSERT_LT(test, left, right) \
	__KUNIT_BINARY(test, true, left, <, right)
#define KUNIT_ASSERT_LT_MSG(test, left, right, ...) \
	__KUNIT_BINARY(test, true, left, <, right, __VA_ARGS__)
#define KUNIT_ASSERT_LE(test, left, right) \
	__KUNIT_BINARY(test, true, left, <=, right)
#define KUNIT_ASSERT_LE_MSG(test, left, right, ...) \
	__KUNIT_BINARY(test, true, left, <=, right, __VA_ARGS__)
#define KUNIT_ASSERT_GT(test, left, right) \
	__KUNIT_BINARY(test, true, left, >, right)
#define KUNIT_ASSERT_GT_MSG(test, left, right, ...) \
	__KUNIT_BINARY(test, true, left, >, right, __VA_ARGS__)
#define KUNIT_ASSERT_GE(test, left, right) \
	__KUNIT_BINARY(test, true, left, >=, right)
#define KUNIT_ASSERT_GE_MSG(test, left, right, ...) \
	__KUNIT_BINARY(test, true, left, >=, right, __VA_ARGS__)
#define KUNIT_ASSERT_PTR_EQ(test, left, right) \
	__KUNIT_PTR(test, true, left, ==, right)
#define KUNIT_ASSERT_PTR_EQ_MSG(test, left, right, ...) \
	__KUNIT_PTR(test, true, left, ==, right, __VA_ARGS__)
#define KUNIT_ASSERT_PTR_NE(test, left, right) \
	__KUNIT_PTR(test, true, left, !=, right)
#define KUNIT_ASSERT_PTR_NE_MSG(test, left, right, ...) \
	__KUNIT_PTR(test, true, left, !=, right, __VA_ARGS__)
#define KUNIT_ASSERT_STREQ(test, left, right) \
	__KUNIT_STR(test, true, left, ==, right)
#define KUNIT_ASSERT_STREQ_MSG(test, left, right, ...) \
	__KUNIT_STR(test, true, left, ==, right, __VA_ARGS__)
#define KUNIT_ASSERT_STRNEQ(test, left, right) \
	__KUNIT_STR(test, true, left, !=, right)
#define KUNIT_ASSERT_STRNEQ_MSG(test, left, right, ...) \
	__KUNIT_STR(test, true, left, !=, right, __VA_ARGS__)
#define KUNIT_ASSERT_MEMEQ(test, left, right, size) \
	__KUNIT_MEM(test, true, left, ==, right, size)
#define KUNIT_ASSERT_MEMEQ_MSG(test, left, right, size, ...) \
	__KUNIT_MEM(test, true, left, ==, right, size, __VA_ARGS__)
#define KUNIT_ASSERT_MEMNEQ(test, left, right, size) \
	__KUNIT_MEM(test, true, left, !=, right, size)
#define KUNIT_ASSERT_MEMNEQ_MSG(test, left, right, size, ...) \
	__KUNIT_MEM(test, true, left, !=, right, size, __VA_ARGS__)
#define KUNIT_ASSERT_NULL(test, ptr) \
	__KUNIT_PTR(test, true, ptr, ==, NULL)
#define KUNIT_ASSERT_NULL_MSG(test, ptr, ...) \
	__KUNIT_PTR(test, true, ptr, ==, NULL, __VA_ARGS__)
#define KUNIT_ASSERT_NOT_NULL(test, ptr) \
	__KUNIT_PTR(test, true, ptr, !=, NULL)
#define KUNIT_ASSERT_NOT_NULL_MSG(test, ptr, ...) \
	__KUNIT_PTR(test, true, ptr, !=, NULL, __VA_ARGS__)
#define KUNIT_ASSERT_NOT_ERR_OR_NULL(test, ptr) \
	__KUNIT_COND(test, true, #ptr, "a valid pointer", !IS_ERR_OR_NULL(ptr))
#define KUNIT_ASSERT_NOT_ERR_OR_NULL_MSG(test, ptr, ...) \
	__KUNIT_COND(test, true, #ptr, "a valid pointer", \
		     !IS_ERR_OR_NULL(ptr), __VA_ARGS__)

#endif /* INCLUDE_KUNIT_TEST_H */
