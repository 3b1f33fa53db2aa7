/* The test of rights can fail: one scope condition of one statement is dropped, or one question for a right is answered
 * with yes, and whatever probes come by there run again. A mutant that none of them notices is told. */
#ifndef WANGGE_TESTS_SESSION_RIGHTS_MUTANTS_H
#define WANGGE_TESTS_SESSION_RIGHTS_MUTANTS_H

#include <ctype.h>
#include <sys/wait.h>

enum { MOST_SITES = 1200, MOST_RUNS = 8000, MOST_MUTANTS = 4000, RUNS_EACH = 60 };

extern const char __executable_start;

/* What was come by in a run: places of the program that ask for a right, then statements. */
static struct {
    const char *at[MOST_SITES];
    size_t count;
    bool on;
    const char *allowed; /* the place that is told yes */
    unsigned char *runs[MOST_SITES], *statements[MOST_SITES];
    size_t run;
} seen;

static void see_bit(unsigned char **bits)
{
    if (*bits == NULL)
        *bits = calloc(1, MOST_RUNS / 8 + 1);
    (*bits)[seen.run / 8] |= (unsigned char)(1u << (seen.run % 8));
}

static bool see_site(const void *address)
{
    const char *at = address;
    size_t i = 0;
    if (seen.on) {
        while (i < seen.count && seen.at[i] != at)
            i++;
        assert_true(i < MOST_SITES);
        seen.at[i] = at;
        seen.count += i == seen.count;
        see_bit(&seen.runs[i]);
    }
    return seen.allowed == at;
}

static void see_statement(const char *name)
{
    size_t low = 0, high = db_statement_count();
    while (seen.on && low < high) {
        size_t middle = (low + high) / 2;
        int c = strcmp(db_statement_name(middle), name);
        if (c == 0) {
            see_bit(&seen.statements[middle]);
            return;
        }
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
}

/* The linker puts these before the functions of the program (mk/test.mk). */
enum err __real_right_need(const struct work *work, const char *action, struct error *e);
enum err __wrap_right_need(const struct work *work, const char *action, struct error *e);
enum scope __real_right_scope(const struct work *work, const char *action);
enum scope __wrap_right_scope(const struct work *work, const char *action);
enum err __real_right_range(const struct work *work, const char *action, struct scope_range *out, struct error *e);
enum err __wrap_right_range(const struct work *work, const char *action, struct scope_range *out, struct error *e);
enum err __real_db_query(struct db *db, struct pool *pool, const char *name, const struct bind *binds, struct rows *out,
                         struct error *e);
enum err __wrap_db_query(struct db *db, struct pool *pool, const char *name, const struct bind *binds, struct rows *out,
                         struct error *e);
enum err __real_db_execute(struct db *db, const char *name, const struct bind *binds, int64_t *changed,
                           struct error *e);
enum err __wrap_db_execute(struct db *db, const char *name, const struct bind *binds, int64_t *changed,
                           struct error *e);
const char *__real_db_statement_text(const char *name);
const char *__wrap_db_statement_text(const char *name);

enum err __wrap_right_need(const struct work *work, const char *action, struct error *e)
{
    return see_site(__builtin_return_address(0)) ? ERR_NONE : __real_right_need(work, action, e);
}

enum scope __wrap_right_scope(const struct work *work, const char *action)
{
    return see_site(__builtin_return_address(0)) ? SCOPE_ALL : __real_right_scope(work, action);
}

enum err __wrap_right_range(const struct work *work, const char *action, struct scope_range *out, struct error *e)
{
    if (!see_site(__builtin_return_address(0)))
        return __real_right_range(work, action, out, e);
    *out = (struct scope_range){.hi = "~", .me = work_me(work)};
    return ERR_NONE;
}

enum err __wrap_db_query(struct db *db, struct pool *pool, const char *name, const struct bind *binds, struct rows *out,
                         struct error *e)
{
    see_statement(name);
    return __real_db_query(db, pool, name, binds, out, e);
}

enum err __wrap_db_execute(struct db *db, const char *name, const struct bind *binds, int64_t *changed, struct error *e)
{
    see_statement(name);
    return __real_db_execute(db, name, binds, changed, e);
}

const char *__wrap_db_statement_text(const char *name)
{
    see_statement(name);
    return __real_db_statement_text(name);
}

/* ---- conditions of statements */

struct piece {
    size_t from, to;
};

static bool word_at(const char *text, size_t at, const char *word)
{
    size_t n = strlen(word);
    return strncmp(text + at, word, n) == 0 &&
           (at == 0 || (!isalnum((unsigned char)text[at - 1]) && text[at - 1] != '_')) &&
           !isalnum((unsigned char)text[at + n]) && text[at + n] != '_';
}

/* Where the piece around at begins, and what stands before it: 'a' and, where, on; 'o' or; '(' ; 0 anything else. */
static char left_of(const char *text, size_t *at)
{
    static const char *const others[] = {"select", "set",  "then", "else", "when",     "case",
                                         "values", "from", "join", "by",   "returning"};
    int depth = 0;
    for (size_t i = *at; i-- > 0;) {
        if (text[i] == ')')
            depth++;
        else if (text[i] == '(' && depth-- == 0)
            return *at = i + 1, '(';
        if (depth > 0)
            continue;
        if (word_at(text, i, "and") || word_at(text, i, "where") || word_at(text, i, "on"))
            return *at = i + strcspn(text + i, " \n\t("), 'a';
        if (word_at(text, i, "or"))
            return *at = i + 2, 'o';
        if (text[i] == ',')
            return 0;
        for (size_t k = 0; k < sizeof others / sizeof others[0]; k++)
            if (word_at(text, i, others[k]))
                return 0;
    }
    return 0;
}

static char right_of_piece(const char *text, size_t *at)
{
    static const char *const ends[] = {"order", "group", "limit",  "union", "left",
                                       "join",  "cross", "having", "on",    "where"};
    int depth = 0;
    for (size_t i = *at; text[i] != '\0'; i++) {
        if (text[i] == '(')
            depth++;
        else if (text[i] == ')' && depth-- == 0)
            return *at = i, ')';
        if (depth > 0)
            continue;
        if (word_at(text, i, "and"))
            return *at = i, 'a';
        if (word_at(text, i, "or"))
            return *at = i, 'o';
        if (text[i] == ',' || word_at(text, i, "then") || word_at(text, i, "from") || word_at(text, i, "when") ||
            word_at(text, i, "end"))
            return 0;
        for (size_t k = 0; k < sizeof ends / sizeof ends[0]; k++)
            if (word_at(text, i, ends[k]))
                return *at = i, 'a';
        *at = i + 1;
    }
    return 'a';
}

static bool group_around(const char *text, size_t *open, size_t *close)
{
    int depth = 0;
    while (*open > 0 && !(text[*open - 1] == '(' && depth == 0)) {
        depth += (text[*open - 1] == ')') - (text[*open - 1] == '(');
        --*open;
    }
    depth = 0;
    while (text[*close] != '\0' && !(text[*close] == ')' && depth == 0)) {
        depth += (text[*close] == '(') - (text[*close] == ')');
        ++*close;
    }
    bool found = *open > 0 && text[*close] == ')';
    *open -= found;
    return found;
}

/* The condition around a parameter: what stands between two "and"; of alternatives all. */
static bool condition_at(const char *text, size_t at, struct piece *out)
{
    for (int climbed = 0; climbed < 12; climbed++) {
        size_t from = climbed == 0 ? at : out->from, to = climbed == 0 ? at : out->to;
        char left = left_of(text, &from), right = right_of_piece(text, &to);
        if (left == 0 || right == 0)
            return false;
        if (left == 'a' && (right == 'a' || right == ')')) {
            *out = (struct piece){from, to};
            return true;
        }
        if (left == '(' && right == 'a') {
            *out = (struct piece){from, to};
            return true;
        }
        /* alternatives, or all of a group: the group itself */
        size_t open = at, close = at;
        if (!group_around(text, &open, &close))
            return false;
        at = open;
        *out = (struct piece){open, close + 1};
    }
    return false;
}

static const char *without(struct pool *pool, const char *text, const struct piece *piece)
{
    struct buffer out = {0};
    buffer_add(&out, text, piece->from);
    buffer_format(&out, " (1 = 1");
    for (size_t i = piece->from; i < piece->to; i++)
        if (text[i] == '$') {
            size_t n = 1 + strspn(text + i + 1, "abcdefghijklmnopqrstuvwxyz_0123456789");
            buffer_format(&out, " or %.*s is null", (int)n, text + i);
        }
    buffer_format(&out, ") %s", text + piece->to);
    const char *kept = pool_text(pool, buffer_text(&out));
    buffer_free(&out);
    return kept;
}

#endif
