/* The parts of a long form: headings between its fields; or, when they do not all fit, one part at a time under a line
 * that names them all. */
#include "form_inner.h"
#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"

#include <string.h>

enum { NAME_GAP = 1, NAME_EDGES = 2 };

static const char *heading_at(const struct ui_form *form, size_t i)
{
    return form->fields[i].field->group[i18n_language()];
}

size_t form_part_start(const struct ui_form *form, size_t i)
{
    while (i > 0 && heading_at(form, i) == NULL)
        i--;
    return i;
}

size_t form_part_end(const struct ui_form *form, size_t i)
{
    for (i++; i < form->count && heading_at(form, i) == NULL;)
        i++;
    return i;
}

static bool part_is_shown(const struct ui_form *form, size_t start)
{
    for (size_t i = start; i < form_part_end(form, start); i++)
        if (form_is_shown(form, i))
            return true;
    return false;
}

/* Fields before the first heading are called as the table is. */
const char *form_part_name(const struct ui_form *form, size_t start)
{
    const char *name = heading_at(form, start);
    return name != NULL ? name : form->table->label[i18n_language()] != NULL ? table_label(form->table) : "";
}

bool form_has_parts(const struct ui_form *form)
{
    size_t parts = 0;
    for (size_t i = 0; i < form->count; i = form_part_end(form, i))
        parts += part_is_shown(form, i);
    return parts > 1;
}

int form_heading_rows(const struct ui_form *form, size_t i)
{
    return heading_at(form, i) != NULL && part_is_shown(form, i) ? 1 : 0;
}

/* The first field of the next part, or the one before, that can be typed in; form->at when there is none. */
size_t form_next_part(const struct ui_form *form, int by)
{
    size_t start = form_part_start(form, form->at);
    for (;;) {
        if (by > 0 ? form_part_end(form, start) >= form->count : start == 0)
            return form->at;
        start = by > 0 ? form_part_end(form, start) : form_part_start(form, start - 1);
        for (size_t i = start; i < form_part_end(form, start); i++)
            if (form_can_enter(&form->fields[i]))
                return i;
    }
}

static int names_width(const struct ui_form *form, size_t from, size_t to)
{
    int width = 0;
    for (size_t i = from; i < to; i = form_part_end(form, i))
        if (part_is_shown(form, i))
            width += text_width(form_part_name(form, i)) + NAME_EDGES + NAME_GAP;
    return width;
}

/* Those that do not fit go from the left, as long as the present one is seen. */
void form_draw_parts(struct ui_form *form, int row)
{
    size_t here = form_part_start(form, form->at), first = 0;
    int column = 1, columns = ui_columns(form->ui);
    while (first < here && names_width(form, first, form_part_end(form, here)) > columns - column)
        first = form_part_end(form, first);
    ui_clear_row(form->ui, row);
    for (size_t i = first; i < form->count; i = form_part_end(form, i)) {
        if (!part_is_shown(form, i))
            continue;
        struct buffer name = {0};
        buffer_format(&name, i == here ? "[%s]" : " %s ", form_part_name(form, i));
        int width = text_width(buffer_text(&name));
        if (column < columns)
            ui_put(form->ui, row, column, column + width > columns ? columns - column : width,
                   i == here ? STYLE_BOLD : STYLE_PLAIN, buffer_text(&name));
        column += width + NAME_GAP;
        buffer_free(&name);
    }
}
