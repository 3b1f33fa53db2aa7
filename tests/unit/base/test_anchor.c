/* The witness' files: what was seen is read again from as many files as it takes; a line that is not what was written,
 * is missing, or was cut off, is found. */
#include "../scratch.h"

#include "wangge/base/anchor.h"

enum { ROWS_OF_A_FILE = 110000 }; /* more than go into one */

static char folder[SCRATCH_ROOM];
static struct error e;

static const char *hash_of(int64_t id)
{
    static char hash[SHA256_TEXT];
    snprintf(hash, sizeof hash, "%064llx", (unsigned long long)id);
    return hash;
}

/* Whether the disk has it is not what is tried here. */
int fsync(int fd)
{
    (void)fd;
    return 0;
}

/* Rows from..to are seen by a witness that is started for them. */
static void see(int64_t from, int64_t to)
{
    struct anchor_writer *writer = NULL;
    assert_int_equal(anchor_open(folder, &writer, &e), ERR_NONE);
    assert_int_equal(anchor_last(writer), from - 1);
    for (int64_t id = from; id <= to; id++)
        assert_int_equal(anchor_put(writer, ANCHOR_SEEN, id, hash_of(id), &e), ERR_NONE);
    anchor_close(&writer);
}

static const char *in_folder(const char *name)
{
    static char path[2 * SCRATCH_ROOM];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void assert_found(enum anchors_fault fault, const char *file, int64_t rows)
{
    struct anchors anchors;
    assert_int_equal(anchors_read(folder, &anchors, &e), ERR_NONE);
    assert_true(anchors.sealed);
    assert_int_equal(anchors.fault, fault);
    if (fault != ANCHORS_GOOD)
        assert_string_equal(anchors.file, file);
    else
        assert_int_equal(anchors.count, rows);
    for (size_t i = 0; fault == ANCHORS_GOOD && i < anchors.count; i++)
        assert_int_equal(anchors.marks[i].id, (int64_t)i + 1);
    anchors_free(&anchors);
}

static void nothing_was_ever_seen(void **state)
{
    struct anchors anchors;
    (void)state;
    assert_int_equal(anchors_read(folder, &anchors, &e), ERR_NOT_FOUND);
    anchors_free(&anchors);
}

static void a_witness_that_is_started_again_goes_on(void **state)
{
    (void)state;
    see(1, 3);
    see(4, 5);
    assert_found(ANCHORS_GOOD, "", 5);
}

static void what_was_seen_is_not_taken_back(void **state)
{
    struct anchor_writer *writer = NULL;
    (void)state;
    see(1, 3);
    assert_int_equal(anchor_open(folder, &writer, &e), ERR_NONE);
    assert_int_equal(anchor_put(writer, ANCHOR_SEEN, 2, hash_of(2), &e), ERR_STATE);
    assert_int_equal(anchor_put(writer, ANCHOR_SEEN, 3, hash_of(9), &e), ERR_STATE);
    assert_int_equal(anchor_put(writer, ANCHOR_SEEN, 3, hash_of(3), &e), ERR_NONE); /* as before: no line */
    anchor_close(&writer);
    assert_found(ANCHORS_GOOD, "", 3);
}

static void a_grown_file_is_followed_by_another(void **state)
{
    (void)state;
    see(1, ROWS_OF_A_FILE);
    assert_int_equal(access(in_folder("anchors-000002"), F_OK), 0);
    assert_found(ANCHORS_GOOD, "", ROWS_OF_A_FILE);
    see(ROWS_OF_A_FILE + 1, ROWS_OF_A_FILE + 2);
    assert_found(ANCHORS_GOOD, "", ROWS_OF_A_FILE + 2);
    assert_int_equal(unlink(in_folder("anchors-000001")), 0);
    struct anchors anchors;
    assert_int_equal(anchors_read(folder, &anchors, &e), ERR_NONE); /* older ones may be put away */
    assert_true(anchors.count < ROWS_OF_A_FILE);
    anchors_free(&anchors);
}

/* The power failed while a line was written: the next one begins a file. */
static void a_torn_line_is_no_line(void **state)
{
    (void)state;
    see(1, 3);
    FILE *file = fopen(in_folder("anchors-000001"), "a");
    assert_non_null(file);
    fputs("seen 5 17", file);
    fclose(file);
    assert_found(ANCHORS_GOOD, "", 3);
    see(4, 6);
    assert_int_equal(access(in_folder("anchors-000002"), F_OK), 0);
    assert_found(ANCHORS_GOOD, "", 6);
    assert_int_equal(unlink(in_folder("anchors-000002")), 0);
    assert_found(ANCHORS_CUT, "last", 0);
}

static void a_changed_digit_is_found(void **state)
{
    (void)state;
    see(1, 3);
    FILE *file = fopen(in_folder("anchors-000001"), "r+");
    char line[512];
    assert_non_null(file);
    for (int i = 0; i < 2; i++)
        assert_non_null(fgets(line, sizeof line, file));
    long at = ftell(file) - 2; /* the last digit of the first seal behind "begin" */
    fseek(file, at, SEEK_SET);
    int digit = fgetc(file);
    fseek(file, at, SEEK_SET);
    fputc(digit == '0' ? '1' : '0', file);
    fclose(file);
    assert_found(ANCHORS_CHANGED, "anchors-000001", 0);
}

static void lines_cut_off_are_missed(void **state)
{
    (void)state;
    see(1, 3);
    FILE *file = fopen(in_folder("anchors-000001"), "r+");
    char line[512];
    assert_non_null(file);
    for (int i = 0; i < 3; i++)
        assert_non_null(fgets(line, sizeof line, file));
    assert_int_equal(ftruncate(fileno(file), ftell(file)), 0);
    fclose(file);
    assert_found(ANCHORS_CUT, "last", 0);
}

static void what_was_above_a_restored_row_holds_no_more(void **state)
{
    struct anchor_writer *writer = NULL;
    struct anchors anchors;
    (void)state;
    see(1, 5);
    assert_int_equal(anchor_open(folder, &writer, &e), ERR_NONE);
    assert_int_equal(anchor_put(writer, ANCHOR_RESTORED, 2, hash_of(2), &e), ERR_NONE);
    assert_int_equal(anchor_put(writer, ANCHOR_SEEN, 3, hash_of(33), &e), ERR_NONE);
    anchor_close(&writer);
    assert_int_equal(anchors_read(folder, &anchors, &e), ERR_NONE);
    assert_int_equal(anchors.fault, ANCHORS_GOOD);
    assert_int_equal(anchors.restored_id, 2);
    assert_int_equal(anchors.marks[anchors.count - 1].id, 3);
    assert_int_equal(anchors.marks[anchors.count - 1].hash[SHA256_SIZE - 1], 0x21); /* 33 */
    anchors_free(&anchors);
}

static void one_at_a_time_writes(void **state)
{
    struct anchor_writer *writer = NULL, *other = NULL;
    (void)state;
    assert_int_equal(anchor_open(folder, &writer, &e), ERR_NONE);
    assert_int_equal(anchor_open(folder, &other, &e), ERR_AGAIN);
    anchor_close(&writer);
}

static int setup(void **state)
{
    (void)state;
    scratch_folder(folder, "anchor");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    return scratch_remove(folder);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(nothing_was_ever_seen),
        CASE(a_witness_that_is_started_again_goes_on),
        CASE(what_was_seen_is_not_taken_back),
        CASE(a_grown_file_is_followed_by_another),
        CASE(a_torn_line_is_no_line),
        CASE(a_changed_digit_is_found),
        CASE(lines_cut_off_are_missed),
        CASE(what_was_above_a_restored_row_holds_no_more),
        CASE(one_at_a_time_writes),
    };
    return cmocka_run_group_tests_name("anchors", tests, NULL, NULL);
}
