/* The organisation tree: branches open and close, a search tells it flat. */
#include "areas.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"
#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/area.h"
#include "wangge/work/area_change.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define OPEN_MOST  512
#define FOUND_MOST 2000

/* Which branches are open; whether those that ended are shown. */
struct tree {
    struct work *work;
    struct ui_list *list;
    int64_t open[OPEN_MOST];
    size_t count;
    bool ended;
};

static const char *const names[] = {"id",    "code", "name",     "households", "posts",    "leader",
                                    "level", "mark", "ended_on", "parent",     "into_name"};
enum { COLUMNS = COUNT_OF(names) };

struct walk {
    struct tree *tree;
    struct pool *pool;
    struct rows *out;
    size_t room;
};

static size_t open_at(const struct tree *tree, int64_t id)
{
    size_t i = 0;
    while (i < tree->count && tree->open[i] != id)
        i++;
    return i;
}

static void turn(struct tree *tree, int64_t id)
{
    size_t i = open_at(tree, id);
    if (i < tree->count)
        tree->open[i] = tree->open[--tree->count];
    else if (tree->count < OPEN_MOST)
        tree->open[tree->count++] = id;
}

static void grow(struct walk *w)
{
    struct rows more = {0};
    if (w->out->count < w->room)
        return;
    rows_make(w->pool, &more, 2 * w->room + 64, COLUMNS, names);
    if (w->out->count > 0)
        memcpy(more.values, w->out->values, w->out->count * COLUMNS * sizeof *more.values);
    w->room = more.count;
    more.count = w->out->count;
    *w->out = more;
}

/* "+ 文苑社区", deeper ones further in. */
static void put(struct walk *w, const struct rows *rows, size_t i, int depth)
{
    bool below = rows_column(rows, "below") >= 0 && rows_int(rows, i, "below") > 0;
    bool open = open_at(w->tree, rows_int(rows, i, "id")) < w->tree->count;
    const char *sign = !below ? " " : open ? "-" : "+";
    grow(w);
    size_t row = w->out->count++;
    for (size_t c = 0; c < COLUMNS; c++)
        rows_put(w->out, row, c, rows_column(rows, names[c]) < 0 ? "" : rows_text(rows, i, names[c]));
    rows_put(w->out, row, 2, pool_format(w->pool, "%*s%s %s", depth, "", sign, rows_text(rows, i, "name")));
    rows_put(w->out, row, 7, sign);
    w->out->values[row * COLUMNS].number = rows_int(rows, i, "id");
}

static enum err descend(struct walk *w, int64_t parent, int depth, struct error *e)
{
    struct rows rows = {0};
    enum err r = area_children(w->tree->work, w->pool, parent, w->tree->ended, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        int64_t id = rows_int(&rows, i, "id");
        put(w, &rows, i, depth);
        if (open_at(w->tree, id) < w->tree->count)
            r = descend(w, id, depth + 1, e);
    }
    return r;
}

/* A code of before finds its area too. */
static enum err search(struct walk *w, const char *text, struct error *e)
{
    struct rows rows = {0}, one = {0};
    enum err r = area_search(w->tree->work, w->pool, text, 0, FOUND_MOST, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        put(w, &rows, i, 0);
    if (r == ERR_NONE && rows.count == 0 && area_find(w->tree->work, w->pool, text, &one, NULL) == ERR_NONE)
        put(w, &one, 0, 0);
    return r;
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct walk w = {.tree = to, .pool = pool, .out = out};
    *out = (struct rows){0};
    rows_make(pool, out, 0, COLUMNS, names);
    enum err r = query->search[0] == '\0' ? descend(&w, 0, 0, e) : search(&w, query->search, e);
    *total = (int64_t)out->count;
    if (r == ERR_NONE && query->offset > 0) {
        size_t skip = (size_t)query->offset < out->count ? (size_t)query->offset : out->count;
        out->values += skip * COLUMNS;
        out->count -= skip;
    }
    if (query->limit > 0 && out->count > (size_t)query->limit)
        out->count = (size_t)query->limit;
    return r;
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "leader") == 0 && *rows_text(rows, row, "ended_on") != '\0')
        return pool_format(pool, _("until %s"), rows_text(rows, row, "ended_on"));
    return NULL;
}

/* Enter opens and closes a branch; a leaf is told of. */
static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct tree *tree = to;
    if (strcmp(rows_text(rows, row, "mark"), " ") == 0)
        area_view(ui, tree->work, rows_int(rows, row, "id"));
    else
        turn(tree, rows_int(rows, row, "id"));
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct tree *tree = to;
    switch (action) {
    case ACTION_COMMAND:
        if (row != SIZE_MAX)
            area_menu(ui, tree->work, rows_int(rows, row, "id"));
        break;
    case ACTION_HISTORY:
        if (row != SIZE_MAX)
            area_view(ui, tree->work, rows_int(rows, row, "id"));
        break;
    case ACTION_PRINT:
        if (row != SIZE_MAX)
            print_screen(ui, tree->work, "organisation", rows_int(rows, row, "id"));
        break;
    case ACTION_VIEW:
        tree->ended = !tree->ended;
        break;
    default:
        return false;
    }
    ui_list_reload(list);
    return true;
}

/* Down to where the tree has branches. */
static void open_first(struct tree *tree)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    int64_t parent = 0;
    while (area_children(tree->work, pool, parent, false, &rows, NULL) == ERR_NONE && rows.count == 1 &&
           rows_int(&rows, 0, "below") > 0) {
        parent = rows_int(&rows, 0, "id");
        turn(tree, parent);
    }
    pool_free(&pool);
}

void area_tree_screen(struct ui *ui, struct work *work)
{
    static const struct ui_list_column columns[] = {
        {"name",       0,  -1, 0, N_("Area")      },
        {"households", 10, 1,  0, N_("Households")},
        {"posts",      5,  1,  1, N_("Posts")     },
        {"leader",     13, -1, 0, N_("Leader")    },
        {"code",       16, -1, 2, N_("Code")      },
        {NULL,         0,  0,  0, NULL            },
    };
    static const enum action foot[] = {ACTION_OPEN, ACTION_COMMAND, ACTION_HISTORY,
                                       ACTION_VIEW, ACTION_PRINT,   ACTION_NONE};
    static const char *const words[] = {N_("open, close"), N_("change"), N_("tell"), N_("ended too"), NULL, NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .foot = foot,
        .foot_words = words,
        .help = N_(
            "The areas with their households, posts and leaders. Enter opens a branch (+) and closes it (-); / finds "
            "by name, initials or code, codes of before too. The dot offers what can be changed: name, code, where "
            "it lies, merging, splitting."),
    };
    struct tree *tree = &(struct tree){.work = work};
    struct list_query query = {0};
    open_first(tree);
    ui_list_run(ui, _("Organisation tree"), NULL, columns, &ops, &query, tree);
}
