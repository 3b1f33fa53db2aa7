#include "wangge/work/alarm.h"

#include "case_do.h"
#include "clock_row.h"
#include "inside.h"
#include "words.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/record.h"
#include "wangge/work/case.h"
#include "wangge/work/job.h"
#include "wangge/work/limit.h"
#include "wangge/work/right.h"
#include "wangge/work/sweep.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"
#include "wangge/work/working_time.h"

#include <string.h>

#define AT_ONCE 100 /* alarms that are looked for in one go */

/* One that is being done, in its transaction. */
struct alarm {
    struct work *work;
    struct pool *pool;
    struct rows row; /* alarm.read */
    int64_t case_id, now;
};

/* --- who is told ------------------------------------------------------------------------------------------------- */

/* The words in the place of "waits" and "level", each between blanks. Whoever may approve is of the level. */
static void add_words(const struct alarm *alarm, const char *words, struct buffer *out)
{
    char word[32];
    while (word_next(&words, ' ', word, sizeof word)) {
        const char *one = word;
        if (strcmp(word, "waits") == 0) {
            add_words(alarm, rows_text(&alarm->row, 0, "waits"), out);
            continue;
        }
        if (strcmp(word, "level") == 0 || strcmp(word, "approver") == 0)
            one = workflow_level_role(workflow_level(rows_text(&alarm->row, 0, "level")));
        if (case_word_hears(&alarm->row, one))
            buffer_format(out, "%s ", one);
    }
}

/* text gives the line in the language in use. */
static enum err tell(struct alarm *alarm, const char *words, const char *(*text)(struct alarm *alarm, const void *of),
                     const void *of, struct error *e)
{
    char today[DATE_TEXT];
    struct rows people;
    struct buffer all = {0};
    enum language before = i18n_language();

    today_text(today);
    buffer_add_text(&all, " ");
    add_words(alarm, words, &all);
    enum err r = db_query(
        alarm->work->db, alarm->pool, "alarm.people",
        BINDS(BIND_INT("case", alarm->case_id), BIND_TEXT("words", buffer_text(&all)), BIND_TEXT("today", today)),
        &people, e);
    for (size_t i = 0; r == ERR_NONE && i < people.count; i++) {
        enum language language = before;
        i18n_parse(rows_text(&people, i, "language"), &language);
        i18n_use(language);
        r = inbox_add(alarm->work, rows_int(&people, i, "account"), "case", alarm->case_id, 0, text(alarm, of), e);
    }
    i18n_use(before);
    buffer_free(&all);
    return r;
}

/* --- what is done ------------------------------------------------------------------------------------------------ */

static const char *no_and_title(struct alarm *alarm)
{
    return pool_format(alarm->pool, "%s %s", rows_text(&alarm->row, 0, "no"), rows_text(&alarm->row, 0, "title"));
}

/* The text of the rule was looked at when it was loaded: behind a % stands s or %. */
static const char *text_of_rule(struct alarm *alarm, const void *of)
{
    const struct alarm_rule *rule = of;
    struct buffer text = {0};
    for (const char *s = rule->label[i18n_language()]; *s != '\0'; s++) {
        if (*s == '%' && *++s == 's')
            buffer_add_text(&text, no_and_title(alarm));
        else
            buffer_add_char(&text, *s);
    }
    const char *out = pool_text(alarm->pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

static enum err do_rule(struct alarm *alarm, const struct alarm_rule *rule, struct error *e)
{
    enum err r = tell(alarm, rule->tells, text_of_rule, rule, e);
    if (r == ERR_NONE && strcmp(rule->stage, "whole") == 0)
        r = db_execute(alarm->work->db, "alarm.escalate",
                       BINDS(BIND_INT("case", alarm->case_id), BIND_INT("percent", rule->percent)), NULL, e);
    if (r == ERR_NONE && strcmp(rule->effect, "secretary") == 0)
        r = db_execute(alarm->work->db, "alarm.secretary",
                       BINDS(BIND_INT("case", alarm->case_id), BIND_INT("now", alarm->now)), NULL, e);
    return r;
}

static const char *text_of_reply(struct alarm *alarm, const void *of)
{
    (void)of;
    return pool_format(alarm->pool, _("%s: the supervision has not been answered in time"), no_and_title(alarm));
}

static enum err do_alarm(struct alarm *alarm, struct error *e)
{
    const char *kind = rows_text(&alarm->row, 0, "kind");
    const struct alarm_rule *rule = alarm_rule_of(kind);
    if (rule != NULL && rows_int(&alarm->row, 0, "holds") != 0)
        return do_rule(alarm, rule, e);
    if (strcmp(kind, "reply") == 0 && rows_int(&alarm->row, 0, "unanswered") != 0)
        return tell(alarm, "supervisor waits handler level", text_of_reply, NULL, e);
    return ERR_NONE;
}

/* The step has a transaction of its own. Whoever comes second finds nothing suspended any more, and is told so by an
 * error that is the log's. */
static enum err resume(struct work *work, int64_t case_id, struct error *e)
{
    struct record *given = record_new();
    record_set(given, "text", _("The suspension has come to its end."));
    enum err r = case_do(work, case_id, "resume", given, e);
    record_free(&given);
    return r;
}

/* Marks it, and does it when nobody else has. */
static enum err claim(struct work *work, struct pool *pool, int64_t id, int64_t now, size_t *done, struct error *e)
{
    struct alarm alarm = {.work = work, .pool = pool, .now = now};
    int64_t changed = 0;
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "alarm.claim", BINDS(BIND_INT("id", id), BIND_INT("now", now)), &changed, e);
    if (r == ERR_NONE && changed > 0) {
        r = db_query(work->db, pool, "alarm.read", BINDS(BIND_INT("id", id)), &alarm.row, e);
        if (r == ERR_NONE) {
            alarm.case_id = rows_int(&alarm.row, 0, "case_file");
            r = do_alarm(&alarm, e);
        }
    }
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    *done += r == ERR_NONE && changed > 0;
    return r;
}

/* One that fails is marked all the same, so that it does not stand in the way of the others for ever. */
static enum err serve_one(struct work *work, int64_t id, int64_t now, size_t *done, struct error *e)
{
    struct rows row;
    struct pool *pool = pool_new();
    enum err r = db_query(work->db, pool, "alarm.read", BINDS(BIND_INT("id", id)), &row, e);
    bool suspended = r == ERR_NONE && row.count > 0 && rows_int(&row, 0, "suspended") != 0 &&
                     strcmp(rows_text(&row, 0, "kind"), "resume") == 0;
    if (r == ERR_NONE && suspended) {
        r = resume(work, rows_int(&row, 0, "case_file"), e); /* takes the alarm back */
        *done += r == ERR_NONE;
    }
    if (r == ERR_NONE)
        r = row.count == 0 ? ERR_NONE : claim(work, pool, id, now, done, e);
    if (r != ERR_NONE && r != ERR_AGAIN && r != ERR_CONFLICT) {
        log_warning("case %s: %s: %s", row.count == 0 ? "?" : rows_text(&row, 0, "no"),
                    row.count == 0 ? "?" : rows_text(&row, 0, "kind"), e->text);
        r = db_execute(work->db, "alarm.claim", BINDS(BIND_INT("id", id), BIND_INT("now", now)), NULL, e);
    }
    pool_free(&pool);
    return r;
}

enum err alarm_serve(struct work *work, int64_t now, bool (*stop)(void *to), void *to, size_t *done, struct error *e)
{
    size_t count = 0, found = AT_ONCE;
    int64_t since = clock_steady_ms();
    struct pool *pool = pool_new();
    work_become_local(work);
    enum err r = clocks_follow_limits(work, e);
    if (r == ERR_NONE)
        r = clocks_follow_holidays(work, e);
    if (r == ERR_NONE)
        r = sweep_remind(work, now, e);
    while (r == ERR_NONE && found == AT_ONCE && (stop == NULL || !stop(to))) {
        struct rows due;
        pool_reset(pool);
        r = db_query(work->db, pool, "alarm.due", BINDS(BIND_INT("now", now), BIND_INT("limit", AT_ONCE)), &due, e);
        found = r == ERR_NONE ? due.count : 0;
        for (size_t i = 0; r == ERR_NONE && i < found && (stop == NULL || !stop(to)); i++) {
            r = serve_one(work, rows_int(&due, i, "id"), now, &count, e);
            clock_let_others(&since);
        }
    }
    pool_free(&pool);
    if (done != NULL)
        *done = count;
    return r;
}

enum err alarm_next(struct work *work, int64_t *out, struct error *e)
{
    struct rows rows;
    struct pool *pool = pool_new();
    enum err r = db_query(work->db, pool, "alarm.next", NULL, &rows, e);
    *out = r == ERR_NONE ? rows_int(&rows, 0, "at") : 0;
    pool_free(&pool);
    return r;
}
