/* Users: who may make them, what is checked, their posts and keys. */
#include "fixture.h"

#include "wangge/table/list.h"
#include "wangge/work/login.h"
#include "wangge/work/post.h"
#include "wangge/work/right.h"

static const struct {
    const char *type, *blob, *fingerprint;
} keys[] = {
    {"ssh-ed25519",         "AAAAC3NzaC1lZDI1NTE5AAAAIICfJN7zmaY8byls6iW4kjWTQLkPyDTJwIzyqVDQ8BA2",
     "SHA256:42L1e1o5GjqfA+KlzyW2GY0k6Gmm5KYCwi7rRAgAJ0Q"                                                                                               },
    {"ecdsa-sha2-nistp256",
     "AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBMOeIkfsV4lp357Uky83uFd+LbR7UsIhFymIvn"
     "my3ugUFrkeFVAjqJdmr03ZgGKepT9l/Lj3eoW8975/16wc1Uo=",                                          "SHA256:CPoB04tudJpuU80c/kxMtm2pItYox8GKWnmuTRvusX4"},
    {"ecdsa-sha2-nistp384",
     "AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBLwB4GNAnQ5qoGrzlWNy+XvlYrIcGqnJhk/2m+"
     "jkvtUUMGsFc6V8E4IMwRtb3fSN0rTv4IBfvRfS/izJSDCPYuybJznttoGlo+RF7bQtg8Q1eHEQBj5qWxkDXX1Ypult"
     "6g==",                                                                                        "SHA256:yPBqOKIcfBZhw1bIs7M4VWpgQmdZxaITw7uXJqS6My4"},
    {"ecdsa-sha2-nistp521",
     "AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAH43eFOjxRG7MQx7HM1tUd4ZySKtfhuc64VGq"
     "QiT4wQd6wznVjwxms6V6Bx8kht8ezc6MuPwVYMT7TrLMjzQP3SsgEvyq9Kh2IABThvvEZMULd4IC09uxtr7c9hyZNJ"
     "Pr2dy2FswtPR9Wc/aFp5KrE0g+k2YY6DIzfk8i8cYndo/k6ECg==",                                        "SHA256:xvqTwRIBKxzaKrqAadt3Ebq/GnssiiIMMeFgvSnC7Fc"},
    {"ssh-rsa",
     "AAAAB3NzaC1yc2EAAAADAQABAAABAQC8vVuM6oxwhTXh/kNj06DgsLrWGf2RlDL/SlntbbsI+zwpSWJjlzOjbGbI/o"
     "FU6RgpeAcoHsaKWZDeVapMFua0kpVE9/7h5cgi9d5L7CJj+w+mf5kRxlUEUNFuy5i+2vJRUdGtC1JFaayqPfUZfgDz"
     "lREZuv7QeMHg/vjMt6fs/BYTJW6iu6M/PGDavXJ2YDct7MNgxCCTYcFhLNu3l/dgPT2Hsw+RAuiLcyvymjqPOWt2qr"
     "dmERXPX9Ihl18GfoxpWVrh7+TVOdMEI/1bE1BzCvojbyAn2AUY50X+I89ig3f7rA/TO1F+bo0jWQOe/QoSgj8dgLQ/"
     "MB8lD+DoIv95",                                                                                "SHA256:x630+5Zu1fqGDvdBDCMiyutKXJARIcCvtp+454gJGU8"},
};

static const char rsa_1024[] =
    "ssh-rsa "
    "AAAAB3NzaC1yc2EAAAADAQABAAAAgQCtKVcXWOnEpPlY7mDRBbKDCg9LJK7DzJqmRzVnq6yYzDSn+iojrZOiGQphKt"
    "K7G54RGrQ3nG7gpOcHwONs4cN7mCRa21e4MJ0vaj+u2/7u2QwBuGxs2MPqIgPLRSZLz1KehWuC/XMXGuwhi450qaOE"
    "7wuTjn8y6rABltDZSVtyVQ==";

static enum err add(struct office *o, const char *login, const char *role, int64_t area)
{
    struct record *record = record_new();
    record_set(record, "login", login);
    record_set(record, "name", "何伟");
    record_set(record, "role", role);
    if (area != 0)
        record_set_int(record, "area", area);
    enum err r = user_add(o->work, record, NULL, &o->e);
    record_free(&record);
    return r;
}

/* Whatever waits is granted by the security administrator. */
static void grant_all(struct office *o)
{
    struct rows rows = {0};
    office_act(o, "security");
    done(o, post_requests(o->work, o->pool, false, &rows, &o->e));
    assert_true(rows.count > 0);
    for (size_t i = 0; i < rows.count; i++)
        done(o, post_grant(o->work, rows_int(&rows, i, "id"), &o->e));
}

static void a_user_is_added_with_a_post_from_today(void **state)
{
    struct office *o = *state;
    struct rows posts = {0};
    office_act(o, "admin");
    done(o, add(o, "grid02", "grid_leader", o->grid_a2));
    assert_string_equal(office_last_audit(o), "admin user.manage user 1 add");
    done(o, user_posts(o->work, o->pool, office_user(o, "grid02"), &posts, &o->e));
    assert_int_equal(posts.count, 0); /* asked for only */
    grant_all(o);
    done(o, user_posts(o->work, o->pool, office_user(o, "grid02"), &posts, &o->e));
    assert_int_equal(posts.count, 1);
    assert_string_equal(rows_text(&posts, 0, "role"), "grid_leader");
    assert_string_equal(rows_text(&posts, 0, "area_name"), "文苑第2网格");
    assert_string_equal(rows_text(&posts, 0, "from_on"), "2026-10-21");
    office_act(o, "grid02");
    assert_string_equal(o->work->actor.area_name, "文苑第2网格");
}

static void what_is_wrong_with_a_new_user(void **state)
{
    static const struct {
        const char *login, *role;
        int64_t area;
        const char *field;
    } rows[] = {
        {"G01",    "grid_leader", 6,   "login"}, /* capitals */
        {"1grid",  "grid_leader", 6,   "login"},
        {"g",      "grid_leader", 6,   "login"},
        {"a b",    "grid_leader", 6,   "login"},
        {"local",  "grid_leader", 6,   "login"}, /* the administrator's program */
        {"grid01", "grid_leader", 6,   "login"}, /* taken */
        {"grid02", "emperor",     6,   "role" },
        {"grid02", "grid_leader", 0,   "area" },
        {"grid02", "grid_leader", 999, "area" },
    };
    struct office *o = *state;
    office_act(o, "admin");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(add(o, rows[i].login, rows[i].role, rows[i].area), ERR_INVALID);
        assert_string_equal(o->e.field, rows[i].field);
    }
    struct record *out = record_new();
    assert_int_equal(user_read(o->work, "grid02", out, &o->e), ERR_NOT_FOUND); /* nothing is left behind */
    record_free(&out);
}

static void only_the_system_administrator_manages_users(void **state)
{
    static const char *const others[] = {"grid01", "station01", "district01", "inspector01", "security", "audit"};
    struct office *o = *state;
    int64_t id = office_user(o, "member01");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct record *record = record_new();
        office_act(o, others[i]);
        assert_int_equal(add(o, "grid02", "grid_leader", o->grid_a1), ERR_DENIED);
        assert_int_equal(user_change(o->work, id, record, &o->e), ERR_DENIED);
        assert_int_equal(user_set_state(o->work, id, "disabled", &o->e), ERR_DENIED);
        assert_int_equal(user_reset_password(o->work, id, NULL, NULL, &o->e), ERR_DENIED);
        assert_int_equal(user_unlock(o->work, id, &o->e), ERR_DENIED);
        record_free(&record);
        if (strcmp(others[i], "security") == 0)
            continue;
        assert_int_equal(user_post_add(o->work, id, "street", o->street, "2026-10-21", NULL, &o->e), ERR_DENIED);
        assert_int_equal(user_post_end(o->work, id, 1, "2026-10-21", &o->e), ERR_DENIED);
        assert_string_equal(office_last_audit(o), pool_format(o->pool, "%s post.grant user 0 denied", others[i]));
    }
}

static void a_list_shows_the_own_area(void **state)
{
    static const struct {
        const char *login;
        size_t count;
    } rows[] = {
        {"admin",     14},
        {"street01",  8 },
        {"station01", 5 },
        {"grid01",    1 },
        {"audit",     1 }
    };
    struct office *o = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct list_query query = {0};
        struct rows out = {0};
        int64_t total = 0;
        office_act(o, rows[i].login);
        done(o, user_list(o->work, o->pool, &query, &out, &total, &o->e));
        assert_int_equal(out.count, rows[i].count);
        assert_int_equal(total, rows[i].count);
    }
}

static void a_list_is_filtered_and_sorted(void **state)
{
    struct office *o = *state;
    struct list_query query = {.sort = "-login"};
    struct rows out = {0};
    int64_t total = 0;
    office_act(o, "admin");
    done(o, list_add_filter(&query, table_find("user"), "role", "grid_leader", &o->e));
    done(o, user_list(o->work, o->pool, &query, &out, &total, &o->e));
    assert_int_equal(total, 3);
    assert_string_equal(rows_text(&out, 0, "login"), "grid03");
    assert_string_equal(rows_text(&out, 2, "login"), "grid01");
    query.limit = 1;
    query.after = rows_int(&out, 0, "id");
    done(o, user_list(o->work, o->pool, &query, &out, &total, &o->e));
    assert_int_equal(out.count, 1);
    assert_string_equal(rows_text(&out, 0, "login"), "grid01b");
}

static void a_station_cannot_see_the_users_of_another(void **state)
{
    struct office *o = *state;
    struct record *out = record_new();
    struct rows rows = {0};
    int64_t other = office_user(o, "grid03");
    office_act(o, "station01");
    assert_int_equal(user_read(o->work, "grid03", out, &o->e), ERR_NOT_FOUND);
    assert_int_equal(user_posts(o->work, o->pool, other, &rows, &o->e), ERR_NOT_FOUND);
    assert_int_equal(user_keys(o->work, o->pool, other, &rows, &o->e), ERR_NOT_FOUND);
    done(o, user_read(o->work, "member01", out, &o->e));
    assert_string_equal(record_get(out, "role"), "informant");
    assert_false(record_has(out, "password"));
    record_free(&out);
}

static void two_changes_of_one_version_conflict(void **state)
{
    struct office *o = *state;
    struct record *mine = record_new(), *theirs = record_new();
    int64_t id = office_user(o, "grid01");
    office_act(o, "admin");
    done(o, user_read(o->work, "grid01", mine, &o->e));
    done(o, user_read(o->work, "grid01", theirs, &o->e));
    record_set(theirs, "phone", "13800002201");
    done(o, user_change(o->work, id, theirs, &o->e));
    record_set(mine, "name", "李建军");
    assert_int_equal(user_change(o->work, id, mine, &o->e), ERR_CONFLICT);
    assert_string_equal(office_last_audit(o), "admin user.manage user 0 conflict");
    done(o, user_read(o->work, "grid01", mine, &o->e));
    assert_string_equal(record_get(mine, "name"), "李建国");
    assert_string_equal(record_get(mine, "phone"), "13800002201");
    record_free(&mine);
    record_free(&theirs);
}

static void another_role_ends_the_post_and_begins_a_new_one(void **state)
{
    struct office *o = *state;
    struct record *record = record_new();
    struct rows posts = {0};
    int64_t id = office_user(o, "member01");
    clock_fix(clock_now() + 3 * DAY_SECONDS);
    office_act(o, "admin");
    done(o, user_read(o->work, "member01", record, &o->e));
    record_set(record, "role", "grid_leader");
    done(o, user_change(o->work, id, record, &o->e));
    grant_all(o);
    done(o, user_posts(o->work, o->pool, id, &posts, &o->e));
    assert_int_equal(posts.count, 2);
    assert_string_equal(rows_text(&posts, 0, "to_on"), "2026-10-23");
    assert_string_equal(rows_text(&posts, 1, "from_on"), "2026-10-24");
    office_act(o, "member01");
    assert_string_equal(o->work->actor.role, "grid_leader");
    record_free(&record);
}

static void a_post_holds_from_day_to_day(void **state)
{
    struct office *o = *state;
    int64_t id = office_user(o, "grid01");
    struct rows posts = {0};
    assert_int_equal(user_post_add(o->work, id, "station", o->community_a, "2026-11-02", "2026-11-01", &o->e),
                     ERR_INVALID);
    assert_int_equal(user_post_add(o->work, id, "station", o->community_a, "soon", NULL, &o->e), ERR_INVALID);
    done(o, user_posts(o->work, o->pool, id, &posts, &o->e));
    done(o, user_post_end(o->work, id, rows_int(&posts, 0, "id"), "2026-10-31", &o->e));
    done(o, user_post_add(o->work, id, "station", o->community_a, "2026-11-01", "2026-11-30", &o->e));
    clock_fix(day_start(date_make(2026, 11, 1)) - 1);
    office_act(o, "grid01");
    assert_string_equal(o->work->actor.role, "grid_leader");
    clock_fix(day_start(date_make(2026, 11, 1)));
    office_act(o, "grid01");
    assert_string_equal(o->work->actor.role, "station");
    clock_fix(day_start(date_make(2026, 12, 1)));
    office_act(o, "grid01");
    assert_string_equal(o->work->actor.role, "");
}

static void nobody_disables_himself(void **state)
{
    struct office *o = *state;
    office_act(o, "admin");
    assert_int_equal(user_set_state(o->work, o->work->actor.user, "disabled", &o->e), ERR_STATE);
    done(o, user_set_state(o->work, office_user(o, "grid01"), "disabled", &o->e));
    assert_int_equal(work_become(o->work, "grid01", "192.0.2.7", &o->e), ERR_NOT_FOUND);
    assert_int_equal(right_scope(o->work, "user.manage"), SCOPE_NONE); /* the one before is not left in place */
}

static void colleagues_are_found_here_and_above(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "station01");
    done(o, user_search(o->work, o->pool, "", NULL, 50, &rows, &o->e));
    for (size_t i = 0; i < rows.count; i++) {
        assert_string_not_equal(rows_text(&rows, i, "login"), "station02");
        assert_string_not_equal(rows_text(&rows, i, "login"), "grid03");
    }
    done(o, user_search(o->work, o->pool, "wg", "department", 50, &rows, &o->e)); /* 吴刚, of the district above */
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "login"), "department01");
    done(o, user_search(o->work, o->pool, "秀英", NULL, 50, &rows, &o->e));
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "login"), "grid01b");
}

/* Also who has left: that is when questions come up. */
static void who_watches_finds_everybody(void **state)
{
    static const char *const watching[] = {"security", "audit"};
    struct office *o = *state;
    struct rows rows = {0};
    office_act(o, "admin");
    done(o, user_disable(o->work, office_user(o, "grid01"), "", &o->e));
    for (size_t i = 0; i < sizeof watching / sizeof watching[0]; i++) {
        office_act(o, watching[i]);
        done(o, user_search(o->work, o->pool, "grid01", NULL, 1, &rows, &o->e));
        assert_int_equal(rows.count, 1);
        assert_string_equal(rows_text(&rows, 0, "role"), "grid_leader");
    }
    office_act(o, "admin");
    done(o, user_search(o->work, o->pool, "grid01", NULL, 1, &rows, &o->e));
    assert_string_equal(rows_text(&rows, 0, "login"), "grid01b"); /* whom work can be given to */
}

static void keys_of_every_accepted_type(void **state)
{
    struct office *o = *state;
    struct rows rows = {0};
    int64_t id = office_user(o, "grid01");
    char fingerprint[64];
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const char *line = pool_format(o->pool, "%s %s who@where and why\n", keys[i].type, keys[i].blob);
        done(o, user_key_add(o->work, id, line, fingerprint, &o->e));
        assert_string_equal(fingerprint, keys[i].fingerprint); /* as ssh-keygen -l says */
    }
    done(o, user_keys(o->work, o->pool, id, &rows, &o->e));
    assert_int_equal(rows.count, sizeof keys / sizeof keys[0]);
    assert_string_equal(rows_text(&rows, 0, "comment"), "who@where and why");
    assert_string_equal(rows_text(&rows, 0, "last_used"), "");
    done(o, user_key_delete(o->work, id, rows_int(&rows, 0, "id"), &o->e));
    assert_int_equal(login_key_known(o->work, "grid01", keys[0].blob, &o->e), ERR_DENIED);
    assert_int_equal(user_key_delete(o->work, id, rows_int(&rows, 0, "id"), &o->e), ERR_NOT_FOUND);
}

static void lines_that_are_no_key(void **state)
{
    struct office *o = *state;
    const char *blob = keys[0].blob;
    const char *const lines[] = {
        "",
        "ssh-ed25519",
        "ssh-ed25519 AAAA",
        "ssh-dss AAAAB3NzaC1kc3MAAAA=",
        pool_format(o->pool, "command=\"sh\" ssh-ed25519 %s", blob),
        pool_format(o->pool, "ecdsa-sha2-nistp256 %s", blob),             /* another type inside */
        pool_format(o->pool, "ssh-ed25519 %.*s", 60, blob),               /* cut off */
        pool_format(o->pool, "ssh-ed25519 %sAAAA", blob),                 /* too much */
        pool_format(o->pool, "ssh-ed25519 %.*s!", 67, blob),              /* no base64 */
        pool_format(o->pool, "%s %.*s", keys[4].type, 300, keys[4].blob), /* half an RSA key */
        rsa_1024,
        "-----BEGIN OPENSSH PRIVATE KEY-----",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (user_key_add(o->work, office_user(o, "grid01"), lines[i], NULL, &o->e) != ERR_INVALID)
            fail_msg("accepted: %s", lines[i]);
    assert_string_equal(o->e.field, "key");
}

static void a_key_serves_one_user_and_belongs_to_him(void **state)
{
    struct office *o = *state;
    const char *line = pool_format(o->pool, "%s %s", keys[0].type, keys[0].blob);
    int64_t other = office_user(o, "grid01b");
    office_act(o, "grid01");
    done(o, user_key_add(o->work, o->work->actor.user, line, NULL, &o->e)); /* his own */
    assert_int_equal(user_key_add(o->work, other, line, NULL, &o->e), ERR_DENIED);
    assert_string_equal(office_last_audit(o), "grid01 user.key user 0 denied");
    office_act(o, "admin");
    assert_int_equal(user_key_add(o->work, other, line, NULL, &o->e), ERR_INVALID); /* taken */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_user_is_added_with_a_post_from_today),
        OFFICE_TEST(what_is_wrong_with_a_new_user),
        OFFICE_TEST(only_the_system_administrator_manages_users),
        OFFICE_TEST(a_list_shows_the_own_area),
        OFFICE_TEST(a_list_is_filtered_and_sorted),
        OFFICE_TEST(a_station_cannot_see_the_users_of_another),
        OFFICE_TEST(two_changes_of_one_version_conflict),
        OFFICE_TEST(another_role_ends_the_post_and_begins_a_new_one),
        OFFICE_TEST(a_post_holds_from_day_to_day),
        OFFICE_TEST(nobody_disables_himself),
        OFFICE_TEST(colleagues_are_found_here_and_above),
        OFFICE_TEST(who_watches_finds_everybody),
        OFFICE_TEST(keys_of_every_accepted_type),
        OFFICE_TEST(lines_that_are_no_key),
        OFFICE_TEST(a_key_serves_one_user_and_belongs_to_him),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
