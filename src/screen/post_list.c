/* Posts that are asked for: the security administrator grants or refuses them, one or all that are marked. */
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/post.h"
#include "wangge/work/role.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define MOST 200

struct requests {
    struct work *work;
    bool all;
};

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct requests *requests = to;
    enum err r = post_requests(requests->work, pool, requests->all, out, e);
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    if (strcmp(field, "asked_at") == 0)
        return pool_format(pool, "%.5s", rows_text(rows, row, "asked_at") + 5);
    if (strcmp(field, "state") == 0)
        return code_text("post_request_state", rows_text(rows, row, "state"));
    return NULL;
}

enum decision { GRANT, REFUSE, TAKE_BACK, DECISIONS };

static enum err decide(struct work *work, int64_t id, enum decision decision, const char *answer, struct error *e)
{
    return decision == GRANT    ? post_grant(work, id, e)
           : decision == REFUSE ? post_refuse(work, id, answer, e)
                                : post_take_back(work, id, e);
}

static void decide_all(struct ui *ui, struct work *work, const int64_t *ids, size_t count, enum decision decision)
{
    char answer[200] = "";
    struct error e = {0};
    size_t done = 0;
    if (decision == REFUSE && !ui_ask(ui, _("Refuse"), _("Why? Who asked reads it"), false, answer, sizeof answer))
        return;
    if (decision == GRANT && count > 1 && !ui_confirm(ui, _("Grant %zu posts?"), count))
        return;
    for (; done < count; done++)
        if (decide(work, ids[done], decision, answer, &e) != ERR_NONE)
            break;
    if (done < count)
        ui_note(ui, _("%zu done. %s"), done, e.text);
    else
        ui_note(ui, _("%zu done."), done);
}

static void choose(struct ui *ui, struct work *work, struct ui_list *list)
{
    static const struct {
        char letter;
        const char *text, *right;
    } rows[DECISIONS] = {
        [GRANT] = {'g', N_("grant"),                 "post.grant"},
        [REFUSE] = {'r', N_("refuse"),                "post.grant"},
        [TAKE_BACK] = {'b', N_("take back the request"), "post.ask"  },
    };
    struct ui_choice choices[DECISIONS];
    char why[DECISIONS][96];
    int64_t ids[MOST];
    size_t count = ui_list_marked(list, ids, MOST);
    for (size_t i = 0; i < DECISIONS; i++) {
        bool denied = tell_denied(work, rows[i].right, why[i], sizeof why[i]);
        choices[i] =
            (struct ui_choice){.letter = rows[i].letter, .text = _(rows[i].text), .why = denied ? why[i] : NULL};
    }
    int taken = count > 0 ? ui_choose(ui, _("Posts asked for"), choices, DECISIONS, 0) : -1;
    if (taken >= 0)
        decide_all(ui, work, ids, count, (enum decision)taken);
    ui_list_unmark(list);
    ui_list_reload(list);
}

static void detail(struct ui *ui, void *to, const struct rows *rows, size_t row, int first_row, int lines)
{
    const struct requests *requests = to;
    struct pool *pool = pool_new();
    const char *until = rows_text(rows, row, "to_on"), *instead = rows_text(rows, row, "ends_area");
    const char *ends =
        role_text(requests->work, pool, rows_text(rows, row, "ends_role"), rows_int(rows, row, "ends_custom"));
    const char *days = *until ? pool_format(pool, "%s - %s", rows_text(rows, row, "from_on"), until)
                              : pool_format(pool, _("from %s"), rows_text(rows, row, "from_on"));
    const char *text[] = {
        pool_format(pool, "%s %s: %s, %s", rows_text(rows, row, "login"), rows_text(rows, row, "name"),
                    rows_text(rows, row, "role_name"), rows_text(rows, row, "area_name")),
        *instead ? pool_format(pool, _("instead of %s, %s, which ends the day before"), ends, instead) : "",
        pool_format(pool, "%s, %s  %s  %s", code_text("post_request_state", rows_text(rows, row, "state")), days,
                    rows_text(rows, row, "reason"), rows_text(rows, row, "answer")),
    };
    for (int i = 0; i < lines && i < (int)COUNT_OF(text); i++)
        ui_put(ui, first_row + i, 1, 0, STYLE_PLAIN, text[i]);
    pool_free(&pool);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct requests *requests = to;
    (void)rows;
    if (action == ACTION_VIEW) {
        requests->all = !requests->all;
        ui_list_reload(list);
        return true;
    }
    if (row == SIZE_MAX || (action != ACTION_COMMAND && action != ACTION_OPEN))
        return false;
    choose(ui, requests->work, list);
    return true;
}

static void heading(void *to, char *out, size_t room)
{
    const struct requests *requests = to;
    snprintf(out, room, "%s", requests->all ? _("all requests, the newest first") : _("what waits for a decision"));
}

void post_requests_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_COMMAND, ACTION_VIEW, ACTION_NONE};
    static const char *const words[] = {N_("grant or refuse"), N_("decided ones too"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .action = action,
        .detail = detail,
        .heading = heading,
        .detail_lines = 3,
        .marks = true,
        .foot = foot,
        .foot_words = words,
        .help =
            N_("The system administrator asks for posts, the security administrator grants or refuses them: one, or "
               "all that are marked. Nobody grants their own."),
    };
    static const struct ui_list_column columns[] = {
        {"asked_at",  6,  -1, 0, N_("Asked on")},
        {"login",     12, -1, 0, N_("Login")   },
        {"role_name", 14, -1, 0, N_("Role")    },
        {"area_name", 0,  -1, 0, N_("Area")    },
        {"state",     8,  -1, 1, N_("State")   },
        {"asked_by",  10, -1, 2, N_("By")      },
        {NULL,        0,  0,  0, NULL          },
    };
    struct requests requests = {.work = work};
    struct list_query query = {0};
    ui_list_run(ui, _("Posts asked for"), NULL, columns, &ops, &query, &requests);
}
