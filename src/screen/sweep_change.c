/* The form that changes a sweep which has begun: name, what is to be done, last day. */
#include "desk.h"
#include "screens.h"

#include "wangge/base/i18n.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/sweep.h"
#include "wangge/work/work.h"

#include <string.h>

static void fit(struct desk *desk, const struct record *record, struct table *shown)
{
    (void)desk;
    (void)record;
    for (size_t i = 0; i < shown->count; i++) {
        const char *name = shown->fields[i].name;
        shown->fields[i].hidden =
            strcmp(name, "name") != 0 && strcmp(name, "text") != 0 && strcmp(name, "until_on") != 0;
    }
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct desk *desk = to;
    return sweep_change(desk->work, desk->object, record, on_fault, ui_form, e);
}

static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    *count = 0;
    (void)record;
    desk_say(to, pool, _("Who is on the checklist stays on it. Another last day is told to the staff of the area"),
             lines, count, most);
}

void sweep_change_screen(struct ui *ui, struct work *work, int64_t id, bool resume)
{
    static const struct ui_form_ops ops = {
        .save = save,
        .theirs = desk_theirs,
        .draft = desk_draft,
        .discard = desk_discard,
        .preview = preview,
        .help = N_("A sweep that has begun: its name, what is to be done, its last day."),
    };
    struct desk desk = {.ui = ui,
                        .work = work,
                        .table = table_find("sweep"),
                        .form = "sweep",
                        .object = id,
                        .title_field = "name",
                        .read = sweep_read,
                        .fit = fit,
                        .resume = resume};
    desk_change(&desk, &ops, "name");
    desk_end(&desk);
}
