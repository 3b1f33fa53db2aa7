/* The checklist: rows, answers, progress. */
#include "inside.h"
#include "sweep_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/table/title.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/follow_up.h"
#include "wangge/work/report.h"
#include "wangge/work/sweep.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define HIDDEN "***" /* whom the reader may not know by this sweep */

static void set_text(struct rows *rows, size_t row, const char *column, const char *text)
{
    rows->values[row * rows->columns + (size_t)rows_column(rows, column)] =
        (struct value){.type = text == NULL ? VALUE_NULL : VALUE_TEXT, .text = text};
}

static void hide(struct rows *rows, size_t row)
{
    set_text(rows, row, "title", HIDDEN);
    set_text(rows, row, "person", NULL);
    set_text(rows, row, "object", NULL);
}

/* The sweep, and the range narrowed to an area of it that the actor reaches; *path (may be NULL) is the range's. */
static enum err find_range(struct work *work, struct pool *pool, int64_t id, int64_t area, struct scope_range *range,
                           struct rows *sweep, struct error *e)
{
    struct rows place = {0};
    enum err r = sweep_find_id(work, pool, id, range, sweep, e);
    if (r != ERR_NONE || area == 0)
        return r;
    r = db_query(work->db, pool, "area.place", BINDS(BIND_INT("id", area)), &place, e);
    const char *path = r == ERR_NONE && place.count > 0 ? rows_text(&place, 0, "path") : "";
    if (r == ERR_NONE && (place.count == 0 || strcmp(path, range->lo) < 0 || strcmp(path, range->hi) >= 0))
        r = error_set(e, ERR_NOT_FOUND, "area", _("There is no such area where you work."));
    if (r == ERR_NONE)
        area_range(path, range->lo, range->hi);
    return r;
}

/* --- rows */

static bool names_somebody(const char *field)
{
    static const char *const names[] = {"title", "person", "object"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(field, names[i]) == 0)
            return true;
    return false;
}

/* What is hidden is not found out by asking for it either. */
static enum err need_no_names(const struct list_query *query, struct error *e)
{
    bool named = *query->search != '\0' || names_somebody(query->sort + (*query->sort == '-'));
    for (size_t i = 0; i < query->filter_count; i++)
        named |= names_somebody(query->filters[i].field);
    return named ? error_set(e, ERR_DENIED, NULL, _("You may not read this table: its names are not searched."))
                 : ERR_NONE;
}

enum err sweep_items(struct work *work, struct pool *pool, int64_t id, int64_t area, const struct list_query *query,
                     struct rows *out, int64_t *total, struct error *e)
{
    struct scope_range range;
    struct rows sweep = {0};
    *out = (struct rows){0};
    enum err r = find_range(work, pool, id, area, &range, &sweep, e);
    bool told = r == ERR_NONE && sweep_is_told(work, rows_text(&sweep, 0, "table_name"));
    if (r == ERR_NONE && !told)
        r = need_no_names(query, e);
    if (r == ERR_NONE)
        r = list_read(work->db, pool, table_find("sweep_item"), NULL, query,
                      BINDS(BIND_INT("sweep", id), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), out, total,
                      e);
    for (size_t i = 0; r == ERR_NONE && i < out->count; i++) {
        set_text(out, i, "door", door_of_row(pool, out, i));
        if (!told)
            hide(out, i);
    }
    return r;
}

enum err sweep_of_household(struct work *work, struct pool *pool, int64_t household, struct rows *out, struct error *e)
{
    struct scope_range range;
    *out = (struct rows){0};
    if (household == 0 || right_range(work, "sweep.work", &range, NULL) != ERR_NONE)
        return ERR_NONE;
    enum err r =
        db_query(work->db, pool, "sweep_item.of_household",
                 BINDS(BIND_INT("household", household), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), out, e);
    for (size_t i = 0; r == ERR_NONE && i < out->count; i++)
        if (!sweep_is_told(work, rows_text(out, i, "table_name")))
            hide(out, i);
    return r;
}

/* --- answers */

static enum err check_answer(const struct sweep_answer *answer, struct error *e)
{
    const struct code *code = code_find(code_list("sweep_outcome"), answer->outcome);
    const char *due = answer->due_on == NULL ? "" : answer->due_on;
    char today[DATE_TEXT];
    day_t day = 0;
    today_text(today);
    if (code == NULL || code->retired)
        return error_set(e, ERR_INVALID, "outcome", _("There is no outcome \"%s\"."), answer->outcome);
    if (answer->note != NULL && text_count(answer->note) > 200)
        return error_set(e, ERR_INVALID, "note", _("The note has at most 200 characters."));
    if (*due != '\0' && (!date_parse(due, &day) || strcmp(due, today) < 0))
        return error_set(e, ERR_INVALID, "due_on", _("The day to see to it again is a date, today or later."));
    return ERR_NONE;
}

/* A hit asks for a visit; another answer takes that back. */
static enum err follow_hit(struct work *work, struct pool *pool, const struct rows *item,
                           const struct sweep_answer *answer, struct error *e)
{
    int64_t id = rows_int(item, 0, "id"), made = 0;
    int64_t household = rows_int(item, 0, "household"), place = rows_int(item, 0, "place");
    const char *note = answer->note == NULL ? "" : answer->note, *name = rows_text(item, 0, "name");
    bool was = strcmp(rows_text(item, 0, "outcome"), "hit") == 0, is = strcmp(answer->outcome, "hit") == 0;
    enum err r = was ? follow_up_end_of(work, "sweep", id, e) : ERR_NONE;
    if (r != ERR_NONE || !is || (household == 0 && place == 0))
        return r;
    const char *title = rows_int(item, 0, "secret") != 0 ? "" : rows_text(item, 0, "title");
    const char *text =
        pool_format(pool, "%s%s%s%s%s", name, *title == '\0' ? "" : " ", title, *note == '\0' ? "" : ": ", note);
    return follow_up_add(work, household, place, rows_int(item, 0, "person"), "sweep", id, text, answer->due_on, &made,
                         e);
}

static struct bind some(const char *name, int64_t value)
{
    return value == 0 ? BIND_NULL(name) : BIND_INT(name, value);
}

static enum err answer_one(struct work *work, struct pool *pool, int64_t id, const struct scope_range *range,
                           const struct sweep_answer *answer, int64_t *sweep, struct error *e)
{
    struct rows item = {0};
    int64_t changed = 0;
    bool done = code_has_mark("sweep_outcome", answer->outcome, "done");
    enum err r = db_query(work->db, pool, "sweep_item.read",
                          BINDS(BIND_INT("id", id), BIND_TEXT("lo", range->lo), BIND_TEXT("hi", range->hi)), &item, e);
    if (r == ERR_NONE && item.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no row %lld of a checklist where you work."), (long long)id);
    if (r == ERR_NONE && strcmp(rows_text(&item, 0, "state"), "open") != 0)
        r = error_set(e, ERR_STATE, NULL, _("The sweep %s is not open."), rows_text(&item, 0, "name"));
    if (r == ERR_NONE)
        r = db_execute(work->db, "sweep_item.answer",
                       BINDS(BIND_INT("id", id), BIND_TEXT("outcome", answer->outcome), BIND_INT("open", !done),
                             BIND_TEXT("note", answer->note == NULL ? "" : answer->note), some("visit", answer->visit),
                             BIND_INT("me", work->actor.user), BIND_INT("now", clock_now()), BIND_TEXT("lo", range->lo),
                             BIND_TEXT("hi", range->hi)),
                       &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_STATE, NULL, _("The sweep %s is not open."), rows_text(&item, 0, "name"));
    if (r == ERR_NONE)
        r = follow_hit(work, pool, &item, answer, e);
    if (r == ERR_NONE && !done && rows_int(&item, 0, "person") != 0) /* open again: to where they live now */
        r = db_execute(work->db, "sweep_item.follow_person", BINDS(BIND_INT("id", rows_int(&item, 0, "person"))), NULL,
                       e);
    *sweep = r == ERR_NONE ? rows_int(&item, 0, "sweep") : 0;
    return r;
}

enum err sweep_do(struct work *work, const int64_t *items, size_t count, const struct sweep_answer *answer,
                  struct error *e)
{
    struct pool *pool = pool_new();
    struct scope_range range;
    int64_t sweep = 0;
    char note[64];
    enum err r = right_range(work, "sweep.work", &range, e);
    if (r == ERR_NONE)
        r = check_answer(answer, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    for (size_t i = 0; r == ERR_NONE && i < count; i++)
        r = answer_one(work, pool, items[i], &range, answer, &sweep, e);
    snprintf(note, sizeof note, "%.32s %zu", answer->outcome, count);
    pool_free(&pool);
    return audit_end(work, r, "sweep.work", "sweep", sweep, note, e);
}

/* --- progress */

enum err sweep_progress(struct work *work, struct pool *pool, int64_t id, int64_t area, struct sweep_progress **out,
                        size_t *count, struct sweep_progress *sum, int64_t *elsewhere, struct error *e)
{
    struct scope_range range;
    struct rows sweep = {0}, rows = {0}, moved = {0};
    char today[DATE_TEXT];
    today_text(today);
    *count = 0;
    *out = NULL;
    *sum = (struct sweep_progress){.name = _("Sum")};
    *elsewhere = 0;
    enum err r = find_range(work, pool, id, area, &range, &sweep, e);
    if (r != ERR_NONE)
        return r;
    const char *path = rows_text(&sweep, 0, "path");
    if (area == 0 && strlen(path) > strlen(range.lo) && strcmp(path, range.lo) >= 0 && strcmp(path, range.hi) < 0)
        area_range(path, range.lo, range.hi);
    int64_t length = (int64_t)strlen(range.lo) + AREA_PART;
    const struct bind lo = BIND_TEXT("lo", range.lo), hi = BIND_TEXT("hi", range.hi), no = BIND_INT("sweep", id);
    r = db_query(work->db, pool, "sweep.progress", BINDS(no, lo, hi, BIND_INT("length", length)), &rows, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "sweep.elsewhere", BINDS(no, lo, hi), &moved, e);
    if (r != ERR_NONE)
        return r;
    bool over = strcmp(rows_text(&sweep, 0, "until_on"), today) < 0;
    *out = pool_new_piece(pool, rows.count + 1, sizeof **out);
    for (size_t i = 0; i < rows.count; i++) {
        struct sweep_progress *p = &(*out)[(*count)++];
        *p = (struct sweep_progress){
            rows_int(&rows, i, "area"),  rows_text(&rows, i, "name"), rows_int(&rows, i, "deeper") > 0,
            rows_int(&rows, i, "total"), rows_int(&rows, i, "done"),  rows_int(&rows, i, "hits"),
            rows_int(&rows, i, "open"),  rows_int(&rows, i, "tried"), over ? rows_int(&rows, i, "open") : 0};
        sum->total += p->total;
        sum->done += p->done;
        sum->hits += p->hits;
        sum->open += p->open;
        sum->tried += p->tried;
        sum->overdue += p->overdue;
    }
    *elsewhere = rows_int(&moved, 0, "elsewhere");
    return ERR_NONE;
}

/* --- on paper */

static const struct {
    const char *field;
    int drop;
} columns[] = {
    {"area",         4},
    {"door",         0},
    {"title",        0},
    {"outcome",      0},
    {"note",         0},
    {"done_at",      2},
    {"done_by_name", 3},
    {"person_state", 1},
};

static const char *cell(struct pool *pool, const struct rows *rows, size_t row, const char *name)
{
    const struct field *field = table_field(table_find("sweep_item"), name);
    const char *column = strcmp(name, "area") == 0 ? "area_name" : name;
    struct buffer text = {0};
    char minute[DATE_MINUTE] = "";
    if (rows_null(rows, row, column))
        return "";
    if (field->type == FIELD_INSTANT)
        instant_minute(rows_int(rows, row, column), minute);
    if (field->type == FIELD_LINK)
        return rows_text(rows, row, column);
    check_show(field, field->type == FIELD_INSTANT ? minute : rows_text(rows, row, column), &text);
    const char *out = pool_text(pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

enum err sweep_report(struct work *work, struct pool *pool, int64_t id, int64_t area, const struct list_query *query,
                      struct report *out, struct error *e)
{
    struct list_query all = *query;
    struct rows rows = {0}, sweep = {0};
    struct scope_range range;
    all.offset = all.after = 0;
    all.limit = SWEEP_MOST;
    all.patient = true;
    enum err r = find_range(work, pool, id, area, &range, &sweep, e);
    if (r == ERR_NONE)
        r = sweep_items(work, pool, id, area, &all, &rows, NULL, e);
    if (r != ERR_NONE)
        return r;
    struct report_column *heads = pool_new_piece(pool, COUNT_OF(columns), sizeof *heads);
    for (size_t c = 0; c < COUNT_OF(columns); c++)
        heads[c] = (struct report_column){columns[c].field,
                                          field_label(table_field(table_find("sweep_item"), columns[c].field)), false,
                                          columns[c].drop};
    *out = (struct report){.name = "sweep",
                           .title = rows_text(&sweep, 0, "name"),
                           .head = pool_format(pool, "%s  %s .. %s", rows_text(&sweep, 0, "no"),
                                               rows_text(&sweep, 0, "from_on"), rows_text(&sweep, 0, "until_on")),
                           .note = rows_text(&sweep, 0, "text"),
                           .column = heads,
                           .columns = COUNT_OF(columns),
                           .cells = pool_new_piece(pool, rows.count * COUNT_OF(columns) + 1, sizeof(const char *)),
                           .count = rows.count};
    for (size_t i = 0; i < rows.count; i++)
        for (size_t c = 0; c < COUNT_OF(columns); c++)
            out->cells[i * COUNT_OF(columns) + c] = cell(pool, &rows, i, columns[c].field);
    return ERR_NONE;
}
