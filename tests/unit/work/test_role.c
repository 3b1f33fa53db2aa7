/* Roles made at the place: narrower than their base, as wide as the table grants, never more. */
#include "fixture.h"

#include "wangge/work/post.h"
#include "wangge/work/right.h"
#include "wangge/work/role.h"

static enum err try_add(struct office *o, const char *code, const char *base, const char *cells)
{
    struct record *record = record_new();
    record_set(record, "code", code);
    record_set(record, "name_zh", "值班员");
    record_set(record, "name_en", "duty officer");
    record_set(record, "base", base);
    record_set(record, "cells", cells);
    enum err r = role_add(o->work, record, NULL, &o->e);
    record_free(&record);
    return r;
}

static enum err try_change(struct office *o, const char *code, const char *cells)
{
    struct record *record = record_new();
    record_set(record, "cells", cells);
    enum err r = role_change(o->work, code, record, &o->e);
    record_free(&record);
    return r;
}

static void hold(struct office *o, const char *login, const char *role, int64_t area)
{
    int64_t request = 0;
    const struct post_wish wish = {.account = office_user(o, login), .role = role, .area = area};
    office_act(o, "security");
    done(o, post_ask(o->work, &wish, &request, &o->e));
    assert_int_equal(request, 0);
}

static void a_role_is_what_its_base_is_but_for_its_cells(void **state)
{
    struct office *o = *state;
    struct scope_range range;
    office_act(o, "security");
    done(o, try_add(o, "duty_officer", "station", "case.close= visit.read=own case.approve_void=subtree"));
    work_become_local(o->work);
    office_add_user(o, "duty01", "示例值", "", 0);
    hold(o, "duty01", "duty_officer", o->community_a);
    office_act(o, "duty01");
    assert_string_equal(o->work->actor.role, "station"); /* what names roles holds */
    assert_string_equal(o->work->actor.role_name, "duty officer");
    assert_int_equal(right_scope(o->work, "case.close"), SCOPE_NONE);
    assert_int_equal(right_scope(o->work, "visit.read"), SCOPE_OWN);
    assert_int_equal(right_scope(o->work, "case.approve_void"), SCOPE_SUBTREE); /* wider than a station's */
    assert_int_equal(right_scope(o->work, "case.dispatch"), SCOPE_SUBTREE);
    done(o, right_range(o->work, "visit.read", &range, &o->e));
    assert_int_equal(range.own, 1);
    assert_int_equal(right_need(o->work, "case.close", &o->e), ERR_DENIED);
    assert_string_equal(o->e.text, "As duty officer you may not close cases: the right case.close is missing.");
    /* a cell of an older version that says less than the action knows gives nothing */
    done(o, db_execute(o->work->db, "role.cell_put",
                       BINDS(BIND_INT("id", o->work->actor.custom), BIND_TEXT("action", "case.intake"),
                             BIND_TEXT("scope", "own")),
                       NULL, &o->e));
    office_act(o, "duty01");
    assert_int_equal(right_scope(o->work, "case.intake"), SCOPE_NONE);
}

static void never_more_than_the_table_grants(void **state)
{
    struct office *o = *state;
    office_act(o, "security");
    assert_int_equal(try_add(o, "spy", "station", "hiv.read=own"), ERR_INVALID);
    assert_int_equal(try_add(o, "spy", "station", "case.read=all"), ERR_INVALID);
    assert_int_equal(try_add(o, "spy", "station", "audit.read=own"), ERR_INVALID);
    assert_int_equal(try_add(o, "spy", "system", "role.write=all"), ERR_INVALID);
    assert_int_equal(try_add(o, "spy", "system", "case.read=own"), ERR_INVALID); /* no personal data for these */
    assert_int_equal(try_add(o, "spy", "station", "case.fly=own"), ERR_INVALID);
    assert_int_equal(try_add(o, "spy", "station", "case.intake=own"), ERR_INVALID); /* a message belongs to nobody */
    assert_int_equal(try_add(o, "spy", "station", "visit.review=unit"), ERR_INVALID);
    assert_int_equal(try_add(o, "spy", "system", "user.manage=subtree"), ERR_INVALID); /* an account lies nowhere */
    assert_int_equal(try_add(o, "station", "station", ""), ERR_INVALID);               /* a shipped one's code */
    assert_int_equal(try_add(o, "local", "station", ""), ERR_INVALID);
    done(o, try_add(o, "clerk", "system", "user.manage="));
}

static void only_the_security_administrator_makes_roles(void **state)
{
    static const char *const others[] = {"admin", "audit", "district01", "grid01"};
    struct office *o = *state;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        office_act(o, others[i]);
        assert_int_equal(try_add(o, "clerk", "station", ""), ERR_DENIED);
        assert_int_equal(role_delete(o->work, "clerk", &o->e), ERR_DENIED);
    }
}

static void a_changed_role_holds_for_who_has_it(void **state)
{
    struct office *o = *state;
    office_act(o, "security");
    done(o, try_add(o, "duty_officer", "station", "case.close="));
    hold(o, "street01", "duty_officer", o->community_a);
    assert_int_equal(role_delete(o->work, "duty_officer", &o->e), ERR_STATE); /* held */
    done(o, try_change(o, "duty_officer", "case.dispatch="));
    struct rows mine = {0};
    office_act(o, "street01");
    done(o, post_mine(o->work, o->pool, &mine, &o->e));
    assert_string_equal(rows_text(&mine, 1, "role_name"), "duty officer");
    done(o, post_take(o->work, rows_int(&mine, 1, "id"), false, &o->e));
    assert_int_equal(right_scope(o->work, "case.close"), SCOPE_SUBTREE); /* as the base again */
    assert_int_equal(right_scope(o->work, "case.dispatch"), SCOPE_NONE);
}

static void nobody_changes_their_own_role(void **state)
{
    struct office *o = *state;
    office_act(o, "security");
    done(o, try_add(o, "watch", "security", "session.end="));
    work_become_local(o->work);
    office_add_user(o, "watch01", "示例安", "", 0);
    hold(o, "watch01", "watch", o->city);
    office_act(o, "watch01");
    assert_int_equal(try_change(o, "watch", ""), ERR_DENIED);
    assert_int_equal(right_scope(o->work, "session.end"), SCOPE_NONE);
}

static void a_role_nobody_holds_is_given_up(void **state)
{
    struct office *o = *state;
    struct role *roles;
    size_t before = 0, after = 0;
    office_act(o, "security");
    done(o, role_list(o->work, o->pool, &roles, &before, &o->e));
    done(o, try_add(o, "clerk", "station", ""));
    done(o, role_list(o->work, o->pool, &roles, &after, &o->e));
    assert_int_equal(after, before + 1);
    done(o, role_delete(o->work, "clerk", &o->e));
    done(o, role_list(o->work, o->pool, &roles, &after, &o->e));
    assert_int_equal(after, before);
    assert_int_equal(try_add(o, "clerk", "station", ""), ERR_INVALID); /* the audit names the old one by its code */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_role_is_what_its_base_is_but_for_its_cells),
        OFFICE_TEST(never_more_than_the_table_grants),
        OFFICE_TEST(only_the_security_administrator_makes_roles),
        OFFICE_TEST(a_changed_role_holds_for_who_has_it),
        OFFICE_TEST(nobody_changes_their_own_role),
        OFFICE_TEST(a_role_nobody_holds_is_given_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
