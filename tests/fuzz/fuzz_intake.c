/* Any bytes as a message: a file of the spool folder, a file's name, an environment, a number, words. What comes out is
 * clean UTF-8, and a letter that is written of it is read back the same. */
#include "fuzz.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/work/intake.h"
#include "wangge/work/message_text.h"
#include "wangge/work/phone.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct error e = {0};
    (void)argc;
    (void)argv;
    log_open("fuzz", "/dev/null", LOG_LEVEL_ERROR);
    clock_fix(1792544400);
    MUST(messages_load("etc", NULL, &e) == ERR_NONE || e.text[0] != '\0');
    return 0;
}

static void must_be_clean(const char *text)
{
    MUST(text_is_valid(text, strlen(text)));
    for (; *text != '\0'; text++)
        MUST((unsigned char)*text >= ' ' || *text == '\n');
}

/* Lines "NAME=value" of the input. */
static const char *variable(void *to, const char *name)
{
    static char value[8192];
    const char *at = to;
    size_t n = strlen(name);
    for (; *at != '\0'; at += strcspn(at, "\n"), at += *at == '\n') {
        size_t length = strcspn(at, "\n");
        if (length > n && strncmp(at, name, n) == 0 && at[n] == '=') {
            snprintf(value, sizeof value, "%.*s", (int)(length - n - 1), at + n + 1);
            return value;
        }
    }
    return NULL;
}

static void read_letter(struct pool *pool, const uint8_t *data, size_t size)
{
    struct message message, again;
    struct error e = {0};
    struct buffer letter = {0};
    if (intake_letter(pool, "x", data, size, &message, &e) != ERR_NONE)
        return;
    must_be_clean(message.phone);
    must_be_clean(message.text);
    must_be_clean(message.ids);
    buffer_format(&letter, "From: %s\nId: %s\nParts: %d\n\n%s\n", message.phone, message.ids, message.parts,
                  message.text);
    MUST(intake_letter(pool, "y", buffer_text(&letter), letter.length, &again, &e) == ERR_NONE);
    MUST(strcmp(message.phone, again.phone) == 0 && strcmp(message.text, again.text) == 0);
    MUST(strcmp(message.ids, again.ids) == 0 && message.parts == again.parts);
    buffer_free(&letter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const ids[] = {"IN1", "IN2"};
    struct pool *pool = pool_new();
    struct error e = {0};
    struct message message;
    struct buffer title = {0};
    const char *group, *phone, *stamp;
    char *text = as_text(data, size), number[PHONE_ROOM];
    int part = 0;

    must_be_clean(intake_text(pool, data, size));
    read_letter(pool, data, size);
    if (intake_name(pool, text, &group, &phone, &stamp, &part))
        MUST(part >= 0 && part <= 999 && strlen(stamp) == 15 && strncmp(text, group, strlen(group)) == 0);
    if (intake_environment(pool, variable, text, 2, ids, &message, &e) == ERR_NONE) {
        must_be_clean(message.text);
        must_be_clean(message.phone);
        MUST(message.phone[0] != '\0' && message.parts > 0);
    }
    if (phone_normal(text, number)) {
        char again[PHONE_ROOM];
        MUST(phone_normal(number, again) && strlen(number) >= 3);
    }
    struct message_meaning means = message_means(text);
    MUST(means.urgency >= 1 && means.urgency <= 3 && means.skip <= strlen(text));
    message_title(intake_text(pool, data, size), &title);
    MUST(text_is_valid(buffer_text(&title), title.length) && text_count(buffer_text(&title)) <= 32);
    buffer_free(&title);
    free(text);
    pool_free(&pool);
    return 0;
}
