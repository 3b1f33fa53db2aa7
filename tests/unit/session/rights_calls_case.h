/* Functions called by themselves (rights_calls.h): of cases, units, notices and evaluations. */
#ifndef WANGGE_TESTS_SESSION_RIGHTS_CALLS_CASE_H
#define WANGGE_TESTS_SESSION_RIGHTS_CALLS_CASE_H

#include "../../../src/work/case_do.h"
#include "../../../src/work/import_inside.h"

#include "wangge/table/print.h"
#include "wangge/work/case_selection.h"
#include "wangge/work/code_row.h"
#include "wangge/work/evaluation.h"
#include "wangge/work/evaluation_appeal.h"
#include "wangge/work/evaluation_point.h"
#include "wangge/work/evaluation_report.h"
#include "wangge/work/evaluation_state.h"
#include "wangge/work/intake.h"
#include "wangge/work/notice.h"
#include "wangge/work/print.h"
#include "wangge/work/publish.h"
#include "wangge/work/saved.h"
#include "wangge/work/unit.h"

/* ---- cases */

/* The station approves that a case gets more time, but not that it is made void. */
static bool approves_own_requests(struct rights_office *r)
{
    const char *approvals = case_approvals(r->o->work, r->o->pool);
    return strstr(approvals, " extend/grid ") != NULL && strstr(approvals, " void/") == NULL;
}

/* A leader who dispatches nothing is waited for by name alone, not as the office that is led. */
static bool turns_of_a_leader(struct rights_office *r)
{
    return strcmp(case_turn(r->o->work, r->o->pool), "% street_leader %") == 0;
}

static enum err check_case_of_visit(struct rights_office *r, int place)
{
    struct record *record = record_new();
    record_defaults(record, table_find("case"));
    record_set(record, "title", "a lamp is out");
    record_set(record, "text", "a lamp is out");
    record_set(record, "category", "02");
    record_set(record, "urgency", "2");
    record_set(record, "place", "at the gate");
    record_set_int(record, "area", r->area[CHILD]);
    record_set(record, "visit", filled(r, place, "{n}"));
    enum err is = case_check(r->o->work, record, &r->o->e);
    record_free(&record);
    return is;
}

static bool case_of_visit_elsewhere(struct rights_office *r)
{
    return check_case_of_visit(r, CHILD) == ERR_NONE && check_case_of_visit(r, SIBLING) == ERR_INVALID &&
           check_case_of_visit(r, OTHER) == ERR_INVALID;
}

static enum err scope_of_own_area(struct rights_office *r, struct case_scope *out)
{
    struct case_selection selection = {0};
    case_selection_begin(&selection);
    return case_scope(r->o->work, r->o->pool, "case.statistics", &selection, out, &r->o->e);
}

static bool scope_of_statistics(struct rights_office *r)
{
    struct case_scope scope;
    return scope_of_own_area(r, &scope) == ERR_DENIED;
}

/* The confidential one of the own community lies outside of what is seen. */
static bool scope_of_secrets(struct rights_office *r)
{
    struct case_scope scope;
    const char *path = r->w->paths[OWN];
    return scope_of_own_area(r, &scope) == ERR_NONE && strcmp(path, scope.range.lo) >= 0 &&
           strcmp(path, scope.range.hi) < 0 && strcmp(path, scope.secret.hi) >= 0;
}

static bool import_by_address(struct rights_office *r)
{
    char number[] = "Q-1", text[] = "a lamp is out", address[] = "蒋王街道何桥社区";
    struct import_row row = {
        .words = {[0] = number, [4] = address, [7] = text}
    };
    int what = 0;
    return import_case.put(r->o->work, &row, false, true, &what, &r->o->e) == ERR_DENIED;
}

static enum err read_message(struct rights_office *r, int place)
{
    struct record *record = record_new();
    enum err is = message_read(r->o->work, filled(r, place, "in-{n}"), record, &r->o->e);
    record_free(&record);
    return is;
}

static bool message_of_others(struct rights_office *r)
{
    return read_message(r, CHILD) == ERR_DENIED;
}

static bool message_of_secret_case(struct rights_office *r)
{
    run_at(r, CHILD, "update message_in set case_file = {n} where id = {n}");
    bool open = read_message(r, CHILD) == ERR_NONE;
    run_at(r, CHILD, "update case_file set confidential = 1 where id = {n}");
    return open && read_message(r, CHILD) == ERR_NOT_FOUND;
}

static bool candidates_to_publish(struct rights_office *r)
{
    struct rows rows = {0};
    return publish_candidates(r->o->work, r->o->pool, "", 10, &rows, &r->o->e) == ERR_DENIED;
}

/* ---- units, templates, codes, notices, filters */

static bool fitting_units(struct rights_office *r)
{
    struct rows rows = {0};
    return unit_fitting(r->o->work, r->o->pool, "02", r->area[CHILD], "", &rows, &r->o->e) == ERR_DENIED &&
           rows.count == 0;
}

static bool members_of_a_unit(struct rights_office *r)
{
    struct rows rows = {0};
    return unit_members(r->o->work, r->o->pool, r->unit, &rows, &r->o->e) == ERR_DENIED && rows.count == 0;
}

static bool fitting_templates(struct rights_office *r)
{
    struct rows rows = {0};
    struct record *item = record_new();
    record_set_int(item, "area", r->area[CHILD]);
    enum err is = template_fitting(r->o->work, r->o->pool, "reply", item, "", &rows, &r->o->e);
    record_free(&item);
    return is == ERR_DENIED && rows.count == 0;
}

static bool filled_template(struct rights_office *r)
{
    struct buffer out = {0};
    struct record *item = record_new();
    enum err is = template_fill(r->o->work, filled(r, NEAR, "{response_template}"), item, &out, &r->o->e);
    bool empty = buffer_text(&out)[0] == '\0';
    record_free(&item);
    buffer_free(&out);
    return is == ERR_DENIED && empty;
}

static bool codes_of_the_site(struct rights_office *r)
{
    struct rows rows = {0};
    return code_row_site(r->o->work, r->o->pool, "case_category", &rows, &r->o->e) == ERR_DENIED;
}

/* A notice that is read, of whose readers nothing is told. */
static bool keeps_readers(struct rights_office *r, int place)
{
    int64_t people = 0, readers = 0;
    struct record *record = record_new();
    bool read = notice_read(r->o->work, filled(r, place, "{n}"), record, &r->o->e) == ERR_NONE;
    record_free(&record);
    return read && notice_readers(r->o->work, 9000 + place, &people, &readers, &r->o->e) == ERR_DENIED && people == 0;
}

static bool readers_of_a_notice(struct rights_office *r)
{
    return keeps_readers(r, NEAR);
}

/* The street posted it: its readers are the street's to see. */
static bool readers_of_the_street(struct rights_office *r)
{
    int64_t people = 0, readers = 0;
    return notice_readers(r->o->work, 9000 + NEAR, &people, &readers, &r->o->e) == ERR_NONE && people > 0 &&
           keeps_readers(r, PARENT);
}

static bool filter_for_others(struct rights_office *r)
{
    struct rows rows = {0};
    struct record *record = record_new();
    enum err is = saved_filter_save(r->o->work, "person", "zqfilter", record, &r->o->e);
    record_free(&record);
    if (is != ERR_NONE || saved_filters(r->o->work, r->o->pool, "person", &rows, &r->o->e) != ERR_NONE ||
        rows.count == 0)
        return false;
    return saved_filter_share(r->o->work, rows_int(&rows, 0, "id"), "station", &r->o->e) == ERR_DENIED;
}

/* ---- evaluations */

#define MONTH_JUDGED "2026-07" /* of the rows of evaluation */

static bool own_evaluation(struct rights_office *r)
{
    bool found = false;
    struct evaluation *own = pool_new_piece(r->o->pool, 1, sizeof *own);
    return evaluation_own(r->o->work, r->o->pool, MONTH_JUDGED, own, &found, &r->o->e) == ERR_DENIED && !found;
}

static bool no_appeals_to_decide(struct rights_office *r)
{
    int64_t count = 0;
    return evaluation_appeal_count(r->o->work, NULL, &count, &r->o->e) == ERR_NONE && count == 0;
}

/* With those of the own community decided none is left to the station. */
static bool appeals_of_the_community(struct rights_office *r)
{
    int64_t before = 0, after = 0;
    if (evaluation_appeal_count(r->o->work, NULL, &before, &r->o->e) != ERR_NONE)
        return false;
    for (int place = OWN; place <= CHILD; place++)
        run_at(r, place, "update evaluation_appeal set state = 'refused' where id = {n}");
    return evaluation_appeal_count(r->o->work, NULL, &after, &r->o->e) == ERR_NONE && before > 0 && after == 0;
}

static bool whose_evaluation(struct rights_office *r)
{
    struct rows rows = {0};
    return evaluation_whose(r->o->work, r->o->pool, "evaluation", 9000 + NEAR, &rows, &r->o->e) == ERR_DENIED &&
           rows.count == 0;
}

/* Of somebody who was judged in two communities the book of one does not tell the points that the other gave. */
static bool sheets_of_the_community(struct rights_office *r)
{
    static const char *const give =
        "insert into evaluation_point (id, month, subject, who, area, kind, points, reason, evidence, made_by, "
        "made_at) "
        "select {n}, '" MONTH_JUDGED "', 'grid_leader', e.who, {area}, 'points', 1, 'zqg{p}z', '', {author}, {now} "
        "from evaluation e where e.id = 9001";
    const struct paper paper = {.width = 200};
    struct buffer out = {0};
    run_at(r, NEAR, give);
    run_at(r, SIBLING, give);
    enum err is = evaluation_print(r->o->work, MONTH_JUDGED, &paper, &out, &r->o->e);
    bool held = is == ERR_NONE && strstr(buffer_text(&out), filled(r, NEAR, "zqg{p}z")) != NULL &&
                strstr(buffer_text(&out), filled(r, SIBLING, "zqg{p}z")) == NULL;
    buffer_free(&out);
    return held;
}

static bool corrections_of_an_evaluation(struct rights_office *r)
{
    struct rows rows = {0};
    return evaluation_corrections(r->o->work, r->o->pool, MONTH_JUDGED, "grid_leader", r->author[NEAR], &rows,
                                  &r->o->e) == ERR_DENIED;
}

/* The file of a grid is printed without what the actor may not read. */
static bool grid_file_without_evaluation(struct rights_office *r)
{
    const struct paper paper = {0};
    struct buffer out = {0};
    enum err is = print_grid(r->o->work, r->area[CHILD], &paper, &out, &r->o->e);
    bool held = is == ERR_NONE && buffer_text(&out)[0] != '\0';
    buffer_free(&out);
    return held;
}

static const struct call case_calls[] = {
    {"case.c",              "case_approvals",          "station",       NULL,                approves_own_requests       },
    {"case.c",              "check_visit",             "grid_leader",   NULL,                case_of_visit_elsewhere     },
    {"case_find.c",         "takes_turns_of_level",    "street_leader", NULL,                turns_of_a_leader           },
    {"case_selection.c",    "case_scope",              "station",       "case.statistics",   scope_of_statistics         },
    {"case_selection.c",    "case_scope",              "station",       NULL,                scope_of_secrets            },
    {"import_case.c",       "named_in_address",        "station",       "case.intake",       import_by_address           },
    {"message.c",           "find_sight",              "station",       "case.intake",       message_of_others           },
    {"message.c",           "find_sight",              "station",       NULL,                message_of_secret_case      },
    {"publish.c",           "publish_candidates",      "station",       "case.publish",      candidates_to_publish       },
    {"unit.c",              "unit_fitting",            "station",       "unit.read",         fitting_units               },
    {"unit.c",              "unit_members",            "station",       "unit.read",         members_of_a_unit           },
    {"unit.c",              "template_fitting",        "station",       "template.read",     fitting_templates           },
    {"unit.c",              "template_fill",           "station",       "template.read",     filled_template             },
    {"code_row.c",          "code_row_site",           "system",        "code.read",         codes_of_the_site           },
    {"notice.c",            "notice_readers",          "grid_leader",   NULL,                readers_of_a_notice         },
    {"notice.c",            "notice_readers",          "station",       NULL,                readers_of_the_street       },
    {"saved.c",             "saved_filter_share",      "station",       "filter.share",      filter_for_others           },
    {"evaluation.c",        "evaluation_own",          "grid_leader",   "evaluation.read",   own_evaluation              },
    {"evaluation_appeal.c", "evaluation_appeal_count", "station",       "evaluation.decide", no_appeals_to_decide        },
    {"evaluation_appeal.c", "evaluation_appeal_count", "station",       NULL,                appeals_of_the_community    },
    {"evaluation_point.c",  "evaluation_whose",        "station",       "evaluation.read",   whose_evaluation            },
    {"evaluation_sheets.c", "evaluation_sheets",       "station",       NULL,                sheets_of_the_community     },
    {"evaluation_state.c",  "evaluation_corrections",  "station",       "evaluation.read",   corrections_of_an_evaluation},
    {"print_grid.c",        "add_evaluation",          "station",       "evaluation.read",   grid_file_without_evaluation},
};

#endif
