#include "division.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/csv.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DIVISIONS "division_ever.csv" /* has columns of its own: division.c */
#define SYNONYMS  "synonyms"          /* columns that a list need not have */
#define UNDER     "under"
#define MARKS     "marks"

/* Read once before the first fork; a session lays over its copy what its database says (code_put). */
static struct {
    struct pool *pool;
    struct code_list *lists;
    size_t count;
} loaded;

static int is_csv(const struct dirent *entry)
{
    size_t n = strlen(entry->d_name);
    return n > 4 && strcmp(entry->d_name + n - 4, ".csv") == 0 && entry->d_name[0] != '.' &&
           strcmp(entry->d_name, DIVISIONS) != 0;
}

static size_t find_code(const struct code *codes, size_t count, const char *code)
{
    size_t i = 0;
    while (i < count && !text_same(codes[i].code, code))
        i++;
    return i;
}

static enum err check_columns(const struct csv *csv, struct error *e)
{
    static const char *const columns[] = {"code", "zh_CN", "en", "initials", "standard"};
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        if (csv_column(csv, columns[i]) < 0)
            return error_set(e, ERR_INVALID, NULL, _("%s: the column \"%s\" is missing."), csv->path, columns[i]);
    return ERR_NONE;
}

/* Of a tree: what a row lies under stands over it, and its code begins with that. */
static enum err check_under(const struct csv *csv, const struct csv_row *row, const struct code_list *list,
                            struct error *e)
{
    const char *code = csv_cell(csv, row, "code"), *under = csv_cell(csv, row, UNDER);
    size_t n = strlen(under);
    if (n > 0 && (strncmp(code, under, n) != 0 || code[n] == '\0' || code_find(list, under) == NULL))
        return error_set(e, ERR_INVALID, NULL,
                         _("%s, line %d: a code begins with that of the row that it lies under, which stands before."),
                         csv->path, row->line);
    return ERR_NONE;
}

/* Lays the rows over those that the list has: in the place of the same code, else behind them. */
static enum err fill(struct code_list *list, const struct csv *csv, struct error *e)
{
    struct code *codes = pool_new_piece(loaded.pool, list->count + csv->count + 1, sizeof *codes);
    struct code *given = pool_new_piece(loaded.pool, csv->count + 1, sizeof *given);
    bool words = csv_column(csv, SYNONYMS) >= 0, tree = csv_column(csv, UNDER) >= 0,
         marks = csv_column(csv, MARKS) >= 0;

    if (list->count > 0)
        memcpy(codes, list->codes, list->count * sizeof *codes);
    if (list->standard == NULL)
        list->standard = csv->count > 0 ? csv_cell(csv, &csv->rows[0], "standard") : "";
    list->codes = codes;
    list->tree |= tree;
    for (size_t i = 0; i < csv->count; i++) {
        const struct csv_row *row = &csv->rows[i];
        struct code c = {csv_cell(csv, row, "code"),
                         csv_cell(csv, row, "zh_CN"),
                         csv_cell(csv, row, "en"),
                         csv_cell(csv, row, "initials"),
                         words ? csv_cell(csv, row, SYNONYMS) : "",
                         tree ? csv_cell(csv, row, UNDER) : "",
                         marks ? csv_cell(csv, row, MARKS) : "",
                         false};
        if (*c.code == '\0' || *c.zh == '\0' || *c.en == '\0' || strpbrk(c.code, ", ") != NULL ||
            find_code(given, i, c.code) < i)
            return error_set(e, ERR_INVALID, NULL,
                             _("%s, line %d: a code is given once, without comma or blank, with a text in both "
                               "languages."),
                             csv->path, row->line);
        enum err r = tree ? check_under(csv, row, list, e) : ERR_NONE;
        if (r != ERR_NONE)
            return r;
        given[i] = c;
        size_t at = find_code(codes, list->count, c.code);
        if (*c.marks == '\0' && at < list->count)
            c.marks = codes[at].marks;
        codes[at] = c;
        list->count += at == list->count;
    }
    return ERR_NONE;
}

static struct code_list *list_named(const char *name)
{
    for (size_t i = 0; i < loaded.count; i++)
        if (text_same(loaded.lists[i].name, name))
            return &loaded.lists[i];
    return NULL;
}

static enum err load_list(const char *dir, const char *file, struct error *e)
{
    struct csv *csv = NULL;
    const char *name = pool_text_n(loaded.pool, file, strlen(file) - strlen(".csv"));
    enum err r = csv_load(loaded.pool, pool_format(loaded.pool, "%s/%s", dir, file), &csv, e);
    if (r == ERR_NONE)
        r = check_columns(csv, e);
    if (r != ERR_NONE)
        return r;
    struct code_list *list = list_named(name);
    if (list == NULL) {
        list = &loaded.lists[loaded.count++];
        list->name = name;
    }
    return fill(list, csv, e);
}

/* Every list of a folder over or behind those that are loaded. */
static enum err load_folder(const char *dir, struct error *e)
{
    struct dirent **files = NULL;
    enum err r = ERR_NONE;
    int n = scandir(dir, &files, is_csv, alphasort);
    if (n < 0)
        return error_set(e, ERR_FAILED, NULL, _("%s cannot be read: %s."), dir, strerror(errno));
    struct code_list *more = pool_new_piece(loaded.pool, loaded.count + (size_t)n + 1, sizeof *more);
    if (loaded.count > 0)
        memcpy(more, loaded.lists, loaded.count * sizeof *more);
    loaded.lists = more;
    for (int i = 0; i < n; i++) {
        if (r == ERR_NONE)
            r = load_list(dir, files[i]->d_name, e);
        free(files[i]);
    }
    free(files);
    return r;
}

enum err codes_load(const char *schema_dir, const char *site, struct error *e)
{
    pool_free(&loaded.pool);
    loaded.pool = pool_new();
    loaded.lists = NULL;
    loaded.count = 0;
    const char *dir = pool_format(loaded.pool, "%s/codes", schema_dir);
    const char *own = pool_format(loaded.pool, "%s/codes", site == NULL ? "" : site);
    enum err r = load_folder(dir, e);
    if (r == ERR_NONE)
        r = divisions_load(pool_format(loaded.pool, "%s/" DIVISIONS, dir), e);
    if (r == ERR_NONE && site != NULL && access(own, F_OK) == 0)
        r = load_folder(own, e);
    return r;
}

/* The longest of the codes that this one begins with. */
static const char *longest_above(const struct code_list *list, const char *code)
{
    const char *above = "";
    for (size_t i = 0; list->tree && i < list->count; i++) {
        const char *other = list->codes[i].code;
        size_t n = strlen(other);
        if (strncmp(other, code, n) == 0 && code[n] != '\0' && n > strlen(above))
            above = other;
    }
    return above;
}

void code_put(const char *name, const struct code *code)
{
    struct code_list *list = list_named(name);
    if (list == NULL)
        return;
    struct code *codes = pool_new_piece(loaded.pool, list->count + 1, sizeof *codes);
    size_t at = find_code(list->codes, list->count, code->code);
    memcpy(codes, list->codes, list->count * sizeof *codes);
    codes[at] = (struct code){.code = pool_text(loaded.pool, code->code),
                              .zh = pool_text(loaded.pool, code->zh),
                              .en = pool_text(loaded.pool, code->en),
                              .initials = pool_text(loaded.pool, code->initials),
                              .synonyms = at < list->count ? list->codes[at].synonyms : "",
                              .under = longest_above(list, code->code),
                              .marks = at < list->count ? list->codes[at].marks : "",
                              .retired = code->retired};
    list->codes = codes;
    list->count += at == list->count;
}

void code_put_more(const char *name, const struct code *more, size_t count)
{
    struct code_list *list = list_named(name);
    if (list == NULL)
        return;
    struct code *codes = pool_new_piece(loaded.pool, list->count + count, sizeof *codes);
    size_t n = list->count;
    memcpy(codes, list->codes, n * sizeof *codes);
    for (size_t i = 0; i < count; i++) {
        if (find_code(list->codes, list->count, more[i].code) < list->count)
            continue;
        codes[n++] = (struct code){.code = pool_text(loaded.pool, more[i].code),
                                   .zh = pool_text(loaded.pool, more[i].zh),
                                   .en = pool_text(loaded.pool, more[i].en),
                                   .initials = pool_text(loaded.pool, more[i].initials),
                                   .synonyms = "",
                                   .under = "",
                                   .marks = ""};
    }
    list->codes = codes;
    list->count = n;
}

const struct code *code_find(const struct code_list *list, const char *code)
{
    size_t at = find_code(list->codes, list->count, code);
    return at < list->count ? &list->codes[at] : NULL;
}

bool code_has_mark(const char *name, const char *code, const char *mark)
{
    const struct code_list *list = list_named(name);
    const struct code *found = list == NULL ? NULL : code_find(list, code);
    size_t length = strlen(mark);
    for (const char *s = found == NULL ? "" : found->marks; *s != '\0'; s += *s == ' ') {
        size_t n = strcspn(s, " ");
        if (n == length && strncmp(s, mark, n) == 0)
            return true;
        s += n;
    }
    return false;
}

const struct code *code_retired(const struct code_list *list, const char *value)
{
    for (size_t n; *value != '\0'; value += n + (value[n] == ',')) {
        n = strcspn(value, ",");
        for (size_t i = 0; i < list->count; i++)
            if (list->codes[i].retired && strlen(list->codes[i].code) == n &&
                strncmp(list->codes[i].code, value, n) == 0)
                return &list->codes[i];
    }
    return NULL;
}

const struct code_list *code_list(const char *name)
{
    return list_named(name);
}

const struct code_list *code_list_at(size_t i)
{
    return i < loaded.count ? &loaded.lists[i] : NULL;
}

bool code_is_of(const struct code_list *list, const char *code)
{
    return find_code(list->codes, list->count, code) < list->count;
}

const struct code *code_above(const struct code_list *list, const char *code)
{
    const struct code *own = code_find(list, code);
    return own == NULL || *own->under == '\0' ? NULL : code_find(list, own->under);
}

void code_path(const struct code_list *list, const char *code, struct buffer *out)
{
    const struct code *above = code_above(list, code);
    if (above == NULL)
        return;
    code_path(list, above->code, out);
    buffer_format(out, "%s%s %s", out->length > 0 ? " > " : "", above->code,
                  i18n_language() == LANGUAGE_ZH ? above->zh : above->en);
}

const char *code_text(const char *list, const char *code)
{
    const struct code_list *l = code_list(list);
    for (size_t i = 0; l != NULL && i < l->count; i++)
        if (strcmp(l->codes[i].code, code) == 0)
            return i18n_language() == LANGUAGE_ZH ? l->codes[i].zh : l->codes[i].en;
    return code;
}

/* How well a text means a code, best first. */
enum match { MATCH_CODE, MATCH_TEXT, MATCH_SYNONYM, MATCH_INITIALS, MATCH_BEGINNING, MATCH_NONE };

/* Letters are equal in either case, and an underscore is a blank: "high_risk" is "High risk". */
static bool begins(const char *text, const char *with, bool whole)
{
    for (; *with != '\0'; text++, with++) {
        char a = *text == '_' ? ' ' : *text, b = *with == '_' ? ' ' : *with;
        if (a >= 'A' && a <= 'Z')
            a = (char)(a + ('a' - 'A'));
        if (b >= 'A' && b <= 'Z')
            b = (char)(b + ('a' - 'A'));
        if (a != b)
            return false;
    }
    return !whole || *text == '\0';
}

/* One of the words, which are parted by '|'. */
static bool is_synonym(const char *words, const char *text)
{
    size_t n = strlen(text);
    for (size_t length; *words != '\0'; words += length + (words[length] == '|')) {
        length = strcspn(words, "|");
        if (length == n && begins(words, text, false))
            return true;
    }
    return false;
}

static enum match match(const struct code *c, const char *text)
{
    if (begins(c->code, text, true))
        return MATCH_CODE;
    if (c->retired)
        return MATCH_NONE;
    if (begins(c->zh, text, true) || begins(c->en, text, true))
        return MATCH_TEXT;
    if (is_synonym(c->synonyms, text))
        return MATCH_SYNONYM;
    if (begins(c->initials, text, true))
        return MATCH_INITIALS;
    return begins(c->zh, text, false) || begins(c->en, text, false) ? MATCH_BEGINNING : MATCH_NONE;
}

const char *code_parse(const struct code_list *list, const char *text)
{
    const char *best[MATCH_NONE + 1] = {NULL};
    size_t count[MATCH_NONE + 1] = {0};

    if (*text == '\0')
        return NULL;
    for (size_t i = 0; i < list->count; i++) {
        enum match m = match(&list->codes[i], text);
        best[m] = list->codes[i].code;
        count[m]++;
    }
    for (int m = MATCH_CODE; m < MATCH_NONE; m++)
        if (count[m] > 0)
            return count[m] == 1 ? best[m] : NULL;
    return NULL;
}
