#include "wangge/work/message_text.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/csv.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TITLE_LEAST   4 /* characters: a greeting alone is no title */
#define TITLE_MOST    30
#define TITLE_BYTES   180
#define GRAPHEME_MOST 32
#define VALUE_MOST    60
#define RESULT_MOST   300
#define PLACE_ROOM    32
#define FILES         2 /* of the site, of the installation */
#define URGENCY_MOST  3
#define SPOKEN        LANGUAGE_ZH /* to residents, whatever the user's language is */

/* Loaded once before the first fork, then only read; the site's file first. */
static struct pool *pool;
static const struct csv *texts[FILES], *words[FILES];

static enum err check_word(const struct csv *csv, const struct csv_row *row, struct error *e)
{
    const char *use = csv_cell(csv, row, "use"), *category = csv_cell(csv, row, "category"),
               *urgency = csv_cell(csv, row, "urgency");
    const struct code_list *categories = code_list("case_category");
    if (strcmp(use, "contains") != 0 && (strcmp(use, "begins") != 0 || csv_cell(csv, row, "word")[0] == '\0'))
        return error_set(e, ERR_INVALID, "use", _("%s:%d: use is contains, or begins with a word."), csv->path,
                         row->line);
    if (category[0] != '\0' && (categories == NULL || code_find(categories, category) == NULL))
        return error_set(e, ERR_INVALID, "category", _("%s:%d: there is no category %s."), csv->path, row->line,
                         category);
    if (urgency[0] != '\0' && (urgency[1] != '\0' || urgency[0] < '1' || urgency[0] > '0' + URGENCY_MOST))
        return error_set(e, ERR_INVALID, "urgency", _("%s:%d: urgency is 1, 2 or 3."), csv->path, row->line);
    return ERR_NONE;
}

/* folder NULL, or without such a file: none. */
static enum err load(const char *folder, const char *name, bool must, const struct csv **out, struct error *e)
{
    struct csv *csv = NULL;
    const char *path = pool_format(pool, "%s/%s", folder == NULL ? "" : folder, name);
    *out = NULL;
    if (folder == NULL || (!must && access(path, F_OK) != 0))
        return ERR_NONE;
    enum err r = csv_load(pool, path, &csv, e);
    *out = csv;
    return r;
}

enum err messages_load(const char *etc_dir, const char *site, struct error *e)
{
    const char *const folders[FILES] = {site, etc_dir};
    enum err r = ERR_NONE;
    pool_free(&pool);
    pool = pool_new();
    for (size_t i = 0; r == ERR_NONE && i < FILES; i++) {
        r = load(folders[i], "messages.csv", i > 0, &texts[i], e);
        if (r == ERR_NONE)
            r = load(folders[i], "message_words.csv", i > 0, &words[i], e);
        for (size_t k = 0; r == ERR_NONE && words[i] != NULL && k < words[i]->count; k++)
            r = check_word(words[i], &words[i]->rows[k], e);
    }
    return r;
}

/* --- what is written ---------------------------------------------------------------------------------------------- */

static const char *text_of(const char *kind)
{
    for (size_t i = 0; i < FILES; i++)
        for (size_t k = 0; texts[i] != NULL && k < texts[i]->count; k++)
            if (strcmp(csv_cell(texts[i], &texts[i]->rows[k], "kind"), kind) == 0)
                return csv_cell(texts[i], &texts[i]->rows[k], i18n_name(SPOKEN));
    return "";
}

/* At most so many characters, in one line; what is cut off is told by three dots. */
static void add_cut(struct buffer *out, const char *text, size_t most)
{
    size_t left = strlen(text), count = 0, n;
    while (left > 0 && count < most && (n = text_grapheme(text, left)) > 0) {
        if (*text == '\n' || *text == '\r')
            buffer_add_char(out, ' ');
        else
            buffer_add(out, text, n);
        text += n;
        left -= n;
        count++;
    }
    if (left > 0)
        buffer_add_text(out, "…");
}

static void add_value(struct buffer *out, const char *name, size_t n, const struct message_value *values)
{
    for (; values->name != NULL; values++)
        if (strlen(values->name) == n && strncmp(values->name, name, n) == 0)
            add_cut(out, values->text, strcmp(values->name, "text") == 0 ? RESULT_MOST : VALUE_MOST);
}

void message_fill(const char *kind, const struct message_value *values, struct buffer *out)
{
    for (const char *s = text_of(kind); *s != '\0';) {
        const char *end = *s == '{' ? strchr(s, '}') : NULL;
        if (end != NULL && end - s < PLACE_ROOM) {
            add_value(out, s + 1, (size_t)(end - s - 1), values);
            s = end + 1;
        } else {
            buffer_add_char(out, *s++);
        }
    }
}

/* --- what is read ------------------------------------------------------------------------------------------------- */

static bool is_blank_or_mark(uint32_t code)
{
    static const uint32_t marks[] = {' ',    '\t',   '\n',   '\r',   ',',    '.',    ':',    ';',
                                     '!',    '?',    '-',    0x3000, 0x3001, 0x3002, 0xff0c, 0xff0e,
                                     0xff1a, 0xff1b, 0xff01, 0xff1f, 0x2014, 0xff5e, '~'};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (marks[i] == code)
            return true;
    return false;
}

/* Bytes of blanks and marks at the beginning. */
static size_t marks_at(const char *text)
{
    size_t all = 0, left = strlen(text), n;
    uint32_t code = 0;
    while ((n = text_decode(text + all, left - all, &code)) > 0 && is_blank_or_mark(code))
        all += n;
    return all;
}

/* The word as a word of its own: "新 路灯坏了", "新，路灯坏了", but not "新村的路灯". */
static size_t begins_with(const char *text, const char *word)
{
    size_t lead = marks_at(text), n = strlen(word);
    for (size_t i = 0; i < n; i++) {
        char c = text[lead + i];
        if (c != word[i] && !(c >= 'a' && c <= 'z' && c - 'a' + 'A' == word[i]))
            return 0;
    }
    size_t marks = marks_at(text + lead + n);
    return marks > 0 || text[lead + n] == '\0' ? lead + n + marks : 0;
}

struct message_meaning message_means(const char *text)
{
    struct message_meaning out = {.category = "", .urgency = 1};
    for (size_t i = 0; i < FILES; i++)
        for (size_t k = 0; words[i] != NULL && k < words[i]->count; k++) {
            const struct csv_row *row = &words[i]->rows[k];
            const char *word = csv_cell(words[i], row, "word"), *category = csv_cell(words[i], row, "category"),
                       *urgency = csv_cell(words[i], row, "urgency");
            if (strcmp(csv_cell(words[i], row, "use"), "begins") == 0) {
                size_t skip = begins_with(text, word);
                out.is_new = out.is_new || skip > 0;
                out.skip = skip > out.skip ? skip : out.skip;
            } else if (strstr(text, word) != NULL) {
                out.category = out.category[0] == '\0' ? category : out.category;
                out.urgency = urgency[0] - '0' > out.urgency ? urgency[0] - '0' : out.urgency;
            }
        }
    return out;
}

static bool ends_sentence(uint32_t code)
{
    return code == '\n' || code == 0x3002 || code == 0xff01 || code == 0xff1f || code == '!' || code == '?' ||
           code == ';' || code == 0xff1b;
}

void message_title(const char *text, struct buffer *out)
{
    size_t left, count = 0;
    uint32_t code = 0;
    text += marks_at(text);
    left = strlen(text);
    for (; left > 0 && count < TITLE_MOST && out->length < TITLE_BYTES; count++) {
        size_t first = text_decode(text, left, &code), n = text_grapheme(text, left);
        n = n > GRAPHEME_MOST ? first : n; /* marks without end on one letter */
        if (ends_sentence(code) && count >= TITLE_LEAST)
            return;
        if (ends_sentence(code))
            buffer_add_char(out, ' ');
        else
            buffer_add(out, text, n);
        text += n;
        left -= n;
    }
    if (left > 0)
        buffer_add_text(out, "…");
}
