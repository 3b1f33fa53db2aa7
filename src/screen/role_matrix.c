/* Who may do what where: a row an action, a column a role; it scrolls both ways. */
#include "role.h"
#include "screens.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/ui/ui.h"
#include "wangge/work/role.h"
#include "wangge/work/work.h"

#include <string.h>

#define CELL      9 /* columns of a role, with a blank behind it */
#define HEAD_ROWS 1

struct matrix {
    struct ui *ui;
    struct work *work;
    struct pool *pool;
    struct role *roles;
    enum scope **cells; /* of each role */
    size_t count;
    int row, top, column, left;
};

static void read_all(struct matrix *matrix)
{
    struct error e = {0};
    pool_reset(matrix->pool);
    matrix->count = 0;
    if (role_list(matrix->work, matrix->pool, &matrix->roles, &matrix->count, &e) != ERR_NONE)
        ui_error(matrix->ui, &e);
    matrix->cells = pool_new_piece(matrix->pool, matrix->count + 1, sizeof *matrix->cells);
    for (size_t i = 0; i < matrix->count; i++) {
        struct role role;
        if (role_find(matrix->work, matrix->pool, matrix->roles[i].code, &role, &matrix->cells[i], &e) != ERR_NONE) {
            ui_error(matrix->ui, &e);
            matrix->count = i;
        }
    }
}

static int label_columns(const struct ui *ui)
{
    return ui_columns(ui) < 72 ? 24 : 34;
}

static int shown_roles(const struct ui *ui)
{
    return (ui_columns(ui) - label_columns(ui)) / CELL;
}

/* The cursor's cell in sight. */
static void follow(struct matrix *matrix)
{
    int rows = ui_rows(matrix->ui) - HEAD_ROWS, columns = shown_roles(matrix->ui);
    int last = (int)right_count() - 1, last_column = (int)matrix->count - 1;
    matrix->row = matrix->row < 0 ? 0 : matrix->row > last ? last : matrix->row;
    matrix->column = matrix->column < 0 ? 0 : matrix->column > last_column ? last_column : matrix->column;
    if (matrix->row < matrix->top)
        matrix->top = matrix->row;
    if (matrix->row >= matrix->top + rows)
        matrix->top = matrix->row - rows + 1;
    if (matrix->column < matrix->left)
        matrix->left = matrix->column;
    if (matrix->column >= matrix->left + columns)
        matrix->left = matrix->column - columns + 1;
}

static void draw_heads(struct matrix *matrix)
{
    int at = label_columns(matrix->ui);
    ui_clear_row(matrix->ui, 0);
    for (int i = 0; i < shown_roles(matrix->ui) && matrix->left + i < (int)matrix->count; i++)
        ui_put(matrix->ui, 0, at + i * CELL, CELL - 1, STYLE_BOLD, matrix->roles[matrix->left + i].name);
}

static void draw_row(struct matrix *matrix, int row)
{
    int line = row - matrix->top + HEAD_ROWS, at = label_columns(matrix->ui);
    ui_clear_row(matrix->ui, line);
    if (row >= (int)right_count())
        return;
    ui_put(matrix->ui, line, 1, at - 2, STYLE_PLAIN, right_label(right_action((size_t)row)));
    for (int i = 0; i < shown_roles(matrix->ui) && matrix->left + i < (int)matrix->count; i++) {
        int column = matrix->left + i;
        bool here = row == matrix->row && column == matrix->column;
        ui_put(matrix->ui, line, at + i * CELL - 1, 1, STYLE_PLAIN, here ? ">" : " ");
        ui_put(matrix->ui, line, at + i * CELL, CELL - 2, STYLE_PLAIN, role_scope_text(matrix->cells[column][row]));
        if (here)
            ui_caret(matrix->ui, line, at + i * CELL - 1);
    }
}

static void draw(struct ui *ui, struct screen *screen)
{
    struct matrix *matrix = screen->data;
    follow(matrix);
    draw_heads(matrix);
    for (int i = 0; i < ui_rows(ui) - HEAD_ROWS; i++)
        draw_row(matrix, matrix->top + i);
}

static bool key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct matrix *matrix = screen->data;
    int page = ui_rows(ui) - HEAD_ROWS - 1;
    if (key->code == KEY_NAMED_RIGHT || action == ACTION_NEXT)
        matrix->column++;
    else if ((key->code == KEY_NAMED_LEFT && matrix->column > 0) || action == ACTION_PREVIOUS)
        matrix->column--;
    else if (action == ACTION_UP)
        matrix->row--;
    else if (action == ACTION_DOWN)
        matrix->row++;
    else if (action == ACTION_PAGE_UP)
        matrix->row -= page;
    else if (action == ACTION_PAGE_DOWN)
        matrix->row += page;
    else if (action == ACTION_FIRST)
        matrix->row = 0;
    else if (action == ACTION_LAST)
        matrix->row = (int)right_count() - 1;
    else if (action == ACTION_OPEN && matrix->count > 0)
        role_choose_scope(ui, matrix->work, &matrix->roles[matrix->column], right_action((size_t)matrix->row),
                          matrix->cells[matrix->column][matrix->row]);
    else
        return false;
    if (action == ACTION_OPEN && key->code != KEY_NAMED_RIGHT)
        read_all(matrix);
    return true;
}

void role_matrix_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_PREVIOUS, ACTION_NEXT, ACTION_PAGE_DOWN, ACTION_OPEN,
                                       ACTION_HELP,     ACTION_BACK, ACTION_NONE};
    static const char *const words[] = {N_("role before"), N_("next role"), NULL, N_("where"), NULL, NULL, NULL};
    static const struct screen_ops ops = {
        .title = N_("Who may do what"),
        .draw = draw,
        .key = key,
        .place = PLACE_MENU,
        .foot = foot,
        .foot_words = words,
        .help =
            N_("A row an action, a column a role: own rows, also those of the unit, the area of the post, or all; - "
               "is not at all. Left and right go through the roles. Enter tells the cell in words; in a role of "
               "the place it changes it."),
    };
    struct matrix matrix = {.ui = ui, .work = work, .pool = pool_new()};
    struct screen screen = {.ops = &ops, .data = &matrix};
    read_all(&matrix);
    if (matrix.count > 0)
        ui_run(ui, &screen);
    pool_free(&matrix.pool);
}
