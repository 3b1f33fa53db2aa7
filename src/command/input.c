/* Records given to add and change, and showing them. */
#include "input.h"

#include "call.h"
#include "json_input.h"
#include "link.h"
#include "output.h"

#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"

#include <inttypes.h>
#include <string.h>

struct batch {
    bool array; /* an array came in, so an array is reported */
    size_t count;
    struct record **records;
};

static void batch_new(struct call *call, size_t count, struct batch *batch)
{
    batch->count = count;
    batch->records = pool_new_piece(call->pool, count + 1, sizeof(struct record *));
    for (size_t i = 0; i < count; i++) {
        batch->records[i] = record_new();
    }
}

static void batch_free(struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        record_free(&batch->records[i]);
    }
}

static bool has_field_options(const struct call *call)
{
    for (size_t i = 0; i < call->option_count; i++) {
        if (table_field(call->table, call->options[i].name)) {
            return true;
        }
    }
    return false;
}

static enum err resolve_links(struct call *call, struct record *record, struct error *e)
{
    for (size_t i = 0; i < call->table->count; i++) {
        enum err r = link_resolve(call, &call->table->fields[i], record, e);
        if (r) {
            return r;
        }
    }
    return ERR_NONE;
}

enum err input_options(struct call *call, struct record *record, struct error *e)
{
    for (size_t i = 0; i < call->option_count; i++) {
        const struct option *option = &call->options[i];
        if (table_field(call->table, option->name) || strcmp(option->name, "version") == 0) {
            record_set(record, option->name, option->value);
        }
    }
    return resolve_links(call, record, e);
}

/* Says which row of an array is at fault. */
static enum err name_row(const struct batch *batch, size_t row, struct error *e)
{
    struct error fault = *e;

    return batch->array ? error_set(e, fault.code, fault.field, _("Row %zu: %s"), row + 1, fault.text) : fault.code;
}

static enum err batch_of_json(struct call *call, struct batch *batch, struct error *e)
{
    json_t *json = NULL;
    enum err r = json_input(call->io->in, &json, e);

    if (r) {
        return r;
    }
    batch->array = json_is_array(json);
    batch_new(call, batch->array ? json_array_size(json) : 1, batch);
    for (size_t i = 0; i < batch->count && !r; i++) {
        r = json_record(call->table, batch->array ? json_array_get(json, i) : json, batch->records[i], e);
        r = r ? r : resolve_links(call, batch->records[i], e);
        r = r ? name_row(batch, i, e) : ERR_NONE;
    }
    json_decref(json);
    return r;
}

static enum err batch_read(struct call *call, struct batch *batch, struct error *e)
{
    if (call->json && !has_field_options(call)) {
        return batch_of_json(call, batch, e);
    }
    batch_new(call, 1, batch);
    return input_options(call, batch->records[0], e);
}

static void overlay(struct record *record, const struct record *given)
{
    for (size_t i = 0; i < record_count(given); i++) {
        record_set(record, record_name(given, i), record_value(given, i));
    }
}

/* Replaces every record by a new row's defaults with what was given laid over them. */
static enum err batch_start(struct call *call, const struct saver *saver, struct batch *batch, struct error *e)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct record *record = record_new();
        enum err r = ERR_NONE;
        if (saver->start) {
            r = saver->start(call, batch->records[i], record, e);
        } else {
            record_defaults(record, call->table);
        }
        overlay(record, batch->records[i]);
        record_free(&batch->records[i]);
        batch->records[i] = record;
        if (r) {
            return name_row(batch, i, e);
        }
    }
    return ERR_NONE;
}

static json_t *json_of_fault(size_t row, const struct error *fault)
{
    return json_pack("{s:I, s:s, s:s, s:s}", "row", (json_int_t)row + 1, "error", error_name(fault->code), "message",
                     fault->text, "field", fault->field);
}

/* Reports every faulty row; the first fault is in *e. */
static enum err batch_check(struct call *call, const struct batch *batch, struct error *e)
{
    enum err first = ERR_NONE;
    json_t *faults = json_array();

    for (size_t i = 0; i < batch->count; i++) {
        struct error fault = {0};
        struct record *copy = record_copy(batch->records[i]);
        enum err r = check_record(call->table, copy, NULL, NULL, &fault);
        if (r) {
            json_array_append_new(faults, json_of_fault(i, &fault));
            *e = first ? *e : fault;
            first = first ? first : r;
        }
        record_free(&copy);
    }
    if (first) {
        print_json_list(call, faults, (int64_t)batch->count);
    } else {
        json_decref(faults);
    }
    return first;
}

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

static enum err add_array(struct call *call, const struct saver *saver, struct batch *batch, struct error *e)
{
    json_t *list = json_array();
    enum err first = ERR_NONE;

    for (size_t i = 0; i < batch->count; i++) {
        struct error fault = {0};
        struct record *saved = record_new();
        enum err r = add_one(call, saver, batch->records[i], saved, &fault);
        json_array_append_new(list, r ? json_of_fault(i, &fault) : json_of_record(call->table, saved));
        *e = r && !first ? fault : *e;
        first = first ? first : r;
        record_free(&saved);
    }
    print_json_list(call, list, (int64_t)batch->count);
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
        print_json(call, json_of_record(call->table, saved));
    } else if (!r) {
        print_done(call, _("%s %s is saved."), table_label(call->table), name_of(saved));
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
        r = batch_check(call, &batch, e);
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
        overlay(record, batch.records[0]);
        id = record_int(record, "id");
        r = saver->change(call, id, record, e);
    }
    r = r ? r : read_saved(call, saver, id, saved, e);
    if (!r && call->json) {
        print_json(call, json_of_record(call->table, saved));
    } else if (!r) {
        print_done(call, _("%s %s is saved."), table_label(call->table), name_of(saved));
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
        print_json(call, json_of_record(call->table, record));
    } else if (!r) {
        print_record(call, call->table, record);
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
