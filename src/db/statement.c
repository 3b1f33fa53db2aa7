#include "statement.h"

#include "engine.h"
#include "file.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/db/db.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Loaded once before the first fork, then only read. In order of their names. */
static struct statement **statements;
static size_t statement_total;
/* Pieces that are no statements: conditions and columns that several statements have in common. */
static struct statement **parts;
static size_t part_total;

uint64_t statement_hash(const char *text)
{
    uint64_t h = 1469598103934665603u; /* FNV-1a */
    for (; *text != '\0'; text++)
        h = (h ^ (unsigned char)*text) * 1099511628211u;
    return h;
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

size_t statement_skip(const char *s)
{
    const char *end = NULL;
    if (*s == '\'' || *s == '"') {
        end = strchr(s + 1, *s); /* a doubled quote is two quoted texts side by side */
        return end == NULL ? strlen(s) : (size_t)(end - s) + 1;
    }
    if (s[0] == '-' && s[1] == '-')
        return strcspn(s, "\n");
    if (s[0] == '/' && s[1] == '*') {
        end = strstr(s + 2, "*/");
        return end == NULL ? strlen(s) : (size_t)(end - s) + 2;
    }
    size_t n = 1;
    if (*s == '$')
        while (is_word(s[n]))
            n++;
    return n;
}

/* The number of the parameter name, added when it is new. */
static size_t parameter_number(struct statement *st, const char *name, size_t n)
{
    for (size_t i = 0; i < st->count; i++)
        if (strlen(st->parameters[i]) == n && memcmp(st->parameters[i], name, n) == 0)
            return i + 1;
    if (st->count == STATEMENT_PARAMETERS)
        log_fatal("statement %s has more than %d parameters", st->name, STATEMENT_PARAMETERS);
    st->parameters = mem_resize(st->parameters, st->count + 1, sizeof(char *));
    st->parameters[st->count++] = mem_text_n(name, n);
    return st->count;
}

struct statement *statement_new(const char *name, const char *text)
{
    struct statement *st = mem_new(1, sizeof *st);
    struct buffer numbered = {0};

    st->name = mem_text(name);
    st->text = mem_text(text);
    st->hash = statement_hash(text);
    for (size_t n; *text != '\0'; text += n) {
        n = strcspn(text, "$'\"-/"); /* plain text, which statement_skip would take character by character */
        n = n > 0 ? n : statement_skip(text);
        if (*text == '$' && n > 1)
            buffer_format(&numbered, "$%zu", parameter_number(st, text + 1, n - 1));
        else if (text[0] != '-' || text[1] != '-')
            buffer_add(&numbered, text, n);
    }
    st->numbered = mem_text(buffer_text(&numbered));
    buffer_free(&numbered);
    return st;
}

void statement_free(struct statement *st)
{
    if (st == NULL)
        return;
    for (size_t i = 0; i < st->count; i++)
        mem_free(st->parameters[i]);
    mem_free(st->parameters);
    mem_free(st->numbered);
    mem_free(st->text);
    mem_free((void *)(uintptr_t)st->name);
    mem_free(st);
}

static int by_name(const void *a, const void *b)
{
    const struct statement *const *x = a, *const *y = b;
    return strcmp((*x)->name, (*y)->name);
}

static int name_to_statement(const void *name, const void *b)
{
    const struct statement *const *y = b;
    return strcmp(name, (*y)->name);
}

const struct statement *statement_find(const char *name)
{
    if (statement_total == 0)
        return NULL;
    struct statement **found =
        bsearch(name, statements, statement_total, sizeof(struct statement *), name_to_statement);
    return found == NULL ? NULL : *found;
}

/* Where the statement that begins at s ends: after its ';', or at the end of the text. */
static const char *statement_end(const char *s)
{
    while (*(s += strcspn(s, ";'\"-/")) != '\0' && *s != ';')
        s += statement_skip(s);
    return s;
}

#define NAME_MARK   "-- name: "
#define PART_MARK   "-- part: "
#define PIECES_DEEP 4

static bool begins(const char *at, const char *mark)
{
    return strncmp(at, mark, strlen(mark)) == 0;
}

static enum err add_statement(const char *path, const char **at, struct error *e)
{
    const char *name = *at + strlen(NAME_MARK);
    bool part = begins(*at, PART_MARK);
    size_t length = strcspn(name, " \r\n");
    const char *body = name + strcspn(name, "\n");
    const char *end = statement_end(body);

    if (length == 0 || *end != ';')
        return error_set(e, ERR_FAILED, NULL, _("%s: the statement \"%.*s\" has no name or no \";\" at its end."), path,
                         (int)length, name);
    char *key = mem_text_n(name, length);
    char *text = mem_text_n(body + (*body == '\n'), (size_t)(end - body) - (*body == '\n'));
    struct statement ***list = part ? &parts : &statements;
    size_t *total = part ? &part_total : &statement_total;
    *list = mem_resize(*list, *total + 1, sizeof(struct statement *));
    (*list)[(*total)++] = statement_new(key, text);
    mem_free(text);
    mem_free(key);
    *at = end + 1;
    return ERR_NONE;
}

static enum err load_file(const char *path, struct error *e)
{
    struct buffer text = {0};
    enum err r = file_read(path, &text, e);
    const char *at = buffer_text(&text);

    while (r == ERR_NONE && *at != '\0') {
        if (begins(at, NAME_MARK) || begins(at, PART_MARK))
            r = add_statement(path, &at, e);
        else if (strchr(" \t\r\n", *at) != NULL || strncmp(at, "--", 2) == 0)
            at += *at == '-' ? strcspn(at, "\n") : 1;
        else
            r = error_set(e, ERR_FAILED, NULL, _("%s: text before a line \"-- name: ...\": %.40s"), path, at);
    }
    buffer_free(&text);
    return r;
}

static int is_sql(const struct dirent *entry)
{
    size_t n = strlen(entry->d_name);
    return n > 4 && entry->d_name[0] != '.' && strcmp(entry->d_name + n - 4, ".sql") == 0;
}

/* The statement that a "{NAME.PART}" of a text names, NULL for any other piece between braces. *n gets its length. */
static const struct statement *named_piece(const char *s, size_t *n)
{
    char name[64];
    size_t length = strcspn(s + 1, "}");
    *n = length + 2;
    if (s[length + 1] == '\0' || length >= sizeof name || memchr(s + 1, '.', length) == NULL)
        return NULL;
    memcpy(name, s + 1, length);
    name[length] = '\0';
    for (size_t i = 0; i < part_total; i++)
        if (strcmp(parts[i]->name, name) == 0)
            return parts[i];
    return statement_find(name);
}

/* Puts the texts of statements in the places where it names them. false: it names none. */
static bool put_pieces(struct statement **st)
{
    struct buffer text = {0};
    bool put = false;
    for (const char *s = (*st)->text; *s != '\0';) {
        size_t n = strcspn(s, "{"), braced = 0;
        const struct statement *piece = n == 0 ? named_piece(s, &braced) : NULL;
        if (piece != NULL)
            buffer_add_text(&text, piece->text);
        else
            buffer_add(&text, s, n = n > 0 ? n : 1);
        n = piece != NULL ? braced : n;
        put = put || piece != NULL;
        s += n;
    }
    if (put) {
        struct statement *whole = statement_new((*st)->name, buffer_text(&text));
        statement_free(*st);
        *st = whole;
    }
    buffer_free(&text);
    return put;
}

/* Pieces may name others, but no piece itself. */
static enum err put_all_pieces(struct statement **st, struct error *e)
{
    for (int depth = 0; put_pieces(st); depth++)
        if (depth == PIECES_DEEP)
            return error_set(e, ERR_FAILED, NULL, _("The statement \"%s\" is a piece of itself."), (*st)->name);
    return ERR_NONE;
}

enum err db_load_statements(const char *schema_dir, struct error *e)
{
    struct buffer path = {0};
    struct dirent **files = NULL;
    enum err r = ERR_NONE;

    engine_start();
    while (statement_total > 0)
        statement_free(statements[--statement_total]);
    while (part_total > 0)
        statement_free(parts[--part_total]);
    buffer_format(&path, "%s/queries", schema_dir);
    int n = scandir(buffer_text(&path), &files, is_sql, alphasort);
    if (n < 0)
        r = error_set(e, ERR_FAILED, NULL, _("%s cannot be read: %s."), buffer_text(&path), strerror(errno));
    for (int i = 0; i < n; i++) {
        buffer_clear(&path);
        buffer_format(&path, "%s/queries/%s", schema_dir, files[i]->d_name);
        if (r == ERR_NONE)
            r = load_file(buffer_text(&path), e);
        free(files[i]);
    }
    free(files);
    buffer_free(&path);
    if (statement_total > 0)
        qsort(statements, statement_total, sizeof(struct statement *), by_name);
    for (size_t i = 1; r == ERR_NONE && i < statement_total; i++)
        if (strcmp(statements[i - 1]->name, statements[i]->name) == 0)
            r = error_set(e, ERR_FAILED, NULL, _("The statement \"%s\" is there twice."), statements[i]->name);
    for (size_t i = 0; r == ERR_NONE && i < statement_total; i++)
        r = put_all_pieces(&statements[i], e);
    return r;
}

enum err db_put_statement(const char *name, const char *text, struct error *e)
{
    for (size_t i = 0; i < statement_total; i++)
        if (strcmp(statements[i]->name, name) == 0) {
            struct statement *old = statements[i];
            statements[i] = statement_new(name, text);
            statement_free(old);
            return put_all_pieces(&statements[i], e);
        }
    return error_set(e, ERR_NOT_FOUND, NULL, _("There is no statement \"%s\"."), name);
}

const char *db_statement_text(const char *name)
{
    const struct statement *st = statement_find(name);
    return st == NULL ? NULL : st->text;
}

size_t db_statement_count(void)
{
    return statement_total;
}

const char *db_statement_name(size_t i)
{
    return statements[i]->name;
}
