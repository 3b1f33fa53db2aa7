#include "choices.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

enum { COLUMNS = 3 };

void choices_start(struct pool *pool, struct rows *rows, size_t most)
{
    static const char *const names[COLUMNS] = {"id", "text", "detail"};
    rows->count = 0;
    rows->columns = COLUMNS;
    rows->names = pool_new_piece(pool, COLUMNS, sizeof(rows->names[0]));
    memcpy(rows->names, names, sizeof(names));
    rows->values = pool_new_piece(pool, most * COLUMNS + 1, sizeof(rows->values[0]));
}

void choices_add(struct pool *pool, struct rows *rows, const char *id, const char *text, const char *detail)
{
    struct value *values = rows->values + rows->count++ * COLUMNS;
    values[0] = (struct value){.type = VALUE_TEXT, .text = pool_text(pool, id)};
    values[1] = (struct value){.type = VALUE_TEXT, .text = pool_text(pool, text)};
    values[2] = (struct value){.type = VALUE_TEXT, .text = pool_text(pool, detail)};
}

/* 2 begins with what was typed, 1 contains it, 0 neither. */
static int code_match(const struct code *code, const char *typed)
{
    size_t n = strlen(typed);
    const char *names[] = {code->code, code->zh, code->en, code->initials};
    int best = 0;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (strncasecmp(names[i], typed, n) == 0)
            return 2;
        if (text_contains(names[i], typed))
            best = 1;
    }
    return best;
}

/* Of a tree the code stands before its text, and beside it all that it lies under. */
static void add_code(struct pool *pool, struct rows *rows, const struct code_list *list, const struct code *code)
{
    const char *text = i18n_language() == LANGUAGE_ZH ? code->zh : code->en;
    struct buffer path = {0};
    code_path(list, code->code, &path);
    choices_add(pool, rows, code->code, list->tree ? pool_format(pool, "%s %s", code->code, text) : text,
                path.length > 0 ? buffer_text(&path) : code->initials);
    buffer_free(&path);
}

static bool is_among(const char *codes, const char *code)
{
    for (size_t n; *codes != '\0'; codes += n + (codes[n] == ',')) {
        n = strcspn(codes, ",");
        if (strlen(code) == n && strncmp(code, codes, n) == 0)
            return true;
    }
    return false;
}

void choices_of_codes(struct pool *pool, const struct code_list *list, const char *typed, const char *recent,
                      struct rows *rows)
{
    bool first = list->tree && *typed == '\0'; /* its first level tells what to type */
    choices_start(pool, rows, list->count);
    for (int wanted = 2; wanted > 0; wanted--)
        for (size_t i = 0; i < list->count; i++) {
            const struct code *code = &list->codes[i];
            if (!code->retired && code_match(code, typed) == wanted &&
                (!first || *code->under == '\0' || is_among(recent, code->code)))
                add_code(pool, rows, list, code);
        }
}

void choices_put_first(struct pool *pool, struct rows *rows, const char *ids)
{
    size_t columns = rows->columns, count = 0;
    struct value *values = pool_new_piece(pool, rows->count * columns + 1, sizeof(*values));
    bool *moved = pool_new_piece(pool, rows->count + 1, sizeof(*moved));
    for (size_t n; *ids != '\0'; ids += n + (ids[n] == ',')) {
        n = strcspn(ids, ",");
        for (size_t i = 0; i < rows->count; i++) {
            const char *id = rows_text(rows, i, "id");
            if (moved[i] || strlen(id) != n || strncmp(id, ids, n) != 0)
                continue;
            memcpy(&values[count++ * columns], &rows->values[i * columns], columns * sizeof(*values));
            moved[i] = true;
        }
    }
    for (size_t i = 0; i < rows->count; i++)
        if (!moved[i])
            memcpy(&values[count++ * columns], &rows->values[i * columns], columns * sizeof(*values));
    rows->values = values;
}
