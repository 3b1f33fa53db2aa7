/* Units with their members, one for each department of accounts.csv, and response templates: units.csv and
 * templates.csv. Nothing is drawn. */
#include "demo.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"

#include <string.h>

static struct demo_department *department_of(struct demo *demo, const char *login)
{
    for (size_t i = 0; i < demo->department_count; i++) {
        if (strcmp(demo->departments[i].login, login) == 0) {
            return &demo->departments[i];
        }
    }
    return NULL;
}

/* One row as it would be typed; a table that a site has turned off has none. */
static enum err write_row(struct demo *demo, const char *name, struct record *record, int64_t id, int64_t by,
                          struct error *e)
{
    const struct table *table = table_find(name);

    if (!table) {
        return ERR_NONE;
    }
    enum err r = check_record(table, record, NULL, NULL, e);
    return r ? r : store_load(demo->db, store_loader(demo->scratch, table), record, id, by, e);
}

static enum err write_unit(struct demo *demo, const struct csv_row *row, struct demo_department *of, struct error *e)
{
    static const char *const taken[] = {"name", "short_name", "kind", "level", "categories"};
    struct record *record = record_new();
    struct buffer duties = {0};

    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        record_set(record, taken[i], csv_cell(demo->units, row, taken[i]));
    }
    for (const char *c = csv_cell(demo->units, row, "duties"); *c; c++) {
        buffer_add_char(&duties, *c == '|' ? '\n' : *c);
    }
    record_set(record, "duties", buffer_text(&duties));
    record_set(record, "head", of->contact.name);
    record_set(record, "phone", of->contact.phone);
    record_set_int(record, "area", of->area);
    of->row = ++demo->last_unit;
    enum err r = write_row(demo, "unit", record, of->row, of->account, e);
    buffer_free(&duties);
    record_free(&record);
    return r;
}

static enum err write_member(struct demo *demo, const struct demo_department *of, struct error *e)
{
    struct record *record = record_new();

    record_set_int(record, "unit", of->row);
    record_set_int(record, "member", of->account);
    record_set(record, "role", "值班");
    record_set_int(record, "area", of->area);
    enum err r = write_row(demo, "unit_member", record, of->row, of->account, e);
    record_free(&record);
    return r;
}

static enum err write_template(struct demo *demo, const struct csv_row *row, const struct demo_department *of,
                               struct error *e)
{
    static const char *const taken[] = {"title", "commands", "category", "text"};
    struct record *record = record_new();

    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        record_set(record, taken[i], csv_cell(demo->templates, row, taken[i]));
    }
    record_set_int(record, "area", of->area);
    enum err r = write_row(demo, "response_template", record, ++demo->last_template, of->account, e);
    record_free(&record);
    return r;
}

enum err demo_units(struct demo *demo, struct error *e)
{
    enum err r = ERR_NONE;

    for (size_t i = 0; i < demo->units->count && !r; i++) {
        const struct csv_row *row = &demo->units->rows[i];
        struct demo_department *of = department_of(demo, csv_cell(demo->units, row, "login"));
        if (of) {
            r = write_unit(demo, row, of, e);
            r = r ? r : write_member(demo, of, e);
        }
    }
    for (size_t i = 0; i < demo->templates->count && demo->department_count > 0 && !r; i++) {
        r = write_template(demo, &demo->templates->rows[i], &demo->departments[0], e);
    }
    pool_reset(demo->scratch);
    return r;
}
