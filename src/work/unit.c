/* Which unit a case is for, and which words fit it. */
#include "wangge/work/unit.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/record.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

/* How well one of the codes, parted by commas, fits: twice the length of the longest that category lies under, 1 for
 * one that lies under category, 0 for none. */
static size_t fit(const char *codes, const char *category, const char **found, size_t *length)
{
    size_t best = 0, whole = strlen(category);
    for (size_t n; *codes != '\0'; codes += n + (codes[n] == ',')) {
        n = strcspn(codes, ",");
        bool above = strncmp(codes, category, n) == 0, below = n > whole && strncmp(codes, category, whole) == 0;
        size_t fits = above ? 2 * n : below ? 1 : 0;
        if (fits <= best)
            continue;
        best = fits;
        *found = codes;
        *length = n;
    }
    return best;
}

enum err unit_fitting(struct work *work, struct pool *pool, const char *category, int64_t area, const char *typed,
                      struct rows *out, struct error *e)
{
    static const char *const names[] = {"id", "name", "short_name", "categories", "area_name", "head", "phone", "fits"};
    const size_t columns = COUNT_OF(names);
    struct rows found = {0};
    enum err r = right_need(work, "unit.read", e);

    if (r == ERR_NONE)
        r = db_query(work->db, pool, "unit.fitting",
                     BINDS(BIND_INT("area", area), BIND_TEXT("contains", like_contains(pool, typed)),
                           BIND_TEXT("prefix", like_prefix(pool, typed))),
                     &found, e);
    if (r != ERR_NONE)
        return r;
    *out = (struct rows){.columns = columns, .names = pool_new_piece(pool, columns, sizeof *out->names)};
    memcpy(out->names, names, sizeof names);
    out->values = pool_new_piece(pool, found.count * columns + 1, sizeof *out->values);
    for (size_t rank = 2 * strlen(category) + 1; rank-- > 0;) /* the statement's order within each rank */
        for (size_t i = 0; i < found.count; i++) {
            const char *fits = "";
            size_t length = 0;
            if (fit(rows_text(&found, i, "categories"), category, &fits, &length) != rank)
                continue;
            struct value *values = out->values + out->count++ * columns;
            for (size_t c = 0; c + 1 < columns; c++)
                values[c] = *rows_value(&found, i, names[c]);
            values[columns - 1] = (struct value){.type = VALUE_TEXT, .text = pool_text_n(pool, fits, length)};
        }
    return ERR_NONE;
}

enum err unit_members(struct work *work, struct pool *pool, int64_t unit, struct rows *out, struct error *e)
{
    char today[DATE_TEXT];
    enum err r = right_need(work, "unit.read", e);
    today_text(today);
    return r != ERR_NONE ? r
                         : db_query(work->db, pool, "unit.members",
                                    BINDS(BIND_INT("unit", unit), BIND_TEXT("today", today)), out, e);
}

const char *unit_name(struct work *work, struct pool *pool, int64_t unit)
{
    struct rows rows = {0};
    if (db_query(work->db, pool, "unit.find", BINDS(BIND_INT("id", unit)), &rows, NULL) != ERR_NONE || rows.count == 0)
        return "";
    return rows_text(&rows, 0, "name");
}

enum err template_fitting(struct work *work, struct pool *pool, const char *command, const struct record *item,
                          const char *typed, struct rows *out, struct error *e)
{
    enum err r = right_need(work, "template.read", e);
    return r != ERR_NONE ? r
                         : db_query(work->db, pool, "template.fitting",
                                    BINDS(BIND_TEXT("command", pool_format(pool, "%%,%s,%%", command)),
                                          BIND_TEXT("category", record_get(item, "category")),
                                          BIND_INT("area", record_int(item, "area")),
                                          BIND_TEXT("contains", like_contains(pool, typed))),
                                    out, e);
}

/* How the one who told it is spoken to: by name and sex when they are registered. */
static const char *spoken_to(struct work *work, struct pool *pool, const struct record *item)
{
    struct rows rows = {0};
    const char *name = record_get(item, "reporter"), *sex = "";
    if (record_int(item, "person") != 0 &&
        db_query(work->db, pool, "template.sex", BINDS(BIND_INT("id", record_int(item, "person"))), &rows, NULL) ==
            ERR_NONE &&
        rows.count > 0) {
        name = *name == '\0' ? rows_text(&rows, 0, "name") : name;
        sex = rows_text(&rows, 0, "sex");
    }
    if (*name == '\0')
        return _("resident");
    if (strcmp(sex, "1") == 0)
        return pool_format(pool, _("Mr %s"), name);
    return strcmp(sex, "2") == 0 ? pool_format(pool, _("Ms %s"), name) : name;
}

static const char *number_of(struct work *work, struct pool *pool, const struct record *item)
{
    (void)work, (void)pool;
    return record_get(item, "no");
}

static const char *title_of(struct work *work, struct pool *pool, const struct record *item)
{
    (void)work, (void)pool;
    return record_get(item, "title");
}

static const char *place_of(struct work *work, struct pool *pool, const struct record *item)
{
    struct rows rows = {0};
    if (*record_get(item, "place") != '\0')
        return record_get(item, "place");
    enum err r =
        db_query(work->db, pool, "template.area", BINDS(BIND_INT("id", record_int(item, "area"))), &rows, NULL);
    return r == ERR_NONE && rows.count > 0 ? rows_text(&rows, 0, "name") : "";
}

static const char *unit_of(struct work *work, struct pool *pool, const struct record *item)
{
    (void)pool;
    return *record_get(item, "unit") != '\0' ? record_get(item, "unit") : work->actor.area_name;
}

static const char *category_of(struct work *work, struct pool *pool, const struct record *item)
{
    (void)work, (void)pool;
    return code_text("case_category", record_get(item, "category"));
}

static const char *today_of(struct work *work, struct pool *pool, const struct record *item)
{
    char today[DATE_TEXT];
    (void)work, (void)item;
    today_text(today);
    return pool_text(pool, today);
}

static const struct {
    const char *en, *zh;
    const char *(*value)(struct work *work, struct pool *pool, const struct record *item);
} words[] = {
    {"number",   "编号", number_of  },
    {"title",    "标题", title_of   },
    {"place",    "地点", place_of   },
    {"unit",     "单位", unit_of    },
    {"reporter", "称呼", spoken_to  },
    {"category", "类别", category_of},
    {"today",    "今天", today_of   },
};

static bool is_word(const char *text, size_t n, const char *word)
{
    return strlen(word) == n && strncmp(text, word, n) == 0;
}

/* What stands between braces and is no word of ours stays as it is. */
static void fill(struct work *work, struct pool *pool, const char *text, const struct record *item, struct buffer *out)
{
    while (*text != '\0') {
        size_t n = strcspn(text, "{");
        buffer_add(out, text, n);
        text += n;
        if (*text == '\0')
            break;
        const char *end = strchr(text, '}');
        size_t i = 0;
        while (end != NULL && i < COUNT_OF(words) && !is_word(text + 1, (size_t)(end - text - 1), words[i].en) &&
               !is_word(text + 1, (size_t)(end - text - 1), words[i].zh))
            i++;
        bool known = end != NULL && i < COUNT_OF(words);
        if (known)
            buffer_add_text(out, words[i].value(work, pool, item));
        else
            buffer_add_char(out, *text);
        text = known ? end + 1 : text + 1;
    }
}

enum err template_fill(struct work *work, const char *id, const struct record *item, struct buffer *out,
                       struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = right_need(work, "template.read", e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "template.text", BINDS(BIND_INT("id", id_of(id))), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such template."));
    if (r == ERR_NONE)
        fill(work, pool, rows_text(&rows, 0, "text"), item, out);
    pool_free(&pool);
    return r;
}
