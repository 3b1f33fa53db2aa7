#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <malloc.h>

#include "wangge/base/buffer.h"
#include "wangge/base/error.h"
#include "wangge/base/log.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/random.h"

static void a_pool_holds_many_pieces(void **state)
{
    (void)state;
    struct pool *pool = pool_new();
    char *texts[500];
    for (int i = 0; i < 500; i++)
        texts[i] = pool_format(pool, "%d-%0*d", i, i, 0);
    for (int i = 0; i < 500; i++) {
        char begin[16];
        snprintf(begin, sizeof(begin), "%d-", i);
        assert_int_equal(strncmp(texts[i], begin, strlen(begin)), 0);
    }
    assert_null(pool_text(pool, NULL));
    double *aligned = pool_new_piece(pool, 3, sizeof(double));
    assert_int_equal((uintptr_t)aligned % sizeof(double), 0);
    assert_true(aligned[2] == 0);
    pool_reset(pool);
    assert_string_equal(pool_text_n(pool, "网格长", 6), "网格");
    pool_free(&pool);
    assert_null(pool);
    pool_free(&pool);
}

static void a_buffer_splices(void **state)
{
    (void)state;
    struct buffer b = {0};
    assert_string_equal(buffer_text(&b), "");
    buffer_add_text(&b, "visit diary");
    buffer_splice(&b, 0, 5, "patrol", 6);
    assert_string_equal(b.data, "patrol diary");
    buffer_splice(&b, 6, 0, ",", 1);
    buffer_remove_front(&b, 8);
    assert_string_equal(b.data, "diary");
    buffer_format(&b, " %d", 7);
    assert_int_equal(b.length, 7);
    buffer_clear(&b);
    assert_string_equal(buffer_text(&b), "");
    buffer_free(&b);
}

static void an_error_may_quote_itself(void **state)
{
    (void)state;
    struct error e = {0};
    assert_int_equal(error_set(&e, ERR_INVALID, "title", "too long"), ERR_INVALID);
    assert_int_equal(error_set(&e, ERR_FAILED, e.field, "line 3: %s", e.text), ERR_FAILED);
    assert_string_equal(e.text, "line 3: too long");
    assert_string_equal(e.field, "title");
    assert_int_equal(error_set(NULL, ERR_DENIED, NULL, "no"), ERR_DENIED);
    assert_string_equal(error_name(ERR_NOT_FOUND), "not_found");
    assert_int_equal(error_exit_status(ERR_AGAIN), 75);
}

/* What a stranger chooses (a login name) must not make lines of its own in the log. */
static void a_log_line_stays_one_line(void **state)
{
    (void)state;
    int ends[2];
    char line[2048];
    assert_int_equal(pipe(ends), 0);
    log_open("test", "stderr", LOG_LEVEL_INFO);
    log_to_descriptor(ends[1]);
    log_info("login %s", "a\nforged \033[2J line");
    log_debug("not said");
    log_to_descriptor(-1);
    close(ends[1]);
    ssize_t n = read(ends[0], line, sizeof(line) - 1);
    assert_true(n > 0);
    line[n] = '\0';
    assert_ptr_equal(strchr(line, '\n'), line + n - 1);
    assert_null(strchr(line, '\033'));
    assert_non_null(strstr(line, " login a\\x0aforged"));
    close(ends[0]);
}

/* A parent writes its children's lines: with the child's level and process, and as one line each. */
static void a_relayed_line_keeps_level_and_process(void **state)
{
    (void)state;
    char path[] = "/tmp/wangge-log-XXXXXX", text[512] = "";
    int fd = mkstemp(path);
    assert_int_equal(log_open("test", path, LOG_LEVEL_INFO), 0);
    log_relay("1 4711 #3 the line\vis dead");
    log_relay("free(): a library's word");
    assert_int_equal(log_open("test", "stderr", LOG_LEVEL_INFO), 0);
    assert_true(read(fd, text, sizeof(text) - 1) > 0);
    assert_non_null(strstr(text, "test[4711] warning: #3 the line\\x0bis dead\n"));
    assert_non_null(strstr(text, " warning: free(): a library's word\n"));
    close(fd);
    unlink(path);
}

static void running_out_of_memory_ends_this_process_only(void **state)
{
    (void)state;
    pid_t child = fork();
    if (child == 0) {
        log_to_descriptor(STDOUT_FILENO);
        close(STDOUT_FILENO);
        mem_resize(NULL, SIZE_MAX / 2, 4);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 70);
}

static void dice_repeat_with_their_seed(void **state)
{
    (void)state;
    struct dice a, b;
    dice_seed(&a, 7);
    dice_seed(&b, 7);
    int seen[6] = {0};
    for (int i = 0; i < 6000; i++) {
        uint32_t n = dice_below(&a, 6);
        assert_int_equal(n, dice_below(&b, 6));
        assert_in_range(n, 0, 5);
        seen[n]++;
    }
    for (int i = 0; i < 6; i++)
        assert_in_range(seen[i], 800, 1200);
}

/* What is taken after it lies above what was there, not in between. */
static void holes_are_filled_before_children_come(void **state)
{
    enum { BLOCKS = 2000, SIZE = 200, LOOSE = 20000 };
    static char *blocks[BLOCKS];
    (void)state;
    for (int i = 0; i < BLOCKS; i++)
        blocks[i] = mem_new(1, SIZE);
    for (int i = 0; i < BLOCKS; i += 2)
        mem_free(blocks[i]);
    size_t loose = mallinfo2().fordblks; /* 0 under sanitizers, which have a heap of their own */
    assert_true(loose == 0 || loose > BLOCKS / 2 * SIZE);
    mem_fill_holes();
    assert_true(mallinfo2().fordblks < LOOSE || loose == 0);
    for (int i = 1; i < BLOCKS; i += 2)
        mem_free(blocks[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pool_holds_many_pieces),
        cmocka_unit_test(a_buffer_splices),
        cmocka_unit_test(an_error_may_quote_itself),
        cmocka_unit_test(a_log_line_stays_one_line),
        cmocka_unit_test(a_relayed_line_keeps_level_and_process),
        cmocka_unit_test(running_out_of_memory_ends_this_process_only),
        cmocka_unit_test(dice_repeat_with_their_seed),
        cmocka_unit_test(holes_are_filled_before_children_come),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
