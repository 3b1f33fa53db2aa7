/* Reviewing the diary: the entries of a month, those that look odd first; one grade for many. */
#include "month.h"
#include "review.h"

#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/area.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define AREAS_MOST   20
#define MARKED_MOST  500
#define COMMENT_ROOM 2048

static bool is_waiting(const struct rows *rows, size_t row)
{
    return rows_int(rows, row, "reviewed") != 2;
}

const struct evidence *review_evidence_at(const struct reviewing *r, int64_t entry, size_t n)
{
    for (size_t i = 0; i < r->evidence_count; i++) {
        const struct evidence *evidence = &r->evidence[i];
        size_t members = evidence->kind == EVIDENCE_COPY ? 1 : evidence->count; /* the earlier one is no copy */
        for (size_t k = 0; k < members; k++)
            if (evidence->entries[k].id == entry && n-- == 0)
                return evidence;
    }
    return NULL;
}

static bool is_shown(const struct reviewing *r, size_t row, bool flagged)
{
    return r->part == REVIEW_ALL || (r->part == REVIEW_FLAGGED ? flagged : is_waiting(&r->entries, row));
}

/* What looks odd first, each part as the rows come. */
static void choose(struct reviewing *r)
{
    const struct rows *rows = &r->entries;
    r->shown = pool_new_piece(r->entries_pool, rows->count + 1, sizeof *r->shown);
    r->shown_count = r->waiting = r->flagged = 0;
    for (int odd = 1; odd >= 0; odd--)
        for (size_t i = 0; i < rows->count; i++) {
            bool flagged = review_evidence_at(r, rows_int(rows, i, "id"), 0) != NULL;
            if (flagged != odd || (*r->author != '\0' && strcmp(rows_text(rows, i, "author"), r->author) != 0))
                continue;
            r->waiting += is_waiting(rows, i);
            r->flagged += flagged;
            if (is_shown(r, i, flagged))
                r->shown[r->shown_count++] = i;
        }
}

enum err review_load(struct reviewing *r, struct error *e)
{
    enum err err = ERR_NONE;
    if (!r->evidence_known) {
        pool_reset(r->evidence_pool);
        err = review_evidence(r->work, r->evidence_pool, r->month, r->area, 0, &r->evidence, &r->evidence_count, e);
        r->evidence_known = err == ERR_NONE;
    }
    pool_reset(r->entries_pool);
    r->entries = (struct rows){0};
    if (err == ERR_NONE)
        err = review_list(r->work, r->entries_pool, r->month, r->area, &r->entries, e);
    choose(r);
    return err;
}

/* "86%" like another, or of a burst so many. */
static const char *flag_of(struct pool *pool, const struct reviewing *r, int64_t id)
{
    const struct evidence *evidence = review_evidence_at(r, id, 0);
    if (evidence == NULL)
        return "";
    if (evidence->kind == EVIDENCE_COPY)
        return pool_format(pool, "%d%%", evidence->percent);
    return pool_format(pool, "x%zu", evidence->count);
}

static const char *short_mark(struct pool *pool, const struct rows *rows, size_t row)
{
    if (!rows_null(rows, row, "returned_at"))
        return _("given back");
    if (rows_int(rows, row, "counts") == 0)
        return _("counts not");
    return pool_format(pool, "%s%s", code_text("diary_grade", rows_text(rows, row, "grade")),
                       rows_int(rows, row, "reviewed") == 1 ? "*" : "");
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    static const char *const names[] = {"id", "flag", "on", "by_name", "address", "text", "mark"};
    struct reviewing *r = to;
    enum err err = review_load(r, e);
    rows_make(pool, out, r->shown_count, COUNT_OF(names), names);
    for (size_t i = 0; err == ERR_NONE && i < r->shown_count; i++) {
        size_t row = r->shown[i];
        rows_put_int(pool, out, i, 0, rows_int(&r->entries, row, "id"));
        rows_put(out, i, 1, flag_of(pool, r, rows_int(&r->entries, row, "id")));
        rows_put(out, i, 2, tell_moment(pool, &r->entries, row, "on"));
        rows_put(out, i, 3, pool_text(pool, rows_text(&r->entries, row, "by_name")));
        rows_put(out, i, 4, pool_text(pool, rows_text(&r->entries, row, "address")));
        rows_put(out, i, 5, pool_text(pool, rows_text(&r->entries, row, "text")));
        rows_put(out, i, 6, short_mark(pool, &r->entries, row));
    }
    return err == ERR_NONE ? rows_page(pool, out, query, total) : err;
}

static void heading(void *to, char *out, size_t room)
{
    static const char *const parts[] = {N_("to be reviewed"), N_("odd"), N_("all entries")};
    const struct reviewing *r = to;
    snprintf(out, room, _("%s %s: %s (v)  %zu to review, %zu odd"), r->month,
             *r->author_name == '\0' ? r->area_name : r->author_name, _(parts[r->part]), r->waiting, r->flagged);
}

static size_t shown_at(const struct reviewing *r, int64_t id)
{
    size_t i = 0;
    while (i < r->shown_count && rows_int(&r->entries, r->shown[i], "id") != id)
        i++;
    return i;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct reviewing *r = to;
    (void)ui;
    review_read_screen(r, shown_at(r, rows_int(rows, row, "id")));
}

/* Who has written something this month, and everybody. */
static bool author_choices(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const names[] = {"id", "text", "detail"};
    const struct reviewing *r = to;
    const struct rows *rows = &r->entries;
    rows_make(pool, out, rows->count + 1, COUNT_OF(names), names);
    size_t n = 0;
    if (*typed == '\0') {
        rows_put(out, n, 0, "");
        rows_put(out, n++, 1, _("everybody"));
    }
    for (size_t i = 0; i < rows->count; i++) {
        const char *login = rows_text(rows, i, "author"), *name = rows_text(rows, i, "by_name");
        size_t k = 0;
        while (k < n && strcmp(rows_text(out, k, "id"), login) != 0)
            k++;
        if (k < n || (strstr(name, typed) == NULL && strstr(login, typed) == NULL))
            continue;
        rows_put(out, n, 0, pool_text(pool, login)); /* the entries may be read anew behind the choice */
        rows_put(out, n, 1, pool_text(pool, name));
        rows_put(out, n++, 2, pool_text(pool, rows_text(rows, i, "area_name")));
    }
    out->count = n;
    return true;
}

static void choose_author(struct reviewing *r)
{
    char login[40] = "", name[64] = "";
    if (!ui_pick(r->ui, _("Whose entries?"), author_choices, r, false, "", login, sizeof login, name, sizeof name))
        return;
    snprintf(r->author, sizeof r->author, "%s", login);
    snprintf(r->author_name, sizeof r->author_name, "%s", *login == '\0' ? "" : name);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct reviewing *r = to;
    int64_t ids[MARKED_MOST];
    (void)rows;
    switch (action) {
    case ACTION_VIEW:
        r->part = (r->part + 1) % REVIEW_PARTS;
        break;
    case ACTION_ADD_FILTER:
        choose_author(r);
        break;
    case ACTION_PREVIOUS:
    case ACTION_NEXT:
        if (!month_turn(ui, r->month, action))
            return true;
        r->evidence_known = false;
        break;
    case ACTION_COMMAND:
        if (row != SIZE_MAX && review_menu(r, ids, ui_list_marked(list, ids, MARKED_MOST)))
            ui_list_unmark(list);
        break;
    default:
        return false;
    }
    ui_list_reload(list);
    return true;
}

static bool community_choices(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const names[] = {"id", "text", "detail"};
    struct rows found;
    if (area_search(to, pool, typed, LEVEL_COMMUNITY, AREAS_MOST, &found, NULL) != ERR_NONE)
        return false;
    rows_make(pool, out, found.count, COUNT_OF(names), names);
    for (size_t i = 0; i < found.count; i++) {
        rows_put(out, i, 0, rows_text(&found, i, "id"));
        rows_put(out, i, 1, rows_text(&found, i, "name"));
        rows_put(out, i, 2, rows_text(&found, i, "code"));
    }
    return true;
}

/* A station has its community; those above choose one. */
static bool choose_area(struct reviewing *r, struct error *e)
{
    char id[24] = "", name[96] = "";
    struct pool *pool = pool_new();
    struct rows area = {0};
    enum err err = review_area(r->work, pool, 0, &area, e);
    if (err == ERR_INVALID) {
        error_clear(e);
        if (ui_pick(r->ui, _("Which community?"), community_choices, r->work, false, "", id, sizeof id, name,
                    sizeof name))
            err = review_area(r->work, pool, atoll(id), &area, e);
    }
    if (err == ERR_NONE) {
        r->area = rows_int(&area, 0, "id");
        snprintf(r->area_name, sizeof r->area_name, "%s", rows_text(&area, 0, "name"));
    }
    pool_free(&pool);
    return err == ERR_NONE;
}

/* At the beginning of a month it is the last one that there is something to do in. */
static enum err begin_month(struct reviewing *r, struct error *e)
{
    int64_t now = 0, before = 0;
    enum err err = review_waiting(r->work, r->area, &now, &before, e);
    month_now(r->month);
    if (err == ERR_NONE && now == 0 && before > 0)
        month_turn(r->ui, r->month, ACTION_PREVIOUS);
    return err;
}

void review_list_screen(struct ui *ui, struct work *work)
{
    static const struct ui_list_column columns[] = {
        {"flag",    4,  1,  0, N_("Odd")    },
        {"on",      11, -1, 0, N_("On")     },
        {"by_name", 8,  -1, 0, N_("By")     },
        {"address", 22, -1, 1, N_("Address")},
        {"text",    0,  -1, 0, N_("Text")   },
        {"mark",    6,  -1, 0, N_("Grade")  },
        {NULL,      0,  0,  0, NULL         },
    };
    static const enum action foot[] = {ACTION_OPEN,       ACTION_COMMAND,  ACTION_MARK, ACTION_VIEW,
                                       ACTION_ADD_FILTER, ACTION_PREVIOUS, ACTION_NEXT, ACTION_NONE};
    static const char *const words[] = {N_("read"), N_("grade"), NULL, NULL, N_("author"), NULL, NULL, NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .heading = heading,
        .foot = foot,
        .foot_words = words,
        .help =
            N_("Entries of others, to be graded. What looks copied (per cent of an earlier entry) or came in a burst "
               "(x: how many) stands first: look at it, then decide. Mark several (t, *) and give them one grade "
               "with the dot."),
        .marks = true,
    };
    struct reviewing r = {.ui = ui, .work = work, .entries_pool = pool_new(), .evidence_pool = pool_new()};
    struct list_query query = {0};
    struct error e = {0};
    if (choose_area(&r, &e) && begin_month(&r, &e) == ERR_NONE)
        ui_list_run(ui, _("Reviewing the diary"), NULL, columns, &ops, &query, &r);
    else if (e.code != ERR_NONE)
        ui_error(ui, &e);
    pool_free(&r.entries_pool);
    pool_free(&r.evidence_pool);
}
