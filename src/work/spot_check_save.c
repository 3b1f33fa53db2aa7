/* What was found at a door: verdicts, corrections of the registers, a line for who leads the grid. */
#include "evaluation_month.h"
#include "inside.h"
#include "spot_check_inside.h"
#include "table_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/title.h"
#include "wangge/work/audit.h"
#include "wangge/work/job.h"
#include "wangge/work/work.h"

#include <string.h>

#define WRITE     "spot_check.write"
#define TOLD_MOST 6 /* fields that one line of the inbox names */

/* One item with what was answered; verdict NULL: nothing was. */
struct finding {
    const struct field *field;
    const char *truth, *verdict, *problem;
    bool fix, corrected, tried;
};

struct saving {
    struct work *work;
    struct pool *pool;
    struct check_scope scope;
    struct rows check, items;
    struct finding *findings;
    bool blind;
};

/* --- what was typed --- */

static bool is_word(const char *typed, char half, const char *full)
{
    return (typed[0] == half && typed[1] == '\0') || strcmp(typed, full) == 0;
}

static void judge(struct finding *f, const char *registered, const char *truth)
{
    f->truth = truth;
    f->verdict = strcmp(truth, registered) == 0 ? "correct" : *registered == '\0' ? "missing" : "wrong";
}

/* The value as the register would keep it. */
static enum err read_value(struct saving *s, size_t i, const char *typed, struct error *e)
{
    struct finding *f = &s->findings[i];
    const char *registered = rows_text(&s->items, i, "value");
    struct buffer value = {0};
    if (!s->blind && f->field->masked && *registered != '\0' &&
        strcmp(check_value_text(s->pool, f->field, registered), typed) == 0) {
        judge(f, registered, registered); /* typed as it is shown */
        return ERR_NONE;
    }
    enum err r = check_value(f->field, typed, &value, e);
    if (r == ERR_NONE)
        judge(f, registered, pool_text(s->pool, buffer_text(&value)));
    buffer_free(&value);
    return r;
}

static enum err read_answer(struct saving *s, size_t i, const char *answer, struct error *e)
{
    struct finding *f = &s->findings[i];
    const char *registered = rows_text(&s->items, i, "value");
    char *typed = text_trim(pool_text(s->pool, answer));
    f->field = check_field_of(&s->items, i);
    f->problem = "";
    if (*typed == '\0' || f->field == NULL)
        return ERR_NONE;
    if (is_word(typed, '=', "＝") && s->blind)
        return error_set(e, ERR_INVALID, NULL, _("This check is blind: type what is true."));
    if (is_word(typed, '=', "＝"))
        judge(f, registered, registered);
    else if (is_word(typed, '-', "－"))
        judge(f, registered, "");
    else if (is_word(typed, '/', "／"))
        f->verdict = "not_applicable", f->truth = "";
    else if (is_word(typed, '?', "？"))
        f->verdict = "not_met", f->truth = "";
    else
        return read_value(s, i, typed, e);
    return ERR_NONE;
}

static enum err read_answers(struct saving *s, const struct record *answers,
                             void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    enum err r = ERR_NONE;
    s->findings = pool_new_piece(s->pool, s->items.count + 1, sizeof *s->findings);
    for (size_t i = 0; i < s->items.count; i++) {
        const char *name = rows_text(&s->items, i, "position");
        struct error one = {0};
        enum err fault = read_answer(s, i, record_get(answers, name), &one);
        if (fault == ERR_NONE)
            continue;
        error_set(&one, fault, name, "%s", pool_text(s->pool, one.text));
        if (on_fault != NULL)
            on_fault(to, &one);
        if (r == ERR_NONE && e != NULL)
            *e = one;
        r = fault;
    }
    return r;
}

/* --- corrections --- */

/* Is the item one whose register has to be made true? One that was corrected before follows what is said now. */
static bool wants_fix(const struct saving *s, size_t i)
{
    const struct finding *f = &s->findings[i];
    if (f->verdict == NULL || strcmp(f->verdict, "not_met") == 0 || strcmp(f->verdict, "not_applicable") == 0)
        return false;
    return strcmp(f->verdict, "correct") != 0 || rows_int(&s->items, i, "corrected") != 0;
}

static bool is_same_row(const struct rows *items, size_t a, size_t b)
{
    return rows_int(items, a, "object") == rows_int(items, b, "object") &&
           strcmp(rows_text(items, a, "kind"), rows_text(items, b, "kind")) == 0;
}

/* Lays the findings that are marked fix over their row; dry: only asks whether the table's rules take them. Not by
 * table_change: the actor need not have the right to write the table (include/wangge/work/spot_check.h). */
static enum err lay(struct saving *s, size_t first, bool dry, struct error *e)
{
    const struct table *table = table_find(rows_text(&s->items, first, "kind"));
    struct change c = {.work = s->work,
                       .table = table,
                       .range = s->scope.range,
                       .id = rows_int(&s->items, first, "object"),
                       .dry = dry};
    struct record *given = record_new();
    enum put done;
    for (size_t i = first; i < s->items.count; i++)
        if (s->findings[i].fix && is_same_row(&s->items, first, i))
            record_set(given, s->findings[i].field->name, s->findings[i].truth);
    if (table_field(table, "source") != NULL)
        record_set(given, "source", "check");
    if (table_field(table, "verified_on") != NULL)
        record_set(given, "verified_on", s->scope.today);
    enum err r = table_save(&c, given, true, &done, e);
    record_free(&given);
    change_free(&c);
    return r;
}

/* What the rules of a table say no to; all else is a failure of the whole. */
static bool is_refusal(enum err r)
{
    return r == ERR_INVALID || r == ERR_STATE || r == ERR_NOT_FOUND || r == ERR_DENIED;
}

/* One field alone: what the rules refuse stays a finding. */
static enum err try_one(struct saving *s, size_t i)
{
    struct finding *f = &s->findings[i];
    struct error e = {0};
    enum err r = ERR_NONE;
    f->fix = true;
    if (f->field->read_only)
        r = error_set(&e, ERR_INVALID, NULL, _("The program keeps this field by itself."));
    else
        r = lay(s, i, true, &e);
    f->fix = r == ERR_NONE;
    f->problem = r == ERR_NONE ? "" : pool_text(s->pool, e.text);
    return is_refusal(r) ? ERR_NONE : r;
}

/* All fields of one row together, so that it gets one new version; those that are refused alone are left out. */
static enum err correct_row(struct saving *s, size_t first, struct error *e)
{
    enum err r = ERR_NONE;
    size_t good = 0;
    for (size_t i = first; i < s->items.count; i++) {
        if (!is_same_row(&s->items, first, i) || !wants_fix(s, i))
            continue;
        for (size_t k = first; k < i; k++)
            s->findings[k].fix = s->findings[k].fix && !is_same_row(&s->items, first, k);
        s->findings[i].tried = true;
        r = try_one(s, i);
        if (r != ERR_NONE)
            return error_set(e, r, NULL, "%s", s->findings[i].problem);
        s->findings[i].corrected = s->findings[i].fix;
    }
    for (size_t i = first; i < s->items.count; i++)
        if (is_same_row(&s->items, first, i)) {
            s->findings[i].fix = s->findings[i].corrected;
            good += s->findings[i].fix;
        }
    return good == 0 ? ERR_NONE : lay(s, first, false, e);
}

static enum err correct(struct saving *s, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < s->items.count; i++)
        if (!s->findings[i].tried && wants_fix(s, i))
            r = correct_row(s, i, e);
    return r;
}

/* --- what is kept, and told --- */

static enum err keep(struct saving *s, size_t i, struct check_saved *saved, struct error *e)
{
    const struct finding *f = &s->findings[i];
    bool wrong = strcmp(f->verdict, "wrong") == 0 || strcmp(f->verdict, "missing") == 0;
    saved->checked++;
    saved->wrong += wrong;
    saved->corrected += wrong && f->corrected;
    saved->refused += *f->problem != '\0';
    return db_execute(s->work->db, "spot_check_item.found",
                      BINDS(BIND_INT("id", rows_int(&s->items, i, "id")), BIND_TEXT("truth", f->truth),
                            BIND_TEXT("verdict", f->verdict), BIND_INT("corrected", wrong && f->corrected),
                            BIND_TEXT("problem", f->problem), BIND_INT("by", s->work->actor.user),
                            BIND_INT("at", clock_now())),
                      NULL, e);
}

/* "Phone (李某)", or "Education (李某): 21 -> 31" where the values are not masked. */
static void tell_item(struct saving *s, size_t i, struct buffer *out)
{
    const struct finding *f = &s->findings[i];
    const char *person = rows_text(&s->items, i, "person_name"), *before = rows_text(&s->items, i, "value");
    buffer_add_text(out, field_label(f->field));
    if (*person != '\0')
        buffer_format(out, " (%s)", person);
    if (!f->field->masked)
        buffer_format(out, ": %s → %s", *before == '\0' ? "-" : check_value_text(s->pool, f->field, before),
                      *f->truth == '\0' ? "-" : check_value_text(s->pool, f->field, f->truth));
    if (!f->corrected)
        buffer_format(out, " %s", _("(not corrected)"));
}

static void write_line(struct saving *s, struct buffer *out)
{
    size_t told = 0, left = 0;
    for (size_t i = 0; i < s->items.count; i++) {
        const struct finding *f = &s->findings[i];
        if (f->verdict == NULL || (strcmp(f->verdict, "wrong") != 0 && strcmp(f->verdict, "missing") != 0))
            continue;
        if (told == TOLD_MOST) {
            left++;
            continue;
        }
        buffer_add_text(out, told++ == 0 ? "" : "; ");
        tell_item(s, i, out);
    }
    if (left > 0)
        buffer_format(out, _("; %zu more"), left);
}

static enum err tell_leaders(struct saving *s, struct error *e)
{
    struct buffer line = {0};
    struct rows leaders = {0};
    enum err r = db_query(s->work->db, s->pool, "spot_check.leaders",
                          BINDS(BIND_INT("area", rows_int(&s->items, 0, "area")), BIND_TEXT("today", s->scope.today)),
                          &leaders, e);
    write_line(s, &line);
    const char *text = pool_format(s->pool, _("Spot check %s, %s: %s"), rows_text(&s->check, 0, "no"),
                                   door_of_row(s->pool, &s->items, 0), buffer_text(&line));
    for (size_t i = 0; r == ERR_NONE && line.length > 0 && i < leaders.count; i++)
        r = inbox_add(s->work, rows_int(&leaders, i, "leader"), "spot_check", rows_int(&s->check, 0, "id"), 0, text, e);
    buffer_free(&line);
    return r;
}

/* --- the whole --- */

static enum err need_open(struct saving *s, struct error *e)
{
    enum err r = ERR_NONE;
    if (!rows_null(&s->check, 0, "ended_at"))
        return error_set(e, ERR_STATE, NULL, _("%s has ended; nothing is entered any more."),
                         rows_text(&s->check, 0, "no"));
    for (size_t i = 0; r == ERR_NONE && i < s->items.count; i++)
        if (s->findings[i].verdict != NULL)
            r = month_need_open(s->work, rows_null(&s->items, i, "at") ? clock_now() : rows_int(&s->items, i, "at"),
                                rows_int(&s->items, i, "area"), e);
    return r;
}

static enum err find(struct saving *s, int64_t id, int64_t door, struct error *e)
{
    enum err r = check_find(s->work, s->pool, &s->scope, pool_format(s->pool, "%lld", (long long)id), &s->check, e);
    if (r == ERR_NONE)
        r = check_read_items(s->work, s->pool, &s->scope, id, door, CHECK_BY_NONE, NULL, &s->items, e);
    if (r == ERR_NONE && s->items.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no door %lld in this spot check."), (long long)door);
    return r;
}

enum err spot_check_save(struct work *work, int64_t id, int64_t door, const struct record *answers,
                         struct check_saved *saved, void (*on_fault)(void *to, const struct error *fault), void *to,
                         struct error *e)
{
    struct saving s = {.work = work, .pool = pool_new()};
    struct check_saved count = {0};

    enum err r = check_scope(work, WRITE, &s.scope, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = find(&s, id, door < 1 ? -1 : door, e);
    if (r == ERR_NONE) {
        s.blind = rows_int(&s.check, 0, "blind") != 0;
        r = read_answers(&s, answers, on_fault, to, e);
    }
    if (r == ERR_NONE)
        r = need_open(&s, e);
    if (r == ERR_NONE)
        r = correct(&s, e);
    for (size_t i = 0; r == ERR_NONE && i < s.items.count; i++)
        if (s.findings[i].verdict != NULL)
            r = keep(&s, i, &count, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "spot_check.count", BINDS(BIND_INT("id", id)), NULL, e);
    if (r == ERR_NONE)
        r = tell_leaders(&s, e);
    if (saved != NULL)
        *saved = count;
    pool_free(&s.pool);
    return audit_end(work, r, "spot_check.save", "spot_check", id, "", e);
}
