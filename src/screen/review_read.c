/* Reviewing the diary: one entry to read with what looks odd about it; a key grades it and shows the next. */
#include "review.h"

#include "rows.h"
#include "screens.h"
#include "tell.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/ui/dialog.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define COMMENT_ROOM 2048
#define GAP          3 /* columns between two texts side by side */

const char *review_mark_line(struct pool *pool, const struct rows *rows, size_t row)
{
    struct buffer line = {0};
    const char *grade = rows_text(rows, row, "grade"), *comment = rows_text(rows, row, "review");
    if (*grade != '\0')
        buffer_format(&line, "%s  ", code_text("diary_grade", grade));
    if (rows_int(rows, row, "counts") == 0)
        buffer_format(&line, "%s  ", _("does not count"));
    if (!rows_null(rows, row, "returned_at"))
        buffer_format(&line, "%s  ", _("given back for completion"));
    if (*comment != '\0')
        buffer_format(&line, "%s  ", comment);
    if (line.length > 0 && !rows_null(rows, row, "reviewed_at"))
        buffer_format(&line, "(%s %s)", rows_text(rows, row, "reviewer_name"),
                      tell_moment(pool, rows, row, "reviewed_at"));
    const char *text = pool_text(pool, buffer_text(&line));
    buffer_free(&line);
    return text;
}

static void add_line(struct buffer *out, const char *label, const char *value)
{
    if (*value != '\0')
        buffer_format(out, "%s: %s\n", label, value);
}

static void write_entry(struct reviewing *r, struct pool *pool, size_t n, struct buffer *out)
{
    const struct rows *rows = &r->entries;
    size_t row = r->shown[n];
    int64_t id = rows_int(rows, row, "id");
    const char *kind = rows_text(rows, row, "kind");
    buffer_format(out, _("%zu of %zu"), n + 1, r->shown_count);
    buffer_format(out, "  %s  %s  %s  %s  %s\n", rows_text(rows, row, "no"), tell_moment(pool, rows, row, "on"),
                  rows_text(rows, row, "by_name"), code_text("diary_kind", kind),
                  code_text("channel", rows_text(rows, row, "channel")));
    if (*rows_text(rows, row, "address") != '\0')
        buffer_format(out, "%s  %s\n", rows_text(rows, row, "address"), rows_text(rows, row, "persons"));
    buffer_format(out, "\n%s\n\n", rows_text(rows, row, "text"));
    add_line(out, _("Outcome"), rows_text(rows, row, "outcome"));
    add_line(out, _("Review"), review_mark_line(pool, rows, row));
    if (rows_int(rows, row, "reviewed") == 1)
        buffer_format(out, "%s\n", _("Changed by the author since then."));
    if (rows_int(rows, row, "valid") == 0)
        buffer_format(out, "%s\n", _("Too short to count."));
    const struct evidence *evidence;
    for (size_t i = 0; (evidence = review_evidence_at(r, id, i)) != NULL; i++)
        buffer_format(out, "! %s (v)\n", evidence_text(pool, evidence));
}

/* The text with [ ] around what both have. */
static const char *with_marks(struct pool *pool, const struct evidence *evidence, bool other)
{
    struct buffer out = {0};
    const char *text = evidence->entries[other ? 1 : 0].text;
    for (size_t at = 0, n = strlen(text); at <= n; at++) {
        for (size_t i = 0; i < evidence->passage_count; i++) {
            const struct copied_passage *p = &evidence->passages[i];
            size_t first = other ? p->other_at : p->entry_at, length = other ? p->other_length : p->entry_length;
            if (first + length == at)
                buffer_add_char(&out, ']');
        }
        for (size_t i = 0; i < evidence->passage_count; i++)
            if ((other ? evidence->passages[i].other_at : evidence->passages[i].entry_at) == at)
                buffer_add_char(&out, '[');
        if (at < n)
            buffer_add_char(&out, text[at]);
    }
    const char *marked = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return marked;
}

static const char *head_of(struct pool *pool, const struct evidence_entry *entry)
{
    char on[DATE_MINUTE];
    instant_minute(entry->on, on);
    return pool_format(pool, "%s %s\n%s\n%s\n\n", on, entry->by_name, entry->no, entry->address);
}

/* Two texts in columns, the widest that there is room for. */
static void write_beside(struct buffer *out, const char *left, const char *right, int columns)
{
    int width = (columns - GAP) / 2;
    const char *rest[] = {left, right};
    for (;;) {
        size_t skip[2] = {0}, n[2];
        struct buffer piece = {0};
        for (int i = 0; i < 2; i++)
            n[i] = text_wrap(rest[i], strlen(rest[i]), width, &skip[i]);
        if (skip[0] == 0 && skip[1] == 0)
            return;
        buffer_add(&piece, rest[0], n[0]);
        text_pad(out, buffer_text(&piece), width, -1);
        buffer_add_text(out, " | ");
        buffer_add(out, rest[1], n[1]);
        buffer_add_char(out, '\n');
        rest[0] += skip[0];
        rest[1] += skip[1];
        buffer_free(&piece);
    }
}

static void write_copy(struct pool *pool, const struct evidence *evidence, int columns, struct buffer *out)
{
    buffer_format(out, "%s\n", evidence_text(pool, evidence));
    buffer_format(out, "%s\n\n", _("[ ] stands in both. Digits, signs, names and doors are left out."));
    write_beside(
        out, pool_format(pool, "%s%s", head_of(pool, &evidence->entries[0]), with_marks(pool, evidence, false)),
        pool_format(pool, "%s%s", head_of(pool, &evidence->entries[1]), with_marks(pool, evidence, true)), columns);
    buffer_add_char(out, '\n');
}

static void write_burst(struct pool *pool, const struct evidence *evidence, struct buffer *out)
{
    buffer_format(out, "%s\n\n", evidence_text(pool, evidence));
    for (size_t i = 0; i < evidence->count; i++) {
        const struct evidence_entry *entry = &evidence->entries[i];
        char on[DATE_MINUTE], recorded[DATE_MINUTE];
        instant_minute(entry->on, on);
        instant_minute(entry->recorded, recorded);
        buffer_format(out, "%s  %s  %s", on, entry->no, entry->address);
        if (evidence->kind == EVIDENCE_LATE)
            buffer_format(out, _("  (recorded %s)"), recorded);
        buffer_format(out, "\n  %s\n", entry->text);
    }
    buffer_add_char(out, '\n');
}

static void read_evidence(struct reviewing *r, int64_t id)
{
    struct pool *pool = pool_new();
    struct buffer text = {0};
    const struct evidence *evidence;
    for (size_t i = 0; (evidence = review_evidence_at(r, id, i)) != NULL; i++)
        if (evidence->kind == EVIDENCE_COPY)
            write_copy(pool, evidence, ui_columns(r->ui) - 2, &text);
        else
            write_burst(pool, evidence, &text);
    if (text.length > 0)
        ui_read(r->ui, _("What looks odd"), buffer_text(&text));
    else
        ui_note(r->ui, "%s", _("Nothing looks odd about this entry."));
    buffer_free(&text);
    pool_free(&pool);
}

/* --- deciding */

enum deed { DEED_GRADE, DEED_COMMENT, DEED_RETURN, DEED_COUNTS };

struct decision {
    enum deed deed;
    const char *grade;
    bool counts;
    char comment[COMMENT_ROOM];
};

static enum err decide(struct reviewing *r, const struct decision *decision, int64_t id, int64_t version,
                       struct error *e)
{
    char key[24];
    snprintf(key, sizeof key, "%lld", (long long)id);
    if (decision->deed == DEED_RETURN)
        return visit_return(r->work, key, version, decision->comment, e);
    if (decision->deed == DEED_COUNTS)
        return visit_set_counts(r->work, key, version, decision->counts, decision->comment, e);
    return visit_grade(r->work, key, version, decision->grade, decision->comment, e);
}

static const char *grade_at(size_t n)
{
    const struct code_list *list = code_list("diary_grade");
    return n < list->count ? list->codes[n].code : "";
}

/* Asks for the words that the deed needs; false when the user would rather not. */
static bool ask(struct reviewing *r, struct decision *decision)
{
    switch (decision->deed) {
    case DEED_RETURN:
        return ui_ask(r->ui, _("Give back for completion"), _("What is missing? The author reads it."), false,
                      decision->comment, sizeof decision->comment);
    case DEED_COUNTS:
        return ui_ask(r->ui, decision->counts ? _("It counts again") : _("It does not count"),
                      _("Why? The author reads it."), false, decision->comment, sizeof decision->comment);
    case DEED_COMMENT:
        return ui_ask(r->ui, _("Grade with a comment"), _("Comment; the author reads it"), false, decision->comment,
                      sizeof decision->comment);
    default:
        return true;
    }
}

/* A grade by its letter. -1 when cancelled. */
static int choose_grade(struct reviewing *r)
{
    const struct code_list *list = code_list("diary_grade");
    struct ui_choice choices[9] = {0};
    size_t count = list->count < COUNT_OF(choices) ? list->count : COUNT_OF(choices);
    for (size_t i = 0; i < count; i++)
        choices[i] =
            (struct ui_choice){.letter = list->codes[i].code[0], .text = code_text("diary_grade", list->codes[i].code)};
    return ui_choose(r->ui, _("Grade"), choices, count, 0);
}

bool review_menu(struct reviewing *r, const int64_t *ids, size_t count)
{
    struct decision decision = {.deed = DEED_GRADE};
    const struct ui_choice choices[] = {
        {.letter = 'g', .text = _("one grade")               },
        {.letter = 'c', .text = _("grade with a comment")    },
        {.letter = 'b', .text = _("give back for completion")},
        {.letter = '0', .text = _("does not count")          },
        {.letter = 'a', .text = _("counts again")            },
    };
    static const enum deed deeds[] = {DEED_GRADE, DEED_COMMENT, DEED_RETURN, DEED_COUNTS, DEED_COUNTS};
    struct pool *pool = pool_new();
    int chosen = ui_choose(r->ui, pool_format(pool, _("%zu entries"), count), choices, COUNT_OF(choices), 0);
    pool_free(&pool);
    if (chosen < 0)
        return false;
    decision.deed = deeds[chosen];
    decision.counts = chosen == 4;
    if (!ask(r, &decision))
        return false;
    if (decision.deed <= DEED_COMMENT) {
        int grade = choose_grade(r);
        if (grade < 0)
            return false;
        decision.grade = grade_at((size_t)grade);
    }
    struct error e = {0};
    size_t done = 0;
    for (size_t i = 0; i < count; i++)
        done += decide(r, &decision, ids[i], 0, &e) == ERR_NONE;
    if (done < count)
        ui_message(r->ui, _("Review"), _("%zu of %zu reviewed. The others were not: %s"), done, count, e.text);
    else
        ui_note(r->ui, _("%zu reviewed"), done);
    return done > 0;
}

/* One entry: true when it was decided on and the next one is to be shown; *failed: it has to be read again. */
static bool decide_one(struct reviewing *r, size_t row, enum action action, const struct key *key, bool *failed)
{
    struct decision decision = {.deed = DEED_GRADE};
    struct error e = {0};
    if (action == ACTION_GRADE) {
        bool again = *rows_text(&r->entries, row, "grade") != '\0';
        decision.grade = grade_at(text_half_width(key->code) - '1');
        snprintf(decision.comment, sizeof decision.comment, "%s", again ? rows_text(&r->entries, row, "review") : "");
    } else if (action == ACTION_EDIT) {
        decision.deed = DEED_COMMENT;
        snprintf(decision.comment, sizeof decision.comment, "%s", rows_text(&r->entries, row, "review"));
    } else {
        decision.deed = action == ACTION_UNTRUE ? DEED_COUNTS : DEED_RETURN;
        decision.counts = rows_int(&r->entries, row, "counts") == 0;
    }
    if (!ask(r, &decision))
        return false;
    if (decision.deed == DEED_COMMENT) {
        int grade = choose_grade(r);
        if (grade < 0)
            return false;
        decision.grade = grade_at((size_t)grade);
    }
    if (decide(r, &decision, rows_int(&r->entries, row, "id"), rows_int(&r->entries, row, "version"), &e) == ERR_NONE)
        return true;
    ui_error(r->ui, &e);
    *failed = true;
    return false;
}

/* The entries stay the same while one after the other is decided on; only what is told of them is read again. */
static void keep_shown(struct reviewing *r, const int64_t *ids, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t row = 0; row < r->entries.count; row++)
            if (rows_int(&r->entries, row, "id") == ids[i])
                r->shown[kept++] = row;
    r->shown_count = kept;
}

static bool reload(struct reviewing *r, const int64_t *ids, size_t count)
{
    struct error e = {0};
    if (review_load(r, &e) != ERR_NONE) {
        ui_error(r->ui, &e);
        return false;
    }
    keep_shown(r, ids, count);
    return true;
}

/* The entry that is shown, n of the list. */
struct one {
    struct reviewing *r;
    size_t n;
    int64_t id;
    bool decided, failed;
};

/* The entry stays in sight while its evidence is read or its words are asked for. */
static bool act(void *to, enum action action, const struct key *key)
{
    struct one *one = to;
    if (action == ACTION_EVIDENCE)
        read_evidence(one->r, one->id);
    else if (action != ACTION_NEXT && action != ACTION_PREVIOUS)
        one->decided = decide_one(one->r, one->r->shown[one->n], action, key, &one->failed);
    return action == ACTION_NEXT || action == ACTION_PREVIOUS || one->decided || one->failed;
}

static enum action read_one(struct one *one)
{
    static const enum action foot[] = {ACTION_GRADE, ACTION_EDIT,     ACTION_GIVE_BACK, ACTION_UNTRUE, ACTION_EVIDENCE,
                                       ACTION_NEXT,  ACTION_PREVIOUS, ACTION_HELP,      ACTION_BACK,   ACTION_NONE};
    static const char *const words[] = {N_("2 3 4 grade"), N_("with comment"), NULL, NULL, NULL,
                                        N_("next"),        N_("entry before"), NULL, NULL};
    struct buffer text = {0};
    struct pool *page = pool_new();
    write_entry(one->r, page, one->n, &text);
    enum action action = ui_read_on(one->r->ui,
                                    &(struct ui_reading){.title = _("Review"),
                                                         .text = buffer_text(&text),
                                                         .foot = foot,
                                                         .foot_words = words,
                                                         .help = N_("One entry to be graded. The next one comes "
                                                                    "at once."),
                                                         .act = act,
                                                         .to = one},
                                    NULL);
    buffer_free(&text);
    pool_free(&page);
    return action;
}

void review_read_screen(struct reviewing *r, size_t n)
{
    struct pool *pool = pool_new();
    size_t count = r->shown_count;
    int64_t *ids = pool_new_piece(pool, count + 1, sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = rows_int(&r->entries, r->shown[i], "id");
    for (bool on = n < count; on;) {
        struct one one = {.r = r, .n = n, .id = ids[n]};
        enum action action = read_one(&one);
        if (action == ACTION_BACK) {
            on = false;
        } else if (action == ACTION_PREVIOUS) {
            n -= n > 0;
        } else if (one.failed) {
            on = reload(r, ids, count);
        } else {
            on = action == ACTION_NEXT || (reload(r, ids, count) && n + 1 < count);
            n += n + 1 < count;
        }
        on = on && n < r->shown_count;
    }
    pool_free(&pool);
}
