/* Orders of a hotline 12345 replayed through the workflow, at the days on which they were really handed on and
 * answered: each is reported, accepted and dispatched by a station, handed on from unit to unit as often as it was,
 * handled, verified by the grid leader and closed by a return visit.
 *
 * The orders are test input outside the project: FOLDER/data/03_cases/fuzhou_12345_rivers.csv, FOLDER being
 * WANGGE_SHARED or ../shared; without them a few made up here are replayed. */
#include "case_people.h"
#include "village.h"

#include "wangge/base/csv.h"
#include "wangge/db/db.h"
#include "wangge/work/working_time.h"

/* The same columns as the orders have. */
static const char made_up[] = "id,title,date,text,reply,transfers,days_to_final_reply,days_to_first_transfer,"
                              "days_to_first_progress\n"
                              "1,河水发黑,2025-01-24 00:00:00,河水发黑发臭。,已清理河面。,0,3,,\n"
                              "2,河边堆垃圾,2025-01-27 00:00:00,河边堆垃圾。,已清运。,1,9,2,\n"
                              "3,排水口冒泡,2025-09-29 00:00:00,排水口冒泡。,已疏通。,4,20,1,5\n"
                              "4,护栏缺失,2026-02-13 00:00:00,护栏缺了两节。,已补装。,11,40,3,12\n"
                              "5,河道有船,2026-09-30 00:00:00,河道停着破船。,已拖走。,2,0,0,0\n";

struct order {
    const char *id, *title, *text, *reply;
    int64_t at;                        /* the morning of its day */
    int transfers;                     /* how often it was handed on */
    int final_day, first_day, mid_day; /* days after it: answered, first handed on, first heard of (-1 never) */
};

static int whole(const struct csv *csv, const struct csv_row *row, const char *column, int otherwise)
{
    const char *cell = csv_cell(csv, row, column);
    return cell[0] == '\0' ? otherwise : atoi(cell);
}

static int most(int value, int limit)
{
    return value > limit ? limit : value;
}

static struct order order_of(const struct csv *csv, const struct csv_row *row)
{
    struct order o = {
        .id = csv_cell(csv, row, "id"),
        .title = csv_cell(csv, row, "title"),
        .text = csv_cell(csv, row, "text"),
        .reply = csv_cell(csv, row, "reply"),
        .at = at(csv_cell(csv, row, "date")) + 9 * 3600,
        .transfers = whole(csv, row, "transfers", 0),
        .final_day = whole(csv, row, "days_to_final_reply", 0),
    };
    o.first_day = most(whole(csv, row, "days_to_first_transfer", o.final_day), o.final_day);
    o.mid_day = most(whole(csv, row, "days_to_first_progress", -1), o.final_day);
    return o;
}

/* A case on its way: who has it now, and how many steps it took. */
struct way_of_order {
    struct village *v;
    int64_t id;
    int station, unit, steps; /* station: 0 or 1 */
};

static const char *const stations[] = {"station01", "station02"};
static const char *const leaders[] = {"grid01", "grid02", "grid03", "grid04"};
static const char *const members[UNITS + 1] = {"", "department01", "department03", "department03"};

/* field, value, ... NULL */
static void step_with(struct way_of_order *w, const char *login, const char *command, struct record *given)
{
    struct village *v = w->v;
    act_as(v, login);
    enum err r = case_do(v->work, w->id, command, given, &v->e);
    if (r != ERR_NONE)
        fail_msg("case %lld, step %d: %s by %s: %s", (long long)w->id, w->steps, command, login, v->e.text);
    record_free(&given);
    w->steps++;
}

#define GO(w, login, command, ...) step_with(w, login, command, record_with(__VA_ARGS__))

/* To the next unit, whose member signs for it. */
static void hand_on(struct way_of_order *w)
{
    static const char *const units[UNITS + 1] = {"", "1", "2", "3"};
    int next = w->unit % UNITS + 1;
    GO(w, members[w->unit], "transfer", "lead", units[next], "text", "转有关单位办理。", NULL);
    w->unit = next;
    GO(w, members[w->unit], "sign", NULL, NULL);
}

static void report_order(struct way_of_order *w, const struct order *o, int n)
{
    struct village *v = w->v;
    struct record *r = record_with("title", o->title, "text", o->text, "category", "05", "urgency", "1", "source", "4",
                                   "source_no", o->id, NULL);
    record_set_int(r, "area", GRID_1 + n % 4);
    w->station = n % 4 / 2;
    act_as(v, stations[w->station]);
    DONE(v, case_add(v->work, r, false, &w->id, NULL, NULL, &v->e));
    record_free(&r);
    w->steps = 1;
}

/* The transfers are spread over the days between the first and the answer. */
static void replay(struct way_of_order *w, const struct order *o, int n)
{
    const char *station = stations[w->station = n % 4 / 2];
    clock_fix(o->at);
    report_order(w, o, n);
    GO(w, station, "accept", NULL, NULL);
    GO(w, station, "dispatch", "lead", "1", NULL);
    w->unit = 1;
    GO(w, members[1], "sign", NULL, NULL);
    bool heard = o->mid_day < 0;
    for (int i = 0; i < o->transfers; i++) {
        int day = o->first_day + (o->final_day - o->first_day) * i / o->transfers;
        if (!heard && o->mid_day <= day) {
            clock_fix(o->at + o->mid_day * 86400LL + 3600);
            GO(w, station, "discuss", "people", "社区、承办单位", "text", "通报进展。", NULL);
            heard = true;
        }
        clock_fix(o->at + day * 86400LL + 2 * 3600 + i * 60);
        hand_on(w);
    }
    clock_fix(o->at + o->final_day * 86400LL + 6 * 3600);
    GO(w, members[w->unit], "handle", "text", o->reply, NULL);
    GO(w, leaders[n % 4], "pass", NULL, NULL);
    GO(w, station, "call_back", "satisfaction", n % 3 == 0 ? "1" : "2", NULL);
}

/* Every step stands in the timeline, each begins where the one before it ended, and the transfers are as many. */
static void check_timeline(const struct way_of_order *w, const struct order *o)
{
    struct village *v = w->v;
    struct pool *pool = pool_new();
    struct rows steps, row;
    int transfers = 0;
    DONE(v, db_query_text(
                v->work->db, pool,
                "select at, account, command, from_state, to_state from case_step where case_file = $id order by id",
                BINDS(BIND_INT("id", w->id)), &steps, &v->e));
    DONE(v, db_query_text(v->work->db, pool,
                          "select state, closed_at, source_no, result, waits from case_file where id = $id",
                          BINDS(BIND_INT("id", w->id)), &row, &v->e));
    assert_string_equal(rows_text(&row, 0, "state"), "closed");
    assert_string_equal(rows_text(&row, 0, "waits"), "");
    assert_string_equal(rows_text(&row, 0, "source_no"), o->id);
    assert_string_equal(rows_text(&row, 0, "result"), o->reply);
    assert_int_equal(rows_int(&row, 0, "closed_at"), clock_now());
    assert_int_equal(steps.count, (size_t)w->steps);
    for (size_t i = 0; i < steps.count; i++) {
        transfers += strcmp(rows_text(&steps, i, "command"), "transfer") == 0;
        assert_true(rows_int(&steps, i, "account") > 0);
        if (i == 0)
            continue;
        assert_true(rows_int(&steps, i, "at") >= rows_int(&steps, i - 1, "at"));
        assert_string_equal(rows_text(&steps, i, "from_state"), rows_text(&steps, i - 1, "to_state"));
    }
    assert_int_equal(transfers, o->transfers);
    pool_free(&pool);
}

static struct csv *orders(struct village *v, bool *real)
{
    struct csv *csv = NULL;
    const char *folder = getenv("WANGGE_SHARED");
    const char *path =
        pool_format(v->pool, "%s/data/03_cases/fuzhou_12345_rivers.csv", folder == NULL ? "../shared" : folder);
    *real = access(path, R_OK) == 0;
    if (*real)
        DONE(v, csv_load(v->pool, path, &csv, &v->e));
    else
        DONE(v, csv_parse(v->pool, "made up", made_up, strlen(made_up), &csv, &v->e));
    return csv;
}

static void orders_of_a_hotline_are_handed_on_and_answered(void **state)
{
    struct village *v = *state;
    bool real = false;
    long long steps = 0, transfers = 0, late = 0;
    sql(v, people_and_units);
    sql(v, "update post set from_on = '2000-01-01'"); /* the oldest orders are of 2006 */
    DONE(v, holidays_lay(v->work->db, &v->e));
    db_bulk_begin(v->work->db);
    const struct csv *csv = orders(v, &real);
    for (size_t i = 0; i < csv->count; i++) {
        struct way_of_order w = {.v = v};
        const struct order o = order_of(csv, &csv->rows[i]);
        replay(&w, &o, (int)i);
        check_timeline(&w, &o);
        steps += w.steps;
        transfers += o.transfers;
    }
    late = number(v, "select count(*) from case_file where closed_at > due_at");
    assert_int_equal(number(v, "select count(*) from case_file where state = 'closed'"), csv->count);
    assert_int_equal(number(v, "select count(*) from case_step where command = 'transfer'"), transfers);
    assert_int_equal(number(v, "select count(*) from case_clock where ended_at is null"), 0);
    print_message("# %zu orders (%s), %lld transfers, %lld steps, all closed, %lld after their limit\n", csv->count,
                  real ? "real ones" : "made up", transfers, steps, late);
}

int main(void)
{
    const struct CMUnitTest tests[] = {IN_VILLAGE(orders_of_a_hotline_are_handed_on_and_answered)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
