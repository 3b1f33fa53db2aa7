/* The form of one item of a scheme: what is measured, how much it weighs. */
#include "desk.h"
#include "rows.h"
#include "scheme.h"
#include "screens.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define POSITIONS 100 /* a draft's object is scheme * POSITIONS + position */
#define NO_ITEM   ((size_t)-1)

struct item_form {
    struct desk desk;
    int64_t scheme;
    char subject[16];
    char item[24];     /* its code; "" of a new one. A draft knows its own, wherever the item stands by now */
    char formula[128]; /* as it was before it was changed last: its shares stay when others are picked */
    char was[160];     /* formula and target as the form read them */
    double others;     /* weight of the other items */
};

static size_t find_item(const struct scheme *scheme, const char *item)
{
    for (size_t i = 0; i < scheme->count; i++)
        if (strcmp(scheme->items[i].item, item) == 0)
            return i;
    return NO_ITEM;
}

/* As it was when the form read it. */
static const char *print_of(struct pool *pool, const struct scheme_item *item)
{
    return pool_format(pool, "%s|%g|%g|%s|%s|%s|%s", item->formula, item->weight, item->target, item->label_zh,
                       item->label_en, item->help_zh, item->help_en);
}

static void to_record(struct pool *pool, const struct scheme_item *item, struct record *out)
{
    record_set(out, "item", item->item);
    record_set(out, "formula", item->formula);
    record_set(out, "weight", pool_format(pool, "%g", item->weight));
    record_set(out, "target", scheme_target_words(pool, item->formula, item->target));
    record_set(out, "label_zh", item->label_zh);
    record_set(out, "label_en", item->label_en);
    record_set(out, "help_zh", item->help_zh);
    record_set(out, "help_en", item->help_en);
    record_set(out, "version", print_of(pool, item));
}

static enum err theirs(void *to, struct record *out, struct error *e)
{
    struct item_form *form = to;
    struct scheme scheme = {0};
    struct pool *pool = pool_new();
    enum err r = scheme_read(form->desk.work, pool, form->scheme, &scheme, e);
    size_t i = r == ERR_NONE ? find_item(&scheme, form->item) : NO_ITEM;
    if (r == ERR_NONE && i == NO_ITEM)
        r = error_set(e, ERR_NOT_FOUND, NULL, "%s", _("The item has been taken out of the scheme meanwhile."));
    if (r == ERR_NONE)
        to_record(pool, &scheme.items[i], out);
    pool_free(&pool);
    return r;
}

/* --- the formula --- */

static bool choices(void *to, const struct record *record, const struct field *field, const char *typed,
                    struct pool *pool, struct rows *out)
{
    static const char *const names[] = {"id", "text", "detail"};
    struct item_form *form = to;
    struct measure measure;
    size_t n = 0;
    if (strcmp(field->name, "formula") != 0)
        return desk_choices(to, record, field, typed, pool, out);
    rows_make(pool, out, measure_count(), COUNT_OF(names), names);
    for (size_t i = 0; i < measure_count(); i++) {
        const struct measure at = measure_at(i);
        if (!measure_find(at.name, form->subject, &measure) ||
            (!text_contains(at.label, typed) && !text_contains(at.name, typed) && !text_contains(at.help, typed)))
            continue;
        rows_put(out, n, 0, at.name);
        rows_put(out, n, 1, at.label);
        rows_put(out, n++, 2, at.help);
    }
    out->count = n;
    return true;
}

/* The measures that the formula has are marked in the list. */
static bool marked(void *to, const struct field *field, const char *text, struct buffer *out)
{
    struct formula formula;
    (void)to;
    if (strcmp(field->name, "formula") != 0)
        return false;
    if (formula_parse(text, &formula))
        for (size_t i = 0; i < formula.count; i++)
            buffer_format(out, "%s%s", i > 0 ? "," : "", formula.parts[i].measure);
    return true;
}

static double share_of(const struct formula *formula, const char *measure)
{
    for (size_t i = 0; i < formula->count; i++)
        if (strcmp(formula->parts[i].measure, measure) == 0)
            return formula->parts[i].factor;
    return 0;
}

/* Picked measures, parted by commas, as a formula: with the shares that they had, or in equal parts. */
static void put_together(const char *before, const char *picked, struct buffer *out)
{
    static const double equal[] = {1, 1, 0.5, 0.34};
    struct formula old, is = {0};
    bool had_all = formula_parse(before, &old);
    char *list = mem_text(picked), *rest = list;
    for (char *one; (one = strsep(&rest, ",")) != NULL && is.count < SCHEME_PARTS;) {
        struct formula_part *part = &is.parts[is.count++];
        text_copy(part->measure, sizeof part->measure, text_trim(one));
        part->factor = share_of(&old, part->measure);
        had_all = had_all && part->factor > 0;
    }
    for (size_t i = 0; i < is.count; i++) {
        double share = had_all ? is.parts[i].factor : i == 2 ? 1 - 2 * equal[is.count] : equal[is.count];
        buffer_format(out, "%s%s", i > 0 ? "+" : "", is.parts[i].measure);
        if (is.count > 1)
            buffer_format(out, "*%g", share);
    }
    if (rest != NULL)
        buffer_format(out, "+%s", rest);
    mem_free(list);
}

static void changed(void *to, struct ui_form *ui_form, const struct field *field, struct record *record)
{
    struct item_form *form = to;
    const char *text = record_get(record, "formula");
    (void)ui_form;
    if (strcmp(field->name, "formula") != 0)
        return;
    if (strchr(text, ',') != NULL) {
        struct buffer formula = {0};
        put_together(form->formula, text, &formula);
        record_set(record, "formula", buffer_text(&formula));
        buffer_free(&formula);
    }
    text_copy(form->formula, sizeof form->formula, record_get(record, "formula"));
}

static void formula_and_target(const struct record *record, char *out, size_t room)
{
    snprintf(out, room, "%s|%s", record_get(record, "formula"), record_get(record, "target"));
}

/* Words of its own may tell of a formula or a target that is another now. */
static bool words_may_lie(const struct item_form *form, const struct record *record)
{
    char is[sizeof form->was];
    formula_and_target(record, is, sizeof is);
    return strcmp(is, form->was) != 0 &&
           (*record_get(record, "help_zh") != '\0' || *record_get(record, "help_en") != '\0');
}

/* What is measured, and what all weights come to. */
static void preview(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                    size_t most)
{
    struct item_form *form = to;
    const struct scheme_item item = {
        .formula = record_get(record, "formula"), .label_en = "", .label_zh = "", .help_en = "", .help_zh = ""};
    double weight = 0;
    *count = 0;
    if (*item.formula != '\0')
        desk_say(&form->desk, pool,
                 pool_format(pool, "%s: %s", scheme_formula_words(pool, item.formula), scheme_item_help(pool, &item)),
                 lines, count, most);
    if (scheme_number(record_get(record, "weight"), &weight))
        desk_say(&form->desk, pool, pool_format(pool, _("All weights together: %g"), form->others + weight), lines,
                 count, most);
    if (words_may_lie(form, record))
        desk_say(&form->desk, pool, _("Whoever is judged reads the meaning: does it still fit? (Empty: the measure's)"),
                 lines, count, most);
}

/* --- saving --- */

/* A new item is called after its first measure. */
static const char *new_code(struct pool *pool, const struct scheme *scheme, const char *formula)
{
    struct formula parts;
    const char *name = formula_parse(formula, &parts) && parts.count > 0 ? parts.parts[0].measure : "item";
    const char *code = pool_text(pool, name);
    for (int n = 2; find_item(scheme, code) != NO_ITEM; n++)
        code = pool_format(pool, "%.20s%d", name, n);
    return code;
}

struct saving {
    const struct item_form *form;
    const struct record *record;
};

static enum err fill(const struct record *record, struct scheme_item *item, struct error *e)
{
    const char *target = record_get(record, "target");
    if (!scheme_number(record_get(record, "weight"), &item->weight))
        return error_set(e, ERR_INVALID, "weight", _("\"%s\" is no number."), record_get(record, "weight"));
    if (!scheme_number(target, &item->target))
        return error_set(e, ERR_INVALID, "target", _("\"%s\" is no target: 85%% of a share, 20 of an amount."), target);
    item->formula = record_get(record, "formula");
    if (!scheme_is_amount(item->formula) && item->target > 1)
        return error_set(e, ERR_INVALID, "target", "%s", _("The target of a share is at most 100%."));
    item->label_zh = record_get(record, "label_zh");
    item->label_en = record_get(record, "label_en");
    item->help_zh = record_get(record, "help_zh");
    item->help_en = record_get(record, "help_en");
    return ERR_NONE;
}

static enum err edit(void *to, struct pool *pool, struct scheme *scheme, struct error *e)
{
    const struct saving *saving = to;
    const char *code = saving->form->item;
    size_t i = *code == '\0' ? scheme->count : find_item(scheme, code);
    if (i == NO_ITEM)
        return error_set(e, ERR_NOT_FOUND, NULL, "%s", _("The item has been taken out of the scheme meanwhile."));
    if (i == SCHEME_ITEMS)
        return error_set(e, ERR_INVALID, "items", _("A scheme has 1 to %d items."), SCHEME_ITEMS);
    struct scheme_item *item = &scheme->items[i];
    if (i < scheme->count && strcmp(print_of(pool, item), record_get(saving->record, "version")) != 0)
        return error_set(e, ERR_CONFLICT, NULL, "%s", _("Somebody else has changed it meanwhile."));
    if (i == scheme->count) {
        item->item = new_code(pool, scheme, record_get(saving->record, "formula"));
        scheme->count++;
    }
    return fill(saving->record, item, e);
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct item_form *form = to;
    struct saving saving = {form, record};
    text_copy(form->item, sizeof form->item, record_get(record, "item"));
    char *print = mem_text(record_get(record, "version"));
    record_remove(record, "version");
    enum err r = check_record(form->desk.table, record, on_fault, ui_form, e);
    record_set(record, "version", print);
    mem_free(print);
    return r == ERR_NONE ? scheme_change(form->desk.work, form->scheme, edit, &saving, e) : r;
}

/* --- the form --- */

static enum err start(struct item_form *form, size_t position, struct record *record, struct error *e)
{
    struct scheme scheme = {0};
    struct pool *pool = pool_new();
    enum err r = scheme_read(form->desk.work, pool, form->scheme, &scheme, e);
    if (r == ERR_NONE && position > scheme.count && !form->desk.resume)
        r = error_set(e, ERR_NOT_FOUND, NULL, "%s", _("The item has been taken out of the scheme meanwhile."));
    if (r == ERR_NONE) {
        text_copy(form->subject, sizeof form->subject, scheme.subject);
        form->others = scheme_weights(&scheme);
    }
    if (r == ERR_NONE && position > 0 && position <= scheme.count) {
        const struct scheme_item *item = &scheme.items[position - 1];
        to_record(pool, item, record);
        text_copy(form->item, sizeof form->item, item->item);
        text_copy(form->formula, sizeof form->formula, item->formula);
        form->others -= item->weight;
        formula_and_target(record, form->was, sizeof form->was);
    }
    pool_free(&pool);
    return r;
}

static void run(struct ui *ui, struct work *work, int64_t id, size_t position, bool resume)
{
    static const struct ui_form_ops ops = {
        .choices = choices,
        .marked = marked,
        .show = desk_show,
        .changed = changed,
        .save = save,
        .theirs = theirs,
        .draft = desk_draft,
        .discard = desk_discard,
        .preview = preview,
    };
    struct item_form form = {
        .desk = {.ui = ui,
                 .work = work,
                 .table = table_find("scheme_item"),
                 .form = "scheme_item",
                 .object = id * POSITIONS + (int64_t)position,
                 .title_field = "formula",
                 .single = true,
                 .resume = resume},
        .scheme = id
    };
    struct record *record = record_new();
    struct error e = {0};
    if (start(&form, position, record, &e) != ERR_NONE)
        ui_error(ui, &e);
    else if (desk_run(&form, position == 0 ? _("New item of the scheme") : _("Item of the scheme"), &ops, record,
                      NULL) >= FORM_SAVED)
        ui_note(ui, "%s", _("The item is saved"));
    record_free(&record);
    desk_end(&form.desk);
}

void scheme_item_form(struct ui *ui, struct work *work, int64_t id, size_t position)
{
    run(ui, work, id, position, false);
}

void scheme_item_resume(struct ui *ui, struct work *work, int64_t object)
{
    run(ui, work, object / POSITIONS, (size_t)(object % POSITIONS), true);
}

/* --- taking out --- */

static enum err take_out(void *to, struct pool *pool, struct scheme *scheme, struct error *e)
{
    const char *code = to;
    size_t i = find_item(scheme, code), kept = 0;
    (void)pool;
    if (i == NO_ITEM)
        return error_set(e, ERR_NOT_FOUND, NULL, "%s", _("The item has been taken out of the scheme meanwhile."));
    for (size_t k = i + 1; k < scheme->count; k++)
        scheme->items[k - 1] = scheme->items[k];
    scheme->count--;
    for (size_t k = 0; k < scheme->target_count; k++)
        if (strcmp(scheme->targets[k].item, code) != 0)
            scheme->targets[kept++] = scheme->targets[k];
    scheme->target_count = kept;
    return ERR_NONE;
}

void scheme_remove_item(struct ui *ui, struct work *work, const struct scheme *scheme, size_t position)
{
    const struct scheme_item *item = &scheme->items[position - 1];
    char code[24];
    struct error e = {0};
    text_copy(code, sizeof code, item->item);
    if (!ui_confirm(ui, _("Take %s out of the scheme, with its targets by colour and size?"), scheme_item_label(item)))
        return;
    if (scheme_change(work, scheme->id, take_out, code, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, "%s", _("The item is out of the scheme"));
}

/* --- order --- */

static enum err one_up(void *to, struct pool *pool, struct scheme *scheme, struct error *e)
{
    const char *code = to;
    size_t i = find_item(scheme, code);
    (void)pool;
    if (i == NO_ITEM)
        return error_set(e, ERR_NOT_FOUND, NULL, "%s", _("The item has been taken out of the scheme meanwhile."));
    if (i > 0) {
        struct scheme_item above = scheme->items[i - 1];
        scheme->items[i - 1] = scheme->items[i];
        scheme->items[i] = above;
    }
    return ERR_NONE;
}

void scheme_raise_item(struct ui *ui, struct work *work, const struct scheme *scheme, size_t position)
{
    char code[24];
    struct error e = {0};
    text_copy(code, sizeof code, scheme->items[position - 1].item);
    if (scheme_change(work, scheme->id, one_up, code, &e) != ERR_NONE)
        ui_error(ui, &e);
}
