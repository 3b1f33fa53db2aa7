/* What stands around every screen: the top line, the note and the foot bar. */
#include "inner.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/text.h"

#include <curses.h>
#include <string.h>

enum { FOOT_MOST = 9, FOOT_KEPT = 2, FOOT_GAP = 2 };

static const char *screen_title(const struct screen *screen)
{
    if (screen->title != NULL)
        return screen->title;
    return screen->ops->title == NULL ? "" : _(screen->ops->title);
}

static void add_crumbs(const struct frame *frame, bool all, struct buffer *out)
{
    if (frame == NULL)
        return;
    add_crumbs(frame->below, all, out);
    const char *title = screen_title(frame->screen);
    if (frame->screen->overlay || title[0] == '\0')
        return;
    if (frame->below == NULL && !all)
        return; /* home goes without saying */
    if (out->length > 0)
        buffer_add_text(out, " > ");
    buffer_add_text(out, title);
}

void frame_breadcrumb(struct ui *ui, bool all, struct buffer *out)
{
    add_crumbs(ui->top, all, out);
    if (out->length == 0 && !all)
        add_crumbs(ui->top, true, out);
}

void frame_draw_title(struct ui *ui)
{
    struct buffer right = {0}, crumbs = {0};
    buffer_format(&right, "%s  %s %d ", ui->status.who, _("inbox"), ui->status.inbox);
    if (ui->status.who[0] == '\0')
        buffer_clear(&right);
    frame_breadcrumb(ui, false, &crumbs);
    int right_columns = text_width(buffer_text(&right));
    int room = COLS - right_columns - 2;
    const char *s = buffer_text(&crumbs);
    while (text_width(s) > room) { /* where I am matters more than where I came from */
        const char *next = strstr(s, " > ");
        if (next == NULL)
            break;
        s = next + 3;
    }
    put_at(ui, TITLE_ROW, 0, 0, STYLE_REVERSE, "");
    put_at(ui, TITLE_ROW, 1, room, STYLE_REVERSE, s);
    if (right_columns > 0)
        put_at(ui, TITLE_ROW, COLS - right_columns, right_columns, STYLE_REVERSE, buffer_text(&right));
    buffer_free(&right);
    buffer_free(&crumbs);
}

void frame_draw_note(struct ui *ui)
{
    if (ui->note[0] == '\0')
        return;
    size_t length = strlen(ui->note), skip = 0;
    int columns = COLS - 2;
    bool two = text_width(ui->note) > columns; /* a long one covers the last row of the body until the next key */
    size_t n = two ? text_wrap(ui->note, length, columns, &skip) : 0;
    if (two) {
        struct buffer first = {0};
        buffer_add(&first, ui->note, n);
        put_at(ui, LINES - 3, 1, columns, STYLE_BOLD, buffer_text(&first));
        buffer_free(&first);
    }
    put_at(ui, LINES - 2, 1, columns, STYLE_BOLD, ui->note + skip);
}

struct foot {
    enum action actions[FOOT_MOST];
    int widths[FOOT_MOST];
    size_t count;
};

static void foot_text(const struct ui *ui, enum action action, struct buffer *out)
{
    char name[KEY_NAME_ROOM];
    key_main_name(action, name);
    const char *word = screen_word(ui->top->screen, action);
    buffer_format(out, "%s %s", name, word == NULL ? key_word(action) : word);
}

static void foot_remove(struct foot *foot, size_t i)
{
    memmove(foot->actions + i, foot->actions + i + 1, (foot->count - i - 1) * sizeof(foot->actions[0]));
    memmove(foot->widths + i, foot->widths + i + 1, (foot->count - i - 1) * sizeof(foot->widths[0]));
    foot->count--;
}

/* As many as fit; what must go goes from before the last two, which are help and the way out. */
static void foot_collect(const struct ui *ui, const enum action *actions, int columns, struct foot *foot)
{
    int used = 1;
    foot->count = 0;
    for (; *actions != ACTION_NONE; actions++) {
        if (foot->count == FOOT_MOST) {
            used -= foot->widths[FOOT_MOST - FOOT_KEPT - 1] + FOOT_GAP;
            foot_remove(foot, FOOT_MOST - FOOT_KEPT - 1);
        }
        struct buffer text = {0};
        foot_text(ui, *actions, &text);
        int width = text_width(buffer_text(&text));
        buffer_free(&text);
        foot->actions[foot->count] = *actions;
        foot->widths[foot->count++] = width;
        used += width + FOOT_GAP;
    }
    while (used - FOOT_GAP > columns && foot->count > FOOT_KEPT) {
        size_t victim = foot->count - FOOT_KEPT - 1;
        used -= foot->widths[victim] + FOOT_GAP;
        foot_remove(foot, victim);
    }
}

void frame_draw_foot(struct ui *ui)
{
    static const enum action least[] = {ACTION_HELP, ACTION_BACK, ACTION_NONE};
    if (ui->top == NULL)
        return;
    const enum action *actions = ui->top->screen->ops->foot == NULL ? least : ui->top->screen->ops->foot;
    struct foot foot;
    struct buffer line = {0};
    foot_collect(ui, actions, COLS - 1, &foot);
    buffer_add_char(&line, ' ');
    for (size_t i = 0; i < foot.count; i++) {
        foot_text(ui, foot.actions[i], &line);
        if (i + 1 < foot.count)
            buffer_add_text(&line, "  ");
    }
    put_at(ui, LINES - 1, 0, COLS - 1, STYLE_PLAIN, buffer_text(&line)); /* the last cell would scroll */
    buffer_free(&line);
}
