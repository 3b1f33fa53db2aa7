/* What a scheme would change: the figures of a month reckoned twice. */
#include "evaluation_inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

static enum err reckon(struct work *work, struct pool *pool, const struct span *span, const struct scheme *scheme,
                       const struct scheme *tried, struct roll *out, struct error *e)
{
    *out = (struct roll){.subject = scheme->subject, .tried = tried};
    enum err r = evaluation_live(work, pool, span, out, e);
    if (r == ERR_NONE)
        evaluation_rank(out->list, out->count);
    return r;
}

static struct evaluation_sum sum_of(const struct evaluation *one)
{
    return (struct evaluation_sum){.judged = one->judged, .total = one->total, .grade = one->grade, .rank = one->rank};
}

static const struct evaluation *same_one(const struct roll *roll, int64_t who)
{
    for (size_t i = 0; i < roll->count; i++)
        if (roll->list[i].who == who)
            return &roll->list[i];
    return NULL;
}

static void compare(struct pool *pool, const struct roll *is, const struct roll *would, struct evaluation_change **out,
                    size_t *count)
{
    *out = pool_new_piece(pool, would->count + 1, sizeof **out);
    for (size_t i = 0; i < would->count; i++) {
        const struct evaluation *one = &would->list[i], *now = same_one(is, one->who);
        if (now != NULL)
            (*out)[(*count)++] = (struct evaluation_change){.who = one->who,
                                                            .login = one->login,
                                                            .name = one->name,
                                                            .area_name = one->area_name,
                                                            .is = sum_of(now),
                                                            .would = sum_of(one)};
    }
}

enum err evaluation_try(struct work *work, struct pool *pool, const char *month, int64_t scheme,
                        struct evaluation_change **out, size_t *count, struct error *e)
{
    struct span span;
    struct scope_range range;
    struct scheme *tried = pool_new_piece(pool, 1, sizeof *tried);
    struct roll is, would;
    *out = NULL;
    *count = 0;
    enum err r = right_range(work, "evaluation.read", &range, e);
    if (r == ERR_NONE && range.own != 0)
        r = error_set(e, ERR_DENIED, NULL, _("You see your own evaluation only."));
    if (r == ERR_NONE)
        r = span_of_month(month, &span, e);
    if (r == ERR_NONE)
        r = scheme_read(work, pool, scheme, tried, e);
    if (r != ERR_NONE)
        return r;
    span_range(&span, tried->path);
    bool wider = strncmp(range.lo, tried->path, strlen(tried->path)) == 0;
    if (wider || strncmp(tried->path, range.lo, strlen(range.lo)) != 0) {
        text_copy(span.lo, sizeof span.lo, range.lo);
        text_copy(span.hi, sizeof span.hi, range.hi);
    }
    r = reckon(work, pool, &span, tried, NULL, &is, e);
    if (r == ERR_NONE)
        r = reckon(work, pool, &span, tried, tried, &would, e);
    if (r == ERR_NONE)
        compare(pool, &is, &would, out, count);
    return r;
}
