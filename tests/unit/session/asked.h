/* Put before every source file of the program that the run of questions is made of (make accept-rights): each place
 * that asks for a right is known by its line, also one that nobody comes by, and is answered by
 * tests/accept/questions.c. */
#ifndef WANGGE_TESTS_SESSION_ASKED_H
#define WANGGE_TESTS_SESSION_ASKED_H

#include "wangge/work/right.h"

struct question {
    const char *file;
    int line;
    const char *function;
};

enum scope asked_scope(const struct question *question, const struct work *work, const char *action);
enum err asked_need(const struct question *question, const struct work *work, const char *action, struct error *e);
enum err asked_range(const struct question *question, const struct work *work, const char *action,
                     struct scope_range *out, struct error *e);

#ifndef ASKED_AS_IT_IS

#define ASKED_HERE(call)                                                                                               \
    (__extension__({                                                                                                   \
        static const struct question asked_here = {__FILE__, __LINE__, __func__};                                      \
        static const struct question *const asked_kept __attribute__((section("asked"), used)) = &asked_here;          \
        call;                                                                                                          \
    }))
#define right_scope(work, action)         ASKED_HERE(asked_scope(&asked_here, work, action))
#define right_need(work, action, e)       ASKED_HERE(asked_need(&asked_here, work, action, e))
#define right_range(work, action, out, e) ASKED_HERE(asked_range(&asked_here, work, action, out, e))

#endif
#endif
