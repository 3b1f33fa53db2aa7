/* Which doors are written entry after entry: those that are due, or a staircase. */
#include "rows.h"
#include "screens.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/title.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/due.h"
#include "wangge/work/visit.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define DUE "due" /* the choice of all that are */

/* Doors that follow one another: of an estate, a building, or one of its staircases. */
struct group {
    const char *name;
    size_t first, count;
};

struct groups {
    struct rows doors;
    struct due_list due; /* those of them that are due, from door to door */
    size_t count;
    struct group *list;
};

enum level { ESTATE, BUILDING, STAIR, LEVELS };

/* The part of a door that a level has. */
static const char *name_of(struct pool *pool, const struct rows *doors, size_t row, enum level level)
{
    const struct door door = {.address = rows_text(doors, row, "address_only"),
                              .building = level >= BUILDING ? rows_text(doors, row, "building") : "",
                              .unit = level >= STAIR ? rows_text(doors, row, "unit") : "",
                              .room = ""};
    return door_text(pool, &door);
}

static size_t end_of(struct pool *pool, const struct rows *doors, size_t first, enum level level)
{
    const char *name = name_of(pool, doors, first, level);
    size_t end = first + 1;
    while (end < doors->count && strcmp(name_of(pool, doors, end, level), name) == 0)
        end++;
    return end;
}

/* Each group of the level, and below it those of the next one when there are several. */
static void add_groups(struct groups *groups, struct pool *pool, size_t first, size_t end, enum level level)
{
    for (size_t next; first < end; first = next) {
        enum level below = level;
        next = end_of(pool, &groups->doors, first, level);
        groups->list[groups->count++] =
            (struct group){name_of(pool, &groups->doors, first, level), first, next - first};
        while (++below < LEVELS && end_of(pool, &groups->doors, first, below) == next)
            continue;
        if (below < LEVELS)
            add_groups(groups, pool, first, next, below);
    }
}

static void find_groups(struct groups *groups, struct pool *pool)
{
    groups->list = pool_new_piece(pool, LEVELS * groups->doors.count + 1, sizeof *groups->list);
    add_groups(groups, pool, 0, groups->doors.count, ESTATE);
}

static bool search(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const columns[] = {"id", "text", "detail"};
    struct groups *groups = to;
    const char *due = _("all that are due, from door to door");
    size_t n = 0;
    rows_make(pool, out, groups->count + 1, 3, columns);
    if (groups->due.count > 0 && text_contains(due, typed)) {
        rows_put(out, n, 0, DUE);
        rows_put(out, n, 1, due);
        rows_put(out, n++, 2, pool_format(pool, _("%zu doors"), groups->due.count));
    }
    for (size_t i = 0; i < groups->count; i++) {
        if (!text_contains(groups->list[i].name, typed))
            continue;
        rows_put_int(pool, out, n, 0, (int64_t)i);
        rows_put(out, n, 1, groups->list[i].name);
        rows_put(out, n++, 2, pool_format(pool, _("%zu doors"), groups->list[i].count));
    }
    out->count = n;
    return true;
}

static void write_group(struct ui *ui, struct work *work, const struct groups *groups, const struct group *group)
{
    int64_t *households = mem_new(group->count + 1, sizeof *households);
    for (size_t i = 0; i < group->count; i++)
        households[i] = rows_int(&groups->doors, group->first + i, "id");
    visit_rows_at(ui, work, households, group->count, false);
    mem_free(households);
}

static void write_due(struct ui *ui, struct work *work, const struct groups *groups)
{
    int64_t *households = mem_new(groups->due.count + 1, sizeof *households);
    for (size_t i = 0; i < groups->due.count; i++)
        households[i] = groups->due.rows[i].household;
    visit_rows_at(ui, work, households, groups->due.count, false);
    mem_free(households);
}

/* Special places have no row here: they are written in the form. */
static void read_due(struct groups *groups, struct work *work, struct pool *pool)
{
    struct due_query query = {.by_door = true};
    size_t kept = 0;
    if (due_read(work, pool, &query, &groups->due, NULL) != ERR_NONE)
        groups->due.count = 0;
    for (size_t i = 0; i < groups->due.count; i++)
        if (groups->due.rows[i].household != 0)
            groups->due.rows[kept++] = groups->due.rows[i];
    groups->due.count = kept;
}

void visit_rows_screen(struct ui *ui, struct work *work)
{
    struct pool *pool = pool_new();
    struct groups groups = {0};
    struct error e = {0};
    char id[24] = "", name[256] = "";
    if (visit_doors(work, pool, work->actor.area, &groups.doors, &e) != ERR_NONE) {
        ui_error(ui, &e);
    } else if (groups.doors.count == 0) {
        ui_note(ui, "%s", _("there are no doors here"));
    } else {
        read_due(&groups, work, pool);
        find_groups(&groups, pool);
        bool picked = ui_pick(ui, _("Which doors?"), search, &groups, false, "", id, sizeof id, name, sizeof name);
        if (picked && strcmp(id, DUE) == 0)
            write_due(ui, work, &groups);
        else if (picked)
            write_group(ui, work, &groups, &groups.list[atoll(id)]);
    }
    pool_free(&pool);
}
