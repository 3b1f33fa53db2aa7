/* A drill from its beginning to its end: what was asked is kept, answers are saved one by one. */
#include "drill_inside.h"
#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/base/random.h"
#include "wangge/base/text.h"
#include "wangge/work/area.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define TAKE       "drill.take"
#define READ       "drill.read"
#define STALE_DAYS 7    /* an open drill asks about what was so when it began */
#define LONGEST    3600 /* seconds: who was away for longer was not thinking */

static enum err need_grid(const struct work *work, struct error *e)
{
    enum err r = right_need(work, TAKE, e);
    if (r == ERR_NONE && strlen(work->actor.path) < (size_t)LEVEL_GRID * AREA_PART)
        r = error_set(e, ERR_STATE, NULL, _("A drill asks about a grid of one's own."));
    return r;
}

/* --- beginning ---------------------------------------------------------------------------------------------------- */

/* The option's number, or the words that are right. */
static const char *answer_of(struct pool *pool, const struct drill_drawn *one)
{
    return one->options[0] == NULL ? one->answer : pool_format(pool, "%d", one->right + 1);
}

static enum err insert_item(struct work *work, struct pool *pool, int64_t id, int position,
                            const struct drill_drawn *one, struct error *e)
{
    struct buffer options = {0};
    for (size_t i = 0; i < DRILL_OPTIONS && one->options[i] != NULL; i++)
        buffer_format(&options, "%s%s", i == 0 ? "" : "\n", one->options[i]);
    const char *table = one->kind->table;
    enum err r =
        db_execute(work->db, "drill.insert_item",
                   BINDS(BIND_INT("drill", id), BIND_INT("position", position), BIND_TEXT("code", one->kind->code),
                         BIND_TEXT("kind", pool_text_n(pool, table, strcspn(table, " "))),
                         BIND_INT("object", one->object), BIND_TEXT("question", one->question),
                         BIND_TEXT("options", buffer_text(&options)), BIND_TEXT("answer", answer_of(pool, one))),
                   NULL, e);
    buffer_free(&options);
    return r;
}

static enum err insert(struct work *work, struct pool *pool, int64_t seed, const struct drill_drawn *drawn, int count,
                       int64_t id, struct error *e)
{
    enum err r = db_execute(work->db, "drill.insert",
                            BINDS(BIND_INT("id", id), BIND_INT("leader", work_me(work)),
                                  BIND_INT("by", work->actor.user), BIND_INT("area", work->actor.area),
                                  BIND_INT("seed", seed), BIND_INT("asked", count), BIND_INT("at", clock_now())),
                            NULL, e);
    for (int i = 0; r == ERR_NONE && i < count; i++)
        r = insert_item(work, pool, id, i + 1, &drawn[i], e);
    return r;
}

/* Nobody knows the second and the number beforehand; told by both, the questions can be drawn again. */
static int64_t new_seed(int64_t id)
{
    struct dice dice;
    dice_seed(&dice, (uint64_t)clock_now() ^ (uint64_t)id << 40);
    return (int64_t)(dice_next(&dice) >> 33);
}

static enum err begin(struct work *work, struct pool *pool, int count, int64_t *id, struct error *e)
{
    struct drill_drawn drawn[DRILL_MOST];
    int got = 0;
    enum err r = db_next(work->db, "drill", id, e);
    int64_t seed = new_seed(*id);

    if (r == ERR_NONE)
        r = drill_draw(work, pool, (uint64_t)seed, count, drawn, &got, e);
    if (r == ERR_NONE && got < DRILL_LEAST)
        r = error_set(e, ERR_STATE, NULL,
                      _("The grid gives %d questions; a drill needs %d. Register its households and people first."),
                      got, DRILL_LEAST);
    return r == ERR_NONE ? insert(work, pool, seed, drawn, got, *id, e) : r;
}

/* Half a minute for each question, the last one answered at the end. */
static enum err lay_item(struct work *work, struct pool *pool, int64_t id, int position, int64_t at,
                         const struct drill_drawn *one, bool right, struct error *e)
{
    const char *wrong = one->options[0] == NULL ? "" : pool_format(pool, "%d", (one->right + 1) % DRILL_OPTIONS + 1);
    enum err r = insert_item(work, pool, id, position, one, e);
    return r != ERR_NONE
               ? r
               : db_execute(work->db, "drill.answer",
                            BINDS(BIND_INT("id", id), BIND_INT("position", position),
                                  BIND_TEXT("given", right ? answer_of(pool, one) : wrong), BIND_INT("correct", right),
                                  BIND_INT("seconds", 10 + position * 7 % 25), BIND_INT("at", at)),
                            NULL, e);
}

enum err drill_lay(struct work *work, uint64_t seed, int64_t at, int percent, struct error *e)
{
    struct drill_drawn drawn[DRILL_STANDARD];
    struct pool *pool = pool_new();
    struct dice dice;
    int64_t id = 0;
    int got = 0;
    enum err r = drill_draw(work, pool, seed, DRILL_STANDARD, drawn, &got, e);

    dice_seed(&dice, seed);
    if (r == ERR_NONE && got >= DRILL_LEAST) {
        r = db_next(work->db, "drill", &id, e);
        r = r ? r
              : db_execute(work->db, "drill.insert",
                           BINDS(BIND_INT("id", id), BIND_INT("leader", work_me(work)),
                                 BIND_INT("by", work->actor.user), BIND_INT("area", work->actor.area),
                                 BIND_INT("seed", (int64_t)seed), BIND_INT("asked", got), BIND_INT("at", at - 600)),
                           NULL, e);
        for (int i = 0; r == ERR_NONE && i < got; i++)
            r = lay_item(work, pool, id, i + 1, at, &drawn[i], (int)dice_below(&dice, 100) < percent, e);
        r = r ? r : db_execute(work->db, "drill.count", BINDS(BIND_INT("id", id), BIND_INT("at", at)), NULL, e);
    }
    pool_free(&pool);
    return r;
}

static enum err find_open(struct work *work, int64_t *id, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "drill.open", BINDS(BIND_INT("leader", work_me(work))), &rows, e);
    *id = 0;
    if (r == ERR_NONE && rows.count > 0 && rows_int(&rows, 0, "area") == work->actor.area &&
        rows_int(&rows, 0, "started_at") > clock_now() - (int64_t)STALE_DAYS * DAY_SECONDS)
        *id = rows_int(&rows, 0, "id");
    pool_free(&pool);
    return r;
}

enum err drill_open(struct work *work, int64_t *id, struct error *e)
{
    *id = 0;
    enum err r = right_need(work, TAKE, e);
    return r == ERR_NONE ? find_open(work, id, e) : r;
}

/* One of another grid, or long ago: it was not finished and counts for nothing. */
static enum err drop(struct work *work, struct error *e)
{
    const struct bind *whose = BINDS(BIND_INT("leader", work_me(work)));
    enum err r = db_execute(work->db, "drill.drop_items", whose, NULL, e);
    return r == ERR_NONE ? db_execute(work->db, "drill.drop", whose, NULL, e) : r;
}

enum err drill_start(struct work *work, int count, int64_t *id, bool *resumed, struct error *e)
{
    struct pool *pool = pool_new();
    enum err r = need_grid(work, e);

    *id = 0;
    count = count == 0 ? DRILL_STANDARD : count;
    if (r == ERR_NONE && (count < DRILL_LEAST || count > DRILL_MOST))
        r = error_set(e, ERR_INVALID, "count", _("A drill has %d to %d questions."), DRILL_LEAST, DRILL_MOST);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = find_open(work, id, e);
    *resumed = *id != 0;
    if (r == ERR_NONE && *resumed)
        r = db_execute(work->db, "drill.put",
                       BINDS(BIND_INT("id", *id), BIND_INT("leader", work_me(work)), BIND_INT("at", clock_now())), NULL,
                       e);
    if (r == ERR_NONE && !*resumed)
        r = drop(work, e);
    if (r == ERR_NONE && !*resumed)
        r = begin(work, pool, count, id, e);
    pool_free(&pool);
    return audit_end(work, r, TAKE, "drill", *id, *resumed ? "go on" : "start", e);
}

/* --- one question after the other --------------------------------------------------------------------------------- */

static enum err read_next(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e)
{
    enum err r =
        db_query(work->db, pool, "drill.next", BINDS(BIND_INT("id", id), BIND_INT("leader", work_me(work))), out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such open drill. Begin one: drill start."));
    return r;
}

static size_t split_lines(struct pool *pool, const char *text, const char *out[DRILL_OPTIONS])
{
    size_t count = 0;
    while (*text != '\0' && count < DRILL_OPTIONS) {
        size_t n = strcspn(text, "\n");
        out[count++] = pool_text_n(pool, text, n);
        text += n + (text[n] == '\n');
    }
    return count;
}

enum err drill_next(struct work *work, struct pool *pool, int64_t id, struct drill_question *out, struct error *e)
{
    struct rows rows = {0};
    enum err r = need_grid(work, e);

    *out = (struct drill_question){0};
    if (r == ERR_NONE)
        r = read_next(work, pool, id, &rows, e);
    if (r != ERR_NONE)
        return r;
    out->position = (int)rows_int(&rows, 0, "position");
    out->asked = (int)rows_int(&rows, 0, "asked");
    out->right = (int)rows_int(&rows, 0, "right_count");
    out->text = rows_text(&rows, 0, "question");
    out->option_count = split_lines(pool, rows_text(&rows, 0, "options"), out->options);
    return ERR_NONE;
}

/* The text of an answer: of an option its words, else the words themselves. */
static const char *in_words(struct pool *pool, const char *options, const char *answer)
{
    const char *lines[DRILL_OPTIONS];
    size_t count = split_lines(pool, options, lines), at = (size_t)(*answer - '1');
    return count > 0 && answer[0] != '\0' && answer[1] == '\0' && at < count ? lines[at] : answer;
}

/* "1\n3" reads "1 / 3". */
static const char *told(struct pool *pool, const char *options, const char *answer)
{
    char *text = pool_text(pool, in_words(pool, options, answer));
    const char *out = "";
    for (char *rest = text, *line; (line = strsep(&rest, "\n")) != NULL;)
        out = pool_format(pool, "%s%s%s", out, *out == '\0' ? "" : " / ", line);
    return out;
}

static enum err check_given(const struct rows *rows, const char *given, struct error *e)
{
    bool option = given[0] >= '1' && given[0] <= '0' + DRILL_OPTIONS && given[1] == '\0';
    if (*given != '\0' && *rows_text(rows, 0, "options") != '\0' && !option)
        return error_set(e, ERR_INVALID, "given", _("Answer with 1, 2, 3 or 4; nothing passes the question over."));
    return ERR_NONE;
}

static enum err keep_answer(struct work *work, const struct rows *rows, const char *given, bool correct,
                            struct error *e)
{
    int64_t now = clock_now(), seconds = now - rows_int(rows, 0, "put_at"), id = rows_int(rows, 0, "drill");
    enum err r = db_execute(work->db, "drill.answer",
                            BINDS(BIND_INT("id", id), BIND_INT("position", rows_int(rows, 0, "position")),
                                  BIND_TEXT("given", given), BIND_INT("correct", correct),
                                  BIND_INT("seconds", seconds < 0         ? 0
                                                      : seconds > LONGEST ? LONGEST
                                                                          : seconds),
                                  BIND_INT("at", now)),
                            NULL, e);
    return r == ERR_NONE ? db_execute(work->db, "drill.count", BINDS(BIND_INT("id", id), BIND_INT("at", now)), NULL, e)
                         : r;
}

static enum err answer(struct work *work, struct pool *pool, int64_t id, int position, const char *given,
                       struct drill_result *out, struct error *e)
{
    struct rows rows = {0};
    enum err r = read_next(work, pool, id, &rows, e);

    if (r == ERR_NONE && position != rows_int(&rows, 0, "position"))
        r = error_set(e, ERR_CONFLICT, NULL, _("This question is answered already; the next one is %lld."),
                      (long long)rows_int(&rows, 0, "position"));
    if (r == ERR_NONE)
        r = check_given(&rows, given, e);
    if (r != ERR_NONE)
        return r;
    out->correct = drill_is_right(given, rows_text(&rows, 0, "answer"));
    out->right = told(pool, rows_text(&rows, 0, "options"), rows_text(&rows, 0, "answer"));
    out->asked = (int)rows_int(&rows, 0, "asked");
    out->right_count = (int)rows_int(&rows, 0, "right_count") + out->correct;
    out->ended = position == out->asked;
    return keep_answer(work, &rows, given, out->correct, e);
}

enum err drill_answer(struct work *work, struct pool *pool, int64_t id, int position, const char *given,
                      struct drill_result *out, struct error *e)
{
    enum err r = need_grid(work, e);

    *out = (struct drill_result){0};
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = answer(work, pool, id, position, given, out, e);
    return audit_end(work, r, TAKE, "drill", id, pool_format(pool, "answer %d", position), e);
}

/* --- results ------------------------------------------------------------------------------------------------------ */

enum err drill_list(struct work *work, struct pool *pool, const char *month, int limit, struct rows *out,
                    struct error *e)
{
    struct scope_range range;
    day_t first = 0, last = 0;
    char this_month[DATE_TEXT];

    date_format(day_of(clock_now()), this_month);
    this_month[7] = '\0';
    enum err r = right_range(work, READ, &range, e);
    if (r == ERR_NONE && !month_parse(*month == '\0' ? this_month : month, &first, &last))
        r = error_set(e, ERR_INVALID, "month", _("\"%s\" is no month: 2026-10"), month);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "drill.list",
                     BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("own", range.own),
                           BIND_INT("me", range.me), BIND_INT("from", day_start(first)),
                           BIND_INT("until", day_start(last + 1)), BIND_INT("limit", limit)),
                     out, e);
    if (r == ERR_NONE) {
        rows_iso(pool, out, "started_at");
        rows_iso(pool, out, "ended_at");
    }
    return r;
}

/* The words of a row that the reader may see; none of what is about a table that they may not read. */
static void put_words(struct work *work, struct pool *pool, const struct rows *rows, size_t i, struct value *to)
{
    const struct drill_kind *kind = drill_kind_find(rows_text(rows, i, "code"));
    bool may = drill_may_ask(work, kind == NULL ? rows_text(rows, i, "kind") : kind->table);
    const char *options = rows_text(rows, i, "options");
    const char *const texts[] = {rows_text(rows, i, "question"), told(pool, options, rows_text(rows, i, "answer")),
                                 told(pool, options, rows_text(rows, i, "given"))};
    for (size_t k = 0; k < COUNT_OF(texts); k++)
        to[k] = (struct value){.type = VALUE_TEXT, .text = may ? texts[k] : ""};
}

static void put_items(struct work *work, struct pool *pool, const struct rows *rows, struct rows *out)
{
    static const char *names[] = {"position", "code",     "kind",   "object", "correct",
                                  "seconds",  "question", "answer", "given"};
    enum { PLAIN = 6, COLUMNS = COUNT_OF(names) };
    *out = (struct rows){.count = rows->count, .columns = COLUMNS, .names = names};
    out->values = pool_new_piece(pool, rows->count * COLUMNS + 1, sizeof *out->values);
    for (size_t i = 0; i < rows->count; i++) {
        struct value *to = &out->values[i * COLUMNS];
        for (size_t k = 0; k < PLAIN; k++)
            to[k] = *rows_value(rows, i, names[k]);
        put_words(work, pool, rows, i, to + PLAIN);
    }
}

enum err drill_show(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct rows *items,
                    struct error *e)
{
    struct scope_range range;
    struct rows rows = {0};
    enum err r = right_range(work, READ, &range, e);

    if (r == ERR_NONE)
        r = db_query(work->db, pool, "drill.find",
                     BINDS(BIND_INT("id", id), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                           BIND_INT("own", range.own), BIND_INT("me", range.me)),
                     out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no such drill in your area."));
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "drill.items", BINDS(BIND_INT("id", id)), &rows, e);
    if (r != ERR_NONE)
        return r;
    rows_iso(pool, out, "started_at");
    rows_iso(pool, out, "ended_at");
    put_items(work, pool, &rows, items);
    return ERR_NONE;
}
