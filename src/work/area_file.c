/* A year's changes of divisions from a file: what is to be done is found out first, all of it, then done together. */
#include "area_inside.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/csv.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum what { ADDED, REMOVED, RENAMED };

/* A line of the file, and what becomes of it. */
struct line {
    int number, level;
    enum what what;
    const char *code, *before, *after, *district, *street;
    const struct line *pair; /* of a removed one: the added one that it is now */
    bool taken;              /* an added one that is somebody's pair */
    const char *action, *note;
};

struct lines {
    struct area_act act;
    struct line *list;
    size_t count;
    struct area_recodes recodes;
};

/* The statistics count from the provinces, we from the cities. */
#define LEVELS_ABOVE 1

static enum err read_line(const struct csv *csv, const struct csv_row *row, struct line *out, struct error *e)
{
    static const char *const words[] = {"added", "removed", "renamed"};
    const char *change = csv_cell(csv, row, "change"), *names[2] = {"", ""};
    size_t n = 0, what = 0;

    for (size_t i = 0; i < csv->header.count && n < COUNT_OF(names); i++)
        if (strncmp(csv->header.cells[i], "name", 4) == 0)
            names[n++] = i < row->count ? row->cells[i] : "";
    while (what < COUNT_OF(words) && strcmp(words[what], change) != 0)
        what++;
    *out = (struct line){.number = row->line,
                         .level = atoi(csv_cell(csv, row, "level")) - LEVELS_ABOVE,
                         .what = (enum what)what,
                         .code = csv_cell(csv, row, "code"),
                         .before = names[0],
                         .after = names[1],
                         .district = csv_cell(csv, row, "district"),
                         .street = csv_cell(csv, row, "street"),
                         .action = "skip",
                         .note = ""};
    if (what == COUNT_OF(words))
        return error_set(e, ERR_INVALID, "change", _("Line %d: the change is added, removed or renamed, not \"%s\"."),
                         row->line, change);
    if (!area_code_is_one(out->code) || out->level < LEVEL_CITY || out->level > LEVEL_MICRO)
        return error_set(e, ERR_INVALID, "code", _("Line %d: a code and a level from 2 to 8 are needed."), row->line);
    return ERR_NONE;
}

static enum err read_lines(struct lines *all, const char *text, size_t length, struct error *e)
{
    struct csv *csv = NULL;
    enum err r = csv_parse(all->act.pool, _("changes"), text, length, &csv, e);
    if (r == ERR_NONE && (csv_column(csv, "code") < 0 || csv_column(csv, "change") < 0 || csv_column(csv, "level") < 0))
        r = error_set(e, ERR_INVALID, "file",
                      _("The file needs the columns code, change, level, two of names, district, street."));
    if (r != ERR_NONE)
        return r;
    all->list = pool_new_piece(all->act.pool, csv->count + 1, sizeof *all->list);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++)
        r = read_line(csv, &csv->rows[i], &all->list[all->count++], e);
    return r;
}

/* How much of a street's name is its own: 西湖镇 became 西湖街道. */
static size_t own_part(const char *name)
{
    static const char *const kinds[] = {"街道办事处", "街道", "镇", "乡"};
    size_t n = strlen(name);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        size_t k = strlen(kinds[i]);
        if (n > k && strcmp(name + n - k, kinds[i]) == 0)
            return n - k;
    }
    return n;
}

static bool same_street(const char *a, const char *b)
{
    size_t n = own_part(a);
    return n == own_part(b) && strncmp(a, b, n) == 0;
}

static bool is_pair(const struct line *removed, const struct line *added)
{
    if (added->what != ADDED || added->taken || added->level != removed->level ||
        strcmp(added->district, removed->district) != 0 || !same_street(added->street, removed->street))
        return false;
    return removed->level <= LEVEL_STREET ? same_street(removed->before, added->after)
                                          : strcmp(removed->before, added->after) == 0;
}

/* The same name twice in a street tells nothing. */
static void pair_lines(struct lines *all)
{
    for (size_t i = 0; i < all->count; i++) {
        struct line *removed = &all->list[i], *found = NULL;
        int matches = 0;
        for (size_t k = 0; k < all->count && removed->what == REMOVED; k++)
            if (is_pair(removed, &all->list[k])) {
                found = &all->list[k];
                matches++;
            }
        if (matches != 1)
            continue;
        removed->pair = found;
        found->taken = true;
    }
}

static enum err by_code(struct lines *all, const char *code, int64_t *id, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(all->act.work->db, all->act.pool, "area.by_code", BINDS(BIND_TEXT("code", code)), &rows, e);
    *id = rows.count > 0 ? rows_int(&rows, 0, "id") : 0;
    return r;
}

/* Where a new one belongs: a community's street has the first nine digits of its code. */
static enum err parent_of(struct lines *all, const struct line *line, int64_t *id, struct error *e)
{
    static const int digits[] = {0, 0, 4, 6, 9, 12};
    char code[13] = "000000000000";
    *id = 0;
    if (line->level < LEVEL_DISTRICT || line->level > LEVEL_GRID || strlen(line->code) < 12)
        return ERR_NONE;
    memcpy(code, line->code, (size_t)digits[line->level]);
    return by_code(all, code, id, e);
}

static enum err lay_recode(struct lines *all, struct line *line, struct error *e)
{
    int64_t id = 0, taken = 0;
    struct area_row row;
    enum err r = by_code(all, line->code, &id, e);
    if (r == ERR_NONE)
        r = by_code(all, line->pair->code, &taken, e);
    if (r != ERR_NONE)
        return r;
    if (id == 0) {
        line->note = taken != 0 ? _("has the new code already") : _("is not here");
        return ERR_NONE;
    }
    r = area_get_open(&all->act, id, "area", &row, e);
    if (r == ERR_NONE)
        r = area_recode_lay(&all->act, &all->recodes, &row, line->pair->code, e);
    if (r == ERR_NONE && strcmp(row.name, line->pair->after) != 0 && strcmp(row.name, line->before) == 0)
        r = area_rename_one(&all->act, &row, line->pair->after, e);
    line->action = "recode";
    return r;
}

static enum err do_rename(struct lines *all, struct line *line, struct error *e)
{
    int64_t id = 0;
    struct area_row row;
    enum err r = by_code(all, line->code, &id, e);
    line->note = _("is not here");
    if (r != ERR_NONE || id == 0)
        return r;
    r = area_get_open(&all->act, id, "area", &row, e);
    line->note = _("has the new name already");
    if (r != ERR_NONE || strcmp(row.name, line->after) == 0)
        return r;
    line->note = "";
    line->action = "rename";
    return area_rename_one(&all->act, &row, line->after, e);
}

static enum err do_add(struct lines *all, struct line *line, struct error *e)
{
    int64_t id = 0, parent = 0;
    enum err r = by_code(all, line->code, &id, e);
    line->note = _("is here already");
    if (r != ERR_NONE || id != 0)
        return r;
    r = parent_of(all, line, &parent, e);
    line->note = _("where it belongs is not here");
    if (r != ERR_NONE || parent == 0)
        return r;
    line->note = "";
    line->action = "add";
    r = area_insert(all->act.work, all->act.pool, parent, line->code, line->after, line->level, &id, e);
    struct area_row row;
    if (r == ERR_NONE)
        r = area_get(&all->act, id, "area", &row, e);
    area_effect(&all->act, "area", 1);
    return r == ERR_NONE ? area_tell(&all->act, "add", &row, &(struct area_to){.code = NULL}, e) : r;
}

/* What holds anything is for somebody to look at. */
static enum err do_end(struct lines *all, struct line *line, struct error *e)
{
    int64_t id = 0;
    struct area_row row;
    struct error why = {0};
    enum err r = by_code(all, line->code, &id, e);
    line->note = _("is not here");
    if (r != ERR_NONE || id == 0)
        return r;
    r = area_get(&all->act, id, "area", &row, e);
    line->note = _("has ended already");
    if (r != ERR_NONE || *row.ended_on != '\0')
        return r;
    r = area_end_one(&all->act, &row, &why);
    line->action = r == ERR_NONE ? "end" : "look";
    line->note = r == ERR_NONE ? "" : pool_text(all->act.pool, why.text);
    if (r == ERR_STATE)
        return ERR_NONE;
    if (r != ERR_NONE)
        *e = why;
    return r;
}

/* Recodes before all else, so that codes are free and parents are where new ones look for them; ends from below. */
static enum err go(struct lines *all, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < all->count; i++)
        if (all->list[i].pair != NULL)
            r = lay_recode(all, &all->list[i], e);
    if (r == ERR_NONE)
        r = area_recode_do(&all->act, &all->recodes, e);
    for (size_t i = 0; r == ERR_NONE && i < all->count; i++)
        if (all->list[i].what == RENAMED)
            r = do_rename(all, &all->list[i], e);
    for (size_t i = all->count; r == ERR_NONE && i-- > 0;)
        if (all->list[i].what == REMOVED && all->list[i].pair == NULL)
            r = do_end(all, &all->list[i], e);
    for (size_t i = 0; r == ERR_NONE && i < all->count; i++)
        if (all->list[i].what == ADDED && !all->list[i].taken)
            r = do_add(all, &all->list[i], e);
    return r;
}

static void tell(const struct lines *all, struct pool *pool, struct rows *out)
{
    static const char *const names[] = {"line", "action", "code", "name", "to_code", "to_name", "note"};
    enum { COLUMNS = COUNT_OF(names) };
    *out = (struct rows){.columns = COLUMNS};
    out->names = pool_new_piece(pool, COLUMNS, sizeof *out->names);
    out->values = pool_new_piece(pool, COLUMNS * all->count + 1, sizeof *out->values);
    for (size_t c = 0; c < COLUMNS; c++)
        out->names[c] = names[c];
    for (size_t i = 0; i < all->count; i++) {
        const struct line *line = &all->list[i], *to = line->pair == NULL ? line : line->pair;
        struct value *values = out->values + COLUMNS * out->count;
        const char *const texts[] = {pool_format(pool, "%d", line->number),
                                     line->action,
                                     line->code,
                                     line->what == ADDED ? line->after : line->before,
                                     to->code,
                                     line->what == REMOVED && line->pair == NULL ? "" : to->after,
                                     line->note};
        if (line->taken)
            continue; /* told with the one that it was before */
        for (size_t c = 0; c < COLUMNS; c++)
            values[c] = (struct value){.type = VALUE_TEXT, .text = pool_text(pool, texts[c])};
        values[0].number = line->number;
        out->count++;
    }
}

enum err area_change_file(struct work *work, struct pool *pool, const char *text, size_t length,
                          const struct area_order *order, struct rows *out, struct error *e)
{
    struct lines all = {.count = 0};
    enum err r = area_begin(&all.act, work, order, e);
    *out = (struct rows){0};
    if (r == ERR_NONE)
        r = read_lines(&all, text, length, e);
    if (r == ERR_NONE) {
        pair_lines(&all);
        r = go(&all, e);
    }
    if (r == ERR_NONE)
        tell(&all, pool, out);
    return area_finish(&all.act, r, 0, "file", e);
}
