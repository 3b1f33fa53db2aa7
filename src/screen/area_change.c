/* What is told of an area, and what can be changed of it: asked step by step, done as a dry run, told, and then done
 * after a question in words. */
#include "wangge/work/area_change.h"
#include "areas.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"
#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/title.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/area.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AREAS_MOST   200
#define HISTORY_MOST 50
#define NAME_ROOM    120

/* --- what is told ---------------------------------------------------------------------------------------------------
 */

static void tell_posts(struct work *work, struct pool *pool, int64_t id, struct buffer *out)
{
    struct rows posts = {0};
    if (area_posts(work, pool, id, &posts, NULL) != ERR_NONE || posts.count == 0)
        return;
    buffer_format(out, "\n%s\n", _("Posts"));
    for (size_t i = 0; i < posts.count; i++)
        buffer_format(out, "  %s  %s  %s\n", code_text("role", rows_text(&posts, i, "role")),
                      rows_text(&posts, i, "name"), rows_text(&posts, i, "from_on"));
}

static void tell_change(struct pool *pool, const struct rows *rows, size_t i, struct buffer *out)
{
    const char *from = rows_text(rows, i, "from_code"), *to = rows_text(rows, i, "to_code");
    const char *was = rows_text(rows, i, "from_name"), *is = rows_text(rows, i, "to_name");
    const char *in = rows_text(rows, i, "to_parent_name"), *other = rows_text(rows, i, "other_name");
    (void)pool;
    buffer_format(out, "  %s  %s  %s", rows_text(rows, i, "on_day"),
                  code_text("area_change", rows_text(rows, i, "kind")), was);
    if (strcmp(from, to) != 0)
        buffer_format(out, "  %s > %s", from, to);
    if (strcmp(was, is) != 0)
        buffer_format(out, " > %s", is);
    if (strcmp(in, rows_text(rows, i, "from_parent_name")) != 0)
        buffer_format(out, _("  into %s"), in);
    if (*other != '\0')
        buffer_format(out, _("  with %s"), other);
    if (rows_int(rows, i, "rows_moved") > 0)
        buffer_format(out, _("  entries %lld"), (long long)rows_int(rows, i, "rows_moved"));
    buffer_format(out, "\n      %s  %s\n", rows_text(rows, i, "by_name"), rows_text(rows, i, "why"));
}

static void tell_area(struct work *work, struct pool *pool, int64_t id, const struct rows *area, struct buffer *out)
{
    struct rows above = {0}, history = {0};
    const char *parent = rows_text(area, 0, "parent"), *ended = rows_text(area, 0, "ended_on");
    buffer_format(out, "%s  %s  %s\n", rows_text(area, 0, "code"), rows_text(area, 0, "name"),
                  area_level_name((int)rows_int(area, 0, "level")));
    if (*parent != '\0' && area_find(work, pool, parent, &above, NULL) == ERR_NONE)
        buffer_format(out, _("Lies in: %s %s\n"), rows_text(&above, 0, "code"), rows_text(&above, 0, "name"));
    buffer_format(out, _("Households: %lld\n"), (long long)rows_int(area, 0, "households"));
    if (*ended != '\0' && *rows_text(area, 0, "into_code") != '\0')
        buffer_format(out, _("It ended on %s and went into %s %s.\n"), ended, rows_text(area, 0, "into_code"),
                      rows_text(area, 0, "into_name"));
    else if (*ended != '\0')
        buffer_format(out, _("It ended on %s.\n"), ended);
    tell_posts(work, pool, id, out);
    if (area_history(work, pool, id, HISTORY_MOST, &history, NULL) != ERR_NONE || history.count == 0)
        return;
    buffer_format(out, "\n%s\n", _("What became of it"));
    for (size_t i = 0; i < history.count; i++)
        tell_change(pool, &history, i, out);
}

void area_view(struct ui *ui, struct work *work, int64_t id)
{
    struct pool *pool = pool_new();
    struct buffer out = {0};
    struct rows area = {0};
    struct error e = {0};
    if (area_find(work, pool, pool_format(pool, "%lld", (long long)id), &area, &e) == ERR_NONE) {
        tell_area(work, pool, id, &area, &out);
        ui_read(ui, rows_text(&area, 0, "name"), buffer_text(&out));
    } else {
        ui_error(ui, &e);
    }
    buffer_free(&out);
    pool_free(&pool);
}

/* --- what is asked --------------------------------------------------------------------------------------------------
 */

/* One change: what was answered so far. */
struct wizard {
    struct ui *ui;
    struct work *work;
    struct pool *pool;
    int64_t id, parent, other;
    int level; /* of those that other is chosen from */
    const char *code, *name;
    char to_code[32], to_name[NAME_ROOM], other_name[NAME_ROOM], why[240], marked[4096];
    struct rows doors;
    struct area_choice choice;
};

static bool area_choices(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const names[] = {"id", "text", "detail"};
    const struct wizard *w = to;
    struct rows found;
    if (area_search(w->work, pool, typed, w->level, AREAS_MOST, &found, NULL) != ERR_NONE)
        return false;
    rows_make(pool, out, found.count, COUNT_OF(names), names);
    for (size_t i = 0; i < found.count; i++) {
        rows_put(out, i, 0, rows_text(&found, i, "id"));
        rows_put(out, i, 1, rows_text(&found, i, "name"));
        rows_put(out, i, 2, rows_text(&found, i, "code"));
    }
    return true;
}

static bool ask_other(struct wizard *w, const char *title, int level)
{
    char id[24] = "";
    w->level = level;
    if (!ui_pick(w->ui, title, area_choices, w, false, "", id, sizeof id, w->other_name, sizeof w->other_name))
        return false;
    w->other = strtoll(id, NULL, 10);
    return true;
}

/* The code behind the last of those beside it, or below it: 321003005006004 makes 321003005006005. */
static const char *next_code(struct wizard *w, int64_t parent, const char *begin)
{
    struct rows rows = {0};
    if (area_children(w->work, w->pool, parent, true, &rows, NULL) != ERR_NONE || rows.count == 0)
        return begin;
    char *code = pool_text(w->pool, rows_text(&rows, rows.count - 1, "code"));
    size_t i = strlen(code);
    while (i > 0 && code[i - 1] == '9')
        code[--i] = '0';
    if (i == 0 || code[i - 1] < '0' || code[i - 1] > '8')
        return begin;
    code[i - 1]++;
    return code;
}

/* What was answered before is kept: a change that is refused is asked for again with it. */
static bool ask_code(struct wizard *w, const char *begin)
{
    if (*w->to_code == '\0')
        snprintf(w->to_code, sizeof w->to_code, "%s", begin);
    return ui_ask(w->ui, w->name, _("New code"), false, w->to_code, sizeof w->to_code);
}

static bool ask_name(struct wizard *w, const char *begin)
{
    if (*w->to_name == '\0')
        snprintf(w->to_name, sizeof w->to_name, "%s", begin);
    return ui_ask(w->ui, w->name, _("New name"), false, w->to_name, sizeof w->to_name);
}

static bool ask_why(struct wizard *w)
{
    return ui_ask(w->ui, w->name, _("Reason, kept with the change"), false, w->why, sizeof w->why) && *w->why != '\0';
}

/* By number: a door may hold a comma. */
static bool door_choices(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const names[] = {"id", "text", "detail"};
    const struct wizard *w = to;
    size_t n = 0;
    rows_make(pool, out, w->doors.count, COUNT_OF(names), names);
    for (size_t i = 0; i < w->doors.count; i++) {
        const struct door parts = {rows_text(&w->doors, i, "address"), rows_text(&w->doors, i, "building"), "", ""};
        const char *door = door_text(pool, &parts);
        if (strstr(door, typed) == NULL && strstr(rows_text(&w->doors, i, "door"), typed) == NULL)
            continue;
        rows_put(out, n, 0, pool_format(pool, "%zu", i + 1));
        rows_put(out, n, 1, door);
        rows_put(out, n++, 2, pool_format(pool, _("households %s"), rows_text(&w->doors, i, "households")));
    }
    out->count = n;
    return true;
}

static bool ask_doors(struct wizard *w)
{
    struct error e = {0};
    char ids[sizeof w->marked], text[NAME_ROOM];
    enum err r = area_doors(w->work, w->pool, w->id, &w->doors, &e);
    if (r == ERR_NONE && !ui_pick(w->ui, _("What goes to the new grid? Space marks"), door_choices, w, true, "",
                                  w->marked, sizeof w->marked, text, sizeof text))
        return false;
    memcpy(ids, w->marked, sizeof ids);
    const char **doors = pool_new_piece(w->pool, w->doors.count + 1, sizeof *doors);
    size_t n = 0;
    for (char *at = strtok(ids, ","); r == ERR_NONE && at != NULL && n < w->doors.count; at = strtok(NULL, ",")) {
        size_t i = strtoul(at, NULL, 10);
        if (i > 0 && i <= w->doors.count)
            doors[n++] = rows_text(&w->doors, i - 1, "door");
    }
    if (r == ERR_NONE)
        r = area_choose(w->work, w->pool, w->id, doors, n, &w->choice, &e);
    if (r != ERR_NONE)
        ui_error(w->ui, &e);
    return r == ERR_NONE && n > 0;
}

/* --- what is done ---------------------------------------------------------------------------------------------------
 */

static enum err do_rename(struct wizard *w, const struct area_order *order, struct error *e)
{
    return area_rename(w->work, w->id, w->to_name, order, e);
}

static enum err do_recode(struct wizard *w, const struct area_order *order, struct error *e)
{
    return area_recode(w->work, w->id, w->to_code, order, e);
}

static enum err do_move(struct wizard *w, const struct area_order *order, struct error *e)
{
    return area_move(w->work, w->id, w->other, NULL, order, e);
}

static enum err do_merge(struct wizard *w, const struct area_order *order, struct error *e)
{
    return area_merge(w->work, w->id, w->other, order, e);
}

static enum err do_split(struct wizard *w, const struct area_order *order, struct error *e)
{
    return area_split(w->work, w->id, w->to_code, w->to_name, &w->choice, 1, order, NULL, e);
}

static enum err do_end(struct wizard *w, const struct area_order *order, struct error *e)
{
    return area_end(w->work, w->id, order, e);
}

typedef enum err change(struct wizard *w, const struct area_order *order, struct error *e);

/* First as a dry run, whose figures are told; then the question; then in earnest. False when it cannot be done like
 * that: the answers are asked for again, beside the reason. */
static bool go(struct wizard *w, const char *sentence, change *run)
{
    struct area_effects effects;
    struct area_order order = {.why = w->why, .dry = true, .effects = &effects};
    struct buffer out = {0};
    struct error e = {0};

    enum err r = run(w, &order, &e);
    buffer_format(&out, "%s\n\n%s\n", sentence, _("Nothing is changed yet. This would follow:"));
    for (size_t i = 0; r == ERR_NONE && i < effects.count; i++)
        buffer_format(&out, "%8lld  %s\n", (long long)effects.list[i].number, area_effect_text(effects.list[i].what));
    buffer_format(&out, "\n%s\n",
                  _("The diary, closed cases and evaluations stay where they were made; months that are not "
                    "frozen yet are reckoned by what lies where then: freeze them before. Leave this page (q) "
                    "to decide."));
    if (r == ERR_NONE) {
        ui_read(w->ui, w->name, buffer_text(&out));
        order.dry = false;
        if (!ui_confirm(w->ui, _("%s It cannot be taken back. Do it now?"), sentence))
            ui_note(w->ui, "%s", _("Nothing was changed."));
        else if ((r = run(w, &order, &e)) == ERR_NONE)
            ui_note(w->ui, _("Done: %s"), sentence);
    }
    if (r != ERR_NONE)
        ui_error(w->ui, &e);
    buffer_free(&out);
    return r != ERR_INVALID;
}

static void rename_wizard(struct wizard *w)
{
    while (ask_name(w, w->name) && ask_why(w) &&
           !go(w, pool_format(w->pool, _("%s is called %s from now on."), w->name, w->to_name), do_rename))
        ;
}

static void recode_wizard(struct wizard *w)
{
    while (ask_code(w, w->code) && ask_why(w) &&
           !go(w,
               pool_format(w->pool, _("%s has the code %s from now on, and all below it that begin with %s."), w->name,
                           w->to_code, w->code),
               do_recode))
        ;
}

static void move_wizard(struct wizard *w)
{
    int level = w->level - 1;
    while (ask_other(w, _("Into which area?"), level) && ask_why(w) &&
           !go(w, pool_format(w->pool, _("%s goes into %s with all below it."), w->name, w->other_name), do_move))
        ;
}

static void merge_wizard(struct wizard *w)
{
    int level = w->level;
    while (ask_other(w, _("Into which area does it go?"), level) && ask_why(w) &&
           !go(w,
               pool_format(w->pool, _("All of %s goes into %s, and %s ends today."), w->name, w->other_name, w->name),
               do_merge))
        ;
}

static void split_wizard(struct wizard *w)
{
    while (ask_doors(w) && ask_code(w, next_code(w, w->parent, w->code)) && ask_name(w, w->name) && ask_why(w) &&
           !go(w,
               pool_format(w->pool, _("%zu households of %s go to the new grid %s %s."), w->choice.count, w->name,
                           w->to_code, w->to_name),
               do_split))
        ;
}

static void end_wizard(struct wizard *w)
{
    if (ask_why(w))
        go(w, pool_format(w->pool, _("%s ends today."), w->name), do_end);
}

/* A new area below this one. */
static void add_wizard(struct wizard *w)
{
    struct error e = {0};
    enum err r = ERR_INVALID;
    while (r == ERR_INVALID) {
        if (!ask_code(w, next_code(w, w->id, w->code)) || !ask_name(w, "") ||
            !ui_confirm(w->ui, _("Add the %s %s %s in %s?"), area_level_name(w->level + 1), w->to_code, w->to_name,
                        w->name))
            return;
        r = area_add(w->work, w->id, w->to_code, w->to_name, w->level + 1, NULL, &e);
        if (r == ERR_NONE)
            ui_note(w->ui, _("%s is there; its posts are asked for with the users."), w->to_name);
        else
            ui_error(w->ui, &e);
    }
}

static void view_wizard(struct wizard *w)
{
    area_view(w->ui, w->work, w->id);
}

static void menu(struct wizard *w, const struct rows *area)
{
    static void (*const runs[])(struct wizard * w) = {view_wizard, add_wizard,   rename_wizard, recode_wizard,
                                                      move_wizard, merge_wizard, split_wizard,  end_wizard};
    char denied[120];
    const char *why = tell_denied(w->work, "area.manage", denied, sizeof denied) ? denied : NULL;
    const char *over = *rows_text(area, 0, "ended_on") != '\0' ? _("it has ended") : why;
    const struct ui_choice choices[] = {
        {'v', _("Tell what is known of it"),  NULL, NULL                                                                    },
        {'a', _("Add an area in it"),         NULL, over != NULL || w->level < LEVEL_MICRO ? over : _("nothing lies deeper")},
        {'n', _("Another name"),              NULL, over                                                                    },
        {'c', _("Another code"),              NULL, over                                                                    },
        {'m', _("Under another area"),        NULL, over                                                                    },
        {'g', _("Merge it into another one"), NULL, over                                                                    },
        {'s', _("Split it"),                  NULL, over != NULL || w->level >= LEVEL_GRID ? over : _("grids can be split") },
        {'e', _("End it"),                    NULL, over                                                                    },
    };
    int taken = ui_choose(w->ui, w->name, choices, COUNT_OF(choices), 0);
    if (taken >= 0)
        runs[taken](w);
}

void area_menu(struct ui *ui, struct work *work, int64_t id)
{
    struct wizard w = {.ui = ui, .work = work, .pool = pool_new(), .id = id};
    struct rows area = {0};
    struct error e = {0};
    if (area_find(work, w.pool, pool_format(w.pool, "%lld", (long long)id), &area, &e) == ERR_NONE) {
        w.name = rows_text(&area, 0, "name");
        w.code = rows_text(&area, 0, "code");
        w.level = (int)rows_int(&area, 0, "level");
        w.parent = rows_int(&area, 0, "parent");
        menu(&w, &area);
    } else {
        ui_error(ui, &e);
    }
    pool_free(&w.pool);
}
