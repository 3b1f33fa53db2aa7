/* The noun "area". */
#include "area_print.h"
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"

#include <stdlib.h>
#include <string.h>

static const char *const level_names[] = {"", "city", "district", "street", "community", "grid", "small", "micro"};

static enum err level_of(const char *text, int *level, struct error *e)
{
    *level = 0;
    for (int i = LEVEL_CITY; text && i <= LEVEL_MICRO; i++) {
        if (strcmp(text, level_names[i]) == 0 || atoi(text) == i) {
            *level = i;
            return ERR_NONE;
        }
    }
    return text ? error_set(e, ERR_USAGE, "level",
                            _("--level is one of: city, district, street, community, grid, small, micro."))
                : ERR_NONE;
}

static const struct column columns[] = {
    {.name = "code",             .label = N_("code")},
    {.name = "name",                          .label = N_("name")},
    {.name = "level_text",.label = N_("level")},
    {.name = "households",       .label = N_("households"), .right = true},
    {.name = "leader",                          .label = N_("grid leader")},
    {.name = NULL},
};

/* Areas have no description: their level is put into words here. */
void print_areas(struct call *call, const struct rows *rows)
{
    json_t *list = json_array();
    size_t n = 0;

    while (columns[n].name) {
        n++;
    }
    struct column *named = pool_new_piece(call->pool, n, sizeof *named);
    const char **cells = pool_new_piece(call->pool, n * rows->count + 1, sizeof *cells);
    for (size_t c = 0; c < n; c++) {
        named[c] = columns[c];
        named[c].label = _(columns[c].label);
    }
    for (size_t r = 0; r < rows->count; r++) {
        int level = (int)rows_int(rows, r, "level");
        json_t *object = json_of_row(NULL, rows, r);
        json_object_set_new(object, "level_text", json_string(area_level_name(level)));
        json_array_append_new(list, object);
        for (size_t c = 0; c < n; c++) {
            cells[r * n + c] = strcmp(columns[c].name, "level_text") == 0 ? area_level_name(level)
                                                                          : rows_text(rows, r, columns[c].name);
        }
    }
    if (call->json) {
        print_json_list(call, list, (int64_t)rows->count);
    } else {
        print_cells(call, named, n, cells, rows->count);
        json_decref(list);
    }
}

static enum err run_list(struct call *call, struct error *e)
{
    const char *text = call_option(call, "search");
    int64_t limit = 0;
    int level = 0;
    struct rows rows;
    enum err r = level_of(call_option(call, "level"), &level, e);

    r = r ? r : call_number(call, "limit", &limit, e);
    r = r ? r
          : area_search(call->work, call->pool, text ? text : "", level, limit > 0 && limit < 10000 ? (int)limit : 1000,
                        &rows, e);
    if (!r) {
        print_areas(call, &rows);
    }
    return r;
}

static enum err show(struct call *call, const char *key, struct error *e)
{
    struct rows rows;
    int64_t id = 0;
    enum err r = input_area(call, key, &id, e);

    r = r ? r : area_find(call->work, call->pool, pool_format(call->pool, "%lld", (long long)id), &rows, e);
    if (!r && call->json) {
        json_t *object = json_of_row(NULL, &rows, 0);
        bool former = strcmp(key, rows_text(&rows, 0, "code")) != 0 && strcmp(key, rows_text(&rows, 0, "name")) != 0;
        json_object_set_new(object, "former_code", json_string(former ? key : ""));
        print_json(call, object);
    } else if (!r) {
        print_areas(call, &rows);
        area_print_past(call, key, &rows);
    }
    return r;
}

static enum err run_show(struct call *call, struct error *e)
{
    return show(call, call_argument(call, 0), e);
}

static enum err run_add(struct call *call, struct error *e)
{
    const char *parent_text = call_option(call, "parent");
    int64_t parent = 0, id = 0;
    int level = 0;
    enum err r = level_of(call_option(call, "level"), &level, e);

    if (!r && level == 0) {
        r = error_set(e, ERR_USAGE, "level", _("An area needs --level=."));
    }
    r = r || !parent_text ? r : input_area(call, parent_text, &parent, e);
    r = r ? r : area_add(call->work, parent, call_argument(call, 0), call_argument(call, 1), level, &id, e);
    return r ? r : show(call, call_argument(call, 0), e);
}

const struct command area_commands[] = {
    {.noun = "area",
     .verb = "list",
     .usage = "[--search=TEXT] [--level=LEVEL]",
     .options = "search level limit",
     .right = "area.read",
     .run = run_list,
     .help = N_("areas below yours")},
    {.noun = "area",
     .verb = "show",
     .usage = "CODE",
     .least = 1,
     .most = 1,
     .right = "area.read",
     .run = run_show,
     .help = N_("one area")},
    {.noun = "area",
     .verb = "add",
     .usage = "CODE NAME --level=LEVEL --parent=CODE",
     .least = 2,
     .most = 2,
     .options = "level parent",
     .right = "area.manage",
     .run = run_add,
     .help = N_("adds an area"),
     .example = "area add 321003005006003 ... --level=grid --parent=321003005006"},
    {.noun = NULL           },
};
