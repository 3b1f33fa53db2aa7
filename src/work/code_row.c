#include "wangge/work/code_row.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pinyin.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define CODE_MOST     20 /* characters */
#define TEXT_MOST     40
#define INITIALS_ROOM 48
#define NOTE_ROOM     96

/* Lists that the program itself goes by: with another role an account would be more than anybody granted, and with
 * another name of one it would be granted unawares. */
static bool is_programs(const char *list)
{
    static const char *const lists[] = {
        "role",          "language",     "area_level", "user_state",   "post_request_state", "invite_state",
        "deputy_state",  "case_state",   "case_stage", "case_command", "evaluation_state",   "evaluation_subject",
        "erasure_state", "backup_state", "job_state",  "session_kind", "history_action",     "board",
    };
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        if (strcmp(lists[i], list) == 0)
            return true;
    return false;
}

enum err code_rows_load(struct work *work, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "code_row.all", NULL, &rows, e);
    for (size_t i = 0; i < rows.count; i++) {
        const struct code code = {.code = rows_text(&rows, i, "code"),
                                  .zh = rows_text(&rows, i, "zh"),
                                  .en = rows_text(&rows, i, "en"),
                                  .initials = rows_text(&rows, i, "initials"),
                                  .retired = rows_int(&rows, i, "retired") != 0};
        if (!is_programs(rows_text(&rows, i, "list")))
            code_put(rows_text(&rows, i, "list"), &code); /* of a list that is gone: passed over */
    }
    pool_free(&pool);
    return r;
}

static enum err find(const char *name, const char *code, const struct code_list **list, const struct code **out,
                     struct error *e)
{
    *list = code_list(name);
    *out = NULL;
    if (*list == NULL)
        return error_set(e, ERR_NOT_FOUND, "list", _("There is no code list \"%s\". See: code list"), name);
    *out = code_find(*list, code);
    return ERR_NONE;
}

static enum err find_code(const char *name, const char *code, const struct code_list **list, const struct code **out,
                          struct error *e)
{
    enum err r = find(name, code, list, out, e);
    if (r == ERR_NONE && *out == NULL)
        r = error_set(e, ERR_NOT_FOUND, "code", _("The list %s has no code \"%s\"."), name, code);
    return r;
}

static enum err check_code(const char *code, struct error *e)
{
    if (*code == '\0' || text_count(code) > CODE_MOST || strpbrk(code, ", !\t\n") != NULL || strstr(code, "..") != NULL)
        return error_set(e, ERR_INVALID, "code",
                         _("A code is a short word without blanks and commas, of at most %d characters."), CODE_MOST);
    return ERR_NONE;
}

static enum err check_text(const char *field, const char *text, struct error *e)
{
    if (text == NULL || *text == '\0' || text_count(text) > TEXT_MOST)
        return error_set(e, ERR_INVALID, field, _("A code has a text in both languages, of at most %d characters."),
                         TEXT_MOST);
    return ERR_NONE;
}

static enum err put(struct work *work, const char *list, const struct code *code, struct error *e)
{
    enum err r = check_text("zh", code->zh, e);
    if (r == ERR_NONE)
        r = check_text("en", code->en, e);
    if (r != ERR_NONE)
        return r;
    return db_execute(work->db, "code_row.put",
                      BINDS(BIND_TEXT("list", list), BIND_TEXT("code", code->code), BIND_TEXT("zh", code->zh),
                            BIND_TEXT("en", code->en), BIND_TEXT("initials", code->initials),
                            BIND_INT("retired", code->retired), BIND_INT("by", work->actor.user),
                            BIND_INT("at", clock_now())),
                      NULL, e);
}

/* Saves the code, if r says so, and lets this process know of it. */
static enum err save(struct work *work, enum err r, const char *list, const struct code *code, const char *what,
                     struct error *e)
{
    char note[NOTE_ROOM];
    snprintf(note, sizeof note, "%s %s %s", what, list, code->code);
    if (r == ERR_NONE)
        r = right_need(work, "code.manage", e);
    if (r == ERR_NONE && is_programs(list))
        r = error_set(e, ERR_DENIED, "list", _("%s is a list of the program: its codes stay as they are."), list);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = put(work, list, code, e);
    r = audit_end(work, r, "code.manage", "code", 0, note, e);
    if (r == ERR_NONE)
        code_put(list, code);
    return r;
}

enum err code_row_add(struct work *work, const char *list, const char *code, const char *zh, const char *en,
                      const char *initials, struct error *e)
{
    const struct code_list *of = NULL;
    const struct code *there = NULL;
    char first[INITIALS_ROOM];
    struct code made = {.code = code, .zh = zh, .en = en, .initials = initials};
    enum err r = find(list, code, &of, &there, e);

    if (r == ERR_NONE)
        r = check_code(code, e);
    if (r == ERR_NONE && there != NULL)
        r = error_set(e, ERR_INVALID, "code", _("The list %s has the code \"%s\" already."), list, code);
    if (initials == NULL) {
        pinyin_initials(zh == NULL ? "" : zh, first, sizeof first);
        made.initials = first;
    }
    return save(work, r, list, &made, "add", e);
}

enum err code_row_change(struct work *work, const char *list, const char *code, const char *zh, const char *en,
                         const char *initials, struct error *e)
{
    const struct code_list *of = NULL;
    const struct code *there = NULL;
    char first[INITIALS_ROOM];
    struct code made = {.code = code};
    enum err r = find_code(list, code, &of, &there, e);

    if (r == ERR_NONE && *of->standard != '\0')
        r = error_set(e, ERR_STATE, "code",
                      _("%s is the code list of %s: a code keeps its meaning. It can be retired."), list, of->standard);
    if (there != NULL)
        made = *there;
    if (zh != NULL) {
        made.zh = zh;
        pinyin_initials(zh, first, sizeof first);
        made.initials = first;
    }
    made.en = en == NULL ? made.en : en;
    made.initials = initials == NULL ? made.initials : initials;
    return save(work, r, list, &made, "change", e);
}

enum err code_row_retire(struct work *work, const char *list, const char *code, bool retired, struct error *e)
{
    const struct code_list *of = NULL;
    const struct code *there = NULL;
    struct code made = {.code = code};
    enum err r = find_code(list, code, &of, &there, e);

    if (there != NULL)
        made = *there;
    made.retired = retired;
    return save(work, r, list, &made, retired ? "retire" : "restore", e);
}

enum err code_row_site(struct work *work, struct pool *pool, const char *list, struct rows *out, struct error *e)
{
    enum err r = right_need(work, "code.read", e);
    return r == ERR_NONE ? db_query(work->db, pool, "code_row.of_list", BINDS(BIND_TEXT("list", list)), out, e) : r;
}
