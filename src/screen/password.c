/* The own password: changed at will, or because it has to be before anything else. */
#include "screens.h"

#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/login.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define PASSWORD_ROOM 256

/* Asks twice; false when cancelled. */
static bool ask_fresh(struct ui *ui, struct work *work, char *fresh, char *again)
{
    char rules[PASSWORD_RULES], label[PASSWORD_RULES + 64];
    password_rules(work, rules);
    snprintf(label, sizeof label, _("New password (%s)"), rules);
    for (;;) {
        mem_wipe(fresh, PASSWORD_ROOM);
        mem_wipe(again, PASSWORD_ROOM);
        if (!ui_ask(ui, _("New password"), label, true, fresh, PASSWORD_ROOM) ||
            !ui_ask(ui, _("New password"), _("The same once more"), true, again, PASSWORD_ROOM))
            return false;
        if (strcmp(fresh, again) == 0)
            return true;
        ui_message(ui, _("New password"), "%s", _("The two are not the same. Please type both again."));
    }
}

/* Until it is changed (true) or the user gives up (false). */
static bool change(struct ui *ui, struct work *work, bool forced)
{
    char old[PASSWORD_ROOM] = "", fresh[PASSWORD_ROOM] = "", again[PASSWORD_ROOM] = "";
    struct error e = {.code = ERR_INVALID};
    bool changed = false;
    if (!forced && !ui_ask(ui, _("Change my password"), _("Present password"), true, old, sizeof old))
        return false;
    while (!changed && e.code == ERR_INVALID && ask_fresh(ui, work, fresh, again)) {
        changed = password_change(work, old, fresh, &e) == ERR_NONE;
        if (!changed)
            ui_message(ui, _("New password"), "%s", e.text);
    }
    mem_wipe(old, sizeof old);
    mem_wipe(fresh, sizeof fresh);
    mem_wipe(again, sizeof again);
    return changed;
}

void password_screen(struct ui *ui, struct work *work)
{
    if (change(ui, work, false))
        ui_note(ui, "%s", _("Your password is changed"));
}

bool password_forced(struct ui *ui, struct work *work)
{
    ui_message(ui, _("New password"), "%s",
               work->actor.password_aged
                   ? _("Your password is older than the rules of this place allow. Choose a new one before you go on.")
                   : _("Your password was set by an administrator. Choose one of your own before you go on."));
    if (!change(ui, work, true))
        return false;
    return true;
}
