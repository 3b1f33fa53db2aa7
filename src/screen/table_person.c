/* What a citizen ID brings along in a form. */
#include "table_form.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

#include <string.h>

static void set_if_there(struct table_form *form, struct ui_form *ui_form, const char *name, const char *value)
{
    const struct field *field = table_field(form->desk.table, name);
    if (field && field->type != FIELD_COMPUTED)
        ui_form_set(ui_form, name, value);
}

void table_person_changed(struct table_form *form, struct ui_form *ui_form, const struct field *field,
                          struct record *record)
{
    const char *id = record_get(record, field->name);
    char sex[2], birth[11];
    if (field->type != FIELD_CITIZEN_ID || !citizen_id_is_valid(id))
        return;
    citizen_id_split(id, sex, birth);
    set_if_there(form, ui_form, "sex", sex);
    set_if_there(form, ui_form, "birth", birth);
}

bool table_person_choices(void *to, const struct record *record, const struct field *field, const char *typed,
                          struct pool *pool, struct rows *out)
{
    return desk_choices(to, record, field, typed, pool, out);
}

void table_person_preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                          size_t most)
{
    (void)to;
    (void)record;
    (void)pool;
    (void)lines;
    (void)most;
    *count = 0;
}
