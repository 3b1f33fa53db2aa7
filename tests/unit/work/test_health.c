/* Figures of the installation, and the rules of the self-check: each is seen when it is broken, and only then. */
#include "fixture.h"

#include "wangge/work/backup.h"
#include "wangge/work/health.h"
#include "wangge/work/login.h"
#include "wangge/work/setting.h"

#include <sys/resource.h>
#include <sys/stat.h>

#define DAY INT64_C(86400)

static const struct weakness *found(struct office *o, const char *code)
{
    struct weakness *list = NULL;
    size_t count = 0;
    done(o, weakness_list(o->work, o->pool, &list, &count, &o->e));
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].code, code) == 0)
            return &list[i];
    return NULL;
}

static const struct health_item *figure(struct office *o, enum health_id id)
{
    struct health_item *items = pool_new_piece(o->pool, HEALTH_COUNT, sizeof *items);
    done(o, health_read(o->work, o->pool, items, &o->e));
    return &items[id];
}

static void figures_are_told_with_their_lights(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_true(figure(o, HEALTH_DATABASE)->number > 100000);
    assert_string_equal(figure(o, HEALTH_BACKUP_GOOD)->value, "never");
    assert_int_equal(figure(o, HEALTH_BACKUP_GOOD)->level, HEALTH_FINE); /* the first hour has not struck */
    clock_fix(clock_now() + 3 * DAY);
    assert_int_equal(figure(o, HEALTH_BACKUP_GOOD)->level, HEALTH_YELLOW);
    clock_fix(clock_now() + 3 * DAY);
    assert_int_equal(figure(o, HEALTH_BACKUP_GOOD)->level, HEALTH_RED);
    assert_string_not_equal(figure(o, HEALTH_BACKUP_GOOD)->advice, "");
    assert_false(figure(o, HEALTH_UPTIME)->known); /* no server runs */
}

static void who_looks_after_nothing_sees_nothing(void **state)
{
    struct office *o = *state;
    struct health_item items[HEALTH_COUNT];
    struct weakness *list;
    size_t count;
    office_act(o, "station01");
    assert_int_equal(health_read(o->work, o->pool, items, &o->e), ERR_DENIED);
    assert_int_equal(weakness_list(o->work, o->pool, &list, &count, &o->e), ERR_DENIED);
}

static void the_demo_password_is_found_where_it_works(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_null(found(o, "password.demo"));
    work_become_local(o->work);
    done(o, user_reset_password(o->work, office_user(o, "grid01"), "wangge-demo", NULL, &o->e));
    office_act(o, "admin");
    assert_string_equal(found(o, "password.demo")->detail, "grid01");
}

static void two_of_the_administrators_roles_in_one_hand_are_found(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_null(found(o, "roles.two"));
    done(o, db_execute_script(o->work->db, /* the program itself would refuse */
                              "insert into post (id, account, role, area, from_on, created_by, created_at, updated_by, "
                              "updated_at) select max(id) + 100, (select id from account where login = 'audit'), "
                              "'security', min(area), '2026-10-01', 0, 0, 0, 0 from post",
                              &o->e));
    assert_string_equal(found(o, "roles.two")->detail, "audit");
}

static void an_administrators_role_without_anybody_is_found(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_null(found(o, "roles.none"));
    work_become_local(o->work);
    done(o, user_set_state(o->work, office_user(o, "audit"), "disabled", &o->e));
    office_act(o, "admin");
    assert_non_null(found(o, "roles.none"));
}

static void weak_settings_are_named(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_null(found(o, "settings.weak"));
    done(o, setting_set(o->work, SETTING_BACKUP_EVERY, "0", &o->e));
    assert_non_null(strstr(found(o, "settings.weak")->detail, "backup.every"));
    office_act(o, "security");
    assert_non_null(found(o, "login.second"));
    done(o, setting_set(o->work, SETTING_LOGIN_SECOND, "system security audit", &o->e));
    assert_null(found(o, "login.second"));
}

static void accounts_that_nobody_uses_are_named(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_null(found(o, "accounts.never"));
    clock_fix(clock_now() + 31 * DAY);
    const struct weakness *never = found(o, "accounts.never");
    assert_non_null(strstr(never->detail, "more")); /* a few names, and how many besides */
}

static void a_file_that_others_may_read_is_named(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_null(found(o, "files.open"));
    assert_int_equal(chmod(o->database, 0644), 0);
    assert_string_equal(found(o, "files.open")->detail, o->database);
}

static void core_dumps_are_found_where_they_are_possible(void **state)
{
    struct office *o = *state;
    struct rlimit before, none;
    office_act(o, "admin");
    assert_int_equal(getrlimit(RLIMIT_CORE, &before), 0);
    none = before;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_CORE, &none);
    assert_null(found(o, "core"));
    none.rlim_cur = before.rlim_max == 0 ? 0 : 4096;
    setrlimit(RLIMIT_CORE, &none);
    assert_true(before.rlim_max == 0 || found(o, "core") != NULL);
    setrlimit(RLIMIT_CORE, &before);
}

static void a_backup_that_was_tried_out_is_no_weakness(void **state)
{
    struct office *o = *state;
    int64_t id = 0;
    office_act(o, "admin");
    assert_non_null(found(o, "backup.drill"));
    assert_null(found(o, "backup.none"));
    clock_fix(clock_now() + 3 * DAY);
    assert_non_null(found(o, "backup.none"));
    done(o, backup_make(o->work, "asked", NULL, &id, &o->e));
    done(o, backup_drill(o->work, id, &o->e));
    assert_null(found(o, "backup.none"));
    assert_null(found(o, "backup.drill"));
    assert_non_null(found(o, "backup.disk")); /* beside the database */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(figures_are_told_with_their_lights),
        OFFICE_TEST(who_looks_after_nothing_sees_nothing),
        OFFICE_TEST(the_demo_password_is_found_where_it_works),
        OFFICE_TEST(two_of_the_administrators_roles_in_one_hand_are_found),
        OFFICE_TEST(an_administrators_role_without_anybody_is_found),
        OFFICE_TEST(weak_settings_are_named),
        OFFICE_TEST(accounts_that_nobody_uses_are_named),
        OFFICE_TEST(a_file_that_others_may_read_is_named),
        OFFICE_TEST(core_dumps_are_found_where_they_are_possible),
        OFFICE_TEST(a_backup_that_was_tried_out_is_no_weakness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
