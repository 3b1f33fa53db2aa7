/* One row from what was given to what is kept: the way of a form, a command and an import. */
#include "row_follow.h"
#include "table_inside.h"

#include "wangge/base/i18n.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/work.h"

#include <string.h>

void change_free(struct change *c)
{
    record_free(&c->before);
    record_free(&c->after);
}

static enum err begin(struct change *c, struct record *given, struct error *e)
{
    if (c->id == 0) {
        c->after = record_copy(given);
        return ERR_NONE;
    }
    c->before = record_new();
    enum err r = table_read_full(c->work, c->table, c->id, &c->range, c->before, e);
    table_unmask(c->table, c->before, given);
    c->after = record_copy(c->before);
    for (size_t i = 0; i < record_count(given); i++)
        record_set(c->after, record_name(given, i), record_value(given, i));
    return r;
}

static bool is_same(const struct change *c)
{
    for (size_t i = 0; i < c->table->count; i++) {
        const struct field *field = &c->table->fields[i];
        if (field->type != FIELD_COMPUTED &&
            strcmp(record_get(c->before, field->name), record_get(c->after, field->name)) != 0)
            return false;
    }
    return true;
}

static enum err store(struct change *c, struct error *e)
{
    struct db *db = c->work->db;
    int64_t by = c->work->actor.user;
    struct span_cause cause = {.how = c->before == NULL ? "register" : "change"};
    enum err r = c->before == NULL ? store_add(db, c->table, c->after, by, &c->id, e)
                                   : store_change(db, c->table, c->id, c->after, by, e);
    if (r == ERR_CONFLICT)
        r = table_name_conflict(c, e);
    if (r == ERR_NONE)
        r = rules_done(c, e);
    return r == ERR_NONE
               ? row_follow(c->work, c->table, c->id, c->before, c->after, c->cause == NULL ? &cause : c->cause, e)
               : r;
}

/* A retired code may stay where it is. */
static enum err refuse_retired(const struct change *c, struct error *e)
{
    for (size_t i = 0; i < c->table->count; i++) {
        const struct field *field = &c->table->fields[i];
        const char *now = record_get(c->after, field->name);
        bool coded = field->type == FIELD_CODE || field->type == FIELD_CODES;
        if (!coded || *now == '\0' || (c->before != NULL && strcmp(record_get(c->before, field->name), now) == 0))
            continue;
        const struct code *old = code_retired(code_list(field->codes), now);
        if (old != NULL)
            return error_set(e, ERR_INVALID, field->name, _("%s: \"%s\" is not used any more; choose another."),
                             field_label(field), code_text(field->codes, old->code));
    }
    return ERR_NONE;
}

enum err table_save(struct change *c, struct record *given, bool skip_same, enum put *what, struct error *e)
{
    enum err r = begin(c, given, e);

    *what = c->id == 0 ? PUT_ADD : PUT_CHANGE;
    if (r == ERR_NONE)
        r = register_person(c, e);
    if (r == ERR_NONE)
        r = rules_fill(c, e);
    if (r == ERR_NONE)
        r = table_place(c, e);
    if (r == ERR_NONE)
        r = check_record(c->table, c->after, NULL, NULL, e);
    if (r == ERR_NONE)
        r = refuse_retired(c, e);
    if (r == ERR_NONE)
        r = rules_check(c, e);
    if (r == ERR_NONE && skip_same && c->before != NULL && is_same(c))
        *what = PUT_SAME;
    else if (r == ERR_NONE && !c->dry)
        r = store(c, e);
    return r;
}
