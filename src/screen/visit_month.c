/* A month of a grid's diary as continuous text; from it the book to print. */
#include "month.h"
#include "screens.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/visit_book.h"
#include "wangge/work/work.h"

#include <string.h>

void visit_month_screen(struct ui *ui, struct work *work)
{
    static const enum action foot[] = {ACTION_PREVIOUS, ACTION_NEXT, ACTION_PRINT, ACTION_PAGE_DOWN,
                                       ACTION_HELP,     ACTION_BACK, ACTION_NONE};
    static const char *const words[] = {NULL, NULL, N_("book"), NULL, NULL, NULL};
    char month[MONTH_TEXT];
    struct book book = {.month = month, .area = grid_choose(ui, work), .author = ""};
    enum action action = book.area == 0 ? ACTION_BACK : ACTION_NONE;
    month_now(month);
    while (action != ACTION_BACK) {
        struct buffer text = {0};
        struct error e = {0};
        if (visit_month_text(work, &book, &text, &e) != ERR_NONE) {
            ui_error(ui, &e);
            action = ACTION_BACK;
        } else {
            const struct ui_reading reading = {
                .title = _("The diary of a month"),
                .text = buffer_text(&text),
                .foot = foot,
                .foot_words = words,
                .help = N_("All that was written in the grid in one month, with what was made of it and what the "
                           "reviewer said. p makes a book of it, in the layouts that offices have."),
            };
            action = ui_read_on(ui, &reading, NULL);
        }
        if (action == ACTION_PRINT)
            book_print_screen(ui, work, &book);
        else
            month_turn(ui, month, action);
        buffer_free(&text);
    }
}
