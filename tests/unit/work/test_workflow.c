#include "village.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/csv.h"
#include "wangge/base/random.h"
#include "wangge/table/code.h"
#include "wangge/work/right.h"
#include "wangge/work/workflow.h"

/* The table itself. */

static bool some_row_leads_from(const char *state)
{
    for (size_t i = 0; i < workflow_count(); i++)
        if (workflow_leads_from(workflow_at(i), state))
            return true;
    return false;
}

static void every_state_but_void_can_be_left(void **state)
{
    (void)state;
    const struct code_list *states = code_list("case_state");
    for (size_t i = 0; i < states->count; i++)
        assert_int_equal(some_row_leads_from(states->codes[i].code), strcmp(states->codes[i].code, "void") != 0);
}

static void rows_are_chosen_by_what_is_given(void **state)
{
    (void)state;
    const struct transition *satisfied = workflow_find("call_back", "awaiting_return_visit");
    struct record *given = record_with("satisfaction", "3", NULL);
    assert_false(workflow_when(satisfied, given));
    record_set(given, "satisfaction", "2");
    assert_true(workflow_when(satisfied, given));
    assert_true(workflow_when(workflow_find("accept", "reported"), given)); /* without a "when": always */
    record_free(&given);
}

static void steps_of_a_timeline_have_their_row(void **state)
{
    (void)state;
    assert_true(workflow_has_way("accept", "awaiting_acceptance", "registered"));
    assert_false(workflow_has_way("accept", "awaiting_acceptance", "closed"));
    assert_true(workflow_has_way("supervise", "handling", "handling"));
    assert_true(workflow_has_way("return", "handling", "handling"));    /* asked for, */
    assert_true(workflow_has_way("approve", "handling", "registered")); /* and approved */
    assert_false(workflow_has_way("approve", "handling", "closed"));
    assert_true(workflow_has_way("recall", "dispatched", "registered"));
    assert_true(workflow_has_way("reopen", "closed", "awaiting_return_visit"));
    assert_false(workflow_has_way("reopen", "closed", "dispatched"));
}

static void each_level_has_its_role(void **state)
{
    (void)state;
    assert_int_equal(workflow_level_of_role("grid_leader"), 0);
    assert_int_equal(workflow_level_of_role("district"), 3);
    assert_int_equal(workflow_level_of_role("informant"), -1);
    for (int level = 0; level < 4; level++) {
        assert_int_equal(workflow_level(workflow_level_name(level)), level);
        assert_int_equal(workflow_level_of_role(workflow_level_role(level)), level);
    }
}

/* Writes etc/workflow.csv with one line changed or added into the village's folder and loads it. */
static enum err load_changed(struct village *v, const char *line)
{
    FILE *from = fopen("etc/workflow.csv", "r"), *to = fopen(pool_format(v->pool, "%s/workflow.csv", v->dir), "w");
    FILE *limits = fopen(pool_format(v->pool, "%s/limits.csv", v->dir), "w");
    assert_true(from != NULL && to != NULL && limits != NULL);
    for (int c; (c = getc(from)) != EOF;)
        putc(c, to);
    fprintf(to, "%s\n", line);
    fputs("category,urgency,stage,amount,clock\n,,whole,5,days\n", limits);
    fclose(from);
    fclose(to);
    fclose(limits);
    FILE *alarms = fopen(pool_format(v->pool, "%s/alarms.csv", v->dir), "w");
    assert_non_null(alarms);
    fputs("stage,percent,tells,effect,en,zh_CN\n", alarms);
    fclose(alarms);
    return workflow_load(v->dir, &v->e);
}

static void a_faulty_table_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *line, *told;
    } faults[] = {
        {"x,x,nowhere,closed,case.close,,,,,,,,,,,,,x,x,,",               "from"    },
        {"x,x,draft,nowhere,case.close,,,,,,,,,,,,,x,x,,",                "to"      },
        {"x,x,draft,closed,case.fly,,,,,,,,,,,,,x,x,,",                   "right"   },
        {"x,x,draft,closed,case.close,nobody,,,,,,,,,,,,x,x,,",           "who"     },
        {"x,x,draft,closed,case.close,,nobody,,,,,,,,,,,x,x,,",           "level"   },
        {"x,x,draft,closed,case.close,,,raining,,,,,,,,,,x,x,,",          "if"      },
        {"x,x,draft,closed,case.close,,,,,nobody,,,,,,,,x,x,,",           "turn"    },
        {"x,x,draft,closed,case.close,,,,colour=1,,,,,,,,,x,x,,",         "when"    },
        {"x,x,draft,closed,case.close,,,,,,text|colour,,,,,,,x,x,,",      "needs"   },
        {"x,x,draft,closed,case.close,,,,,,,colour,,,,,,x,x,,",           "asks"    },
        {"x,x,draft,closed,case.close,,,,,,,,vanish,,,,,x,x,,",           "effect"  },
        {"x,x,draft,closed,case.close,,,,,,,,,tick,,,,x,x,,",             "clock"   },
        {"x,x,draft,closed,case.close,,,,,,,,,,everybody,,,x,x,,",        "tells"   },
        {"x,x,draft,closed,case.close,,,,,,,,,,,case.fly,,x,x,,",         "approval"},
        {"x,x,draft,closed,case.close,,,,,,,,,,,,dispatch,x,x,,",         "undo"    },
        {"x,xy,draft,closed,case.close,,,,,,,,,,,,,x,x,,",                "letter"  },
        {"x,e,awaiting_return_visit,closed,case.close,,,,,,,,,,,,,x,x,,", "letter"  },
    };
    struct village *v = *state;
    DONE(v, load_changed(v, "# nothing"));
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        assert_int_equal(load_changed(v, faults[i].line), ERR_INVALID);
        assert_non_null(strstr(v->e.text, faults[i].told));
    }
}

/* Another link of the work is a row, and no C. */
static void further_commands_are_only_rows(void **state)
{
    struct village *v = *state;
    DONE(v, load_changed(
                v, "lend,z,dispatched,dispatched,case.handle,handler,,,,,handler text,unit,assign,signing,handler,,,"
                   "lend,借办,,"));
    act_as(v, "grid01");
    int64_t id = 0;
    struct record *r =
        record_with("title", "转办", "text", "转给另一个人。", "category", "02", "area", "6", "urgency", "1", NULL);
    DONE(v, case_add(v->work, r, false, &id, NULL, NULL, &v->e));
    static const char *const line[][3] = {
        {"station01",    "accept",   ""            },
        {"station01",    "dispatch", "department01"},
        {"department01", "lend",     "street01"    },
        {"street01",     "handle",   ""            }
    };
    for (size_t i = 0; i < COUNT_OF(line); i++) {
        act_as(v, line[i][0]);
        record_set(r, "handler", line[i][2]);
        DONE(v, case_do(v->work, id, line[i][1], r, &v->e));
    }
    record_free(&r);
    assert_int_equal(number(v, "select handler from case_file"), STREET01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_VILLAGE(every_state_but_void_can_be_left),        IN_VILLAGE(rows_are_chosen_by_what_is_given),
        IN_VILLAGE(steps_of_a_timeline_have_their_row),      IN_VILLAGE(each_level_has_its_role),
        IN_VILLAGE(a_faulty_table_is_refused_with_its_line), IN_VILLAGE(further_commands_are_only_rows),
    };
    return cmocka_run_group_tests_name("workflow", tests, NULL, NULL);
}
