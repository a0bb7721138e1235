/* SPDX-License-Identifier: GPL-2.0 */
#ifndef LIB_KUNIT_INTERNAL_H
#define LIB_KUNIT_INTERNAL_H

#include <kunit/test.h>

/* KTAP indents by four blanks per level. */
#define INDENT1	"    "
#define INDENT2	"        "

struct kunit_stats {
	unsigned long passed, failed, skipped;
};

static inline unsigned long kunit_stats_total(const struct kunit_stats *s)
{
	return s->passed + s->failed + s->skipped;
}

/* One suite with those of its cases that the filters left. */
struct kunit_selection {
	struct kunit_suite *suite;
	struct kunit_case **cases;
	size_t nr_cases;
	unsigned long *skip;		/* bitmap: only to be reported */
};

/* filter.c: 0 and an array to be freed by kunit_selection_free(), or -errno */
int kunit_select(struct kunit_selection **sel, size_t *nr);
void kunit_selection_free(struct kunit_selection *sel, size_t nr);
const char *kunit_speed_name(const struct kunit_suite *suite,
			     const struct kunit_case *c);

/* run.c: false when a case failed */
bool kunit_run_suite(const struct kunit_selection *sel, size_t number);

/* resource.c */
void kunit_cleanup(struct kunit *test);

#endif /* LIB_KUNIT_INTERNAL_H */
