/* Orders of a hotline (12345) as cases, by "case import". An order is known by its number there: what has been taken
 * once is left alone. It goes to the household that its address finds, else to the area that is named by the column or
 * in the address, else to the queue of whoever imports. */
#include "case_do.h"
#include "import_inside.h"
#include "inside.h"
#include "record_row.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/message_text.h"
#include "wangge/work/outbox.h"
#include "wangge/work/phone.h"
#include "wangge/work/search.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <string.h>

#define SOURCE_HOTLINE "4" /* of the list case_source */

enum word {
    NUMBER,
    TIME,
    NAME,
    PHONE,
    ADDRESS,
    CATEGORY,
    TITLE,
    CONTENT,
    DEADLINE,
    AREA,
    UNIT,
    CLOSED,
    RESULT,
    URGENCY,
    SOURCE,
    SATISFACTION
};

static const char *word(const struct import_row *row, enum word which)
{
    return row->words[which] == NULL ? "" : row->words[which];
}

/* --- what the cells mean --- */

/* "2026-10-21 09:00", "2026/10/21 9:00:00", a day alone is its beginning. "": 0. */
static enum err read_instant(const struct import_row *row, enum word which, const char *label, int64_t *out,
                             struct error *e)
{
    const char *cell = word(row, which);
    bool has_time = false;
    *out = 0;
    if (cell[0] == '\0' || instant_parse(cell, out) || instant_typed(cell, clock_now(), out, &has_time))
        return ERR_NONE;
    return error_set(e, ERR_INVALID, label, _("%s: \"%s\" is no time; write 2026-10-21 09:00."), _(label), cell);
}

/* A code, its name, or the last of a path of names: "城建/道路/路面破损". "" when none of it is known. */
static const char *category_of(const char *cell)
{
    const struct code_list *categories = code_list("case_category");
    const char *code = categories == NULL || cell[0] == '\0' ? NULL : code_parse(categories, cell);
    for (const char *s = cell;
         code == NULL && categories != NULL && (s = strpbrk(s, "/>\\|-")) != NULL && *++s != '\0';)
        code = code_parse(categories, s);
    return code == NULL ? "" : code;
}

static const char *code_of(const char *list, const char *cell, const char *otherwise)
{
    const char *code = code_list(list) == NULL || cell[0] == '\0' ? NULL : code_parse(code_list(list), cell);
    return code == NULL ? otherwise : code;
}

struct order {
    struct work *work;
    struct pool *pool;
    const struct import_row *row;
    struct record *record;
    int64_t reported, due, closed;
};

static enum err by_address(struct order *o, int64_t *household, struct error *e)
{
    struct rows found = {0};
    struct error none = {0};
    const char *address = word(o->row, ADDRESS);
    enum err r = address[0] == '\0' ? ERR_NONE : search_find(o->work, o->pool, address, 2, &found, &none);
    if (r != ERR_NONE && r != ERR_DENIED)
        return error_set(e, r, NULL, "%s", none.text);
    if (r == ERR_NONE && found.count == 1 && strcmp(rows_text(&found, 0, "kind"), "household") == 0)
        *household = rows_int(&found, 0, "id");
    return ERR_NONE;
}

/* The area by code or name, one alone in the scope; 0 when there is none such. */
static enum err by_name(struct order *o, int64_t *area, struct error *e)
{
    struct rows found = {0};
    const char *name = word(o->row, AREA);
    size_t same = 0;
    enum err r = name[0] == '\0' ? ERR_NONE : area_search(o->work, o->pool, name, 0, 50, &found, e);
    for (size_t i = 0; r == ERR_NONE && i < found.count; i++)
        if (strcmp(rows_text(&found, i, "name"), name) == 0 || strcmp(rows_text(&found, i, "code"), name) == 0) {
            *area = rows_int(&found, i, "id");
            same++;
        }
    if (same > 1)
        *area = 0;
    return r;
}

static enum err named_in_address(struct order *o, int64_t *area, struct error *e)
{
    struct rows found = {0};
    struct scope_range range;
    enum err r = right_range(o->work, "case.intake", &range, e);
    if (r == ERR_NONE && word(o->row, ADDRESS)[0] != '\0')
        r = db_query(
            o->work->db, o->pool, "intake.area_named",
            BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_TEXT("text", word(o->row, ADDRESS))),
            &found, e);
    if (r == ERR_NONE && found.count > 0 &&
        (found.count == 1 || strlen(rows_text(&found, 0, "path")) > strlen(rows_text(&found, 1, "path"))))
        *area = rows_int(&found, 0, "id");
    return r;
}

static enum err route(struct order *o, struct error *e)
{
    int64_t household = 0, area = 0;
    enum err r = by_address(o, &household, e);
    if (r == ERR_NONE && household == 0)
        r = by_name(o, &area, e);
    if (r == ERR_NONE && household == 0 && area == 0)
        r = named_in_address(o, &area, e);
    if (household != 0)
        record_set_int(o->record, "household", household);
    else
        record_set_int(o->record, "area", area != 0 ? area : o->work->actor.area);
    return r;
}

static enum err read_times(struct order *o, bool history, struct error *e)
{
    enum err r = read_instant(o->row, TIME, N_("time of the order"), &o->reported, e);
    if (r == ERR_NONE)
        r = read_instant(o->row, DEADLINE, N_("deadline"), &o->due, e);
    if (r == ERR_NONE)
        r = read_instant(o->row, CLOSED, N_("time of the end"), &o->closed, e);
    if (r == ERR_NONE && history && o->reported == 0)
        r = error_set(e, ERR_INVALID, "time", _("With its history an order needs the time when it was taken."));
    if (r == ERR_NONE && o->closed != 0 && o->closed < o->reported)
        r = error_set(e, ERR_INVALID, "closed", _("The order was closed before it was taken."));
    return r;
}

static void set_phone(struct order *o)
{
    char number[PHONE_ROOM];
    if (phone_normal(word(o->row, PHONE), number) && number[0] != '+')
        record_set(o->record, "reporter_phone", number);
}

static void set_words(struct order *o)
{
    const struct import_row *row = o->row;
    struct buffer title = {0}, text = {0};
    const char *said = word(row, CONTENT)[0] != '\0' ? word(row, CONTENT) : word(row, TITLE);
    buffer_format(&text, "%s %s", word(row, TITLE), said);
    struct message_meaning means = message_means(buffer_text(&text));
    const char urgency[] = {(char)('0' + means.urgency), '\0'}, *category = category_of(word(row, CATEGORY));

    message_title(word(row, TITLE)[0] != '\0' ? word(row, TITLE) : said, &title);
    record_set(o->record, "title", buffer_text(&title));
    record_set(o->record, "text", said);
    record_set(o->record, "category", category[0] != '\0' ? category : means.category);
    record_set(o->record, "urgency", code_of("urgency", word(row, URGENCY), urgency));
    record_set(o->record, "place", word(row, ADDRESS));
    record_set(o->record, "source", code_of("case_source", word(row, SOURCE), SOURCE_HOTLINE));
    record_set(o->record, "source_no", word(row, NUMBER));
    record_set(o->record, "reporter", word(row, NAME));
    set_phone(o);
    buffer_free(&title);
    buffer_free(&text);
}

/* --- putting --- */

static enum err is_there(const struct order *o, bool *there, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(
        o->work->db, o->pool, "case_import.find",
        BINDS(BIND_TEXT("no", word(o->row, NUMBER)), BIND_TEXT("source", record_get(o->record, "source"))), &rows, e);
    *there = r == ERR_NONE && rows.count > 0;
    return r;
}

/* As the program reports: the case is held by the level of its own area, not by the one of whoever imports. */
static enum err report(struct work *work, int64_t id, struct error *e)
{
    char role[sizeof work->actor.role];
    memcpy(role, work->actor.role, sizeof role);
    text_copy(work->actor.role, sizeof work->actor.role, ROLE_LOCAL);
    enum err r = case_report(work, id, e);
    memcpy(work->actor.role, role, sizeof role);
    return r;
}

/* The hotline's deadline is the limit of the whole, in days of the calendar; what falls due by it moves along. */
static enum err set_deadline(const struct order *o, int64_t id, int64_t from, struct error *e)
{
    static const char *const statements[] = {"case_import.alarms", "case_import.clock", "case_import.limit"};
    enum err r = ERR_NONE;
    for (size_t i = 0; r == ERR_NONE && i < COUNT_OF(statements); i++)
        r = db_execute(o->work->db, statements[i],
                       BINDS(BIND_INT("id", id), BIND_INT("from", from), BIND_INT("due", o->due)), NULL, e);
    return r;
}

/* One step into the timeline at the time when it was taken elsewhere. */
static enum err tell(const struct order *o, int64_t id, const char *command, const char *from, const char *to,
                     int64_t at, const char *text, struct error *e)
{
    int64_t step = 0;
    enum err r = db_next(o->work->db, "case_step", &step, e);
    if (r != ERR_NONE)
        return r;
    return db_execute(o->work->db, "case_import.step",
                      BINDS(BIND_INT("step", step), BIND_INT("id", id), BIND_INT("at", at),
                            BIND_INT("me", o->work->actor.user), bind_some("post", o->work->actor.post),
                            BIND_TEXT("command", command), BIND_TEXT("from", from), BIND_TEXT("to", to),
                            BIND_TEXT("text", text)),
                      NULL, e);
}

/* What was closed elsewhere has no clocks and no alarms here. */
static enum err put_closed(const struct order *o, int64_t id, struct error *e)
{
    enum err r = db_execute(o->work->db, "case_import.closed",
                            BINDS(BIND_INT("id", id), BIND_INT("reported", o->reported), bind_some("due", o->due),
                                  BIND_INT("closed", o->closed), BIND_TEXT("unit", word(o->row, UNIT)),
                                  BIND_TEXT("result", word(o->row, RESULT)),
                                  BIND_TEXT("satisfaction", code_of("satisfaction", word(o->row, SATISFACTION), ""))),
                            NULL, e);
    if (r == ERR_NONE)
        r = tell(o, id, "report", "draft", "reported", o->reported, "", e);
    if (r == ERR_NONE)
        r = tell(o, id, "imported", "reported", "closed", o->closed, word(o->row, RESULT), e);
    return r;
}

static enum err put_open(const struct order *o, int64_t id, bool history, struct error *e)
{
    int64_t from = history ? o->reported : clock_now();
    enum err r = report(o->work, id, e);
    if (r == ERR_NONE && history)
        r = db_execute(o->work->db, "case_import.open",
                       BINDS(BIND_INT("id", id), BIND_INT("reported", from), BIND_TEXT("unit", word(o->row, UNIT))),
                       NULL, e);
    if (r == ERR_NONE && o->due > from)
        r = set_deadline(o, id, from, e);
    if (r == ERR_NONE && !history)
        r = outbox_tell(o->work, "receipt", id, record_get(o->record, "reporter_phone"), "", e);
    return r;
}

static enum err put_order(struct order *o, bool history, bool dry, int *what, struct error *e)
{
    bool there = false;
    int64_t id = 0;
    enum err r = ERR_NONE;

    record_defaults(o->record, table_find("case"));
    set_words(o);
    if (word(o->row, NUMBER)[0] == '\0')
        r = error_set(e, ERR_INVALID, "number",
                      _("The order has no number: by it the hotline's orders are told apart."));
    if (r == ERR_NONE)
        r = read_times(o, history, e);
    if (r == ERR_NONE)
        r = is_there(o, &there, e);
    *what = there ? PUT_SAME : PUT_ADD;
    if (r != ERR_NONE || there)
        return r;
    r = route(o, e);
    if (r == ERR_NONE && dry)
        return case_check(o->work, o->record, e);
    if (r == ERR_NONE)
        r = case_insert(o->work, o->record, &id, NULL, NULL, e);
    if (r == ERR_NONE)
        r = history && o->closed != 0 ? put_closed(o, id, e) : put_open(o, id, history, e);
    return r;
}

static enum err put(struct work *work, const struct import_row *row, bool history, bool dry, int *what, struct error *e)
{
    struct order order = {.work = work, .pool = pool_new(), .row = row, .record = record_new()};
    enum err r = put_order(&order, history, dry, what, e);
    record_free(&order.record);
    pool_free(&order.pool);
    return r;
}

const struct import_rules import_case = {
    .table = "case",
    .titles =
        {
                 [NUMBER] = "source_no,number,order number,工单编号,工单号,受理编号,受理号,诉求编号,编号,case_enquiry_id",
                 [TIME] = "reported_at,time,受理时间,来电时间,登记时间,反映时间,诉求时间,时间,open_dt",
                 [NAME] = "reporter,name,来电人,反映人,诉求人,市民姓名,姓名,联系人",
                 [PHONE] = "reporter_phone,phone,来电号码,联系电话,联系方式,反映人电话,电话",
                 [ADDRESS] = "place,address,事发地址,发生地址,诉求地址,事件地址,地址,地点",
                 [CATEGORY] = "category,诉求类别,问题类别,事件类别,类别,分类",
                 [TITLE] = "title,标题,诉求标题,工单标题,主题,type",
                 [CONTENT] = "text,content,诉求内容,反映内容,问题描述,工单内容,内容",
                 [DEADLINE] = "due_at,deadline,办理时限,截止时间,办结时限,处理期限,到期时间,target_dt",
                 [AREA] = "area,所属区域,所属街道,街道,所属社区,社区,网格,区域,neighborhood",
                 [UNIT] = "unit,承办单位,主办单位,办理单位,department",
                 [CLOSED] = "closed_at,办结时间,结案时间,closed_dt",
                 [RESULT] = "result,办理结果,处理结果,答复内容,closure_reason",
                 [URGENCY] = "urgency,紧急程度",
                 [SOURCE] = "source,来源,诉求来源",
                 [SATISFACTION] = "satisfaction,满意度,满意情况",
                 },
    .right = "case.intake",
    .put = put,
};
