/* Any text as the condition of a visit rule: what compiles is SQL whose quotes and brackets are closed and whose days
 * are real ones. */
#include "fuzz.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/condition.h"
#include "wangge/table/describe.h"

#define TODAY 20747 /* 2026-10-21 */

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct error e;
    (void)argc;
    (void)argv;
    log_open("fuzz", "/dev/null", LOG_LEVEL_ERROR);
    i18n_use(LANGUAGE_EN);
    MUST(codes_load("schema", NULL, &e) == ERR_NONE);
    MUST(tables_load("etc/tables", NULL, &e) == ERR_NONE);
    return 0;
}

static bool is_closed(const char *sql)
{
    bool text = false;
    int open = 0;
    for (; *sql != '\0'; sql++) {
        text ^= *sql == '\'';
        open += text ? 0 : (*sql == '(') - (*sql == ')');
        if (open < 0)
            return false;
    }
    return !text && open == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bind binds[CONDITION_BINDS];
    struct error e = {0};
    const char *sql = "";
    if (size == 0)
        return 0;
    const struct table *table = table_at(data[0] % table_count());
    char *text = as_text(data + 1, size - 1);
    struct pool *pool = pool_new();
    if (!table->own_storage) {
        enum err r = condition_compile(pool, table, "t", text, &sql, &e);
        MUST(r == ERR_NONE || (r == ERR_INVALID && e.text[0] != '\0'));
        MUST(r != ERR_NONE || is_closed(sql));
        for (size_t n = condition_binds(pool, TODAY, binds); n > 0; n--) {
            day_t day;
            MUST(binds[n].name == NULL && date_parse(binds[n - 1].text, &day));
            binds[n - 1].name = NULL;
        }
    }
    pool_free(&pool);
    free(text);
    return 0;
}
