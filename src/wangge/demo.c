/* wangge demo: a database of generated people, visits and cases. */
#include "demo.h"

#include "program.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/store.h"
#include "wangge/work/alarm.h"
#include "wangge/work/audit.h"
#include "wangge/work/case.h"
#include "wangge/work/daily.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/login.h"
#include "wangge/work/residence.h"
#include "wangge/work/search.h"
#include "wangge/work/work.h"
#include "wangge/work/working_time.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PASSWORD       "wangge-demo"
#define GRIDS_A_COMMIT 40
#define HOUR_OF_END    16 /* --date is meant at this hour of the day */

/* Two communities to look at; the shape of 邗江 (46 communities, 354 grids); the shape of 舟山 (43 towns, 2,360 grids,
 * 370,000 households, about 1,000,000 people), where the diary reaches back three months only. */
static const struct demo_size sizes[] = {
    {.name = "office",
     .areas = "areas",
     .posts = "area",
     .weights = "weight",
     .households = 25,
     .own = 70,
     .visits_back = 181,
     .cases_back = 92,
     .rhythm = 7,
     .cases_least = 16,
     .cases_most = 26,
     .digits_left_out = 6},
    { .name = "district",
     .areas = "areas",
     .posts = "area",
     .weights = "weight",
     .households = 250,
     .every_door = true,
     .third_informants = 78,
     .own = 38,
     .visits_back = 181,
     .cases_back = 92,
     .rhythm = 28,
     .cases_least = 10,
     .cases_most = 20,
     .digits_left_out = 6},
    { .name = "city",
     .areas = "areas_city",
     .posts = "city",
     .weights = "city",
     .origins = "origin",
     .households = 157,
     .every_door = true,
     .own = 38,
     .visits_back = 92,
     .cases_back = 92,
     .rhythm = 28,
     .cases_least = 10,
     .cases_most = 14,
     .digits_left_out = 3},
};

static const struct demo_size *find_size(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        if (strcmp(sizes[i].name, name) == 0) {
            return &sizes[i];
        }
    }
    return NULL;
}

static enum err read_options(const struct program *program, struct demo *demo, struct error *e)
{
    const char *size = program_option(program, "size"), *seed = program_option(program, "seed");
    const char *date = program_option(program, "date");
    enum err r = program_words(program, 0, "size seed date", e);

    if (r) {
        return r;
    }
    demo->size = find_size(size ? size : "office");
    if (!demo->size) {
        return error_set(e, ERR_USAGE, "size", _("--size is office, district or city."));
    }
    dice_seed(&demo->dice, seed ? strtoull(seed, NULL, 10) : 1);
    dice_seed(&demo->register_dice, ~demo->dice.state);
    dice_seed(&demo->visit_dice, ~demo->dice.state + 1);
    demo->today = day_of(clock_now());
    demo->end = clock_now();
    if (date) {
        if (!date_parse(date, &demo->today)) {
            return error_set(e, ERR_USAGE, "date", _("--date is written YYYY-MM-DD."));
        }
        demo->end = day_start(demo->today) + HOUR_OF_END * 3600;
    }
    demo->visits_from = demo->today - demo->size->visits_back;
    demo->cases_from = demo->today - demo->size->cases_back;
    return password_hash(PASSWORD, demo->password, e);
}

static enum err in_transaction(struct demo *demo, enum err (*part)(struct demo *demo, struct error *e), struct error *e)
{
    enum err r = db_begin(demo->db, e);

    r = r ? r : part(demo, e);
    r = r ? r : db_commit(demo->db, e);
    db_rollback(demo->db);
    return r;
}

/* The grids of one transaction: what belongs to them, then their people, then what belongs to those. */
static enum err fill_batch(struct demo *demo, struct demo_grid *grids, size_t count, struct error *e)
{
    struct pool *pool = pool_new();
    enum err r = demo_registers_of_grids(demo, grids, count, e);

    for (size_t i = 0; i < count && !r; i++) {
        r = demo_people(demo, pool, &grids[i], e);
        r = r ? r : demo_visits(demo, pool, &grids[i], e);
        r = r ? r : demo_cases(demo, pool, &grids[i], e);
    }
    r = r ? r : demo_registers_of_people(demo, grids, count, e);
    for (size_t i = 0; i < count && !r; i++) {
        r = demo_register_visits(demo, pool, &grids[i], e);
    }
    pool_free(&pool);
    return r;
}

static enum err fill_grids(struct demo *demo, struct error *e)
{
    enum err r = ERR_NONE;

    for (size_t i = 0; i < demo->grid_count && !r; i += GRIDS_A_COMMIT) {
        size_t left = demo->grid_count - i;
        r = db_begin(demo->db, e);
        r = r ? r : fill_batch(demo, &demo->grids[i], left < GRIDS_A_COMMIT ? left : GRIDS_A_COMMIT, e);
        r = r ? r : db_commit(demo->db, e);
        db_rollback(demo->db);
    }
    return r;
}

static enum err set_sequence(struct demo *demo, const char *name, int64_t last, struct error *e)
{
    return last == 0 ? ERR_NONE
                     : db_execute(demo->db, "demo.sequence", BINDS(BIND_TEXT("name", name), BIND_INT("next", last + 1)),
                                  NULL, e);
}

static enum err set_day_sequence(struct demo *demo, const char *prefix, day_t day, int last, struct error *e)
{
    char name[24];
    int year, month, d;

    date_split(day, &year, &month, &d);
    snprintf(name, sizeof name, "%s-%04d%02d%02d", prefix, year, month, d);
    return set_sequence(demo, name, last, e);
}

/* "MQ-20261018": numbers go on where the demo's end. */
static enum err set_day_sequences(struct demo *demo, struct error *e)
{
    enum err r = ERR_NONE;

    for (int i = 0; i <= demo->size->visits_back && !r; i++) {
        r = set_day_sequence(demo, "MQ", demo->visits_from + i, demo->visits_on[i], e);
        r = r ? r : set_day_sequence(demo, "SJ", demo->visits_from + i, demo->cases_on[i], e);
    }
    return r;
}

static enum err set_sequences(struct demo *demo, struct error *e)
{
    const struct {
        const char *name;
        int64_t last;
    } sequences[] = {
        {"area",              demo->last_area     },
        {"unit",              demo->last_unit     },
        {"unit_member",       demo->last_unit     },
        {"response_template", demo->last_template },
        {"duty",              demo->last_duty     },
        {"account",           demo->last_account  },
        {"post",              demo->last_post     },
        {"household",         demo->last_household},
        {"person",            demo->last_person   },
        {"visit",             demo->last_visit    },
        {"case_file",         demo->last_case     },
        {"case_step",         demo->last_step     },
    };
    enum err r = ERR_NONE;

    for (size_t i = 0; i < sizeof sequences / sizeof *sequences && !r; i++) {
        r = set_sequence(demo, sequences[i].name, sequences[i].last, e);
    }
    r = r ? r : demo_registers_last(demo, set_sequence, e);
    return r ? r : set_day_sequences(demo, e);
}

/* Limits of cases are reckoned with the holidays. */
static enum err know_holidays(struct demo *demo, struct error *e)
{
    enum err r = holidays_lay(demo->db, e);
    return r ? r : working_time_load(&(struct work){.db = demo->db}, e);
}

/* Not everything was asked at every door. */
static enum err leave_gaps(struct demo *demo, struct error *e)
{
    static const char *const statements[] = {"demo.gaps_of_people", "demo.gaps_of_heads", "demo.gaps_of_firms"};
    enum err r = ERR_NONE;

    for (size_t i = 0; i < COUNT_OF(statements) && !r; i++) {
        r = db_execute(demo->db, statements[i], NULL, NULL, e);
    }
    return r;
}

static enum err generate(struct demo *demo, struct error *e)
{
    enum err r = in_transaction(demo, demo_areas, e);
    r = r ? r : in_transaction(demo, know_holidays, e);

    r = r ? r : in_transaction(demo, demo_accounts, e);
    r = r ? r : in_transaction(demo, demo_units, e);
    r = r ? r : in_transaction(demo, demo_duty, e);
    r = r ? r : in_transaction(demo, demo_registers_of_areas, e);
    r = r ? r : fill_grids(demo, e);
    r = r ? r : in_transaction(demo, leave_gaps, e);
    r = r ? r : in_transaction(demo, demo_further_accounts, e);
    return r ? r : in_transaction(demo, set_sequences, e);
}

/* Only a database without areas and users is filled: real data never mixes with demo data. */
static enum err need_empty(struct demo *demo, const char *path, struct error *e)
{
    struct rows rows;
    enum err r = db_query(demo->db, demo->pool, "demo.rows", NULL, &rows, e);

    if (!r && rows_int(&rows, 0, "number") > 0) {
        r = error_set(e, ERR_STATE, NULL,
                      _("The database %s holds data already. Demo data goes into a new database only."), path);
    }
    return r;
}

/* The month before the last is evaluated and published; the last one waits for somebody to do it. */
static enum err publish_month(struct work *work, const struct demo *demo, struct error *e)
{
    char this_month[MONTH_TEXT], month[MONTH_TEXT];
    int64_t changed;

    month_of(demo->today, this_month);
    month_add(this_month, -2, month);
    enum err r = evaluation_compute(work, month, &changed, e);
    r = r ? r : evaluation_freeze(work, month, &changed, e);
    return r ? r : evaluation_publish(work, month, &changed, e);
}

/* The audit begins with the fact that all this is made up. */
static enum err note_demo(struct work *work, const struct demo *demo, struct error *e)
{
    enum err r = db_begin(work->db, e);

    r = r ? r : audit_write(work, "demo", "database", 0, 1, demo->size->name, e);
    r = r ? r : db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

/* Those whom the register of moves tells of live where they live since that day, and heads of households drawn as
 * unemployed have no work: the must-visit kinds follow from the registers. */
static enum err kinds_to_rows(struct demo *demo, struct error *e)
{
    char since[DATE_TEXT];
    enum err r = db_begin(demo->db, e);

    date_format(demo->today - 90, since);
    r = r ? r : db_execute(demo->db, "demo.unemployed", NULL, NULL, e);
    r = r ? r : db_execute(demo->db, "demo.new_residents", BINDS(BIND_TEXT("since", since)), NULL, e);
    r = r ? r : db_commit(demo->db, e);
    db_rollback(demo->db);
    return r;
}

static enum err fill(struct program *program, struct demo *demo, struct error *e)
{
    struct work *work = NULL;
    enum err r = work_open(program->database, &work, e);

    if (!r) {
        work_become_local(work);
        demo->db = work->db;
        r = need_empty(demo, program->database, e);
        db_bulk_begin(work->db);
    }
    r = r ? r : demo_load(demo, program->schema, e);
    r = r ? r : demo_registers_load(demo, program->schema, e);
    r = r ? r : note_demo(work, demo, e);
    r = r ? r : store_drop_indexes(work->db, e);
    r = r ? r : generate(demo, e);
    r = r ? r : store_migrate(work->db, 0, NULL, NULL, e);
    r = r ? r : store_count_all(work->db, e);
    r = r ? r : search_index_all(work, e);
    r = r ? r : relation_fill(work->db, e);
    r = r ? r : kinds_to_rows(demo, e);
    r = r ? r : daily_fill(work, demo->today, e);
    r = r ? r : case_replay_all(work, e);
    r = r ? r : alarms_pass_over(work, demo->end, e);
    r = r ? r : in_transaction(demo, demo_drills, e);
    r = r ? r : in_transaction(demo, demo_checks, e);
    r = r ? r : db_bulk_end(work->db, e);
    r = r ? r : publish_month(work, demo, e);
    r = r ? r : demo_sweep(work, demo, e);
    if (strcmp(demo->size->name, "office") == 0) {
        r = r ? r : demo_review(work, demo, e);
        r = r ? r : demo_diary(work, demo, e);
    }
    r = r ? r : db_upkeep(work->db, e); /* plans are made for what that wrote too */
    work_close(&work);
    return r;
}

enum err program_demo(struct program *program, struct error *e)
{
    struct demo *demo;
    struct pool *pool = pool_new();

    demo = pool_new_piece(pool, 1, sizeof *demo);
    demo->pool = pool;
    demo->scratch = pool_new();
    int64_t started = clock_steady_ms();
    enum err r = read_options(program, demo, e);
    if (!r && access(program->database, F_OK) != 0) {
        r = program_create(program, e);
    }
    clock_fix(demo->end);
    r = r ? r : fill(program, demo, e);
    clock_fix(0);
    pool_free(&demo->scratch);
    if (!r) {
        printf(_("Demo data in %s: %zu grids, %lld households, %lld people, %lld visits, %lld cases; %.1f s.\n"
                 "Everything in it is made up. Every account has the password %s.\n"),
               program->database, demo->grid_count, (long long)demo->last_household, (long long)demo->last_person,
               (long long)demo->last_visit, (long long)demo->last_case, (double)(clock_steady_ms() - started) / 1000,
               PASSWORD);
    }
    pool_free(&pool);
    return r;
}
