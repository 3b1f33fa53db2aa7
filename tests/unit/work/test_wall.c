/* The duty wall: whose cases stand on it, in which order, what is counted, what rings. It is 2026-10-21 09:00. */
#include "fixture.h"

#include "wangge/work/case.h"
#include "wangge/work/wall.h"

static void set(struct office *o, int64_t id, const char *column, int64_t number)
{
    const char *sql = pool_format(o->pool, "update case_file set %s = $number where id = $id", column);
    done(o, db_execute_text(o->work->db, sql, BINDS(BIND_INT("number", number), BIND_INT("id", id)), NULL, &o->e));
}

/* A case that was reported so many hours ago and is due in so many. */
static int64_t report(struct office *o, const char *login, const char *title, int ago, int left)
{
    struct record *record = record_new();
    int64_t id = 0, now = clock_now();
    office_act(o, login);
    record_set(record, "title", title);
    record_set(record, "text", title);
    record_set(record, "category", "05");
    record_set(record, "urgency", "1");
    record_set_int(record, "area", o->work->actor.area);
    done(o, case_add(o->work, record, false, &id, NULL, NULL, &o->e));
    record_free(&record);
    set(o, id, "reported_at", now - ago * 3600);
    set(o, id, "due_at", now + left * 3600);
    set(o, id, "yellow_at", now - ago * 3600 + (ago + left) * 3600 * 4 / 5);
    return id;
}

static struct wall read_as(struct office *o, const char *login)
{
    struct wall wall = {0};
    office_act(o, login);
    done(o, wall_read(o->work, &wall, &o->e));
    return wall;
}

static size_t open_for(struct office *o, const char *login)
{
    struct wall wall = read_as(o, login);
    size_t count = wall.count;
    assert_int_equal(wall.total.all, count);
    wall_free(&wall);
    return count;
}

static void each_office_sees_its_own_area(void **state)
{
    struct office *o = *state;
    report(o, "grid01", "one", 1, 9);
    report(o, "grid01b", "two", 1, 9);
    report(o, "grid03", "three", 1, 9);
    assert_int_equal(open_for(o, "station01"), 2);
    assert_int_equal(open_for(o, "station02"), 1);
    assert_int_equal(open_for(o, "street01"), 3);
    assert_int_equal(open_for(o, "district01"), 3);
    assert_int_equal(open_for(o, "inspector01"), 3);
}

static void the_wall_is_for_those_with_the_right(void **state)
{
    static const char *const without[] = {"grid01", "member01", "department01", "admin", "audit"};
    struct office *o = *state;
    for (size_t i = 0; i < sizeof without / sizeof *without; i++) {
        struct wall wall = {0};
        office_act(o, without[i]);
        assert_int_equal(wall_read(o->work, &wall, &o->e), ERR_DENIED);
    }
}

static void a_confidential_case_is_not_there_for_others(void **state)
{
    struct office *o = *state;
    int64_t secret = report(o, "grid01", "secret matter", 1, 9);
    const struct wall_case *one;
    struct rows rows;
    report(o, "grid01b", "open matter", 1, 9);
    set(o, secret, "confidential", 1);
    struct wall wall = read_as(o, "station01");
    assert_int_equal(wall.count, 1);
    assert_int_equal(wall.confidential, 0);
    assert_false(wall.sees_confidential);
    wall_free(&wall);
    set(o, secret, "handler", office_user(o, "station01"));
    assert_int_equal(open_for(o, "station01"), 2); /* the handler sees it */
    wall = read_as(o, "street01");
    assert_int_equal(wall.count, 2);
    assert_int_equal(wall.confidential, 1);
    wall_sort(&wall, WALL_CONFIDENTIAL);
    assert_int_equal(wall.shown, 1);
    one = &wall.cases[0];
    done(o, wall_rows(o->work, o->pool, &one, 1, &rows, &o->e));
    assert_string_equal(rows_text(&rows, 0, "title"), "confidential case"); /* who passes by reads the wall too */
    wall_free(&wall);
}

static void a_member_of_its_unit_sees_a_confidential_case(void **state)
{
    struct office *o = *state;
    int64_t secret = report(o, "grid01", "secret matter", 1, 9);
    set(o, secret, "confidential", 1);
    done(o,
         db_execute_text(o->work->db,
                         "insert into unit (id, version, created_by, created_at, updated_by, updated_at, name, area) "
                         "values (7, 1, 1, 1, 1, 1, 'pipes', $area)",
                         BINDS(BIND_INT("area", o->street)), NULL, &o->e));
    done(o, db_execute_text(
                o->work->db,
                "insert into unit_member (id, version, created_by, created_at, updated_by, updated_at, unit, "
                "member, area) values (1, 1, 1, 1, 1, 1, 7, $member, $area)",
                BINDS(BIND_INT("member", office_user(o, "station01")), BIND_INT("area", o->street)), NULL, &o->e));
    assert_int_equal(open_for(o, "station01"), 0);
    done(o, db_execute_text(o->work->db,
                            "insert into case_unit (case_file, unit, kind, from_at) values ($id, 7, 'assist', 1)",
                            BINDS(BIND_INT("id", secret)), NULL, &o->e));
    assert_int_equal(open_for(o, "station01"), 1);
    assert_int_equal(open_for(o, "station02"), 0);
}

static void the_reddest_comes_first_and_lights_are_counted(void **state)
{
    struct office *o = *state;
    int64_t green = report(o, "grid01", "green", 1, 9), yellow = report(o, "grid01", "yellow", 9, 1);
    int64_t red = report(o, "grid01", "red", 20, -2), redder = report(o, "grid01b", "redder", 20, -5);
    const int64_t order[] = {redder, red, yellow, green};
    struct wall wall = read_as(o, "station01");
    assert_int_equal(wall.total.all, 4);
    assert_int_equal(wall.total.red, 2);
    assert_int_equal(wall.total.yellow, 1);
    assert_int_equal(wall.queues[WALL_REPORTED].red, 2);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(wall.cases[i].id, order[i]);
    wall_sort(&wall, WALL_LATE_RED);
    assert_int_equal(wall.shown, 2);
    wall_sort(&wall, WALL_NEWEST);
    assert_int_equal(wall.cases[0].id, green);
    const struct wall_case *newest[3];
    assert_int_equal(wall_newest(&wall, newest, 3), 3);
    assert_int_equal(newest[0]->id, green);
    assert_int_equal(newest[1]->id, yellow);
    assert_int_equal(newest[2]->id, redder); /* of the same moment: the later one */
    wall_sort(&wall, WALL_OF_QUEUE + WALL_HANDLING);
    assert_int_equal(wall.shown, 0);
    wall_free(&wall);
}

/* A suspended case keeps the light that it had when its clock was stopped. */
static void a_stopped_clock_keeps_its_light(void **state)
{
    struct office *o = *state;
    int64_t id = report(o, "grid01", "waits for parts", 20, -2);
    set(o, id, "stopped_at", clock_now() - 10 * 3600);
    struct wall wall = read_as(o, "station01");
    assert_int_equal(wall.total.red, 0);
    assert_int_equal(wall.stopped, 1);
    assert_int_equal(wall.next_at, 0); /* time does nothing to it */
    wall_free(&wall);
}

static void lights_turn_without_the_database(void **state)
{
    struct office *o = *state;
    report(o, "grid01", "due soon", 1, 9);
    struct wall before = read_as(o, "station01"), now = read_as(o, "station01");
    assert_int_equal(now.next_at, clock_now() + 7 * 3600);
    wall_light_up(&now, now.next_at);
    assert_int_equal(now.total.yellow, 1);
    assert_int_equal(wall_alarms(&before, &now), 0);
    assert_int_equal(now.next_at, before.cases[0].due_at + 1);
    wall_light_up(&now, now.next_at);
    assert_int_equal(now.total.red, 1);
    assert_int_equal(now.next_at, 0);
    assert_int_equal(wall_alarms(&before, &now), 1); /* newly red rings */
    assert_int_equal(wall_alarms(&now, &now), 0);
    wall_free(&before);
    wall_free(&now);
}

static void a_new_urgent_case_rings(void **state)
{
    struct office *o = *state;
    int64_t calm = report(o, "grid01", "calm", 1, 9);
    struct wall before = read_as(o, "station01"), now = {0};
    report(o, "grid01", "calm too", 1, 9);
    now = read_as(o, "station01");
    assert_int_equal(wall_alarms(&before, &now), 0);
    done(o, db_execute_text(o->work->db, "update case_file set urgency = '3' where id = $id",
                            BINDS(BIND_INT("id", calm)), NULL, &o->e));
    wall_free(&now);
    now = read_as(o, "station01");
    assert_int_equal(wall_alarms(&before, &now), 1);
    wall_free(&before);
    wall_free(&now);
}

static void supervised_and_secretary_are_counted(void **state)
{
    struct office *o = *state;
    int64_t replied = report(o, "grid01", "replied", 1, 9), open = report(o, "grid01", "no reply", 1, 9);
    set(o, replied, "supervised_at", 5);
    set(o, replied, "replied_at", 6);
    set(o, open, "supervised_at", 5);
    set(o, open, "secretary_at", 5);
    struct wall wall = read_as(o, "street01");
    assert_int_equal(wall.supervised, 1);
    assert_int_equal(wall.secretary, 1);
    assert_int_equal(wall.came, 2);
    wall_sort(&wall, WALL_SECRETARY);
    assert_int_equal(wall.shown, 1);
    assert_int_equal(wall.cases[0].id, open);
    wall_free(&wall);
}

static void rows_come_in_the_order_asked_for(void **state)
{
    struct office *o = *state;
    struct rows rows;
    const struct wall_case *cases[40];
    for (int i = 0; i < 40; i++)
        report(o, "grid01", pool_format(o->pool, "case %d", i), 40 - i, i + 1);
    struct wall wall = read_as(o, "street01");
    for (size_t i = 0; i < 40; i++)
        cases[i] = &wall.cases[i];
    done(o, wall_rows(o->work, o->pool, cases, 40, &rows, &o->e));
    assert_int_equal(rows.count, 40);
    for (size_t i = 0; i < 40; i++)
        assert_int_equal(rows_int(&rows, i, "id"), cases[i]->id);
    office_act(o, "station02"); /* the same ids, of somebody else's area */
    done(o, wall_rows(o->work, o->pool, cases, 3, &rows, &o->e));
    assert_string_equal(rows_text(&rows, 0, "no"), "");
    done(o, wall_rows(o->work, o->pool, cases, 0, &rows, &o->e));
    assert_int_equal(rows.count, 0);
    wall_free(&wall);
}

/* What others do is followed case by case; what has no step, within a minute. */
static void the_wall_follows_each_step(void **state)
{
    struct office *o = *state;
    bool changed = true;
    int64_t first = report(o, "grid01", "one", 1, 9), second;
    struct wall wall = read_as(o, "station01");
    done(o, wall_follow(o->work, &wall, &changed, &o->e));
    assert_false(changed);
    report(o, "grid03", "of another community", 1, 9);
    office_act(o, "station01");
    done(o, wall_follow(o->work, &wall, &changed, &o->e));
    assert_int_equal(wall.count, 1);
    second = report(o, "grid01b", "two", 1, 9);
    office_act(o, "station01");
    done(o, wall_follow(o->work, &wall, &changed, &o->e));
    assert_true(changed);
    assert_int_equal(wall.count, 2);
    struct record *given = record_new();
    done(o, case_do(o->work, second, "accept", given, &o->e));
    done(o, wall_follow(o->work, &wall, &changed, &o->e));
    wall_light_up(&wall, clock_now());
    assert_int_equal(wall.queues[WALL_REGISTERED].all, 1);
    assert_int_equal(wall.queues[WALL_REPORTED].all, 1);
    set(o, first, "closed_at", clock_now()); /* without a step */
    done(o, wall_follow(o->work, &wall, &changed, &o->e));
    assert_int_equal(wall.count, 2);
    clock_fix(clock_now() + 60);
    done(o, wall_follow(o->work, &wall, &changed, &o->e));
    assert_true(changed);
    assert_int_equal(wall.count, 1);
    record_free(&given);
    wall_free(&wall);
}

static void every_view_has_a_name(void **state)
{
    (void)state;
    for (int view = 0; view < WALL_VIEWS; view++) {
        assert_int_equal(wall_view_parse(wall_view_name(view)), view);
        assert_true(*wall_view_label(view) != '\0');
    }
    assert_int_equal(wall_view_parse("nothing"), -1);
}

#define STORY(function) cmocka_unit_test_setup_teardown(function, office_setup, office_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(each_office_sees_its_own_area),
        STORY(the_wall_is_for_those_with_the_right),
        STORY(a_confidential_case_is_not_there_for_others),
        STORY(a_member_of_its_unit_sees_a_confidential_case),
        STORY(the_reddest_comes_first_and_lights_are_counted),
        STORY(a_stopped_clock_keeps_its_light),
        STORY(lights_turn_without_the_database),
        STORY(a_new_urgent_case_rings),
        STORY(supervised_and_secretary_are_counted),
        STORY(rows_come_in_the_order_asked_for),
        STORY(the_wall_follows_each_step),
        STORY(every_view_has_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
