/* The records that a call gives. */
#include "batch.h"

#include "call.h"
#include "input.h"
#include "json_input.h"
#include "link.h"
#include "output.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"

#include <string.h>

static void batch_new(struct call *call, size_t count, struct batch *batch)
{
    batch->count = count;
    batch->records = pool_new_piece(call->pool, count + 1, sizeof(struct record *));
    for (size_t i = 0; i < count; i++) {
        batch->records[i] = record_new();
    }
}

void batch_free(struct batch *batch)
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

enum err batch_read(struct call *call, struct batch *batch, struct error *e)
{
    if (call->json && !has_field_options(call)) {
        return batch_of_json(call, batch, e);
    }
    batch_new(call, 1, batch);
    return input_options(call, batch->records[0], e);
}

void record_overlay(struct record *record, const struct record *given)
{
    for (size_t i = 0; i < record_count(given); i++) {
        record_set(record, record_name(given, i), record_value(given, i));
    }
}

enum err batch_start(struct call *call, const struct saver *saver, struct batch *batch, struct error *e)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct record *record = record_new();
        enum err r = ERR_NONE;
        if (saver->start) {
            r = saver->start(call, batch->records[i], record, e);
        } else {
            record_defaults(record, call->table);
        }
        if (saver->named && call_argument(call, 0)) {
            record_set(record, saver->named, call_argument(call, 0));
        }
        record_overlay(record, batch->records[i]);
        record_free(&batch->records[i]);
        batch->records[i] = record;
        if (r) {
            return name_row(batch, i, e);
        }
    }
    return ERR_NONE;
}

json_t *json_of_fault(size_t row, const struct error *fault)
{
    return json_pack("{s:I, s:s, s:s, s:s}", "row", (json_int_t)row + 1, "error", error_name(fault->code), "message",
                     fault->text, "field", fault->field);
}

/* A faulty row, for a person. */
static void note_fault(struct call *call, size_t row, const struct error *fault)
{
    if (!call->json) {
        print_note(call, _("Row %zu: %s"), row + 1, fault->text);
        fputc('\n', call->io->err);
    }
}

enum err batch_check(struct call *call, const struct saver *saver, const struct batch *batch, struct error *e)
{
    enum err first = ERR_NONE;
    size_t first_row = 0;
    json_t *faults = json_array();

    for (size_t i = 0; i < batch->count; i++) {
        struct error fault = {0};
        struct record *copy = record_copy(batch->records[i]);
        enum err r =
            saver->check ? saver->check(call, copy, &fault) : check_record(call->table, copy, NULL, NULL, &fault);
        if (r) {
            json_array_append_new(faults, json_of_fault(i, &fault));
            note_fault(call, i, &fault);
        }
        if (r && !first) {
            first = r;
            first_row = i;
            *e = fault;
        }
        record_free(&copy);
    }
    if (first && call->json) {
        print_json_list(call, faults, (int64_t)batch->count);
    } else {
        json_decref(faults);
    }
    return first ? name_row(batch, first_row, e) : ERR_NONE;
}
