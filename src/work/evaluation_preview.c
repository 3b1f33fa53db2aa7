#include "wangge/work/evaluation_preview.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST 0.05 /* points that are worth a line */

/* How many are left of what a measure counts. */
enum left {
    LEFT_OF_DUE,    /* all that is due and not counted yet */
    LEFT_IN_TIME,   /* of those the ones whose last day is still to come */
    LEFT_TO_TARGET, /* of an amount */
    LEFT_CASES,     /* open cases whose time is not over: due once they are closed */
    LEFT_DRILL      /* one drill, whose outcome nobody knows */
};

static const struct deed {
    const char *measure;
    enum left left;
    const char *words; /* with one %d */
    const char *also;  /* the measure that the same deed counts in, too */
} deeds[] = {
    {"entry",        LEFT_OF_DUE,    N_("visit %d households"),             "diary"          },
    {"must_visit",   LEFT_IN_TIME,   N_("make %d must-visits in time"),     "diary"          },
    {"completeness", LEFT_OF_DUE,    N_("fill in %d fields"),               NULL             },
    {"familiarity",  LEFT_DRILL,     N_("take the familiarity drill (%d)"), NULL             },
    {"timely",       LEFT_CASES,     N_("close %d cases in time"),          "unreworked"     },
    {"unit_timely",  LEFT_CASES,     N_("close %d cases in time"),          "unit_unreworked"},
    {"diary",        LEFT_TO_TARGET, N_("write %d diary entries"),          NULL             },
    {"own_entry",    LEFT_TO_TARGET, N_("write %d diary entries"),          NULL             },
    {"patrol",       LEFT_TO_TARGET, N_("make %d patrols"),                 NULL             },
    {"own_patrol",   LEFT_TO_TARGET, N_("make %d patrols"),                 NULL             },
    {"meeting",      LEFT_TO_TARGET, N_("hold %d meetings"),                NULL             },
    {"reported",     LEFT_TO_TARGET, N_("report %d cases"),                 NULL             },
    {"own_case",     LEFT_TO_TARGET, N_("report %d cases"),                 NULL             },
    {"own_must",     LEFT_TO_TARGET, N_("make %d must-visits"),             NULL             },
    {"reviewed",     LEFT_OF_DUE,    N_("review %d diary entries"),         NULL             },
};

static const struct deed *deed_of(const char *measure)
{
    for (size_t i = 0; i < COUNT_OF(deeds); i++)
        if (strcmp(deeds[i].measure, measure) == 0)
            return &deeds[i];
    return NULL;
}

const char *evaluation_gain_words(struct pool *pool, const struct evaluation_gain *gain)
{
    char before[128];
    const char *words = _(gain->words), *at = strstr(words, "%d");
    if (at == NULL)
        return words;
    text_copy(before, (size_t)(at - words) + 1 < sizeof before ? (size_t)(at - words) + 1 : sizeof before, words);
    return pool_format(pool, "%s%d%s", before, gain->deeds, at + 2);
}

static enum err open_cases(struct work *work, struct pool *pool, const struct evaluation *now, struct rows *out,
                           struct error *e)
{
    char today[DATE_TEXT];
    bool unit = strcmp(now->subject, "department") == 0;
    today_text(today);
    enum err r =
        db_query(work->db, pool, unit ? "preview.cases.department" : "preview.cases.grid_leader",
                 BINDS(BIND_INT("who", now->who), BIND_TEXT("today", today), BIND_INT("now", clock_now())), out, e);
    size_t on = r == ERR_NONE ? (size_t)rows_column(out, "on") : 0, text = on + 1;
    for (size_t i = 0; r == ERR_NONE && i < out->count; i++) {
        struct value *value = &out->values[i * out->columns];
        char date[DATE_TEXT] = "";
        if (value[on].type == VALUE_INT)
            date_format(day_of(value[on].number), date);
        value[on] = (struct value){.type = VALUE_TEXT, .text = pool_text(pool, date)};
        if (value[text].text == NULL || value[text].text[0] == '\0')
            value[text] = (struct value){.type = VALUE_TEXT, .text = _("confidential case")};
    }
    return r;
}

/* Keeps the records of the measure that are due, not counted, and (in time) not past their last day. */
static void keep_open(struct rows *rows, const char *measure, bool in_time)
{
    char today[DATE_TEXT];
    size_t kept = 0;
    today_text(today);
    for (size_t i = 0; i < rows->count; i++) {
        bool open = rows_real(rows, i, "due") > 0 && rows_real(rows, i, "counted") < rows_real(rows, i, "due");
        bool late = in_time && strcmp(rows_text(rows, i, "on"), today) < 0;
        if (open && !late && strcmp(rows_text(rows, i, "measure"), measure) == 0)
            memmove(rows->values + kept++ * rows->columns, rows->values + i * rows->columns,
                    rows->columns * sizeof *rows->values);
    }
    rows->count = kept;
}

enum err evaluation_preview_rows(struct work *work, struct pool *pool, const struct evaluation_preview *preview,
                                 const struct evaluation_gain *gain, struct rows *out, struct error *e)
{
    const struct deed *deed = deed_of(gain->measure);
    *out = (struct rows){0};
    if (deed == NULL || deed->left == LEFT_TO_TARGET || deed->left == LEFT_DRILL)
        return ERR_NONE;
    if (deed->left == LEFT_CASES)
        return open_cases(work, pool, &preview->now, out, e);
    char month[MONTH_TEXT];
    month_of(day_of(clock_now()), month);
    enum err r = evaluation_records(work, pool, month, preview->now.subject, preview->now.who, gain->item, out, e);
    if (r == ERR_NONE)
        keep_open(out, gain->measure, deed->left == LEFT_IN_TIME);
    return r;
}

/* How many cases among them were sent back before: closing them does not count as done at once. */
static int reworked(const struct rows *cases)
{
    int n = 0;
    for (size_t i = 0; i < cases->count; i++)
        n += rows_int(cases, i, "rework") > 0;
    return n;
}

static double round_up(double value)
{
    return value <= 0 ? 0 : ceil(value - 1e-9);
}

/* What is left to do; rows are read only where the figures alone do not say it. */
static enum err count_left(struct work *work, struct pool *pool, const struct evaluation_preview *preview,
                           const struct evaluation_part *part, const struct deed *deed,
                           const struct evaluation_gain *gain, int *left, int *twice, struct error *e)
{
    struct rows rows = {0};
    enum err r = ERR_NONE;
    *left = *twice = 0;
    if (deed->left == LEFT_TO_TARGET || deed->left == LEFT_OF_DUE) {
        *left = (int)round_up(part->denominator - part->numerator);
    } else if (deed->left == LEFT_DRILL) {
        *left = 1;
    } else {
        r = evaluation_preview_rows(work, pool, preview, gain, &rows, e);
        *left = (int)rows.count;
        *twice = deed->left == LEFT_CASES ? reworked(&rows) : 0;
    }
    return r;
}

static double total_of(struct evaluation then, const struct deed *deed, int n, int twice, bool also)
{
    double due = deed->left == LEFT_CASES ? n : 0;
    evaluation_do(&then, deed->measure, n, due);
    if (also && deed->also != NULL)
        evaluation_do(&then, deed->also, n - twice, due);
    return then.total;
}

/* Of a drill: what all questions answered right would bring. */
static void reckon_drill(const struct evaluation *now, const struct evaluation_part *part, struct evaluation_gain *gain)
{
    struct evaluation then = *now;
    bool taken = part->counts && part->denominator > 0;
    evaluation_do(&then, gain->measure, taken ? part->denominator - part->numerator : 1, taken ? 0 : 1);
    gain->unknown = true;
    gain->deeds = 1;
    gain->all = then.total - now->total;
}

static void reckon(const struct evaluation *now, const struct deed *deed, int left, int twice,
                   struct evaluation_gain *gain)
{
    bool cases = deed->left == LEFT_CASES; /* closing counts in both measures at once */
    int n = cases ? left : evaluation_worth(now, deed->measure, left, 1, 0);
    gain->deeds = n;
    if (n <= 0)
        return;
    gain->each = total_of(*now, deed, 1, 0, cases) - now->total;
    gain->all = total_of(*now, deed, n, twice, cases) - now->total;
    gain->also = cases ? 0 : total_of(*now, deed, n, 0, true) - now->total - gain->all;
}

static enum err add_gain(struct work *work, struct pool *pool, struct evaluation_preview *out, size_t item, size_t p,
                         struct error *e)
{
    const struct evaluation_item *of = &out->now.items[item];
    const struct evaluation_part *part = &of->parts[p];
    const struct deed *deed = deed_of(part->measure);
    struct evaluation_gain *gain = &out->gains[out->count];
    int left = 0, twice = 0;

    if (deed == NULL || out->count == GAINS_MOST)
        return ERR_NONE;
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->gains[i].measure, part->measure) == 0)
            return ERR_NONE; /* it stands in another item, too: told once */
    *gain = (struct evaluation_gain){.words = deed->words};
    text_copy(gain->measure, sizeof gain->measure, part->measure);
    text_copy(gain->item, sizeof gain->item, of->code);
    text_copy(gain->label, sizeof gain->label, of->label);
    enum err r = count_left(work, pool, out, part, deed, gain, &left, &twice, e);
    if (r == ERR_NONE && deed->left == LEFT_DRILL)
        reckon_drill(&out->now, part, gain);
    else if (r == ERR_NONE)
        reckon(&out->now, deed, left, twice, gain);
    if (r == ERR_NONE && gain->deeds > 0 && gain->all >= LEAST)
        out->count++;
    return r;
}

/* Known ones first, what brings most first. */
static int most_first(const void *a, const void *b)
{
    const struct evaluation_gain *x = a, *y = b;
    if (x->unknown != y->unknown)
        return x->unknown ? 1 : -1;
    if (x->all != y->all)
        return x->all < y->all ? 1 : -1;
    return strcmp(x->measure, y->measure);
}

enum err evaluation_preview(struct work *work, struct pool *pool, struct evaluation_preview *out, struct error *e)
{
    char month[MONTH_TEXT];
    *out = (struct evaluation_preview){0};
    month_of(day_of(clock_now()), month);
    enum err r = evaluation_own(work, pool, month, &out->now, &out->found, e);
    if (r != ERR_NONE || !out->found || !out->now.judged)
        return r;
    for (size_t i = 0; r == ERR_NONE && i < out->now.count; i++)
        for (size_t p = 0; r == ERR_NONE && p < out->now.items[i].part_count; p++)
            r = add_gain(work, pool, out, i, p, e);
    qsort(out->gains, out->count, sizeof *out->gains, most_first);
    return r;
}
