#include "record_row.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/work.h"

#include <stdio.h>

/* Kept by the program in every table, and needed to change a row. */
static const char *const kept[] = {"id", "version"};

void record_of_row(struct record *record, const struct table *table, const struct rows *rows, size_t row)
{
    struct record *all = record_new();
    record_from_row(all, table, rows, row);
    for (size_t i = 0; i < table->count; i++)
        if (record_has(all, table->fields[i].name))
            record_set(record, table->fields[i].name, record_get(all, table->fields[i].name));
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        record_set(record, kept[i], record_get(all, kept[i]));
    record_free(&all);
}

void record_fill(struct record *record, const struct table *table, const struct rows *rows, size_t row)
{
    struct record *old = record_new();
    record_from_row(old, table, rows, row);
    for (size_t i = 0; i < table->count; i++)
        if (!record_has(record, table->fields[i].name) || table->fields[i].read_only)
            record_set(record, table->fields[i].name, record_get(old, table->fields[i].name));
    record_free(&old);
}

enum err number_of_day(struct db *db, const char *prefix, char *out, size_t room, struct error *e)
{
    char sequence[32];
    int year = 0, month = 0, day = 0;
    int64_t number = 0;

    date_split(day_of(clock_now()), &year, &month, &day);
    snprintf(sequence, sizeof sequence, "%s-%04d%02d%02d", prefix, year, month, day);
    enum err r = db_next(db, sequence, &number, e);
    snprintf(out, room, "%s-%04lld", sequence, (long long)number);
    return r;
}

enum err history_write(struct work *work, const char *kind, int64_t id, int64_t version, const struct record *record,
                       struct error *e)
{
    struct buffer text = {0};
    record_write(record, &text);
    enum err r = db_execute(work->db, "history.add",
                            BINDS(BIND_TEXT("kind", kind), BIND_INT("object", id), BIND_INT("version", version),
                                  BIND_INT("by", work->actor.user), BIND_INT("at", clock_now()),
                                  BIND_TEXT("record", buffer_text(&text))),
                            NULL, e);
    buffer_free(&text);
    return r;
}

enum err record_check(const struct table *table, struct record *record, const struct error *own,
                      void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    enum err r = check_record(table, record, on_fault, to, e);
    if (own == NULL)
        return r;
    if (on_fault != NULL)
        on_fault(to, own);
    if (r != ERR_NONE)
        return r;
    *e = *own;
    return own->code;
}

enum err saved_meanwhile(const struct rows *row, struct error *e)
{
    return error_set(e, ERR_CONFLICT, NULL, _("Somebody saved %s in the meantime."), rows_text(row, 0, "no"));
}

struct bind bind_some(const char *name, int64_t value)
{
    return value == 0 ? BIND_NULL(name) : BIND_INT(name, value);
}
