/* One grid one file 一格一档: what people say of the grid, who works there, and figures that are counted now. */
#include "case_do.h"
#include "print_inside.h"

#include "table_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/right.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <string.h>

#define PLACES_MOST   15 /* of one table */
#define PLACE_COLUMNS 4
#define POST_COLUMNS  5
#define GRADE_COLUMNS 4

struct file {
    struct printing p;
    struct scope_range range; /* the area's */
    struct rows area;
    const struct table *grids;
    int64_t row; /* of the table grid, 0 when there is none */
};

static const char *number(struct file *f, int64_t n)
{
    return pool_format(f->p.pool, "%lld", (long long)n);
}

/* What the grid's row says, every field that is filled in by people. */
static void add_said(struct file *f, const struct record *row)
{
    const char **fields = pool_new_piece(f->p.pool, f->grids->count + 1, sizeof *fields);
    size_t count = 0;
    for (size_t i = 0; i < f->grids->count; i++) {
        const struct field *field = &f->grids->fields[i];
        if (!field->hidden && field->type != FIELD_COMPUTED && strcmp(field->name, "area") != 0)
            fields[count++] = field->name;
    }
    printing_pairs(&f->p, f->grids, row, fields, count);
}

static enum err add_head(struct file *f, struct error *e)
{
    struct list_query query = {.limit = 1};
    struct rows rows = {0};
    struct record *row = record_new();
    const char *line = "";
    enum err r = printing_area_line(&f->p, rows_text(&f->area, 0, "path"), &line, e);
    if (r == ERR_NONE)
        r = list_add_filter(&query, f->grids, "area", rows_text(&f->area, 0, "id"), e);
    if (r == ERR_NONE)
        r = table_list(f->p.work, f->p.pool, f->grids, &query, &rows, NULL, e);
    if (r == ERR_NONE && rows.count > 0) {
        f->row = rows_int(&rows, 0, "id");
        r = printing_row(&f->p, f->grids, &rows, 0, row, e);
    }
    if (r == ERR_NONE) {
        print_title(f->p.print, _("One grid one file"));
        print_blank(f->p.print);
        print_pairs_begin(f->p.print);
        print_pair(f->p.print, _("Grid"), line, true);
        add_said(f, row);
        print_pairs_end(f->p.print);
        if (f->row == 0)
            print_text(f->p.print, _("Nobody has described this grid yet: add it to the register of grids."));
    }
    record_free(&row);
    return r;
}

/* The grades that it had, the newest first. */
static enum err add_grades(struct file *f, struct error *e)
{
    const char *const heads[GRADE_COLUMNS] = {_("Changed"), _("From grade"), _("To grade"), _("By")};
    struct rows history = {0};
    size_t count = 0;
    enum err r = f->row == 0 ? ERR_NONE : table_history(f->p.work, f->p.pool, f->grids, f->row, &history, e);
    const char **cells = pool_new_piece(f->p.pool, history.count * GRADE_COLUMNS + 1, sizeof *cells);
    for (size_t i = 0; r == ERR_NONE && i < history.count; i++) {
        if (strcmp(rows_text(&history, i, "field"), "grade") != 0)
            continue;
        const char *const row[] = {pool_text_n(f->p.pool, rows_text(&history, i, "at"), DATE_TEXT - 1),
                                   rows_text(&history, i, "from"), rows_text(&history, i, "to"),
                                   rows_text(&history, i, "by_name")};
        memcpy(&cells[count++ * GRADE_COLUMNS], row, sizeof row);
    }
    if (r == ERR_NONE && count > 0) {
        print_heading(f->p.print, _("Grades before"));
        print_table(f->p.print, heads, GRADE_COLUMNS, cells, count);
    }
    return r;
}

static enum err add_posts(struct file *f, struct error *e)
{
    const char *const heads[POST_COLUMNS] = {_("Post"), _("Name"), _("Phone"), _("Area"), _("In office since")};
    struct rows posts = {0};
    enum err r = printing_posts(&f->p, &f->range, &posts, e);
    if (r != ERR_NONE || posts.count == 0)
        return r;
    const char **cells = pool_new_piece(f->p.pool, posts.count * POST_COLUMNS, sizeof *cells);
    for (size_t i = 0; i < posts.count; i++) {
        const char *const row[] = {code_text("role", rows_text(&posts, i, "role")), rows_text(&posts, i, "name"),
                                   rows_text(&posts, i, "phone"), rows_text(&posts, i, "area_name"),
                                   rows_text(&posts, i, "from_on")};
        memcpy(&cells[i * POST_COLUMNS], row, sizeof row);
    }
    print_heading(f->p.print, _("Who works here"));
    print_table(f->p.print, heads, POST_COLUMNS, cells, posts.count);
    return ERR_NONE;
}

/* The day that somebody was born on who becomes so old today. */
static const char *born(struct file *f, int years)
{
    int year, month, day;
    date_split(day_of(clock_now()), &year, &month, &day);
    return pool_format(f->p.pool, "%04d-%02d-%02d", year - years, month, day);
}

static enum err add_people(struct file *f, struct error *e)
{
    static const char *const columns[] = {"to_3", "to_14", "to_59", "from_60", "from_80", "people"};
    const char *const heads[] = {_("People"), "0-3", "0-14", "15-59", "60+", "80+", _("all")};
    int64_t sums[COUNT_OF(columns)] = {0};
    struct scope_range range;
    struct rows rows = {0};
    if (!printing_reach(&f->p, "person.read", &f->range, &range))
        return ERR_NONE;
    enum err r =
        db_query(f->p.work->db, f->p.pool, "print.people",
                 BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("own", range.own),
                       BIND_INT("me", range.me), BIND_TEXT("after_4", born(f, 4)), BIND_TEXT("after_15", born(f, 15)),
                       BIND_TEXT("by_60", born(f, 60)), BIND_TEXT("by_80", born(f, 80))),
                 &rows, e);
    const char **cells = pool_new_piece(f->p.pool, (rows.count + 1) * COUNT_OF(heads), sizeof *cells);
    for (size_t i = 0; r == ERR_NONE && i <= rows.count; i++) {
        cells[i * COUNT_OF(heads)] = i < rows.count ? code_text("sex", rows_text(&rows, i, "sex")) : _("all");
        for (size_t c = 0; c < COUNT_OF(columns); c++) {
            int64_t n = i < rows.count ? rows_int(&rows, i, columns[c]) : sums[c];
            cells[i * COUNT_OF(heads) + c + 1] = number(f, n);
            sums[c] += i < rows.count ? n : 0;
        }
    }
    if (r == ERR_NONE) {
        print_heading(f->p.print, _("Who lives here"));
        print_table(f->p.print, heads, COUNT_OF(heads), cells, rows.count + 1);
    }
    return r;
}

/* The rows of a table there; *n is left alone where the actor may read none, or none but own ones. */
static enum err count_rows(struct file *f, const struct table *table, int64_t *n, struct error *e)
{
    char action[ACTION_ROOM];
    struct scope_range range;
    struct rows rows = {0};
    if (!table_may(f->p.work, table, "read") ||
        !printing_reach(&f->p, table_action(table, "read", action), &f->range, &range) || range.own != 0)
        return ERR_NONE;
    enum err r = db_query(f->p.work->db, f->p.pool, "row_count.here",
                          BINDS(BIND_TEXT("table", table->name), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)),
                          &rows, e);
    if (r == ERR_NONE)
        *n = rows_int(&rows, 0, "rows");
    return r;
}

/* "Low income 3; Disabled people 2", and their sum (-1: the actor sees none of the board). */
static enum err count_board(struct file *f, const char *board, int64_t *sum, const char **what, struct error *e)
{
    struct buffer text = {0};
    enum err r = ERR_NONE;
    *sum = -1;
    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++) {
        const struct table *table = table_at(i);
        int64_t n = -1;
        if (table->board == NULL || strcmp(table->board, board) != 0 || table->own_storage)
            continue;
        r = count_rows(f, table, &n, e);
        if (n >= 0)
            *sum = (*sum < 0 ? 0 : *sum) + n;
        if (n > 0)
            buffer_format(&text, "%s%s %lld", text.length > 0 ? "; " : "", table_label(table), (long long)n);
    }
    *what = pool_text(f->p.pool, buffer_text(&text));
    buffer_free(&text);
    return r;
}

static enum err add_registers(struct file *f, struct error *e)
{
    const char *const heads[] = {_("Board"), _("Entries"), _("Which")};
    const struct code_list *boards = code_list("board");
    const char **cells = pool_new_piece(f->p.pool, boards->count * COUNT_OF(heads) + 1, sizeof *cells);
    size_t count = 0;
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < boards->count; i++) {
        int64_t sum = -1;
        const char *what = "";
        r = count_board(f, boards->codes[i].code, &sum, &what, e);
        if (sum < 0)
            continue;
        const char *const row[] = {code_text("board", boards->codes[i].code), number(f, sum), what};
        memcpy(&cells[count++ * COUNT_OF(heads)], row, sizeof row);
    }
    if (r == ERR_NONE && count > 0) {
        print_heading(f->p.print, _("In the registers"));
        print_table(f->p.print, heads, COUNT_OF(heads), cells, count);
    }
    return r;
}

/* The places of one table as rows of cells; *count goes on. */
static enum err read_places(struct file *f, const struct table *table, const char **cells, size_t *count,
                            struct error *e)
{
    struct list_query query = {.limit = PLACES_MOST};
    struct rows rows = {0};
    enum err r = list_add_filter(&query, table, "area", rows_text(&f->area, 0, "id"), e);
    if (r == ERR_NONE)
        r = table_list(f->p.work, f->p.pool, table, &query, &rows, NULL, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        struct record *row = record_new();
        r = printing_row(&f->p, table, &rows, i, row, e);
        const char *const place[] = {table_label(table), printing_shown(&f->p, table, table->title, row),
                                     printing_shown(&f->p, table, "address", row),
                                     printing_facts(&f->p, table, row, "name address")};
        for (size_t c = 0; c < PLACE_COLUMNS; c++)
            cells[*count * PLACE_COLUMNS + c] = pool_text(f->p.pool, place[c]);
        ++*count;
        record_free(&row);
    }
    return r;
}

static enum err add_places(struct file *f, struct error *e)
{
    static const char *const tables[] = {"special_place", "firm", "facility"};
    const char *const heads[PLACE_COLUMNS] = {_("Register"), _("Called"), _("Address"), _("What it says")};
    const char *cells[COUNT_OF(tables) * PLACES_MOST * PLACE_COLUMNS];
    size_t count = 0;
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < COUNT_OF(tables); i++) {
        const struct table *table = table_find(tables[i]);
        if (table != NULL && table_may(f->p.work, table, "read"))
            r = read_places(f, table, cells, &count, e);
    }
    if (r == ERR_NONE && count > 0) {
        print_heading(f->p.print, _("Places to know"));
        print_table(f->p.print, heads, PLACE_COLUMNS, cells, count);
    }
    return r;
}

#define WORK_ROWS 4

/* The column of a month, of three; NULL stands for what the actor may not read. */
static enum err read_month(struct file *f, const char *month, const char **cells, struct error *e)
{
    static const char *const columns[WORK_ROWS] = {"visits", "households", "reported", "closed"};
    struct case_sight sight;
    struct rows rows[2] = {{0}};
    enum err r = ERR_NONE;
    day_t first = 0, last = 0;
    month_parse(month, &first, &last);
    const struct bind from = BIND_INT("from", day_start(first)), until = BIND_INT("until", day_start(last + 1));
    if (printing_reach(&f->p, "visit.read", &f->range, &sight.range))
        r = db_query(f->p.work->db, f->p.pool, "print.visits",
                     BINDS(BIND_TEXT("lo", sight.range.lo), BIND_TEXT("hi", sight.range.hi),
                           BIND_INT("own", sight.range.own), BIND_INT("me", sight.range.me), from, until),
                     &rows[0], e);
    if (r == ERR_NONE && case_sight(f->p.work, &sight, NULL) == ERR_NONE &&
        printing_reach(&f->p, "case.read", &f->range, &sight.range))
        r = db_query(f->p.work->db, f->p.pool, "print.cases", BINDS(BIND_SIGHT(sight), from, until), &rows[1], e);
    for (size_t i = 0; r == ERR_NONE && i < WORK_ROWS; i++)
        cells[i * 3] = rows[i / 2].count == 0 ? "" : rows_text(&rows[i / 2], 0, columns[i]);
    return r;
}

static enum err add_work(struct file *f, const char *month, const char *before, struct error *e)
{
    const char *const heads[] = {_("Work"), before, month};
    const char *cells[WORK_ROWS * 3] = {
        [0] = _("Visits"), [3] = _("Households visited"), [6] = _("Cases reported"), [9] = _("Cases closed")};
    enum err r = read_month(f, before, &cells[1], e);
    if (r == ERR_NONE)
        r = read_month(f, month, &cells[2], e);
    if (r == ERR_NONE) {
        print_heading(f->p.print, _("Work of the last month and this one"));
        print_table(f->p.print, heads, COUNT_OF(heads), cells, WORK_ROWS);
    }
    return r;
}

/* Among the leaders of the community, as it ranks them: who works above it would measure all of the street's or more.
 */
static enum err add_evaluation(struct file *f, const char *month, struct error *e)
{
    struct work near = *f->p.work;
    struct evaluation *list = NULL;
    size_t count = 0, community = LEVEL_COMMUNITY * AREA_PART;
    if (strlen(near.actor.path) < community)
        text_copy(near.actor.path, community + 1, rows_text(&f->area, 0, "path"));
    if (right_scope(f->p.work, "evaluation.read") == SCOPE_NONE)
        return ERR_NONE;
    enum err r = evaluation_list(&near, f->p.pool, month, NULL, &list, &count, e);
    for (size_t i = 0; r == ERR_NONE && i < count; i++) {
        if (list[i].area != rows_int(&f->area, 0, "id") || list[i].grade[0] == '\0')
            continue;
        print_heading(f->p.print, pool_format(f->p.pool, _("Evaluation of %s"), month));
        print_pairs_begin(f->p.print);
        print_pair(f->p.print, _("Leader"), list[i].name, false);
        print_pair(f->p.print, _("Grade"), list[i].grade, false);
        print_pair(f->p.print, _("Total"), pool_format(f->p.pool, "%.1f", list[i].total), false);
        print_pair(f->p.print, _("Rank in the community"), pool_format(f->p.pool, "%d", list[i].rank), false);
        print_pairs_end(f->p.print);
    }
    return r;
}

static enum err add_all(struct file *f, struct error *e)
{
    char month[MONTH_TEXT], before[MONTH_TEXT];
    month_of(day_of(clock_now()), month);
    month_add(month, -1, before);
    enum err r = add_head(f, e);
    if (r == ERR_NONE)
        r = add_grades(f, e);
    if (r == ERR_NONE)
        r = add_posts(f, e);
    if (r == ERR_NONE)
        r = add_people(f, e);
    if (r == ERR_NONE)
        r = add_registers(f, e);
    if (r == ERR_NONE)
        r = add_places(f, e);
    if (r == ERR_NONE)
        r = add_work(f, month, before, e);
    return r == ERR_NONE ? add_evaluation(f, before, e) : r;
}

enum err print_grid(struct work *work, int64_t area, const struct paper *paper, struct buffer *out, struct error *e)
{
    struct file f = {.grids = table_find("grid")};
    struct scope_range range;
    char action[ACTION_ROOM];
    enum err r = printing_begin(&f.p, work, paper, NULL, e);
    if (r == ERR_NONE && f.grids == NULL)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("This site keeps no register of grids."));
    if (r == ERR_NONE)
        r = table_need(work, f.grids, "read", action, &range, e);
    if (r == ERR_NONE)
        r = printing_area(&f.p, area, &f.area, &f.range, e);
    if (r == ERR_NONE)
        r = add_all(&f, e);
    return printing_end(&f.p, r, "grid", area, out, e);
}
