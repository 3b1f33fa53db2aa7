/* The schemes of the evaluation: whose, where, from when, and which of them holds. */
#include "month.h"
#include "rows.h"
#include "scheme.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/work.h"

#include <string.h>

#define WRITE "scheme.write"

struct versions {
    struct ui *ui;
    struct work *work;
    char subject[16]; /* "" all */
};

static const char *const NAMES[] = {"id", "subject", "name", "area", "from", "version", "items", "state"};
enum column { ID, SUBJECT, NAME, AREA, FROM, VERSION, ITEMS, STATE, COLUMN_COUNT };

/* Rows stand newest first within a subject and area: the first that has begun holds, those behind it held before. */
static const char *state_of(const struct rows *rows, size_t row, const char *month)
{
    if (strcmp(rows_text(rows, row, "from_month"), month) > 0)
        return _("to come");
    bool first = row == 0 || rows_int(rows, row - 1, "area") != rows_int(rows, row, "area") ||
                 strcmp(rows_text(rows, row - 1, "subject"), rows_text(rows, row, "subject")) != 0 ||
                 strcmp(rows_text(rows, row - 1, "from_month"), month) > 0;
    return first ? _("holds") : _("past");
}

static void put(struct pool *pool, const struct rows *found, size_t from, const char *month, struct rows *out,
                size_t row)
{
    bool used = rows_int(found, from, "used") != 0;
    const char *state = state_of(found, from, month);
    rows_put_int(pool, out, row, ID, rows_int(found, from, "id"));
    rows_put(out, row, SUBJECT, code_text("evaluation_subject", rows_text(found, from, "subject")));
    rows_put(out, row, NAME, rows_text(found, from, "name"));
    rows_put(out, row, AREA,
             rows_int(found, from, "area") == 0 ? _("everywhere") : rows_text(found, from, "area_name"));
    rows_put(out, row, FROM, scheme_since(rows_text(found, from, "from_month")));
    rows_put_int(pool, out, row, VERSION, rows_int(found, from, "version"));
    rows_put_int(pool, out, row, ITEMS, rows_int(found, from, "items"));
    rows_put(out, row, STATE, used ? pool_format(pool, _("%s, used"), state) : state);
}

/* Subjects in the order of their code list, leaders first. */
static enum err read(void *to, struct pool *pool, const struct list_query *query, struct rows *out, int64_t *total,
                     struct error *e)
{
    struct versions *versions = to;
    const struct code_list *subjects = code_list("evaluation_subject");
    struct rows found = {0};
    char month[MONTH_TEXT];
    size_t n = 0;
    month_now(month);
    enum err r = scheme_list(versions->work, pool, versions->subject, &found, e);
    rows_make(pool, out, found.count, COLUMN_COUNT, NAMES);
    for (size_t s = 0; s < subjects->count; s++)
        for (size_t i = 0; i < found.count; i++)
            if (strcmp(rows_text(&found, i, "subject"), subjects->codes[s].code) == 0)
                put(pool, &found, i, month, out, n++);
    return r == ERR_NONE ? rows_page(pool, out, query, total) : r;
}

static void open(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    struct versions *versions = to;
    scheme_view_screen(ui, versions->work, rows_int(rows, row, "id"));
}

static void choose_subject(struct versions *versions)
{
    static const char *const subjects[] = {"", "grid_leader", "informant", "station", "department", "sunk"};
    static const char letters[] = {'a', 'g', 'i', 's', 'd', 'k'};
    struct ui_choice choices[COUNT_OF(subjects)];
    int start = 0;
    for (size_t i = 0; i < COUNT_OF(subjects); i++) {
        choices[i] = (struct ui_choice){
            .letter = letters[i], .text = i == 0 ? _("all of them") : code_text("evaluation_subject", subjects[i])};
        if (strcmp(subjects[i], versions->subject) == 0)
            start = (int)i;
    }
    int chosen = ui_choose(versions->ui, _("Who is judged"), choices, COUNT_OF(choices), start);
    if (chosen >= 0)
        text_copy(versions->subject, sizeof versions->subject, subjects[chosen]);
}

static bool action(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                   size_t row)
{
    struct versions *versions = to;
    if (action == ACTION_VIEW)
        choose_subject(versions);
    else if (action == ACTION_COPY && row != SIZE_MAX)
        scheme_copy_form(ui, versions->work, rows_int(rows, row, "id"));
    else if (action == ACTION_TABLE && row != SIZE_MAX)
        scheme_try_screen(ui, versions->work, rows_int(rows, row, "id"));
    else
        return false;
    ui_list_reload(list);
    return true;
}

void scheme_list_of(struct ui *ui, struct work *work, const char *subject)
{
    static const enum action write[] = {ACTION_OPEN, ACTION_COPY, ACTION_VIEW, ACTION_TABLE, ACTION_NONE};
    static const char *const write_words[] = {NULL, N_("new version"), N_("whose"), N_("what would change"), NULL};
    static const enum action look[] = {ACTION_OPEN, ACTION_VIEW, ACTION_TABLE, ACTION_NONE};
    static const char *const look_words[] = {NULL, N_("whose"), N_("what would change"), NULL};
    static struct ui_list_ops ops = {
        .read = read,
        .open = open,
        .action = action,
        .help =
            N_("What the monthly evaluation judges by. For somebody the scheme of the nearest area upwards holds; a "
               "newer one of the same area takes the place of the older from its month on. What a frozen month was "
               "judged by never changes: c copies it to a new version."),
    };
    static const struct ui_list_column columns[] = {
        {"subject", 12, -1, 0, N_("Of whom")   },
        {"name",    0,  -1, 0, N_("Scheme")    },
        {"area",    12, -1, 1, N_("Area")      },
        {"from",    13, -1, 0, N_("From month")},
        {"version", 4,  1,  3, N_("Ver.")      },
        {"items",   5,  1,  2, N_("Count")     },
        {"state",   13, -1, 0, N_("State")     },
        {NULL,      0,  0,  0, NULL            },
    };
    struct versions versions = {.ui = ui, .work = work};
    struct list_query query = {0};
    char why[96];
    bool may = !tell_denied(work, WRITE, why, sizeof why);
    text_copy(versions.subject, sizeof versions.subject, subject);
    ops.foot = may ? write : look;
    ops.foot_words = may ? write_words : look_words;
    ui_list_run(ui, _("Evaluation schemes"), NULL, columns, &ops, &query, &versions);
}

void scheme_list_screen(struct ui *ui, struct work *work)
{
    scheme_list_of(ui, work, "");
}
