/* Rights: what the table says is what holds, for every role and action; and what the table must never say. */
#include "fixture.h"

#include "wangge/table/code.h"
#include "wangge/work/right.h"

static const struct {
    const char *role, *login;
} users[] = {
    {"grid_leader",   "grid01"      },
    {"informant",     "member01"    },
    {"part_time",     "parttime01"  },
    {"sunk",          "sunk01"      },
    {"instructor",    "instructor01"},
    {"station",       "station01"   },
    {"street",        "street01"    },
    {"street_leader", "leader01"    },
    {"department",    "department01"},
    {"district",      "district01"  },
    {"secretary",     "secretary01" },
    {"inspector",     "inspector01" },
    {"system",        "admin"       },
    {"security",      "security"    },
    {"audit",         "audit"       },
    {"guest",         "kiosk01"     },
};

#define USERS (sizeof users / sizeof users[0])

static void act_as(struct office *o, const char *role)
{
    for (size_t i = 0; i < USERS; i++)
        if (strcmp(users[i].role, role) == 0) {
            office_act(o, users[i].login);
            return;
        }
    fail_msg("no user in the role %s", role);
}

static void check_range(struct office *o, const struct right *right)
{
    struct scope_range range;
    enum err r = right_range(o->work, right->action, &range, &o->e);
    switch (right->scope) {
    case SCOPE_NONE:
        assert_int_equal(r, ERR_DENIED);
        assert_non_null(strstr(o->e.text, right->action)); /* it names what is missing */
        assert_string_equal(range.lo, range.hi);           /* and a statement would find nothing */
        break;
    case SCOPE_OWN:
    case SCOPE_UNIT:
    case SCOPE_SUBTREE:
        assert_int_equal(r, ERR_NONE);
        assert_string_equal(range.lo, o->work->actor.path);
        assert_int_equal(range.own, right->scope == SCOPE_OWN ? 1 : right->scope == SCOPE_UNIT ? 2 : 0);
        break;
    case SCOPE_ALL:
        assert_int_equal(r, ERR_NONE);
        assert_string_equal(range.lo, "");
        assert_int_equal(range.own, 0);
        break;
    }
    assert_int_equal(range.me, o->work->actor.user);
}

static void every_row_of_the_table_holds(void **state)
{
    struct office *o = *state;
    office_add_user(o, "parttime01", "示例兼", "part_time", o->grid_a1);
    office_add_user(o, "instructor01", "示例导", "instructor", o->community_a);
    office_add_user(o, "leader01", "示例领", "street_leader", o->street);
    office_add_user(o, "secretary01", "示例书", "secretary", o->street);
    office_add_user(o, "kiosk01", "自助端", "guest", o->street);
    int count = 0;
    const struct right *rights = rights_all(&count);
    assert_true(count > 200);
    for (int i = 0; i < count; i++) {
        act_as(o, rights[i].role);
        assert_int_equal(right_scope(o->work, rights[i].action), rights[i].scope);
        check_range(o, &rights[i]);
    }
}

static void every_role_has_a_column_and_a_user(void **state)
{
    const struct code_list *roles = code_list("role");
    int count = 0;
    const struct right *rights = rights_all(&count);
    (void)state;
    assert_int_equal(roles->count, USERS);
    for (size_t i = 0; i < roles->count; i++)
        assert_string_equal(roles->codes[i].code, rights[i].role); /* the first action's row */
}

/* The words that a role may hold at most: the split of the administrators, told independently of the table. */
static void administrators_see_no_personal_data(void **state)
{
    static const char *const allowed[][29] = {
        {"system",          "area.read",     "user.read",    "user.key",           "user.second", "who.read",
         "code.read",                     "holiday.read", "notice.read",       "role.read",  "setting.read", "health.read",
         "config.read",                                                                                     "retention.read", "area.manage", "user.pick",             "user.manage",      "user.invite",
         "post.ask",      "session.end",    "upkeep.write", "backup",     "backup.drill", "code.manage",
         "holiday.write", "retention.run",  "limit.read",   "limit.write"},
        {"security",        "area.read",     "user.read",  "user.key",              "user.second",         "who.read",
         "code.read",                 "holiday.read",                "notice.read",                      "role.read",                   "setting.read",                                 "health.read",
         "config.read", "retention.read",  "audit.read",    "personal.looked", "role.write", "post.grant",
         "session.end", "setting.write",  "retention.write"},
        {"audit", "area.read", "user.read", "user.key", "user.second", "who.read",                                                                                       "code.read", "holiday.read",
         "notice.read", "role.read", "setting.read", "health.read",                                                                                                     "config.read",                                                                    "retention.read",                                                                  "audit.read",
         "audit.verify",                                                                                                "personal.looked"                                                                                                      },
    };
    int count = 0;
    const struct right *rights = rights_all(&count);
    (void)state;
    for (size_t a = 0; a < 3; a++)
        for (int i = 0; i < count; i++) {
            bool found = rights[i].scope == SCOPE_NONE || strcmp(rights[i].role, allowed[a][0]) != 0;
            for (size_t k = 1; !found && k < 29 && allowed[a][k] != NULL; k++)
                found = strcmp(allowed[a][k], rights[i].action) == 0;
            if (!found)
                fail_msg("%s holds %s", rights[i].role, rights[i].action);
        }
}

static void who_manages_is_not_who_watches(void **state)
{
    int count = 0;
    const struct right *rights = rights_all(&count);
    (void)state;
    for (int i = 0; i < count; i++) {
        bool admin = strcmp(rights[i].role, "system") == 0;
        if (strcmp(rights[i].action, "user.manage") == 0)
            assert_int_equal(rights[i].scope, admin ? SCOPE_ALL : SCOPE_NONE);
        if (strcmp(rights[i].action, "audit.read") == 0 && admin)
            assert_int_equal(rights[i].scope, SCOPE_NONE);
    }
}

static void a_user_without_a_post_may_nothing(void **state)
{
    struct office *o = *state;
    struct rows posts = {0};
    struct scope_range range;
    int64_t id = office_user(o, "station01");
    done(o, user_posts(o->work, o->pool, id, &posts, &o->e));
    done(o, user_post_end(o->work, id, rows_int(&posts, 0, "id"), "2026-10-20", &o->e)); /* yesterday */
    office_act(o, "station01");
    assert_string_equal(o->work->actor.path, "");
    assert_int_equal(right_range(o->work, "household.read", &range, &o->e), ERR_DENIED);
    assert_string_equal(range.hi, ""); /* an empty path must not become the whole tree */
}

static void the_sentence_names_role_and_action(void **state)
{
    struct office *o = *state;
    office_act(o, "member01");
    assert_int_equal(right_need(o->work, "case.dispatch", &o->e), ERR_DENIED);
    assert_string_equal(o->e.text, "As informant you may not dispatch cases: the right case.dispatch is missing.");
}

static void the_administrators_program_may_everything(void **state)
{
    struct office *o = *state;
    int count = 0;
    const struct right *rights = rights_all(&count);
    work_become_local(o->work);
    for (int i = 0; i < count; i++)
        assert_int_equal(right_scope(o->work, rights[i].action), SCOPE_ALL);
}

static void a_damaged_table_is_refused_with_its_line(void **state)
{
    struct error e = {0};
    char dir[] = "/tmp/wangge-rights-XXXXXX", path[64];
    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/rights.csv", dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("action,en,zh_CN,least,grant,station\nvisit.read,read,读,own,,subtre\n", file);
    fclose(file);
    assert_int_equal(rights_load(dir, &e), ERR_INVALID);
    assert_non_null(strstr(e.text, "rights.csv:2: station"));
    unlink(path);
    rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(every_row_of_the_table_holds),
        OFFICE_TEST(every_role_has_a_column_and_a_user),
        OFFICE_TEST(administrators_see_no_personal_data),
        OFFICE_TEST(who_manages_is_not_who_watches),
        OFFICE_TEST(a_user_without_a_post_may_nothing),
        OFFICE_TEST(the_sentence_names_role_and_action),
        OFFICE_TEST(the_administrators_program_may_everything),
        cmocka_unit_test(a_damaged_table_is_refused_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
