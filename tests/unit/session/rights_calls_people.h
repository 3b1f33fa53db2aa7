/* Functions called by themselves (rights_calls.h): areas, people, accounts, drills, backups, the kiosk. */
#ifndef WANGGE_TESTS_SESSION_RIGHTS_CALLS_PEOPLE_H
#define WANGGE_TESTS_SESSION_RIGHTS_CALLS_PEOPLE_H

#include "../../../src/work/drill_inside.h"
#include "../../../src/work/inside.h"
#include "../../../src/work/print_inside.h"

#include "wangge/work/area_change.h"
#include "wangge/work/backup.h"
#include "wangge/work/card.h"
#include "wangge/work/deputy.h"
#include "wangge/work/kiosk.h"
#include "wangge/work/person.h"
#include "wangge/work/post.h"
#include "wangge/work/user.h"

/* The first column of the first row, with the words of the place (rights_office.h). */
static const char *told_at(struct rights_office *r, int place, const char *sql)
{
    struct rows rows = {0};
    done(r->o, db_query_text(r->o->work->db, r->o->pool, filled(r, place, sql), NULL, &rows, &r->o->e));
    assert_int_equal(rows.count, 1);
    return rows_text(&rows, 0, rows.names[0]);
}

static int64_t number_at(struct rights_office *r, int place, const char *sql)
{
    struct rows rows = {0};
    done(r->o, db_query_text(r->o->work->db, r->o->pool, filled(r, place, sql), NULL, &rows, &r->o->e));
    assert_int_equal(rows.count, 1);
    return rows_int(&rows, 0, rows.names[0]);
}

/* ---- areas and people: rows of the own area, none of the one beside it */

static bool reads_here_alone(struct rights_office *r, size_t (*count)(struct rights_office *r, int place))
{
    return count(r, NEAR) > 0 && count(r, SIBLING) == 0;
}

static size_t posts_of_area(struct rights_office *r, int place)
{
    struct rows rows = {0};
    done(r->o, area_posts(r->o->work, r->o->pool, r->area[place], &rows, &r->o->e));
    return rows.count;
}

static bool posts_here_alone(struct rights_office *r)
{
    return reads_here_alone(r, posts_of_area);
}

static size_t users_called_author(struct rights_office *r, int place)
{
    struct rows rows = {0};
    const char *login = pool_format(r->o->pool, "author%d", place);
    done(r->o, user_search(r->o->work, r->o->pool, login, NULL, 1, &rows, &r->o->e));
    return rows.count;
}

static bool colleagues_here_alone(struct rights_office *r)
{
    return reads_here_alone(r, users_called_author);
}

static size_t people_of_household(struct rights_office *r, int place)
{
    struct rows rows = {0};
    run_at(r, place, "update person set household = {household} where id = {person}");
    done(r->o, household_people(r->o->work, r->o->pool, row_at(r, "household", place)->id, &rows, &r->o->e));
    return rows.count;
}

static bool households_here_alone(struct rights_office *r)
{
    return reads_here_alone(r, people_of_household);
}

static size_t duplicates_of(struct rights_office *r, int place)
{
    struct rows rows = {0};
    struct record *record = record_new();
    record_set(record, "name", told_at(r, place, "select name from person where id = {person}"));
    record_set(record, "phone", told_at(r, place, "select phone from person where id = {person}"));
    enum err result = person_duplicates(r->o->work, r->o->pool, record, &rows, &r->o->e);
    record_free(&record);
    done(r->o, result);
    return rows.count;
}

static bool duplicates_here_alone(struct rights_office *r)
{
    return reads_here_alone(r, duplicates_of);
}

static size_t by_id(struct rights_office *r, int place)
{
    struct person_found found;
    const char *number = told_at(r, place, "select citizen_id from person where id = {person}");
    done(r->o, person_by_id(r->o->work, number, &found, &r->o->e));
    assert_int_not_equal(found.where, PERSON_UNKNOWN);
    return found.where == PERSON_HERE || found.id != 0 || found.name[0] != '\0';
}

static bool found_here_alone(struct rights_office *r)
{
    return reads_here_alone(r, by_id);
}

static size_t visits_of_person(struct rights_office *r, int place)
{
    struct rows rows = {0};
    run_at(r, place, "insert into visit_person (visit, position, person, name) values ({n}, 1, {person}, '')");
    done(r->o, card_visits_of_person(r->o->work, r->o->pool, row_at(r, "person", place)->id, 9, &rows, &r->o->e));
    return rows.count;
}

static bool visits_here_alone(struct rights_office *r)
{
    return reads_here_alone(r, visits_of_person);
}

/* A card without visits is a card all the same. */
static bool card_without_visits(struct rights_office *r)
{
    struct rows rows = {0};
    run_at(r, NEAR, "insert into visit_person (visit, position, person, name) values ({n}, 1, {person}, '')");
    return card_visits_of_person(r->o->work, r->o->pool, row_at(r, "person", NEAR)->id, 9, &rows, &r->o->e) ==
               ERR_NONE &&
           rows.count == 0;
}

static bool nothing_is_printed(struct rights_office *r)
{
    struct printing p = {.work = r->o->work, .pool = r->o->pool};
    struct scope_range range = {.hi = "~"}, out;
    return !printing_reach(&p, "visit.read", &range, &out);
}

/* ---- deputies */

static bool deputy_of_another(struct rights_office *r)
{
    struct record *record = record_new();
    int64_t id = 0;
    record_set_int(record, "account", r->author[SIBLING]);
    record_set_int(record, "acting", r->author[NEAR]);
    record_set(record, "from_on", "2027-01-10");
    record_set(record, "to_on", "2027-01-12");
    record_set(record, "reason", "zq");
    enum err result = deputy_add(r->o->work, record, &id, NULL, NULL, &r->o->e);
    record_free(&record);
    return result == ERR_DENIED;
}

static bool no_deputies_to_choose(struct rights_office *r)
{
    struct rows rows = {0};
    return deputy_people(r->o->work, r->o->pool, "", &rows, &r->o->e) == ERR_DENIED && rows.count == 0;
}

/* ---- drills */

static bool no_drill_is_open(struct rights_office *r)
{
    int64_t id = 0;
    return drill_open(r->o->work, &id, &r->o->e) == ERR_DENIED;
}

static enum err facts_of_households(struct rights_office *r)
{
    struct drill_data data = {0};
    struct drill_facts facts = {0};
    return drill_facts(r->o->work, r->o->pool, drill_kind_find("kinds"), &data, &facts, &r->o->e);
}

static bool no_facts(struct rights_office *r)
{
    return facts_of_households(r) == ERR_DENIED;
}

/* Whoever sees no cases is asked about households all the same. */
static bool facts_without_cases(struct rights_office *r)
{
    return facts_of_households(r) == ERR_NONE;
}

static bool not_asked_about_cases(struct rights_office *r)
{
    return drill_may_ask(r->o->work, "household") && !drill_may_ask(r->o->work, "case household");
}

/* ---- backups and accounts */

static bool no_backup_is_verified(struct rights_office *r)
{
    return backup_verify(r->o->work, 1, &r->o->e) == ERR_DENIED;
}

static bool no_backup_is_tried(struct rights_office *r)
{
    return backup_drill(r->o->work, 1, &r->o->e) == ERR_DENIED;
}

static bool no_post_is_taken(struct rights_office *r)
{
    return post_replace(r->o->work, r->author[SIBLING], "", 0, &r->o->e) == ERR_DENIED;
}

static bool no_post_ends(struct rights_office *r)
{
    int64_t post = number_at(r, SIBLING, "select id from post where account = {author}");
    return user_post_end(r->o->work, r->author[SIBLING], post, "2026-12-31", &r->o->e) == ERR_DENIED;
}

static bool no_password_is_made(struct rights_office *r)
{
    char fresh[32] = "";
    return user_reset_password(r->o->work, r->author[SIBLING], NULL, fresh, &r->o->e) == ERR_DENIED && *fresh == '\0';
}

/* Nor is it told that the user works there already. */
static bool nobody_is_moved(struct rights_office *r)
{
    const struct post_wish wish = {.role = "grid_leader", .area = r->area[NEAR]};
    int64_t request = 0;
    return user_move(r->o->work, r->author[NEAR], &wish, &request, &r->o->e) == ERR_DENIED;
}

/* ---- the kiosk is for its guest */

static bool no_kiosk_notices(struct rights_office *r)
{
    struct rows rows = {0};
    return kiosk_notices(r->o->work, r->o->pool, &rows, &r->o->e) == ERR_DENIED && rows.count == 0;
}

static bool no_kiosk_results(struct rights_office *r)
{
    struct rows rows = {0};
    return kiosk_results(r->o->work, r->o->pool, &rows, &r->o->e) == ERR_DENIED && rows.count == 0;
}

/* Refused before it is told what is wrong with the report. */
static bool no_kiosk_report(struct rights_office *r)
{
    struct record *record = record_new();
    char receipt[KIOSK_RECEIPT] = "";
    record_set(record, "phone", "1380");
    enum err result = kiosk_report(r->o->work, record, receipt, NULL, NULL, &r->o->e);
    record_free(&record);
    return result == ERR_DENIED && *receipt == '\0';
}

static bool no_kiosk_answer(struct rights_office *r)
{
    struct rows rows = {0};
    return kiosk_ask(r->o->work, r->o->pool, "1234-5678", "13800000099", &rows, &r->o->e) == ERR_DENIED;
}

static const struct call people_calls[] = {
    {"area_tree.c",   "area_posts",          "station",     NULL,             posts_here_alone     },
    {"household.c",   "household_people",    "station",     NULL,             households_here_alone},
    {"person.c",      "person_duplicates",   "station",     NULL,             duplicates_here_alone},
    {"person.c",      "person_by_id",        "station",     NULL,             found_here_alone     },
    {"card.c",        "read_scoped",         "station",     NULL,             visits_here_alone    },
    {"card.c",        "read_scoped",         "station",     "visit.read",     card_without_visits  },
    {"print.c",       "printing_reach",      "station",     "visit.read",     nothing_is_printed   },
    {"deputy.c",      "check_who",           "grid_leader", NULL,             deputy_of_another    },
    {"deputy.c",      "deputy_people",       "system",      NULL,             no_deputies_to_choose},
    {"drill.c",       "drill_open",          "station",     NULL,             no_drill_is_open     },
    {"drill_fact.c",  "own_range",           "grid_leader", "household.read", no_facts             },
    {"drill_fact.c",  "read_statement",      "grid_leader", "case.read",      facts_without_cases  },
    {"drill_kind.c",  "may_read",            "grid_leader", "case.read",      not_asked_about_cases},
    {"backup_look.c", "find_one",            "security",    NULL,             no_backup_is_verified},
    {"backup_look.c", "find_one",            "security",    NULL,             no_backup_is_tried   },
    {"post.c",        "user_search",         "station",     NULL,             colleagues_here_alone},
    {"post.c",        "post_replace",        "system",      NULL,             no_post_is_taken     },
    {"post.c",        "user_post_end",       "system",      NULL,             no_post_ends         },
    {"user.c",        "user_reset_password", "security",    NULL,             no_password_is_made  },
    {"user_move.c",   "user_move",           "street",      NULL,             nobody_is_moved      },
    {"kiosk.c",       "kiosk_notices",       "informant",   NULL,             no_kiosk_notices     },
    {"kiosk.c",       "kiosk_results",       "informant",   NULL,             no_kiosk_results     },
    {"kiosk.c",       "kiosk_report",        "informant",   NULL,             no_kiosk_report      },
    {"kiosk.c",       "kiosk_ask",           "informant",   NULL,             no_kiosk_answer      },
};

#endif
