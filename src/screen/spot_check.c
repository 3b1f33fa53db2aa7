/* Spot checks: the list, drawing one, its doors. */
#include "desk.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/right.h"
#include "wangge/work/spot_check.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define WRITE "spot_check.write"

/* --- drawing --- */

static bool choices(void *to, const struct record *record, const struct field *field, const char *typed,
                    struct pool *pool, struct rows *out)
{
    static const char *const names[] = {"id", "text", "detail"};
    enum { COLUMNS = 3 };
    size_t count, n = 0;
    const struct check_field *all = check_fields(&count);
    if (strcmp(field->name, "fields") != 0)
        return desk_choices(to, record, field, typed, pool, out);
    rows_make(pool, out, count, COLUMNS, names);
    for (size_t i = 0; i < count; i++) {
        const char *label = field_label(all[i].field);
        if (!text_contains(label, typed) && !text_contains(all[i].name, typed))
            continue;
        rows_put(out, n, 0, all[i].name);
        rows_put(out, n, 1, label);
        rows_put(out, n++, 2, table_label(all[i].table));
    }
    out->count = n;
    return true;
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct desk *desk = to;
    int64_t id = 0;
    enum err r = spot_check_draw(desk->work, record, &id, on_fault, ui_form, e);
    record_set_int(record, "id", id);
    return r;
}

static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    *count = 0;
    (void)record;
    desk_say(to, pool,
             _("Seed, method and a checksum of all households that took part are kept: anybody can make the same draw "
               "again."),
             lines, count, most);
}

static const struct ui_form_ops DRAW = {
    .choices = choices,
    .show = desk_show,
    .save = save,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = preview,
};

/* What was drawn is shown door by door. */
static void draw(struct ui *ui, struct work *work, bool resume)
{
    struct desk desk = {.ui = ui,
                        .work = work,
                        .table = table_find("spot_check"),
                        .form = "spot_check",
                        .title_field = "name",
                        .single = true,
                        .resume = resume};
    struct record *record = record_new();
    struct error e = {0};
    if (spot_check_new(work, record, &e) != ERR_NONE)
        ui_error(ui, &e);
    else if (desk_run(&desk, _("Draw a spot check"), &DRAW, record, _("draw")) >= FORM_SAVED) {
        ui_note(ui, _("%s is drawn; Enter asks all fields of a door"), record_get(record, "no"));
        check_doors_screen(ui, work, record_int(record, "id"));
    }
    record_free(&record);
    desk_end(&desk);
}

void spot_check_resume(struct ui *ui, struct work *work, int64_t object)
{
    (void)object;
    draw(ui, work, true);
}

/* --- the list --- */

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    return spot_check_list(to, pool, query, out, total, e);
}

/* "93.3%" of those that count. */
static const char *share(struct pool *pool, const struct rows *rows, size_t row)
{
    int64_t counted = rows_int(rows, row, "counted");
    return counted == 0 ? ""
                        : pool_format(pool, "%.1f%%", 100.0 * (double)rows_int(rows, row, "correct") / (double)counted);
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "drawn_at") == 0)
        return tell_moment(pool, rows, row, field);
    if (strcmp(field, "correct") == 0)
        return share(pool, rows, row);
    return rows_linked(pool, rows, row, field);
}

static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    struct pool *pool = pool_new();
    (void)to;
    (void)lines;
    ui_put(ui, first_row, 1, 0, STYLE_DIM,
           pool_format(pool, _("%s  seed %s  of %s households  checksum %s  %s"), rows_text(rows, row, "no"),
                       rows_text(rows, row, "seed"), rows_text(rows, row, "frame"), rows_text(rows, row, "frame_sum"),
                       rows_text(rows, row, "method")));
    pool_free(&pool);
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    check_doors_screen(ui, to, rows_int(rows, row, "id"));
}

static void end(struct ui *ui, struct work *work, const struct rows *rows, size_t row)
{
    struct error e = {0};
    if (!ui_confirm(ui, _("End %s? What was not looked at stays out of the accuracy."), rows_text(rows, row, "no")))
        return;
    if (spot_check_end(work, rows_int(rows, row, "id"), &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, _("%s has ended"), rows_text(rows, row, "no"));
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct work *work = to;
    bool may = right_scope(work, WRITE) != SCOPE_NONE;
    if (action == ACTION_NEW && may)
        draw(ui, work, false);
    else if (action == ACTION_VIEW && row != SIZE_MAX)
        check_result_screen(ui, work, rows_int(rows, row, "id"));
    else if (action == ACTION_FREEZE && may && row != SIZE_MAX)
        end(ui, work, rows, row);
    else
        return false;
    ui_list_reload(list);
    return true;
}

void spot_check_screen(struct ui *ui, struct work *work)
{
    static const enum action write[] = {ACTION_OPEN, ACTION_NEW, ACTION_VIEW, ACTION_FREEZE, ACTION_NONE};
    static const char *const write_words[] = {N_("doors"), N_("draw"), N_("result"), N_("end it"), NULL};
    static const enum action look[] = {ACTION_OPEN, ACTION_VIEW, ACTION_NONE};
    static const char *const look_words[] = {N_("doors"), N_("result"), NULL};
    static struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .detail = detail,
        .detail_lines = 1,
        .help = N_("Households and fields drawn at random. Enter goes from door to door, v shows what came of it by "
                   "grid, leader and field; what was found wrong is corrected in the registers."),
    };
    static const struct ui_list_column columns[] = {
        {"drawn_at", 11, -1, 2, NULL          },
        {"name",     0,  -1, 0, NULL          },
        {"area",     12, -1, 3, NULL          },
        {"doors",    5,  1,  1, NULL          },
        {"items",    6,  1,  0, NULL          },
        {"checked",  5,  1,  0, NULL          },
        {"correct",  8,  1,  0, N_("Accuracy")},
        {"state",    8,  -1, 0, NULL          },
        {NULL,       0,  0,  0, NULL          },
    };
    struct list_query query = {0};
    bool may = right_scope(work, WRITE) != SCOPE_NONE;
    ops.foot = may ? write : look;
    ops.foot_words = may ? write_words : look_words;
    ui_list_run(ui, _("Spot checks"), table_find("spot_check"), columns, &ops, &query, work);
}

/* --- doors --- */

struct doors {
    struct ui *ui;
    struct work *work;
    int64_t id;
    char title[96];
};

static enum err doors_read(void *to, struct pool *pool, const struct list_query *query, struct rows *out,
                           int64_t *total, struct error *e)
{
    static const char *const names[] = {"id", "door", "address", "area_name", "done", "correct"};
    enum { COLUMNS = 6 };
    struct doors *doors = to;
    struct rows rows = {0};
    enum err r = spot_check_doors(doors->work, pool, doors->id, &rows, e);
    rows_make(pool, out, r == ERR_NONE ? rows.count : 0, COLUMNS, names);
    for (size_t i = 0; i < out->count; i++) {
        rows_put_int(pool, out, i, 0, rows_int(&rows, i, "door"));
        rows_put_int(pool, out, i, 1, rows_int(&rows, i, "door"));
        rows_put(out, i, 2, rows_text(&rows, i, "address"));
        rows_put(out, i, 3, rows_text(&rows, i, "area_name"));
        rows_put(out, i, 4, pool_format(pool, "%s/%s", rows_text(&rows, i, "checked"), rows_text(&rows, i, "items")));
        rows_put(out, i, 5,
                 rows_int(&rows, i, "counted") == 0
                     ? ""
                     : pool_format(pool, "%s/%s", rows_text(&rows, i, "correct"), rows_text(&rows, i, "counted")));
    }
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

/* Who carries it out enters what is true, others read what was found. */
static void doors_open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct doors *doors = to;
    int64_t door = rows_int(rows, row, "id");
    if (right_scope(doors->work, WRITE) == SCOPE_NONE)
        check_items_screen(ui, doors->work, doors->id, door, CHECK_BY_NONE, NULL);
    else
        while (check_door_screen(ui, doors->work, doors->id, door))
            door++;
}

static bool doors_action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                         size_t row)
{
    struct doors *doors = to;
    if (action == ACTION_VIEW)
        check_result_screen(ui, doors->work, doors->id);
    else if (action == ACTION_TABLE && row != SIZE_MAX)
        check_items_screen(ui, doors->work, doors->id, rows_int(rows, row, "id"), CHECK_BY_NONE, NULL);
    else
        return false;
    ui_list_reload(list);
    return true;
}

void check_doors_screen(struct ui *ui, struct work *work, int64_t id)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_TABLE, ACTION_VIEW, ACTION_NONE};
    static const char *const words[] = {N_("enter"), N_("what was found"), N_("result"), NULL};
    static const struct ui_list_ops ops = {
        .read = doors_read,
        .open = doors_open,
        .action = doors_action,
        .foot = foot,
        .foot_words = words,
        .help = N_("The doors that were drawn. Enter asks all drawn fields of one door; Ctrl-N saves it and goes on to "
                   "the next."),
    };
    static const struct ui_list_column columns[] = {
        {"door",      4,  1,  0, N_("Door no.")},
        {"address",   0,  -1, 0, N_("Address") },
        {"area_name", 14, -1, 1, N_("Grid")    },
        {"done",      7,  1,  0, N_("Done")    },
        {"correct",   7,  1,  0, N_("Correct") },
        {NULL,        0,  0,  0, NULL          },
    };
    struct doors doors = {.ui = ui, .work = work, .id = id};
    struct list_query query = {0};
    struct record *record = record_new();
    struct error e = {0};
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)id);
    if (spot_check_read(work, key, record, &e) == ERR_NONE) {
        snprintf(doors.title, sizeof doors.title, "%s", record_get(record, "name"));
        ui_list_run(ui, doors.title, NULL, columns, &ops, &query, &doors);
    } else {
        ui_error(ui, &e);
    }
    record_free(&record);
}
