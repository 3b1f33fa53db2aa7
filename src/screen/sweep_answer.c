#include "sweep_answer.h"

#include "screens.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/sweep.h"
#include "wangge/work/work.h"

#include <string.h>

#define OUTCOMES_MOST 12
#define LATE_TOLD     8

#define FOLLOW_UP_DAYS 7

/* By its first letter; NULL when nobody answers. */
static const char *ask_outcome(struct ui *ui, const char *title)
{
    const struct code_list *list = code_list("sweep_outcome");
    struct ui_choice choices[OUTCOMES_MOST];
    const char *codes[OUTCOMES_MOST];
    size_t count = 0;
    for (size_t i = 0; i < list->count && count < OUTCOMES_MOST; i++)
        if (!list->codes[i].retired) {
            const char *code = list->codes[i].code;
            codes[count] = code;
            choices[count++] = (struct ui_choice){.letter = strcmp(code, "not") == 0 ? 'm' : code[0],
                                                  .text = code_text(list->name, code)};
        }
    int taken = ui_choose(ui, title, choices, count, 0);
    return taken < 0 ? NULL : codes[taken];
}

/* What was found, and until when somebody goes there again: in a week, unless another day is typed. */
static bool ask_hit(struct ui *ui, char *note, size_t note_room, char *due, size_t due_room)
{
    struct buffer day = {0};
    struct error e = {0};
    bool asked = ui_ask(ui, _("Hit"), _("What was found"), false, note, note_room), taken = false;
    date_format(day_of(clock_now()) + FOLLOW_UP_DAYS, due);
    while (asked && !taken) {
        asked = ui_ask(ui, _("Hit"), _("To be visited again until"), false, due, due_room);
        taken = asked && check_value(table_field(table_find("sweep"), "until_on"), due, &day, &e) == ERR_NONE;
        if (asked && !taken)
            ui_error(ui, &e);
    }
    if (taken)
        text_copy(due, due_room, buffer_text(&day));
    buffer_free(&day);
    return taken;
}

bool sweep_answer_rows(struct ui *ui, struct work *work, const int64_t *ids, size_t count, const char *outcome,
                       int64_t visit)
{
    char note[240] = "", due[DATE_MINUTE] = "";
    struct error e = {0};
    if (outcome == NULL)
        outcome = ask_outcome(ui, _("What came of it?"));
    if (outcome == NULL)
        return false;
    if (strcmp(outcome, "hit") == 0 && !ask_hit(ui, note, sizeof note, due, sizeof due))
        return false;
    const struct sweep_answer answer = {.outcome = outcome, .note = note, .due_on = due, .visit = visit};
    if (sweep_do(work, ids, count, &answer, &e) != ERR_NONE) {
        ui_error(ui, &e);
        return false;
    }
    ui_note(ui, _("%zu answered: %s."), count, code_text("sweep_outcome", outcome));
    return true;
}

void sweep_late_ask(struct ui *ui, struct work *work, int64_t id)
{
    struct pool *pool = pool_new();
    struct buffer names = {0};
    struct rows late = {0};
    struct error e = {0};
    int64_t added = 0;
    enum err r = sweep_late(work, pool, id, &late, &e);
    for (size_t i = 0; r == ERR_NONE && i < late.count && i < LATE_TOLD; i++)
        buffer_format(&names, "%s%s (%s)", i > 0 ? ", " : "", rows_text(&late, i, "title"),
                      rows_text(&late, i, "area_name"));
    if (r == ERR_NONE && late.count == 0)
        ui_note(ui, "%s", _("Nobody came later: whoever matches is on the checklist."));
    else if (r == ERR_NONE && ui_confirm(ui, _("%zu match now and are not on the checklist: %s%s. Add them?"),
                                         late.count, buffer_text(&names), late.count > LATE_TOLD ? " ..." : "")) {
        r = sweep_add_late(work, id, &added, &e);
        if (r == ERR_NONE)
            ui_note(ui, _("%lld late ones are on the checklist."), (long long)added);
    }
    if (r != ERR_NONE)
        ui_error(ui, &e);
    buffer_free(&names);
    pool_free(&pool);
}

void sweep_ask_at(struct ui *ui, struct work *work, int64_t household, int64_t visit)
{
    struct pool *pool = pool_new();
    struct rows asked = {0};
    bool goes_on = household != 0 && sweep_of_household(work, pool, household, &asked, NULL) == ERR_NONE;
    for (size_t i = 0; goes_on && i < asked.count; i++) {
        int64_t item = rows_int(&asked, i, "id");
        const char *outcome =
            ask_outcome(ui, pool_format(pool, "%s: %s", rows_text(&asked, i, "name"), rows_text(&asked, i, "title")));
        goes_on = outcome != NULL;
        if (goes_on)
            sweep_answer_rows(ui, work, &item, 1, outcome, visit);
    }
    pool_free(&pool);
}
