/* Text messages that come in: read, stored once, on their way to the right grid. */
#include "fixture.h"

#include "wangge/base/buffer.h"
#include "wangge/work/case.h"
#include "wangge/work/intake.h"
#include "wangge/work/message_text.h"

#include <sys/stat.h>
#include <sys/time.h>

static const struct intake_options usual = {.unknown = "top", .follow = 86400};

/* --- reading --- */

struct variable {
    const char *name, *value;
};

static const char *get(void *to, const char *name)
{
    for (const struct variable *v = to; v->name != NULL; v++)
        if (strcmp(v->name, name) == 0)
            return v->value;
    return NULL;
}

static enum err read_environment(struct pool *pool, const struct variable *variables, struct message *out,
                                 struct error *e)
{
    static const char *const ids[] = {"IN20261021_085900_00_+8613800000001_00.txt",
                                      "IN20261021_085900_00_+8613800000001_01.txt"};
    struct variable copy[16] = {0};
    for (size_t i = 0; variables[i].name != NULL; i++)
        copy[i] = variables[i];
    return intake_environment(pool, get, copy, 2, ids, out, e);
}

static void a_long_message_is_read_as_gammu_joined_it(void **state)
{
    struct office *o = *state;
    const struct variable variables[] = {
        {"SMS_MESSAGES",   "2"                                       },
        {"SMS_1_NUMBER",   "+8613800000001"                          },
        {"SMS_2_NUMBER",   "+8613800000001"                          },
        {"SMS_1_TEXT",     "三栋的"                               },
        {"SMS_2_TEXT",     "灯坏了"                               },
        {"SMS_1_CLASS",    "-1"                                      },
        {"DECODED_PARTS",  "1"                                       },
        {"DECODED_1_TEXT", "三栋的灯坏了\r\n😀 'a' \"b\" $c;"},
        {NULL,             NULL                                      },
    };
    struct message message;
    done(o, read_environment(o->pool, variables, &message, &o->e));
    assert_string_equal(message.phone, "+8613800000001");
    assert_string_equal(message.text, "三栋的灯坏了\n😀 'a' \"b\" $c;");
    assert_string_equal(message.ids, "IN20261021_085900_00_+8613800000001_00.txt "
                                     "IN20261021_085900_00_+8613800000001_01.txt");
    assert_int_equal(message.parts, 2);
}

static void parts_that_gammu_did_not_join_are_joined(void **state)
{
    struct office *o = *state;
    const struct variable variables[] = {
        {"SMS_MESSAGES",  "2"             },
        {"SMS_1_NUMBER",  "13800000001"   },
        {"SMS_1_TEXT",    "street lamp "  },
        {"SMS_2_TEXT",    "is \x1b[2Jout "},
        {"DECODED_PARTS", "0"             },
        {NULL,            NULL            },
    };
    struct message message;
    done(o, read_environment(o->pool, variables, &message, &o->e));
    assert_string_equal(message.text, "street lamp is \xef\xbf\xbd[2Jout");
}

static void without_a_message_there_is_none(void **state)
{
    struct office *o = *state;
    static const struct variable sets[][4] = {
        {{NULL, NULL} },
        { {"SMS_MESSAGES", "1"},  {"SMS_1_TEXT", "x"}, {NULL, NULL}},
        { {"SMS_MESSAGES", "0"},  {"SMS_1_NUMBER", "13800000001"}, {NULL, NULL}},
        { {"SMS_MESSAGES", "x1"}, {"SMS_1_NUMBER", "13800000001"}, {NULL, NULL}},
    };
    struct message message;
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        assert_int_equal(read_environment(o->pool, sets[i], &message, &o->e), ERR_NOT_FOUND);
}

static void files_of_gammu_are_known_by_their_names(void **state)
{
    struct office *o = *state;
    const char *group, *phone, *stamp;
    int part;
    assert_true(intake_name(o->pool, "IN20261021_085900_03_+8613800000001_12.txt", &group, &phone, &stamp, &part));
    assert_string_equal(group, "IN20261021_085900_03_+8613800000001");
    assert_string_equal(phone, "+8613800000001");
    assert_string_equal(stamp, "20261021_085900");
    assert_int_equal(part, 12);
    static const char *const others[] = {"a.txt",
                                         "IN20261021_085900_03_+8613800000001_12.bin",
                                         "IN20261021_085900_03_12.txt",
                                         "IN20261021_0859_03_+8613800000001_12.txt",
                                         "IN20261021_085900_03_+8613800000001_x.txt",
                                         "INx",
                                         ""};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(intake_name(o->pool, others[i], &group, &phone, &stamp, &part));
}

static void texts_are_read_in_every_encoding(void **state)
{
    struct office *o = *state;
    assert_string_equal(intake_text(o->pool, "\xfe\xff\x5b\x57\xd8\x3d\xde\x00", 8), "字😀");
    assert_string_equal(intake_text(o->pool, "\xff\xfe\x57\x5b", 4), "字");
    assert_string_equal(intake_text(o->pool, "\xef\xbb\xbf字", 6), "字");
    assert_string_equal(intake_text(o->pool, "\xd7\xd6", 2), "字"); /* GB18030 */
    assert_string_equal(intake_text(o->pool, "", 0), "");
}

static void a_letter_names_its_number(void **state)
{
    struct office *o = *state;
    struct message message;
    static const char text[] =
        "From: +86 138 0000 0001\nDate: 2026-10-20T08:00:00+08:00\nParts: 3\n\n路灯不亮\n\n第二段\n";
    done(o, intake_letter(o->pool, "a.letter", text, strlen(text), &message, &o->e));
    assert_string_equal(message.phone, "+86 138 0000 0001");
    assert_string_equal(message.text, "路灯不亮\n\n第二段");
    assert_int_equal(message.parts, 3);
    assert_int_equal(message.at, clock_now() - 25 * 3600);
    assert_int_equal(intake_letter(o->pool, "b", "hello", 5, &message, &o->e), ERR_INVALID);
}

/* --- words --- */

static const char *title_of(struct office *o, const char *text)
{
    struct buffer out = {0};
    message_title(text, &out);
    const char *kept = pool_text(o->pool, buffer_text(&out));
    buffer_free(&out);
    return kept;
}

static void the_first_words_are_the_title(void **state)
{
    struct office *o = *state;
    assert_string_equal(title_of(o, "  三栋二单元楼道灯坏了。老人晚上下楼很危险"), "三栋二单元楼道灯坏了");
    assert_string_equal(title_of(o, "你好！三栋路灯坏了！"), "你好 三栋路灯坏了");
    assert_string_equal(title_of(o, "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二"),
                        "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十…");
    assert_string_equal(title_of(o, ""), "");
    assert_string_equal(title_of(o, "。。。"), "");
}

static void words_tell_category_and_urgency(void **state)
{
    (void)state;
    static const struct {
        const char *text, *category;
        int urgency;
        bool is_new;
    } examples[] = {
        {"三栋二单元路灯不亮", "020403", 1, false},
        {"楼下着火了救命",       "070106", 3, false},
        {"请尽快，情况紧急",    "02",     2, false},
        {"你好",                      "02",     1, false},
        {"新 路灯不亮",            "020403", 1, true },
        {"新：路灯不亮",          "020403", 1, true },
        {"新村的路灯不亮",       "020403", 1, false},
        {"new street lamp",             "02",     1, true },
        {"newspaper",                   "02",     1, false},
    };
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        struct message_meaning means = message_means(examples[i].text);
        assert_string_equal(means.category, examples[i].category);
        assert_int_equal(means.urgency, examples[i].urgency);
        assert_int_equal(means.is_new, examples[i].is_new);
    }
    const char *letter = "新，路灯不亮";
    assert_string_equal("路灯不亮", letter + message_means(letter).skip);
}

/* --- taking and going --- */

static void take(struct office *o, const char *ids, const char *phone, const char *text, bool expected)
{
    const struct message message = {
        .ids = ids, .stamp = "", .phone = phone, .text = text, .parts = 1, .at = clock_now()};
    bool fresh = false;
    work_become_local(o->work);
    done(o, intake_take(o->work, &message, &fresh, &o->e));
    assert_int_equal(fresh, expected);
}

static int64_t go(struct office *o)
{
    int64_t made = 0;
    work_become_local(o->work);
    done(o, intake_route(o->work, &usual, &made, &o->e));
    return made;
}

static struct rows ask(struct office *o, const char *sql)
{
    struct rows rows;
    done(o, db_query_text(o->work->db, o->pool, sql, NULL, &rows, &o->e));
    return rows;
}

static int64_t number(struct office *o, const char *sql)
{
    struct rows rows = ask(o, sql);
    assert_int_equal(rows.count, 1);
    return rows_int(&rows, 0, "n");
}

static void a_message_is_stored_once(void **state)
{
    struct office *o = *state;
    take(o, "7", "+8613800000001", "路灯不亮", true);
    take(o, "7", "13800000001", "路灯不亮", false);
    take(o, "8", "13800000001", "路灯不亮", true);
    take(o, "", "13800000002", "路灯不亮", true);
    take(o, "", "13800000002", "路灯不亮", false); /* nothing tells it from the one before */
    clock_fix(clock_now() + 601);
    take(o, "", "13800000002", "路灯不亮", true);
    assert_int_equal(number(o, "select count(*) as n from message_in where state = 'new'"), 4);
}

/* Two people at one door, one with the same number in another community. */
static void settle_people(struct office *o)
{
    office_act(o, "grid01");
    int64_t home = office_add_household(o, o->grid_a1, "6", "1", "302");
    office_add_person(o, home, "示例甲", "", "13800000001", "02");
    office_add_person(o, home, "示例乙", "", "13800000001;13800000002", "10");
}

/* Whoever writes down by hand that a case came by text message, with a number, does not swallow the message of that
 * number. */
static void a_number_on_a_form_is_no_message(void **state)
{
    struct office *o = *state;
    int64_t id = 0;
    settle_people(o);
    struct record *record = record_new();
    record_set(record, "title", "楼道堆物");
    record_set(record, "text", "楼道堆物");
    record_set(record, "category", "05");
    record_set(record, "urgency", "1");
    record_set(record, "source", "3");
    record_set(record, "source_no", "1");
    record_set_int(record, "area", o->grid_a1);
    done(o, case_add(o->work, record, false, &id, NULL, NULL, &o->e));
    record_free(&record);
    take(o, "1", "13800000001", "三栋二单元路灯不亮", true);
    assert_int_equal(go(o), 1);
    assert_int_equal(number(o, "select count(*) as n from case_file"), 2);
}

static void a_known_number_goes_to_its_grid_leader(void **state)
{
    struct office *o = *state;
    struct rows rows;
    settle_people(o);
    take(o, "1", "+86 138 0000 0001", "三栋二单元路灯不亮。\n晚上看不见", true);
    assert_int_equal(go(o), 1);
    rows = ask(o, "select * from case_file");
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "title"), "三栋二单元路灯不亮");
    assert_string_equal(rows_text(&rows, 0, "text"), "三栋二单元路灯不亮。\n晚上看不见");
    assert_string_equal(rows_text(&rows, 0, "state"), "reported");
    assert_string_equal(rows_text(&rows, 0, "level"), "grid");
    assert_string_equal(rows_text(&rows, 0, "source"), "3");
    assert_string_equal(rows_text(&rows, 0, "reporter_phone"), "13800000001");
    assert_string_equal(rows_text(&rows, 0, "category"), "020403");
    assert_int_equal(rows_int(&rows, 0, "area"), o->grid_a1);
    assert_int_not_equal(rows_int(&rows, 0, "household"), 0);
    assert_non_null(strstr(rows_text(&rows, 0, "waits"), " grid_leader "));
    assert_non_null(strstr(rows_text(&rows, 0, "place"), "6"));
    rows = ask(o, "select * from message_out");
    assert_int_equal(rows.count, 1);
    assert_string_equal(rows_text(&rows, 0, "kind"), "receipt");
    assert_string_equal(rows_text(&rows, 0, "phone"), "13800000001");
    assert_non_null(strstr(rows_text(&rows, 0, "text"), "SJ-20261021-0001"));
    assert_int_equal(go(o), 0);
}

static void an_unknown_number_goes_to_the_centre(void **state)
{
    struct office *o = *state;
    struct rows rows;
    take(o, "1", "13900000009", "有人高空抛物", true);
    assert_int_equal(go(o), 1);
    rows = ask(o, "select c.area, c.level, m.note, o.kind from case_file c join message_in m on m.case_file = c.id "
                  "join message_out o on o.case_file = c.id");
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows_int(&rows, 0, "area"), o->city);
    assert_string_equal(rows_text(&rows, 0, "level"), "district");
    assert_string_equal(rows_text(&rows, 0, "note"), "unknown");
    assert_string_equal(rows_text(&rows, 0, "kind"), "receipt_queue");
}

static void a_number_in_two_grids_goes_where_it_was_verified_last_or_to_both(void **state)
{
    struct office *o = *state;
    struct rows rows;
    settle_people(o);
    office_act(o, "grid01b");
    int64_t home = office_add_household(o, o->grid_a2, "7", "1", "101");
    office_add_person(o, home, "示例丙", "", "13800000001", "02");
    take(o, "1", "13800000001", "路灯不亮", true);
    assert_int_equal(go(o), 1);
    rows = ask(o, "select area, level, household from case_file");
    assert_int_equal(rows_int(&rows, 0, "area"), o->community_a); /* both were entered today */
    assert_string_equal(rows_text(&rows, 0, "level"), "station");
    done(o, db_execute_text(o->work->db, "update person set verified_on = '2026-10-22' where name = '示例丙'", NULL,
                            NULL, &o->e));
    take(o, "2", "13800000001", "新：井盖坏了", true);
    assert_int_equal(go(o), 1);
    rows = ask(o, "select area, household, reporter, urgency, title from case_file where id = 2");
    assert_int_equal(rows_int(&rows, 0, "area"), o->grid_a2);
    assert_int_equal(rows_int(&rows, 0, "household"), home);
    assert_string_equal(rows_text(&rows, 0, "reporter"), "示例丙");
    assert_string_equal(rows_text(&rows, 0, "urgency"), "2");
    assert_string_equal(rows_text(&rows, 0, "title"), "井盖坏了");
}

static void a_further_message_is_added_to_the_open_case(void **state)
{
    struct office *o = *state;
    settle_people(o);
    take(o, "1", "13800000001", "路灯不亮", true);
    assert_int_equal(go(o), 1);
    clock_fix(clock_now() + 3600);
    take(o, "2", "13800000001", "还有楼道里的", true);
    assert_int_equal(go(o), 1);
    assert_int_equal(number(o, "select count(*) as n from case_file"), 1);
    assert_int_equal(number(o, "select count(*) as n from case_step where text like '%还有楼道里的%' and "
                               "from_state = to_state"),
                     1);
    assert_int_equal(number(o, "select count(*) as n from message_out where kind = 'added'"), 1);
    clock_fix(clock_now() + 2 * 86400);
    take(o, "3", "13800000001", "垃圾没人收", true); /* too late to mean the same */
    assert_int_equal(go(o), 1);
    assert_int_equal(number(o, "select count(*) as n from case_file"), 2);
    take(o, "4", "13800000001", "sj-20261021-0001 修好了吗", true);
    assert_int_equal(go(o), 1);
    assert_int_equal(number(o, "select case_file as n from message_in where id = 4"), 1);
    take(o, "5", "13800000002", "SJ-20261021-0001 不是我的", true); /* of another number */
    assert_int_equal(go(o), 1);
    assert_int_equal(number(o, "select count(*) as n from case_file"), 3);
}

static void after_a_crash_no_case_is_made_twice(void **state)
{
    struct office *o = *state;
    settle_people(o);
    take(o, "1", "13800000001", "路灯不亮", true);
    assert_int_equal(go(o), 1);
    /* as if the process had died before it wrote that the message is done */
    done(o, db_execute_text(o->work->db, "update message_in set state = 'routing', case_file = null, pid = 999999999",
                            NULL, NULL, &o->e));
    done(o, db_execute_text(o->work->db, "delete from message_out", NULL, NULL, &o->e));
    char host[65] = "";
    gethostname(host, sizeof host - 1);
    done(o, db_execute_text(o->work->db, "update message_in set host = $host", BINDS(BIND_TEXT("host", host)), NULL,
                            &o->e));
    assert_int_equal(go(o), 1);
    assert_int_equal(number(o, "select count(*) as n from case_file"), 1);
    assert_int_equal(number(o, "select case_file as n from message_in"), 1);
    assert_int_equal(number(o, "select count(*) as n from message_out"), 1);
}

static void a_message_without_words_makes_no_case(void **state)
{
    struct office *o = *state;
    take(o, "1", "13800000001", "", true);
    take(o, "2", "10086", "话费余额不足", true); /* a number that nobody answers */
    assert_int_equal(go(o), 2);
    assert_int_equal(number(o, "select count(*) as n from message_out"), 0);
    assert_int_equal(number(o, "select count(*) as n from message_in where state = 'empty'"), 1);
}

/* --- the spool folder --- */

static enum err read_message(struct office *o, const char *login, const char *no)
{
    struct record *message = record_new();
    office_act(o, login);
    enum err r = message_read(o->work, no, message, &o->e);
    record_free(&message);
    return r;
}

/* The case went up to the district, the message stays where it was about: who may see confidential cases of the street
 * sees this one no more. */
static void a_message_is_as_confidential_as_its_case(void **state)
{
    struct office *o = *state;
    settle_people(o);
    take(o, "1", "13800000001", "三栋二单元路灯不亮", true);
    assert_int_equal(go(o), 1);
    done(o, read_message(o, "street01", "in-1"));
    done(o, db_execute_text(o->work->db, "update case_file set confidential = 1, created_by = 0, handler = null", NULL,
                            NULL, &o->e));
    done(o, read_message(o, "street01", "in-1"));
    assert_int_equal(read_message(o, "station01", "in-1"), ERR_NOT_FOUND);
    done(o, db_execute_text(o->work->db, "update case_file set area = $area", BINDS(BIND_INT("area", o->district)),
                            NULL, &o->e));
    assert_int_equal(read_message(o, "street01", "in-1"), ERR_NOT_FOUND);
    done(o, read_message(o, "district01", "in-1"));
}

static void write_file(const char *folder, const char *name, const void *data, size_t n, bool old)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
    struct timeval times[2] = {{.tv_sec = 1000}, {.tv_sec = 1000}};
    if (old)
        assert_int_equal(utimes(path, times), 0);
}

static bool is_there(const char *folder, const char *name)
{
    char path[256];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return stat(path, &st) == 0;
}

static void a_folder_is_emptied_into_the_database(void **state)
{
    struct office *o = *state;
    char folder[128];
    struct intake_count count;
    struct rows rows;
    snprintf(folder, sizeof folder, "%s/messages", o->dir);
    work_become_local(o->work);
    done(o, intake_spool(o->work, folder, 3, &count, &o->e)); /* there is none yet */
    assert_int_equal(mkdir(folder, 0700), 0);
    write_file(folder, "IN20261021_085900_00_+8613800000001_01.txt", "\xfe\xff\x57\x4f", 4, true);
    write_file(folder, "IN20261021_085900_00_+8613800000001_00.txt", "\xfe\xff\x70\x6f", 4, true);
    write_file(folder, "IN20261021_085901_00_+8613800000001_00.txt", "x", 1, false); /* its second part may come */
    write_file(folder, "a.letter", "From: 13800000002\n\n停电", 25, true);
    write_file(folder, "b.tmp", "From: 13800000002\n\n停电", 25, true);
    write_file(folder, "c.txt", "what is this?", 13, true);
    done(o, intake_spool(o->work, folder, 3, &count, &o->e));
    assert_int_equal(count.taken, 2);
    assert_int_equal(count.refused, 1);
    assert_true(is_there(folder, "taken/IN20261021_085900_00_+8613800000001_01.txt"));
    assert_true(is_there(folder, "taken/a.letter"));
    assert_true(is_there(folder, "refused/c.txt"));
    assert_true(is_there(folder, "b.tmp"));
    assert_true(is_there(folder, "IN20261021_085901_00_+8613800000001_00.txt"));
    rows = ask(o, "select phone, text, parts, at from message_in order by id");
    assert_int_equal(rows.count, 2);
    assert_string_equal(rows_text(&rows, 0, "phone"), "13800000001");
    assert_string_equal(rows_text(&rows, 0, "text"), "灯坏");
    assert_int_equal(rows_int(&rows, 0, "parts"), 2);
    assert_int_equal(rows_int(&rows, 0, "at"), clock_now() - 60);
    /* moved back: the same files are the same messages */
    char command[512];
    snprintf(command, sizeof command, "mv %s/taken/* %s/", folder, folder);
    assert_int_equal(system(command), 0);
    done(o, intake_spool(o->work, folder, 3, &count, &o->e));
    assert_int_equal(count.taken, 0);
    assert_int_equal(count.again, 2);
}

static void what_the_database_cannot_take_is_kept_and_taken_once(void **state)
{
    struct office *o = *state;
    char folder[128];
    struct intake_count count;
    const struct message message = {
        .ids = "IN1 IN2", .stamp = "", .phone = "+8613800000001", .text = "一\n\n二", .parts = 2, .at = clock_now()};
    snprintf(folder, sizeof folder, "%s/new/messages", o->dir);
    done(o, intake_keep(folder, &message, &o->e));
    done(o, intake_keep(folder, &message, &o->e));
    work_become_local(o->work);
    done(o, intake_spool(o->work, folder, 3, &count, &o->e));
    assert_int_equal(count.taken, 1);
    take(o, "IN1 IN2", "13800000001", "一\n\n二", false); /* gammu hands it over again */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        OFFICE_TEST(a_long_message_is_read_as_gammu_joined_it),
        OFFICE_TEST(parts_that_gammu_did_not_join_are_joined),
        OFFICE_TEST(without_a_message_there_is_none),
        OFFICE_TEST(files_of_gammu_are_known_by_their_names),
        OFFICE_TEST(texts_are_read_in_every_encoding),
        OFFICE_TEST(a_letter_names_its_number),
        OFFICE_TEST(the_first_words_are_the_title),
        OFFICE_TEST(words_tell_category_and_urgency),
        OFFICE_TEST(a_message_is_stored_once),
        OFFICE_TEST(a_number_on_a_form_is_no_message),
        OFFICE_TEST(a_known_number_goes_to_its_grid_leader),
        OFFICE_TEST(an_unknown_number_goes_to_the_centre),
        OFFICE_TEST(a_number_in_two_grids_goes_where_it_was_verified_last_or_to_both),
        OFFICE_TEST(a_further_message_is_added_to_the_open_case),
        OFFICE_TEST(after_a_crash_no_case_is_made_twice),
        OFFICE_TEST(a_message_without_words_makes_no_case),
        OFFICE_TEST(a_message_is_as_confidential_as_its_case),
        OFFICE_TEST(a_folder_is_emptied_into_the_database),
        OFFICE_TEST(what_the_database_cannot_take_is_kept_and_taken_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
