/* What is printed, to read; and the command line that brings it to a printer. */
#include "links.h"
#include "places.h"
#include "report.h"
#include "rows.h"
#include "screens.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/print.h"
#include "wangge/ui/dialog.h"
#include "wangge/ui/ui.h"
#include "wangge/work/area.h"
#include "wangge/work/evaluation_report.h"
#include "wangge/work/print.h"
#include "wangge/work/publish.h"
#include "wangge/work/report.h"
#include "wangge/work/visit_book.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define GRIDS_MOST 20 /* to choose from at once */

static enum err of_household(struct work *work, int64_t id, const struct paper *paper, struct buffer *out,
                             struct error *e)
{
    return print_household(work, id, NULL, paper, out, e);
}

/* As the command "print KIND ID" has it. */
static const struct kind {
    const char *kind, *title;
    enum err (*print)(struct work *work, int64_t id, const struct paper *paper, struct buffer *out, struct error *e);
} kinds[] = {
    {"household",    N_("One household one form"), of_household      },
    {"grid",         N_("One grid one file"),      print_grid        },
    {"card",         N_("Contact cards"),          print_contact_card},
    {"results",      N_("Notice board"),           print_notices     },
    {"plate",        N_("Notice plate"),           print_plate       },
    {"organisation", N_("Organisation chart"),     print_organisation},
    {"posts",        N_("Chart of posts"),         print_posts       },
};

/* Pages as wide as the window, so that no line is wrapped. */
static struct paper paper_of(const struct ui *ui)
{
    int width = ui_columns(ui) - 2;
    return (struct paper){.width = width > PRINT_WIDTH_HIGH ? PRINT_WIDTH_HIGH : width};
}

/* words: those of the command. */
static void read_text(struct ui *ui, const struct work *work, const char *title, enum err r, struct buffer *text,
                      const char *words, const struct error *e)
{
    if (r != ERR_NONE) {
        ui_error(ui, e);
        buffer_free(text);
        return;
    }
    if (strpbrk(words, "\"$`\\!") == NULL) /* nothing that a shell would read as its own */
        buffer_format(
            text, _("\nTo a printer, typed on your computer (HOST as you log in here):\n  ssh %s@HOST \"%s\" | lp%s\n"),
            work->actor.login, words, strncmp(words, "print plate", 11) == 0 ? " -o landscape -o cpi=6 -o lpi=4" : "");
    ui_read(ui, title, buffer_text(text));
    buffer_free(text);
}

void print_screen(struct ui *ui, struct work *work, const char *kind, int64_t id)
{
    const struct kind *found = kinds;
    struct paper paper = paper_of(ui);
    struct pool *pool = pool_new();
    struct buffer text = {0};
    struct rows area = {0};
    struct error e = {0};
    while (strcmp(found->kind, kind) != 0)
        found++;
    enum err r = found->print(work, id, &paper, &text, &e);
    const char *name = pool_format(pool, "%lld", (long long)id);
    if (strcmp(kind, "household") != 0 && area_find(work, pool, name, &area, NULL) == ERR_NONE)
        name = rows_text(&area, 0, "code");
    read_text(ui, work, _(found->title), r, &text, pool_format(pool, "print %s %s", kind, name), &e);
    pool_free(&pool);
}

/* " --where=sex:2": in quotes for the program, as all of the line is in quotes for the shell of who types it. */
static void add_option(struct buffer *line, const char *option, const char *field, const char *value)
{
    bool plain = strpbrk(value, " ;|&<>()*?~#") == NULL;
    buffer_format(line, plain ? " --%s=%s%s%s" : " --%s='%s%s%s'", option, field, *field == '\0' ? "" : ":", value);
}

static void list_words(const struct table *table, const struct list_query *query, struct buffer *out)
{
    buffer_format(out, "%s print", table->name);
    for (size_t i = 0; i < query->filter_count; i++)
        add_option(out, "where", query->filters[i].field, query->filters[i].value);
    if (query->search[0] != '\0')
        add_option(out, "search", "", query->search);
    if (query->sort[0] != '\0')
        add_option(out, "sort", "", query->sort);
}

void print_list_screen(struct ui *ui, struct work *work, const struct table *table, const struct list_query *query)
{
    struct buffer text = {0}, words = {0};
    struct paper paper = paper_of(ui);
    struct error e = {0};
    enum err r = print_rows(work, table, query, &paper, &text, &e);
    list_words(table, query, &words);
    read_text(ui, work, table_label(table), r, &text, buffer_text(&words), &e);
    buffer_free(&words);
}

void evaluation_print_screen(struct ui *ui, struct work *work, const char *month)
{
    struct buffer text = {0};
    struct paper paper = paper_of(ui);
    struct error e = {0};
    struct pool *pool = pool_new();
    enum err r = evaluation_print(work, month, &paper, &text, &e);
    read_text(ui, work, _("Evaluation"), r, &text, pool_format(pool, "print evaluation %s --width=132", month), &e);
    pool_free(&pool);
}

void report_print_screen(struct ui *ui, struct work *work, const struct report *report, const char *command)
{
    struct buffer text = {0};
    struct paper paper = paper_of(ui);
    struct error e = {0};
    enum err r = report_print(work, report, &paper, &text, &e);
    read_text(ui, work, report->title, r, &text, command, &e);
}

static bool grid_choices(void *to, const char *typed, struct pool *pool, struct rows *out)
{
    static const char *const columns[] = {"id", "text", "detail"};
    struct rows found;
    if (area_search(to, pool, typed, LEVEL_GRID, GRIDS_MOST, &found, NULL) != ERR_NONE)
        return false;
    rows_make(pool, out, found.count, COUNT_OF(columns), columns);
    for (size_t i = 0; i < found.count; i++) {
        rows_put(out, i, 0, rows_text(&found, i, "id"));
        rows_put(out, i, 1, rows_text(&found, i, "name"));
        rows_put(out, i, 2, pool_format(pool, "%s  %s", rows_text(&found, i, "leader"), rows_text(&found, i, "code")));
    }
    return true;
}

int64_t grid_choose(struct ui *ui, struct work *work)
{
    char id[24] = "", text[96] = "";
    if (home_of_role(work->actor.role) == HOME_GRID)
        return work->actor.area;
    return ui_pick(ui, _("Which grid?"), grid_choices, work, false, "", id, sizeof id, text, sizeof text) ? atoll(id)
                                                                                                          : 0;
}

static void of_grid(struct ui *ui, struct work *work, const char *kind)
{
    int64_t id = grid_choose(ui, work);
    if (id != 0)
        print_screen(ui, work, kind, id);
}

void book_print_screen(struct ui *ui, struct work *work, const struct book *book)
{
    struct ui_choice choices[9] = {0};
    struct pool *pool = pool_new();
    struct paper paper = paper_of(ui);
    struct buffer text = {0};
    struct rows area = {0};
    struct error e = {0};
    size_t count = 0;
    while (count < COUNT_OF(choices) && diary_form_name((int)count + 1) != NULL) {
        choices[count] = (struct ui_choice){.letter = (char)('1' + count), .text = diary_form_name((int)count + 1)};
        count++;
    }
    int layout = ui_choose(ui, _("Which layout?"), choices, count, 0) + 1;
    if (layout > 0) {
        enum err r = print_book(work, book, layout, &paper, &text, &e);
        if (r == ERR_NONE)
            r = area_find(work, pool, pool_format(pool, "%lld", (long long)book->area), &area, &e);
        const char *code = r == ERR_NONE ? rows_text(&area, 0, "code") : "";
        read_text(ui, work, diary_form_name(layout), r, &text,
                  pool_format(pool, "visit book %s --area=%s --layout=%d", book->month, code, layout), &e);
    }
    pool_free(&pool);
}

void grid_file_screen(struct ui *ui, struct work *work)
{
    of_grid(ui, work, "grid");
}

void plate_screen(struct ui *ui, struct work *work)
{
    of_grid(ui, work, "plate");
}

void contact_card_screen(struct ui *ui, struct work *work)
{
    of_grid(ui, work, "card");
}
