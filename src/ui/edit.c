#include "wangge/ui/edit.h"

#include "edit_history.h"

#include "wangge/base/memory.h"
#include "wangge/base/text.h"

#include <string.h>

#define CONTROL(letter) ((uint32_t)(letter) - 'A' + 1)

static const char *text_of(const struct edit *edit)
{
    return buffer_text(&edit->text);
}

static size_t line_start(const struct edit *edit, size_t at)
{
    const char *s = text_of(edit);
    while (at > 0 && s[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_end(const struct edit *edit, size_t at)
{
    return at + strcspn(text_of(edit) + at, "\n");
}

/* After a change two graphemes may have become one: the caret goes behind it. */
static void snap_caret(struct edit *edit)
{
    size_t at = line_start(edit, edit->caret);
    while (at < edit->caret)
        at += text_grapheme(text_of(edit) + at, edit->text.length - at);
    edit->caret = at;
}

void edit_start(struct edit *edit, const char *text, size_t most, bool lines)
{
    *edit = (struct edit){.most = most, .lines = lines, .goal = -1, .history = edit_history_new()};
    buffer_add_text(&edit->text, text);
    edit->caret = edit->text.length;
}

void edit_end(struct edit *edit)
{
    buffer_free(&edit->text);
    edit_history_free(&edit->history);
}

void edit_forget(struct edit *edit)
{
    if (edit->text.data != NULL)
        mem_wipe(edit->text.data, edit->text.room);
    edit_history_wipe(edit->history);
    edit_end(edit);
}

void edit_set(struct edit *edit, const char *text)
{
    edit_history_keep(edit->history, edit, CHANGE_WHOLE);
    buffer_clear(&edit->text);
    buffer_add_text(&edit->text, text);
    edit->caret = edit->text.length;
    edit->goal = -1;
}

static void remove_bytes(struct edit *edit, size_t from, size_t to, enum change change)
{
    edit->goal = -1;
    if (from == to)
        return;
    edit_history_keep(edit->history, edit, change);
    buffer_splice(&edit->text, from, to - from, "", 0);
    edit->caret = from;
    snap_caret(edit);
}

/* The first graphemes of s, as many as may be in the whole text at most. */
static size_t cut_to_most(const struct edit *edit, const char *s, size_t n)
{
    size_t at = 0;
    for (size_t i = 0; i < edit->most && at < n; i++)
        at += text_grapheme(s + at, n - at);
    return at;
}

/* Cleaned for the kind of field: line ends inside one line are blanks, those at its end are nothing. */
static void clean_for(const struct edit *edit, const char *s, size_t n, struct buffer *out)
{
    while (!edit->lines && n > 0 && s[n - 1] == '\n')
        n--;
    text_clean(out, s, n, true);
    for (size_t i = 0; !edit->lines && i < out->length; i++)
        if (out->data[i] == '\n')
            out->data[i] = ' ';
}

static bool insert(struct edit *edit, const char *text, size_t n, enum change change)
{
    struct buffer clean = {0};
    clean_for(edit, text, n, &clean);
    size_t length = edit->most == 0 ? clean.length : cut_to_most(edit, buffer_text(&clean), clean.length);
    bool whole = length == clean.length;
    edit->goal = -1;
    if (length > 0) {
        edit_history_keep(edit->history, edit, change);
        buffer_splice(&edit->text, edit->caret, 0, clean.data, length);
    }
    while (edit->most > 0 && length > 0 && text_count(text_of(edit)) > edit->most) {
        size_t shorter = text_grapheme_before(clean.data, length);
        buffer_splice(&edit->text, edit->caret + shorter, length - shorter, "", 0);
        length = shorter;
        whole = false;
    }
    edit->caret += length;
    snap_caret(edit);
    buffer_free(&clean);
    return whole;
}

bool edit_insert(struct edit *edit, const char *text, size_t n)
{
    return insert(edit, text, n, CHANGE_WHOLE);
}

void edit_set_caret(struct edit *edit, size_t at)
{
    edit->caret = at < edit->text.length ? at : edit->text.length;
    edit->goal = -1;
    snap_caret(edit);
    edit_history_pause(edit->history);
}

void edit_undo(struct edit *edit)
{
    edit_history_undo(edit->history, edit);
    edit->goal = -1;
}

void edit_redo(struct edit *edit)
{
    edit_history_redo(edit->history, edit);
    edit->goal = -1;
}

static void move_to(struct edit *edit, size_t at)
{
    edit->caret = at;
    edit->goal = -1;
    edit_history_pause(edit->history);
}

static size_t before(const struct edit *edit)
{
    return edit->caret == 0 ? 0 : text_grapheme_before(text_of(edit), edit->caret);
}

static size_t after(const struct edit *edit)
{
    return edit->caret + text_grapheme(text_of(edit) + edit->caret, edit->text.length - edit->caret);
}

/* Words end at blanks; between Chinese characters every character is a word of its own. */
static bool is_blank(char c)
{
    return c == ' ' || c == '\n';
}

static size_t word_left(const struct edit *edit)
{
    const char *s = text_of(edit);
    size_t at = edit->caret;
    while (at > 0 && is_blank(s[at - 1]))
        at--;
    if (at > 0 && (unsigned char)s[at - 1] >= 0x80)
        return text_grapheme_before(s, at);
    while (at > 0 && !is_blank(s[at - 1]) && (unsigned char)s[at - 1] < 0x80)
        at--;
    return at;
}

static size_t word_right(const struct edit *edit)
{
    const char *s = text_of(edit);
    size_t at = edit->caret, end = edit->text.length;
    if (at < end && (unsigned char)s[at] >= 0x80)
        at = after(edit);
    else
        while (at < end && !is_blank(s[at]) && (unsigned char)s[at] < 0x80)
            at++;
    while (at < end && is_blank(s[at]))
        at++;
    return at;
}

static bool move_row(struct edit *edit, int rows, int columns)
{
    int row, column;
    edit_caret_place(edit, columns, &row, &column);
    int goal = edit->goal >= 0 ? edit->goal : column, target = row + rows;
    const char *start;
    size_t n;
    if (!edit->lines || target < 0 || !edit_row(edit, columns, target, &start, &n))
        return false;
    size_t at = (size_t)(start - text_of(edit)) + text_fit(start, n, goal, NULL);
    move_to(edit, at);
    edit->goal = goal;
    return true;
}

static bool move_key(struct edit *edit, uint32_t code, int columns)
{
    switch (code) {
    case KEY_NAMED_LEFT:
        move_to(edit, before(edit));
        return true;
    case KEY_NAMED_RIGHT:
        move_to(edit, after(edit));
        return true;
    case KEY_NAMED_WORD_LEFT:
        move_to(edit, word_left(edit));
        return true;
    case KEY_NAMED_WORD_RIGHT:
        move_to(edit, word_right(edit));
        return true;
    case KEY_NAMED_HOME:
    case CONTROL('A'):
        move_to(edit, line_start(edit, edit->caret));
        return true;
    case KEY_NAMED_END:
    case CONTROL('E'):
        move_to(edit, line_end(edit, edit->caret));
        return true;
    case KEY_NAMED_UP:
        return move_row(edit, -1, columns);
    case KEY_NAMED_DOWN:
        return move_row(edit, 1, columns);
    default:
        return false;
    }
}

static bool change_key(struct edit *edit, uint32_t code)
{
    switch (code) {
    case KEY_NAMED_BACKSPACE:
        remove_bytes(edit, before(edit), edit->caret, CHANGE_DELETE);
        return true;
    case KEY_NAMED_DELETE:
        remove_bytes(edit, edit->caret, after(edit), CHANGE_DELETE);
        return true;
    case CONTROL('K'):
        remove_bytes(edit, edit->caret, line_end(edit, edit->caret), CHANGE_WHOLE);
        return true;
    case CONTROL('U'):
        remove_bytes(edit, line_start(edit, edit->caret), edit->caret, CHANGE_WHOLE);
        return true;
    case CONTROL('Z'):
        edit_undo(edit);
        return true;
    case CONTROL('Y'):
        edit_redo(edit);
        return true;
    default:
        return false;
    }
}

bool edit_key(struct edit *edit, const struct key *key, int columns)
{
    if (key->paste != NULL) {
        edit_insert(edit, key->paste, strlen(key->paste));
        return true;
    }
    if (key->alt)
        return false;
    if (move_key(edit, key->code, columns) || change_key(edit, key->code))
        return true;
    if (key->code == KEY_NAMED_ENTER && edit->lines) {
        insert(edit, "\n", 1, CHANGE_TYPE);
        return true;
    }
    if (key->code < ' ' || key->code >= KEY_NAMED)
        return false;
    char bytes[4];
    insert(edit, bytes, text_encode(key->code, bytes), CHANGE_TYPE);
    return true;
}
