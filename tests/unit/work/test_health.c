/* Figures of the installation, and the rules of the self-check: each is seen when it is broken, and only then. */
#include "fixture.h"

#include "wangge/work/audit.h"
#include "wangge/work/backup.h"
#include "wangge/work/health.h"
#include "wangge/work/login.h"
#include "wangge/work/setting.h"
#include "wangge/work/summary.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

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

static void administrators_without_a_code_are_named_and_whoever_should_have_one(void **state)
{
    struct office *o = *state;
    char script[160];
    office_act(o, "security");
    assert_string_equal(found(o, "login.unproved")->detail, "admin, audit, security");
    const char *const logins[] = {"admin", "audit", "security"};
    for (size_t i = 0; i < 3; i++) {
        snprintf(script, sizeof script,
                 "insert into account_second (account, secret, confirmed_at, last_step, failures) values (%lld, 'x', "
                 "%s, 0, 0)",
                 (long long)office_user(o, logins[i]), i == 2 ? "null" : "1");
        done(o, db_execute_script(o->work->db, script, &o->e));
    }
    assert_string_equal(found(o, "login.unproved")->detail, "security"); /* began, and never proved it */
    done(o, db_execute_script(o->work->db, "update account_second set confirmed_at = 1", &o->e));
    assert_null(found(o, "login.unproved"));
    done(o, setting_set(o->work, SETTING_LOGIN_SECOND, "district", &o->e));
    assert_string_equal(found(o, "login.unproved")->detail, "district01");
}

static void add_key(struct office *o, int id, const char *type, int length)
{
    char script[1200], blob[800];
    memset(blob, 'A', sizeof blob);
    blob[length] = '\0';
    blob[0] = (char)('a' + id);
    snprintf(script, sizeof script,
             "insert into account_key (id, account, type, blob, fingerprint, created_by, created_at) values (%d, %lld, "
             "'%s', '%s', '', 0, %lld)",
             id, (long long)office_user(o, "grid01"), type, blob, (long long)clock_now());
    done(o, db_execute_script(o->work->db, script, &o->e));
}

static void short_keys_and_forgotten_ones_are_named(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    add_key(o, 1, "ssh-ed25519", 68);
    add_key(o, 2, "ssh-rsa", 716); /* 4096 bits */
    assert_null(found(o, "keys.weak"));
    assert_null(found(o, "keys.old"));
    add_key(o, 3, "ssh-rsa", 372); /* 2048 bits */
    assert_string_equal(found(o, "keys.weak")->detail, "grid01");
    clock_fix(clock_now() + 366 * DAY);
    assert_non_null(found(o, "keys.old"));
}

/* A configuration whose witness has its folder beside the database. */
static struct config *with_witness(struct office *o, char folder[128])
{
    char path[128];
    struct config *config = NULL;
    snprintf(folder, 128, "%s/witness", o->dir);
    snprintf(path, sizeof path, "%s/wangge.ini", o->dir);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    fprintf(file, "[server]\nwitness = witness\n");
    fclose(file);
    done(o, config_load(path, &config, &o->e));
    config_use(config);
    return config;
}

static void witness_saw_at(const char *folder, int64_t at)
{
    char path[160];
    const struct timespec times[2] = {{.tv_sec = (time_t)at}, {.tv_sec = (time_t)at}};
    mkdir(folder, 0755);
    snprintf(path, sizeof path, "%s/last", folder);
    close(open(path, O_CREAT | O_WRONLY, 0644));
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static void an_audit_that_nobody_witnesses_is_found(void **state)
{
    struct office *o = *state;
    char folder[128];
    int64_t head = clock_now();
    office_act(o, "admin");
    assert_null(found(o, "audit.witness")); /* nothing tells where the witness is */
    struct config *config = with_witness(o, folder);
    assert_string_equal(found(o, "audit.witness")->detail, folder);
    witness_saw_at(folder, head);
    assert_null(found(o, "audit.witness"));
    assert_non_null(found(o, "audit.one_user")); /* who runs this test owns both */
    assert_null(found(o, "audit.unseen"));
    clock_fix(head + 60);
    done(o, setting_set(o->work, SETTING_BACKUP_KEEP, "8", &o->e)); /* a row of the audit that it has yet to see */
    clock_fix(head + 120);
    assert_null(found(o, "audit.unseen"));
    clock_fix(head + 3600);
    assert_string_equal(found(o, "audit.unseen")->detail, "2026-10-21 09:00");
    witness_saw_at(folder, head + 63);
    assert_null(found(o, "audit.unseen"));
    config_use(NULL);
    config_free(&config);
}

static void an_audit_that_was_not_verified_for_a_month_is_found(void **state)
{
    struct office *o = *state;
    office_act(o, "audit");
    assert_null(found(o, "audit.unverified")); /* its chain has just begun */
    clock_fix(clock_now() + 31 * DAY);
    assert_non_null(found(o, "audit.unverified"));
    done(o, audit_write(o->work, "audit.verify", "audit", 17, 1, "changed", &o->e)); /* looked at, and not good */
    assert_non_null(found(o, "audit.unverified"));
    done(o, audit_write(o->work, "audit.verify", "audit", 0, 1, "good", &o->e));
    assert_null(found(o, "audit.unverified"));
}

static void what_is_kept_too_long_and_an_open_kiosk_are_found(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_non_null(found(o, "retention.off"));
    assert_null(found(o, "kiosk.on"));
    done(o, setting_set(o->work, SETTING_RETENTION_DAILY, "yes", &o->e));
    done(o, setting_set(o->work, SETTING_KIOSK_ON, "yes", &o->e));
    assert_null(found(o, "retention.off"));
    assert_non_null(found(o, "kiosk.on"));
}

/* The home of administrators tells what a process of the server found; this one is none. */
static void red_ones_are_counted_by_the_server_only(void **state)
{
    struct office *o = *state;
    struct summary summary;
    clock_fix(clock_now() + 9 * DAY); /* without a backup */
    done(o, weakness_serve(o->work, &o->e));
    office_act(o, "admin");
    assert_non_null(found(o, "backup.none"));
    done(o, summary_read(o->work, &summary, &o->e));
    assert_int_equal(summary.weak, 0);
    done(o, db_execute(o->work->db, "weakness.take_down",
                       BINDS(BIND_INT("at", clock_now()), BIND_INT("red", 3), BIND_INT("yellow", 1)), NULL, &o->e));
    done(o, summary_read(o->work, &summary, &o->e));
    assert_int_equal(summary.weak, 3);
}

/* A process whose parent is called as the keeper is takes it for the server's; whoever started both is the same user.
 */
static void a_server_of_one_user_is_found_and_what_it_finds_is_taken_down(void **state)
{
    struct office *o = *state;
    struct summary summary;
    struct weakness *list = NULL;
    size_t count = 0;
    int64_t red = 0;
    int status = 0;
    office_act(o, "admin");
    assert_null(found(o, "server.sides"));
    done(o, weakness_list(o->work, o->pool, &list, &count, &o->e));
    for (size_t i = 0; i < count; i++)
        red += list[i].level == HEALTH_RED;
    prctl(PR_SET_NAME, "wangge-session");
    pid_t pid = fork();
    if (pid == 0) {
        struct error e;
        struct work *own = NULL;
        bool good = work_open(o->database, &own, &e) == ERR_NONE && weakness_serve(own, &e) == ERR_NONE;
        work_close(&own);
        _exit(good ? 0 : 1);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    prctl(PR_SET_NAME, "test_health");
    assert_int_equal(status, 0);
    done(o, summary_read(o->work, &summary, &o->e));
    assert_int_equal(summary.weak, red + 1);
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
        OFFICE_TEST(administrators_without_a_code_are_named_and_whoever_should_have_one),
        OFFICE_TEST(short_keys_and_forgotten_ones_are_named),
        OFFICE_TEST(an_audit_that_nobody_witnesses_is_found),
        OFFICE_TEST(an_audit_that_was_not_verified_for_a_month_is_found),
        OFFICE_TEST(what_is_kept_too_long_and_an_open_kiosk_are_found),
        OFFICE_TEST(red_ones_are_counted_by_the_server_only),
        OFFICE_TEST(a_server_of_one_user_is_found_and_what_it_finds_is_taken_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
