/* Forms around the evaluation: a line of the ledger, an appeal, a correction. */
#include "desk.h"
#include "evaluation.h"
#include "screens.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/evaluation_appeal.h"
#include "wangge/work/evaluation_point.h"
#include "wangge/work/evaluation_state.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

static enum err save_point(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                           void *form, struct error *e)
{
    struct desk *desk = to;
    int64_t id = 0;
    return evaluation_point_add(desk->work, record, &id, on_fault, form, e);
}

static void say_point(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                      size_t most)
{
    *count = 0;
    desk_say(to, pool,
             pool_format(pool,
                         _("For %s, %s. The line is read by whom it concerns; all lines of a month count up to "
                           "the cap of the scheme."),
                         record_get(record, "name"), record_get(record, "month")),
             lines, count, most);
}

static enum err save_appeal(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                            void *form, struct error *e)
{
    struct desk *desk = to;
    int64_t id = 0;
    return evaluation_appeal_add(desk->work, record, &id, on_fault, form, e);
}

static void say_appeal(void *to, const struct record *record, struct pool *pool, const char **lines, size_t *count,
                       size_t most)
{
    const char *item = record_get(record, "label"), *no = record_get(record, "no");
    *count = 0;
    desk_say(to, pool,
             pool_format(pool, _("Against %s%s%s of %s. Somebody else decides; the answer comes to your inbox."),
                         *item == '\0' ? _("the whole") : item, *no == '\0' ? "" : " ", no,
                         record_get(record, "month")),
             lines, count, most);
}

static const struct ui_form_ops POINT_FORM = {
    .choices = desk_choices,
    .show = desk_show,
    .save = save_point,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = say_point,
};

static const struct ui_form_ops APPEAL_FORM = {
    .choices = desk_choices,
    .show = desk_show,
    .save = save_appeal,
    .draft = desk_draft,
    .discard = desk_discard,
    .preview = say_appeal,
};

static struct record *record_of(const struct table *table, const struct whose *whose)
{
    struct record *record = record_new();
    record_defaults(record, table);
    if (whose != NULL) {
        record_set(record, "month", whose->month);
        record_set(record, "subject", whose->subject);
        record_set_int(record, "who", whose->who);
        record_set(record, "name", whose->name);
    }
    return record;
}

static bool run(struct ui *ui, struct work *work, const char *form, const char *title, const struct ui_form_ops *ops,
                struct record *record, const char *first, bool resume)
{
    struct desk desk = {.ui = ui,
                        .work = work,
                        .table = table_find(form),
                        .form = form,
                        .title_field = "name",
                        .first = first,
                        .single = true,
                        .resume = resume};
    bool saved = desk_run(&desk, title, ops, record, NULL) >= FORM_SAVED;
    desk_end(&desk);
    return saved;
}

static void write_point(struct ui *ui, struct work *work, const struct whose *whose, const char *kind, bool resume)
{
    struct record *record = record_of(table_find("evaluation_point"), whose);
    record_set(record, "kind", kind);
    if (run(ui, work, "evaluation_point", _("Addition or deduction"), &POINT_FORM, record, "points", resume))
        ui_note(ui, "%s", _("The line stands in the ledger; whom it concerns is told."));
    record_free(&record);
}

void evaluation_point_form(struct ui *ui, struct work *work, const struct whose *whose, const char *kind)
{
    write_point(ui, work, whose, kind, false);
}

void evaluation_point_resume(struct ui *ui, struct work *work, int64_t object)
{
    (void)object;
    write_point(ui, work, NULL, "points", true);
}

static void write_appeal(struct ui *ui, struct work *work, const struct whose *whose, const char *item,
                         const char *label, const char *no, bool resume)
{
    struct record *record = record_of(table_find("evaluation_appeal"), whose);
    record_set(record, "item", item);
    record_set(record, "label", label);
    record_set(record, "no", no);
    if (run(ui, work, "evaluation_appeal", _("Appeal"), &APPEAL_FORM, record, "text", resume))
        ui_note(ui, "%s", _("The appeal is made; the answer comes to your inbox."));
    record_free(&record);
}

void evaluation_appeal_form(struct ui *ui, struct work *work, const struct whose *whose, const char *item,
                            const char *label, const char *no)
{
    write_appeal(ui, work, whose, item, label, no, false);
}

void evaluation_appeal_resume(struct ui *ui, struct work *work, int64_t object)
{
    (void)object;
    write_appeal(ui, work, NULL, "", "", "", true);
}

void evaluation_correct_ask(struct ui *ui, struct work *work, const struct whose *whose)
{
    char points[16] = "", reason[256] = "", id[24];
    struct error e = {0};
    snprintf(id, sizeof id, "%lld", (long long)whose->who);
    if (!ui_ask(ui, _("Correction"), _("Points (+1.5 or -2)"), false, points, sizeof points) ||
        !ui_ask(ui, _("Correction"), _("The reason"), false, reason, sizeof reason))
        return;
    if (!ui_confirm(ui, _("Correct %s, %s, by %s? What was published stays; the correction stands beside it."),
                    whose->name, whose->month, points))
        return;
    if (evaluation_correct(work, whose->month, whose->subject, id, points, reason, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, "%s", _("The correction stands beside the published result."));
}

void evaluation_point_withdraw_ask(struct ui *ui, struct work *work, int64_t id)
{
    char why[256] = "";
    struct error e = {0};
    if (!ui_ask(ui, _("Withdraw the line"), _("The reason"), false, why, sizeof why))
        return;
    if (evaluation_point_withdraw(work, id, why, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, "%s", _("The line is withdrawn; it stays readable."));
}

/* What the evidence names opens; else the whole line is told. */
void evaluation_point_screen(struct ui *ui, struct work *work, const struct rows *rows, size_t row)
{
    const char *kind = "", *why = rows_text(rows, row, "withdrawn_why");
    struct pool *pool = pool_new();
    struct record *found = record_new();
    const char *no = evaluation_evidence(pool, rows_text(rows, row, "evidence"), &kind);
    enum err r = no == NULL ? ERR_NOT_FOUND : evaluation_evidence_read(work, no, found, NULL);
    bool opens = r == ERR_NONE;
    ui_message(ui, code_text("evaluation_point_kind", rows_text(rows, row, "kind")), "%s\n\n%s: %s\n%s, %.10s%s%s",
               rows_text(rows, row, "reason"), _("Evidence"), rows_text(rows, row, "evidence"),
               rows_text(rows, row, "by_name"), rows_text(rows, row, "made_at"), *why == '\0' ? "" : _("\nwithdrawn: "),
               why);
    if (opens)
        evaluation_open_object(ui, work, kind, record_int(found, "id"));
    record_free(&found);
    pool_free(&pool);
}
