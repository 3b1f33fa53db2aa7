/* Whose turn it is: the column "turn" of the rows that a case can take now. */
#include "case_do.h"

#include "words.h"

#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/table/code.h"
#include "wangge/table/record.h"
#include "wangge/work/case.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <string.h>

/* The level that holds it, or the next one above whose role has the right. */
static const char *role_of_level(const struct case_facts *facts, const char *right)
{
    int top = workflow_level("district");
    int level = facts->level > facts->lowest ? facts->level : facts->lowest;
    while (level < top && right_of_role(workflow_level_role(level), right) == SCOPE_NONE)
        level++;
    return workflow_level_role(level);
}

/* Above the grids there is no grid leader: what lies in no grid waits for the lowest level that it has. */
static const char *waited_for(const struct case_facts *facts, const struct transition *transition, const char *word)
{
    if (strcmp(word, "level") == 0)
        return role_of_level(facts, transition->right);
    int level = workflow_level_of_role(word);
    return level >= 0 && level < facts->lowest ? workflow_level_role(facts->lowest) : word;
}

void case_waits(struct pool *pool, const struct case_facts *facts, const char **out)
{
    struct buffer waits = {0};
    char word[64];
    for (size_t i = 0; i < workflow_count(); i++) {
        const struct transition *t = workflow_at(i);
        const char *words = t->turn;
        while (case_facts_hold(facts, t) && word_next(&words, ' ', word, sizeof word)) {
            const char *whom = waited_for(facts, t, word);
            if (!word_in(buffer_text(&waits), ' ', whom))
                buffer_format(&waits, "%s%s ", waits.length == 0 ? " " : "", whom);
        }
    }
    *out = pool_text(pool, buffer_text(&waits));
    buffer_free(&waits);
}

enum err case_waits_for(struct work *work, struct pool *pool, int64_t id, const char **out, struct error *e)
{
    struct case_now now;
    enum err r = case_now_any(work, pool, id, &now, e);
    if (r == ERR_NONE)
        case_waits(pool, &now.facts, out);
    return r;
}

enum err case_waits_fill(struct db *db, struct error *e)
{
    struct work work = {.db = db};
    struct pool *pool = pool_new();
    struct rows rows;
    enum err r = db_query(db, pool, "case.without_waits", NULL, &rows, e);

    work_become_local(&work);
    bool own = r == ERR_NONE && rows.count > 0 && !db_in_transaction(db);
    if (own)
        r = db_begin(db, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        struct pool *scratch = pool_new();
        struct case_now now;
        const char *waits = "";
        r = case_now_any(&work, scratch, rows_int(&rows, i, "id"), &now, e);
        if (r == ERR_NONE) {
            case_waits(scratch, &now.facts, &waits);
            r = db_execute(db, "case.set_waits", BINDS(BIND_INT("id", now.id), BIND_TEXT("waits", waits)), NULL, e);
        }
        pool_free(&scratch);
    }
    if (own && r == ERR_NONE)
        r = db_commit(db, e);
    if (own)
        db_rollback(db);
    pool_free(&pool);
    return r;
}
