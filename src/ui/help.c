/* Help made of the table of keys and of what the screen says of itself. */
#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/text.h"
#include "wangge/ui/dialog.h"

#include <string.h>

enum { NAME_COLUMNS = 22, INDENT = 2, EDGES = 2 };

void help_add_keys(const struct ui *ui, enum action action, const char *text, struct buffer *out)
{
    const char *names = key_all_names(action);
    if ((action == ACTION_PALETTE || action == ACTION_FORM_PALETTE) && ui->command_count == 0)
        return; /* there is nowhere to go */
    int columns = ui_columns(ui) - EDGES - INDENT - NAME_COLUMNS;
    for (size_t skip = 0; *text != '\0'; text += skip) {
        size_t n = text_wrap(text, strlen(text), columns, &skip);
        text_pad(out, "", INDENT, -1);
        text_pad(out, names, NAME_COLUMNS, -1);
        buffer_add(out, text, n);
        buffer_add_char(out, '\n');
        names = "";
        if (skip == 0)
            break;
    }
}

static void add_action(const struct ui *ui, const struct screen *screen, enum action action, struct buffer *out)
{
    const char *word = screen_word(screen, action);
    help_add_keys(ui, action, word == NULL ? key_help(action) : word, out);
}

static bool on_foot(const struct screen *screen, enum action action)
{
    for (const enum action *a = screen->ops->foot; a != NULL && *a != ACTION_NONE; a++)
        if (*a == action)
            return true;
    return false;
}

void help_show(struct ui *ui, const struct screen *screen)
{
    struct buffer text = {0};
    if (screen->ops->help != NULL)
        buffer_format(&text, "%s\n\n", _(screen->ops->help));
    buffer_format(&text, "%s\n", _("Keys of this screen"));
    for (const enum action *a = screen->ops->foot; a != NULL && *a != ACTION_NONE; a++)
        add_action(ui, screen, *a, &text);
    buffer_format(&text, "\n%s\n", _("Keys that work in all screens of this kind"));
    for (int action = 1; action < ACTION_COUNT; action++)
        if ((key_places((enum action)action) & (int)screen->ops->place) != 0 && !on_foot(screen, (enum action)action) &&
            screen_offers(screen, (enum action)action))
            add_action(ui, screen, (enum action)action, &text);
    ui_read(ui, _("Help"), buffer_text(&text));
    buffer_free(&text);
}

void where_show(struct ui *ui)
{
    struct buffer crumbs = {0};
    frame_breadcrumb(ui, true, &crumbs);
    ui_note(ui, "%s: %s", ui->status.who, buffer_text(&crumbs));
    buffer_free(&crumbs);
}
