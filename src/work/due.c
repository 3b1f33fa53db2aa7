/* Rows of doors, what asks for visits there, and the two orders. */
#include "wangge/work/due.h"

#include "due_inside.h"
#include "due_reckon.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/title.h"
#include "wangge/work/area.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define DOORS_MOST 20000 /* that one list is made of: a street of a large city has more */

/* --- the doors ------------------------------------------------------------------------------------------------------
 */

static void take_last(struct due_row *row, const struct rows *rows, size_t i)
{
    row->last_visit = rows_int(rows, i, "visit");
    row->last_at = rows_int(rows, i, "visited_at");
    row->last_by = rows_text(rows, i, "by_name");
    row->last_words = rows_text(rows, i, "words");
    row->area = rows_int(rows, i, "area");
    row->area_name = rows_text(rows, i, "area_name");
    row->address = rows_text(rows, i, "address");
}

static enum err read_doors(struct due_work *d, struct error *e)
{
    struct rows rows = {0}, places = {0};
    enum err r = db_query(d->work->db, d->pool, "due.households",
                          BINDS(BIND_TEXT("lo", d->lo), BIND_TEXT("hi", d->hi), BIND_INT("household", d->household),
                                BIND_INT("seen_before", day_start(due_rolling_day(d))),
                                BIND_TEXT("until", due_day_text(d, d->until))),
                          &rows, e);
    if (r == ERR_NONE && d->household == 0 && table_find("special_place") != NULL)
        r = db_query(d->work->db, d->pool, "due.places", BINDS(BIND_TEXT("lo", d->lo), BIND_TEXT("hi", d->hi)), &places,
                     e);
    if (r != ERR_NONE)
        return r;
    d->doors = pool_new_piece(d->pool, rows.count + places.count + 1, sizeof *d->doors);
    for (size_t i = 0; i < places.count; i++) { /* household 0 comes first */
        struct due_door *door = &d->doors[d->count++];
        door->row = (struct due_row){.place = rows_int(&places, i, "place"),
                                     .door = rows_text(&places, i, "name"),
                                     .name = rows_text(&places, i, "head"),
                                     .building = "",
                                     .unit = "",
                                     .room = "",
                                     .kinds = ""};
        take_last(&door->row, &places, i);
        door->path = rows_text(&places, i, "path");
        door->made = rows_int(&places, i, "created_at");
        door->next_on = rows_text(&places, i, "next_on");
    }
    for (size_t i = 0; i < rows.count; i++) {
        struct due_door *door = &d->doors[d->count++];
        door->row = (struct due_row){.household = rows_int(&rows, i, "household"),
                                     .door = door_of_row(d->pool, &rows, i),
                                     .name = rows_text(&rows, i, "head"),
                                     .building = rows_text(&rows, i, "building"),
                                     .unit = rows_text(&rows, i, "unit"),
                                     .room = rows_text(&rows, i, "room"),
                                     .kinds = rows_text(&rows, i, "kinds")};
        take_last(&door->row, &rows, i);
        door->path = rows_text(&rows, i, "path");
        door->made = rows_int(&rows, i, "created_at");
        door->next_on = rows_text(&rows, i, "next_on");
    }
    return ERR_NONE;
}

/* --- the two orders -------------------------------------------------------------------------------------------------
 */

/* Numbers in a text count as numbers: room 1001 comes behind 902, 12幢 behind 2幢. */
static int compare_numbered(const char *a, const char *b)
{
    while (*a != '\0' && *b != '\0') {
        size_t n = strspn(a, "0123456789"), m = strspn(b, "0123456789");
        if (n > 0 && m > 0) {
            long long x = strtoll(a, NULL, 10), y = strtoll(b, NULL, 10);
            if (x != y)
                return x < y ? -1 : 1;
            a += n;
            b += m;
        } else if (*a != *b) {
            return (unsigned char)*a < (unsigned char)*b ? -1 : 1;
        } else {
            a++;
            b++;
        }
    }
    return (*a != '\0') - (*b != '\0');
}

static int by_door(const void *a, const void *b)
{
    const struct due_row *x = a, *y = b;
    int order = compare_numbered(x->address, y->address);
    if (order == 0)
        order = compare_numbered(x->building, y->building);
    if (order == 0)
        order = compare_numbered(x->unit, y->unit);
    if (order == 0)
        order = compare_numbered(x->room, y->room);
    if (order != 0)
        return order;
    if (x->household != y->household)
        return x->household < y->household ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

/* What is over by most of the time that it had comes first. */
static double lateness(const struct due_row *row)
{
    double most = 0;
    for (size_t i = 0; i < row->count; i++) {
        const struct due_reason *at = &row->reasons[i];
        double late = at->overdue > 0 ? due_late(at) : 0;
        most = late > most ? late : most;
    }
    return most;
}

static int by_urgency(const void *a, const void *b)
{
    const struct due_row *x = a, *y = b;
    double late_x = lateness(x), late_y = lateness(y);
    if (late_x > late_y || late_x < late_y)
        return late_x > late_y ? -1 : 1;
    if (x->until != y->until)
        return x->until < y->until ? -1 : 1;
    return by_door(a, b);
}

double due_late(const struct due_reason *reason)
{
    int64_t end = day_start(reason->until + 1), had = end - reason->since;
    return (double)(clock_now() - end) / (double)(had > DAY_SECONDS ? had : DAY_SECONDS);
}

/* --- all of it ------------------------------------------------------------------------------------------------------
 */

static int by_end(const void *a, const void *b)
{
    const struct due_reason *x = a, *y = b;
    if (x->until != y->until)
        return x->until < y->until ? -1 : 1;
    return (x->kind > y->kind) - (x->kind < y->kind);
}

static bool has_kind(const struct due_row *row, const char *kind)
{
    for (size_t i = 0; i < row->count; i++)
        if (strcmp(row->reasons[i].must_visit, kind) == 0)
            return true;
    return false;
}

/* Appends the text unless it is there already, between two commas. */
void due_add_once(struct buffer *out, const char *text)
{
    size_t n = strlen(text);
    const char *all = buffer_text(out);
    for (const char *at = all; (at = strstr(at, text)) != NULL; at++)
        if ((at == all || (at > all + 1 && at[-1] == ' ' && at[-2] == ',')) && (at[n] == '\0' || at[n] == ','))
            return;
    buffer_format(out, "%s%s", out->length == 0 ? "" : ", ", text);
}

/* Does a reason before it say the same of somebody else? */
static bool is_told(const struct due_row *row, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (row->reasons[k].kind == row->reasons[i].kind && strcmp(row->reasons[k].label, row->reasons[i].label) == 0)
            return true;
    return false;
}

/* "old and alone 张三, promised": what is due by then, each once. */
static const char *tell_why(struct due_work *d, const struct due_row *row)
{
    struct buffer out = {0};
    for (size_t i = 0; i < row->count; i++) {
        const struct due_reason *at = &row->reasons[i];
        bool told = *at->person != '\0' && strcmp(at->person, row->name) != 0;
        if (at->from <= d->until && !is_told(row, i))
            due_add_once(&out, told ? pool_format(d->pool, "%s %s", at->label, at->person) : at->label);
    }
    const char *why = pool_text(d->pool, buffer_text(&out));
    buffer_free(&out);
    return why;
}

/* Takes the reasons that are due by then, of one household all; false: there is none. */
static bool finish(struct due_work *d, struct due_door *door, const char *kind)
{
    struct due_row *row = &door->row;
    size_t kept = 0;

    row->reasons = door->reasons;
    for (size_t i = 0; i < door->count; i++)
        if (d->household != 0 || door->reasons[i].from <= d->until)
            row->reasons[kept++] = door->reasons[i];
    row->count = kept;
    row->why = "";
    if (kept == 0 || (kind != NULL && *kind != '\0' && !has_kind(row, kind)))
        return d->household != 0;
    qsort(row->reasons, kept, sizeof *row->reasons, by_end);
    row->from = row->until = row->reasons[0].until;
    for (size_t i = 0; i < kept; i++) {
        row->from = row->reasons[i].from < row->from ? row->reasons[i].from : row->from;
        row->overdue = row->reasons[i].overdue > row->overdue ? row->reasons[i].overdue : row->overdue;
    }
    row->why = tell_why(d, row);
    return true;
}

/* The range to read: of the actor, of the area asked for, or of the household's own area. */
static enum err find_range(struct due_work *d, const struct due_query *query, struct error *e)
{
    struct scope_range range;
    struct rows rows = {0};
    const char *path = d->work->actor.path;
    enum err r = right_range(d->work, "visit.read", &range, e);

    if (r == ERR_NONE && query->area != NULL && *query->area != '\0') {
        r = area_find(d->work, d->pool, query->area, &rows, e);
        path = r == ERR_NONE ? rows_text(&rows, 0, "path") : "";
    }
    if (r == ERR_NONE && query->household != 0) {
        r = db_query(
            d->work->db, d->pool, "due.area_of",
            BINDS(BIND_INT("household", query->household), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), &rows,
            e);
        if (r == ERR_NONE && rows.count == 0)
            r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such household or place here."));
        path = r == ERR_NONE ? rows_text(&rows, 0, "path") : "";
    }
    struct scope_range asked = range;
    area_range(path, asked.lo, asked.hi);
    range_narrow(&range, &asked);
    text_copy(d->lo, sizeof d->lo, range.lo);
    text_copy(d->hi, sizeof d->hi, range.hi);
    return r;
}

static enum err refuse_wide(struct due_work *d, struct error *e)
{
    struct rows rows = {0};
    enum err r =
        db_query(d->work->db, d->pool, "due.size", BINDS(BIND_TEXT("lo", d->lo), BIND_TEXT("hi", d->hi)), &rows, e);
    if (r == ERR_NONE && d->household == 0 && rows_int(&rows, 0, "number") > DOORS_MOST)
        r = error_set(e, ERR_INVALID, "area", _("Choose a community or a grid: here are too many doors for one list."));
    return r;
}

enum err due_read(struct work *work, struct pool *pool, const struct due_query *query, struct due_list *out,
                  struct error *e)
{
    struct due_work d = {.work = work,
                         .pool = pool,
                         .household = query->household,
                         .today = day_of(clock_now()),
                         .until = query->until == 0 ? day_of(clock_now()) : query->until};

    *out = (struct due_list){0};
    enum err r = find_range(&d, query, e);
    if (r == ERR_NONE)
        r = refuse_wide(&d, e);
    if (r == ERR_NONE)
        r = visit_rhythms_read(work, pool, &d.rhythms, e);
    if (r == ERR_NONE)
        r = read_doors(&d, e);
    if (r == ERR_NONE)
        r = due_find_reasons(&d, e);
    if (r != ERR_NONE)
        return r;
    out->rows = pool_new_piece(pool, d.count + 1, sizeof *out->rows);
    for (size_t i = 0; i < d.count; i++)
        if (finish(&d, &d.doors[i], query->kind))
            out->rows[out->count++] = d.doors[i].row;
    for (size_t i = 0; i < out->count; i++)
        out->overdue += out->rows[i].overdue > 0;
    qsort(out->rows, out->count, sizeof *out->rows, query->by_door ? by_door : by_urgency);
    return ERR_NONE;
}
