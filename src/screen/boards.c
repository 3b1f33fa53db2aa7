/* The registers: the boards that the user may read something of, and the tables of each. */
#include "boards.h"

#include "screens.h"
#include "sheet.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/work/table.h"

#include <string.h>

#define LABEL_COLUMNS 20
#define COUNT_COLUMNS 9
#define TABLES_MOST   200

struct boards {
    struct ui *ui;
    struct work *work;
    const char *board; /* code of the one that is open */
};

size_t board_tables(const struct work *work, const char *board, const struct table **tables, size_t most)
{
    size_t count = 0;
    for (size_t i = 0; i < table_count() && count < most; i++) {
        const struct table *table = table_at(i);
        if (!table->board || (board && strcmp(table->board, board) != 0) || !table_may(work, table, "read"))
            continue;
        size_t at = count++;
        for (; at > 0 && tables[at - 1]->position > table->position; at--)
            tables[at] = tables[at - 1];
        tables[at] = table;
    }
    return count;
}

bool boards_may(const struct work *work)
{
    const struct table *one;
    return board_tables(work, NULL, &one, 1) > 0;
}

static const char *in_columns(struct pool *pool, const char *label, const char *text)
{
    struct buffer line = {0};
    text_pad(&line, label, LABEL_COLUMNS, -1);
    buffer_format(&line, "  %s", text);
    const char *whole = pool_text(pool, buffer_text(&line));
    buffer_free(&line);
    return whole;
}

/* Each board with the names of its tables. */
static enum err fill_boards(void *to, struct sheet *sheet, struct error *e)
{
    struct boards *boards = to;
    struct pool *pool = sheet_pool(sheet);
    const struct code_list *list = code_list("board");
    (void)e;
    sheet_blank(sheet);
    for (size_t i = 0; list && i < list->count; i++) {
        const struct table *tables[TABLES_MOST];
        struct buffer names = {0};
        size_t count = board_tables(boards->work, list->codes[i].code, tables, TABLES_MOST);
        for (size_t k = 0; k < count; k++)
            buffer_format(&names, "%s%s", k ? ", " : "", table_label(tables[k]));
        if (count)
            sheet_link(sheet, "board", (int64_t)i,
                       in_columns(pool, code_text("board", list->codes[i].code), buffer_text(&names)));
        buffer_free(&names);
    }
    if (table_find("grid") && table_may(boards->work, table_find("grid"), "read"))
        sheet_link(sheet, "grid", 0,
                   in_columns(pool, _("One grid one file"), _("what a grid is, who works there, its figures")));
    return ERR_NONE;
}

/* How many rows of it the user sees. */
static const char *count_of(struct boards *boards, struct pool *pool, const struct table *table)
{
    const struct list_query query = {.limit = 1};
    struct rows rows = {0};
    int64_t total = 0;
    if (table_list(boards->work, pool, table, &query, &rows, &total, NULL) != ERR_NONE)
        return "";
    return pool_format(pool, "%lld", (long long)total);
}

static enum err fill_tables(void *to, struct sheet *sheet, struct error *e)
{
    struct boards *boards = to;
    const struct table *tables[TABLES_MOST];
    size_t count = board_tables(boards->work, boards->board, tables, TABLES_MOST);
    struct pool *pool = sheet_pool(sheet);
    struct buffer line = {0};
    (void)e;
    sheet_blank(sheet);
    for (size_t i = 0; i < count; i++) {
        const char *help = tables[i]->help[i18n_language()];
        buffer_clear(&line);
        text_pad(&line, count_of(boards, pool, tables[i]), COUNT_COLUMNS, 1);
        buffer_format(&line, "  %s", help ? help : "");
        sheet_link(sheet, tables[i]->name, 1, in_columns(pool, table_label(tables[i]), buffer_text(&line)));
    }
    buffer_free(&line);
    return ERR_NONE;
}

static const enum action FOOT[] = {ACTION_OPEN, ACTION_PALETTE, ACTION_HELP, ACTION_BACK, ACTION_NONE};

static void open_table(void *to, struct sheet *sheet, const char *kind, int64_t id)
{
    struct boards *boards = to;
    (void)sheet;
    (void)id;
    table_list_screen(boards->ui, boards->work, table_find(kind));
}

static void open_board(void *to, struct sheet *sheet, const char *kind, int64_t id)
{
    static const struct sheet_ops ops = {.fill = fill_tables, .open = open_table, .foot = FOOT};
    struct boards *boards = to;
    (void)sheet;
    if (strcmp(kind, "grid") == 0) {
        grid_file_screen(boards->ui, boards->work);
        return;
    }
    boards->board = code_list("board")->codes[id].code;
    sheet_run(boards->ui, code_text("board", boards->board), &ops, boards);
}

void boards_screen(struct ui *ui, struct work *work)
{
    static const struct sheet_ops ops = {
        .fill = fill_boards,
        .open = open_board,
        .foot = FOOT,
        .help = N_("The information tables, board by board: type a number. : and the name or the initials of a table "
                   "lead to it from everywhere."),
    };
    struct boards boards = {.ui = ui, .work = work};
    sheet_run(ui, _("Registers"), &ops, &boards);
}
