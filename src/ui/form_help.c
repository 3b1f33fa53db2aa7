/* Help on the field that the caret is in: from its description. */
#include "form_inner.h"
#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/ui/dialog.h"

/* What can be typed, by type. */
static const char *const ways[FIELD_TYPE_COUNT] = {
    [FIELD_LONG_TEXT] = N_("Several lines: Enter begins a new one, Tab leaves the field."),
    [FIELD_INTEGER] = N_("A whole number."),
    [FIELD_MONEY] = N_("An amount in yuan: 12 or 12.50."),
    [FIELD_DATE] = N_("A date: t today, -1 yesterday, +7 in a week, m the month's end, 0315, 2026-03-15."),
    [FIELD_INSTANT] = N_("A date and a time: t 16:05, 16:05 (today), -1 9:00, 2026-03-15 16:05."),
    [FIELD_YES_NO] = N_("y or n."),
    [FIELD_CITIZEN_ID] = N_("18 characters; the last one is checked."),
    [FIELD_CREDIT_CODE] = N_("18 characters; the last one is checked."),
    [FIELD_PHONE] = N_("A telephone number; several are separated by ;."),
    [FIELD_DIVISION] = N_("A division code of 6, 9 or 12 digits."),
    [FIELD_CODE] = N_("Type the code, the text or its pinyin initials; F4 shows the list."),
    [FIELD_CODES] = N_("One or several, separated by commas: code, text or pinyin initials; F4 shows the list."),
    [FIELD_LINK] = N_("Type a part of it: name, address, pinyin initials; F4 shows what matches."),
};

static void add_codes(const struct code_list *list, struct buffer *out)
{
    buffer_add_char(out, '\n');
    if (list->standard != NULL && list->standard[0] != '\0')
        buffer_format(out, "%s (%s)\n", _("Codes"), list->standard);
    else
        buffer_format(out, "%s\n", _("Codes"));
    for (size_t i = 0; i < list->count; i++)
        buffer_format(out, "  %-6s %s  %s\n", list->codes[i].code, code_text(list->name, list->codes[i].code),
                      list->codes[i].initials);
}

void form_help(struct ui_form *form)
{
    const struct field *field = form_active(form)->field;
    struct buffer text = {0};
    form_keep_draft(form);
    buffer_format(&text, "%s%s\n\n", field_label(field), field->required ? _(" (required)") : "");
    if (field_help(field) != NULL && field_help(field)[0] != '\0')
        buffer_format(&text, "%s\n", field_help(field));
    if (ways[field->type] != NULL)
        buffer_format(&text, "%s\n", _(ways[field->type]));
    if (field->type == FIELD_INTEGER && field->low < field->high)
        buffer_format(&text, _("From %ld to %ld.\n"), field->low, field->high);
    if (field->length > 0 && (field->type == FIELD_TEXT || field->type == FIELD_LONG_TEXT))
        buffer_format(&text, _("At most %d characters.\n"), field->length);
    if (field->source != NULL)
        buffer_format(&text, "%s: %s\n", _("Source"), field->source);
    const struct code_list *list = field->codes == NULL ? NULL : code_list(field->codes);
    if (list != NULL)
        add_codes(list, &text);
    buffer_format(&text, "\n%s\n", _("Keys of the form"));
    for (int action = 1; action < ACTION_COUNT; action++)
        if ((key_places((enum action)action) & PLACE_FORM) != 0 && screen_offers(&form->screen, (enum action)action))
            help_add_keys(form->ui, (enum action)action, key_help((enum action)action), &text);
    ui_read(form->ui, _("Help"), buffer_text(&text));
    buffer_free(&text);
}
