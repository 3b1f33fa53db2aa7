/* Deletion of a person's data: the requests, asking for one, deciding, what was done. */
#include "links.h"
#include "rows.h"
#include "screens.h"
#include "sheet.h"
#include "tell.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/erasure.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_ROOM 800

/* --- one --------------------------------------------------------------------------------------------------------- */

struct one {
    struct ui *ui;
    struct work *work;
    char no[32];
    struct record *record;
    bool blocked; /* by what speaks against it */
};

static void pair(struct one *one, struct sheet *sheet, const char *name)
{
    const struct field *field = table_field(table_find("erasure"), name);
    struct buffer text = {0};
    const char *value = record_get(one->record, name);
    if (field->type == FIELD_LINK) {
        char named[64];
        snprintf(named, sizeof named, "%s_name", name);
        value = record_get(one->record, named);
    } else if (field->type == FIELD_CODE) {
        value = code_text(field->codes, value);
    }
    buffer_add_text(&text, value);
    sheet_pair(sheet, field_label(field), buffer_text(&text));
    buffer_free(&text);
}

static enum err tell_against(struct one *one, struct sheet *sheet, struct error *e)
{
    struct rows against = {0};
    one->blocked = false;
    enum err r = erasure_obstacles(one->work, sheet_pool(sheet), record_int(one->record, "person"), &against, e);
    for (size_t i = 0; r == ERR_NONE && i < against.count; i++) {
        if (i == 0)
            sheet_heading(sheet, _("What speaks against it"));
        bool blocks = rows_int(&against, i, "blocks") != 0;
        one->blocked = one->blocked || blocks;
        sheet_text(sheet, STYLE_PLAIN,
                   pool_format(sheet_pool(sheet), "%s %s", blocks ? "!" : "-", rows_text(&against, i, "text")));
    }
    return r;
}

static enum err fill(void *to, struct sheet *sheet, struct error *e)
{
    static const char *const fields[] = {"no",       "state",    "area",       "person",     "reason",
                                         "asked_by", "asked_at", "decided_by", "decided_at", "decision",
                                         "rows",     "files",    "done_at",    NULL};
    struct one *one = to;
    record_free(&one->record);
    one->record = record_new();
    enum err r = erasure_read(one->work, one->no, one->record, e);
    if (r != ERR_NONE)
        return r;
    bool asked = strcmp(record_get(one->record, "state"), "asked") == 0;
    bool is_done = strcmp(record_get(one->record, "state"), "done") == 0;
    sheet_blank(sheet);
    for (size_t i = 0; fields[i] != NULL; i++)
        if (is_done || (strcmp(fields[i], "rows") != 0 && strcmp(fields[i], "files") != 0))
            pair(one, sheet, fields[i]);
    sheet_blank(sheet);
    if (is_done)
        sheet_text(
            sheet, STYLE_PLAIN,
            _("What is counted stays counted. Backups made before still hold the data until they are replaced."));
    return asked ? tell_against(one, sheet, e) : r;
}

static void approve(struct one *one)
{
    char words[64] = "";
    struct error e = {0};
    int64_t job = 0;
    if (!ui_ask(one->ui, _("Delete the data of this person for good"),
                _("It cannot be undone. Type the number of the request"), false, words, sizeof words))
        return;
    if (erasure_decide(one->work, one->no, true, "", words, &job, &e) != ERR_NONE)
        ui_error(one->ui, &e);
    else
        ui_note(one->ui, _("It goes on by itself as job %lld; the inbox tells its end."), (long long)job);
}

static void refuse(struct one *one)
{
    char why[TEXT_ROOM] = "";
    struct error e = {0};
    int64_t job = 0;
    if (!ui_ask(one->ui, _("Not approved"), _("Why it is not approved"), false, why, sizeof why))
        return;
    if (erasure_decide(one->work, one->no, false, why, "", &job, &e) != ERR_NONE)
        ui_error(one->ui, &e);
}

static void withdraw(struct one *one)
{
    struct error e = {0};
    if (ui_confirm(one->ui, _("Take the request %s back?"), record_get(one->record, "no")) &&
        erasure_withdraw(one->work, one->no, &e) != ERR_NONE)
        ui_error(one->ui, &e);
}

static void decide(struct one *one)
{
    char denied[96] = "";
    const char *why = tell_denied(one->work, "erasure.decide", denied, sizeof denied) ? denied : NULL;
    const struct ui_choice choices[] = {
        {.letter = 'y', .text = _("approve"), .why = why == NULL && one->blocked ? _("see what blocks it: !") : why},
        {.letter = 'n',             .text = _("refuse"),                     .why = why},
        {.letter = 'w',   .text = _("take it back")  },
    };
    if (strcmp(record_get(one->record, "state"), "asked") != 0) {
        ui_note(one->ui, "%s", _("This is decided."));
        return;
    }
    int taken = ui_choose(one->ui, record_get(one->record, "no"), choices, 3, why != NULL ? 2 : one->blocked);
    if (taken == 0)
        approve(one);
    else if (taken == 1)
        refuse(one);
    else if (taken == 2)
        withdraw(one);
}

static bool act_on_one(void *to, struct sheet *sheet, enum action action)
{
    if (action != ACTION_COMMAND)
        return false;
    decide(to);
    sheet_refill(sheet);
    return true;
}

void erasure_open_screen(struct ui *ui, struct work *work, const char *id_or_no)
{
    static const enum action foot[] = {ACTION_COMMAND, ACTION_HELP, ACTION_BACK, ACTION_NONE};
    static const char *const words[] = {N_("approve or refuse"), NULL, NULL, NULL};
    static const struct sheet_ops ops = {.fill = fill, .action = act_on_one, .foot = foot, .foot_words = words};
    struct one one = {.ui = ui, .work = work, .record = record_new()};
    text_copy(one.no, sizeof one.no, id_or_no);
    sheet_run(ui, _("Request for deletion"), &ops, &one);
    record_free(&one.record);
}

/* --- the list ---------------------------------------------------------------------------------------------------- */

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    return erasure_list(to, pool, query, out, total, e);
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    return rows_linked(pool, rows, row, field);
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    erasure_open_screen(ui, to, rows_text(rows, row, "no"));
}

static bool people(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const struct field person = {.name = "person", .type = FIELD_LINK, .link = "person"};
    return link_choices(to, &person, typed, pool, out);
}

static void ask(struct ui *ui, struct work *work)
{
    char id[24] = "", name[200], reason[TEXT_ROOM] = "", why[96];
    struct error e = {0};
    int64_t made = 0;
    if (tell_denied(work, "erasure.ask", why, sizeof why)) {
        ui_note(ui, "%s", why);
        return;
    }
    if (!ui_pick(ui, _("Whose data shall be deleted?"), people, work, false, "", id, sizeof id, name, sizeof name) ||
        !ui_ask(ui, name, _("Who asks for it, on what grounds (no name, no number)"), false, reason, sizeof reason))
        return;
    if (erasure_ask(work, atoll(id), reason, &made, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, "%s", _("It is asked; somebody else of the street or district decides."));
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    (void)rows, (void)row;
    if (action != ACTION_NEW)
        return false;
    ask(ui, to);
    ui_list_reload(list);
    return true;
}

void erasure_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NEW, ACTION_NONE};
    static const char *const words[] = {NULL, N_("ask"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = action,
        .foot = foot,
        .foot_words = words,
        .help =
            N_("Somebody wants their data deleted: a station or street asks, somebody else of the street or district "
               "decides. "
               "Registers, texts, files, histories and drafts are cleared, what is counted stays counted; it cannot "
               "be undone. Open cases and registers of key groups stop it as long as the law wants them kept."),
    };
    static const struct ui_list_column columns[] = {
        {"no",       16, -1, 0, NULL},
        {"state",    10, -1, 0, NULL},
        {"area",     12, -1, 1, NULL},
        {"reason",   0,  -1, 0, NULL},
        {"asked_by", 8,  -1, 2, NULL},
        {"asked_at", 16, -1, 3, NULL},
        {NULL,       0,  0,  0, NULL},
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Requests for deletion"), table_find("erasure"), columns, &ops, &query, work);
}
