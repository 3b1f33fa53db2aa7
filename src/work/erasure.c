#include "wangge/work/erasure.h"

#include "erasure_inside.h"
#include "inside.h"
#include "record_row.h"
#include "table_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/blank.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/list.h"
#include "wangge/table/record.h"
#include "wangge/table/store.h"
#include "wangge/work/audit.h"
#include "wangge/work/right.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define NUMBERS "SC"

/* --- what speaks against it */

struct telling {
    struct pool *pool;
    struct rows *out;
    size_t room;
};

static void tell(struct telling *t, const char *kind, const char *text, bool blocks)
{
    if (t->out->count == t->room)
        return;
    struct value *row = &t->out->values[t->out->count++ * t->out->columns];
    row[0] = (struct value){.type = VALUE_TEXT, .text = kind};
    row[1] = (struct value){.type = VALUE_TEXT, .text = text};
    row[2] = (struct value){.type = VALUE_INT, .number = blocks, .text = blocks ? "1" : "0"};
}

static enum err tell_registers(struct work *work, struct telling *t, int64_t person, struct error *e)
{
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < table_count(); i++) {
        const struct table *table = table_at(i);
        const struct field *link = table_field(table, "person");
        struct rows found = {0};
        if (!table->sensitive || table->own_storage || link == NULL)
            continue;
        r = blank_linked_alive(work->db, t->pool, table, link, person, &found, e);
        if (r == ERR_NONE && found.count > 0) /* which one is not everybody's to know */
            tell(t, "register", _("The person stands in a register of key groups, which the law wants kept."), true);
        if (found.count > 0)
            return r;
    }
    return r;
}

/* Without a question of rights. */
static enum err obstacles(struct work *work, struct pool *pool, int64_t person, struct rows *out, struct error *e)
{
    static const char *names[] = {"kind", "text", "blocks"};
    struct telling t = {.pool = pool, .out = out, .room = 8};
    struct rows cases = {0}, row = {0};
    *out = (struct rows){.columns = 3, .names = names, .values = pool_new_piece(pool, 8 * 3, sizeof(struct value))};
    enum err r = db_query(work->db, pool, "erasure.open_cases", BINDS(BIND_INT("person", person)), &cases, e);
    if (r == ERR_NONE && rows_int(&cases, 0, "n") > 0)
        tell(&t, "case",
             pool_format(pool, _("%lld cases of the person are open."), (long long)rows_int(&cases, 0, "n")), true);
    if (r == ERR_NONE)
        r = tell_registers(work, &t, person, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "erasure.person", BINDS(BIND_INT("person", person)), &row, e);
    if (r == ERR_NONE && row.count > 0 && strcmp(rows_text(&row, 0, "state"), "1") == 0 &&
        rows_null(&row, 0, "deleted_at"))
        tell(&t, "lives", _("The person lives here: who lives here has to be registered."), false);
    return r;
}

/* The person's row, if it lies in the range of the right. */
static enum err person_in_range(struct work *work, const char *right, int64_t person, struct record *out,
                                struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, right, &range, e);
    return r == ERR_NONE ? store_read_any(work->db, table_find("person"), person, range.lo, range.hi, out, e) : r;
}

enum err erasure_obstacles(struct work *work, struct pool *pool, int64_t person, struct rows *out, struct error *e)
{
    struct record *row = record_new();
    enum err r = person_in_range(work, "erasure.read", person, row, e);
    record_free(&row);
    return r == ERR_NONE ? obstacles(work, pool, person, out, e) : r;
}

/* --- asking */

static enum err check_reason(const char *given, char out[800], struct error *e)
{
    struct buffer value = {0};
    const struct field *field = table_field(table_find("erasure"), "reason");
    struct field checked = *field;
    checked.read_only = false;
    enum err r = check_value(&checked, given, &value, e);
    if (r == ERR_NONE && text_count(buffer_text(&value)) < 2)
        r = error_set(e, ERR_INVALID, "reason", _("Please say who asks for it, and on what grounds."));
    text_copy(out, 800, buffer_text(&value));
    buffer_free(&value);
    return r;
}

static enum err refuse_second(struct work *work, int64_t person, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "erasure.open", BINDS(BIND_INT("person", person)), &rows, e);
    if (r == ERR_NONE && rows.count > 0)
        r = error_set(e, ERR_STATE, NULL, _("There is a request for this person already."));
    pool_free(&pool);
    return r;
}

static enum err tell_deciders(struct work *work, int64_t area, int64_t id, const char *no, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows people = {0};
    char today[DATE_TEXT];
    today_text(today);
    enum err r = db_query(work->db, pool, "erasure.deciders",
                          BINDS(BIND_INT("area", area), BIND_INT("me", work->actor.user), BIND_TEXT("today", today)),
                          &people, e);
    for (size_t i = 0; r == ERR_NONE && i < people.count; i++)
        if (right_of_post(rows_text(&people, i, "role"),
                          rows_null(&people, i, "cell") ? NULL : rows_text(&people, i, "cell"),
                          "erasure.decide") != SCOPE_NONE)
            r = inbox_add(work, rows_int(&people, i, "account"), "erasure", id, 0,
                          pool_format(pool, _("%s: data of a person shall be deleted; please decide."), no), e);
    pool_free(&pool);
    return r;
}

enum err erasure_ask(struct work *work, int64_t person, const char *reason, int64_t *id, struct error *e)
{
    struct record *row = record_new();
    char why[800], no[32] = "";
    int64_t area = 0;
    *id = 0;
    enum err r = right_need(work, "erasure.ask", e);
    if (r == ERR_NONE)
        r = check_reason(reason, why, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = person_in_range(work, "erasure.ask", person, row, e);
    if (r == ERR_NONE)
        r = refuse_second(work, person, e);
    if (r == ERR_NONE)
        r = db_next(work->db, "erasure", id, e);
    if (r == ERR_NONE)
        r = number_of_day(work->db, NUMBERS, no, sizeof no, e);
    area = record_int(row, "area");
    if (r == ERR_NONE)
        r = db_execute(work->db, "erasure.add",
                       BINDS(BIND_INT("id", *id), BIND_TEXT("no", no), BIND_INT("person", person),
                             BIND_INT("area", area), BIND_TEXT("reason", why), BIND_INT("me", work->actor.user),
                             BIND_INT("at", clock_now())),
                       NULL, e);
    if (r == ERR_NONE)
        r = tell_deciders(work, area, *id, no, e);
    record_free(&row);
    return audit_end(work, r, "erasure.ask", "erasure", *id, no, e);
}

/* --- deciding */

static enum err find(struct work *work, struct pool *pool, const char *right, const char *id_or_no, struct rows *out,
                     struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, right, &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "erasure.row",
                     BINDS(BIND_INT("id", id_of(id_or_no)), BIND_TEXT("no", id_or_no), BIND_TEXT("lo", range.lo),
                           BIND_TEXT("hi", range.hi), BIND_INT("own", range.own), BIND_INT("me", range.me)),
                     out, e);
    if (r == ERR_NONE && out->count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no request %s in your area."), id_or_no);
    return r;
}

/* Whoever asked is not the one who decides, under whatever name. */
static enum err refuse_self(struct work *work, const struct rows *row, struct error *e)
{
    int64_t asked = rows_int(row, 0, "asked_by");
    if (asked == work->actor.user || asked == work_me(work))
        return error_set(e, ERR_DENIED, NULL, _("Somebody else decides than the one who asked."));
    return ERR_NONE;
}

static enum err refuse_blocked(struct work *work, struct pool *pool, int64_t person, struct error *e)
{
    struct rows rows = {0};
    enum err r = obstacles(work, pool, person, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++)
        if (rows_int(&rows, i, "blocks"))
            r = error_set(e, ERR_STATE, NULL, _("This cannot be approved now. %s"), rows_text(&rows, i, "text"));
    return r;
}

static enum err note_decision(struct work *work, const struct rows *row, bool approve, const char *text,
                              struct error *e)
{
    int64_t changed = 0;
    enum err r = db_execute(work->db, "erasure.decide",
                            BINDS(BIND_INT("id", rows_int(row, 0, "id")), BIND_INT("me", work->actor.user),
                                  BIND_INT("at", clock_now()), BIND_TEXT("state", approve ? "running" : "refused"),
                                  BIND_TEXT("decision", text)),
                            &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_STATE, NULL, _("%s is decided already."), rows_text(row, 0, "no"));
    if (r == ERR_NONE && !approve) {
        char line[128];
        snprintf(line, sizeof line, _("%s was not approved."), rows_text(row, 0, "no"));
        r = inbox_add(work, rows_int(row, 0, "asked_by"), "erasure", rows_int(row, 0, "id"), 0, line, e);
    }
    return r;
}

static enum err begin_job(struct work *work, const struct rows *row, int64_t *job, struct error *e)
{
    struct job made = {.kind = "erasure"};
    snprintf(made.options, sizeof made.options, "%lld", (long long)rows_int(row, 0, "id"));
    snprintf(made.title, sizeof made.title, _("Deletion %s"), rows_text(row, 0, "no"));
    enum err r = job_new(work, &made, e);
    *job = made.id;
    return r == ERR_NONE ? db_execute(work->db, "erasure.job",
                                      BINDS(BIND_INT("id", rows_int(row, 0, "id")), BIND_INT("job", made.id)), NULL, e)
                         : r;
}

/* The words that a decision comes with: refused or not, they are checked as any text. */
static enum err check_decision(bool approve, const char *given, char out[800], struct error *e)
{
    struct buffer value = {0};
    struct field field = *table_field(table_find("erasure"), "decision");
    field.read_only = false;
    enum err r = check_value(&field, given == NULL ? "" : given, &value, e);
    if (r == ERR_NONE && !approve && text_count(buffer_text(&value)) < 2)
        r = error_set(e, ERR_INVALID, "text", _("Please say why it is not approved."));
    text_copy(out, 800, buffer_text(&value));
    buffer_free(&value);
    return r;
}

enum err erasure_decide(struct work *work, const char *id_or_no, bool approve, const char *text, const char *words,
                        int64_t *job, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row = {0};
    char said[800];
    *job = 0;
    enum err r = check_decision(approve, text, said, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = find(work, pool, "erasure.decide", id_or_no, &row, e);
    if (r == ERR_NONE)
        r = refuse_self(work, &row, e);
    if (r == ERR_NONE && approve)
        r = refuse_blocked(work, pool, rows_int(&row, 0, "person"), e);
    if (r == ERR_NONE && approve && (words == NULL || strcmp(words, rows_text(&row, 0, "no")) != 0))
        r = error_set(e, ERR_INVALID, "sure",
                      _("This cannot be undone. To be sure, give the number of the request once more: %s"),
                      rows_text(&row, 0, "no"));
    if (r == ERR_NONE)
        r = note_decision(work, &row, approve, said, e);
    r = audit_end(work, r, "erasure.decide", "erasure", row.count == 0 ? 0 : rows_int(&row, 0, "id"),
                  approve ? "approve" : "refuse", e);
    if (r == ERR_NONE && approve)
        r = begin_job(work, &row, job, e);
    pool_free(&pool);
    return r;
}

enum err erasure_withdraw(struct work *work, const char *id_or_no, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows row = {0};
    int64_t changed = 0;
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = find(work, pool, "erasure.ask", id_or_no, &row, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "erasure.withdraw",
                       BINDS(BIND_INT("id", rows_int(&row, 0, "id")), BIND_INT("me", work->actor.user),
                             BIND_INT("at", clock_now())),
                       &changed, e);
    if (r == ERR_NONE && changed == 0)
        r = error_set(e, ERR_STATE, NULL, _("Only who asked may withdraw it, as long as nothing is decided."));
    r = audit_end(work, r, "erasure.ask", "erasure", row.count == 0 ? 0 : rows_int(&row, 0, "id"), "withdraw", e);
    pool_free(&pool);
    return r;
}

/* --- looking */

enum err erasure_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                      int64_t *total, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "erasure.read", &range, e);
    if (r != ERR_NONE)
        return r;
    return list_read(work->db, pool, table_find("erasure"), NULL, query,
                     BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_INT("own", range.own),
                           BIND_INT("me", range.me)),
                     out, total, e);
}

enum err erasure_read(struct work *work, const char *id_or_no, struct record *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct list_query query = {.limit = 1};
    struct rows rows = {0};
    bool number = id_of(id_or_no) > 0;
    enum err r = list_add_filter(&query, table_find("erasure"), number ? "id" : "no", id_or_no, e);
    if (r == ERR_NONE)
        r = erasure_list(work, pool, &query, &rows, NULL, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no request %s in your area."), id_or_no);
    if (r == ERR_NONE)
        record_from_row(out, table_find("erasure"), &rows, 0);
    pool_free(&pool);
    return r;
}
