/* The kiosk of residents: three things to do, in large steps, and nothing else. What the one before typed is never
 * shown to the next: no drafts, and the screen leaves by itself when nobody types. */
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/form.h"
#include "wangge/work/kiosk.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

/* --- reading */

static void add_notices(struct work *work, struct pool *pool, struct buffer *text, struct error *e)
{
    struct rows rows = {0};
    if (kiosk_notices(work, pool, &rows, e) != ERR_NONE)
        return;
    for (size_t i = 0; i < rows.count; i++)
        buffer_format(text, "[%s] %s  %s\n%s\n\n", _("Notice"), rows_text(&rows, i, "title"),
                      rows_text(&rows, i, "from_on"), rows_text(&rows, i, "text"));
}

static void add_results(struct work *work, struct pool *pool, struct buffer *text, struct error *e)
{
    struct rows rows = {0};
    if (kiosk_results(work, pool, &rows, e) != ERR_NONE)
        return;
    for (size_t i = 0; i < rows.count; i++)
        buffer_format(text, "[%s] %s  %s  %s\n%s\n\n", _("How it ended"), rows_text(&rows, i, "title"),
                      rows_text(&rows, i, "area_name"), rows_text(&rows, i, "published_on"),
                      rows_text(&rows, i, "result"));
}

static void read_screen(struct ui *ui, struct work *work)
{
    struct pool *pool = pool_new();
    struct buffer text = {0};
    struct error e = {0};
    add_notices(work, pool, &text, &e);
    if (e.code == ERR_NONE)
        add_results(work, pool, &text, &e);
    if (e.code != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_read(ui, _("Notices and results"), text.length > 0 ? buffer_text(&text) : _("Nothing is published now."));
    buffer_free(&text);
    pool_free(&pool);
}

/* --- reporting */

struct report {
    struct work *work;
    char receipt[KIOSK_RECEIPT];
};

static enum err save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                     void *form, struct error *e)
{
    struct report *report = to;
    return kiosk_report(report->work, record, report->receipt, on_fault, form, e);
}

static enum err theirs(void *to, struct record *out, struct error *e)
{
    (void)to, (void)out;
    return error_set(e, ERR_NOT_FOUND, NULL, "%s", "");
}

static const struct ui_form_ops FORM = {
    .save = save,
    .theirs = theirs,
    .help = N_(
        "Tell the community what is wrong or what could be better. Keep the receipt: it tells you what becomes of it."),
};

static void report_screen(struct ui *ui, struct work *work)
{
    const struct ui_form_start start = {.single = true, .save_word = _("send")};
    struct report report = {.work = work};
    struct record *record = record_new();
    record_defaults(record, table_find("kiosk_report"));
    if (ui_form_run(ui, _("Report"), table_find("kiosk_report"), &FORM, record, &start, &report) >= FORM_SAVED)
        ui_message(ui, _("Thank you"),
                   _("Your receipt: %s\nPlease write it down. With it and your mobile number you can "
                     "ask here what has become of your report."),
                   report.receipt);
    record_free(&record);
}

/* --- asking */

static void tell_state(struct ui *ui, struct pool *pool, const struct rows *rows)
{
    struct buffer text = {0};
    buffer_format(&text, "%s\n\n%s: %s\n%s: %s\n", rows_text(rows, 0, "title"), _("Reported"),
                  tell_moment(pool, rows, 0, "at"), _("State"), code_text("case_state", rows_text(rows, 0, "state")));
    if (!rows_null(rows, 0, "closed_at"))
        buffer_format(&text, "%s: %s\n", _("Closed"), tell_moment(pool, rows, 0, "closed_at"));
    if (*rows_text(rows, 0, "result"))
        buffer_format(&text, "\n%s\n", rows_text(rows, 0, "result"));
    ui_read(ui, _("Your report"), buffer_text(&text));
    buffer_free(&text);
}

static void ask_screen(struct ui *ui, struct work *work)
{
    char receipt[32] = "", phone[32] = "";
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct error e = {0};
    if (ui_ask(ui, _("Your report"), _("Receipt (8 digits)"), false, receipt, sizeof receipt) &&
        ui_ask(ui, _("Your report"), _("Your mobile number"), false, phone, sizeof phone)) {
        if (kiosk_ask(work, pool, receipt, phone, &rows, &e) == ERR_NONE)
            tell_state(ui, pool, &rows);
        else
            ui_message(ui, _("Your report"), "%s", e.text);
    }
    pool_free(&pool);
}

/* --- the first screen */

static const struct {
    const char *label, *hint;
    void (*run)(struct ui *ui, struct work *work);
} DOORS[] = {
    {N_("Notices and results"), N_("what the community tells, what was solved"),                  read_screen  },
    {N_("Report"),              N_("something is wrong, or could be better"),                     report_screen},
    {N_("Your report"),         N_("what has become of it: with your receipt and mobile number"), ask_screen   },
};

struct kiosk {
    struct work *work;
    size_t cursor;
};

static void draw(struct ui *ui, struct screen *screen)
{
    const struct kiosk *kiosk = screen->data;
    char line[160];
    snprintf(line, sizeof line, _("Welcome to %s"), kiosk->work->actor.area_name);
    ui_put(ui, 1, 2, 0, STYLE_BOLD, line);
    for (size_t i = 0; i < COUNT_OF(DOORS); i++) {
        int row = 4 + 3 * (int)i;
        snprintf(line, sizeof line, "%c %zu  %s", i == kiosk->cursor ? '>' : ' ', i + 1, _(DOORS[i].label));
        ui_put(ui, row, 2, 0, STYLE_PLAIN, line);
        ui_put(ui, row + 1, 7, 0, STYLE_PLAIN, _(DOORS[i].hint));
    }
    ui_caret(ui, 4 + 3 * (int)kiosk->cursor, 2);
}

static bool key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct kiosk *kiosk = screen->data;
    uint32_t code = text_half_width(key->code);
    if (code >= '1' && code < '1' + COUNT_OF(DOORS)) {
        kiosk->cursor = code - '1';
        action = ACTION_OPEN;
    }
    switch (action) {
    case ACTION_UP:
        kiosk->cursor -= kiosk->cursor > 0;
        return true;
    case ACTION_DOWN:
        kiosk->cursor += kiosk->cursor + 1 < COUNT_OF(DOORS);
        return true;
    case ACTION_OPEN:
        DOORS[kiosk->cursor].run(ui, kiosk->work);
        return true;
    case ACTION_BACK:
    case ACTION_CANCEL:
        screen->leave = true;
        return true;
    default:
        return false;
    }
}

void kiosk_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const struct screen_ops ops = {.title = N_("Residents' kiosk"),
                                          .draw = draw,
                                          .key = key,
                                          .place = PLACE_MENU,
                                          .foot = foot,
                                          .help = N_("Choose by its number, or with the arrows and Enter.")};
    struct kiosk kiosk = {.work = work};
    struct screen screen = {.ops = &ops, .data = &kiosk};
    ui_run(ui, &screen);
}
