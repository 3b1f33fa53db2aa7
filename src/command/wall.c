/* The noun "wall": the duty wall for scripts. */
#include "call.h"
#include "output.h"

#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/wall.h"

#include <string.h>

#define MOST    500 /* rows of the list */
#define USUAL   20
#define COLUMNS 8

static const char *const LIGHTS[] = {"red", "yellow", "green", "none"};

static json_t *json_of_count(const char *state, const struct wall_count *count)
{
    json_t *object = json_object();
    if (state) {
        json_object_set_new(object, "state", json_string(state));
        json_object_set_new(object, "state_text", json_string(code_text("case_state", state)));
    }
    json_object_set_new(object, "open", json_integer(count->all));
    json_object_set_new(object, "red", json_integer(count->red));
    json_object_set_new(object, "yellow", json_integer(count->yellow));
    return object;
}

static void put_instant(json_t *object, const char *name, int64_t at)
{
    char iso[DATE_ISO];

    instant_iso(at, iso);
    json_object_set_new(object, name, at == 0 ? json_null() : json_string(iso));
}

static json_t *json_of_case(const struct wall_case *one, const struct rows *rows, size_t row)
{
    json_t *object = json_of_row(NULL, rows, row);
    json_object_set_new(object, "state", json_string(wall_queue_state(one->queue)));
    json_object_set_new(object, "light", json_string(LIGHTS[one->light]));
    json_object_set_new(object, "urgency", json_integer(one->urgency));
    put_instant(object, "reported_at", one->reported_at);
    put_instant(object, "due_at", one->due_at);
    put_instant(object, "stopped_at", one->stopped_at);
    return object;
}

static json_t *json_of_rows(const struct rows *rows)
{
    json_t *array = json_array();
    for (size_t i = 0; i < rows->count; i++) {
        json_array_append_new(array, json_of_row(NULL, rows, i));
    }
    return array;
}

static enum err show_json(struct call *call, const struct wall *wall, const struct wall_case *const *cases,
                          const struct rows *rows, struct error *e)
{
    struct rows present, roster;
    enum err r = wall_present(call->work, call->pool, &present, e);

    r = r ? r : wall_roster(call->work, call->pool, &roster, e);
    if (r) {
        return r;
    }
    json_t *object = json_of_count(NULL, &wall->total), *queues = json_array(), *list = json_array();
    for (int i = 0; i < WALL_QUEUES; i++) {
        json_array_append_new(queues, json_of_count(wall_queue_state(i), &wall->queues[i]));
    }
    for (size_t i = 0; i < rows->count; i++) {
        json_array_append_new(list, json_of_case(cases[i], rows, i));
    }
    json_object_set_new(object, "supervised", json_integer(wall->supervised));
    json_object_set_new(object, "secretary", json_integer(wall->secretary));
    json_object_set_new(object, "suspended", json_integer(wall->stopped));
    if (wall->sees_confidential) {
        json_object_set_new(object, "confidential", json_integer(wall->confidential));
    }
    json_object_set_new(object, "came_today", json_integer(wall->came));
    json_object_set_new(object, "closed_today", json_integer(wall->closed));
    json_object_set_new(object, "queues", queues);
    json_object_set_new(object, "rows", list);
    json_object_set_new(object, "present", json_of_rows(&present));
    json_object_set_new(object, "roster", json_of_rows(&roster));
    print_json(call, object);
    return ERR_NONE;
}

static const char *number(struct call *call, int64_t n)
{
    return pool_format(call->pool, "%lld", (long long)n);
}

static void show_queues(struct call *call, const struct wall *wall)
{
    const struct column columns[] = {
        {.label = _("Queue")},
        { .label = _("all"),      .right = true},
        { .label = _("red"),      .right = true},
        { .label = _("yellow"),      .right = true},
    };
    const char *cells[(WALL_QUEUES + 1) * 4];
    for (int i = 0; i <= WALL_QUEUES; i++) {
        const struct wall_count *count = i < WALL_QUEUES ? &wall->queues[i] : &wall->total;
        cells[i * 4] = i < WALL_QUEUES ? code_text("case_state", wall_queue_state(i)) : _("total");
        cells[i * 4 + 1] = number(call, count->all);
        cells[i * 4 + 2] = number(call, count->red);
        cells[i * 4 + 3] = number(call, count->yellow);
    }
    print_cells(call, columns, 4, cells, WALL_QUEUES + 1);
}

static void show_cases(struct call *call, const struct wall_case *const *cases, const struct rows *rows)
{
    const struct column columns[COLUMNS] = {
        {.label = _("light")}, {.label = _("number")}, {.label = _("title")},   {.label = _("area")},
        {.label = _("unit")},  {.label = _("state")},  {.label = _("handler")}, {.label = _("due")},
    };
    const char **cells = pool_new_piece(call->pool, rows->count * COLUMNS + 1, sizeof *cells);
    for (size_t i = 0; i < rows->count; i++) {
        char due[DATE_MINUTE] = "";
        const char **row = cells + i * COLUMNS;
        if (cases[i]->due_at != 0) {
            instant_minute(cases[i]->due_at, due);
        }
        row[0] = code_text("light", LIGHTS[cases[i]->light]);
        row[1] = rows_text(rows, i, "no");
        row[2] = rows_text(rows, i, "title");
        row[3] = rows_text(rows, i, "area_name");
        row[4] = rows_text(rows, i, "unit");
        row[5] = code_text("case_state", wall_queue_state(cases[i]->queue));
        row[6] = rows_text(rows, i, "handler_name");
        row[7] = pool_text(call->pool, due);
    }
    print_cells(call, columns, COLUMNS, cells, rows->count);
}

static enum err view_of(struct call *call, int *view, struct error *e)
{
    const char *name = call_option(call, "view");

    *view = name ? wall_view_parse(name) : WALL_ALL;
    return *view >= 0 ? ERR_NONE
                      : error_set(e, ERR_USAGE, "view",
                                  _("There is no view %s: take all, red, new, supervised, secretary, confidential, "
                                    "suspended or a state of cases."),
                                  name);
}

static enum err run_show(struct call *call, struct error *e)
{
    struct wall wall = {0};
    struct rows rows = {0};
    int64_t limit = 0;
    int view = WALL_ALL;
    enum err r = view_of(call, &view, e);

    r = r ? r : call_number(call, "limit", &limit, e);
    r = r ? r : wall_read(call->work, &wall, e);
    if (r) {
        return r;
    }
    wall_sort(&wall, view);
    size_t most = limit > 0 ? (size_t)limit : USUAL, count = wall.shown < most ? wall.shown : most;
    count = count < MOST ? count : MOST;
    const struct wall_case **cases = pool_new_piece(call->pool, count + 1, sizeof(void *));
    for (size_t i = 0; i < count; i++) {
        cases[i] = &wall.cases[i];
    }
    r = wall_rows(call->work, call->pool, cases, count, &rows, e);
    if (!r && call->json) {
        r = show_json(call, &wall, cases, &rows, e);
    } else if (!r) {
        show_queues(call, &wall);
        fputc('\n', call->io->out);
        show_cases(call, cases, &rows);
    }
    wall_free(&wall);
    return r;
}

const struct command wall_commands[] = {
    {.noun = "wall",
     .verb = "show",
     .usage = "[--view=VIEW] [--limit=N]",
     .options = "view limit",
     .right = "case.wall",
     .run = run_show,
     .help = N_("the duty wall: open cases by state and light, the reddest ones, who is on duty"),
     .example = "wall show --json"},
    {.noun = NULL},
};
