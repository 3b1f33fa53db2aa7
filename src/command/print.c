/* The noun "print", and "TABLE print": pages of text on standard output, for lp. */
#include "call.h"
#include "input.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/table/list.h"
#include "wangge/table/print.h"
#include "wangge/work/evaluation_report.h"
#include "wangge/work/print.h"
#include "wangge/work/publish.h"
#include "wangge/work/visit_book.h"
#include "wangge/work/work.h"

#define PAPER_OPTIONS " width pages"

static enum err read_paper(struct call *call, struct paper *paper, struct error *e)
{
    int64_t width = 0, lines = 0;
    enum err r = call_number(call, "width", &width, e);
    r = r ? r : call_number(call, "pages", &lines, e);
    *paper =
        (struct paper){.width = width > PRINT_WIDTH_HIGH ? -1 : (int)width, .lines = lines > 1000 ? 1000 : (int)lines};
    return r ? r : paper_check(paper, e);
}

/* Prints what was laid out, if it was. */
static enum err give(struct call *call, enum err r, struct buffer *text)
{
    if (r == ERR_NONE)
        fwrite(buffer_text(text), 1, text->length, call->io->out);
    buffer_free(text);
    return r;
}

static enum err run_household(struct call *call, struct error *e)
{
    struct buffer text = {0};
    struct paper paper;
    int64_t id = 0;
    enum err r = call_id(call, 0, &id, e);

    r = r ? r : read_paper(call, &paper, e);
    r = r ? r : print_household(call->work, id, call_option(call, "reveal"), &paper, &text, e);
    return give(call, r, &text);
}

/* The area that was named, else the actor's own. */
static enum err read_area(struct call *call, int64_t *area, struct error *e)
{
    *area = call->work->actor.area;
    return call_argument(call, 0) == NULL ? ERR_NONE : input_area(call, call_argument(call, 0), area, e);
}

static enum err run_area(struct call *call,
                         enum err (*print)(struct work *, int64_t, const struct paper *, struct buffer *,
                                           struct error *),
                         struct error *e)
{
    struct buffer text = {0};
    struct paper paper;
    int64_t area = 0;
    enum err r = read_area(call, &area, e);

    r = r ? r : read_paper(call, &paper, e);
    r = r ? r : print(call->work, area, &paper, &text, e);
    return give(call, r, &text);
}

static enum err run_grid(struct call *call, struct error *e)
{
    return run_area(call, print_grid, e);
}

static enum err run_card(struct call *call, struct error *e)
{
    return run_area(call, print_contact_card, e);
}

static enum err run_plate(struct call *call, struct error *e)
{
    return run_area(call, print_plate, e);
}

static enum err run_organisation(struct call *call, struct error *e)
{
    return run_area(call, print_organisation, e);
}

static enum err run_posts(struct call *call, struct error *e)
{
    return run_area(call, print_posts, e);
}

static enum err run_results(struct call *call, struct error *e)
{
    return run_area(call, print_notices, e);
}

static enum err read_book(struct call *call, struct book *book, struct error *e)
{
    const char *area = call_option(call, "area");

    *book = (struct book){.month = call_argument(call, 0), .author = call_option(call, "author")};
    return area ? input_area(call, area, &book->area, e) : ERR_NONE;
}

static enum err run_book(struct call *call, struct error *e)
{
    struct buffer text = {0};
    struct paper paper;
    struct book book;
    int64_t layout = 0;
    enum err r = read_book(call, &book, e);

    r = r ? r : call_number(call, "layout", &layout, e);
    r = r ? r : read_paper(call, &paper, e);
    r = r ? r : print_book(call->work, &book, layout == 0 ? 1 : (int)layout, &paper, &text, e);
    return give(call, r, &text);
}

static enum err run_month(struct call *call, struct error *e)
{
    struct buffer text = {0};
    struct book book;
    enum err r = read_book(call, &book, e);

    r = r ? r : visit_month_text(call->work, &book, &text, e);
    return give(call, r, &text);
}

static enum err run_evaluation(struct call *call, struct error *e)
{
    struct buffer text = {0};
    struct paper paper;
    enum err r = read_paper(call, &paper, e);

    r = r ? r : evaluation_print(call->work, call_argument(call, 0), &paper, &text, e);
    return give(call, r, &text);
}

static enum err run_list(struct call *call, struct error *e)
{
    struct list_query query;
    struct buffer text = {0};
    struct paper paper;
    enum err r = input_query(call, &query, e);

    r = r ? r : read_paper(call, &paper, e);
    r = r ? r : print_rows(call->work, call->table, &query, &paper, &text, e);
    return give(call, r, &text);
}

const struct command print_commands[] = {
    {.noun = "print",
     .verb = "household",
     .usage = "ID [--reveal=REASON] [--width=COLUMNS] [--pages=LINES]",
     .least = 1,
     .most = 1,
     .options = "reveal" PAPER_OPTIONS,
     .right = "household.read",
     .run = run_household,
     .help = N_("one household one form: the door, who lives there, their registers, visits and cases; --pages is how "
                "many lines a page has, each then ends with a form feed"),
     .example = "print household 17 --pages=66 | lp"},
    {.noun = "print",
     .verb = "grid",
     .usage = "[CODE] [--width=COLUMNS] [--pages=LINES]",
     .most = 1,
     .options = "width pages",
     .right = "resources.read",
     .run = run_grid,
     .help = N_("one grid one file: what it is, who works there, figures of people, registers, work and evaluation"),
     .example = "print grid | lp"},
    {.noun = "print",
     .verb = "organisation",
     .usage = "[CODE] [--width=COLUMNS] [--pages=LINES]",
     .most = 1,
     .options = "width pages",
     .right = "area.read",
     .run = run_organisation,
     .help = N_("the areas below one as a tree, with leaders and households"),
     .example = "print organisation | lp"},
    {.noun = "print",
     .verb = "posts",
     .usage = "[CODE] [--width=COLUMNS] [--pages=LINES]",
     .most = 1,
     .options = "width pages",
     .right = "user.pick",
     .run = run_posts,
     .help = N_("who works where, area by area"),
     .example = "print posts | lp"},
    {.noun = "print",
     .verb = "evaluation",
     .usage = "MONTH [--width=COLUMNS] [--pages=LINES]",
     .least = 1,
     .most = 1,
     .options = "width pages",
     .right = "evaluation.read",
     .run = run_evaluation,
     .help = N_("a month of the evaluation to be posted: rankings, items, points, the scheme"),
     .example = "print evaluation 2026-10 --width=132 | lp"},
    {.noun = "print",
     .verb = "card",
     .usage = "[CODE] [--width=COLUMNS] [--pages=LINES]",
     .most = 1,
     .options = "width pages",
     .right = "user.pick",
     .run = run_card,
     .help = N_("contact cards of a grid for residents, several to a page"),
     .example = "print card | lp"},
    {.noun = "print",
     .verb = "plate",
     .usage = "[CODE] [--width=COLUMNS] [--pages=LINES]",
     .most = 1,
     .options = "width pages",
     .right = "user.pick",
     .run = run_plate,
     .help = N_("the notice plate of a grid: who, phone, duties, complaints; in large letters on A4 across"),
     .example = "print plate | lp -o landscape -o cpi=6 -o lpi=4"},
    {.noun = "print",
     .verb = "results",
     .usage = "[CODE] [--width=COLUMNS] [--pages=LINES]",
     .most = 1,
     .options = "width pages",
     .right = "case_notice.read",
     .run = run_results,
     .help = N_("the results of cases that were published lately, as a sheet for the notice board"),
     .example = "print results --pages=66 | lp"},
    {.noun = "visit",
     .verb = "book",
     .usage = "MONTH [--area=AREA] [--layout=1..4] [--author=LOGIN] [--width=COLUMNS] [--pages=LINES]",
     .least = 1,
     .most = 1,
     .options = "area layout author" PAPER_OPTIONS,
     .right = "visit.read",
     .run = run_book,
     .help =
         N_("the diary of a month as a book to print: 1 visit by visit, 2 day by day, 3 matters and ticks, 4 problems "
            "and steps"),
     .example = "visit book 2026-10 --layout=2 --pages=66 | lp"},
    {.noun = "visit",
     .verb = "month",
     .usage = "MONTH [--area=AREA] [--author=LOGIN]",
     .least = 1,
     .most = 1,
     .options = "area author",
     .right = "visit.read",
     .run = run_month,
     .help = N_("the diary of a month as continuous text"),
     .example = "visit month 2026-10"},
    {.noun = ANY_TABLE,
     .verb = "print",
     .usage = "[--where=FIELD:VALUE] [--search=TEXT] [--sort=FIELD] [--width=COLUMNS] [--pages=LINES]",
     .options = "where search sort" PAPER_OPTIONS,
     .right = "TABLE.read",
     .run = run_list,
     .help = N_("the rows as a printed table, personal data masked"),
     .example = "household print --where=kinds:2 --width=132 | lp"},
    {.noun = NULL                                                                                         },
};
