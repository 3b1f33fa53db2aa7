/* Whoever changes the audit is found out: tamperings of every kind at random places, and clean runs that raise no
 * alarm. WANGGE_TAMPERINGS and WANGGE_CLEAN say how many (make accept-audit: 1,000 each), WANGGE_SEED where chance
 * begins. */
#include "fixture.h"

#include "wangge/base/anchor.h"
#include "wangge/base/random.h"
#include "wangge/work/audit.h"
#include "wangge/work/audit_verify.h"

#include "../../../src/work/audit_chain.h"

#define ROWS 400 /* of the audit that is tampered with */

static struct dice dice;

static int64_t number_of(const char *name, int64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoll(text, NULL, 10) : otherwise;
}

static void run(struct office *o, const char *command)
{
    if (system(command) != 0)
        fail_msg("%s (%s)", command, o->dir);
}

static int64_t count(struct office *o)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool, "select count(*) as n from audit", NULL, &rows, &o->e));
    return rows_int(&rows, 0, "n");
}

static void sql(struct office *o, const char *text)
{
    done(o, db_execute_text(o->work->db, text, NULL, NULL, &o->e));
}

static const char *anchors_of(struct office *o)
{
    return pool_format(o->pool, "%s/witness", o->dir);
}

/* Some random work by somebody. */
static void work_on(struct office *o, int rows)
{
    static const char *const logins[] = {"grid01", "station01", "street01", "admin", "security", "audit"};
    static const char *const actions[] = {"visit.write", "case.accept", "personal.reveal", "export", "command"};
    for (int i = 0; i < rows; i++) {
        if (dice_below(&dice, 4) == 0)
            office_act(o, logins[dice_below(&dice, 6)]);
        done(o,
             audit_write(o->work, actions[dice_below(&dice, 5)], dice_below(&dice, 2) ? "visit" : "case",
                         dice_below(&dice, 1000), dice_below(&dice, 9) > 0, dice_below(&dice, 3) ? "add" : "", &o->e));
    }
}

/* What the witness does when it is told. */
static void anchor(struct office *o)
{
    struct anchor_writer *writer = NULL;
    char hash[SHA256_TEXT];
    int64_t id = 0;
    done(o, audit_head(o->work, &id, hash, &o->e));
    done(o, anchor_open(anchors_of(o), &writer, &o->e));
    done(o, anchor_put(writer, ANCHOR_SEEN, id, hash, &o->e));
    anchor_close(&writer);
}

static void verify(struct office *o, const char *folder, struct audit_verdict *out)
{
    struct actor actor = o->work->actor;
    work_become_local(o->work);
    done(o, audit_verify(o->work, folder, out, &o->e));
    o->work->actor = actor;
}

/* --- tamperings of the database: each within a transaction that is taken back ------------------------------------- */

/* Chains the rows from one on anew, as somebody would who knows how. */
static void chain_again(struct office *o, int64_t from)
{
    struct rows rows = {0};
    char previous[SHA256_TEXT] = AUDIT_BEGINNING, hash[SHA256_TEXT];
    struct pool *pool = pool_new();
    if (from > 1) {
        done(o, audit_page(o->work->db, pool, from - 2, &rows, &o->e));
        snprintf(previous, sizeof previous, "%s", rows_text(&rows, 0, "hash"));
    }
    int64_t last = from - 1;
    for (;;) {
        done(o, audit_page(o->work->db, pool, last, &rows, &o->e));
        if (rows.count == 0)
            break;
        for (size_t i = 0; i < rows.count; i++) {
            last = rows_int(&rows, i, "id");
            audit_hash_of_row(previous, &rows, i, last, hash);
            snprintf(previous, sizeof previous, "%s", hash);
            done(o, db_execute(o->work->db, "audit.put_hash", BINDS(BIND_TEXT("hash", hash), BIND_INT("id", last)),
                               NULL, &o->e));
        }
    }
    pool_free(&pool);
}

static void renumber(struct office *o, int64_t from, int64_t by)
{
    sql(o, pool_format(o->pool, "update audit set id = -id where id >= %lld", (long long)from));
    sql(o, pool_format(o->pool, "update audit set id = -id + %lld where id < 0", (long long)by));
}

static void set_next(struct office *o, int64_t next)
{
    sql(o, pool_format(o->pool, "update sequence_number set next = %lld where name = 'audit'", (long long)next));
}

static void copy_row(struct office *o, int64_t from, int64_t to, bool forge)
{
    sql(o,
        pool_format(o->pool,
                    "insert into audit (id, at, account, login, role, post, area, source, session, action, kind, "
                    "object, success, note, acting_for, hash) select %lld, at, account, login, role, post, area, "
                    "source, session, action, kind, object + 1, success, note, acting_for, hash from audit where id = "
                    "%lld",
                    (long long)to, (long long)from));
    if (forge) { /* its own hash is right */
        struct rows rows = {0};
        char previous[SHA256_TEXT], hash[SHA256_TEXT];
        struct pool *pool = pool_new();
        done(o, audit_page(o->work->db, pool, to - 2, &rows, &o->e));
        snprintf(previous, sizeof previous, "%s", rows_text(&rows, 0, "hash"));
        audit_hash_of_row(previous, &rows, 1, to, hash);
        done(o, db_execute(o->work->db, "audit.put_hash", BINDS(BIND_TEXT("hash", hash), BIND_INT("id", to)), NULL,
                           &o->e));
        pool_free(&pool);
    }
}

static int64_t somewhere(int64_t rows)
{
    return 2 + dice_below(&dice, (uint32_t)rows - 12);
}

static enum audit_fault change_a_column(struct office *o, int64_t rows, int64_t *row)
{
    static const char *const sets[] = {
        "at = at + 1",
        "account = account + 1",
        "login = login || 'x'",
        "role = 'station'",
        "post = post + 7",
        "area = area + 1",
        "source = '192.0.2.9'",
        "session = session + 1",
        "action = 'x.y'",
        "kind = kind || 's'",
        "object = object + 1000",
        "success = 1 - success",
        "note = note || ' '",
        "acting_for = 3",
        "hash = lower(hex(hash))",
        "role = role || source, source = ''", /* what stands in one column moves to the next */
    };
    *row = somewhere(rows);
    sql(o, pool_format(o->pool, "update audit set %s where id = %lld", sets[dice_below(&dice, 16)], (long long)*row));
    return AUDIT_CHANGED;
}

static enum audit_fault delete_rows(struct office *o, int64_t rows, int64_t *row)
{
    *row = somewhere(rows);
    sql(o, pool_format(o->pool, "delete from audit where id >= %lld and id < %lld", (long long)*row,
                       (long long)(*row + 1 + dice_below(&dice, 8))));
    return AUDIT_MISSING;
}

static enum audit_fault delete_the_first(struct office *o, int64_t rows, int64_t *row)
{
    (void)rows;
    *row = 1;
    sql(o, pool_format(o->pool, "delete from audit where id <= %u", 1 + dice_below(&dice, 50)));
    return AUDIT_MISSING;
}

static enum audit_fault delete_and_close_up(struct office *o, int64_t rows, int64_t *row)
{
    *row = somewhere(rows);
    sql(o, pool_format(o->pool, "delete from audit where id = %lld", (long long)*row));
    renumber(o, *row + 1, -1);
    set_next(o, rows);
    return AUDIT_MISSING;
}

static enum audit_fault insert_a_row(struct office *o, int64_t rows, int64_t *row)
{
    *row = somewhere(rows);
    renumber(o, *row, 1);
    copy_row(o, *row + 1 + dice_below(&dice, 5), *row, dice_below(&dice, 2) == 0);
    set_next(o, rows + 2);
    return AUDIT_INSERTED;
}

static enum audit_fault swap_rows(struct office *o, int64_t rows, int64_t *row)
{
    int64_t other = *row = somewhere(rows);
    while (other == *row)
        other = somewhere(rows);
    sql(o, pool_format(o->pool, "update audit set id = -1 where id = %lld", (long long)*row));
    sql(o, pool_format(o->pool, "update audit set id = %lld where id = %lld", (long long)*row, (long long)other));
    sql(o, pool_format(o->pool, "update audit set id = %lld where id = -1", (long long)other));
    *row = other < *row ? other : *row;
    return AUDIT_ORDER;
}

static enum audit_fault cut_off(struct office *o, int64_t rows, int64_t *row)
{
    *row = rows + 1 - 1 - dice_below(&dice, 20);
    sql(o, pool_format(o->pool, "delete from audit where id >= %lld", (long long)*row));
    if (dice_below(&dice, 2) == 0)
        set_next(o, *row);
    return AUDIT_CUT;
}

static enum audit_fault append(struct office *o, int64_t rows, int64_t *row)
{
    *row = rows + 1;
    copy_row(o, rows - dice_below(&dice, 5), *row, true);
    return AUDIT_INSERTED;
}

/* From here on the chain holds, and only the witness knows. */
static enum audit_fault change_and_chain_again(struct office *o, int64_t rows, int64_t *row)
{
    *row = somewhere(rows);
    sql(o, pool_format(o->pool, "update audit set object = object + 1 where id = %lld", (long long)*row));
    chain_again(o, *row);
    *row = 0;
    return AUDIT_REWRITTEN;
}

static enum audit_fault delete_and_chain_again(struct office *o, int64_t rows, int64_t *row)
{
    delete_and_close_up(o, rows, row);
    if (*row > rows - 2)
        return AUDIT_CUT;
    chain_again(o, *row);
    *row = 0;
    return AUDIT_REWRITTEN;
}

static enum audit_fault remove_too_early(struct office *o, int64_t rows, int64_t *row)
{
    int64_t until = somewhere(rows);
    struct rows found = {0};
    struct pool *pool = pool_new();
    done(o, audit_page(o->work->db, pool, until - 1, &found, &o->e));
    const char *hash = pool_text(o->pool, rows_text(&found, 0, "hash"));
    done(o, audit_write(o->work, "audit.prune", "audit", until, 1, hash, &o->e));
    sql(o, pool_format(o->pool, "delete from audit where id <= %lld", (long long)until));
    pool_free(&pool);
    *row = 1;
    return AUDIT_PRUNED;
}

static enum audit_fault (*const tamperings[])(struct office *o, int64_t rows, int64_t *row) = {
    change_a_column, delete_rows, delete_the_first, delete_and_close_up,    insert_a_row,           swap_rows,
    cut_off,         append,      remove_too_early, change_and_chain_again, delete_and_chain_again,
};
#define TAMPERINGS (sizeof tamperings / sizeof tamperings[0])

/* --- of the anchors: on a copy of the folder, by a small script --------------------------------------------------- */

static const char *const scripts[] = {
    "sed -i \"${L}y/0123456789abcdef/123456789abcdef0/\" anchors-000001", /* another line */
    "sed -i \"${L}d\" anchors-000001",                                    /* one line less */
    "sed -i \"${L}{h;d};$((L + 1)){G}\" anchors-000001",                  /* two change places */
    "head -n $L anchors-000001 > x && mv x anchors-000001",               /* cut off at the end */
    "sed -i \"${L}{p}\" anchors-000001",                                  /* one twice */
    "rm anchors-000001",
    "sed -i 'y/0123456789/1234567890/' last",
    "rm last",
};
#define SCRIPTS (sizeof scripts / sizeof scripts[0])

static const char *tamper_with_anchors(struct office *o, uint32_t kind, int lines)
{
    const char *copy = pool_format(o->pool, "%s/tampered", o->dir);
    int line = 2 + (int)dice_below(&dice, (uint32_t)lines - 3);
    run(o, pool_format(o->pool, "rm -rf %s && cp -a %s %s", copy, anchors_of(o), copy));
    run(o, pool_format(o->pool, "cd %s && L=%d && %s", copy, line, scripts[kind]));
    return copy;
}

/* --- the runs ------------------------------------------------------------------------------------------------------
 */

static void prepare(struct office *o)
{
    run(o, pool_format(o->pool, "mkdir %s", anchors_of(o)));
    dice_seed(&dice, (uint64_t)number_of("WANGGE_SEED", 7));
    while (count(o) < ROWS) {
        work_on(o, 1 + (int)dice_below(&dice, 12));
        anchor(o);
    }
}

static void every_tampering_is_found(void **state)
{
    struct office *o = *state;
    struct audit_verdict verdict;
    prepare(o);
    verify(o, anchors_of(o), &verdict);
    assert_true(audit_is_good(&verdict));
    assert_int_equal(verdict.seals, AUDIT_SEALED);
    int64_t rows = count(o), found = 0, named = 0, all = number_of("WANGGE_TAMPERINGS", 120);
    int64_t lines = verdict.anchors_lines;
    for (int64_t i = 0; i < all; i++) {
        uint32_t kind = dice_below(&dice, TAMPERINGS + SCRIPTS);
        const char *folder = anchors_of(o);
        enum audit_fault expected = AUDIT_GOOD;
        int64_t row = 0;
        done(o, db_begin(o->work->db, &o->e));
        if (kind < TAMPERINGS)
            expected = tamperings[kind](o, rows, &row);
        else
            folder = tamper_with_anchors(o, kind - TAMPERINGS, (int)lines);
        verify(o, folder, &verdict);
        db_rollback(o->work->db);
        if (audit_is_good(&verdict))
            fail_msg("tampering %lld of kind %u at row %lld was not found", (long long)i, kind, (long long)row);
        found++;
        bool right = kind >= TAMPERINGS ? verdict.anchors_fault != ANCHORS_GOOD
                                        : verdict.fault == expected && (row == 0 || verdict.row == row);
        named += right;
        if (!right)
            print_message("kind %u at row %lld was called %s at row %lld\n", kind, (long long)row,
                          audit_fault_name(verdict.fault), (long long)verdict.row);
    }
    print_message("%lld of %lld tamperings found, %lld with kind and row\n", (long long)found, (long long)all,
                  (long long)named);
    assert_true(named * 100 >= all * 95);
    verify(o, anchors_of(o), &verdict);
    assert_true(audit_is_good(&verdict));
}

static void clean_runs_raise_no_alarm(void **state)
{
    struct office *o = *state;
    struct audit_verdict verdict;
    int64_t all = number_of("WANGGE_CLEAN", 100);
    prepare(o);
    for (int64_t i = 0; i < all; i++) {
        work_on(o, (int)dice_below(&dice, 15));
        if (dice_below(&dice, 3) > 0)
            anchor(o);
        if (dice_below(&dice, 10) == 0) { /* the server is started again */
            work_close(&o->work);
            done(o, work_open(o->database, &o->work, &o->e));
            work_become_local(o->work);
        }
        clock_fix(clock_now() + dice_below(&dice, 3 * DAY_SECONDS));
        verify(o, anchors_of(o), &verdict);
        if (!audit_is_good(&verdict))
            fail_msg("run %lld: %s", (long long)i, audit_verdict_text(o->pool, &verdict));
    }
    print_message("%lld clean runs, no alarm, %lld rows\n", (long long)all, (long long)count(o));
}

/* A backup that was put back is one line of the witness, told by whoever may write there. */
static void a_restore_is_told_not_hidden(void **state)
{
    struct office *o = *state;
    struct audit_verdict verdict;
    struct anchor_writer *writer = NULL;
    char hash[SHA256_TEXT];
    int64_t id = 0;
    prepare(o);
    sql(o, "delete from audit where id > 300");
    set_next(o, 301);
    verify(o, anchors_of(o), &verdict);
    assert_int_equal(verdict.fault, AUDIT_CUT);
    work_on(o, 3); /* the server was started again before anybody told */
    done(o, audit_head(o->work, &id, hash, &o->e));
    done(o, anchor_open(anchors_of(o), &writer, &o->e));
    assert_int_equal(anchor_put(writer, ANCHOR_SEEN, id, hash, &o->e), ERR_STATE);
    assert_int_equal(audit_tell_restored(o->work, anchors_of(o), &id, &o->e), ERR_AGAIN);
    anchor_close(&writer);
    done(o, audit_tell_restored(o->work, anchors_of(o), &id, &o->e));
    assert_in_range(id, 280, 300);
    work_on(o, 3);
    anchor(o);
    verify(o, anchors_of(o), &verdict);
    assert_true(audit_is_good(&verdict));
    assert_int_not_equal(verdict.restored_at, 0);
}

/* What is old is removed by upkeep, and verify takes it as it is: the setting says what is old, the witness when it
 * was. */
static void the_rule_of_retention_is_no_tampering(void **state)
{
    struct office *o = *state;
    struct audit_verdict verdict;
    prepare(o);
    int64_t before = count(o);
    for (int month = 0; month < 20; month++) {
        clock_fix(clock_now() + 30 * DAY_SECONDS);
        work_on(o, 20);
        anchor(o);
        done(o, audit_prune(o->work, &o->e));
        verify(o, anchors_of(o), &verdict);
        if (!audit_is_good(&verdict))
            fail_msg("month %d: %s", month, audit_verdict_text(o->pool, &verdict));
    }
    assert_true(verdict.pruned >= before);
    assert_int_equal(verdict.first, verdict.pruned + 1);
    assert_true(count(o) >= 12 * 20); /* a year is kept */
}

/* Rows from before the chain are chained by wangge migrate. */
static void an_old_audit_is_chained(void **state)
{
    struct office *o = *state;
    struct audit_verdict verdict;
    sql(o, "update audit set hash = ''");
    work_close(&o->work);
    done(o, work_migrate(o->database, 0, NULL, NULL, &o->e));
    done(o, work_open(o->database, &o->work, &o->e));
    verify(o, anchors_of(o), &verdict);
    assert_true(audit_is_good(&verdict));
    assert_int_equal(verdict.seals, AUDIT_NO_ANCHORS);
    assert_int_equal(verdict.rows, count(o));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(every_tampering_is_found),     OFFICE_TEST(clean_runs_raise_no_alarm),
        OFFICE_TEST(a_restore_is_told_not_hidden), OFFICE_TEST(the_rule_of_retention_is_no_tampering),
        OFFICE_TEST(an_old_audit_is_chained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
