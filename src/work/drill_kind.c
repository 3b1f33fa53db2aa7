/* The kinds of questions: etc/drill_questions.csv. */
#include "drill_inside.h"

#include "words.h"

#include "wangge/base/array.h"
#include "wangge/base/csv.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

/* Loaded once before the first fork, then only read. */
static struct pool *loaded;
static struct drill_kind *kinds;
static size_t total;

static const struct {
    const char *name;
    enum drill_as as;
    bool coded;
} ways[] = {
    {"text",     DRILL_TEXT,     false},
    {"date",     DRILL_DATE,     false},
    {"code",     DRILL_CODE,     true },
    {"codes",    DRILL_CODES,    true },
    {"band",     DRILL_BAND,     false},
    {"door",     DRILL_DOOR,     false},
    {"count",    DRILL_COUNT,    false},
    {"register", DRILL_REGISTER, false},
    {"policy",   DRILL_POLICY,   false},
    {"holder",   DRILL_HOLDER,   false},
};

static bool read_as(const char *text, struct drill_kind *out)
{
    const char *colon = strchr(text, ':');
    size_t n = colon == NULL ? strlen(text) : (size_t)(colon - text);
    out->codes = colon == NULL ? NULL : colon + 1;
    for (size_t i = 0; i < COUNT_OF(ways); i++)
        if (strlen(ways[i].name) == n && strncmp(ways[i].name, text, n) == 0) {
            out->as = ways[i].as;
            return ways[i].coded ? out->codes != NULL && code_list(out->codes) != NULL : out->codes == NULL;
        }
    return false;
}

static enum err read_row(const struct csv *csv, const struct csv_row *row, struct drill_kind *out, struct error *e)
{
    const char *link = csv_cell(csv, row, "link"), *key = csv_cell(csv, row, "key"), *as = csv_cell(csv, row, "as");
    *out = (struct drill_kind){
        .code = csv_cell(csv, row, "code"),
        .table = csv_cell(csv, row, "table"),
        .statement = csv_cell(csv, row, "statement"),
        .when = csv_cell(csv, row, "when"),
        .column = csv_cell(csv, row, "column"),
        .link = *link - '0',
        .typed = strcmp(key, "typed") == 0,
        .text = {[LANGUAGE_EN] = csv_cell(csv, row, "en"), [LANGUAGE_ZH] = csv_cell(csv, row, "zh_CN")},
    };
    if (*out->code == '\0' || *out->text[LANGUAGE_EN] == '\0' || *out->text[LANGUAGE_ZH] == '\0')
        return error_set(e, ERR_INVALID, NULL, _("%s:%d: a question needs code, en and zh_CN."), csv->path, row->line);
    if (out->link < 1 || out->link > DRILL_LINKS || link[1] != '\0')
        return error_set(e, ERR_INVALID, "link", _("%s:%d: link is 1, 2, 3 or 4."), csv->path, row->line);
    if (!out->typed && strcmp(key, "choice") != 0)
        return error_set(e, ERR_INVALID, "key", _("%s:%d: key is \"choice\" or \"typed\"."), csv->path, row->line);
    if (!read_as(as, out))
        return error_set(e, ERR_INVALID, "as", _("%s:%d: an answer cannot be read as \"%s\"."), csv->path, row->line,
                         as);
    if (db_statement_text(out->statement) == NULL)
        return error_set(e, ERR_INVALID, "statement", _("%s:%d: there is no statement \"%s\"."), csv->path, row->line,
                         out->statement);
    return ERR_NONE;
}

enum err drill_load(const char *etc_dir, struct error *e)
{
    char path[4096];
    struct csv *csv = NULL;

    pool_free(&loaded);
    loaded = pool_new();
    total = 0;
    snprintf(path, sizeof path, "%s/drill_questions.csv", etc_dir);
    enum err r = csv_load(loaded, path, &csv, e);
    if (r != ERR_NONE)
        return r;
    kinds = pool_new_piece(loaded, csv->count + 1, sizeof *kinds);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++)
        r = read_row(csv, &csv->rows[i], &kinds[total++], e);
    return r;
}

size_t drill_kind_count(void)
{
    return total;
}

const struct drill_kind *drill_kind_at(size_t i)
{
    return &kinds[i];
}

const struct drill_kind *drill_kind_find(const char *code)
{
    for (size_t i = 0; i < total; i++)
        if (strcmp(kinds[i].code, code) == 0)
            return &kinds[i];
    return NULL;
}

bool drill_is_about(const struct drill_kind *kind, const char *table)
{
    size_t n = strcspn(kind->table, " ");
    return strlen(table) == n && strncmp(kind->table, table, n) == 0;
}

static bool may_read(const struct work *work, const char *table)
{
    const struct table *described = table_find(table);
    char action[ACTION_ROOM];
    if (described != NULL && !described->own_storage)
        return table_may(work, described, "read");
    snprintf(action, sizeof action, "%s.read", table);
    return right_is_known(action) && right_scope(work, action) != SCOPE_NONE;
}

bool drill_may_ask(const struct work *work, const char *tables)
{
    char table[ACTION_ROOM - 8];
    bool may = true;
    while (may && word_next(&tables, ' ', table, sizeof table))
        may = may_read(work, table);
    return may;
}
