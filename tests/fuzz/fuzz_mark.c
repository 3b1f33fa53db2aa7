/* Any text as that of a diary entry: its marks lie in it one behind the other, are valid text again, no two have one
 * key, and each is read the same without what stands before it. */
#include "fuzz.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/work/mark.h"

#define TODAY 20747 /* 2026-10-21 */

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct error e;
    (void)argc;
    (void)argv;
    log_open("fuzz", "/dev/null", LOG_LEVEL_ERROR);
    i18n_use(LANGUAGE_ZH);
    MUST(codes_load("schema", NULL, &e) == ERR_NONE);
    MUST(marks_load("etc", &e) == ERR_NONE);
    return 0;
}

static void same(const char *a, const char *b)
{
    MUST(strcmp(a, b) == 0);
}

/* What stands before a mark means nothing for it. */
static void reads_again(struct pool *pool, const char *text, const struct mark *mark)
{
    struct mark *again = NULL;
    MUST(mark_parse(pool, text + mark->at, TODAY, &again) >= 1);
    MUST(again->at == 0 && again->length == mark->length);
    MUST(again->make == mark->make && again->whole == mark->whole);
    same(again->name, mark->name);
    same(again->text, mark->text);
    same(again->place, mark->place);
    same(again->category, mark->category);
    same(again->urgency, mark->urgency);
    same(again->field, mark->field);
    same(again->value, mark->value);
    same(again->day, mark->day);
    MUST(mark_category(mark->text) == mark_category(again->text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = as_text(data, size);
    struct pool *pool = pool_new();
    struct mark *marks = NULL;
    size_t n = strlen(text), end = 0;
    bool valid = text_is_valid(text, n);
    size_t count = mark_parse(pool, text, TODAY, &marks);
    for (size_t i = 0; i < count; i++) {
        MUST(marks[i].at >= end && marks[i].length > 0);
        end = marks[i].at + marks[i].length;
        MUST(end <= n);
        MUST(text_is_valid(marks[i].key, strlen(marks[i].key)));
        MUST(!valid || text_is_valid(marks[i].written, strlen(marks[i].written)));
        if (i < 4)
            reads_again(pool, text, &marks[i]);
        for (size_t k = 0; k < i && k < 4; k++)
            MUST(strcmp(marks[k].key, marks[i].key) != 0);
    }
    mark_almost(pool, text);
    pool_free(&pool);
    free(text);
    return 0;
}
