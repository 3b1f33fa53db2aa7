/* Code lists: all of them, the codes of one; adding, renaming, retiring. */
#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/list.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/list.h"
#include "wangge/work/code_row.h"
#include "wangge/work/work.h"

#include <string.h>

#define WRITE     "code.manage"
#define TEXT_ROOM 200

struct codes {
    struct work *work;
    char list[48];
};

/* --- the codes of one list --------------------------------------------------------------------------------------- */

static const char *const NAMES[] = {"id", "mark", "code", "zh", "en", "initials", "state"};
enum column { ID, MARK, CODE, ZH, EN, INITIALS, STATE, COLUMN_COUNT };

static enum err read_codes(void *to, struct pool *pool, const struct list_query *query, struct rows *out,
                           int64_t *total, struct error *e)
{
    struct codes *codes = to;
    const struct code_list *list = code_list(codes->list);
    struct rows site = {0};
    enum err r = code_row_site(codes->work, pool, codes->list, &site, e);
    if (r != ERR_NONE)
        return r;
    rows_make(pool, out, list->count, COLUMN_COUNT, NAMES);
    for (size_t i = 0; i < list->count; i++) {
        const struct code *code = &list->codes[i];
        bool own = false;
        for (size_t n = 0; n < site.count && !own; n++)
            own = strcmp(rows_text(&site, n, "code"), code->code) == 0;
        rows_put_int(pool, out, i, ID, (int64_t)i + 1);
        rows_put(out, i, MARK, own ? "*" : "");
        rows_put(out, i, CODE, code->code);
        rows_put(out, i, ZH, code->zh);
        rows_put(out, i, EN, code->en);
        rows_put(out, i, INITIALS, code->initials);
        rows_put(out, i, STATE, code->retired ? _("retired") : "");
    }
    return rows_page(pool, out, query, total);
}

static bool ask_texts(struct ui *ui, const char *title, char *zh, char *en)
{
    return ui_ask(ui, title, _("Chinese"), false, zh, TEXT_ROOM) &&
           ui_ask(ui, title, _("English"), false, en, TEXT_ROOM);
}

static void told(struct ui *ui, enum err r, const struct error *e)
{
    if (r == ERR_NONE)
        ui_note(ui, "%s", _("Saved; sessions that begin from now on have it."));
    else
        ui_error(ui, e);
}

static void add(struct ui *ui, struct codes *codes)
{
    struct error e = {0};
    char code[24] = "", zh[TEXT_ROOM] = "", en[TEXT_ROOM] = "";
    if (ui_ask(ui, codes->list, _("New code"), false, code, sizeof code) && ask_texts(ui, code, zh, en))
        told(ui, code_row_add(codes->work, codes->list, code, zh, en, NULL, &e), &e);
}

static void rename_one(struct ui *ui, struct codes *codes, const struct rows *rows, size_t row)
{
    struct error e = {0};
    char code[24], zh[TEXT_ROOM], en[TEXT_ROOM];
    text_copy(code, sizeof code, rows_text(rows, row, "code"));
    text_copy(zh, sizeof zh, rows_text(rows, row, "zh"));
    text_copy(en, sizeof en, rows_text(rows, row, "en"));
    if (ask_texts(ui, code, zh, en))
        told(ui, code_row_change(codes->work, codes->list, code, zh, en, NULL, &e), &e);
}

static void retire(struct ui *ui, struct codes *codes, const struct rows *rows, size_t row)
{
    struct error e = {0};
    char code[24];
    bool retired = rows_text(rows, row, "state")[0] != '\0';
    text_copy(code, sizeof code, rows_text(rows, row, "code"));
    if (retired ? ui_confirm(ui, _("Take %s into use again?"), rows_text(rows, row, "zh"))
                : ui_confirm(ui, _("Retire %s? It stays readable where it is, and is not offered any more."),
                             rows_text(rows, row, "zh")))
        told(ui, code_row_retire(codes->work, codes->list, code, !retired, &e), &e);
}

static bool act_on_codes(struct ui *ui, void *to, struct ui_list *list, enum action action, const struct rows *rows,
                         size_t row)
{
    if (action == ACTION_NEW)
        add(ui, to);
    else if (action == ACTION_EDIT && row != SIZE_MAX)
        rename_one(ui, to, rows, row);
    else if (action == ACTION_DELETE && row != SIZE_MAX)
        retire(ui, to, rows, row);
    else
        return false;
    ui_list_reload(list);
    return true;
}

static void show_list(struct ui *ui, struct work *work, const char *name)
{
    static const enum action write[] = {ACTION_NEW, ACTION_EDIT, ACTION_DELETE, ACTION_NONE};
    static const char *const words[] = {NULL, N_("rename"), N_("retire"), NULL};
    static const enum action look[] = {ACTION_NONE};
    char why[96];
    bool may = !tell_denied(work, WRITE, why, sizeof why);
    const struct ui_list_ops ops = {
        .read = read_codes,
        .action = act_on_codes,
        .foot = may ? write : look,
        .foot_words = may ? words : NULL,
        .help = N_("The codes of one list. A star marks those that were added or changed here. A code of a national "
                   "standard keeps its meaning: it can only be retired."),
    };
    static const struct ui_list_column columns[] = {
        {"mark",     2,  -1, 0, " "           },
        {"code",     8,  -1, 0, N_("Code")    },
        {"zh",       0,  -1, 0, N_("Chinese") },
        {"en",       24, -1, 1, N_("English") },
        {"initials", 10, -1, 2, N_("Initials")},
        {"state",    8,  -1, 0, " "           },
        {NULL,       0,  0,  0, NULL          },
    };
    struct codes codes = {.work = work};
    struct list_query query = {0};
    text_copy(codes.list, sizeof codes.list, name);
    ui_list_run(ui, codes.list, NULL, columns, &ops, &query, &codes);
}

/* --- the lists --------------------------------------------------------------------------------------------------- */

static enum err read_lists(void *to, struct pool *pool, const struct list_query *query, struct rows *out,
                           int64_t *total, struct error *e)
{
    static const char *const names[] = {"id", "list", "standard", "count", "first"};
    size_t count = 0;
    (void)to;
    (void)e;
    while (code_list_at(count) != NULL)
        count++;
    rows_make(pool, out, count, 5, names);
    for (size_t i = 0; i < count; i++) {
        const struct code_list *list = code_list_at(i);
        const char *first = "";
        for (size_t n = 0; n < list->count && n < 4; n++)
            first = pool_format(pool, "%s%s%s", first, n == 0 ? "" : ", ", code_text(list->name, list->codes[n].code));
        rows_put_int(pool, out, i, 0, (int64_t)i + 1);
        rows_put(out, i, 1, list->name);
        rows_put(out, i, 2, list->standard);
        rows_put_int(pool, out, i, 3, (int64_t)list->count);
        rows_put(out, i, 4, first);
    }
    return rows_page(pool, out, query, total);
}

static void open_list(struct ui *ui, void *to, const struct rows *rows, size_t row)
{
    show_list(ui, to, rows_text(rows, row, "list"));
}

void codes_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_OPEN, ACTION_NONE};
    static const struct ui_list_ops ops = {
        .read = read_lists,
        .open = open_list,
        .foot = foot,
        .help = N_("What fields of registers, visits and cases can be chosen from. Search finds a list by one of its "
                   "first codes, too."),
    };
    static const struct ui_list_column columns[] = {
        {"list",     22, -1, 0, N_("List")    },
        {"count",    5,  1,  0, N_("Codes")   },
        {"standard", 14, -1, 1, N_("Standard")},
        {"first",    0,  -1, 0, N_("Begins")  },
        {NULL,       0,  0,  0, NULL          },
    };
    struct list_query query = {0};
    ui_list_run(ui, _("Code lists"), NULL, columns, &ops, &query, work);
}
