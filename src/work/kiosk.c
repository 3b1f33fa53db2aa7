#include "wangge/work/kiosk.h"

#include "inside.h"
#include "intake_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/random.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/audit.h"
#include "wangge/work/case.h"
#include "wangge/work/message_text.h"
#include "wangge/work/phone.h"
#include "wangge/work/publish.h"
#include "wangge/work/right.h"
#include "wangge/work/setting.h"
#include "wangge/work/work.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define ROLE_GUEST   "guest"
#define SOURCE_KIOSK "10" /* of the list case_source */
#define HOUR         3600
#define DAY          86400
#define LIST_MOST    100
#define TEXT_LEAST   10 /* characters */
#define DIGITS       8  /* of a receipt, in two halves */
#define REPORT       "report"
#define MISS         "miss"

bool kiosk_is(const struct work *work)
{
    return strcmp(work->actor.role, ROLE_GUEST) == 0;
}

static enum err count(struct work *work, const char *statement, const struct bind *binds, int64_t *out, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, statement, binds, &rows, e);
    *out = r == ERR_NONE ? rows_int(&rows, 0, "n") : 0;
    pool_free(&pool);
    return r;
}

enum err kiosk_open(struct work *work, const char *login, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char today[DATE_TEXT];
    int64_t sessions = 0;
    enum err r = ERR_NONE;

    today_text(today);
    if (!setting_yes(work, SETTING_KIOSK_ON))
        r = error_set(e, ERR_DENIED, NULL, "the kiosk is off");
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "account.become",
                     BINDS(BIND_TEXT("login", login), BIND_TEXT("today", today), BIND_INT("post", 0)), &rows, e);
    if (r == ERR_NONE && (rows.count == 0 || strcmp(rows_text(&rows, 0, "role"), ROLE_GUEST) != 0))
        r = error_set(e, ERR_DENIED, NULL, "no kiosk has this name");
    if (r == ERR_NONE)
        r = count(work, "kiosk.sessions", NULL, &sessions, e);
    if (r == ERR_NONE && sessions >= setting_number(work, SETTING_KIOSK_SESSIONS))
        r = error_set(e, ERR_AGAIN, NULL, "all kiosks are in use");
    pool_free(&pool);
    return r;
}

enum err kiosk_notices(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    enum err r = right_range(work, "kiosk.read", &range, e);

    if (r != ERR_NONE)
        return r;
    today_text(today);
    return db_query(work->db, pool, "kiosk.notices",
                    BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_TEXT("today", today),
                          BIND_INT("limit", LIST_MOST)),
                    out, e);
}

enum err kiosk_results(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT], first[DATE_TEXT];
    enum err r = right_range(work, "kiosk.read", &range, e);

    if (r != ERR_NONE)
        return r;
    today_text(today);
    date_format(day_of(clock_now()) - NOTICE_DAYS, first);
    return db_query(work->db, pool, "case_notice.published",
                    BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_TEXT("first", first),
                          BIND_TEXT("last", today), BIND_TEXT("today", today), BIND_INT("limit", LIST_MOST)),
                    out, e);
}

/* --- limits --- */

static enum err note_use(struct work *work, const char *kind, struct error *e)
{
    int64_t id = 0;
    enum err r = db_next(work->db, "kiosk_use", &id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "kiosk.forget", BINDS(BIND_INT("before", clock_now() - 2 * DAY)), NULL, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "kiosk.use",
                       BINDS(BIND_INT("id", id), BIND_TEXT("source", work->actor.from), BIND_TEXT("kind", kind),
                             BIND_INT("at", clock_now())),
                       NULL, e);
    return r;
}

static enum err check_use(struct work *work, const char *kind, enum setting_id most, struct error *e)
{
    int64_t used = 0;
    enum err r = count(
        work, "kiosk.used",
        BINDS(BIND_TEXT("source", work->actor.from), BIND_TEXT("kind", kind), BIND_INT("since", clock_now() - HOUR)),
        &used, e);
    if (r == ERR_NONE && used >= setting_number(work, most))
        r = error_set(e, ERR_AGAIN, NULL,
                      _("That was often within an hour. Please try again later, or go to the community's station."));
    return r;
}

static enum err check_day(struct work *work, struct error *e)
{
    int64_t used = 0;
    enum err r = count(work, "kiosk.used_by_all",
                       BINDS(BIND_TEXT("kind", REPORT), BIND_INT("since", clock_now() - DAY)), &used, e);
    if (r == ERR_NONE && used >= setting_number(work, SETTING_KIOSK_DAY))
        r = error_set(
            e, ERR_AGAIN, NULL,
            _("So many reports were left today that no more are taken. Please go to the community's station."));
    return r;
}

/* --- reports --- */

/* Digits that nobody can guess the neighbours of. */
static enum err fresh_receipt(struct work *work, char out[KIOSK_RECEIPT], struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = ERR_NONE;
    do {
        uint32_t dice = 0;
        random_bytes(&dice, sizeof dice);
        snprintf(out, KIOSK_RECEIPT, "%04u-%04u", dice % 10000, dice / 10000 % 10000);
        r = db_query(work->db, pool, "kiosk.taken", BINDS(BIND_TEXT("receipt", out)), &rows, e);
    } while (r == ERR_NONE && rows.count > 0);
    pool_free(&pool);
    return r;
}

static enum err check(struct record *record, char phone[PHONE_ROOM],
                      void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    enum err r = check_record(table_find("kiosk_report"), record, on_fault, to, e);
    if (r == ERR_NONE && (!phone_normal(record_get(record, "phone"), phone) || !phone_takes_messages(phone)))
        r = error_set(e, ERR_INVALID, "phone", _("Please leave a mobile number of 11 digits."));
    if (r == ERR_NONE && text_count(record_get(record, "text")) < TEXT_LEAST)
        r = error_set(e, ERR_INVALID, "text", _("Please tell it in %d characters or more."), TEXT_LEAST);
    if (r == ERR_INVALID && on_fault != NULL)
        on_fault(to, e);
    return r;
}

static void fill(struct work *work, struct record *made, const struct record *record, const char *phone, int64_t area)
{
    const char *text = record_get(record, "text");
    struct message_meaning means = message_means(text);
    const char urgency[] = {(char)('0' + means.urgency), '\0'};
    struct buffer title = {0};

    message_title(text + means.skip, &title);
    record_defaults(made, table_find("case"));
    record_set(made, "title", title.length > 0 ? buffer_text(&title) : _("report at the kiosk"));
    record_set(made, "text", text);
    record_set(made, "place", record_get(record, "place"));
    record_set(made, "category", means.category);
    record_set(made, "urgency", urgency);
    record_set_int(made, "area", area != 0 ? area : work->actor.area);
    record_set(made, "source", SOURCE_KIOSK);
    record_set(made, "reporter_phone", phone);
    buffer_free(&title);
}

/* As the program itself, as for a text message: the kiosk may leave a report, and not read what becomes of it. */
static enum err make_case(struct work *work, const struct record *record, const char *phone, int64_t *id,
                          struct error *e)
{
    const struct intake_options options = {.unknown = "top"};
    struct intake_place place = {.name = "", .how = ""};
    struct actor kiosk = work->actor;
    struct pool *pool = pool_new();
    struct record *made = record_new();
    const char *told = pool_format(pool, "%s %s", record_get(record, "place"), record_get(record, "text"));
    enum err r = intake_place(work, pool, phone, told, &options, &place, e);

    if (r == ERR_NONE) {
        fill(work, made, record, phone, strcmp(place.how, "unknown") == 0 ? 0 : place.area);
        work_become_local(work);
        text_copy(work->actor.from, sizeof work->actor.from, kiosk.from);
        r = case_add(work, made, false, id, NULL, NULL, e);
        work->actor = kiosk;
    }
    record_free(&made);
    pool_free(&pool);
    return r;
}

enum err kiosk_report(struct work *work, struct record *record, char receipt[KIOSK_RECEIPT],
                      void (*on_fault)(void *to, const struct error *fault), void *to, struct error *e)
{
    char phone[PHONE_ROOM] = "";
    int64_t made = 0, id = 0;
    enum err r = right_need(work, "kiosk.report", e);

    if (r == ERR_NONE)
        r = check(record, phone, on_fault, to, e);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = check_use(work, REPORT, SETTING_KIOSK_HOUR, e);
    if (r == ERR_NONE)
        r = check_day(work, e);
    if (r == ERR_NONE)
        r = fresh_receipt(work, receipt, e);
    if (r == ERR_NONE) {
        db_join(work->db);
        r = make_case(work, record, phone, &made, e);
        db_part(work->db);
    }
    if (r == ERR_NONE)
        r = db_next(work->db, "kiosk_report", &id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "kiosk.insert",
                       BINDS(BIND_INT("id", id), BIND_TEXT("receipt", receipt), BIND_TEXT("phone", phone),
                             BIND_INT("case", made), BIND_INT("at", clock_now())),
                       NULL, e);
    if (r == ERR_NONE)
        r = note_use(work, REPORT, e);
    return audit_end(work, r, "kiosk.report", "case", made, "", e);
}

/* --- asking --- */

/* "48217730", "4821 7730" and "4821-7730" are one receipt. */
static void receipt_normal(const char *typed, char out[KIOSK_RECEIPT])
{
    size_t n = 0;
    for (; *typed != '\0' && n < KIOSK_RECEIPT - 2; typed++)
        if (isdigit((unsigned char)*typed)) {
            if (n == DIGITS / 2)
                out[n++] = '-';
            out[n++] = *typed;
        }
    out[n] = '\0';
}

enum err kiosk_ask(struct work *work, struct pool *pool, const char *receipt, const char *phone, struct rows *out,
                   struct error *e)
{
    char number[KIOSK_RECEIPT], normal[PHONE_ROOM] = "", today[DATE_TEXT];
    enum err r = right_need(work, "kiosk.ask", e);

    receipt_normal(receipt, number);
    phone_normal(phone, normal);
    today_text(today);
    if (r == ERR_NONE)
        r = db_begin(work->db, e);
    if (r == ERR_NONE)
        r = check_use(work, MISS, SETTING_KIOSK_MISSES, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "kiosk.state",
                     BINDS(BIND_TEXT("receipt", number), BIND_TEXT("phone", normal), BIND_TEXT("today", today)), out,
                     e);
    bool missed = r == ERR_NONE && out->count == 0;
    if (missed)
        r = note_use(work, MISS, e);
    r = audit_end(work, r, "kiosk.ask", "case", 0, missed ? "miss" : "", e);
    if (r == ERR_NONE && missed)
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no report with this receipt and this phone number."));
    return r;
}
