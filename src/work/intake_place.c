/* Where a message belongs: by its number in the registers, by the place that it names. */
#include "intake_inside.h"

#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/search_key.h"
#include "wangge/work/area.h"
#include "wangge/work/phone.h"
#include "wangge/work/work.h"

#include <string.h>

/* Who has the number: rows of intake.people, the one that was verified last first. */
static enum err who_has(struct work *work, struct pool *pool, const char *phone, struct rows *out, struct error *e)
{
    struct search_keys keys = {.pool = pool};
    *out = (struct rows){0};
    search_keys_of_phones(&keys, *phone == '+' ? phone + 1 : phone);
    if (keys.count == 0 || !phone_takes_messages(phone))
        return ERR_NONE; /* a shop's or a bank's number tells nobody's home */
    return db_query(work->db, pool, "intake.people",
                    BINDS(BIND_TEXT("key", keys.list[0].text), BIND_INT("why", SEARCH_BY_PHONE)), out, e);
}

static bool same_household(const struct rows *rows, size_t a, size_t b)
{
    int64_t household = rows_int(rows, a, "household");
    return household != 0 && household == rows_int(rows, b, "household");
}

/* Is there a row of another home, and one that was verified as late as the first? */
static void look_at_others(const struct rows *rows, bool *others, bool *tied)
{
    *others = *tied = false;
    for (size_t i = 1; i < rows->count; i++) {
        bool other = !same_household(rows, 0, i);
        *others = *others || other;
        *tied = *tied || (other && strcmp(rows_text(rows, i, "verified_on"), rows_text(rows, 0, "verified_on")) == 0);
    }
}

/* The closest area that holds all of them. */
static enum err common_area(struct work *work, struct pool *pool, const struct rows *rows, struct intake_place *out,
                            struct error *e)
{
    struct rows area = {0};
    char path[64];
    text_copy(path, sizeof path, rows_text(rows, 0, "path"));
    for (size_t i = 1; i < rows->count; i++)
        while (strncmp(path, rows_text(rows, i, "path"), strlen(path)) != 0)
            path[strlen(path) < AREA_PART ? 0 : strlen(path) - AREA_PART] = '\0';
    enum err r = db_query(work->db, pool, "intake.area_of_path", BINDS(BIND_TEXT("path", path)), &area, e);
    if (r == ERR_NONE && area.count > 0)
        out->area = rows_int(&area, 0, "id");
    return r;
}

static enum err by_number(struct work *work, struct pool *pool, const char *phone, struct intake_place *out,
                          struct error *e)
{
    struct rows rows;
    bool others, tied;
    enum err r = who_has(work, pool, phone, &rows, e);

    if (r != ERR_NONE || rows.count == 0)
        return r;
    look_at_others(&rows, &others, &tied);
    if (tied) {
        out->how = "common";
        return common_area(work, pool, &rows, out, e);
    }
    for (size_t i = rows.count; i-- > 0;) /* the first row of a person of this home */
        if (rows_int(&rows, i, "kind") == SEARCH_PERSON && (i == 0 || same_household(&rows, 0, i))) {
            out->person = rows_int(&rows, i, "object");
            out->name = rows_text(&rows, i, "name");
        }
    out->household = rows_int(&rows, 0, "household");
    out->area = rows_int(&rows, 0, "area");
    out->how = others ? "verified" : "phone";
    return ERR_NONE;
}

/* The area for unknown numbers, and below it the one that the text names, when it is one alone. */
static enum err by_text(struct work *work, struct pool *pool, const char *text, const struct intake_options *options,
                        struct intake_place *out, struct error *e)
{
    struct rows top = {0}, named = {0};
    char lo[64], hi[64];
    enum err r = db_query(work->db, pool, "intake.area_of_code", BINDS(BIND_TEXT("code", options->unknown)), &top, e);

    if (r == ERR_NONE && top.count == 0)
        r = db_query(work->db, pool, "intake.area_top", NULL, &top, e);
    if (r != ERR_NONE || top.count == 0)
        return r;
    out->area = rows_int(&top, 0, "id");
    out->how = "unknown";
    area_range(rows_text(&top, 0, "path"), lo, hi);
    r = db_query(work->db, pool, "intake.area_named",
                 BINDS(BIND_TEXT("lo", lo), BIND_TEXT("hi", hi), BIND_TEXT("text", text)), &named, e);
    if (r != ERR_NONE || named.count == 0)
        return r;
    if (named.count > 1 && strlen(rows_text(&named, 0, "path")) == strlen(rows_text(&named, 1, "path")))
        return ERR_NONE;
    out->area = rows_int(&named, 0, "id");
    out->how = "named";
    return ERR_NONE;
}

enum err intake_place(struct work *work, struct pool *pool, const char *phone, const char *text,
                      const struct intake_options *options, struct intake_place *out, struct error *e)
{
    *out = (struct intake_place){.name = "", .how = ""};
    enum err r = by_number(work, pool, phone, out, e);
    return r == ERR_NONE && out->area == 0 ? by_text(work, pool, text, options, out, e) : r;
}
