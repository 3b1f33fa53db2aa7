/* The form of another target of an item, by colour and size of the grid. */
#include "desk.h"
#include "scheme.h"
#include "screens.h"

#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/work.h"

#include <string.h>

#define POSITIONS 1000 /* a draft's object is scheme * POSITIONS + position */

struct target_form {
    struct desk desk;
    int64_t scheme;
    size_t position; /* 0: a new one */
    char print[96];  /* of the target as the form, or its draft, began; "" of a new one */
};

static const char *formula_of(const struct scheme *scheme, const char *item)
{
    for (size_t i = 0; i < scheme->count; i++)
        if (strcmp(scheme->items[i].item, item) == 0)
            return scheme->items[i].formula;
    return "";
}

/* As it was when the form read it. */
static const char *print_of(struct pool *pool, const struct scheme_target *target)
{
    return pool_format(pool, "%s|%s|%lld|%g", target->item, target->grade, (long long)target->households_from,
                       target->target);
}

/* The one that a print is of, whatever its target is by now: SIZE_MAX when it is gone. */
static size_t find_target(struct pool *pool, const struct scheme *scheme, const char *print)
{
    const char *end = strrchr(print, '|');
    size_t n = end == NULL ? 0 : (size_t)(end - print) + 1;
    for (size_t i = 0; n > 0 && i < scheme->target_count; i++)
        if (strncmp(print_of(pool, &scheme->targets[i]), print, n) == 0)
            return i;
    return SIZE_MAX;
}

static enum err gone(struct error *e)
{
    return error_set(e, ERR_NOT_FOUND, NULL, "%s", _("The target has been taken out of the scheme meanwhile."));
}

static void to_record(struct pool *pool, const struct scheme *scheme, size_t i, struct record *out)
{
    const struct scheme_target *target = &scheme->targets[i];
    record_set(out, "item", target->item);
    record_set(out, "grade", target->grade);
    record_set_int(out, "households_from", target->households_from);
    record_set(out, "target", scheme_target_words(pool, formula_of(scheme, target->item), target->target));
    record_set(out, "version", print_of(pool, target));
}

static enum err theirs(void *to, struct record *out, struct error *e)
{
    struct target_form *form = to;
    struct scheme scheme = {0};
    struct pool *pool = pool_new();
    enum err r = scheme_read(form->desk.work, pool, form->scheme, &scheme, e);
    size_t i = r == ERR_NONE ? find_target(pool, &scheme, form->print) : SIZE_MAX;
    if (r == ERR_NONE && i == SIZE_MAX)
        r = gone(e);
    if (r == ERR_NONE)
        to_record(pool, &scheme, i, out);
    pool_free(&pool);
    return r;
}

static enum err start(struct target_form *form, struct record *record, struct error *e)
{
    struct scheme scheme = {0};
    struct pool *pool = pool_new();
    enum err r = scheme_read(form->desk.work, pool, form->scheme, &scheme, e);
    if (r == ERR_NONE && form->position > scheme.target_count && !form->desk.resume)
        r = gone(e);
    if (r == ERR_NONE && form->position > 0 && form->position <= scheme.target_count)
        to_record(pool, &scheme, form->position - 1, record);
    pool_free(&pool);
    return r;
}

static enum err edit(void *to, struct pool *pool, struct scheme *scheme, struct error *e)
{
    const struct record *record = to;
    const char *text = record_get(record, "target"), *print = record_get(record, "version");
    size_t i = *print == '\0' ? scheme->target_count : find_target(pool, scheme, print);
    if (i == SIZE_MAX)
        return gone(e);
    if (*print != '\0' && strcmp(print_of(pool, &scheme->targets[i]), print) != 0)
        return error_set(e, ERR_CONFLICT, NULL, "%s", _("Somebody else has changed it meanwhile."));
    struct scheme_target *target = &scheme->targets[i];
    *target = (struct scheme_target){.item = record_get(record, "item"),
                                     .grade = record_get(record, "grade"),
                                     .households_from = record_int(record, "households_from")};
    scheme->target_count += *print == '\0';
    if (!scheme_number(text, &target->target))
        return error_set(e, ERR_INVALID, "target", _("\"%s\" is no target: 85%% of a share, 20 of an amount."), text);
    if (!scheme_is_amount(formula_of(scheme, target->item)) && target->target > 1)
        return error_set(e, ERR_INVALID, "target", "%s", _("The target of a share is at most 100%."));
    return ERR_NONE;
}

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *ui_form, struct error *e)
{
    struct target_form *form = to;
    text_copy(form->print, sizeof form->print, record_get(record, "version"));
    char *print = mem_text(record_get(record, "version"));
    record_remove(record, "version");
    enum err r = check_record(form->desk.table, record, on_fault, ui_form, e);
    record_set(record, "version", print);
    mem_free(print);
    return r == ERR_NONE ? scheme_change(form->desk.work, form->scheme, edit, record, e) : r;
}

static void run(struct ui *ui, struct work *work, int64_t id, size_t position, const char *item, bool resume)
{
    static const struct ui_form_ops ops = {
        .choices = desk_choices,
        .show = desk_show,
        .save = save,
        .theirs = theirs,
        .draft = desk_draft,
        .discard = desk_discard,
    };
    struct target_form form = {
        .desk = {.ui = ui,
                 .work = work,
                 .table = table_find("scheme_target"),
                 .form = "scheme_target",
                 .object = id * POSITIONS + (int64_t)position,
                 .title_field = "item",
                 .single = true,
                 .resume = resume},
        .scheme = id,
        .position = position
    };
    struct record *record = record_new();
    struct error e = {0};
    record_defaults(record, form.desk.table);
    record_set(record, "item", item);
    if (start(&form, record, &e) != ERR_NONE)
        ui_error(ui, &e);
    else if (desk_run(&form, _("Target by colour and size"), &ops, record, NULL) >= FORM_SAVED)
        ui_note(ui, "%s", _("The target is saved"));
    record_free(&record);
    desk_end(&form.desk);
}

void scheme_target_form(struct ui *ui, struct work *work, int64_t id, size_t position, const char *item)
{
    run(ui, work, id, position, item, false);
}

void scheme_target_resume(struct ui *ui, struct work *work, int64_t object)
{
    run(ui, work, object / POSITIONS, (size_t)(object % POSITIONS), NULL, true);
}

/* --- taking out --- */

static enum err take_out(void *to, struct pool *pool, struct scheme *scheme, struct error *e)
{
    const char *print = print_of(pool, to);
    size_t kept = 0;
    (void)e;
    for (size_t k = 0; k < scheme->target_count; k++)
        if (strcmp(print_of(pool, &scheme->targets[k]), print) != 0)
            scheme->targets[kept++] = scheme->targets[k];
    scheme->target_count = kept;
    return ERR_NONE;
}

void scheme_remove_target(struct ui *ui, struct work *work, const struct scheme *scheme, size_t position)
{
    struct scheme_target target = scheme->targets[position - 1];
    struct error e = {0};
    if (!ui_confirm(ui, "%s", _("Take this target out? The one of the item holds again.")))
        return;
    if (scheme_change(work, scheme->id, take_out, &target, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, "%s", _("The target is out of the scheme"));
}
