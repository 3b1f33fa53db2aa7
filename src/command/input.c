/* Saving and showing what a call gives. */
#include "input.h"

#include "batch.h"
#include "call.h"
#include "link.h"
#include "output.h"

#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"

#include <inttypes.h>
#include <string.h>

static enum err read_saved(struct call *call, const struct saver *saver, int64_t id, struct record *out,
                           struct error *e)
{
    char key[24];

    snprintf(key, sizeof key, "%" PRId64, id);
    enum err r = saver->read(call, key, out, e);
    if (!r) {
        link_names(call, out);
    }
    return r;
}

static enum err add_one(struct call *call, const struct saver *saver, struct record *record, struct record *saved,
                        struct error *e)
{
    int64_t id = 0;
    enum err r = saver->add(call, record, &id, e);

    return r ? r : read_saved(call, saver, id, saved, e);
}

static enum err json_of_saved(struct call *call, const struct saver *saver, const struct record *saved, json_t **out,
                              struct error *e)
{
    *out = json_of_record(call->table, saved);
    return saver->beside ? saver->beside(call, saved, *out, e) : ERR_NONE;
}

static enum err print_saved(struct call *call, const struct saver *saver, const struct record *saved, struct error *e)
{
    json_t *object = NULL;
    enum err r = json_of_saved(call, saver, saved, &object, e);

    print_json(call, object);
    return r;
}

static enum err add_array(struct call *call, const struct saver *saver, struct batch *batch, struct error *e)
{
    json_t *list = json_array();
    enum err first = ERR_NONE;

    for (size_t i = 0; i < batch->count; i++) {
        struct error fault = {0};
        struct record *saved = record_new();
        json_t *object = NULL;
        enum err r = add_one(call, saver, batch->records[i], saved, &fault);
        r = r ? r : json_of_saved(call, saver, saved, &object, &fault);
        json_array_append_new(list, object ? object : json_of_fault(i, &fault));
        *e = r && !first ? fault : *e;
        first = first ? first : r;
        record_free(&saved);
    }
    if (call->json) {
        print_json_list(call, list, (int64_t)batch->count);
    } else {
        json_decref(list);
    }
    return first;
}

/* What people call the row by: its number, else its login, else its id. */
static const char *name_of(const struct record *record)
{
    const char *no = record_get(record, "no");
    const char *login = record_get(record, "login");

    return *no ? no : *login ? login : record_get(record, "id");
}

static enum err add_single(struct call *call, const struct saver *saver, struct record *record, struct error *e)
{
    struct record *saved = record_new();
    enum err r = add_one(call, saver, record, saved, e);

    if (!r && call->json) {
        r = print_saved(call, saver, saved, e);
    } else if (!r) {
        print_done(call, _("%s %s is saved."), table_label(call->table), name_of(saved));
        r = saver->beside ? saver->beside(call, saved, NULL, e) : ERR_NONE;
    }
    record_free(&saved);
    return r;
}

enum err input_add(struct call *call, const struct saver *saver, struct error *e)
{
    struct batch batch = {0};
    enum err r = batch_read(call, &batch, e);

    r = r ? r : batch_start(call, saver, &batch, e);
    if (!r && batch.array) {
        r = batch_check(call, saver, &batch, e);
        r = r ? r : add_array(call, saver, &batch, e);
    } else if (!r) {
        r = add_single(call, saver, batch.records[0], e);
    }
    batch_free(&batch);
    return r;
}

enum err input_change(struct call *call, const struct saver *saver, struct error *e)
{
    struct record *record = record_new(), *saved = record_new();
    struct batch batch = {0};
    int64_t id = 0;
    enum err r = saver->read(call, call_argument(call, 0), record, e);

    r = r ? r : batch_read(call, &batch, e);
    if (!r && batch.array) {
        r = error_set(e, ERR_USAGE, NULL, _("One row is changed at a time: give one object."));
    }
    if (!r) {
        record_overlay(record, batch.records[0]);
        id = record_int(record, "id");
        r = saver->change(call, id, record, e);
    }
    r = r ? r : read_saved(call, saver, id, saved, e);
    if (!r && call->json) {
        r = print_saved(call, saver, saved, e);
    } else if (!r) {
        print_done(call, _("%s %s is saved."), table_label(call->table), name_of(saved));
        r = saver->beside ? saver->beside(call, saved, NULL, e) : ERR_NONE;
    }
    batch_free(&batch);
    record_free(&record);
    record_free(&saved);
    return r;
}

enum err input_show(struct call *call, const struct saver *saver, const char *key, struct error *e)
{
    struct record *record = record_new();
    enum err r = saver->read(call, key, record, e);

    if (!r) {
        link_names(call, record);
    }
    if (!r && call->json) {
        r = print_saved(call, saver, record, e);
    } else if (!r) {
        print_record(call, call->table, record);
        r = saver->beside ? saver->beside(call, record, NULL, e) : ERR_NONE;
    }
    record_free(&record);
    return r;
}

static enum err add_where(struct call *call, struct list_query *query, const char *where, struct error *e)
{
    const char *colon = strchr(where, ':');

    if (!colon) {
        return error_set(e, ERR_USAGE, "where", _("A filter is written --where=FIELD:VALUE."));
    }
    const char *name = pool_text_n(call->pool, where, (size_t)(colon - where));
    const struct field *field = table_field(call->table, name);
    const char *value = colon + 1;
    enum err r = ERR_NONE;
    struct record *record = record_new();

    if (field && field->type == FIELD_LINK) {
        record_set(record, name, value);
        r = link_resolve(call, field, record, e);
        value = record_get(record, name);
    }
    r = r ? r : list_add_filter(query, call->table, name, value, e);
    record_free(&record);
    return r;
}

enum err input_query(struct call *call, struct list_query *query, struct error *e)
{
    const char *search = call_option(call, "search");
    const char *sort = call_option(call, "sort");
    enum err r = ERR_NONE;

    *query = (struct list_query){0};
    for (size_t i = 0; i < call->option_count && !r; i++) {
        if (strcmp(call->options[i].name, "where") == 0) {
            r = add_where(call, query, call->options[i].value, e);
        }
    }
    if (search && !text_copy(query->search, sizeof query->search, search)) {
        r = r ? r : error_set(e, ERR_USAGE, "search", _("The text to search for is too long."));
    }
    if (sort && !r) {
        const char *name = *sort == '-' ? sort + 1 : sort;
        text_copy(query->sort, sizeof query->sort, sort);
        if (!call->table || !table_field(call->table, name)) {
            r = error_set(e, ERR_USAGE, "sort", _("There is no field \"%s\"."), name);
        }
    }
    r = r ? r : call_number(call, "limit", &query->limit, e);
    return r ? r : call_number(call, "after", &query->after, e);
}
