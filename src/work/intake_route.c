/* The way of a stored message: into a case of its own, or into the timeline of an open one. Whatever a crash leaves
 * half done is found by the number of the message that stands in the case (source_no), and ended by the next who looks.
 */
#include "intake_inside.h"

#include "case_do.h"
#include "inside.h"
#include "record_row.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/case.h"
#include "wangge/work/message_text.h"
#include "wangge/work/outbox.h"
#include "wangge/work/phone.h"
#include "wangge/work/work.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define SOURCE_MESSAGE "3"  /* of the list case_source */
#define TEXT_MOST      8000 /* characters of a case; the message itself is kept whole */
#define NUMBER_ROOM    32

/* A message on its way. */
struct letter {
    int64_t id, at;
    const char *phone, *text;
    const struct intake_options *options;
    struct pool *pool;
};

/* --- of an open case --- */

/* The first "SJ-20261021-0007" of the text. */
static bool number_in(const char *text, char out[NUMBER_ROOM])
{
    static const char form[] = "SJ-00000000-0000";
    for (const char *s = text; *s != '\0'; s++) {
        size_t n = 0;
        while (form[n] != '\0' &&
               (form[n] == '0' ? isdigit((unsigned char)s[n]) : toupper((unsigned char)s[n]) == form[n]))
            n++;
        if (form[n] != '\0')
            continue;
        while (isdigit((unsigned char)s[n]) && n < NUMBER_ROOM - 1)
            n++;
        snprintf(out, NUMBER_ROOM, "SJ%.*s", (int)(n - 2), s + 2);
        return true;
    }
    return false;
}

/* The open case that it adds to; 0: none. */
static enum err find_open(struct work *work, const struct letter *letter, int64_t *id, struct error *e)
{
    char no[NUMBER_ROOM];
    struct rows rows = {0};
    enum err r = ERR_NONE;

    *id = 0;
    if (number_in(letter->text, no)) {
        r = db_query(work->db, letter->pool, "message_in.named", BINDS(BIND_TEXT("no", no)), &rows, e);
        if (r == ERR_NONE && rows.count > 0 && rows_null(&rows, 0, "closed_at") &&
            strcmp(rows_text(&rows, 0, "reporter_phone"), letter->phone) == 0)
            *id = rows_int(&rows, 0, "id");
        return r; /* it named one: what else is open is not meant */
    }
    if (letter->options->follow <= 0)
        return ERR_NONE;
    r = db_query(work->db, letter->pool, "message_in.last",
                 BINDS(BIND_TEXT("phone", letter->phone), BIND_INT("since", letter->at - letter->options->follow),
                       BIND_INT("id", letter->id)),
                 &rows, e);
    if (r == ERR_NONE && rows.count > 0 && rows_null(&rows, 0, "closed_at"))
        *id = rows_int(&rows, 0, "id");
    return r;
}

/* --- a case of its own --- */

static void fill(struct record *record, const struct letter *letter, const struct intake_place *place)
{
    struct message_meaning means = message_means(letter->text);
    const char urgency[] = {(char)('0' + means.urgency), '\0'};
    struct buffer title = {0};
    size_t n = 0;

    message_title(letter->text + means.skip, &title);
    for (size_t i = 0, left = strlen(letter->text); i < TEXT_MOST && left > 0; i++) {
        uint32_t code = 0;
        size_t step = text_decode(letter->text + n, left, &code);
        n += step;
        left -= step;
    }
    record_set(record, "title", title.length > 0 ? buffer_text(&title) : _("text message"));
    record_set(record, "text", pool_text_n(letter->pool, letter->text, n));
    record_set(record, "category", means.category);
    record_set(record, "urgency", urgency);
    record_set_int(record, "area", place->area);
    if (place->household != 0)
        record_set_int(record, "household", place->household);
    if (place->person != 0)
        record_set_int(record, "person", place->person);
    record_set(record, "source", SOURCE_MESSAGE);
    record_set(record, "source_no", pool_format(letter->pool, "%lld", (long long)letter->id));
    record_set(record, "reporter", place->name);
    if (phone_takes_messages(letter->phone)) /* a bank's name is no number */
        record_set(record, "reporter_phone", letter->phone);
    buffer_free(&title);
}

/* The case that was made of it before a crash; 0: none. */
static enum err find_made(struct work *work, const struct letter *letter, int64_t *id, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(work->db, letter->pool, "message_in.case",
                          BINDS(BIND_TEXT("no", pool_format(letter->pool, "%lld", (long long)letter->id))), &rows, e);
    *id = r == ERR_NONE && rows.count > 0 ? rows_int(&rows, 0, "id") : 0;
    return r;
}

static enum err make(struct work *work, const struct letter *letter, const struct intake_place *place, int64_t *id,
                     struct error *e)
{
    struct record *record = record_new();
    record_defaults(record, table_find("case"));
    fill(record, letter, place);
    enum err r = case_add(work, record, false, id, NULL, NULL, e);
    record_free(&record);
    return r;
}

/* --- the end --- */

static enum err tell(struct work *work, const struct letter *letter, const char *kind, int64_t id, struct error *e)
{
    return outbox_tell(work, kind, id, letter->phone, "", e);
}

static enum err end(struct work *work, const struct letter *letter, const char *state, int64_t id, int64_t person,
                    const char *how, struct error *e)
{
    return db_execute(work->db, "message_in.end",
                      BINDS(BIND_INT("id", letter->id), BIND_TEXT("state", state), bind_some("case", id),
                            bind_some("person", person), BIND_TEXT("note", how)),
                      NULL, e);
}

/* With its receipt, in one transaction. kind "": none. */
static enum err end_with(struct work *work, const struct letter *letter, const char *state, int64_t id,
                         const struct intake_place *place, const char *kind, struct error *e)
{
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = end(work, letter, state, id, place->person, place->how, e);
    if (r == ERR_NONE && kind[0] != '\0')
        r = tell(work, letter, kind, id, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

/* Into the timeline, and the end with it: one transaction. */
static enum err add_to(struct work *work, const struct letter *letter, int64_t id, struct error *e)
{
    enum err r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = case_note(work, id, "message", letter->text, e);
    if (r == ERR_NONE)
        r = end(work, letter, "added", id, 0, "added", e);
    if (r == ERR_NONE)
        r = tell(work, letter, "added", id, e);
    if (r == ERR_NONE)
        r = db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

static enum err go(struct work *work, const struct letter *letter, struct error *e)
{
    struct intake_place place = {.name = "", .how = ""};
    int64_t made = 0, open = 0;
    enum err r = ERR_NONE;

    if (letter->text[0] == '\0')
        return end_with(work, letter, "empty", 0, &place, "", e);
    r = find_made(work, letter, &made, e);
    if (r == ERR_NONE && made == 0 && !message_means(letter->text).is_new)
        r = find_open(work, letter, &open, e);
    if (r == ERR_NONE && open != 0)
        return add_to(work, letter, open, e);
    if (r == ERR_NONE)
        r = intake_place(work, letter->pool, letter->phone, letter->text, letter->options, &place, e);
    if (r == ERR_NONE && place.area == 0)
        r = error_set(e, ERR_STATE, NULL, _("There is no area that the message could go to."));
    if (r == ERR_NONE && made == 0)
        r = make(work, letter, &place, &made, e);
    if (r == ERR_NONE)
        r = end_with(work, letter, "case", made, &place, place.household != 0 ? "receipt" : "receipt_queue", e);
    return r;
}

/* --- one process at a time --- */

static bool is_free(const struct rows *rows, size_t i, const char *host)
{
    if (strcmp(rows_text(rows, i, "state"), "new") == 0)
        return true;
    return strcmp(rows_text(rows, i, "host"), host) == 0 &&
           process_is_gone(rows_int(rows, i, "pid"), rows_int(rows, i, "started"));
}

static enum err claim(struct work *work, const struct rows *rows, size_t i, const char *host, bool *mine,
                      struct error *e)
{
    int64_t changed = 0;
    *mine = false;
    if (!is_free(rows, i, host))
        return ERR_NONE;
    enum err r = db_execute(work->db, "message_in.claim",
                            BINDS(BIND_INT("id", rows_int(rows, i, "id")), BIND_TEXT("host", host),
                                  BIND_INT("pid", getpid()), BIND_INT("started", process_started(getpid())),
                                  BIND_TEXT("old_host", rows_text(rows, i, "host")),
                                  BIND_INT("old_pid", rows_int(rows, i, "pid"))),
                            &changed, e);
    *mine = r == ERR_NONE && changed > 0;
    return r;
}

/* One message to its end, or back to where it was, with the reason. */
static enum err route(struct work *work, const struct rows *rows, size_t i, const struct intake_options *options,
                      int64_t *made, struct error *e)
{
    struct error why = {0};
    struct letter letter = {
        .id = rows_int(rows, i, "id"),
        .at = rows_int(rows, i, "at"),
        .phone = rows_text(rows, i, "phone"),
        .text = rows_text(rows, i, "text"),
        .options = options,
        .pool = pool_new(),
    };
    enum err r = go(work, &letter, &why);
    pool_free(&letter.pool);
    if (r == ERR_NONE) {
        ++*made;
        return ERR_NONE;
    }
    log_warning("message %lld: %s", (long long)letter.id, why.text);
    return db_execute(work->db, "message_in.release", BINDS(BIND_INT("id", letter.id), BIND_TEXT("note", why.text)),
                      NULL, e);
}

enum err intake_route(struct work *work, const struct intake_options *options, int64_t *made, struct error *e)
{
    char host[65];
    int64_t before = -1;
    enum err r = ERR_NONE;

    host_name(host);
    for (*made = 0; r == ERR_NONE && before != *made;) { /* until nothing is left that goes on */
        struct pool *pool = pool_new();
        struct rows rows = {0};
        before = *made;
        r = db_query(work->db, pool, "message_in.open", NULL, &rows, e);
        for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
            bool mine = false;
            r = claim(work, &rows, i, host, &mine, e);
            if (r == ERR_NONE && mine)
                r = route(work, &rows, i, options, made, e);
        }
        pool_free(&pool);
    }
    return r;
}
