/* Any place or command by its name or its pinyin initials. */
#include "choices.h"
#include "inner.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pinyin.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/ui/dialog.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { WHY_ROOM = 200 };

enum match { NO_MATCH, SOMEHOW, EXACTLY };

/* Short initials are the ones that are told; those of the whole name do as well. */
static enum match matches(const struct ui_command *command, const char *typed)
{
    char initials[WHY_ROOM];
    pinyin_initials(_(command->name), initials, sizeof initials);
    if (strcasecmp(command->initials, typed) == 0 || strcasecmp(initials, typed) == 0)
        return EXACTLY;
    bool somehow = text_contains(_(command->name), typed) || text_contains(command->name, typed) ||
                   strncasecmp(command->initials, typed, strlen(typed)) == 0 ||
                   (text_width(typed) > 1 && strncasecmp(initials, typed, strlen(typed)) == 0);
    return somehow ? SOMEHOW : NO_MATCH;
}

static bool is_allowed(const struct ui *ui, const struct ui_command *command, char why[WHY_ROOM])
{
    why[0] = '\0';
    return command->allowed == NULL || command->allowed(ui->commands_to, command, why, WHY_ROOM);
}

static void add_all(const struct ui *ui, const char *typed, enum match match, struct pool *pool, struct rows *out)
{
    for (size_t i = 0; i < ui->command_count; i++) {
        const struct ui_command *command = &ui->commands[i];
        char why[WHY_ROOM];
        if (matches(command, typed) == match)
            choices_add(pool, out, pool_format(pool, "%zu", i), _(command->name),
                        is_allowed(ui, command, why) ? command->initials : why);
    }
}

/* Whose initials are just these stands first: "dt" is not the beginning of something longer. */
static bool search(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    const struct ui *ui = to;
    choices_start(pool, out, ui->command_count);
    add_all(ui, typed, EXACTLY, pool, out);
    add_all(ui, typed, SOMEHOW, pool, out);
    return true;
}

void palette_run(struct ui *ui)
{
    char id[24] = "", text[8], why[WHY_ROOM];
    if (ui->command_count == 0 || !ui_pick(ui, _("Go to"), search, ui, false, "", id, sizeof(id), text, sizeof(text)))
        return;
    const struct ui_command *command = &ui->commands[strtoul(id, NULL, 10)];
    if (is_allowed(ui, command, why)) {
        command->run(ui, ui->commands_to, command);
    } else {
        if (command->refused)
            command->refused(ui->commands_to);
        ui_note(ui, "%s: %s", _(command->name), why);
    }
}
