#include "wangge/work/case_lists.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/record.h"
#include "wangge/work/case_selection.h"
#include "wangge/work/redact.h"
#include "wangge/work/report.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS_MOST 10

struct cell {
    struct pool *pool;
    const struct rows *rows;
    size_t row;
};

static const char *text_of(const struct cell *c, const char *column)
{
    return rows_text(c->rows, c->row, column);
}

static const char *minute_of(const struct cell *c, const char *column)
{
    char text[DATE_MINUTE];
    if (rows_null(c->rows, c->row, column))
        return "";
    instant_minute(rows_int(c->rows, c->row, column), text);
    return pool_text(c->pool, text);
}

static const char *no_of(const struct cell *c)
{
    return text_of(c, "no");
}

static const char *reported_of(const struct cell *c)
{
    return minute_of(c, "reported_at");
}

/* Who told it: a resident by the name as it is masked, else the colleague. */
static const char *who_of(const struct cell *c)
{
    const char *source = code_text("case_source", text_of(c, "source")), *reporter = text_of(c, "reporter");
    return pool_format(c->pool, "%s %s", source, *reporter == '\0' ? text_of(c, "by_name") : reporter);
}

static const char *where_of(const struct cell *c)
{
    const char *place = text_of(c, "place");
    return pool_format(c->pool, "%s%s%s", text_of(c, "area_name"), *place == '\0' ? "" : " ", place);
}

static const char *what_of(const struct cell *c)
{
    const char *title = text_of(c, "title"), *text = text_of(c, "text");
    return *text == '\0' || strcmp(text, title) == 0 ? title : pool_format(c->pool, "%s: %s", title, text);
}

static const char *title_of(const struct cell *c)
{
    return text_of(c, "title");
}

/* The day of the meeting, where it was told. */
static const char *met_of(const struct cell *c)
{
    return *text_of(c, "on") == '\0' ? minute_of(c, "at") : text_of(c, "on");
}

static const char *people_of(const struct cell *c)
{
    return text_of(c, "people");
}

static const char *words_of(const struct cell *c)
{
    return text_of(c, "text");
}

/* From where the words of the meeting say so. */
static const char *agreed_of(const struct cell *c)
{
    static const char *const marks[] = {"议定", "商定", "Agreed", "agreed"};
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        const char *at = strstr(text_of(c, "text"), marks[i]);
        if (at != NULL)
            return at;
    }
    return *text_of(c, "finding") == '\0' ? text_of(c, "unit") : text_of(c, "finding");
}

static const char *result_of(const struct cell *c)
{
    const char *outcome = code_text("case_outcome", text_of(c, "outcome")), *result = text_of(c, "result");
    return pool_format(c->pool, "%s%s%s", outcome, *outcome == '\0' || *result == '\0' ? "" : ": ", result);
}

static const char *closed_of(const struct cell *c)
{
    return minute_of(c, "closed_at");
}

static const char *satisfaction_of(const struct cell *c)
{
    return code_text("satisfaction", text_of(c, "satisfaction"));
}

/* Its colleague is told of the end of a case, a resident too. */
static const char *told_of(const struct cell *c)
{
    const char *reporter = text_of(c, "reporter");
    return *reporter == '\0' ? text_of(c, "by_name") : pool_format(c->pool, _("resident %s"), reporter);
}

struct column_of {
    const char *name, *label; /* msgid */
    const char *(*text)(const struct cell *c);
};

static const struct {
    const char *name, *statement, *title;
    struct column_of columns[COLUMNS_MOST];
} lists[CASE_LIST_KINDS] = {
    [LIST_PROBLEM] = {"problem",
                      "case_lists.problem",    N_("Problem collection list"),
                      {{"no", N_("No."), no_of},
                       {"reported_at", N_("When"), reported_of},
                       {"who", N_("Who"), who_of},
                       {"where", N_("Where"), where_of},
                       {"what", N_("What happened"), what_of}}   },
    [LIST_DISCUSSION] = {"discussion",
                      "case_lists.discussion", N_("Joint discussion list"),
                      {{"no", N_("No."), no_of},
                          {"on", N_("Met on"), met_of},
                          {"title", N_("Matter"), title_of},
                          {"people", N_("Who met"), people_of},
                          {"words", N_("Words of the meeting"), words_of},
                          {"agreed", N_("Agreed on"), agreed_of}}},
    [LIST_FEEDBACK] = {"feedback",
                      "case_lists.feedback",   N_("Feedback list"),
                      {{"no", N_("No."), no_of},
                        {"title", N_("Matter"), title_of},
                        {"result", N_("What came of it"), result_of},
                        {"closed_at", N_("Closed"), closed_of},
                        {"satisfaction", N_("Satisfaction"), satisfaction_of},
                        {"told", N_("Told to"), told_of}}        },
};

const char *case_list_kind_name(enum case_list_kind kind)
{
    return lists[kind].name;
}

const char *case_list_kind_label(enum case_list_kind kind)
{
    return _(lists[kind].title);
}

bool case_list_kind_parse(const char *name, enum case_list_kind *out)
{
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        if (strcmp(lists[i].name, name) == 0) {
            *out = (enum case_list_kind)i;
            return true;
        }
    return false;
}

static void set_text(struct rows *rows, size_t row, size_t column, const char *text)
{
    rows->values[row * rows->columns + column] = (struct value){.type = VALUE_TEXT, .text = text};
}

static void mask_numbers(struct pool *pool, struct rows *rows, const char *name)
{
    int column = rows_column(rows, name);
    struct buffer out = {0};
    for (size_t i = 0; column >= 0 && i < rows->count; i++) {
        buffer_clear(&out);
        redact_numbers(rows_text(rows, i, name), &out);
        set_text(rows, i, (size_t)column, pool_text(pool, buffer_text(&out)));
    }
    buffer_free(&out);
}

/* The first character of a name stays. */
static void mask_names(struct pool *pool, struct rows *rows, const char *name)
{
    int column = rows_column(rows, name);
    for (size_t i = 0; column >= 0 && i < rows->count; i++) {
        const char *text = rows_text(rows, i, name);
        size_t n = text_grapheme(text, strlen(text));
        if (n > 0)
            set_text(rows, i, (size_t)column, pool_format(pool, "%.*s**", (int)n, text));
    }
}

/* What was given with a discussion, as columns: people, on, finding. */
static void open_given(struct pool *pool, struct rows *rows)
{
    static const char *const names[] = {"people", "on", "finding"};
    int given = rows_column(rows, "given");
    size_t columns = rows->columns + COUNT_OF(names);
    if (given < 0)
        return;
    const char **heads = pool_new_piece(pool, columns, sizeof *heads);
    struct value *values = pool_new_piece(pool, rows->count * columns + 1, sizeof *values);
    memcpy(heads, rows->names, rows->columns * sizeof *heads);
    memcpy(heads + rows->columns, names, sizeof names);
    for (size_t i = 0; i < rows->count; i++) {
        struct record *record = record_new();
        const char *text = rows_text(rows, i, "given");
        record_parse(record, text, strlen(text));
        memcpy(values + i * columns, rows->values + i * rows->columns, rows->columns * sizeof *values);
        for (size_t k = 0; k < COUNT_OF(names); k++)
            values[i * columns + rows->columns + k] =
                (struct value){.type = VALUE_TEXT, .text = pool_text(pool, record_get(record, names[k]))};
        values[i * columns + (size_t)given] = (struct value){.type = VALUE_TEXT, .text = ""};
        record_free(&record);
    }
    rows->names = heads;
    rows->values = values;
    rows->columns = columns;
}

static void mask(struct pool *pool, struct rows *rows)
{
    static const char *const texts[] = {"title", "text", "place", "result", "people", "finding"};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        mask_numbers(pool, rows, texts[i]);
    mask_names(pool, rows, "reporter");
}

static void lay_out(struct pool *pool, enum case_list_kind kind, const struct rows *rows, struct report *out)
{
    struct report_column *columns = pool_new_piece(pool, COLUMNS_MOST, sizeof *columns);
    const struct column_of *from = lists[kind].columns;
    size_t count = 0;
    for (; count < COLUMNS_MOST && from[count].name != NULL; count++)
        columns[count] = (struct report_column){from[count].name, _(from[count].label), false, 0};
    *out =
        (struct report){.name = pool_format(pool, "case_%s", lists[kind].name),
                        .title = _(lists[kind].title),
                        .note = rows->count == CASE_LIST_ROWS ? _("There are more rows: choose a shorter period.") : "",
                        .column = columns,
                        .columns = count,
                        .cells = pool_new_piece(pool, rows->count * count + 1, sizeof(const char *)),
                        .count = rows->count};
    for (size_t i = 0; i < rows->count; i++)
        for (size_t c = 0; c < count; c++)
            out->cells[i * count + c] = from[c].text(&(struct cell){pool, rows, i});
}

enum err case_list_read(struct work *work, struct pool *pool, enum case_list_kind kind,
                        const struct case_selection *selection, struct rows *rows, struct report *report,
                        struct error *e)
{
    static const char *const instants[] = {"reported_at", "at", "closed_at", "due_at"};
    struct case_scope scope;
    struct rows read = {0};
    enum err r = case_scope(work, pool, "case.read", selection, &scope, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, lists[kind].statement,
                     BINDS(BIND_CASE_SCOPE(scope), BIND_INT("limit", CASE_LIST_ROWS)), &read, e);
    if (r != ERR_NONE)
        return r;
    open_given(pool, &read);
    mask(pool, &read);
    if (report != NULL) {
        lay_out(pool, kind, &read, report);
        report->head = case_scope_head(pool, selection, &scope);
    }
    for (size_t i = 0; rows != NULL && i < COUNT_OF(instants); i++)
        if (rows_column(&read, instants[i]) >= 0)
            rows_iso(pool, &read, instants[i]);
    if (rows != NULL)
        *rows = read;
    return ERR_NONE;
}
