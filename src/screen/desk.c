#include "desk.h"

#include "links.h"
#include "tell.h"
#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/draft.h"

#include <stdio.h>

bool desk_choices(void *to, const struct record *record, const struct field *field, const char *typed,
                  struct pool *pool, struct rows *out)
{
    struct desk *desk = to;
    (void)record;
    return link_choices(desk->work, field, typed, pool, out);
}

void desk_show(void *to, const struct record *record, const struct field *field, struct buffer *out)
{
    struct desk *desk = to;
    link_show(desk->work, field, record_get(record, field->name), out);
}

static void title_of(const struct desk *desk, const struct record *record, char *out, size_t room)
{
    const struct field *field = desk->title_field ? table_field(desk->table, desk->title_field) : NULL;
    if (!field) {
        text_copy(out, room, desk->title ? desk->title : "");
        return;
    }
    struct buffer text = {0};
    link_show(desk->work, field, record_get(record, field->name), &text);
    text_copy(out, room, buffer_text(&text));
    buffer_free(&text);
}

void desk_draft(void *to, const struct record *record, const char *field, size_t caret)
{
    struct desk *desk = to;
    struct draft draft = {.id = desk->draft, .object = desk->object, .caret = (int64_t)caret};
    struct error e = {0};
    text_copy(draft.form, sizeof draft.form, desk->form);
    text_copy(draft.field, sizeof draft.field, field ? field : "");
    title_of(desk, record, draft.title, sizeof draft.title);
    if (draft_save(desk->work, &draft, record, &e) != ERR_NONE)
        ui_error(desk->ui, &e);
    desk->draft = draft.id;
}

void desk_discard(void *to)
{
    struct desk *desk = to;
    struct error e = {0};
    enum err err = draft_discard(desk->work, desk->form, desk->object, &e);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        ui_error(desk->ui, &e);
}

enum err desk_theirs(void *to, struct record *out, struct error *e)
{
    struct desk *desk = to;
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)desk->object);
    return desk->read(desk->work, id, out, e);
}

static void take_newest(struct desk *desk)
{
    struct pool *pool = pool_new();
    struct rows rows;
    if (desk->newest(desk, pool, &rows) == ERR_NONE && rows.count) {
        desk->last = record_new();
        record_from_row(desk->last, desk->table, &rows, 0);
    }
    pool_free(&pool);
}

const char *desk_same_as_last(void *to, const struct field *field)
{
    struct desk *desk = to;
    if (!desk->last && desk->newest)
        take_newest(desk);
    return desk->last ? record_get(desk->last, field->name) : NULL;
}

void desk_say(const struct desk *desk, struct pool *pool, const char *text, const char **lines, size_t *count,
              size_t most)
{
    *count += tell_wrapped(pool, text, ui_columns(desk->ui) - 2, lines + *count, most - *count);
}

void desk_remember(struct desk *desk, const struct record *saved)
{
    record_free(&desk->last);
    desk->last = record_copy(saved);
}

void desk_end(struct desk *desk)
{
    record_free(&desk->last);
}

enum offer { OFFER_CONTINUE, OFFER_ANEW, OFFER_LEAVE };

static enum offer ask(struct desk *desk, const struct draft *draft)
{
    char at[DATE_MINUTE], question[128];
    instant_minute(draft->saved_at, at);
    snprintf(question, sizeof question, _("A draft of %s is here"), at);
    const struct ui_choice choices[] = {
        {'c', _("continue where you were"),                      draft->title, NULL},
        {'n', _("begin anew; the draft is put away for 7 days"), NULL,         NULL},
    };
    int taken = ui_choose(desk->ui, question, choices, COUNT_OF(choices), 0);
    return taken < 0 ? OFFER_LEAVE : taken == 0 ? OFFER_CONTINUE : OFFER_ANEW;
}

/* Takes what a draft holds into record and start, when the user wants it. false: the user leaves. */
static bool take_draft(struct desk *desk, struct draft *draft, struct record *record, struct ui_form_start *start)
{
    struct record *kept = record_new();
    enum offer offer = OFFER_ANEW;
    desk->draft = 0;
    if (draft_read(desk->work, desk->form, desk->object, draft, kept, NULL) == ERR_NONE) {
        offer = desk->resume ? OFFER_CONTINUE : ask(desk, draft);
        if (offer == OFFER_ANEW)
            desk_discard(desk);
        else if (offer == OFFER_CONTINUE && draft_take(desk->work, draft, NULL) == ERR_NONE)
            desk->draft = draft->id;
    }
    if (offer == OFFER_CONTINUE) {
        for (size_t i = 0; i < record_count(kept); i++)
            record_set(record, record_name(kept, i), record_value(kept, i));
        *start = (struct ui_form_start){.field = draft->field, .caret = (size_t)draft->caret, .dirty = true};
    }
    record_free(&kept);
    return offer != OFFER_LEAVE;
}

bool desk_take(struct desk *desk, struct record *record, struct ui_form_start *start)
{
    struct draft draft;
    bool stays = take_draft(desk, &draft, record, start);
    start->field = NULL; /* it was the draft's */
    return stays;
}

/* A form shows what can be written; what is only read stands on the record's own page, unless it is asked for. */
static struct table writable(const struct desk *desk)
{
    const struct table *table = desk->table;
    struct table shown = *table;
    shown.fields = mem_new(table->count + 1, sizeof *shown.fields);
    for (size_t i = 0; i < table->count; i++) {
        shown.fields[i] = table->fields[i];
        shown.fields[i].hidden |= table->fields[i].read_only && !desk->whole;
    }
    return shown;
}

enum ui_form_result desk_run(void *to, const char *title, const struct ui_form_ops *ops, struct record *record,
                             const char *save_word)
{
    struct desk *desk = to;
    struct ui_form_start start = {.field = desk->object ? desk->at : desk->first};
    struct draft draft;
    struct error e = {0};
    if (!take_draft(desk, &draft, record, &start))
        return FORM_LEFT;
    start.save_word = save_word;
    start.labels = desk->labels;
    start.single = desk->single || (desk->object != 0 && !desk->many);
    struct table shown = writable(desk);
    desk->shown = &shown;
    if (desk->fit)
        desk->fit(desk, record, &shown);
    enum ui_form_result result = ui_form_run(desk->ui, title, &shown, ops, record, &start, to);
    mem_free(shown.fields);
    desk->shown = NULL;
    desk->resume = false;
    if (result != FORM_SAVED && result != FORM_SAVED_NEXT)
        return result;
    enum err err = draft_done(desk->work, desk->form, desk->object, &e);
    if (err != ERR_NONE && err != ERR_NOT_FOUND)
        ui_error(desk->ui, &e);
    return result;
}

void desk_change(void *to, const struct ui_form_ops *ops, const char *name)
{
    struct desk *desk = to;
    struct record *record = record_new();
    struct error e = {0};
    char title[64];
    if (ops->theirs(to, record, &e) != ERR_NONE)
        ui_error(desk->ui, &e);
    text_copy(title, sizeof title, record_get(record, name)); /* the record changes below the title */
    if (*title && desk_run(to, title, ops, record, NULL) >= FORM_SAVED)
        ui_note(desk->ui, _("%s is saved"), record_get(record, name));
    record_free(&record);
}
