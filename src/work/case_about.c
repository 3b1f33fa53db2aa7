/* What stands around a case. */
#include "wangge/work/case_about.h"

#include "case_do.h"
#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/unit.h"
#include "wangge/work/work.h"

#include <string.h>

#define ALIKE_PERCENT 40 /* of the pairs of characters that two titles with their texts have in common */
#define ALIKE_MOST    5

static enum err read_about(struct work *work, struct pool *pool, const char *statement, int64_t id, struct rows *out,
                           struct error *e)
{
    struct rows row;
    enum err r = case_find(work, pool, pool_format(pool, "%lld", (long long)id), &row, e);
    return r != ERR_NONE ? r : db_query(work->db, pool, statement, BINDS(BIND_INT("id", id)), out, e);
}

enum err case_units(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    return read_about(work, pool, "case_unit.list", id, out, e);
}

enum err case_requests(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    return read_about(work, pool, "case_request.list", id, out, e);
}

enum err case_clocks(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    return read_about(work, pool, "case_clock.list", id, out, e);
}

/* Drops rows that the actor does not see: another's confidential case. */
static void keep_seen(struct work *work, struct pool *pool, struct rows *rows)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows->count; i++) {
        struct rows row;
        if (case_find(work, pool, rows_text(rows, i, "no"), &row, NULL) != ERR_NONE)
            continue;
        memmove(&rows->values[kept++ * rows->columns], &rows->values[i * rows->columns],
                rows->columns * sizeof *rows->values);
    }
    rows->count = kept;
}

enum err case_merged_here(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    enum err r = read_about(work, pool, "case.merged", id, out, e);
    if (r == ERR_NONE)
        keep_seen(work, pool, out);
    return r;
}

/* The next character and where it ends; of UTF-8. */
static size_t character(const char *text)
{
    size_t n = 1;
    while (((unsigned char)text[n] & 0xC0) == 0x80)
        n++;
    return *text == '\0' ? 0 : n;
}

/* How many per cent of the pairs of neighbouring characters of the shorter text are in the other one too. */
static int alike_percent(const char *a, const char *b)
{
    size_t pairs = 0, found = 0;
    for (size_t first; (first = character(a)) > 0; a += first) {
        size_t second = character(a + first);
        char pair[16];
        if (second == 0 || first + second >= sizeof pair)
            continue;
        text_copy(pair, first + second + 1, a);
        pairs++;
        found += strstr(b, pair) != NULL;
    }
    return pairs == 0 ? 0 : (int)(found * 100 / pairs);
}

static bool same(const struct rows *a, const struct rows *b, size_t i, const char *column)
{
    const char *text = rows_text(a, 0, column);
    return *text != '\0' && strcmp(text, rows_text(b, i, column)) == 0;
}

/* 0 for another matter: same place and something like it, or very much like it. */
static int alikeness(const struct rows *row, const struct rows *near, size_t i)
{
    bool here = same(row, near, i, "place") || same(row, near, i, "household");
    int titles = alike_percent(rows_text(row, 0, "title"), rows_text(near, i, "title"));
    int texts = alike_percent(rows_text(row, 0, "text"), rows_text(near, i, "text"));
    int percent = titles > texts ? titles : texts;
    if (here && (percent >= ALIKE_PERCENT / 2 || same(row, near, i, "category")))
        return 100 + percent;
    return percent >= 2 * ALIKE_PERCENT || (percent >= ALIKE_PERCENT && same(row, near, i, "category")) ? percent : 0;
}

/* The likeliest rows to the front, as many as are told. */
static void sort_alike(struct rows *near, int *likely)
{
    size_t kept = 0;
    for (; kept < ALIKE_MOST; kept++) {
        size_t best = kept;
        for (size_t i = kept; i < near->count; i++)
            if (likely[i] > likely[best])
                best = i;
        if (best >= near->count || likely[best] == 0)
            break;
        for (size_t c = 0; c < near->columns; c++) {
            struct value value = near->values[kept * near->columns + c];
            near->values[kept * near->columns + c] = near->values[best * near->columns + c];
            near->values[best * near->columns + c] = value;
        }
        int swap = likely[kept];
        likely[kept] = likely[best];
        likely[best] = swap;
    }
    near->count = kept;
}

enum err case_alike(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    struct rows row;
    enum err r = case_find(work, pool, pool_format(pool, "%lld", (long long)id), &row, e);
    if (r != ERR_NONE)
        return r;
    int64_t at = rows_int(&row, 0, "reported_at");
    r = db_query(work->db, pool, "case.near",
                 BINDS(BIND_INT("id", id), BIND_INT("area", rows_int(&row, 0, "area")),
                       BIND_INT("from", at - DAY_SECONDS), BIND_INT("to", at + DAY_SECONDS)),
                 out, e);
    if (r != ERR_NONE)
        return r;
    int *likely = pool_new_piece(pool, out->count + 1, sizeof *likely);
    for (size_t i = 0; i < out->count; i++)
        likely[i] = alikeness(&row, out, i);
    sort_alike(out, likely);
    keep_seen(work, pool, out);
    return ERR_NONE;
}

/* Names of the units whose ids, parted by commas, these are. */
static void units_text(struct work *work, struct pool *pool, const char *ids, struct buffer *out)
{
    struct rows rows;
    bool first = true;
    for (size_t n; *ids != '\0'; ids += n + (ids[n] == ',')) {
        n = strcspn(ids, ",");
        int64_t id = id_of(pool_text_n(pool, ids, n));
        if (db_query(work->db, pool, "unit.find", BINDS(BIND_INT("id", id)), &rows, NULL) != ERR_NONE ||
            rows.count == 0)
            continue;
        buffer_format(out, "%s%s", first ? "" : ", ", rows_text(&rows, 0, "name"));
        first = false;
    }
}

static void link_text(struct work *work, struct pool *pool, const struct field *field, const char *value,
                      struct buffer *out)
{
    static const struct {
        const char *link, *statement, *column;
    } links[] = {
        {"user", "account.name", "name"},
        {"case", "case.number",  "no"  },
    };
    struct rows rows;
    if (strcmp(field->link, "unit") == 0)
        units_text(work, pool, value, out);
    for (size_t i = 0; i < COUNT_OF(links); i++)
        if (strcmp(field->link, links[i].link) == 0 &&
            db_query(work->db, pool, links[i].statement, BINDS(BIND_INT("id", id_of(value))), &rows, NULL) ==
                ERR_NONE &&
            rows.count > 0)
            buffer_add_text(out, rows_text(&rows, 0, links[i].column));
}

void case_given_text(struct work *work, const char *given, struct buffer *out)
{
    const struct table *table = table_find("case_step");
    struct record *record = record_new();
    struct pool *pool = pool_new();
    bool read = record_parse(record, given, strlen(given));
    for (size_t i = 0; read && i < record_count(record); i++) {
        const struct field *field = table_field(table, record_name(record, i));
        struct buffer value = {0};
        if (field == NULL || strcmp(field->name, "text") == 0 || *record_value(record, i) == '\0')
            continue;
        if (field->type == FIELD_LINK)
            link_text(work, pool, field, record_value(record, i), &value);
        else if (strcmp(field->name, "assist") == 0)
            units_text(work, pool, record_value(record, i), &value);
        else
            check_show(field, record_value(record, i), &value);
        if (value.length > 0)
            buffer_format(out, "%s%s: %s", out->length > 0 ? "; " : "", field_label(field), buffer_text(&value));
        buffer_free(&value);
    }
    pool_free(&pool);
    record_free(&record);
}
