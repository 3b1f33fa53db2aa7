/* One case: what it is, how far it is, and its timeline. */
#include "case_sheet.h"
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/record.h"
#include "wangge/work/case.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <stdio.h>
#include <string.h>

#define FOOT_ROOM 7

struct case_view_state {
    struct ui *ui;
    struct work *work;
    int64_t id;
    char no[24];
    bool publishes; /* it is closed, and the one who looks may publish it */
    enum action foot[FOOT_ROOM];
    const char *foot_words[FOOT_ROOM];
};

static void make_foot(struct case_view_state *view)
{
    static const enum action actions[] = {ACTION_COMMAND, ACTION_EDIT, ACTION_OPEN,
                                          ACTION_PRINT,   ACTION_HELP, ACTION_BACK};
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(actions); i++) {
        if (actions[i] == ACTION_PRINT && !view->publishes)
            continue;
        view->foot_words[count] = actions[i] == ACTION_PRINT ? N_("put on the board") : NULL;
        view->foot[count++] = actions[i];
    }
    view->foot[count] = ACTION_NONE;
}

static void look_whether_to_publish(struct case_view_state *view, const struct record *record)
{
    struct scope_range range;
    const char *state = record_get(record, "state");
    text_copy(view->no, sizeof view->no, record_get(record, "no"));
    view->publishes = (strcmp(state, "closed") == 0 || strcmp(state, "archived") == 0) &&
                      record_int(record, "confidential") == 0 && *record_get(record, "merged_no") == '\0' &&
                      right_range(view->work, "case.publish", &range, NULL) == ERR_NONE;
    make_foot(view);
}

const char *case_step_line(struct pool *pool, const struct rows *steps, size_t row)
{
    const char *text = rows_text(steps, row, "text"), *acting_for = rows_text_or_empty(steps, row, "acting_for");
    const char *by = rows_text(steps, row, "by_name"); /* nobody's are those of messages, imports and the timer */
    return pool_format(pool, "%s %s%s  %s%s%s", tell_moment(pool, steps, row, "at_text"), *by ? by : _("by itself"),
                       *acting_for ? pool_format(pool, _(" for %s"), acting_for) : "",
                       workflow_command_label(rows_text(steps, row, "command")), *text ? ": " : "", text);
}

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    struct case_view_state *view = to;
    struct record *record = record_new();
    struct case_parts parts;
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)view->id);
    enum err err = case_read(view->work, id, record, e);
    if (err == ERR_NONE)
        err = case_parts(view->work, sheet_pool(sheet), view->id, &parts, e);
    if (err == ERR_NONE) {
        look_whether_to_publish(view, record);
        case_sheet_facts(view->work, sheet, record, &parts);
        case_sheet_clocks(view->work, sheet, &parts);
        case_sheet_requests(view->work, sheet, &parts);
        case_sheet_steps(view->work, sheet, view->id);
        case_sheet_links(view->work, sheet, record, &parts);
    }
    record_free(&record);
    return err;
}

static void open(void *to, struct sheet *sheet, const char *kind, int64_t id)
{
    static const struct {
        const char *kind;
        void (*run)(struct ui *ui, struct work *work, int64_t id);
    } pages[] = {
        {"household", household_card_screen},
        {"person",    person_screen        },
        {"visit",     visit_view_screen    },
        {"case",      case_view_screen     },
    };
    struct case_view_state *view = to;
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        if (strcmp(pages[i].kind, kind) == 0)
            pages[i].run(view->ui, view->work, id);
    sheet_refill(sheet);
}

/* A case that was handed to another unit may be out of sight now: what was done stands below where one came from. */
static bool is_in_sight(const struct case_view_state *view)
{
    struct record *record = record_new();
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)view->id);
    enum err err = case_read(view->work, id, record, NULL);
    record_free(&record);
    return err != ERR_NOT_FOUND;
}

static bool action(void *to, struct sheet *sheet, enum action action)
{
    struct case_view_state *view = to;
    bool done = false;
    if (action == ACTION_COMMAND)
        done = case_command_menu(view->ui, view->work, &view->id, 1);
    else if (action == ACTION_EDIT)
        case_change_screen(view->ui, view->work, view->id);
    else if (action == ACTION_PRINT && view->publishes)
        publish_case_screen(view->ui, view->work, view->no);
    else
        return false;
    if (done && !is_in_sight(view))
        sheet_leave(sheet);
    else
        sheet_refill(sheet);
    return true;
}

void case_view_screen(struct ui *ui, struct work *work, int64_t id)
{
    struct case_view_state view = {.ui = ui, .work = work, .id = id};
    const struct sheet_ops ops = {
        .fill = fill, .open = open, .action = action, .foot = view.foot, .foot_words = view.foot_words};
    make_foot(&view);
    sheet_run(ui, _("Case"), &ops, &view);
}
