/* The notice plate 公示牌 of a grid: who is there, how they are called, what they do, and who hears complaints. Narrow,
 * so that it can be printed in large letters. What stands on it is etc/plate.csv. */
#include "print_inside.h"

#include "plate.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/csv.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/work/area.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PLATE_COLUMNS 3

/* Loaded once before the first fork, then only read. */
static struct pool *pool;
static struct csv *csv;

enum err plate_load(const char *etc_dir, struct error *e)
{
    char path[4096];
    pool_free(&pool);
    pool = pool_new();
    snprintf(path, sizeof path, "%s/plate.csv", etc_dir);
    enum err r = csv_load(pool, path, &csv, e);
    for (size_t i = 0; r == ERR_NONE && i < csv->count; i++) {
        const char *part = csv_cell(csv, &csv->rows[i], "part");
        if (strcmp(part, "motto") != 0 && strcmp(part, "complaint") != 0 && code_find(code_list("role"), part) == NULL)
            r = error_set(e, ERR_INVALID, "part", "%s:%d: no role \"%s\"", path, csv->rows[i].line, part);
    }
    return r;
}

static const char *part_of(size_t i)
{
    return csv_cell(csv, &csv->rows[i], "part");
}

static const char *words_of(size_t i)
{
    return csv_cell(csv, &csv->rows[i], i18n_language() == LANGUAGE_ZH ? "zh_CN" : "en");
}

static bool is_role(size_t i)
{
    return strcmp(part_of(i), "motto") != 0 && strcmp(part_of(i), "complaint") != 0;
}

/* The first row of a part. */
static bool begins(size_t i)
{
    size_t k = 0;
    while (k < i && strcmp(part_of(k), part_of(i)) != 0)
        k++;
    return k == i;
}

const char *plate_complaint(void)
{
    for (size_t i = 0; i < csv->count; i++)
        if (strcmp(part_of(i), "complaint") == 0)
            return words_of(i);
    return "";
}

/* With a blank between Chinese characters, so that a title is seen from afar. */
static const char *spaced(struct printing *p, const char *text)
{
    struct buffer out = {0};
    for (size_t at = 0, n = strlen(text); at < n;) {
        uint32_t code, next;
        size_t length = text_decode(text + at, n - at, &code);
        buffer_add(&out, text + at, length);
        at += length;
        text_decode(text + at, n - at, &next);
        if (at < n && (text_code_width(code) == 2 || text_code_width(next) == 2))
            buffer_add_text(&out, "  ");
    }
    const char *wide = pool_text(p->pool, buffer_text(&out));
    buffer_free(&out);
    return wide;
}

static void add_parts(struct printing *p, const char *part)
{
    for (size_t i = 0; i < csv->count; i++)
        if (strcmp(part_of(i), part) == 0)
            print_title(p->print, words_of(i));
}

/* Where the grid ends, as its row in the register says; nothing when there is none, or not for the actor. */
static const char *extent(struct printing *p, int64_t area)
{
    struct list_query query = {.limit = 1};
    const struct table *grids = table_find("grid");
    struct rows rows = {0};
    struct error e = {0};
    const char *id = pool_format(p->pool, "%lld", (long long)area);
    if (grids == NULL || table_field(grids, "extent") == NULL ||
        list_add_filter(&query, grids, "area", id, &e) != ERR_NONE ||
        table_list(p->work, p->pool, grids, &query, &rows, NULL, &e) != ERR_NONE || rows.count == 0 ||
        rows_column(&rows, "extent") < 0)
        return "";
    return rows_text(&rows, 0, "extent");
}

/* The holders of each post, in the order of the plate. */
static void add_people(struct printing *p, const struct rows *posts)
{
    const char *const heads[PLATE_COLUMNS] = {_("Post"), _("Name"), _("Phone")};
    const char **cells = pool_new_piece(p->pool, posts->count * PLATE_COLUMNS + 1, sizeof *cells);
    size_t count = 0;
    for (size_t i = 0; i < csv->count; i++) {
        int most = atoi(csv_cell(csv, &csv->rows[i], "most"));
        for (size_t k = 0; is_role(i) && begins(i) && k < posts->count && most > 0; k++) {
            if (strcmp(rows_text(posts, k, "role"), part_of(i)) != 0)
                continue;
            cells[count * PLATE_COLUMNS] = code_text("role", part_of(i));
            cells[count * PLATE_COLUMNS + 1] = rows_text(posts, k, "name");
            cells[count++ * PLATE_COLUMNS + 2] = rows_text(posts, k, "phone");
            most--;
        }
    }
    print_table(p->print, heads, PLATE_COLUMNS, cells, count);
}

static bool is_held(const struct rows *posts, const char *role)
{
    for (size_t i = 0; i < posts->count; i++)
        if (strcmp(rows_text(posts, i, "role"), role) == 0)
            return true;
    return false;
}

static void add_duties(struct printing *p, const struct rows *posts)
{
    for (size_t i = 0; i < csv->count; i++) {
        if (!is_role(i) || !begins(i) || !is_held(posts, part_of(i)))
            continue;
        const char *role = code_text("role", part_of(i));
        for (size_t k = i; k < csv->count; k++)
            if (strcmp(part_of(k), part_of(i)) == 0)
                print_text(p->print, k == i ? pool_format(p->pool, "%s: %s", role, words_of(k))
                                            : pool_format(p->pool, "%*s%s", text_width(role) + 2, "", words_of(k)));
    }
}

static enum err read_posts(struct printing *p, const struct scope_range *range, struct rows *out, struct error *e)
{
    return db_query(p->work->db, p->pool, "print.plate",
                    BINDS(BIND_TEXT("lo", range->lo), BIND_TEXT("hi", range->hi), BIND_TEXT("today", printing_today(p)),
                          BIND_TEXT("grid", pool_text_n(p->pool, range->lo, LEVEL_GRID * AREA_PART)),
                          BIND_TEXT("community", pool_text_n(p->pool, range->lo, LEVEL_COMMUNITY * AREA_PART)),
                          BIND_TEXT("street", pool_text_n(p->pool, range->lo, LEVEL_STREET * AREA_PART))),
                    out, e);
}

enum err print_plate(struct work *work, int64_t area, const struct paper *paper, struct buffer *out, struct error *e)
{
    struct printing p;
    struct rows found, posts;
    struct scope_range range;
    const char *above = "";
    struct paper plate = *paper;
    plate.width = plate.width == 0 ? PLATE_WIDTH : plate.width;
    enum err r = printing_begin(&p, work, &plate, NULL, e);
    if (r == ERR_NONE)
        r = right_need(work, "user.pick", e);
    if (r == ERR_NONE)
        r = printing_area(&p, area, &found, &range, e);
    if (r == ERR_NONE)
        r = read_posts(&p, &range, &posts, e);
    if (r == ERR_NONE)
        r = printing_area_line(&p, pool_text_n(p.pool, range.lo, strlen(range.lo) - AREA_PART), &above, e);
    if (r == ERR_NONE) {
        const char *ends = extent(&p, area);
        print_title(p.print, spaced(&p, _("Notice plate of the grid")));
        print_title(p.print, above);
        print_title(p.print, spaced(&p, rows_text(&found, 0, "name")));
        add_parts(&p, "motto");
        print_blank(p.print);
        if (*ends != '\0')
            print_text(p.print, pool_format(p.pool, "%s: %s", _("Range"), ends));
        add_people(&p, &posts);
        add_duties(&p, &posts);
        print_blank(p.print);
        add_parts(&p, "complaint");
    }
    return printing_end(&p, r, "area", area, out, e);
}
