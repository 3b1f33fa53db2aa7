#include "wangge/work/patrol.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

#define STOPS_MOST 200

/* A name stands between signs of its own in the text: those in it become blanks, and a second one of the same name gets
 * its number. */
static const char *own_name(struct pool *pool, const struct rows *points, size_t row)
{
    char *name = pool_text(pool, rows_text(points, row, "name"));
    size_t same = 1;
    for (size_t i = 0; i < row; i++)
        same += strcmp(rows_text(points, i, "name"), name) == 0;
    for (char *c = name; *c != '\0'; c++)
        if (strchr(";:,\n", *c) != NULL)
            *c = ' ';
    text_trim(name);
    return same == 1 ? name : pool_format(pool, "%s %zu", name, same);
}

enum err patrol_points(struct work *work, struct pool *pool, int64_t area, struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "visit.read", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "visit.patrol_points",
                     BINDS(BIND_INT("area", area), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), out, e);
    if (r != ERR_NONE)
        return r;
    size_t column = (size_t)rows_column(out, "name");
    const char **names = pool_new_piece(pool, out->count + 1, sizeof *names);
    for (size_t i = 0; i < out->count; i++)
        names[i] = own_name(pool, out, i);
    for (size_t i = 0; i < out->count; i++)
        out->values[i * out->columns + column].text = names[i];
    return r;
}

/* The stops of one text. */
struct reading {
    struct pool *pool;
    const struct rows *points;
    struct patrol_stop *stops;
    size_t count;
};

static struct patrol_stop *add(struct reading *reading, int64_t point, const char *name)
{
    struct patrol_stop *stop = reading->stops;
    for (; stop < reading->stops + reading->count; stop++)
        if (stop->point == point && (point != 0 || strcmp(stop->name, name) == 0))
            return stop;
    if (reading->count == STOPS_MOST)
        return NULL;
    *stop = (struct patrol_stop){point, name, ""};
    reading->count++;
    return stop;
}

static struct patrol_stop *add_row(struct reading *reading, size_t row)
{
    return add(reading, rows_int(reading->points, row, "id"), rows_text(reading->points, row, "name"));
}

/* The point that is called so: by its name, its number in the register, or the only one with that in its name; SIZE_MAX
 * for none. */
static size_t named(const struct rows *points, const char *word)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < points->count; i++)
        if (strcmp(rows_text(points, i, "name"), word) == 0)
            return i;
    for (size_t i = 0; i < points->count; i++) {
        if (*rows_text(points, i, "no") != '\0' && strcmp(rows_text(points, i, "no"), word) == 0)
            return i;
        if (text_contains(rows_text(points, i, "name"), word)) {
            if (found != SIZE_MAX)
                return SIZE_MAX;
            found = i;
        }
    }
    return found;
}

/* "3", "1-4" and "*"; false when the word is nothing such. */
static bool numbers_of(const char *word, size_t most, size_t *from, size_t *to)
{
    char *end;
    *from = 1;
    *to = most;
    if (strcmp(word, "*") == 0)
        return true;
    if (*word < '0' || *word > '9')
        return false;
    *from = *to = strtoul(word, &end, 10);
    if (*end == '-' && end[1] >= '0' && end[1] <= '9')
        *to = strtoul(end + 1, &end, 10);
    return *end == '\0';
}

static enum err add_word(struct reading *reading, const char *word, struct patrol_stop **last, struct error *e)
{
    size_t from = 0, to = 0, most = reading->points->count, row = named(reading->points, word);
    bool exact = row != SIZE_MAX && (strcmp(rows_text(reading->points, row, "name"), word) == 0 ||
                                     strcmp(rows_text(reading->points, row, "no"), word) == 0);
    if (!exact && numbers_of(word, most, &from, &to)) {
        if (from == 0 || from > to || to > most)
            return error_set(e, ERR_INVALID, "points", _("There is no point %s: the grid has %zu."), word, most);
        do
            *last = add_row(reading, from - 1);
        while (*last != NULL && ++from <= to);
    } else if (row != SIZE_MAX) {
        *last = add_row(reading, row);
    } else {
        *last = add(reading, 0, pool_text(reading->pool, word));
    }
    return *last == NULL ? error_set(e, ERR_INVALID, "points", _("A patrol has %d points at most."), STOPS_MOST)
                         : ERR_NONE;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Words parted by commas or blanks, unless the whole is a name. */
static enum err add_words(struct reading *reading, char *words, struct patrol_stop **last, struct error *e)
{
    enum err r = ERR_NONE;
    text_trim(words);
    if (*words != '\0' && named(reading->points, words) != SIZE_MAX)
        return add_word(reading, words, last, e);
    for (char *word; r == ERR_NONE && words != NULL && (word = strsep(&words, ",")) != NULL;) {
        text_trim(word);
        bool listed = *word >= '0' && *word <= '9'; /* "1 2 5": of a name blanks are its own */
        char *rest = word;
        for (char *one; r == ERR_NONE && rest != NULL && (one = listed ? strsep(&rest, " ") : rest) != NULL;) {
            rest = listed ? rest : NULL;
            if (*text_trim(one) != '\0')
                r = add_word(reading, one, last, e);
        }
    }
    return r;
}

/* Half-width signs between words, and one sign for the end of a stop. */
static char *plain(struct pool *pool, const char *text)
{
    static const struct {
        const char *from;
        char to;
    } signs[] = {
        {"；",    ';'},
        {"：",    ':'},
        {"，",    ','},
        {"、",    ','},
        {"\u3000", ' '},
        {"\n",     ';'},
        {"＊",    '*'},
        {"－",    '-'},
        {"＃",    '#'},
    };
    char *out = pool_new_piece(pool, strlen(text) + 1, 1), *to = out;
    while (*text != '\0') {
        size_t i = 0;
        while (i < COUNT_OF(signs) && strncmp(text, signs[i].from, strlen(signs[i].from)) != 0)
            i++;
        *to++ = i < COUNT_OF(signs) ? signs[i].to : *text;
        text += i < COUNT_OF(signs) ? strlen(signs[i].from) : 1;
    }
    return out;
}

/* Where the words of a part end and its finding begins: at the colon, or at a mark without one. NULL: no finding. */
static char *cut_finding(struct reading *reading, char *part)
{
    char *found = strchr(part, ':'), *mark = strchr(part, '#');
    if (found != NULL && (mark == NULL || found < mark)) {
        *found = '\0';
        return found + 1;
    }
    if (mark == NULL)
        return NULL;
    found = pool_text(reading->pool, mark);
    *mark = '\0';
    return found;
}

/* "1-3, 5: 灯坏": what was found is told of the last; "5; #隐患 灯坏": a mark alone, of the stop before. */
static enum err add_part(struct reading *reading, char *part, struct error *e)
{
    struct patrol_stop *last = NULL;
    char *found = cut_finding(reading, part);
    enum err r = add_words(reading, part, &last, e);
    if (last == NULL && found != NULL && *found == '#' && reading->count > 0 &&
        *reading->stops[reading->count - 1].found == '\0')
        last = &reading->stops[reading->count - 1];
    while (found != NULL && (is_blank(*found) || *found == ':'))
        found++;
    if (r == ERR_NONE && found != NULL && *text_trim(found) != '\0' && last == NULL)
        return error_set(e, ERR_INVALID, "points", _("At which point was this found: %s"), found);
    if (r == ERR_NONE && last != NULL && found != NULL && *found != '\0')
        last->found = pool_text(reading->pool, found);
    return r;
}

enum err patrol_stops(struct pool *pool, const struct rows *points, const char *text, struct patrol_stop **out,
                      size_t *count, struct error *e)
{
    struct reading reading = {pool, points, pool_new_piece(pool, STOPS_MOST, sizeof *reading.stops), 0};
    char *rest = plain(pool, text);
    enum err r = ERR_NONE;
    for (char *part; r == ERR_NONE && rest != NULL && (part = strsep(&rest, ";")) != NULL;)
        r = add_part(&reading, part, e);
    *out = reading.stops;
    *count = r == ERR_NONE ? reading.count : 0;
    return r;
}

void patrol_text(const struct patrol_stop *stops, size_t count, struct buffer *out)
{
    for (size_t i = 0; i < count; i++)
        buffer_format(out, "%s%s%s%s", i > 0 ? "; " : "", stops[i].name, *stops[i].found ? ": " : "", stops[i].found);
}

/* The bytes of "#隐患 " at the beginning of a finding, 0 when it begins with no sign. */
static size_t mark_bytes(const char *found)
{
    static const char wide[] = "＃";
    size_t n = *found == '#' ? 1 : strncmp(found, wide, sizeof wide - 1) == 0 ? sizeof wide - 1 : 0;
    if (n > 0)
        n += strcspn(found + n, " ");
    while (n > 0 && found[n] == ' ')
        n++;
    return n;
}

void patrol_summary(const struct patrol_stop *stops, size_t count, struct buffer *out)
{
    struct buffer names = {0};
    size_t findings = 0;
    for (size_t i = 0; i < count; i++) {
        findings += *stops[i].found != '\0';
        buffer_format(&names, "%s%s", i == 0 ? "" : _(", "), stops[i].name);
    }
    buffer_format(out, findings == 0 ? _("Patrol past %zu points, nothing found: %s") : _("Patrol past %zu points: %s"),
                  count, buffer_text(&names));
    for (size_t i = 0; i < count; i++)
        if (*stops[i].found != '\0')
            buffer_format(out, "\n%s: %s", stops[i].name, stops[i].found + mark_bytes(stops[i].found));
    buffer_free(&names);
}

void patrol_marks(const struct patrol_stop *stops, size_t count, struct buffer *out)
{
    for (size_t i = 0; i < count; i++) {
        const char *found = stops[i].found;
        if (mark_bytes(found) == 0)
            continue;
        bool placed = strchr(found, '@') != NULL || strstr(found, "＠") != NULL;
        buffer_format(out, "%s\n", found);
        if (!placed) {
            out->length--;
            buffer_format(out, " @%s\n", stops[i].name);
        }
    }
}

/* The code of the role bears the mark "patrols-3". */
static int patrols_of_role(const char *role)
{
    char mark[] = "patrols-0";
    for (char n = '9'; n > '0'; n--) {
        mark[sizeof mark - 2] = n;
        if (code_has_mark("role", role, mark))
            return n - '0';
    }
    return 0;
}

enum err diary_day(struct work *work, struct diary_day *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct scope_range range;
    *out = (struct diary_day){0};
    enum err r = right_range(work, "visit.write", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "visit.mine",
                     BINDS(BIND_INT("me", work_me(work)), BIND_INT("since", day_start(day_of(clock_now()))),
                           BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)),
                     &rows, e);
    if (r == ERR_NONE) {
        out->patrols = rows_int(&rows, 0, "patrols");
        out->patrols_due = patrols_of_role(work->actor.role);
        out->returned = rows_int(&rows, 0, "returned");
    }
    pool_free(&pool);
    return r;
}
