/* The contact card 一卡 of a grid: whom residents call, and for what. Several to a page, to be cut. */
#include "plate.h"
#include "print_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

#define CARD_COLUMNS 38 /* at least; as many beside each other as the page has room for */
#define CARDS_DOWN   4
#define CARD_LINES   14

struct card {
    const char *lines[CARD_LINES];
    size_t count;
    int width;
};

static void add_line(struct printing *p, struct card *card, const char *text, int align)
{
    struct buffer line = {0};
    if (card->count == CARD_LINES)
        return;
    buffer_add_text(&line, "| ");
    text_pad(&line, text, card->width - 4, align);
    buffer_add_text(&line, " |");
    card->lines[card->count++] = pool_text(p->pool, buffer_text(&line));
    buffer_free(&line);
}

static void add_border(struct printing *p, struct card *card)
{
    char *line = pool_new_piece(p->pool, (size_t)card->width + 1, 1);
    memset(line, '-', (size_t)card->width);
    line[0] = line[card->width - 1] = '+';
    card->lines[card->count++] = line;
}

static void add_wrapped(struct printing *p, struct card *card, const char *text)
{
    size_t skip = 0, n;
    while ((n = text_wrap(text, strlen(text), card->width - 4, &skip)), skip > 0) {
        add_line(p, card, pool_text_n(p->pool, text, n), -1);
        text += skip;
    }
}

/* The first who holds the role: of the innermost area, as the rows come. */
static void add_post(struct printing *p, struct card *card, const struct rows *posts, const char *role,
                     const char *label)
{
    for (size_t i = 0; i < posts->count; i++) {
        if (strcmp(rows_text(posts, i, "role"), role) != 0)
            continue;
        add_line(p, card,
                 pool_format(p->pool, "%s: %s  %s", label, rows_text(posts, i, "name"), rows_text(posts, i, "phone")),
                 -1);
        return;
    }
}

static void fill(struct printing *p, struct card *card, const struct rows *posts, const char *above, const char *grid)
{
    add_border(p, card);
    add_line(p, card, _("Your grid leader"), 0);
    add_line(p, card, "", 0);
    add_wrapped(p, card, above);
    add_line(p, card, grid, -1);
    add_post(p, card, posts, "grid_leader", _("Grid leader"));
    add_post(p, card, posts, "informant", _("Informant"));
    add_post(p, card, posts, "station", _("Community"));
    add_line(p, card, "", 0);
    add_wrapped(p, card,
                _("Call for: wishes and worries, quarrels, dirt and noise, dangers, papers and services, "
                  "help for the old, the ill and the poor"));
    while (card->count < CARD_LINES - 2)
        add_line(p, card, "", 0);
    card->count = CARD_LINES - 2;
    add_line(p, card, plate_complaint(), -1);
    card->count = CARD_LINES - 1;
    add_border(p, card);
}

static void lay_out(struct printing *p, const struct card *card, int beside)
{
    for (int down = 0; down < CARDS_DOWN; down++) {
        for (size_t i = 0; i < card->count; i++) {
            struct buffer line = {0};
            for (int n = 0; n < beside; n++)
                buffer_format(&line, "%s%s", n > 0 ? "  " : "", card->lines[i]);
            print_line(p->print, buffer_text(&line));
            buffer_free(&line);
        }
        print_blank(p->print);
    }
}

enum err print_contact_card(struct work *work, int64_t area, const struct paper *paper, struct buffer *out,
                            struct error *e)
{
    struct printing p;
    struct card card = {0};
    struct rows found, posts;
    struct scope_range range;
    const char *above = "";
    enum err r = printing_begin(&p, work, paper, NULL, e);
    int beside = (print_width(p.print) + 2) / (CARD_COLUMNS + 2); /* two columns between */
    beside = beside < 1 ? 1 : beside;
    card.width = (print_width(p.print) + 2) / beside - 2;
    if (r == ERR_NONE)
        r = right_need(work, "user.pick", e);
    if (r == ERR_NONE)
        r = printing_area(&p, area, &found, &range, e);
    if (r == ERR_NONE)
        r = printing_posts(&p, &range, &posts, e);
    if (r == ERR_NONE)
        r = printing_area_line(&p, pool_text_n(p.pool, range.lo, strlen(range.lo) - AREA_PART), &above, e);
    if (r == ERR_NONE) {
        fill(&p, &card, &posts, above, rows_text(&found, 0, "name"));
        lay_out(&p, &card, beside);
    }
    return printing_end(&p, r, "area", area, out, e);
}
