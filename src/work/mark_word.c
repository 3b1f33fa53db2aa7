/* The words of marks, and the words by which a category is found: etc/marks.csv, etc/case_words.csv. */
#include "mark_inside.h"

#include "words.h"

#include "wangge/base/csv.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"

#include <stdio.h>
#include <string.h>

#define WORD_ROOM 64

struct kind {
    const char *words, *label[LANGUAGE_COUNT], *usage[LANGUAGE_COUNT];
};

struct category_words {
    const char *category, *words;
};

static const char *const names[MARK_MAKES] = {"case",  "again",  "person", "member", "out",
                                              "death", "hazard", "need",   "sweep"};

/* Loaded once before the first fork, then only read. */
static struct pool *pool;
static struct kind kinds[MARK_MAKES];
static struct category_words *categories;
static size_t category_count;

const char *mark_name(enum mark_make make)
{
    return names[make];
}

const char *mark_label(enum mark_make make)
{
    return kinds[make].label[i18n_language()];
}

const char *mark_usage(enum mark_make make)
{
    return kinds[make].usage[i18n_language()];
}

const char *mark_word(enum mark_make make)
{
    static char word[WORD_ROOM];
    const char *usage = mark_usage(make) + 1;
    size_t n = strcspn(usage, " ");
    snprintf(word, sizeof word, "%.*s", (int)n, usage);
    return word;
}

static enum err read_kind(const struct csv *csv, const struct csv_row *row, struct error *e)
{
    const char *name = csv_cell(csv, row, "make");
    for (size_t i = 0; i < MARK_MAKES; i++)
        if (strcmp(names[i], name) == 0) {
            kinds[i] = (struct kind){
                csv_cell(csv, row, "words"),
                {[LANGUAGE_EN] = csv_cell(csv, row, "en"),       [LANGUAGE_ZH] = csv_cell(csv, row, "zh_CN")      },
                {[LANGUAGE_EN] = csv_cell(csv, row, "usage.en"), [LANGUAGE_ZH] = csv_cell(csv, row, "usage.zh_CN")},
            };
            return ERR_NONE;
        }
    return error_set(e, ERR_INVALID, "make", "%s:%d: no mark makes \"%s\"", csv->path, row->line, name);
}

static enum err read_kinds(const char *etc_dir, struct error *e)
{
    char path[4096];
    struct csv *csv = NULL;
    snprintf(path, sizeof path, "%s/marks.csv", etc_dir);
    enum err r = csv_load(pool, path, &csv, e);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++)
        r = read_kind(csv, &csv->rows[i], e);
    for (size_t i = 0; r == ERR_NONE && i < MARK_MAKES; i++)
        if (kinds[i].words == NULL || *kinds[i].words == '\0' || *kinds[i].usage[LANGUAGE_EN] != '#' ||
            *kinds[i].usage[LANGUAGE_ZH] != '#')
            r = error_set(e, ERR_INVALID, "words", "%s: %s needs words and usage", path, names[i]);
    return r;
}

/* The category, or the nearest one above it that the list has. */
static const char *known_category(const char *category)
{
    char code[WORD_ROOM];
    text_copy(code, sizeof code, category);
    for (size_t n = strlen(code); n > 0; code[--n] = '\0') {
        const struct code *found = code_find(code_list("case_category"), code);
        if (found != NULL)
            return found->code;
    }
    return NULL;
}

static enum err read_categories(const char *etc_dir, struct error *e)
{
    char path[4096];
    struct csv *csv = NULL;
    snprintf(path, sizeof path, "%s/case_words.csv", etc_dir);
    enum err r = csv_load(pool, path, &csv, e);
    if (r != ERR_NONE)
        return r;
    categories = pool_new_piece(pool, csv->count + 1, sizeof *categories);
    category_count = csv->count;
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++) {
        const char *written = csv_cell(csv, &csv->rows[i], "category");
        categories[i] = (struct category_words){known_category(written), csv_cell(csv, &csv->rows[i], "words")};
        if (categories[i].category == NULL)
            r = error_set(e, ERR_INVALID, "category", "%s:%d: no category %s", path, csv->rows[i].line, written);
    }
    return r;
}

enum err marks_load(const char *etc_dir, struct error *e)
{
    pool_free(&pool);
    pool = pool_new();
    category_count = 0;
    memset(kinds, 0, sizeof kinds);
    enum err r = read_kinds(etc_dir, e);
    return r == ERR_NONE ? read_categories(etc_dir, e) : r;
}

static bool begins(const char *s, const char *word, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char c = s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] - 'A' + 'a') : s[i];
        if (c != word[i])
            return false;
    }
    return true;
}

enum mark_make mark_of_word(const char *s, size_t *bytes)
{
    enum mark_make found = MARK_MAKES;
    char word[WORD_ROOM];
    *bytes = 0;
    for (size_t i = 0; i < MARK_MAKES; i++)
        for (const char *left = kinds[i].words; left != NULL && word_next(&left, '|', word, sizeof word);)
            if (strlen(word) > *bytes && begins(s, word, strlen(word))) {
                found = (enum mark_make)i;
                *bytes = strlen(word);
            }
    return found;
}

/* Takes the code when one of the words stands in the text and is the longest so far. */
static void longest_of(const char *text, const char *words, const char *code, size_t *longest, const char **found)
{
    char word[WORD_ROOM];
    for (const char *left = words; left != NULL && word_next(&left, '|', word, sizeof word);)
        if (strlen(word) > *longest && text_contains(text, word)) {
            *longest = strlen(word);
            *found = code;
        }
}

const char *mark_code_in(const struct code_list *list, const char *words, size_t *longest)
{
    const char *found = NULL;
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        const struct code *code = &list->codes[i];
        if (code->retired)
            continue;
        longest_of(words, code->zh, code->code, longest, &found);
        longest_of(words, code->en, code->code, longest, &found);
        longest_of(words, code->synonyms, code->code, longest, &found);
    }
    return found;
}

const char *mark_category(const char *words)
{
    size_t longest = 0;
    const char *found = mark_code_in(code_list("case_category"), words, &longest);
    for (size_t i = 0; i < category_count; i++)
        longest_of(words, categories[i].words, categories[i].category, &longest, &found);
    return found;
}
