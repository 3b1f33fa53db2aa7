/* What the evaluation and what it stands on cost in the database that is named, for tests/bench/evaluation.py: each
 * line of output is NAME COUNT, and milliseconds of the median, of the worst and on the clock. The first two are
 * processor time, of children as well, so that a crowded machine tells the same.
 *
 *     evaluation SCHEMA ETC DATABASE [NAME...]    only those; "measures" is each of them alone,
 *                                                "leader" each of one leader, and its records, when it is named
 */
#include "wangge/work/evaluation.h"
#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/record.h"
#include "wangge/work/due.h"
#include "wangge/work/evaluation_preview.h"
#include "wangge/work/summary.h"
#include "wangge/work/sweep.h"
#include "wangge/work/visit.h"
#include "wangge/work/visit_review.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define FIRST_NAME   4 /* of the words */
#define FIRST_LEADER 2
#define RUNS         50
#define EVERY        37 /* of the leaders: from all over the city */

struct bench {
    struct work *work;
    char month[MONTH_TEXT]; /* the last one that is over and not frozen */
    int64_t household;      /* of the leader who works */
};

typedef enum err job(struct bench *b, struct pool *pool, struct error *e);

static double ms_of(struct timeval t)
{
    return 1e3 * (double)t.tv_sec + 1e-3 * (double)t.tv_usec;
}

static double used(void)
{
    struct rusage own, children;
    getrusage(RUSAGE_SELF, &own);
    getrusage(RUSAGE_CHILDREN, &children);
    return ms_of(own.ru_utime) + ms_of(own.ru_stime) + ms_of(children.ru_utime) + ms_of(children.ru_stime);
}

static int smaller(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void tell(const char *name, double *took, size_t count, double clock)
{
    qsort(took, count, sizeof *took, smaller);
    printf("%-32s %3zu %9.1f %9.1f %9.1f\n", name, count, took[count / 2], took[count - 1], clock / (double)count);
    fflush(stdout);
}

static void need(enum err r, const char *what, const struct error *e)
{
    if (r == ERR_NONE)
        return;
    fprintf(stderr, "%s: %s\n", what, e->text);
    exit(EXIT_FAILURE);
}

static double once(struct bench *b, const char *name, job *work)
{
    struct error e;
    struct pool *pool = pool_new();
    double before = used();
    need(work(b, pool, &e), name, &e);
    double took = used() - before;
    pool_free(&pool);
    return took;
}

static void by_office(struct bench *b, const char *name, job *work)
{
    int64_t begin = clock_steady_ms();
    work_become_local(b->work);
    double took = once(b, name, work);
    tell(name, &took, 1, (double)(clock_steady_ms() - begin));
}

/* By people of the role from all over the city, each once. */
static void by_people(struct bench *b, const char *name, const char *role, job *work)
{
    double took[RUNS];
    int64_t clock = 0;
    size_t count = 0;
    struct rows rows;
    struct error e;
    struct pool *pool = pool_new();
    need(db_query_text(b->work->db, pool,
                       "select c.login, (select h.id from household h where h.area = p.area and h.deleted_at is null"
                       " limit 1) as household from post p join account c on c.id = p.account"
                       " where p.role = $role and p.to_on is null order by p.id",
                       BINDS(BIND_TEXT("role", role)), &rows, &e),
         name, &e);
    size_t step = rows.count > (size_t)RUNS * EVERY ? EVERY : rows.count / RUNS + 1;
    for (size_t i = 0; i < rows.count && count < RUNS; i += step) {
        need(work_become(b->work, rows_text(&rows, i, "login"), "local", &e), name, &e);
        b->household = rows_int(&rows, i, "household");
        int64_t begin = clock_steady_ms();
        took[count++] = once(b, name, work);
        clock += clock_steady_ms() - begin;
    }
    pool_free(&pool);
    if (count > 0)
        tell(name, took, count, (double)clock);
}

static enum err compute(struct bench *b, struct pool *pool, struct error *e)
{
    int64_t changed = 0;
    (void)pool;
    return evaluation_compute(b->work, b->month, &changed, e);
}

/* Taken back: it is for good. */
static enum err freeze(struct bench *b, struct pool *pool, struct error *e)
{
    int64_t changed = 0;
    (void)pool;
    enum err r = db_begin(b->work->db, e);
    db_join(b->work->db);
    if (r == ERR_NONE)
        r = evaluation_freeze(b->work, b->month, &changed, e);
    db_part(b->work->db);
    db_rollback(b->work->db);
    return r;
}

static enum err list(struct bench *b, struct pool *pool, struct error *e)
{
    struct evaluation *all;
    size_t count;
    return evaluation_list(b->work, pool, b->month, NULL, &all, &count, e);
}

static enum err own(struct bench *b, struct pool *pool, struct error *e)
{
    struct evaluation one;
    bool found;
    return evaluation_own(b->work, pool, b->month, &one, &found, e);
}

static enum err preview(struct bench *b, struct pool *pool, struct error *e)
{
    struct evaluation_preview is;
    return evaluation_preview(b->work, pool, &is, e);
}

static enum err due(struct bench *b, struct pool *pool, struct error *e)
{
    struct due_list list;
    return due_read(b->work, pool, &(struct due_query){.area = NULL}, &list, e);
}

static enum err ahead(struct bench *b, struct pool *pool, struct error *e)
{
    struct due_list list;
    struct due_query query = {.until = day_of(clock_now()) + 31, .by_door = true};
    return due_read(b->work, pool, &query, &list, e);
}

static enum err summary(struct bench *b, struct pool *pool, struct error *e)
{
    struct summary numbers;
    (void)pool;
    return summary_read(b->work, &numbers, e);
}

static enum err home(struct bench *b, struct pool *pool, struct error *e)
{
    struct rows rows;
    enum err r = summary(b, pool, e);
    return r == ERR_NONE ? summary_todo(b->work, pool, 10, &rows, e) : r;
}

static enum err reviews(struct bench *b, struct pool *pool, struct error *e)
{
    struct rows rows;
    return review_list(b->work, pool, b->month, 0, &rows, e);
}

static enum err alike(struct bench *b, struct pool *pool, struct error *e)
{
    struct evidence *found;
    size_t count;
    return review_evidence(b->work, pool, b->month, 0, 0, &found, &count, e);
}

static enum err sweep(struct bench *b, struct pool *pool, struct error *e)
{
    struct record *record = record_new();
    struct sweep_share *shares;
    size_t count;
    int64_t total;
    enum err r = sweep_new(b->work, record, e);
    record_set(record, "name", "bench");
    record_set(record, "table_name", "household");
    if (r == ERR_NONE)
        r = sweep_preview(b->work, pool, record, &shares, &count, &total, e);
    record_free(&record);
    return r;
}

static void no_fault(void *to, const struct error *fault)
{
    (void)to;
    fprintf(stderr, "%s: %s\n", fault->field, fault->text);
}

static enum err save(struct bench *b, struct pool *pool, struct error *e)
{
    struct record *record = record_new();
    int64_t id = 0;
    (void)pool;
    enum err r = visit_new(b->work, b->household, 0, record, e);
    record_set(record, "text", "一家都好, 提醒了老人用电安全, 没有别的事情。");
    if (r == ERR_NONE)
        r = visit_add(b->work, record, &id, no_fault, NULL, e);
    record_free(&record);
    return r;
}

/* The subject on whom a measure is worked out, city-wide, with those of all binds that the statement takes. */
static bool takes(const char *sql, const char *name)
{
    char word[32];
    snprintf(word, sizeof word, "$%s", name);
    for (const char *at = sql; (at = strstr(at, word)) != NULL; at++)
        if (strspn(at + strlen(word), "abcdefghijklmnopqrstuvwxyz_") == 0)
            return true;
    return false;
}

static void measure(struct bench *b, const char *statement, int64_t who)
{
    char begin[DATE_TEXT], end[DATE_TEXT];
    day_t first = 0, last = 0;
    size_t n = 0;
    struct rows rows;
    struct error e;
    struct pool *pool = pool_new();
    int64_t clock = clock_steady_ms();
    month_parse(b->month, &first, &last);
    date_format(first, begin);
    date_format(last, end);
    const struct bind all[] = {
        BIND_TEXT("lo", ""),
        BIND_TEXT("hi", "~"),
        BIND_TEXT("begin", begin),
        BIND_TEXT("end", end),
        BIND_INT("from", day_start(first)),
        BIND_INT("until", day_start(last + 1)),
        BIND_INT("asof", day_start(last + 1)),
        BIND_INT("since", day_start(last - 91)),
        BIND_TEXT("month", b->month),
        BIND_TEXT("subject", "informant"),
        BIND_INT("who", who),
        BIND_INT("grid", 0),
    };
    struct bind binds[COUNT_OF(all) + 1];
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (takes(db_statement_text(statement), all[i].name))
            binds[n++] = all[i];
    binds[n] = (struct bind){.name = NULL};
    double before = used();
    need(db_query(b->work->db, pool, statement, binds, &rows, &e), statement, &e);
    double took = used() - before;
    tell(statement, &took, 1, (double)(clock_steady_ms() - clock));
    pool_free(&pool);
}

static void measures(struct bench *b, int64_t who)
{
    for (size_t i = 0; i < db_statement_count(); i++) {
        const char *name = db_statement_name(i), *end = name + strlen(name);
        bool records = end - name > 8 && strcmp(end - 8, ".records") == 0;
        if (strncmp(name, "measure.", 8) == 0 && (!records || who != 0))
            measure(b, name, who);
    }
}

/* Who does it: nobody in particular, or people of a role. */
static const struct {
    const char *name, *role;
    job *work;
} jobs[] = {
    {"compute",        NULL,          compute},
    {"list",           NULL,          list   },
    {"freeze",         "street",      freeze },
    {"own",            "grid_leader", own    },
    {"preview",        "grid_leader", preview},
    {"own_department", "department",  own    },
    {"own_station",    "station",     own    },
    {"due",            "grid_leader", due    },
    {"due_ahead",      "grid_leader", ahead  },
    {"summary",        "grid_leader", summary},
    {"home",           "grid_leader", home   },
    {"home_station",   "station",     home   },
    {"reviews",        "station",     reviews},
    {"evidence",       "station",     alike  },
    {"sweep",          "street",      sweep  },
    {"save",           "grid_leader", save   },
};

static bool is_wanted(const char *name, int count, char **words)
{
    for (int i = FIRST_NAME; i < count; i++)
        if (strcmp(words[i], name) == 0)
            return true;
    return count == FIRST_NAME;
}

int main(int count, char **words)
{
    char tables[600];
    struct bench b = {0};
    struct error e;
    if (count < FIRST_NAME)
        return EXIT_FAILURE;
    snprintf(tables, sizeof tables, "%s/tables", words[2]);
    need(work_load(words[1], words[2], tables, NULL, &e), "load", &e);
    need(work_open(words[3], &b.work, &e), "open", &e);
    month_of(day_of(clock_now()), b.month);
    month_add(b.month, -1, b.month);
    if (is_wanted("measures", count, words))
        measures(&b, 0);
    if (count > FIRST_NAME && is_wanted("leader", count, words))
        measures(&b, FIRST_LEADER);
    for (size_t i = 0; i < COUNT_OF(jobs); i++) {
        if (!is_wanted(jobs[i].name, count, words))
            continue;
        if (jobs[i].role == NULL)
            by_office(&b, jobs[i].name, jobs[i].work);
        else
            by_people(&b, jobs[i].name, jobs[i].role, jobs[i].work);
    }
    work_close(&b.work);
    return EXIT_SUCCESS;
}
