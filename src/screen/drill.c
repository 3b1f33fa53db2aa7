/* The familiarity drill: one question after another, a key each; then who has taken one, and what was wrong. */
#include "month.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/list.h"
#include "wangge/ui/edit.h"
#include "wangge/ui/list.h"
#include "wangge/work/drill.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define TYPED_MOST   20 /* characters of an answer */
#define HINT_COLUMNS 24
#define LINES_MOST   6 /* of a question, or of what is said of the last one */

struct asking {
    struct ui *ui;
    struct work *work;
    struct pool *pool; /* of the question and of what is said of the last one */
    int64_t id;
    struct drill_question question;
    const char *said;
    struct edit edit;
    bool empty; /* Enter was pressed on nothing: once more passes the question over */
    bool ended;
};

/* --- a question --------------------------------------------------------------------------------------------------- */

static int put_wrapped(struct ui *ui, struct pool *pool, int row, enum ui_style style, const char *text)
{
    const char *lines[LINES_MOST];
    size_t count = tell_wrapped(pool, text, ui_columns(ui) - 4, lines, LINES_MOST);
    for (size_t i = 0; i < count; i++)
        ui_put(ui, row++, 2, 0, style, lines[i]);
    return row;
}

static void draw(struct ui *ui, struct screen *screen)
{
    struct asking *asking = screen->data;
    const struct drill_question *q = &asking->question;
    struct pool *pool = pool_new();
    int row = 0, caret_row, caret_column;
    for (int i = 0; i < ui_rows(ui); i++)
        ui_clear_row(ui, i);
    ui_put(ui, row, 2, 0, STYLE_PLAIN,
           pool_format(pool, _("Question %d of %d, right so far: %d"), q->position, q->asked, q->right));
    ui_put_right(ui, row, ui_columns(ui) - HINT_COLUMNS - 1, HINT_COLUMNS, STYLE_DIM,
                 q->option_count > 0 ? _("1-4 answer, 0 pass over") : _("type it, Enter"));
    row = put_wrapped(ui, pool, row + 2, STYLE_BOLD, q->text) + 1;
    for (size_t i = 0; i < q->option_count; i++)
        ui_put(ui, row++, 4, 0, STYLE_PLAIN, pool_format(pool, "%zu  %s", i + 1, q->options[i]));
    caret_row = row;
    caret_column = 4;
    if (q->option_count == 0) {
        edit_view(&asking->edit, TYPED_MOST * 2, 1, &caret_row, &caret_column);
        ui_put(ui, row, 4, 0, STYLE_PLAIN,
               pool_format(pool, "> %s", buffer_text(&asking->edit.text) + asking->edit.scroll));
        caret_row = row;
        caret_column += 6;
    }
    if (asking->said)
        put_wrapped(ui, pool, row + 2, STYLE_PLAIN, asking->said);
    ui_caret(ui, caret_row, caret_column);
    pool_free(&pool);
}

/* What was said lives on beside the next question. */
static bool load(struct asking *asking, struct error *e)
{
    edit_end(&asking->edit);
    edit_start(&asking->edit, "", TYPED_MOST, false);
    asking->empty = false;
    return drill_next(asking->work, asking->pool, asking->id, &asking->question, e) == ERR_NONE;
}

static void give(struct asking *asking, struct screen *screen, const char *given)
{
    struct drill_result result;
    struct error e = {0};
    struct pool *pool = pool_new();
    enum err r = drill_answer(asking->work, pool, asking->id, asking->question.position, given, &result, &e);
    if (r == ERR_NONE) {
        struct pool *old = asking->pool;
        asking->pool = pool;
        asking->said = result.correct
                           ? pool_format(pool, _("%d: right."), asking->question.position)
                           : pool_format(pool, _("%d: not right; it is %s"), asking->question.position, result.right);
        asking->ended = result.ended;
        if (!result.ended && !load(asking, &e))
            r = ERR_FAILED;
        pool_free(&old);
        screen->leave = result.ended || r != ERR_NONE;
    } else {
        pool_free(&pool);
        if (r == ERR_CONFLICT) /* answered in another session: go on where that one is */
            screen->leave = !load(asking, NULL);
    }
    if (r != ERR_NONE)
        ui_error(asking->ui, &e);
}

static void take_typed(struct asking *asking, struct screen *screen)
{
    if (asking->edit.text.length == 0 && !asking->empty) {
        asking->empty = true;
        ui_note(asking->ui, "%s", _("Nothing is typed; Enter once more passes the question over."));
        return;
    }
    char given[TYPED_MOST * 8];
    text_copy(given, sizeof given, buffer_text(&asking->edit.text));
    give(asking, screen, given);
}

static bool key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct asking *asking = screen->data;
    (void)ui;
    if (action == ACTION_LEAVE_INPUT || action == ACTION_CANCEL) {
        screen->leave = true;
        return true;
    }
    if (asking->question.option_count == 0) {
        if (action == ACTION_TAKE) {
            take_typed(asking, screen);
            return true;
        }
        return edit_key(&asking->edit, key, TYPED_MOST * 2);
    }
    uint32_t code = text_half_width(key->code);
    if (code < '0' || code > '0' + asking->question.option_count || key->alt || key->paste)
        return false;
    give(asking, screen, code == '0' ? "" : (char[]){(char)code, '\0'});
    return true;
}

static void ask(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action foot[] = {ACTION_TAKE, ACTION_LEAVE_INPUT, ACTION_NONE};
    static const char *const words[] = {N_("what was typed"), NULL};
    static const struct screen_ops ops = {
        .title = N_("Answering"),
        .draw = draw,
        .key = key,
        .place = PLACE_INPUT,
        .foot = foot,
        .foot_words = words,
        .help = N_("1 to 4 takes an answer at once, 0 passes the question over; a number is typed and Enter takes it. "
                   "Esc leaves: the drill goes on at this question."),
    };
    struct asking asking = {.ui = ui, .work = work, .pool = pool_new(), .id = id};
    struct screen screen = {.ops = &ops, .data = &asking};
    struct error e = {0};
    if (load(&asking, &e))
        ui_run(ui, &screen);
    else
        ui_error(ui, &e);
    if (!asking.ended && asking.question.asked > 0)
        ui_note(ui, _("The drill waits at question %d."), asking.question.position);
    edit_end(&asking.edit);
    pool_free(&asking.pool);
    if (asking.ended)
        drill_view_screen(ui, work, id);
}

void drill_take_screen(struct ui *ui, struct work *work)
{
    struct error e = {0};
    int64_t id = 0;
    bool resumed = false;
    if (drill_start(work, 0, &id, &resumed, &e) != ERR_NONE) {
        ui_error(ui, &e);
        return;
    }
    if (resumed)
        ui_note(ui, "%s", _("It goes on where it was left."));
    ask(ui, work, id);
}

/* --- drills of a month -------------------------------------------------------------------------------------------- */

struct results {
    struct ui *ui;
    struct work *work;
    char month[MONTH_TEXT];
    int64_t open; /* the drill that the actor has not finished */
};

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    static const char *const names[] = {"id", "name", "area_name", "ended_at", "share", "seconds", "best"};
    struct results *results = to;
    struct rows rows = {0};
    enum err err = drill_list(results->work, pool, results->month, 5000, &rows, e);
    rows_make(pool, out, rows.count, COUNT_OF(names), names);
    for (size_t i = 0; err == ERR_NONE && i < rows.count; i++) {
        rows_put_int(pool, out, i, 0, rows_int(&rows, i, "id"));
        rows_put(out, i, 1, rows_text(&rows, i, "name"));
        rows_put(out, i, 2, rows_text(&rows, i, "area_name"));
        rows_put(out, i, 3,
                 rows_null(&rows, i, "ended_at") || !*rows_text(&rows, i, "ended_at")
                     ? _("not finished")
                     : tell_moment(pool, &rows, i, "ended_at"));
        rows_put(out, i, 4,
                 pool_format(pool, "%lld/%lld", (long long)rows_int(&rows, i, "right_count"),
                             (long long)rows_int(&rows, i, "asked")));
        rows_put(out, i, 5, rows_text(&rows, i, "seconds"));
        rows_put(out, i, 6, rows_int(&rows, i, "best") ? "+" : "");
    }
    return err == ERR_NONE ? rows_page(pool, out, query, total) : err;
}

static void heading(void *to, char *out, size_t room)
{
    struct results *results = to;
    snprintf(out, room, results->open ? _("%s  a drill waits: a goes on") : "%s", results->month);
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct results *results = to;
    drill_view_screen(ui, results->work, rows_int(rows, row, "id"));
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct results *results = to;
    (void)rows;
    (void)row;
    if (action == ACTION_NEW) {
        drill_take_screen(ui, results->work);
        drill_open(results->work, &results->open, NULL);
        ui_list_reload(list);
        return true;
    }
    if (month_turn(ui, results->month, action))
        ui_list_reload(list);
    return action == ACTION_PREVIOUS || action == ACTION_NEXT;
}

void drill_list_screen(struct ui *ui, struct work *work)
{
    static const enum action takes[] = {ACTION_NEW, ACTION_OPEN, ACTION_PREVIOUS, ACTION_NEXT, ACTION_NONE},
                             reads[] = {ACTION_OPEN, ACTION_PREVIOUS, ACTION_NEXT, ACTION_NONE};
    static const char *const words[] = {N_("take one"), NULL, NULL, NULL};
    static const struct ui_list_column columns[] = {
        {"name",      8,  -1, 0, N_("Name")   },
        {"area_name", 0,  -1, 2, N_("Area")   },
        {"ended_at",  12, -1, 0, N_("Ended")  },
        {"share",     7,  1,  0, N_("Right")  },
        {"seconds",   9,  1,  1, N_("Seconds")},
        {"best",      6,  -1, 0, N_("Counts") },
        {NULL,        0,  0,  0, NULL         },
    };
    bool may = right_scope(work, "drill.take") != SCOPE_NONE;
    const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .heading = heading,
        .foot = may ? takes : reads,
        .foot_words = may ? words : NULL,
        .help = N_("Drills of a month: questions about the own grid, right of asked. The best one of the month (+) "
                   "counts; another one never lowers it. Enter tells what was wrong."),
    };
    struct results results = {.ui = ui, .work = work};
    struct list_query query = {0};
    month_now(results.month);
    if (may)
        drill_open(work, &results.open, NULL);
    ui_list_run(ui, _("Familiarity drill"), NULL, columns, &ops, &query, &results);
}
