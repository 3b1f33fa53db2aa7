#include "wangge/screen/screen.h"

#include "places.h"
#include "screens.h"
#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/table/code.h"
#include "wangge/ui/ui.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

/* Forms that keep drafts, by the name that the draft carries. A name with a dot is a command of a case. */
static const struct {
    const char *form;
    void (*resume)(struct ui *ui, struct work *work, int64_t object);
} FORMS[] = {
    {"visit", visit_resume},
    {"case",  case_resume },
    {"user",  user_resume },
};

void draft_resume(struct ui *ui, struct work *work, const char *form, int64_t object)
{
    const char *command = strchr(form, '.');
    if (command)
        case_command_resume(ui, work, command + 1, object);
    for (size_t i = 0; i < COUNT_OF(FORMS); i++)
        if (strcmp(FORMS[i].form, form) == 0)
            FORMS[i].resume(ui, work, object);
}

int screen_session(struct ui *ui, struct work *work)
{
    if (work->actor.must_change && !password_forced(ui, work))
        return 0;
    places_to_palette(ui, work);
    home_screen(ui, work);
    return 0;
}
