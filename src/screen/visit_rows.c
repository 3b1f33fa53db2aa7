#include "visit_rows.h"

#include "links.h"
#include "rows.h"
#include "screens.h"
#include "visit_mark.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/draft.h"
#include "wangge/work/due.h"
#include "wangge/work/household.h"
#include "wangge/work/visit.h"
#include "wangge/work/work.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DOORS_MOST = 200, DRAFT_EVERY = 5000, TEXT_MOST = 4000, PAGE = 10 };

static const char *const COMMON[] = {"on", "channel", "companions"};

static void set_text(struct visit_door *door, const char *text)
{
    mem_free(door->text);
    door->text = *text == '\0' ? NULL : mem_text(text);
}

/* The draft holds which doors there are, the common fields and what is typed at each door that is not saved. */
static void keep_draft(struct visit_rows *rows)
{
    struct record *record;
    struct buffer doors = {0}, done = {0};
    char field[40];
    if (!rows->waits)
        return;
    rows->waits = false;
    if (!rows->doors[rows->at].saved)
        set_text(&rows->doors[rows->at], buffer_text(&rows->edit.text));
    record = record_copy(rows->all);
    for (size_t i = 0; i < rows->count; i++) {
        buffer_format(&doors, "%s%" PRId64, i > 0 ? "," : "", rows->doors[i].household);
        snprintf(field, sizeof field, "text%" PRId64, rows->doors[i].household);
        if (rows->doors[i].text)
            record_set(record, field, rows->doors[i].text);
        if (rows->doors[i].saved)
            buffer_format(&done, "%s%" PRId64, done.length > 0 ? "," : "", rows->doors[i].household);
    }
    record_set(record, "doors", buffer_text(&doors));
    record_set(record, "done", buffer_text(&done));
    record_set_int(record, "at", rows->doors[rows->at].household);
    desk_draft(&rows->desk, record, "text", rows->edit.caret);
    buffer_free(&doors);
    buffer_free(&done);
    record_free(&record);
}

static void touch(struct visit_rows *rows)
{
    rows->dirty = true;
    if (!rows->waits)
        ui_timer(rows->desk.ui, DRAFT_EVERY);
    rows->waits = true;
}

static void enter(struct visit_rows *rows, size_t at)
{
    const struct visit_door *door = &rows->doors[at];
    rows->at = at;
    edit_end(&rows->edit);
    edit_start(&rows->edit, door->text && !door->saved ? door->text : "", TEXT_MOST, false);
}

/* To another row; what is typed here stays with it. */
static void go(struct visit_rows *rows, size_t at)
{
    struct visit_door *door = &rows->doors[rows->at];
    if (!door->saved)
        set_text(door, buffer_text(&rows->edit.text));
    enter(rows, at);
    rows->waits |= rows->dirty;
    keep_draft(rows);
}

/* The next row that is not saved, from the top again behind the last; the present one when all others are. */
static size_t next_open(const struct visit_rows *rows)
{
    for (size_t i = 1; i < rows->count; i++) {
        size_t at = (rows->at + i) % rows->count;
        if (!rows->doors[at].saved)
            return at;
    }
    return rows->at;
}

static struct record *entry_of(struct visit_rows *rows, const struct visit_door *door, const char *text,
                               struct error *e)
{
    struct record *record = record_new();
    if (visit_new(rows->desk.work, door->household, 0, record, e) != ERR_NONE) {
        record_free(&record);
        return NULL;
    }
    for (size_t i = 0; i < COUNT_OF(COMMON); i++)
        if (*record_get(rows->all, COMMON[i]) != '\0')
            record_set(record, COMMON[i], record_get(rows->all, COMMON[i]));
    record_set(record, "persons", door->head);
    record_set(record, "text", text);
    return record;
}

static bool save_row(struct visit_rows *rows)
{
    struct visit_door *door = &rows->doors[rows->at];
    struct error e = {0};
    int64_t id = 0;
    const char *text = buffer_text(&rows->edit.text);
    struct record *record = entry_of(rows, door, text, &e);
    bool saved = record && visit_add(rows->desk.work, record, &id, NULL, NULL, &e) == ERR_NONE;
    if (saved) {
        mem_free(rows->repeated);
        rows->repeated = mem_text(text);
        set_text(door, text);
        door->saved = true;
        rows->saved++;
        rows->waits = true;
        ui_note(rows->desk.ui, _("Saved %s: %s"), record_get(record, "no"), door->door);
    } else {
        ui_error(rows->desk.ui, &e);
    }
    record_free(&record);
    return saved;
}

static void draft_ends(struct visit_rows *rows)
{
    struct error e = {0};
    enum err r = draft_done(rows->desk.work, rows->desk.form, 0, &e);
    if (r != ERR_NONE && r != ERR_NOT_FOUND)
        ui_error(rows->desk.ui, &e);
    rows->dirty = rows->waits = false;
}

/* Saves what is typed, or passes the door. */
static void take_row(struct visit_rows *rows, struct screen *screen)
{
    bool open = !rows->doors[rows->at].saved, typed = rows->edit.text.length > 0;
    if (open && typed && !save_row(rows))
        return;
    if (rows->saved == rows->count) {
        draft_ends(rows);
        ui_note(rows->desk.ui, _("All %zu doors have their entries"), rows->count);
        screen->leave = true;
        return;
    }
    size_t next = next_open(rows);
    if (open && !typed && next <= rows->at)
        ui_note(rows->desk.ui, "%s", _("from the first door again; Esc leaves, and keeps what is typed"));
    go(rows, next);
}

/* --- date, channel and company of all rows -------------------------------------------------------------------------
 */

static bool common_choices(void *to, const struct record *record, const struct field *field, const char *typed,
                           struct pool *pool, struct rows *out)
{
    struct visit_rows *rows = to;
    (void)record;
    return strcmp(field->name, "companions") == 0 && names_of_colleagues(rows->desk.work, pool, typed, out);
}

static enum err common_save(void *to, struct record *record, void (*on_fault)(void *form, const struct error *fault),
                            void *form, struct error *e)
{
    (void)to;
    struct field field = *table_field(table_find("visit"), "on");
    struct buffer on = {0};
    field.required = false;
    enum err r = check_value(&field, record_get(record, "on"), &on, e);
    if (r == ERR_NONE)
        record_set(record, "on", buffer_text(&on));
    else
        on_fault(form, e);
    buffer_free(&on);
    return r;
}

static void ask_common(struct visit_rows *rows)
{
    static const struct ui_form_ops ops = {
        .choices = common_choices,
        .save = common_save,
        .help = N_("What all rows that are saved from here on have. Without a date each is of the moment in which it "
                   "is saved.")};
    struct field fields[COUNT_OF(COMMON)];
    struct table table = {.name = "visit", .count = COUNT_OF(COMMON), .fields = fields};
    struct ui_form_start start = {.single = true, .save_word = _("use them")};
    for (size_t i = 0; i < COUNT_OF(COMMON); i++)
        fields[i] = *table_field(table_find("visit"), COMMON[i]);
    fields[0].required = false;
    if (ui_form_run(rows->desk.ui, _("For all rows"), &table, &ops, rows->all, &start, rows) == FORM_SAVED)
        touch(rows);
}

/* --- keys ----------------------------------------------------------------------------------------------------------
 */

static bool mark_search(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    (void)to;
    visit_mark_choices(typed, pool, out);
    return true;
}

static void put_mark(struct visit_rows *rows)
{
    char id[32] = "", name[256] = "";
    struct buffer mark = {0};
    keep_draft(rows);
    if (!ui_pick(rows->desk.ui, field_label(table_field(rows->desk.table, "text")), mark_search, rows, false, "", id,
                 sizeof id, name, sizeof name))
        return;
    if (rows->edit.caret > 0 && buffer_text(&rows->edit.text)[rows->edit.caret - 1] != ' ')
        buffer_add_char(&mark, ' ');
    visit_mark_insert(id, &mark);
    edit_insert(&rows->edit, buffer_text(&mark), mark.length);
    buffer_free(&mark);
    touch(rows);
}

static void repeat_text(struct visit_rows *rows)
{
    if (!rows->repeated) {
        ui_note(rows->desk.ui, "%s", _("no row was saved before this one"));
        return;
    }
    edit_set(&rows->edit, rows->repeated);
    touch(rows);
}

static void leave(struct visit_rows *rows, struct screen *screen)
{
    screen->leave = true;
    rows->waits |= rows->dirty;
    keep_draft(rows);
    bool any = false;
    for (size_t i = 0; i < rows->count; i++)
        any |= !rows->doors[i].saved && rows->doors[i].text;
    if (any)
        ui_note(rows->desk.ui, "%s", _("the draft is kept; it is offered when you come back"));
    else
        draft_ends(rows);
}

static void discard(struct visit_rows *rows, struct screen *screen)
{
    if (rows->dirty && !ui_confirm(rows->desk.ui, "%s", _("Throw away what was typed in this form?")))
        return;
    desk_discard(&rows->desk);
    rows->dirty = rows->waits = false;
    screen->leave = true;
}

static void move(struct visit_rows *rows, long by)
{
    long at = (long)rows->at + by, last = (long)rows->count - 1;
    at = at < 0 ? 0 : at > last ? last : at;
    if ((size_t)at != rows->at)
        go(rows, (size_t)at);
}

static bool act(struct visit_rows *rows, struct screen *screen, const struct key *key, enum action action)
{
    switch (action) {
    case ACTION_NEXT_FIELD:
        if (key->code == KEY_NAMED_DOWN)
            move(rows, 1);
        else
            take_row(rows, screen);
        return true;
    case ACTION_SAVE:
    case ACTION_SAVE_NEXT:
        take_row(rows, screen);
        return true;
    case ACTION_PREVIOUS_FIELD:
        move(rows, -1);
        return true;
    case ACTION_PAGE_DOWN:
        move(rows, PAGE);
        return true;
    case ACTION_PAGE_UP:
        move(rows, -PAGE);
        return true;
    case ACTION_SAME:
        repeat_text(rows);
        return true;
    case ACTION_PICK:
        put_mark(rows);
        return true;
    case ACTION_FOR_ALL:
        ask_common(rows);
        return true;
    case ACTION_FORM_HELP:
        ui_read(rows->desk.ui, _("Help"), _(screen->ops->help));
        return true;
    case ACTION_LEAVE_FORM:
    case ACTION_CANCEL:
        leave(rows, screen);
        return true;
    case ACTION_DISCARD:
        discard(rows, screen);
        return true;
    default:
        keep_draft(rows);
        return false;
    }
}

static bool type(struct visit_rows *rows, const struct key *key)
{
    if (rows->doors[rows->at].saved) {
        ui_note(rows->desk.ui, "%s", _("this row is saved; the diary shows and changes it"));
        return true;
    }
    char *before = mem_text(buffer_text(&rows->edit.text));
    bool used = edit_key(&rows->edit, key, ui_columns(rows->desk.ui));
    if (strcmp(before, buffer_text(&rows->edit.text)) != 0)
        touch(rows);
    mem_free(before);
    return used;
}

static bool key(struct ui *ui, struct screen *screen, const struct key *key, enum action action)
{
    struct visit_rows *rows = screen->data;
    if (key->code == KEY_NAMED_TIMER)
        ui_timer(ui, 0);
    if (key->code == KEY_NAMED_TIMER || key->code == KEY_NAMED_HANGUP)
        keep_draft(rows);
    if (key->code == KEY_NAMED_TIMER || key->code == KEY_NAMED_HANGUP || key->code == KEY_NAMED_RESIZE)
        return true;
    if (action == ACTION_WHERE || action == ACTION_REDRAW)
        return false;
    if (action == ACTION_NONE || action == ACTION_FIELD_UNDO || action == ACTION_FIELD_REDO)
        return type(rows, key);
    return act(rows, screen, key, action);
}

/* --- doors ---------------------------------------------------------------------------------------------------------
 */

/* Why somebody has to come today; "" for no special reason. */
static const char *why_due(const struct visit_rows *rows, int64_t household)
{
    for (size_t i = 0; i < rows->due.count; i++)
        if (rows->due.rows[i].household == household)
            return rows->due.rows[i].why;
    return "";
}

static void add_door(struct visit_rows *rows, int64_t household)
{
    struct rows found = {0};
    struct visit_door *door = &rows->doors[rows->count];
    if (rows->count == DOORS_MOST || household_find(rows->desk.work, rows->pool, household, &found, NULL) != ERR_NONE ||
        !found.count)
        return;
    *door = (struct visit_door){.household = household,
                                .door = rows_text(&found, 0, "address"),
                                .head = rows_text(&found, 0, "head"),
                                .why = why_due(rows, household)};
    rows->count++;
}

/* What all doors begin with, up to a blank, stands over them once. */
static void find_common_place(struct visit_rows *rows)
{
    const char *first = rows->count ? rows->doors[0].door : "";
    size_t n = strlen(first);
    for (size_t i = 1; i < rows->count; i++) {
        size_t same = 0;
        while (same < n && first[same] == rows->doors[i].door[same])
            same++;
        n = same;
    }
    while (n > 0 && first[n - 1] != ' ')
        n--;
    snprintf(rows->place, sizeof rows->place, "%.*s", n == 0 ? 0 : (int)n - 1, first);
    for (size_t i = 0; i < rows->count; i++)
        rows->doors[i].door += n;
}

/* An entry that was saved when the line was cut, before the draft heard of it. */
static bool is_saved(struct visit_rows *rows, const struct visit_door *door)
{
    struct list_query query = {.limit = 1, .sort = "-on"};
    struct pool *pool = pool_new();
    struct rows found = {0};
    char id[24];
    snprintf(id, sizeof id, "%" PRId64, door->household);
    bool saved = list_add_filter(&query, rows->desk.table, "household", id, NULL) == ERR_NONE &&
                 list_add_filter(&query, rows->desk.table, "by", rows->desk.work->actor.login, NULL) == ERR_NONE &&
                 visit_list(rows->desk.work, pool, &query, false, &found, NULL, NULL) == ERR_NONE && found.count > 0 &&
                 strcmp(rows_text(&found, 0, "text"), door->text) == 0;
    pool_free(&pool);
    return saved;
}

static bool is_done(const struct record *draft, int64_t household)
{
    char list[DOORS_MOST * 12], *rest = list, *one;
    text_copy(list, sizeof list, record_get(draft, "done"));
    while ((one = strsep(&rest, ",")) != NULL)
        if (*one && strtoll(one, NULL, 10) == household)
            return true;
    return false;
}

static void take_texts(struct visit_rows *rows, const struct record *draft)
{
    char field[40];
    for (size_t i = 0; i < COUNT_OF(COMMON); i++)
        record_set(rows->all, COMMON[i], record_get(draft, COMMON[i]));
    for (size_t i = 0; i < rows->count; i++) {
        struct visit_door *door = &rows->doors[i];
        snprintf(field, sizeof field, "text%" PRId64, door->household);
        set_text(door, record_get(draft, field));
        door->saved = door->text && (is_done(draft, door->household) || is_saved(rows, door));
        rows->saved += door->saved;
        if (door->household == record_int(draft, "at"))
            rows->at = i;
    }
}

static void run(struct visit_rows *rows, size_t caret)
{
    static const enum action foot[] = {ACTION_NEXT_FIELD, ACTION_SAME,       ACTION_PICK, ACTION_FOR_ALL,
                                       ACTION_FORM_HELP,  ACTION_LEAVE_FORM, ACTION_NONE};
    static const char *const words[COUNT_OF(foot)] = {N_("save, next door"), N_("same text"), N_("mark")};
    static const struct screen_ops ops = {
        .draw = visit_rows_draw,
        .key = key,
        .place = PLACE_FORM,
        .foot = foot,
        .foot_words = words,
        .help = N_("A row a door: write one line and press Enter, and it is saved as an entry of its own; Enter on an "
                   "empty row passes the door. Ctrl-D repeats the text that was saved last. Marks in a line make "
                   "cases, next visits and changes of people, as in the form. Ctrl-T sets date, channel and company "
                   "of all rows. Esc leaves; what is typed and not saved is kept as a draft.")};
    struct screen screen = {.ops = &ops, .title = _("Entry after entry"), .data = rows};
    find_common_place(rows);
    if (rows->saved < rows->count && rows->doors[rows->at].saved)
        rows->at = next_open(rows);
    enter(rows, rows->at);
    edit_set_caret(&rows->edit, caret ? caret : rows->edit.text.length);
    ui_run(rows->desk.ui, &screen);
    keep_draft(rows);
}

static void begin(struct visit_rows *rows, struct ui *ui, struct work *work)
{
    *rows = (struct visit_rows){
        .desk = {.ui = ui, .work = work, .table = table_find("visit"), .form = "visit_rows"},
        .pool = pool_new(),
        .looked = pool_new(),
        .all = record_new()
    };
    rows->doors = mem_new(DOORS_MOST + 1, sizeof *rows->doors);
    record_set(rows->all, "channel", "1");
    if (due_read(work, rows->pool, &(struct due_query){.by_door = true}, &rows->due, NULL) != ERR_NONE)
        rows->due.count = 0; /* of a wide area nobody asks */
}

static void end(struct visit_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        mem_free(rows->doors[i].text);
    mem_free(rows->doors);
    mem_free(rows->repeated);
    edit_end(&rows->edit);
    buffer_free(&rows->asked);
    record_free(&rows->all);
    pool_free(&rows->looked);
    pool_free(&rows->pool);
    desk_end(&rows->desk);
}

/* A draft of other doors is gone on with, or put away. False: the user leaves. */
static bool take_draft(struct visit_rows *rows, size_t *caret)
{
    struct record *draft = record_new();
    struct ui_form_start start = {0};
    bool stays = desk_take(&rows->desk, draft, &start);
    *caret = 0;
    if (stays && start.dirty) {
        char id[24];
        const char *doors = record_get(draft, "doors");
        for (rows->count = 0; sscanf(doors, "%23[0-9]", id) == 1;) {
            add_door(rows, strtoll(id, NULL, 10));
            doors += strlen(id);
            doors += *doors == ',';
        }
        take_texts(rows, draft);
        rows->dirty = true;
        *caret = start.caret;
    }
    record_free(&draft);
    return stays;
}

void visit_rows_at(struct ui *ui, struct work *work, const int64_t *households, size_t count, bool resume)
{
    struct visit_rows rows;
    size_t caret = 0;
    begin(&rows, ui, work);
    rows.desk.resume = resume;
    for (size_t i = 0; i < count; i++)
        add_door(&rows, households[i]);
    if (take_draft(&rows, &caret)) {
        rows.desk.title = rows.count ? rows.doors[0].door : "";
        if (rows.count)
            run(&rows, caret);
        else
            ui_note(ui, "%s", _("there are no doors here"));
    }
    end(&rows);
}

void visit_rows_resume(struct ui *ui, struct work *work, int64_t object)
{
    (void)object;
    visit_rows_at(ui, work, NULL, 0, true);
}
