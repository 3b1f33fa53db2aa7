#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "wangge/base/log.h"
#include "wangge/wire/wire.h"

static struct wire net, session;

static void pair_in(enum wire_phase phase)
{
    int ends[2];
    assert_int_equal(wire_pair(ends), 0);
    wire_start(&net, ends[0], WIRE_SIDE_NET, phase);
    wire_start(&session, ends[1], WIRE_SIDE_SESSION, phase);
}

static int close_pair(void **state)
{
    (void)state;
    wire_close(&net);
    wire_close(&session);
    return 0;
}

/* Past the sender's own check, as a network child that was taken over would send it. */
static void send_raw(uint32_t number, size_t size)
{
    static unsigned char packet[sizeof number + WIRE_MOST + 100];
    memcpy(packet, &number, sizeof number);
    assert_int_equal(send(net.fd, packet, sizeof number + size, 0), sizeof number + size);
}

static void every_row_makes_sense(void **state)
{
    (void)state;
    for (int i = 0; i < WIRE_MESSAGE_COUNT; i++) {
        const struct wire_row *row = &wire_rows[i];
        assert_non_null(row->name);
        assert_true(row->least <= row->most);
        assert_true(row->most <= WIRE_MOST);
        assert_true(row->descriptors <= WIRE_DESCRIPTORS);
        assert_true(row->next == row->phase || row->next == row->phase + 1);
    }
}

static void words_arrive_as_they_were_sent(void **state)
{
    (void)state;
    struct wire_letter letter;
    const char *words[2];
    pair_in(WIRE_PHASE_LOGIN);
    assert_int_equal(
        wire_send_words(&net, WIRE_PASSWORD, NULL, 0, 2, (const char *const[]){"grid01", "密码 with blanks"}, NULL),
        WIRE_OK);
    assert_int_equal(wire_receive(&session, &letter), WIRE_OK);
    assert_int_equal(letter.message, WIRE_PASSWORD);
    assert_true(wire_read_words(&letter, NULL, 0, 2, words));
    assert_string_equal(words[0], "grid01");
    assert_string_equal(words[1], "密码 with blanks");
    assert_false(wire_read_words(&letter, NULL, 0, 1, words));
    assert_false(wire_read_words(&letter, NULL, 0, 3, words));
}

static void a_fixed_part_goes_before_the_words(void **state)
{
    (void)state;
    struct wire_letter letter;
    struct wire_size size = {132, 43}, got;
    const char *term = "xterm";
    pair_in(WIRE_PHASE_OPEN);
    assert_int_equal(wire_send_words(&net, WIRE_TERMINAL, &size, sizeof size, 1, &term, NULL), WIRE_OK);
    assert_int_equal(wire_receive(&session, &letter), WIRE_OK);
    term = NULL;
    assert_true(wire_read_words(&letter, &got, sizeof got, 1, &term));
    assert_int_equal(got.columns, 132);
    assert_int_equal(got.rows, 43);
    assert_string_equal(term, "xterm");
}

static void the_phase_moves_on_both_sides(void **state)
{
    (void)state;
    struct wire_letter letter;
    pair_in(WIRE_PHASE_LOGIN);
    assert_int_equal(wire_send(&session, WIRE_REFUSED, NULL, 0, NULL), WIRE_OK);
    assert_int_equal(wire_receive(&net, &letter), WIRE_OK);
    assert_int_equal(net.phase, WIRE_PHASE_LOGIN);
    assert_int_equal(wire_send(&session, WIRE_ACCEPTED, NULL, 0, NULL), WIRE_OK);
    assert_int_equal(wire_receive(&net, &letter), WIRE_OK);
    assert_int_equal(session.phase, WIRE_PHASE_OPEN);
    assert_int_equal(net.phase, WIRE_PHASE_OPEN);
}

/* Nobody can be accepted twice, start before the login, or log in again after it. */
static void out_of_phase_is_a_breach(void **state)
{
    (void)state;
    for (int phase = WIRE_PHASE_CONTROL; phase <= WIRE_PHASE_WITNESS; phase++) {
        for (int message = 0; message < WIRE_MESSAGE_COUNT; message++) {
            const struct wire_row *row = &wire_rows[message];
            struct wire_letter letter;
            if (row->descriptors > 0)
                continue;
            pair_in((enum wire_phase)phase);
            send_raw((uint32_t)message, row->least);
            bool fits = (int)row->phase == phase && row->sender == WIRE_SIDE_NET;
            assert_int_equal(wire_receive(&session, &letter), fits ? WIRE_OK : WIRE_BREACH);
            close_pair(NULL);
        }
    }
}

static void a_wrong_size_is_a_breach(void **state)
{
    (void)state;
    for (int message = 0; message < WIRE_MESSAGE_COUNT; message++) {
        const struct wire_row *row = &wire_rows[message];
        struct wire_letter letter;
        if (row->sender != WIRE_SIDE_NET || row->descriptors > 0)
            continue;
        pair_in(row->phase);
        send_raw((uint32_t)message, row->most + 1);
        assert_int_equal(wire_receive(&session, &letter), WIRE_BREACH);
        close_pair(NULL);
        if (row->least == 0)
            continue;
        pair_in(row->phase);
        send_raw((uint32_t)message, row->least - 1);
        assert_int_equal(wire_receive(&session, &letter), WIRE_BREACH);
        close_pair(NULL);
    }
}

static void an_unknown_number_is_a_breach(void **state)
{
    (void)state;
    struct wire_letter letter;
    pair_in(WIRE_PHASE_LOGIN);
    send_raw(WIRE_MESSAGE_COUNT, 0);
    assert_int_equal(wire_receive(&session, &letter), WIRE_BREACH);
    send_raw(UINT32_MAX, 0);
    assert_int_equal(wire_receive(&session, &letter), WIRE_BREACH);
    assert_int_equal(send(net.fd, "x", 1, 0), 1);
    assert_int_equal(wire_receive(&session, &letter), WIRE_BREACH);
}

static void what_the_table_forbids_is_not_sent(void **state)
{
    (void)state;
    pair_in(WIRE_PHASE_LOGIN);
    assert_int_equal(wire_send(&net, WIRE_ACCEPTED, NULL, 0, NULL), WIRE_BREACH);
    assert_int_equal(wire_send(&net, WIRE_SHELL, NULL, 0, NULL), WIRE_BREACH);
    assert_int_equal(wire_send(&net, WIRE_PASSWORD, "x", 1, NULL), WIRE_BREACH);
    assert_int_equal(wire_send(&session, WIRE_PTY, NULL, 0, NULL), WIRE_BREACH);
}

static void descriptors_come_with_their_message(void **state)
{
    (void)state;
    struct wire_letter letter;
    int ends[2], three[3];
    pair_in(WIRE_PHASE_OPEN);
    assert_int_equal(pipe(ends), 0);
    three[0] = three[1] = ends[0];
    three[2] = ends[1];
    assert_int_equal(wire_send(&session, WIRE_PIPES, NULL, 0, three), WIRE_OK);
    assert_int_equal(wire_receive(&net, &letter), WIRE_OK);
    assert_int_equal(write(letter.descriptors[2], "through", 7), 7);
    char text[8] = "";
    assert_int_equal(read(letter.descriptors[0], text, 7), 7);
    assert_string_equal(text, "through");
    for (int i = 0; i < 3; i++)
        close(letter.descriptors[i]);
    close(ends[0]);
    close(ends[1]);
}

static int open_descriptors(void)
{
    int count = 0;
    struct stat st;
    for (int fd = 0; fd < 64; fd++)
        count += fstat(fd, &st) == 0;
    return count;
}

/* A descriptor with a message that has none is a breach, and it is closed. */
static void a_descriptor_too_many_is_a_breach(void **state)
{
    (void)state;
    struct wire_letter letter;
    pair_in(WIRE_PHASE_LOGIN);
    uint32_t number = WIRE_PASSWORD;
    char room[CMSG_SPACE(sizeof(int))] = {0}, data[16] = {0};
    memcpy(data, &number, sizeof number);
    struct iovec part = {data, sizeof data};
    struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    struct cmsghdr *c = CMSG_FIRSTHDR(&header);
    c->cmsg_level = SOL_SOCKET;
    c->cmsg_type = SCM_RIGHTS;
    c->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(c), &net.fd, sizeof(int));
    int before = open_descriptors();
    assert_true(sendmsg(net.fd, &header, 0) > 0);
    assert_int_equal(wire_receive(&session, &letter), WIRE_BREACH);
    assert_int_equal(open_descriptors(), before);
}

static void the_end_of_the_other_side_is_told(void **state)
{
    (void)state;
    struct wire_letter letter;
    pair_in(WIRE_PHASE_RUN);
    wire_close(&session);
    assert_int_equal(wire_receive(&net, &letter), WIRE_GONE);
    session.fd = net.fd;
    session.side = WIRE_SIDE_SESSION;
    assert_int_equal(wire_send(&session, WIRE_EXIT, "", 1, NULL), WIRE_GONE);
    session.fd = -1;
}

static bool note(void *to, const struct wire_letter *letter)
{
    *(enum wire_message *)to = letter->message;
    return letter->message != WIRE_SHELL;
}

static void serving_calls_the_handler(void **state)
{
    (void)state;
    static const wire_handler handlers[WIRE_MESSAGE_COUNT] = {[WIRE_RESIZE] = note, [WIRE_SHELL] = note};
    enum wire_message seen = WIRE_MESSAGE_COUNT;
    pair_in(WIRE_PHASE_OPEN);
    assert_int_equal(wire_send(&net, WIRE_RESIZE, "1234", 4, NULL), WIRE_OK);
    assert_int_equal(wire_serve(&session, handlers, &seen), WIRE_OK);
    assert_int_equal(seen, WIRE_RESIZE);
    assert_int_equal(wire_send(&net, WIRE_EXEC, "help", 5, NULL), WIRE_OK);
    assert_int_equal(wire_serve(&session, handlers, &seen), WIRE_BREACH); /* no handler */
    assert_int_equal(wire_send(&net, WIRE_SHELL, NULL, 0, NULL), WIRE_OK);
    assert_int_equal(wire_serve(&session, handlers, &seen), WIRE_BREACH); /* the handler says no */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_makes_sense),
        cmocka_unit_test_teardown(words_arrive_as_they_were_sent, close_pair),
        cmocka_unit_test_teardown(a_fixed_part_goes_before_the_words, close_pair),
        cmocka_unit_test_teardown(the_phase_moves_on_both_sides, close_pair),
        cmocka_unit_test(out_of_phase_is_a_breach),
        cmocka_unit_test(a_wrong_size_is_a_breach),
        cmocka_unit_test_teardown(an_unknown_number_is_a_breach, close_pair),
        cmocka_unit_test_teardown(what_the_table_forbids_is_not_sent, close_pair),
        cmocka_unit_test_teardown(descriptors_come_with_their_message, close_pair),
        cmocka_unit_test_teardown(a_descriptor_too_many_is_a_breach, close_pair),
        cmocka_unit_test_teardown(the_end_of_the_other_side_is_told, close_pair),
        cmocka_unit_test_teardown(serving_calls_the_handler, close_pair),
    };
    log_set_level(LOG_LEVEL_ERROR); /* breaches are logged, and these are wanted */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
