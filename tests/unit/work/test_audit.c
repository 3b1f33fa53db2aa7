/* The audit: one row for each change and each refused try, in the transaction of the change, without personal data. */
#include "fixture.h"

#include "wangge/table/list.h"
#include "wangge/work/audit.h"
#include "wangge/work/login.h"

static int64_t audit_rows(struct office *o)
{
    struct rows rows = {0};
    done(o, db_query_text(o->work->db, o->pool, "select count(*) as n from audit", NULL, &rows, &o->e));
    return rows_int(&rows, 0, "n");
}

/* One step of a story: what is done, and what the audit says of it then. */
struct step {
    const char *login;
    enum err (*act)(struct office *o);
    enum err result;
    const char *audit; /* "" when nothing is to be kept: a value that the form will show */
};

static int64_t door; /* the household of the story */

static enum err add_household(struct office *o)
{
    struct record *record = record_new();
    record_set_int(record, "area", o->grid_a1);
    record_set(record, "address", "文苑路18号");
    record_set(record, "phone", "13812342201");
    enum err r = table_add(o->work, table_find("household"), record, &door, &o->e);
    record_free(&record);
    return r;
}

static enum err add_without_address(struct office *o)
{
    struct record *record = record_new();
    record_set_int(record, "area", o->grid_a1);
    enum err r = table_add(o->work, table_find("household"), record, NULL, &o->e);
    record_free(&record);
    return r;
}

static enum err change_old_version(struct office *o)
{
    struct record *record = record_new();
    record_set(record, "version", "7");
    record_set(record, "note", "独居");
    enum err r = table_change(o->work, table_find("household"), door, record, &o->e);
    record_free(&record);
    return r;
}

static enum err change_household(struct office *o)
{
    struct record *record = record_new();
    record_set(record, "version", "1");
    record_set(record, "note", "独居");
    enum err r = table_change(o->work, table_find("household"), door, record, &o->e);
    record_free(&record);
    return r;
}

static enum err reveal_household(struct office *o)
{
    struct record *record = record_new();
    enum err r = table_reveal(o->work, table_find("household"), door, "核对电话", record, &o->e);
    record_free(&record);
    return r;
}

static enum err delete_household(struct office *o)
{
    return table_delete(o->work, table_find("household"), door, 2, &o->e);
}

static enum err restore_household(struct office *o)
{
    return table_restore(o->work, table_find("household"), door, &o->e);
}

static enum err disable_user(struct office *o)
{
    return user_set_state(o->work, office_user(o, "member01"), "disabled", &o->e);
}

static enum err disable_self(struct office *o)
{
    return user_set_state(o->work, o->work->actor.user, "disabled", &o->e);
}

static enum err reset_password(struct office *o)
{
    return user_reset_password(o->work, office_user(o, "grid01"), "wangge-demo", NULL, &o->e);
}

static enum err end_no_post(struct office *o)
{
    return user_post_end(o->work, office_user(o, "grid01"), 999, "2026-10-21", &o->e);
}

static enum err back_up(struct office *o)
{
    return work_backup(o->work, pool_format(o->pool, "%s/copy.db", o->dir), &o->e);
}

static const struct step story[] = {
    {"grid01",    add_household,       ERR_NONE,      "grid01 household.write household 1 add"         },
    {"grid01",    add_without_address, ERR_INVALID,   ""                                               },
    {"grid03",    change_household,    ERR_NOT_FOUND, "grid03 household.write household 0 not_found"   },
    {"grid01",    change_old_version,  ERR_CONFLICT,  "grid01 household.write household 0 conflict"    },
    {"grid01",    change_household,    ERR_NONE,      "grid01 household.write household 1 change"      },
    {"grid01",    reveal_household,    ERR_NONE,      "grid01 personal.reveal household 1 核对电话"},
    {"member01",  reveal_household,    ERR_DENIED,    "member01 personal.reveal household 0 denied"    },
    {"station01", delete_household,    ERR_NONE,      "station01 household.write household 1 delete"   },
    {"station01", restore_household,   ERR_NONE,      "station01 household.write household 1 restore"  },
    {"station01", disable_user,        ERR_DENIED,    "station01 user.manage user 0 denied"            },
    {"admin",     disable_user,        ERR_NONE,      "admin user.manage user 1 disabled"              },
    {"admin",     disable_self,        ERR_STATE,     "admin user.manage user 0 state"                 },
    {"admin",     reset_password,      ERR_NONE,      "admin user.manage user 1 password"              },
    {"admin",     end_no_post,         ERR_DENIED,    "admin post.grant user 0 denied"                 },
    {"security",  end_no_post,         ERR_NOT_FOUND, "security post.grant user 0 not_found"           },
    {"audit",     back_up,             ERR_DENIED,    "audit backup database 0 denied"                 },
    {"admin",     back_up,             ERR_NONE,      "admin backup database 1 copy"                   },
};

static void every_change_and_every_refusal_has_its_row(void **state)
{
    struct office *o = *state;
    for (size_t i = 0; i < sizeof story / sizeof story[0]; i++) {
        office_act(o, story[i].login);
        int64_t before = audit_rows(o);
        enum err r = story[i].act(o);
        if (r != story[i].result)
            fail_msg("step %zu (%s): %s", i, story[i].audit, o->e.text);
        bool kept = story[i].audit[0] != '\0';
        assert_int_equal(audit_rows(o), before + kept);
        if (kept)
            assert_string_equal(office_last_audit(o), story[i].audit);
    }
}

static void it_holds_no_personal_data(void **state)
{
    static const char *const secrets[] = {"文苑路", "13812342201", "独居", "wangge-demo"};
    struct office *o = *state;
    struct rows rows = {0};
    every_change_and_every_refusal_has_its_row(state);
    done(o, db_query_text(o->work->db, o->pool, "select * from audit", NULL, &rows, &o->e));
    assert_true(rows.count > 20);
    for (size_t i = 0; i < rows.count * rows.columns; i++)
        for (size_t k = 0; rows.values[i].text != NULL && k < sizeof secrets / sizeof secrets[0]; k++)
            assert_null(strstr(rows.values[i].text, secrets[k]));
}

/* When the audit cannot be written, neither is the change. */
static void no_change_without_its_row(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    done(o, db_execute_script(o->work->db,
                              "create trigger full before insert on audit begin select raise(abort, 'full'); end;",
                              &o->e));
    office_act(o, "grid01");
    assert_int_equal(add_household(o), ERR_FAILED);
    done(o, db_query_text(o->work->db, o->pool, "select id from household", NULL, &rows, &o->e));
    assert_int_equal(rows.count, 0);
    assert_false(db_in_transaction(o->work->db));
}

/* What an administrator takes away is gone at once, also for who is logged in. */
static void who_was_disabled_or_lost_the_post_changes_nothing_more(void **state)
{
    struct office *o = *state;
    struct rows posts = {0};
    office_act(o, "grid01");
    struct actor grid01 = o->work->actor;
    office_act(o, "member01");
    struct actor member01 = o->work->actor;

    office_act(o, "admin");
    done(o, user_set_state(o->work, grid01.user, "disabled", &o->e));
    office_act(o, "security");
    done(o, user_posts(o->work, o->pool, member01.user, &posts, &o->e));
    done(o, user_post_end(o->work, member01.user, rows_int(&posts, 0, "id"), "2026-10-20", &o->e));

    o->work->actor = grid01;
    assert_int_equal(add_household(o), ERR_DENIED);
    assert_string_equal(office_last_audit(o), "grid01 household.write household 0 denied");
    o->work->actor = member01;
    assert_int_equal(add_household(o), ERR_DENIED);
}

static void it_is_read_by_those_who_watch(void **state)
{
    static const char *const others[] = {"grid01", "station01", "district01", "inspector01", "admin"};
    struct office *o = *state;
    struct list_query query = {0};
    struct rows rows = {0};
    int64_t total = 0;
    every_change_and_every_refusal_has_its_row(state);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        office_act(o, others[i]);
        assert_int_equal(audit_list(o->work, o->pool, &query, &rows, &total, &o->e), ERR_DENIED);
    }
    office_act(o, "audit");
    done(o, list_add_filter(&query, table_find("audit"), "login", "member01", &o->e));
    done(o, list_add_filter(&query, table_find("audit"), "success", "0", &o->e));
    done(o, audit_list(o->work, o->pool, &query, &rows, &total, &o->e));
    assert_int_equal(total, 1);
    assert_string_equal(rows_text(&rows, 0, "action"), "personal.reveal");
    assert_string_equal(rows_text(&rows, 0, "post"), "informant");
    assert_string_equal(rows_text(&rows, 0, "source"), "192.0.2.7");
    assert_int_equal(rows_int(&rows, 0, "at"), clock_now());
}

/* Rows as of so many sessions in turn. */
static void add_audit_rows(struct office *o, int64_t first, int64_t count, int64_t sessions)
{
    done(o, db_execute_text(o->work->db,
                            "insert into audit (id, at, account, login, role, source, session, action, kind, object,"
                            " success, note)"
                            " with recursive n (i) as (select 0 union all select i + 1 from n where i + 1 < $count)"
                            " select $first + i, $first + i, 1, 'x', '', '',"
                            " case when $sessions = 0 then 0 else 1 + i % $sessions end, 'x', 'x', i, 1, '' from n",
                            BINDS(BIND_INT("first", first), BIND_INT("count", count), BIND_INT("sessions", sessions)),
                            NULL, &o->e));
}

/* Where the rows were counted when all of them were of the first administrator: a session among 300,000 rows. */
static void a_session_is_found_whatever_was_counted(void **state)
{
    struct office *o = *state;
    struct list_query query = {.limit = 10};
    struct rows rows = {0}, row = {0}, before = {0}, after = {0};
    add_audit_rows(o, 901, 40, 0);
    done(o, db_execute_script(o->work->db, "analyze", &o->e));
    add_audit_rows(o, 1001, 300000, 60000);
    office_act(o, "audit");
    done(o, list_add_filter(&query, table_find("audit"), "session", "778", &o->e));
    done(o, audit_list(o->work, o->pool, &query, &rows, NULL, &o->e));
    assert_int_equal(rows.count, 5);
    assert_int_equal(rows_int(&rows, 0, "id"), 241778); /* every 60,000th, the newest first */
    done(o, audit_read(o->work, o->pool, rows_int(&rows, 2, "id"), &row, &o->e));
    done(o, audit_beside(o->work, o->pool, &row, 3, &before, &after, &o->e));
    assert_int_equal(rows_int(&before, 0, "id"), rows_int(&rows, 3, "id"));
    assert_int_equal(rows_int(&after, 0, "id"), rows_int(&rows, 1, "id"));
    assert_int_equal(after.count, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(every_change_and_every_refusal_has_its_row),
        OFFICE_TEST(it_holds_no_personal_data),
        OFFICE_TEST(no_change_without_its_row),
        OFFICE_TEST(who_was_disabled_or_lost_the_post_changes_nothing_more),
        OFFICE_TEST(it_is_read_by_those_who_watch),
        OFFICE_TEST(a_session_is_found_whatever_was_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
