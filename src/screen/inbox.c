/* The inbox: cases that wait for a command of this user, requests for approval, what was told, notices. Each line is
 * one Enter away from what it is about. */
#include "evaluation.h"
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/case.h"
#include "wangge/work/evaluation_point.h"
#include "wangge/work/job.h"
#include "wangge/work/notice.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define CASES_MOST   500
#define NOTICES_MOST 100

enum part { PART_ALL, PART_ASKED, PART_WAITS, PART_TOLD, PART_NOTICES, PARTS };

static const struct {
    char letter;
    const char *name, *word; /* word: on each line */
} PART_ROWS[PARTS] = {
    [PART_ALL] = {'a', N_("everything"),               ""              },
    [PART_ASKED] = {'r', N_("requests for my approval"), N_("to approve")},
    [PART_WAITS] = {'w', N_("cases that wait for me"),   N_("to do")     },
    [PART_TOLD] = {'t', N_("what I was told"),          N_("told")      },
    [PART_NOTICES] = {'n', N_("notices"),                  N_("notice")    },
};

struct inbox {
    struct work *work;
    enum part part;
};

static const char *const NAMES[] = {"id", "part", "mark", "text", "when", "kind", "object", "file", "unread"};
enum column { ID, PART, MARK, TEXT, WHEN, KIND, OBJECT, FILE_NUMBER, UNREAD, COLUMN_COUNT };

/* Rows being put together; out has room for all. */
struct gathered {
    struct pool *pool;
    struct rows *out;
    size_t count;
};

static void put(struct gathered *to, enum part part, int64_t object, const char *mark, const char *text,
                const char *when, bool unread)
{
    struct rows *out = to->out;
    size_t row = to->count++;
    rows_put_int(to->pool, out, row, ID, object * PARTS + (int64_t)part); /* the cursor stays on it */
    rows_put_int(to->pool, out, row, PART, part);
    rows_put(out, row, MARK, mark);
    rows_put(out, row, TEXT, text);
    rows_put(out, row, WHEN, when);
    rows_put_int(to->pool, out, row, OBJECT, object);
    rows_put_int(to->pool, out, row, UNREAD, unread);
}

static void put_case(struct gathered *to, enum part part, const struct rows *cases, size_t i)
{
    const char *state = code_text("case_state", rows_text(cases, i, "state"));
    put(to, part, rows_int(cases, i, "id"), light_letter(rows_text(cases, i, "light")),
        pool_format(to->pool, "%s %s  %s", tell_short_no(rows_text(cases, i, "no")), rows_text(cases, i, "title"),
                    state),
        tell_left(to->pool, cases, i, "due_at"), false);
}

static bool is_among(const struct rows *rows, int64_t id)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows_int(rows, i, "id") == id)
            return true;
    return false;
}

/* Lines and notices that were read come behind all that were not. */
static void put_lines(struct gathered *to, const struct rows *lines, bool unread)
{
    for (size_t i = 0; i < lines->count; i++) {
        if ((rows_int(lines, i, "read_at") == 0) != unread)
            continue;
        size_t row = to->count;
        put(to, PART_TOLD, rows_int(lines, i, "object"), unread ? "*" : "", rows_text(lines, i, "text"),
            tell_moment(to->pool, lines, i, "at"), unread);
        rows_put_int(to->pool, to->out, row, ID, -rows_int(lines, i, "id")); /* apart from the numbers of the others */
        rows_put(to->out, row, KIND, rows_text(lines, i, "kind"));
        rows_put_int(to->pool, to->out, row, FILE_NUMBER, rows_int(lines, i, "file"));
    }
}

static void put_notices(struct gathered *to, const struct work *work, const struct rows *notices, bool unread)
{
    for (size_t i = 0; i < notices->count; i++) {
        bool fresh = rows_null(notices, i, "read_at") && rows_int(notices, i, "created_by") != work->actor.user;
        if (rows_int(notices, i, "for_me") == 0 || fresh != unread)
            continue;
        put(to, PART_NOTICES, rows_int(notices, i, "id"), unread ? "*" : "", rows_text(notices, i, "title"),
            tell_moment(to->pool, notices, i, "from_on"), unread);
    }
}

static enum err read_cases(struct work *work, struct pool *pool, enum case_view view, struct rows *out, struct error *e)
{
    const struct list_query query = {.limit = CASES_MOST};
    if (right_scope(work, "case.read") == SCOPE_NONE)
        return ERR_NONE;
    return case_list(work, pool, view, &query, out, NULL, e);
}

static enum err gather(const struct inbox *inbox, struct pool *pool, struct rows *out, struct error *e)
{
    struct work *work = inbox->work;
    const struct list_query recent = {.limit = NOTICES_MOST};
    struct rows asked = {0}, waits = {0}, lines = {0}, notices = {0};
    bool all = inbox->part == PART_ALL;
    enum err r = read_cases(work, pool, CASE_ASKED, &asked, e);
    if (r == ERR_NONE && (all || inbox->part == PART_WAITS))
        r = read_cases(work, pool, CASE_QUEUE, &waits, e);
    if (r == ERR_NONE && (all || inbox->part == PART_TOLD))
        r = inbox_lines(work, pool, true, &lines, e);
    if (r == ERR_NONE && (all || inbox->part == PART_NOTICES) && right_scope(work, "notice.read") != SCOPE_NONE)
        r = notice_list(work, pool, &recent, false, &notices, NULL, e);
    if (r != ERR_NONE)
        return r;
    struct gathered to = {pool, out, 0};
    rows_make(pool, out, asked.count + waits.count + lines.count + notices.count, COLUMN_COUNT, NAMES);
    for (size_t i = 0; (all || inbox->part == PART_ASKED) && i < asked.count; i++)
        put_case(&to, PART_ASKED, &asked, i);
    for (size_t i = 0; i < waits.count; i++)
        if (!is_among(&asked, rows_int(&waits, i, "id")))
            put_case(&to, PART_WAITS, &waits, i);
    for (int unread = 1; unread >= 0; unread--) {
        put_notices(&to, work, &notices, unread);
        put_lines(&to, &lines, unread);
    }
    out->count = to.count;
    return ERR_NONE;
}

static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    enum err r = gather(to, pool, out, e);
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

static const char *cell(void *to, struct pool *pool, const struct rows *rows, size_t row, const char *field)
{
    (void)to;
    (void)pool;
    if (strcmp(field, "part") == 0)
        return _(PART_ROWS[rows_int(rows, row, "part")].word);
    return NULL;
}

static void open_file(struct ui *ui, const struct work *work, const struct rows *rows, size_t row)
{
    ui_message(ui, _("Inbox"),
               _("%s\n\nFetch the file on your computer with\n\n  ssh %s@HOST inbox get %lld > FILE\n\n"
                 "(HOST and port as you log in here.)"),
               rows_text(rows, row, "text"), work->actor.login, (long long)rows_int(rows, row, "file"));
}

/* The page of a case tells what all lines about it said. */
static void open_case(struct ui *ui, struct work *work, const struct rows *rows, int64_t id)
{
    struct error e = {0};
    for (size_t i = 0; i < rows->count; i++)
        if (rows_int(rows, i, "unread") != 0 && rows_int(rows, i, "part") == PART_TOLD &&
            strcmp(rows_text(rows, i, "kind"), "case") == 0 && rows_int(rows, i, "object") == id &&
            inbox_read(work, -rows_int(rows, i, "id"), &e) != ERR_NONE)
            ui_error(ui, &e);
    case_view_screen(ui, work, id);
}

/* Points of the ledger and corrections: the page of whom they are given to. */
static void open_evaluation(struct ui *ui, struct work *work, const struct rows *lines, size_t line)
{
    struct pool *pool = pool_new();
    struct rows found = {0};
    struct error e = {0};
    enum err r =
        evaluation_whose(work, pool, rows_text(lines, line, "kind"), rows_int(lines, line, "object"), &found, &e);
    if (r == ERR_NONE && found.count == 1)
        evaluation_view_screen(ui, work, rows_text(&found, 0, "month"), rows_text(&found, 0, "subject"),
                               rows_int(&found, 0, "who"));
    else
        ui_message(ui, _("Inbox"), "%s", rows_text(lines, line, "text"));
    pool_free(&pool);
}

static void open_erasure(struct ui *ui, struct work *work, int64_t id)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)id);
    erasure_open_screen(ui, work, text);
}

/* What a line is about, by its kind. It is read then. */
static void open_line(struct ui *ui, struct work *work, const struct rows *rows, size_t row)
{
    struct error e = {0};
    const char *kind = rows_text(rows, row, "kind");
    int64_t object = rows_int(rows, row, "object");
    if (strcmp(kind, "case") == 0) {
        open_case(ui, work, rows, object);
        return;
    }
    if (rows_int(rows, row, "unread") != 0 && inbox_read(work, -rows_int(rows, row, "id"), &e) != ERR_NONE)
        ui_error(ui, &e);
    if (strcmp(kind, "job") == 0)
        import_job_screen(ui, work, object);
    else if (strcmp(kind, "sweep") == 0)
        sweep_open_screen(ui, work, object);
    else if (strcmp(kind, "move") == 0)
        table_view_screen(ui, work, table_find("move"), object);
    else if (strcmp(kind, "visit") == 0)
        visit_view_screen(ui, work, object);
    else if (strcmp(kind, "evaluation_appeal") == 0)
        evaluation_appeal_screen(ui, work, object);
    else if (strcmp(kind, "evaluation_point") == 0 || strcmp(kind, "evaluation") == 0)
        open_evaluation(ui, work, rows, row);
    else if (strcmp(kind, "spot_check") == 0 && right_scope(work, "spot_check.read") != SCOPE_NONE)
        check_items_screen(ui, work, object, 0, 0, NULL);
    else if (strcmp(kind, "return_visit") == 0 && right_scope(work, "return_visit.read") != SCOPE_NONE)
        return_visit_open(ui, work, object);
    else if (strcmp(kind, "erasure") == 0 && right_scope(work, "erasure.read") != SCOPE_NONE)
        open_erasure(ui, work, object);
    else if (strcmp(kind, "post_request") == 0)
        post_requests_screen(ui, work);
    else if (rows_int(rows, row, "file") != 0)
        open_file(ui, work, rows, row);
    else
        ui_message(ui, _("Inbox"), "%s", rows_text(rows, row, "text"));
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    const struct inbox *inbox = to;
    enum part part = (enum part)rows_int(rows, row, "part");
    int64_t object = rows_int(rows, row, "object");
    if (part == PART_TOLD)
        open_line(ui, inbox->work, rows, row);
    else if (part == PART_NOTICES)
        notice_view_screen(ui, inbox->work, object);
    else
        open_case(ui, inbox->work, rows, object);
}

static void read_all_lines(struct ui *ui, struct work *work)
{
    struct error e = {0};
    if (inbox_read(work, 0, &e) != ERR_NONE)
        ui_error(ui, &e);
    else
        ui_note(ui, "%s", _("All lines are read."));
}

static void choose_part(struct ui *ui, struct inbox *inbox)
{
    struct ui_choice choices[PARTS];
    for (int i = 0; i < PARTS; i++)
        choices[i] = (struct ui_choice){.letter = PART_ROWS[i].letter, .text = _(PART_ROWS[i].name)};
    int taken = ui_choose(ui, _("What of the inbox?"), choices, PARTS, (int)inbox->part);
    if (taken >= 0)
        inbox->part = (enum part)taken;
}

static bool act(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows, size_t row)
{
    struct inbox *inbox = to;
    int64_t object = row == SIZE_MAX ? 0 : rows_int(rows, row, "object");
    enum part part = row == SIZE_MAX ? PART_ALL : (enum part)rows_int(rows, row, "part");
    bool is_case = part == PART_ASKED || part == PART_WAITS ||
                   (part == PART_TOLD && strcmp(rows_text(rows, row, "kind"), "case") == 0);
    if (action == ACTION_MARK_ALL && row != SIZE_MAX)
        read_all_lines(ui, inbox->work);
    else if (action == ACTION_VIEW)
        choose_part(ui, inbox);
    else if (action == ACTION_COMMAND && is_case)
        case_command_menu(ui, inbox->work, &object, 1);
    else
        return false;
    ui_list_reload(list);
    return true;
}

static void heading(void *to, char *out, size_t room)
{
    const struct inbox *inbox = to;
    snprintf(out, room, "%s", _(PART_ROWS[inbox->part].name));
}

void inbox_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_COMMAND, ACTION_VIEW, ACTION_MARK_ALL, ACTION_NONE};
    static const char *const words[] = {NULL, NULL, NULL, N_("all read"), NULL};
    static const struct ui_list_ops ops = {
        .read = read,
        .cell = cell,
        .open = open,
        .action = act,
        .heading = heading,
        .foot = foot,
        .foot_words = words,
        .help =
            N_("Requests for your approval and cases that wait for you, the reddest first; then notices and what you "
               "were told, a star marks what is not read. Enter opens what a line is about."),
    };
    static const struct ui_list_column columns[] = {
        {"mark", 2,  -1, 0, " "       },
        {"part", 10, -1, 0, N_("What")},
        {"text", 0,  -1, 0, N_("Line")},
        {"when", 11, 1,  1, N_("When")},
        {NULL,   0,  0,  0, NULL      },
    };
    struct inbox inbox = {.work = work};
    struct list_query query = {0};
    ui_list_run(ui, _("Inbox"), NULL, columns, &ops, &query, &inbox);
}
