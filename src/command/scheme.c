/* The noun "scheme": what the evaluation judges by. */
#include "call.h"
#include "json_input.h"
#include "output.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/area.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/right.h"
#include "wangge/work/scheme.h"

#include <string.h>

static enum err area_of_option(struct call *call, int64_t *area, struct error *e)
{
    const char *text = call_option(call, "area");
    struct rows rows;
    *area = 0;
    if (text == NULL || *text == '\0') {
        return ERR_NONE;
    }
    enum err r = area_find(call->work, call->pool, text, &rows, e);
    *area = r ? 0 : rows_int(&rows, 0, "id");
    return r;
}

static enum err run_list(struct call *call, struct error *e)
{
    static const struct column columns[] = {
        {.name = "id",                   .label = N_("id"), .right = true},
        {.name = "subject",                 .label = N_("of whom"), .codes = "evaluation_subject"},
        {.name = "name",              .label = N_("name")},
        {.name = "area_name", .label = N_("area")},
        {.name = "from_month",                 .label = N_("from month")},
        {.name = "version",                              .label = N_("version"), .right = true},
        {.name = "items",           .label = N_("items"), .right = true},
        {.name = "used",           .label = N_("used"), .right = true},
        {.name = NULL                             },
    };
    struct rows rows;
    enum err r = scheme_list(call->work, call->pool, call_option(call, "subject"), &rows, e);
    if (!r) {
        print_plain_list(call, &rows, columns);
    }
    return r;
}

static json_t *json_of_scheme_item(const struct scheme_item *item)
{
    return json_pack("{s:s, s:s, s:f, s:f, s:s, s:s, s:s, s:s}", "item", item->item, "formula", item->formula, "weight",
                     item->weight, "target", item->target, "label_en", item->label_en, "label_zh", item->label_zh,
                     "help_en", item->help_en, "help_zh", item->help_zh);
}

static json_t *json_of_scheme(const struct scheme *scheme)
{
    json_t *items = json_array(), *targets = json_array();
    for (size_t i = 0; i < scheme->count; i++) {
        json_array_append_new(items, json_of_scheme_item(&scheme->items[i]));
    }
    for (size_t i = 0; i < scheme->target_count; i++) {
        const struct scheme_target *target = &scheme->targets[i];
        json_array_append_new(targets, json_pack("{s:s, s:s, s:I, s:f}", "item", target->item, "grade", target->grade,
                                                 "households_from", (json_int_t)target->households_from, "target",
                                                 target->target));
    }
    return json_pack("{s:I, s:s, s:s, s:o, s:s, s:s, s:i, s:f, s:i, s:b, s:o, s:o}", "id", (json_int_t)scheme->id,
                     "name", scheme->name, "subject", scheme->subject, "area",
                     scheme->area == 0 ? json_null() : json_integer(scheme->area), "area_name", scheme->area_name,
                     "from_month", scheme->from_month, "version", scheme->version, "cap", scheme->cap, "least_days",
                     scheme->least_days, "used", scheme->used, "items", items, "targets", targets);
}

static void print_items(struct call *call, const struct scheme *scheme)
{
    const struct column columns[] = {
        {.label = _("item")  },
        {.label = _("label") },
        {.label = _("weight"), .right = true},
        {.label = _("target"),                    .right = true},
        {.label = _("formula")},
    };
    const size_t n = COUNT_OF(columns);
    const char **cells = pool_new_piece(call->pool, n * scheme->count + 1, sizeof *cells);
    for (size_t i = 0; i < scheme->count; i++) {
        const struct scheme_item *item = &scheme->items[i];
        const char **row = cells + i * n;
        row[0] = item->item;
        row[1] = i18n_language() == LANGUAGE_ZH ? item->label_zh : item->label_en;
        row[2] = pool_format(call->pool, "%g", item->weight);
        row[3] = item->target > 0 ? pool_format(call->pool, "%g", item->target) : "-";
        row[4] = item->formula;
    }
    print_cells(call, columns, n, cells, scheme->count);
}

static void print_scheme(struct call *call, const struct scheme *scheme)
{
    if (call->json) {
        print_json(call, json_of_scheme(scheme));
        return;
    }
    print_plain(call, _("Scheme %lld, %s: %s, %s, from %s; cap %g, least days %d%s\n\n"), (long long)scheme->id,
                code_text("evaluation_subject", scheme->subject), scheme->name,
                scheme->area == 0 ? _("everywhere") : scheme->area_name,
                *scheme->from_month == '\0' ? _("the beginning") : scheme->from_month, scheme->cap, scheme->least_days,
                scheme->used ? _("; a frozen month was judged by it") : "");
    print_items(call, scheme);
    for (size_t i = 0; i < scheme->target_count; i++) {
        const struct scheme_target *target = &scheme->targets[i];
        print_plain(call, _("%s: %g for grids from %lld households on%s%s\n"), target->item, target->target,
                    (long long)target->households_from, *target->grade == '\0' ? "" : ", ",
                    code_text("grid_grade", target->grade));
    }
}

static enum err show_id(struct call *call, int64_t id, struct error *e)
{
    struct scheme scheme;
    enum err r = scheme_read(call->work, call->pool, id, &scheme, e);
    if (!r) {
        print_scheme(call, &scheme);
    }
    return r;
}

static enum err run_show(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);
    return r ? r : show_id(call, id, e);
}

static enum err run_which(struct call *call, struct error *e)
{
    struct scheme scheme;
    int64_t area = 0;
    const char *subject = call_option(call, "subject");
    enum err r = area_of_option(call, &area, e);
    r = r ? r
          : scheme_of(call->work, call->pool, call_argument(call, 0), subject ? subject : "grid_leader", area, &scheme,
                      e);
    if (!r) {
        print_scheme(call, &scheme);
    }
    return r;
}

static enum err run_copy(struct call *call, struct error *e)
{
    int64_t id = 0, area = 0, made = 0;
    const char *from = call_option(call, "from_month");
    enum err r = call_id(call, 0, &id, e);
    r = r ? r : area_of_option(call, &area, e);
    if (!r && from == NULL) {
        r = error_set(e, ERR_USAGE, "from_month", _("From which month on? --from_month=2026-11"));
    }
    r = r ? r : scheme_copy(call->work, id, area, from, call_option(call, "name"), &made, e);
    if (!r) {
        print_done(call, _("Scheme %lld is a copy of %lld."), (long long)made, (long long)id);
    }
    return r || !call->json ? r : show_id(call, made, e);
}

static const char *text_in(struct call *call, const json_t *object, const char *name, const char *absent)
{
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) ? pool_text(call->pool, json_string_value(value)) : absent;
}

static double number_in(const json_t *object, const char *name, double absent)
{
    const json_t *value = json_object_get(object, name);
    return json_is_number(value) ? json_number_value(value) : absent;
}

static enum err items_in(struct call *call, const json_t *object, struct scheme *out, struct error *e)
{
    size_t i;
    json_t *value, *items = json_object_get(object, "items");
    if (items == NULL) {
        return ERR_NONE;
    }
    if (!json_is_array(items) || json_array_size(items) > SCHEME_ITEMS) {
        return error_set(e, ERR_INVALID, "items", _("A scheme has 1 to %d items."), SCHEME_ITEMS);
    }
    out->count = json_array_size(items);
    json_array_foreach(items, i, value)
    {
        out->items[i] = (struct scheme_item){
            .item = text_in(call, value, "item", ""),
            .formula = text_in(call, value, "formula", ""),
            .weight = number_in(value, "weight", 0),
            .target = number_in(value, "target", 0),
            .label_en = text_in(call, value, "label_en", ""),
            .label_zh = text_in(call, value, "label_zh", ""),
            .help_en = text_in(call, value, "help_en", ""),
            .help_zh = text_in(call, value, "help_zh", ""),
        };
    }
    return ERR_NONE;
}

static enum err targets_in(struct call *call, const json_t *object, struct scheme *out, struct error *e)
{
    size_t i;
    json_t *value, *targets = json_object_get(object, "targets");
    if (targets == NULL) {
        return ERR_NONE;
    }
    if (!json_is_array(targets)) {
        return error_set(e, ERR_INVALID, "targets", _("Targets are an array."));
    }
    out->target_count = json_array_size(targets);
    out->targets = pool_new_piece(call->pool, out->target_count + 1, sizeof *out->targets);
    json_array_foreach(targets, i, value)
    {
        out->targets[i] = (struct scheme_target){
            .item = text_in(call, value, "item", ""),
            .grade = text_in(call, value, "grade", ""),
            .households_from = (int64_t)number_in(value, "households_from", 0),
            .target = number_in(value, "target", 0),
        };
    }
    return ERR_NONE;
}

/* What the input does not name stays as it is. */
static enum err run_set(struct call *call, struct error *e)
{
    struct scheme scheme;
    json_t *object = NULL;
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);
    r = r ? r : scheme_read(call->work, call->pool, id, &scheme, e);
    r = r ? r : json_input(call->io->in, &object, e);
    if (!r && !json_is_object(object)) {
        r = error_set(e, ERR_USAGE, NULL, _("One JSON object is needed on the input, as \"scheme show\" prints it."));
    }
    if (!r) {
        scheme.name = text_in(call, object, "name", scheme.name);
        scheme.cap = number_in(object, "cap", scheme.cap);
        scheme.least_days = (int)number_in(object, "least_days", scheme.least_days);
    }
    r = r ? r : items_in(call, object, &scheme, e);
    r = r ? r : targets_in(call, object, &scheme, e);
    r = r ? r : scheme_set(call->work, id, &scheme, e);
    json_decref(object);
    if (!r) {
        print_done(call, _("Scheme %lld is changed."), (long long)id);
    }
    return r || !call->json ? r : show_id(call, id, e);
}

static enum err run_delete(struct call *call, struct error *e)
{
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);
    r = r ? r : scheme_delete(call->work, id, e);
    if (!r && call->json) {
        print_json(call, json_pack("{s:I}", "id", (json_int_t)id));
    } else if (!r) {
        print_done(call, _("Scheme %lld is deleted."), (long long)id);
    }
    return r;
}

static json_t *json_of_sum(const struct evaluation_sum *sum)
{
    return sum->judged ? json_pack("{s:f, s:s, s:i}", "total", sum->total, "grade", sum->grade, "rank", sum->rank)
                       : json_null();
}

static void print_changes(struct call *call, const struct evaluation_change *changes, size_t count)
{
    const struct column columns[] = {
        {.label = _("who"),      .right = false},
        {.label = _("name"),     .right = false},
        {.label = _("area"),     .right = false},
        {.label = _("is"),       .right = true },
        {.label = _("would be"), .right = true },
    };
    const size_t n = COUNT_OF(columns);
    const char **cells = pool_new_piece(call->pool, n * count + 1, sizeof *cells);
    for (size_t i = 0; i < count; i++) {
        const struct evaluation_change *one = &changes[i];
        const char **row = cells + i * n;
        row[0] = one->login;
        row[1] = one->name;
        row[2] = one->area_name;
        row[3] = one->is.judged ? pool_format(call->pool, "%.1f %s", one->is.total, one->is.grade) : "-";
        row[4] = one->would.judged ? pool_format(call->pool, "%.1f %s", one->would.total, one->would.grade) : "-";
    }
    print_cells(call, columns, n, cells, count);
}

static enum err run_try(struct call *call, struct error *e)
{
    struct evaluation_change *changes = NULL;
    size_t count = 0;
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);
    r = r ? r : evaluation_try(call->work, call->pool, call_argument(call, 1), id, &changes, &count, e);
    if (r) {
        return r;
    }
    if (!call->json) {
        print_changes(call, changes, count);
        return r;
    }
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:o, s:o}", "who", changes[i].login, "name",
                                              changes[i].name, "area", changes[i].area_name, "is",
                                              json_of_sum(&changes[i].is), "would", json_of_sum(&changes[i].would)));
    }
    print_json_list(call, rows, (int64_t)count);
    return r;
}

static enum err run_measures(struct call *call, struct error *e)
{
    enum err r = right_need(call->work, "scheme.read", e);
    if (r) {
        return r;
    }
    json_t *rows = json_array();
    for (size_t i = 0; i < measure_count(); i++) {
        const struct measure measure = measure_at(i);
        if (call->json) {
            json_array_append_new(rows, json_pack("{s:s, s:s, s:s, s:s, s:s}", "measure", measure.name, "subject",
                                                  measure.subjects, "kind", measure.amount ? "amount" : "share",
                                                  "label", measure.label, "help", measure.help));
        } else {
            print_plain(call, "%-18s %-18s %s: %s\n", measure.name, measure.subjects, measure.label, measure.help);
        }
    }
    if (call->json) {
        print_json_list(call, rows, (int64_t)measure_count());
    } else {
        json_decref(rows);
    }
    return ERR_NONE;
}

const struct command scheme_commands[] = {
    {.noun = "scheme",
     .verb = "list",
     .usage = "",
     .options = "subject",
     .right = "scheme.read",
     .run = run_list,
     .help = N_("schemes of the evaluation and their versions")},
    {.noun = "scheme",
     .verb = "show",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "scheme.read",
     .run = run_show,
     .help = N_("items, formulas, weights and targets of a scheme")},
    {.noun = "scheme",
     .verb = "which",
     .usage = "MONTH",
     .least = 1,
     .most = 1,
     .options = "subject area",
     .right = "scheme.read",
     .run = run_which,
     .help = N_("the scheme that a month is judged by in an area")},
    {.noun = "scheme",
     .verb = "measures",
     .usage = "",
     .right = "scheme.read",
     .run = run_measures,
     .help = N_("what formulas can be made of")},
    {.noun = "scheme",
     .verb = "try",
     .usage = "ID MONTH",
     .least = 2,
     .most = 2,
     .right = "scheme.read",
     .run = run_try,
     .help = N_("totals of a month as they are, and as they would be under the scheme"),
     .example = "scheme try 6 2026-10"},
    {.noun = "scheme",
     .verb = "copy",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .options = "area from_month name",
     .right = "scheme.write",
     .run = run_copy,
     .help = N_("a copy for an area from a month on, to be changed"),
     .example = "scheme copy 1 --area=321003001 --from_month=2026-11"},
    {.noun = "scheme",
     .verb = "set",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "scheme.write",
     .run = run_set,
     .help = N_("changes a scheme by JSON as show prints it: items, targets, cap, least_days, name")},
    {.noun = "scheme",
     .verb = "delete",
     .usage = "ID",
     .least = 1,
     .most = 1,
     .right = "scheme.write",
     .run = run_delete,
     .help = N_("deletes a scheme that nothing was judged by")},
    {.noun = NULL                                                         },
};
