/* What belongs to each kind of a diary entry, and where an entry takes the rest from. */
#include "visit_inside.h"

#include "place.h"
#include "visit_people.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/record.h"
#include "wangge/table/title.h"
#include "wangge/work/patrol.h"
#include "wangge/work/right.h"
#include "wangge/work/visit.h"
#include "wangge/work/visit_rule.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <string.h>

#define SPECIAL_PLACE "6" /* of the must-visit kinds */

enum { VISIT = 1, PATROL = 2, MEETING = 4 };

/* Fields that not every kind has; label: what the field is called in one kind, its own where that is NULL. */
static const struct part {
    const char *field;
    int kinds;
    const char *patrol, *meeting;
} PARTS[] = {
    {"channel",    VISIT,                    NULL,                NULL            },
    {"household",  VISIT,                    NULL,                NULL            },
    {"place",      VISIT,                    NULL,                NULL            },
    {"persons",    VISIT | MEETING,          NULL,                N_("Attendants")},
    {"companions", VISIT | PATROL,           NULL,                NULL            },
    {"needs",      VISIT,                    NULL,                NULL            },
    {"kinds",      VISIT,                    NULL,                NULL            },
    {"crowds",     VISIT,                    NULL,                NULL            },
    {"points",     PATROL,                   NULL,                NULL            },
    {"text",       VISIT | PATROL | MEETING, N_("In all"),        N_("Topic")     },
    {"outcome",    VISIT | PATROL | MEETING, N_("What was done"), N_("Decisions") },
    {"next_on",    VISIT,                    NULL,                NULL            },
};

static int bit_of(const char *kind)
{
    return strcmp(kind, "patrol") == 0 ? PATROL : strcmp(kind, "meeting") == 0 ? MEETING : VISIT;
}

static const struct part *part_of(const char *field)
{
    for (size_t i = 0; i < COUNT_OF(PARTS); i++)
        if (strcmp(PARTS[i].field, field) == 0)
            return &PARTS[i];
    return NULL;
}

bool visit_kind_has(const char *kind, const char *field)
{
    const struct part *part = part_of(field);
    return part == NULL || (part->kinds & bit_of(kind)) != 0;
}

const char *visit_kind_label(const char *kind, const char *field)
{
    const struct part *part = part_of(field);
    int bit = bit_of(kind);
    const char *label = part == NULL || bit == VISIT ? NULL : bit == PATROL ? part->patrol : part->meeting;
    return label == NULL ? NULL : _(label);
}

/* The kind as its code. What has no channel gets one for the check of the fields. */
static void fit(struct record *record)
{
    const char *typed = record_get(record, "kind");
    const char *kind = *typed == '\0' ? "visit" : code_parse(code_list("diary_kind"), typed);
    if (kind != NULL)
        record_set(record, "kind", kind);
    for (size_t i = 0; i < COUNT_OF(PARTS); i++) {
        const char *field = PARTS[i].field;
        if (strcmp(field, "channel") != 0 && !visit_kind_has(record_get(record, "kind"), field) &&
            record_has(record, field))
            record_set(record, field, "");
    }
    if (*record_get(record, "channel") == '\0' && !visit_kind_has(record_get(record, "kind"), "channel"))
        record_set(record, "channel", "1");
}

/* The crowds of those who live there, or of the place, each once, in the order of the list. */
static enum err settle_crowds(struct work *work, struct pool *pool, int64_t household, int64_t place,
                              struct record *record, struct error *e)
{
    struct rows needs = {0};
    const struct code_list *crowds = code_list("crowd");
    struct buffer text = {0};
    enum err r = db_query(work->db, pool, "need.of_household",
                          BINDS(BIND_INT("household", household), BIND_INT("place", place)), &needs, e);
    for (size_t i = 0; i < crowds->count; i++)
        for (size_t k = 0; k < needs.count; k++) {
            const struct visit_rule *rule = visit_rule_find(rows_text(&needs, k, "rule"));
            if (rule == NULL || strcmp(rule->crowd, crowds->codes[i].code) != 0)
                continue;
            buffer_format(&text, "%s%s", text.length > 0 ? "," : "", crowds->codes[i].code);
            break;
        }
    record_set(record, "crowds", buffer_text(&text));
    buffer_free(&text);
    return r;
}

/* A special place gives area and address; of an entry that is changed (kept) only when it is another one. */
static enum err settle_place(struct work *work, struct pool *pool, const struct rows *kept, struct record *record,
                             struct error *e)
{
    struct rows rows = {0};
    struct scope_range range;
    int64_t place = record_int(record, "place");
    bool stays = kept != NULL && rows_int(kept, 0, "place") == place;
    if (*record_get(record, "household") != '\0')
        return error_set(e, ERR_INVALID, "place", "%s",
                         _("A visit is to a household or to a place: empty one of them."));
    if (stays) {
        record_set(record, "area", rows_text(kept, 0, "area"));
        record_set(record, "address", rows_text(kept, 0, "address"));
        return ERR_NONE;
    }
    enum err r = right_range(work, "visit.write", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "visit.place",
                     BINDS(BIND_INT("place", place), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_INVALID, "place", "%s", _("There is no such place in your area."));
    if (r != ERR_NONE)
        return r;
    const char *address = rows_text(&rows, 0, "address");
    record_set_int(record, "area", rows_int(&rows, 0, "area"));
    record_set(record, "address",
               pool_format(pool, "%s%s%s", rows_text(&rows, 0, "name"), *address ? ", " : "", address));
    record_set(record, "kinds", SPECIAL_PLACE);
    return settle_crowds(work, pool, 0, place, record, e);
}

/* Area, address and kinds follow the household. */
static enum err settle_household(struct work *work, struct pool *pool, const struct rows *kept, struct record *record,
                                 struct error *e)
{
    struct place place;
    enum err r = place_settle(work, pool, "visit.write", kept, record, &place, e);
    bool stays = place.door == NULL;
    record_set(record, "address", stays ? rows_text(kept, 0, "address") : place.door);
    if (!stays)
        record_set(record, "kinds", place.kinds);
    return r == ERR_NONE && !stays ? settle_crowds(work, pool, record_int(record, "household"), 0, record, e) : r;
}

/* A patrol's points in their own words, and a text when nobody wrote one: made of the points, and anew as long as it is
 * the one that was made. */
static enum err settle_points(struct work *work, struct pool *pool, const struct rows *kept, struct record *record,
                              struct error *e)
{
    struct rows points = {0};
    struct patrol_stop *stops = NULL;
    struct record *before = record_new();
    struct buffer text = {0}, summary = {0}, old = {0};
    size_t count = 0;
    enum err r = patrol_points(work, pool, record_int(record, "area"), &points, e);
    if (r == ERR_NONE && kept != NULL)
        r = visit_points_read(work, pool, rows_int(kept, 0, "id"), before, e);
    if (r == ERR_NONE && patrol_stops(pool, &points, record_get(before, "points"), &stops, &count, NULL) == ERR_NONE)
        patrol_summary(stops, count, &old);
    if (r == ERR_NONE)
        r = patrol_stops(pool, &points, record_get(record, "points"), &stops, &count, e);
    if (r == ERR_NONE) {
        const char *written = record_get(record, "text");
        patrol_text(stops, count, &text);
        record_set(record, "points", buffer_text(&text));
        patrol_summary(stops, count, &summary);
        if (count > 0 && (*written == '\0' || strcmp(written, buffer_text(&old)) == 0))
            record_set(record, "text", buffer_text(&summary));
    }
    buffer_free(&text);
    buffer_free(&summary);
    buffer_free(&old);
    record_free(&before);
    return r;
}

enum err visit_settle(struct work *work, struct pool *pool, const struct rows *kept, struct record *record,
                      struct error *e)
{
    visit_people_tidy(record);
    fit(record);
    enum err r = *record_get(record, "place") != '\0' ? settle_place(work, pool, kept, record, e)
                                                      : settle_household(work, pool, kept, record, e);
    if (r == ERR_NONE && visit_kind_has(record_get(record, "kind"), "points"))
        r = settle_points(work, pool, kept, record, e);
    return r;
}

enum err visit_points_write(struct work *work, struct pool *pool, int64_t visit, const struct record *record,
                            struct error *e)
{
    struct rows points = {0};
    struct patrol_stop *stops = NULL;
    size_t count = 0;
    const char *text = record_get(record, "points");
    enum err r = db_execute(work->db, "visit_point.clear", BINDS(BIND_INT("visit", visit)), NULL, e);
    if (r == ERR_NONE && *text != '\0')
        r = patrol_points(work, pool, record_int(record, "area"), &points, e);
    if (r == ERR_NONE && *text != '\0')
        r = patrol_stops(pool, &points, text, &stops, &count, e);
    for (size_t i = 0; r == ERR_NONE && i < count; i++)
        r = db_execute(work->db, "visit_point.insert",
                       BINDS(BIND_INT("visit", visit), BIND_INT("position", (int64_t)i + 1),
                             stops[i].point == 0 ? BIND_NULL("point") : BIND_INT("point", stops[i].point),
                             BIND_TEXT("name", stops[i].name), BIND_TEXT("found", stops[i].found)),
                       NULL, e);
    return r;
}

enum err visit_points_read(struct work *work, struct pool *pool, int64_t visit, struct record *out, struct error *e)
{
    struct rows rows = {0};
    struct buffer text = {0};
    enum err r = db_query(work->db, pool, "visit_point.of_visit", BINDS(BIND_INT("visit", visit)), &rows, e);
    struct patrol_stop *stops = pool_new_piece(pool, rows.count + 1, sizeof *stops);
    for (size_t i = 0; i < rows.count; i++)
        stops[i] = (struct patrol_stop){rows_int(&rows, i, "point"), rows_text(&rows, i, "name"),
                                        rows_text(&rows, i, "found")};
    patrol_text(stops, rows.count, &text);
    if (r == ERR_NONE)
        record_set(out, "points", buffer_text(&text));
    buffer_free(&text);
    return r;
}
