/* What is always true of a person: sex and birth date are those of the number, and nobody who is gone lives anywhere.
 */
#include "table_inside.h"
#include "table_rule.h"

#include "wangge/base/buffer.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

#include <string.h>

#define LIVES_HERE "1" /* code of person_state */

/* What the number says of a field is taken unless somebody gave another value. */
static void take(struct change *c, const char *field, const char *value)
{
    if (*record_get(c->after, field) == '\0' || !change_of(c, field))
        record_set(c->after, field, value);
}

enum err person_fill(struct change *c, struct error *e)
{
    struct buffer number = {0};
    char sex[2], birth[DATE_TEXT];
    const char *state = record_get(c->after, "state");
    enum err r = check_value(table_field(c->table, "citizen_id"), record_get(c->after, "citizen_id"), &number, e);

    if (r == ERR_NONE && number.length > 0) {
        citizen_id_split(buffer_text(&number), sex, birth);
        take(c, "sex", sex);
        take(c, "birth", birth);
    }
    buffer_free(&number);
    if (*state != '\0' && strcmp(state, LIVES_HERE) != 0)
        record_set(c->after, "household", "");
    else if (c->before != NULL && change_of(c, "state") && *state != '\0') { /* back again */
        record_set(c->after, "left_on", "");
        record_set(c->after, "left_to", "");
    }
    return r;
}

static enum err agree(struct change *c, const char *name, const char *value, struct error *e)
{
    const struct field *field = table_field(c->table, name);
    struct buffer shown = {0};
    enum err r = ERR_NONE;

    if (strcmp(record_get(c->after, name), value) != 0) {
        check_show(field, value, &shown);
        r = error_set(e, ERR_INVALID, name, _("%s: the citizen ID says %s. Correct one of the two."),
                      field_label(field), buffer_text(&shown));
    }
    buffer_free(&shown);
    return r;
}

enum err person_check(struct change *c, struct error *e)
{
    const char *number = record_get(c->after, "citizen_id"), *state = record_get(c->after, "state");
    char sex[2], birth[DATE_TEXT];
    enum err r = ERR_NONE;

    /* somebody else's number in a file must not rename them; who has a new name is renamed by hand */
    if (c->matched && c->before != NULL && change_of(c, "name"))
        return error_set(e, ERR_INVALID, "name", _("The citizen ID is that of %s in the register of people."),
                         record_get(c->before, "name"));
    if (*number != '\0' &&
        (c->before == NULL || change_of(c, "citizen_id") || change_of(c, "sex") || change_of(c, "birth"))) {
        citizen_id_split(number, sex, birth);
        r = agree(c, "sex", sex, e);
        if (r == ERR_NONE)
            r = agree(c, "birth", birth, e);
    }
    if (r == ERR_NONE && (*state == '\0' || strcmp(state, LIVES_HERE) == 0) && *record_get(c->after, "left_on") != '\0')
        r = error_set(e, ERR_INVALID, "left_on",
                      _("Who lives here has not left: empty this field, or change the state."));
    return r;
}
