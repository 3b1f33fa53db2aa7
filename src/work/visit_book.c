/* A month of the diary: its entries, the pieces that they are told in, and the month as continuous text. */
#include "visit_book.h"

#include "inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/area.h"
#include "wangge/work/mark.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <string.h>

enum err book_read(struct work *work, struct pool *pool, const struct book *book, struct book_rows *out,
                   struct error *e)
{
    struct scope_range range, narrow = {0};
    day_t first, last;
    *out = (struct book_rows){.work = work,
                              .pool = pool,
                              .entries = pool_new_piece(pool, 1, sizeof *out->entries),
                              .area = pool_new_piece(pool, 1, sizeof *out->area)};
    if (!month_parse(book->month, &first, &last))
        return error_set(e, ERR_INVALID, "month", _("A month is written YYYY-MM."));
    enum err r = right_range(work, "visit.read", &range, e);
    if (r == ERR_NONE)
        r = area_find(work, pool,
                      pool_format(pool, "%lld", (long long)(book->area == 0 ? work->actor.area : book->area)),
                      out->area, e);
    if (r != ERR_NONE)
        return r;
    area_range(rows_text(out->area, 0, "path"), narrow.lo, narrow.hi);
    range_narrow(&range, &narrow);
    return db_query(work->db, pool, "visit_book.list",
                    BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("own", range.own),
                          BIND_INT("me", range.me), BIND_INT("from", day_start(first)),
                          BIND_INT("until", day_start(last + 1)),
                          BIND_TEXT("author", book->author == NULL ? "" : book->author)),
                    out->entries, e);
}

const char *book_codes(struct pool *pool, const char *list, const char *value)
{
    struct buffer out = {0};
    while (*value != '\0') {
        size_t n = strcspn(value, ",");
        buffer_format(&out, "%s%s", out.length > 0 ? " " : "", code_text(list, pool_text_n(pool, value, n)));
        value += n + (value[n] == ',');
    }
    const char *text = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return text;
}

const char *book_review(const struct book_rows *book, size_t row)
{
    const struct rows *rows = book->entries;
    const char *grade = rows_text(rows, row, "grade"), *comment = rows_text(rows, row, "review");
    struct buffer out = {0};
    if (*grade != '\0')
        buffer_format(&out, "%s", code_text("diary_grade", grade));
    if (rows_int(rows, row, "counts") == 0)
        buffer_format(&out, "%s%s", out.length > 0 ? ", " : "", _("does not count"));
    if (!rows_null(rows, row, "returned_at"))
        buffer_format(&out, "%s%s", out.length > 0 ? ", " : "", _("given back for completion"));
    if (*comment != '\0')
        buffer_format(&out, "%s%s", out.length > 0 ? ": " : "", comment);
    if (out.length > 0 && *rows_text(rows, row, "reviewer_name") != '\0')
        buffer_format(&out, " (%s)", rows_text(rows, row, "reviewer_name"));
    const char *text = pool_text(book->pool, buffer_text(&out));
    buffer_free(&out);
    return text;
}

/* What its marks have made: "SJ-20261021-0003 #事件 楼道灯不亮"; nothing of a case that the actor does not see. */
static const char *made(const struct book_rows *book, size_t row)
{
    struct buffer out = {0};
    struct rows rows = {0};
    if (mark_made(book->work, book->pool, rows_int(book->entries, row, "id"), &rows, NULL) == ERR_NONE)
        for (size_t i = 0; i < rows.count; i++) {
            const char *no = rows_text(&rows, i, "no");
            if (*no == '\0' && strcmp(rows_text(&rows, i, "kind"), "case") == 0)
                continue;
            buffer_format(&out, "%s%s%s%s", out.length > 0 ? "; " : "", no, *no == '\0' ? "" : " ",
                          rows_text(&rows, i, "mark"));
        }
    const char *text = pool_text(book->pool, buffer_text(&out));
    buffer_free(&out);
    return text;
}

static const char *points(const struct book_rows *book, size_t row)
{
    struct buffer out = {0};
    struct rows rows = {0};
    if (db_query(book->work->db, book->pool, "visit_book.points",
                 BINDS(BIND_INT("visit", rows_int(book->entries, row, "id"))), &rows, NULL) == ERR_NONE)
        for (size_t i = 0; i < rows.count; i++)
            buffer_format(&out, "%s%s%s%s", out.length > 0 ? "; " : "", rows_text(&rows, i, "name"),
                          *rows_text(&rows, i, "found") == '\0' ? "" : ": ", rows_text(&rows, i, "found"));
    const char *text = pool_text(book->pool, buffer_text(&out));
    buffer_free(&out);
    return text;
}

static const char *minute_of(const struct book_rows *book, size_t row)
{
    char on[DATE_MINUTE];
    instant_minute(rows_int(book->entries, row, "on"), on);
    return pool_text(book->pool, on);
}

static const char *two(struct pool *pool, const char *first, const char *between, const char *second)
{
    return pool_format(pool, "%s%s%s", first, *first == '\0' || *second == '\0' ? "" : between, second);
}

static const char *family(const struct book_rows *book, size_t row)
{
    int64_t people = rows_int(book->entries, row, "people");
    const char *lives = people == 0 ? "" : pool_format(book->pool, _("%lld live here"), (long long)people);
    return two(book->pool, lives, "; ", book_codes(book->pool, "crowd", rows_text(book->entries, row, "crowds")));
}

/* Where it was: the door, of a patrol or a meeting the grid. */
static const char *address(const struct book_rows *book, size_t row)
{
    const char *door = rows_text(book->entries, row, "address");
    return *door == '\0' ? rows_text(book->entries, row, "area_name") : door;
}

static const char *whole_text(const struct book_rows *book, size_t row)
{
    bool patrol = strcmp(rows_text(book->entries, row, "kind"), "patrol") == 0;
    return two(book->pool, rows_text(book->entries, row, "text"), "\n", patrol ? points(book, row) : "");
}

static const char *next(const struct book_rows *book, size_t row)
{
    const char *on = rows_text(book->entries, row, "next_on");
    return *on == '\0' ? "" : pool_format(book->pool, _("again on %s"), on);
}

static const char *item(const struct book_rows *book, size_t row)
{
    const char *when = pool_format(book->pool, "%.10s %s", minute_of(book, row), address(book, row));
    return two(book->pool, when, "  ", whole_text(book, row));
}

/* Something came of it, and nobody has to come again. */
static const char *done(const struct book_rows *book, size_t row)
{
    char today[DATE_TEXT];
    const char *on = rows_text(book->entries, row, "next_on");
    date_format(day_of(clock_now()), today);
    bool over = *rows_text(book->entries, row, "outcome") != '\0' && (*on == '\0' || strcmp(on, today) <= 0);
    return over ? _("done") : "";
}

enum piece {
    PIECE_ON,
    PIECE_DAY,
    PIECE_TIME,
    PIECE_KIND,
    PIECE_CHANNEL,
    PIECE_AREA,
    PIECE_ADDRESS,
    PIECE_PERSONS,
    PIECE_COMPANIONS,
    PIECE_WHO,
    PIECE_BY,
    PIECE_FAMILY,
    PIECE_KINDS,
    PIECE_CROWDS,
    PIECE_NEEDS,
    PIECE_TEXT,
    PIECE_OUTCOME,
    PIECE_NEXT,
    PIECE_MADE,
    PIECE_ITEM,
    PIECE_DONE,
    PIECE_NO,
    PIECE_REVIEW,
    PIECES
};

static const char *const NAMES[PIECES] = {
    "on",    "day",    "time",  "kind", "channel", "area", "address", "persons", "companions", "who", "by",    "family",
    "kinds", "crowds", "needs", "text", "outcome", "next", "made",    "item",    "done",       "no",  "review"};

bool book_piece_is_known(const char *name, size_t n)
{
    for (size_t i = 0; i < PIECES; i++)
        if (strlen(NAMES[i]) == n && strncmp(NAMES[i], name, n) == 0)
            return true;
    return false;
}

const char *book_piece(const struct book_rows *book, size_t row, const char *name)
{
    const struct rows *rows = book->entries;
    struct pool *pool = book->pool;
    size_t piece = 0;
    while (piece < PIECES && strcmp(NAMES[piece], name) != 0)
        piece++;
    switch (piece) {
    case PIECE_ON:
        return minute_of(book, row);
    case PIECE_DAY:
        return pool_text_n(pool, minute_of(book, row), DATE_TEXT - 1);
    case PIECE_TIME:
        return minute_of(book, row) + DATE_TEXT;
    case PIECE_KIND:
        return code_text("diary_kind", rows_text(rows, row, "kind"));
    case PIECE_CHANNEL:
        return strcmp(rows_text(rows, row, "kind"), "visit") == 0
                   ? code_text("channel", rows_text(rows, row, "channel"))
                   : "";
    case PIECE_AREA:
        return rows_text(rows, row, "area_name");
    case PIECE_ADDRESS:
        return address(book, row);
    case PIECE_PERSONS:
        return rows_text(rows, row, "persons");
    case PIECE_COMPANIONS:
        return rows_text(rows, row, "companions");
    case PIECE_WHO:
        return two(pool, rows_text(rows, row, "by_name"), ", ", rows_text(rows, row, "companions"));
    case PIECE_BY:
        return rows_text(rows, row, "by_name");
    case PIECE_FAMILY:
        return family(book, row);
    case PIECE_KINDS:
        return book_codes(pool, "must_visit", rows_text(rows, row, "kinds"));
    case PIECE_CROWDS:
        return book_codes(pool, "crowd", rows_text(rows, row, "crowds"));
    case PIECE_NEEDS:
        return book_codes(pool, "need", rows_text(rows, row, "needs"));
    case PIECE_TEXT:
        return whole_text(book, row);
    case PIECE_OUTCOME:
        return rows_text(rows, row, "outcome");
    case PIECE_NEXT:
        return next(book, row);
    case PIECE_MADE:
        return made(book, row);
    case PIECE_ITEM:
        return item(book, row);
    case PIECE_DONE:
        return done(book, row);
    case PIECE_NO:
        return rows_text(rows, row, "no");
    case PIECE_REVIEW:
        return book_review(book, row);
    default:
        return "";
    }
}

/* --- to read */

static size_t count_kind(const struct rows *rows, const char *kind)
{
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++)
        count += strcmp(rows_text(rows, i, "kind"), kind) == 0;
    return count;
}

static void write_head(const struct book_rows *book, const char *month, struct buffer *out)
{
    const struct code_list *kinds = code_list("diary_kind");
    buffer_format(out, "%s  %s  ", rows_text(book->area, 0, "name"), month);
    buffer_format(out, _("%zu entries"), book->entries->count);
    for (size_t i = 0; i < kinds->count; i++)
        buffer_format(out, "%s%s %zu", i == 0 ? ": " : ", ", code_text("diary_kind", kinds->codes[i].code),
                      count_kind(book->entries, kinds->codes[i].code));
    buffer_add_char(out, '\n');
}

static void add(struct buffer *out, const char *label, const char *value)
{
    if (*value != '\0')
        buffer_format(out, "%s%s%s\n", label, *label == '\0' ? "" : ": ", value);
}

static void write_entry(const struct book_rows *book, size_t row, struct buffer *out)
{
    static const char *const head[] = {"time", "by", "kind", "channel", "address", "persons"};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
        const char *piece = book_piece(book, row, head[i]);
        if (*piece != '\0')
            buffer_format(out, "%s%s", i == 0 ? "" : "  ", piece);
    }
    buffer_add_char(out, '\n');
    add(out, "", book_piece(book, row, "text"));
    add(out, _("With"), book_piece(book, row, "companions"));
    add(out, _("Needs"), book_piece(book, row, "needs"));
    add(out, _("Outcome"), book_piece(book, row, "outcome"));
    add(out, _("Next visit"), rows_text(book->entries, row, "next_on"));
    add(out, _("Made of it"), book_piece(book, row, "made"));
    add(out, _("Review"), book_review(book, row));
    buffer_add_char(out, '\n');
}

enum err visit_month_text(struct work *work, const struct book *book, struct buffer *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct book_rows rows;
    day_t day = 0;
    enum err r = book_read(work, pool, book, &rows, e);
    if (r == ERR_NONE)
        write_head(&rows, book->month, out);
    for (size_t i = 0; r == ERR_NONE && i < rows.entries->count; i++) {
        day_t on = day_of(rows_int(rows.entries, i, "on"));
        char date[DATE_TEXT];
        date_format(on, date);
        if (on != day)
            buffer_format(out, "%s== %s %s\n\n", i == 0 ? "\n" : "", date, date_weekday_text(on));
        day = on;
        write_entry(&rows, i, out);
    }
    if (r == ERR_NONE && rows.entries->count == 0)
        buffer_format(out, "\n%s\n", _("Nothing was written here this month."));
    pool_free(&pool);
    return r;
}
