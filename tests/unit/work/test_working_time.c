#include "village.h"

#include "wangge/base/array.h"
#include "wangge/base/random.h"
#include "wangge/table/describe.h"
#include "wangge/table/store.h"
#include "wangge/work/working_time.h"

#define MINUTE 60
#define HOUR   3600
#define DAY    DAY_SECONDS

/* The village, with the holidays of 2024 to 2026. */
static int begin(void **state)
{
    int failed = village_begin(state);
    struct village *v = *state;
    DONE(v, holidays_lay(v->work->db, &v->e));
    DONE(v, working_time_load(v->work, &v->e));
    return failed;
}

/* By the State Council's notices on the holidays of 2024, 2025 and 2026. */
static const struct {
    const char *from;
    enum clock_kind kind;
    int64_t amount;
    const char *due, *why;
} examples[] = {
    {"2025-03-04 09:00", CLOCK_HOURS,    1 * HOUR,     "2025-03-04 10:00", "a morning"                                         },
    {"2025-03-04 09:00", CLOCK_HOURS,    3 * HOUR,     "2025-03-04 12:00", "exactly to noon"                                   },
    {"2025-03-04 09:00", CLOCK_HOURS,    4 * HOUR,     "2025-03-04 15:00", "over the lunch break"                              },
    {"2025-03-04 11:30", CLOCK_HOURS,    1 * HOUR,     "2025-03-04 14:30", "half an hour on either side of lunch"              },
    {"2025-03-04 12:00", CLOCK_HOURS,    1 * HOUR,     "2025-03-04 15:00", "from noon sharp"                                   },
    {"2025-03-04 12:47", CLOCK_HOURS,    2 * HOUR,     "2025-03-04 16:00", "begun in the lunch break"                          },
    {"2025-03-04 14:00", CLOCK_HOURS,    4 * HOUR,     "2025-03-04 18:00", "a whole afternoon ends at 18:00"                   },
    {"2025-03-04 08:00", CLOCK_HOURS,    8 * HOUR,     "2025-03-04 18:00", "a whole day ends the same evening"                 },
    {"2025-03-04 08:00", CLOCK_HOURS,    480 * MINUTE, "2025-03-04 18:00", "the same in minutes"                               },
    {"2025-03-04 18:00", CLOCK_HOURS,    1 * HOUR,     "2025-03-05 09:00", "from 18:00 sharp: the next morning"                },
    {"2025-03-04 18:00", CLOCK_HOURS,    1 * MINUTE,   "2025-03-05 08:01", "the first minute of the next morning"              },
    {"2025-03-04 22:15", CLOCK_HOURS,    2 * HOUR,     "2025-03-05 10:00", "begun at night"                                    },
    {"2025-03-04 00:30", CLOCK_HOURS,    1 * HOUR,     "2025-03-04 09:00", "begun after midnight"                              },
    {"2025-03-04 07:59", CLOCK_HOURS,    1 * HOUR,     "2025-03-04 09:00", "a minute before the day begins"                    },
    {"2025-03-04 17:59", CLOCK_HOURS,    2 * MINUTE,   "2025-03-05 08:01", "the last minute and the first"                     },
    {"2025-03-07 17:00", CLOCK_HOURS,    2 * HOUR,     "2025-03-10 09:00", "over a weekend"                                    },
    {"2025-03-08 10:00", CLOCK_HOURS,    4 * HOUR,     "2025-03-10 12:00", "begun on a Saturday"                               },
    {"2025-03-09 23:59", CLOCK_HOURS,    4 * HOUR,     "2025-03-10 12:00", "begun on a Sunday night"                           },
    {"2025-03-03 08:00", CLOCK_HOURS,    40 * HOUR,    "2025-03-07 18:00", "a working week"                                    },
    {"2025-03-03 10:00", CLOCK_HOURS,    80 * HOUR,    "2025-03-17 10:00", "two working weeks"                                 },
    {"2025-03-04 09:17", CLOCK_DAYS,     0,            "2025-03-04 09:17", "nothing passes"                                    },
    {"2025-03-08 09:17", CLOCK_HOURS,    0,            "2025-03-08 09:17", "nothing passes on a Saturday either"               },
    {"2025-03-04 09:00", CLOCK_DAYS,     1 * DAY,      "2025-03-05 09:00", "a working day runs 24 hours"                       },
    {"2025-03-07 09:00", CLOCK_DAYS,     1 * DAY,      "2025-03-10 09:00", "from Friday morning: Monday morning"               },
    {"2025-03-07 00:00", CLOCK_DAYS,     1 * DAY,      "2025-03-08 00:00", "a whole Friday ends at its midnight"               },
    {"2025-03-08 11:00", CLOCK_DAYS,     1 * DAY,      "2025-03-11 00:00", "begun on a Saturday: the whole Monday"             },
    {"2025-03-03 16:20", CLOCK_DAYS,     5 * DAY,      "2025-03-10 16:20", "five working days"                                 },
    {"2025-03-03 16:20", CLOCK_DAYS,     3 * DAY,      "2025-03-06 16:20", "three working days"                                },
    {"2025-03-06 16:20", CLOCK_DAYS,     3 * DAY,      "2025-03-11 16:20", "three working days over a weekend"                 },
    {"2025-03-04 21:00", CLOCK_DAYS,     12 * HOUR,    "2025-03-05 09:00", "half a day at night"                               },
    {"2025-03-04 09:00", CLOCK_URGENT,   2 * HOUR,     "2025-03-04 11:00", "urgent, in the day"                                },
    {"2025-03-07 23:00", CLOCK_URGENT,   2 * HOUR,     "2025-03-08 01:00", "urgent, past midnight into a Saturday"             },
    {"2025-10-01 03:00", CLOCK_URGENT,   24 * HOUR,    "2025-10-02 03:00", "urgent, through National Day"                      },
    {"2025-01-28 20:00", CLOCK_URGENT,   2 * HOUR,     "2025-01-28 22:00", "urgent, on New Year's Eve"                         },
    {"2025-03-04 11:50", CLOCK_URGENT,   15 * MINUTE,  "2025-03-04 12:05", "a quarter of an hour, into lunch"                  },
    {"2025-10-01 10:00", CLOCK_CALENDAR, 7 * DAY,      "2025-10-08 10:00", "calendar days over National Day"                   },
    {"2024-02-28 10:00", CLOCK_CALENDAR, 1 * DAY,      "2024-02-29 10:00", "to the leap day"                                   },
    {"2024-02-28 10:00", CLOCK_CALENDAR, 2 * DAY,      "2024-03-01 10:00", "over the leap day"                                 },
    {"2023-02-28 10:00", CLOCK_CALENDAR, 1 * DAY,      "2023-03-01 10:00", "no leap day"                                       },
    {"2025-12-31 10:00", CLOCK_CALENDAR, 1 * DAY,      "2026-01-01 10:00", "over the year's end"                               },
    {"2025-01-31 10:00", CLOCK_CALENDAR, 30 * DAY,     "2025-03-02 10:00", "over a short month"                                },
    {"2025-09-30 17:00", CLOCK_HOURS,    2 * HOUR,     "2025-10-09 09:00", "National Day 2025: eight days off"                 },
    {"2025-09-30 10:00", CLOCK_DAYS,     1 * DAY,      "2025-10-09 10:00", "National Day 2025: a day, ending after it"         },
    {"2025-09-28 09:00", CLOCK_HOURS,    2 * HOUR,     "2025-09-28 11:00", "a Sunday that is worked"                           },
    {"2025-09-27 09:00", CLOCK_HOURS,    2 * HOUR,     "2025-09-28 10:00", "the Saturday before it is not"                     },
    {"2025-09-26 17:00", CLOCK_HOURS,    2 * HOUR,     "2025-09-28 09:00", "from Friday into the Sunday that is worked"        },
    {"2025-09-26 09:00", CLOCK_DAYS,     3 * DAY,      "2025-09-30 09:00", "the Sunday counts"                                 },
    {"2025-10-01 12:00", CLOCK_HOURS,    4 * HOUR,     "2025-10-09 12:00", "begun on the holiday: the first morning after"     },
    {"2025-10-08 23:59", CLOCK_DAYS,     1 * DAY,      "2025-10-10 00:00", "begun in its last minute"                          },
    {"2025-10-09 08:00", CLOCK_HOURS,    24 * HOUR,    "2025-10-11 18:00", "into the Saturday that is worked"                  },
    {"2025-10-10 17:00", CLOCK_HOURS,    2 * HOUR,     "2025-10-11 09:00", "from Friday into the Saturday"                     },
    {"2025-10-11 17:00", CLOCK_HOURS,    2 * HOUR,     "2025-10-13 09:00", "from that Saturday to Monday"                      },
    {"2025-10-11 12:00", CLOCK_DAYS,     1 * DAY,      "2025-10-13 12:00", "half of the Saturday, half of Monday"              },
    {"2026-02-13 17:00", CLOCK_HOURS,    2 * HOUR,     "2026-02-14 09:00",
     "Spring Festival 2026: the Saturday before it is worked"                                                                  },
    {"2026-02-14 17:30", CLOCK_HOURS,    1 * HOUR,     "2026-02-24 08:30", "the last half hour before Spring Festival 2026"    },
    {"2026-02-14 10:00", CLOCK_DAYS,     1 * DAY,      "2026-02-24 10:00", "a day over Spring Festival 2026"                   },
    {"2026-02-17 09:00", CLOCK_DAYS,     5 * DAY,      "2026-03-01 00:00", "begun on New Year's Day of the moon"               },
    {"2026-02-24 08:00", CLOCK_HOURS,    40 * HOUR,    "2026-02-28 18:00", "the long week after it"                            },
    {"2026-02-27 17:00", CLOCK_HOURS,    2 * HOUR,     "2026-02-28 09:00", "into the Saturday 28 that is worked"               },
    {"2026-02-28 17:00", CLOCK_HOURS,    2 * HOUR,     "2026-03-02 09:00", "from it over the month's end"                      },
    {"2026-02-15 00:00", CLOCK_CALENDAR, 9 * DAY,      "2026-02-24 00:00", "calendar days do not care"                         },
    {"2025-01-26 10:00", CLOCK_HOURS,    4 * HOUR,     "2025-01-26 16:00", "the Sunday before Spring Festival 2025 is worked"  },
    {"2025-01-27 16:00", CLOCK_HOURS,    4 * HOUR,     "2025-02-05 10:00", "Spring Festival 2025"                              },
    {"2025-02-08 10:00", CLOCK_DAYS,     1 * DAY,      "2025-02-10 10:00", "the Saturday after it is worked"                   },
    {"2024-02-08 17:00", CLOCK_HOURS,    2 * HOUR,     "2024-02-09 09:00", "Spring Festival 2024: Friday 9 is worked"          },
    {"2024-02-09 16:00", CLOCK_DAYS,     1 * DAY,      "2024-02-18 16:00", "Spring Festival 2024, from Friday afternoon"       },
    {"2024-02-18 08:00", CLOCK_HOURS,    8 * HOUR,     "2024-02-18 18:00", "the Sunday after it is worked"                     },
    {"2024-02-28 09:00", CLOCK_DAYS,     2 * DAY,      "2024-03-01 09:00", "over the leap day, working"                        },
    {"2024-02-29 15:00", CLOCK_HOURS,    4 * HOUR,     "2024-03-01 09:00", "on the leap day"                                   },
    {"2024-02-29 17:59", CLOCK_HOURS,    2 * MINUTE,   "2024-03-01 08:01", "from the leap day into March"                      },
    {"2024-03-01 09:00", CLOCK_DAYS,     1 * DAY,      "2024-03-04 09:00", "from Friday, the first of March"                   },
    {"2024-04-03 17:00", CLOCK_HOURS,    2 * HOUR,     "2024-04-07 09:00", "Qingming 2024: the Sunday is worked"               },
    {"2024-04-30 17:00", CLOCK_DAYS,     1 * DAY,      "2024-05-06 17:00", "Labour Day 2024"                                   },
    {"2024-05-11 09:00", CLOCK_HOURS,    8 * HOUR,     "2024-05-13 09:00", "the Saturday after it"                             },
    {"2024-06-07 17:00", CLOCK_HOURS,    2 * HOUR,     "2024-06-11 09:00", "Dragon Boat 2024"                                  },
    {"2024-09-13 17:00", CLOCK_HOURS,    2 * HOUR,     "2024-09-14 09:00", "Mid-Autumn 2024: the Saturday is worked"           },
    {"2024-09-29 10:00", CLOCK_HOURS,    16 * HOUR,    "2024-10-08 10:00", "the Sunday before National Day 2024 is worked"     },
    {"2024-09-30 17:00", CLOCK_HOURS,    16 * HOUR,    "2024-10-09 17:00", "over National Day 2024"                            },
    {"2024-10-12 09:00", CLOCK_DAYS,     1 * DAY,      "2024-10-14 09:00", "the Saturday after it"                             },
    {"2024-12-31 17:00", CLOCK_HOURS,    2 * HOUR,     "2025-01-02 09:00", "New Year 2025"                                     },
    {"2024-12-31 18:30", CLOCK_DAYS,     2 * DAY,      "2025-01-03 18:30", "two days over the year's end"                      },
    {"2025-12-31 17:00", CLOCK_HOURS,    2 * HOUR,     "2026-01-04 09:00", "New Year 2026: the Sunday after it is worked"      },
    {"2025-12-31 12:00", CLOCK_DAYS,     2 * DAY,      "2026-01-05 12:00", "from noon over New Year 2026"                      },
    {"2026-01-04 08:00", CLOCK_HOURS,    8 * HOUR,     "2026-01-04 18:00", "that Sunday"                                       },
    {"2026-04-30 15:00", CLOCK_HOURS,    24 * HOUR,    "2026-05-08 15:00",
     "Labour Day 2026, with the Saturday that is worked"                                                                       },
    {"2026-05-08 17:30", CLOCK_HOURS,    1 * HOUR,     "2026-05-09 08:30", "into that Saturday"                                },
    {"2026-06-18 17:00", CLOCK_DAYS,     1 * DAY,      "2026-06-22 17:00", "Dragon Boat 2026"                                  },
    {"2026-09-24 17:00", CLOCK_HOURS,    2 * HOUR,     "2026-09-28 09:00", "Mid-Autumn 2026"                                   },
    {"2026-09-30 17:59", CLOCK_HOURS,    2 * MINUTE,   "2026-10-08 08:01", "the last minute before National Day 2026"          },
    {"2026-10-10 08:00", CLOCK_HOURS,    8 * HOUR,     "2026-10-10 18:00", "the Saturday after it is worked"                   },
    {"2025-01-31 23:59", CLOCK_DAYS,     1 * DAY,      "2025-02-06 00:00", "the month's last minute, on a holiday"             },
    {"2025-04-30 18:00", CLOCK_HOURS,    8 * HOUR,     "2025-05-06 18:00", "Labour Day 2025, begun when work was over"         },
    {"2025-04-27 07:00", CLOCK_DAYS,     1 * DAY,      "2025-04-28 07:00", "the Sunday that is worked, from before the morning"},
    {"2025-06-02 13:00", CLOCK_HOURS,    1 * HOUR,     "2025-06-03 09:00", "a Monday that is a holiday"                        },
    {"2024-01-01 00:00", CLOCK_DAYS,     250 * DAY,    "2024-12-31 00:00", "a year's working days"                             },
    {"2024-01-01 00:00", CLOCK_HOURS,    2000 * HOUR,  "2024-12-30 18:00", "the same in hours"                                 },
    {"2025-06-16 09:00", CLOCK_DAYS,     20 * DAY,     "2025-07-14 09:00", "a month's working days"                            },
    {"2025-12-24 13:30", CLOCK_HOURS,    100 * HOUR,   "2026-01-12 18:00", "a hundred hours over a year's end"                 },
    {"2027-03-05 17:00", CLOCK_HOURS,    2 * HOUR,     "2027-03-08 09:00", "a year without a table: Monday to Friday"          },
    {"2023-12-29 17:00", CLOCK_HOURS,    2 * HOUR,     "2024-01-02 09:00", "from a year without a table into New Year 2024"    },
};

static void worked_examples(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(examples); i++) {
        char due[DATE_MINUTE];
        instant_minute(working_time_add(examples[i].kind, at(examples[i].from), examples[i].amount), due);
        if (strcmp(due, examples[i].due) != 0)
            fail_msg("%s and %lld s (%s): %s is right, not %s", examples[i].from, (long long)examples[i].amount,
                     examples[i].why, examples[i].due, due);
        assert_int_equal(working_time_between(examples[i].kind, at(examples[i].from), at(examples[i].due)),
                         examples[i].amount);
    }
}

/* Seconds that do not fall on minutes. */
static void seconds_count(void **state)
{
    (void)state;
    assert_int_equal(working_time_add(CLOCK_HOURS, at("2025-03-04 11:59") + 59, 2), at("2025-03-04 14:00") + 1);
    assert_int_equal(working_time_add(CLOCK_HOURS, at("2025-03-04 17:59") + 59, 1), at("2025-03-04 18:00"));
    assert_int_equal(working_time_add(CLOCK_DAYS, at("2025-03-07 23:59") + 59, 2), at("2025-03-10 00:00") + 1);
    assert_int_equal(working_time_between(CLOCK_HOURS, at("2025-03-04 17:59") + 30, at("2025-03-05 08:00") + 7), 37);
}

static void nothing_passes_backwards(void **state)
{
    (void)state;
    for (int kind = 0; kind < CLOCK_KINDS; kind++) {
        assert_int_equal(working_time_between((enum clock_kind)kind, at("2025-03-05 09:00"), at("2025-03-04 09:00")),
                         0);
        assert_int_equal(working_time_between((enum clock_kind)kind, at("2025-03-05 09:00"), at("2025-03-05 09:00")),
                         0);
    }
}

static void days_are_as_the_notices_say(void **state)
{
    static const struct {
        const char *day;
        bool works;
    } days[] = {
        {"2024-02-09", true },
        {"2024-02-10", false},
        {"2024-02-18", true },
        {"2025-01-28", false},
        {"2025-09-28", true },
        {"2025-10-06", false},
        {"2025-10-08", false},
        {"2025-10-09", true },
        {"2025-10-11", true },
        {"2025-10-12", false},
        {"2026-02-14", true },
        {"2026-02-16", false},
        {"2026-02-24", true },
        {"2026-02-28", true },
        {"2026-03-01", false},
        {"2030-03-01", true },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        day_t day;
        assert_true(date_parse(days[i].day, &day));
        if (is_working_day(day) != days[i].works)
            fail_msg("%s", days[i].day);
    }
}

/* What was added can be measured; what is measured can be added; more is never earlier. */
static void adding_and_measuring_agree(void **state)
{
    struct dice dice;
    (void)state;
    dice_seed(&dice, 20261021);
    for (int i = 0; i < 200000; i++) {
        enum clock_kind kind = (enum clock_kind)dice_below(&dice, CLOCK_KINDS);
        int64_t from = at("2023-11-01 00:00") + dice_below(&dice, 4 * 366 * DAY);
        int64_t amount = dice_below(&dice, i % 3 == 0 ? 3 * HOUR : i % 3 == 1 ? 9 * DAY : 700 * DAY);
        int64_t due = working_time_add(kind, from, amount);
        assert_true(due >= from);
        assert_int_equal(working_time_between(kind, from, due), amount);
        if (amount > 0)
            assert_int_equal(working_time_between(kind, from, due - 1), amount - 1);
        int64_t middle = from + (due - from) / 2;
        assert_int_equal(working_time_between(kind, from, middle) + working_time_between(kind, middle, due), amount);
    }
}

static void change_day(struct village *v, const char *date, const char *kind)
{
    int64_t id = 0;
    struct record *record = record_with("date", date, "kind", kind, "name", "示例", "area", "1", NULL);
    DONE(v, db_begin(v->work->db, &v->e));
    DONE(v, store_add(v->work->db, table_find("holiday"), record, 0, &id, &v->e));
    DONE(v, db_commit(v->work->db, &v->e));
    record_free(&record);
}

static void a_day_that_a_site_enters_counts_at_once(void **state)
{
    struct village *v = *state;
    int64_t from = at("2026-11-04 17:00");
    DONE(v, working_time_load(v->work, &v->e));
    assert_int_equal(working_time_add(CLOCK_HOURS, from, 2 * HOUR), at("2026-11-05 09:00"));
    change_day(v, "2026-11-05", "holiday");
    change_day(v, "2026-11-07", "workday");
    DONE(v, working_time_load(v->work, &v->e));
    assert_int_equal(working_time_add(CLOCK_HOURS, from, 2 * HOUR), at("2026-11-06 09:00"));
    assert_int_equal(working_time_add(CLOCK_HOURS, from, 10 * HOUR), at("2026-11-07 09:00"));
    sql(v, "update holiday set deleted_at = 1, version = version + 1 where date = '2026-11-05'");
    DONE(v, working_time_load(v->work, &v->e));
    assert_int_equal(working_time_add(CLOCK_HOURS, from, 2 * HOUR), at("2026-11-05 09:00"));
}

static void shipped_days_are_laid_once_and_what_a_site_changed_stays(void **state)
{
    struct village *v = *state;
    int64_t days = number(v, "select count(*) from holiday");
    assert_true(days > 100);
    sql(v, "delete from holiday where date = '2026-01-01'");
    sql(v, "update holiday set kind = 'workday' where date = '2026-01-02'");
    DONE(v, holidays_lay(v->work->db, &v->e));
    DONE(v, work_migrate(v->path, 0, NULL, NULL, &v->e));
    assert_int_equal(number(v, "select count(*) from holiday"), days - 1);
    assert_int_equal(number(v, "select count(*) from holiday where date = '2026-01-02' and kind = 'workday'"), 1);
    sql(v, "delete from holiday where date like '2025%'; delete from holiday_laid where year = '2025'");
    change_day(v, "2025-10-01", "workday");
    DONE(v, holidays_lay(v->work->db, &v->e));
    assert_int_equal(number(v, "select count(*) from holiday"), days - 1);
    assert_int_equal(number(v, "select count(*) from holiday where date = '2025-10-01' and kind = 'workday'"), 1);
}

/* Lines "KIND FROM AMOUNT" or "KIND FROM - TO" on standard input, in seconds; answers each with the instant or the
 * amount: for tests/command/test_working_time.py, which reckons by itself. */
static int reckon(void)
{
    char name[16], amount[32], line[128];
    long long from, to;
    void *state = NULL;
    begin(&state);
    while (fgets(line, sizeof line, stdin) != NULL) {
        enum clock_kind kind;
        int n = sscanf(line, "%15s %lld %31s %lld", name, &from, amount, &to);
        if (n < 3 || !clock_kind_parse(name, &kind))
            return EXIT_FAILURE;
        printf("%lld\n", (long long)(n == 4 ? working_time_between(kind, from, to)
                                            : working_time_add(kind, from, strtoll(amount, NULL, 10))));
    }
    village_end(&state);
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(worked_examples, begin, village_end),
        cmocka_unit_test_setup_teardown(seconds_count, begin, village_end),
        cmocka_unit_test_setup_teardown(nothing_passes_backwards, begin, village_end),
        cmocka_unit_test_setup_teardown(days_are_as_the_notices_say, begin, village_end),
        cmocka_unit_test_setup_teardown(adding_and_measuring_agree, begin, village_end),
        cmocka_unit_test_setup_teardown(a_day_that_a_site_enters_counts_at_once, begin, village_end),
        cmocka_unit_test_setup_teardown(shipped_days_are_laid_once_and_what_a_site_changed_stays, begin, village_end),
    };
    if (argc > 1 && strcmp(argv[1], "reckon") == 0)
        return reckon();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
