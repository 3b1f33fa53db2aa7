#include "wangge/screen/screen.h"

#include "places.h"
#include "screens.h"
#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/ui/ui.h"
#include "wangge/work/access.h"
#include "wangge/work/kiosk.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

/* Forms that keep drafts, by the name that the draft carries. A dot: a kind of move, a command of a case. */
static const struct {
    const char *form;
    void (*resume)(struct ui *ui, struct work *work, int64_t object);
} FORMS[] = {
    {"visit",             visit_resume            },
    {"visit_rows",        visit_rows_resume       },
    {"patrol",            patrol_resume           },
    {"meeting",           meeting_resume          },
    {"case",              case_resume             },
    {"user",              user_resume             },
    {"role",              role_resume             },
    {"deputy",            deputy_resume           },
    {"notice",            notice_resume           },
    {"sweep",             sweep_resume            },
    {"evaluation_point",  evaluation_point_resume },
    {"evaluation_appeal", evaluation_appeal_resume},
    {"scheme",            scheme_resume           },
    {"scheme_copy",       scheme_copy_resume      },
    {"scheme_item",       scheme_item_resume      },
    {"scheme_target",     scheme_target_resume    },
    {"check_door",        check_door_resume       },
    {"spot_check",        spot_check_resume       },
    {"return_visit",      return_visit_resume     },
    {"return_draw",       return_draw_resume      },
};

void draft_resume(struct ui *ui, struct work *work, const char *form, int64_t object)
{
    const char *command = strchr(form, '.');
    if (command && strncmp(form, "move.", 5) == 0)
        move_resume(ui, work, command + 1, object);
    else if (command)
        case_command_resume(ui, work, command + 1, object);
    for (size_t i = 0; i < COUNT_OF(FORMS); i++)
        if (strcmp(FORMS[i].form, form) == 0)
            FORMS[i].resume(ui, work, object);
    const struct table *table = table_find(form);
    if (table && !table->own_storage)
        table_resume(ui, work, table, object);
}

struct told {
    struct ui *ui;
    struct work *work;
};

/* Somebody has changed what the user may do: on from home, or not at all. Forms keep their drafts in both. */
static void look_again(void *to)
{
    const struct told *told = to;
    char why[320];
    switch (access_renew(told->work, why, sizeof why)) {
    case ACCESS_SAME:
        return;
    case ACCESS_CHANGED:
        ui_leave_to_home(told->ui);
        ui_refresh_status(told->ui);
        ui_note(told->ui, "%s", why);
        return;
    case ACCESS_ENDED:
        ui_part(told->ui, why);
        return;
    }
}

int screen_session(struct ui *ui, struct work *work)
{
    struct told told = {ui, work};
    ui_set_told(ui, look_again, &told);
    if (work->actor.must_change && !password_forced(ui, work))
        return 0;
    if (work->actor.must_second && !second_forced(ui, work))
        return 0;
    struct pool *pool = pool_new();
    if (kiosk_is(work)) {
        kiosk_screen(ui, work);
    } else {
        places_to_palette(ui, work, pool);
        home_screen(ui, work);
    }
    pool_free(&pool);
    return 0;
}
