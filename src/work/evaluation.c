#include "evaluation_inside.h"
#include "evaluation_place.h"
#include "inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/completeness.h"
#include "wangge/table/describe.h"
#include "wangge/work/area.h"
#include "wangge/work/right.h"
#include "wangge/work/spot_check.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <string.h>

#define HIDDEN "***" /* of a register that the reader may not read */

enum err span_of_month(const char *month, struct span *out, struct error *e)
{
    *out = (struct span){0};
    if (!month_parse(month, &out->first, &out->last))
        return error_set(e, ERR_INVALID, "month", _("\"%s\" is no month; write it as 2026-10."), month);
    if (day_start(out->first) > clock_now())
        return error_set(e, ERR_INVALID, "month", _("%s has not begun yet."), month);
    text_copy(out->month, sizeof out->month, month);
    span_range(out, "");
    return ERR_NONE;
}

void span_range(struct span *span, const char *path)
{
    area_range(path, span->lo, span->hi);
}

static const char *subject_of(const char *subject)
{
    return subject == NULL || *subject == '\0' ? GRID_LEADER : subject;
}

/* Who are compared. Somebody who sees the own evaluation only is compared within the community. */
static enum err read_span(struct work *work, const char *month, struct span *span, bool *own, struct error *e)
{
    struct scope_range range;
    char community[sizeof work->actor.path];
    enum err r = right_range(work, "evaluation.read", &range, e);
    if (r == ERR_NONE)
        r = span_of_month(month, span, e);
    if (r != ERR_NONE)
        return r;
    *own = range.own != 0;
    text_copy(span->lo, sizeof span->lo, range.lo);
    text_copy(span->hi, sizeof span->hi, range.hi);
    if (*own && strlen(work->actor.path) > LEVEL_COMMUNITY * AREA_PART) {
        text_copy(community, LEVEL_COMMUNITY * AREA_PART + 1, work->actor.path);
        span_range(span, community);
    }
    return ERR_NONE;
}

enum err evaluation_all(struct work *work, struct pool *pool, const struct span *span, const char *subject,
                        struct evaluation **out, size_t *count, struct error *e)
{
    struct roll live = {.subject = subject};
    struct rows stored;
    enum err r = evaluation_live(work, pool, span, &live, e);

    *out = NULL;
    *count = 0;
    if (r == ERR_NONE)
        r = evaluation_stored(work, pool, span->month, subject, span, &stored, e);
    if (r != ERR_NONE)
        return r;
    struct evaluation *list = pool_new_piece(pool, live.count + stored.count + 1, sizeof *list);
    if (live.count > 0)
        memcpy(list, live.list, live.count * sizeof *list);
    *out = list;
    *count = live.count;
    return evaluation_add_stored(work, pool, span, subject, &stored, list, count, e);
}

/* Ranks of the month before among those of the same range, from what was stored then. */
static enum err add_last_ranks(struct work *work, struct pool *pool, const struct span *span, const char *subject,
                               struct evaluation *list, size_t count, struct error *e)
{
    char before[MONTH_TEXT];
    struct rows stored;
    month_add(span->month, -1, before);
    enum err r = evaluation_stored(work, pool, before, subject, span, &stored, e);
    if (r != ERR_NONE || stored.count == 0)
        return r;
    struct evaluation *last = pool_new_piece(pool, stored.count, sizeof *last);
    for (size_t i = 0; i < stored.count; i++)
        evaluation_take(&last[i], &stored, i);
    evaluation_rank(last, stored.count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < stored.count; k++)
            if (last[k].who == list[i].who)
                list[i].last_rank = last[k].rank;
    return ERR_NONE;
}

/* Ranks in community, street and district, of what is stored. */
static enum err add_places(struct work *work, struct pool *pool, const struct span *span, const char *subject,
                           struct evaluation *list, size_t count, struct error *e)
{
    struct place *places = NULL;
    size_t place_count = 0;
    enum err r = places_stored(work, pool, span, subject, &places, &place_count, e);
    for (size_t i = 0; r == ERR_NONE && i < count; i++) {
        const struct place *place = places_find(places, place_count, list[i].who);
        if (place == NULL)
            continue;
        list[i].rank_station = place->rank[0];
        list[i].rank_street = place->rank[1];
        list[i].rank_district = place->rank[2];
    }
    return r;
}

/* What the actor is judged as; who is 0 when as nobody. */
static enum err who_is_own(struct work *work, struct pool *pool, const char **subject, int64_t *who, struct error *e)
{
    const char *role = work->actor.role;
    struct rows rows;
    enum err r = ERR_NONE;
    *subject = role;
    *who = 0;
    if (strcmp(role, "part_time") == 0)
        role = *subject = INFORMANT;
    if (strcmp(role, GRID_LEADER) == 0 || strcmp(role, INFORMANT) == 0 || strcmp(role, SUNK) == 0)
        *who = work_me(work);
    else if (strcmp(role, STATION) == 0)
        *who = work->actor.area;
    else if (strcmp(role, DEPARTMENT) == 0) {
        char today[DATE_TEXT];
        today_text(today);
        r = db_query(work->db, pool, "evaluation.unit_of",
                     BINDS(BIND_INT("me", work_me(work)), BIND_TEXT("today", today)), &rows, e);
        *who = r == ERR_NONE && rows.count > 0 ? rows_int(&rows, 0, "unit") : 0;
    }
    return r;
}

static enum err keep_own(struct work *work, struct pool *pool, const char *subject, struct evaluation *list,
                         size_t *count, struct error *e)
{
    const char *own_subject = "";
    int64_t who = 0;
    size_t kept = 0;
    enum err r = who_is_own(work, pool, &own_subject, &who, e);
    for (size_t i = 0; r == ERR_NONE && strcmp(own_subject, subject) == 0 && i < *count; i++)
        if (list[i].who == who)
            list[kept++] = list[i];
    *count = kept;
    return r;
}

enum err evaluation_list(struct work *work, struct pool *pool, const char *month, const char *subject,
                         struct evaluation **out, size_t *count, struct error *e)
{
    struct span span;
    bool own = false;

    *out = NULL;
    *count = 0;
    subject = subject_of(subject);
    enum err r = read_span(work, month, &span, &own, e);
    if (r == ERR_NONE)
        r = evaluation_all(work, pool, &span, subject, out, count, e);
    if (r == ERR_NONE)
        r = add_last_ranks(work, pool, &span, subject, *out, *count, e);
    if (r == ERR_NONE)
        r = add_places(work, pool, &span, subject, *out, *count, e);
    if (r != ERR_NONE)
        return r;
    evaluation_rank(*out, *count);
    return own ? keep_own(work, pool, subject, *out, count, e) : r;
}

enum err evaluation_show(struct work *work, struct pool *pool, const char *month, const char *subject,
                         const char *login_or_id, struct evaluation *out, struct error *e)
{
    struct evaluation *list = NULL;
    size_t count = 0;
    int64_t id = id_of(login_or_id);
    enum err r = evaluation_list(work, pool, month, subject, &list, &count, e);
    if (r != ERR_NONE)
        return r;
    for (int by_login = 1; by_login >= 0; by_login--)
        for (size_t i = 0; i < count; i++)
            if (by_login ? strcmp(list[i].login, login_or_id) == 0 : list[i].who == id) {
                *out = list[i];
                return ERR_NONE;
            }
    return error_set(e, ERR_NOT_FOUND, NULL, _("%s is not among those who are judged here in %s."), login_or_id, month);
}

/* The one who was asked for: as stored when the month is frozen, else measured alone. */
static enum err read_one(struct work *work, struct pool *pool, const struct span *span, const char *subject,
                         struct roll *live, struct evaluation *out, bool *found, struct error *e)
{
    struct rows stored;
    struct evaluation *list = NULL;
    size_t count = 0;
    enum err r = evaluation_stored(work, pool, span->month, subject, span, &stored, e);
    *live = (struct roll){.subject = subject};
    *found = false;
    if (r != ERR_NONE)
        return r;
    list = pool_new_piece(pool, stored.count + 1, sizeof *list);
    r = evaluation_add_stored(work, pool, span, subject, &stored, list, &count, e);
    if (r == ERR_NONE && count == 0)
        r = evaluation_live(work, pool, span, live, e);
    *found = r == ERR_NONE && (count > 0 || live->count > 0);
    if (*found)
        *out = count > 0 ? list[0] : live->list[0];
    return r;
}

enum err evaluation_own(struct work *work, struct pool *pool, const char *month, struct evaluation *out, bool *found,
                        struct error *e)
{
    struct span span;
    struct roll live;
    const char *subject = "";
    *found = false;
    enum err r = right_need(work, "evaluation.read", e);
    if (r == ERR_NONE)
        r = span_of_month(month, &span, e);
    if (r == ERR_NONE)
        r = who_is_own(work, pool, &subject, &span.who, e);
    if (r != ERR_NONE || span.who == 0)
        return r;
    r = read_one(work, pool, &span, subject, &live, out, found, e);
    if (r == ERR_NONE && *found) {
        span_range(&span, out->path);
        r = add_places(work, pool, &span, subject, out, 1, e);
    }
    return r;
}

/* What the statements of the measures may say of a record; translated where it is shown. */
static const char *const notes[] __attribute__((unused)) = {
    N_("not visited"),
    N_("overdue"),
    N_("closed late"),
    N_("sent back"),
    N_("not settled in the grid"),
    N_("not closed yet"),
    N_("basically satisfied"),
    N_("not satisfied"),
    N_("too short"),
    N_("found untrue"),
    N_("refused or void"),
    N_("too late"),
    N_("not reviewed"),
    N_("graded"),
    N_("another one was better"),
    N_("nothing is missing"),
};

/* A field that was checked, fields that are missing, or a sentence. */
static const char *note_text(struct pool *pool, const char *kind, const char *note)
{
    const char *labels = completeness_labels(pool, table_find(kind), note);
    if (labels != note)
        return labels;
    return check_field_text(note) != NULL ? check_field_text(note) : _(note);
}

/* What a row of a register is called and its number are told to those only who may read the register. */
static void hide_registers(struct work *work, struct rows *rows)
{
    size_t text = (size_t)rows_column(rows, "text"), id = (size_t)rows_column(rows, "id");
    for (size_t i = 0; i < rows->count; i++) {
        const struct table *table = table_find(rows_text(rows, i, "kind"));
        struct value *row = &rows->values[i * rows->columns];
        if (table == NULL || table->own_storage || table_may(work, table, "read"))
            continue;
        row[text] = (struct value){.type = VALUE_TEXT, .text = HIDDEN};
        row[id] = (struct value){.type = VALUE_INT, .number = 0, .text = "0"};
    }
}

/* The instant "at" becomes the date "on", the note a sentence in the language in use, and so what stands in the place
 * of a confidential case's title. */
static void finish_records(struct pool *pool, struct rows *rows)
{
    size_t at = (size_t)rows_column(rows, "at"), note = (size_t)rows_column(rows, "note");
    size_t text = (size_t)rows_column(rows, "text");
    rows->names[at] = "on";
    for (size_t i = 0; i < rows->count; i++) {
        struct value *on = &rows->values[i * rows->columns + at], *why = &rows->values[i * rows->columns + note];
        char date[DATE_TEXT] = "";
        if (on->type == VALUE_INT)
            date_format(day_of(on->number), date);
        *on = (struct value){.type = VALUE_TEXT, .text = pool_text(pool, date)};
        if (why->text != NULL && why->text[0] != '\0')
            why->text = note_text(pool, rows_text(rows, i, "kind"), why->text);
        if (strcmp(rows_text(rows, i, "kind"), "complete") == 0)
            rows->values[i * rows->columns + text] = (struct value){.type = VALUE_TEXT, .text = _("all other entries")};
        if (strcmp(rows_text(rows, i, "kind"), "case") == 0 && rows_text(rows, i, "text")[0] == '\0')
            rows->values[i * rows->columns + text] = (struct value){.type = VALUE_TEXT, .text = _("confidential case")};
    }
}

/* May the actor see this one's? Its area must lie in what he reads; who sees the own only must be it. */
static enum err need_sight(struct work *work, struct pool *pool, const struct span *seen, bool own, const char *subject,
                           const struct evaluation *one, struct error *e)
{
    const char *own_subject = "";
    int64_t me = 0;
    enum err r = own ? who_is_own(work, pool, &own_subject, &me, e) : ERR_NONE;
    if (r == ERR_NONE && own && (strcmp(own_subject, subject) != 0 || me != one->who))
        return error_set(e, ERR_DENIED, NULL, _("You see your own evaluation only."));
    if (r == ERR_NONE && (strcmp(one->path, seen->lo) < 0 || strcmp(one->path, seen->hi) >= 0))
        return error_set(e, ERR_NOT_FOUND, NULL, _("%lld is not among those who are judged here in %s."),
                         (long long)one->who, seen->month);
    return r;
}

static enum err read_records(struct work *work, struct pool *pool, const struct span *span, struct roll *live,
                             const struct evaluation *one, const char *item, struct rows *out, struct error *e)
{
    size_t i = 0;
    while (i < one->count && strcmp(one->items[i].code, item) != 0)
        i++;
    if (i == one->count || (!one->items[i].counts && one->items[i].part_count == 0))
        return error_set(e, ERR_NOT_FOUND, "item", _("There are no records behind the item \"%s\"."), item);
    if (live->count > 0)
        return evaluation_item_records(work, pool, span, live, 0, i, out, e);
    struct rows appeals;
    enum err r = db_query(work->db, pool, "evaluation.kept.records",
                          BINDS(BIND_INT("id", one->id), BIND_TEXT("item", item)), out, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "evaluation.kept.appeals", BINDS(BIND_INT("id", one->id)), &appeals, e);
    if (r == ERR_NONE)
        evaluation_apply_appeals(pool, &appeals, one->who, item, out);
    return r;
}

enum err evaluation_records(struct work *work, struct pool *pool, const char *month, const char *subject, int64_t who,
                            const char *item, struct rows *out, struct error *e)
{
    struct span span, seen;
    struct roll live = {0};
    struct evaluation one;
    bool own = false, found = false;
    subject = subject_of(subject);
    enum err r = read_span(work, month, &seen, &own, e);
    if (r == ERR_NONE)
        r = span_of_month(month, &span, e);
    span.who = who;
    if (r == ERR_NONE)
        r = read_one(work, pool, &span, subject, &live, &one, &found, e);
    if (r == ERR_NONE && !found)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("%lld is not among those who are judged here in %s."), (long long)who,
                      month);
    if (r == ERR_NONE)
        r = need_sight(work, pool, &seen, own, subject, &one, e);
    if (r == ERR_NONE)
        r = read_records(work, pool, &span, &live, &one, item, out, e);
    if (r == ERR_NONE) {
        finish_records(pool, out);
        hide_registers(work, out);
    }
    return r;
}
