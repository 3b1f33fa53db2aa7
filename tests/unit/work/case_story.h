/* What stories about cases have in common: reporting one, and taking a step as somebody. */
#ifndef WANGGE_TESTS_WORK_CASE_STORY_H
#define WANGGE_TESTS_WORK_CASE_STORY_H

#include "village.h"

/* Fields and values of a case, ended by NULL, over what every case has. Reported by whom. */
#define REPORT(v, login, ...) report_with(v, login, record_with(__VA_ARGS__, NULL))

static inline int64_t report_with(struct village *v, const char *login, struct record *fields)
{
    int64_t id = 0;
    struct record *r = record_with("title", "污水外溢", "text", "三单元门口污水外溢，气味很大。", "category", "05",
                                   "area", "6", "urgency", "1", NULL);
    for (size_t i = 0; i < record_count(fields); i++)
        record_set(r, record_name(fields, i), record_value(fields, i));
    act_as(v, login);
    DONE(v, case_add(v->work, r, false, &id, NULL, NULL, &v->e));
    record_free(&r);
    record_free(&fields);
    return id;
}

static inline enum err tried(struct village *v, const char *login, int64_t id, const char *command,
                             struct record *given)
{
    act_as(v, login);
    enum err r = case_do(v->work, id, command, given, &v->e);
    record_free(&given);
    return r;
}

/* login takes the command with "field", "value" ... */
#define TRY(v, login, id, command, ...)  tried(v, login, id, command, record_with(__VA_ARGS__, NULL))
#define STEP(v, login, id, command, ...) DONE(v, TRY(v, login, id, command, __VA_ARGS__))

static inline const char *field_of(struct village *v, const char *login, int64_t id, const char *field)
{
    struct record *r = record_new();
    act_as(v, login);
    DONE(v, case_read(v->work, pool_format(v->pool, "%lld", (long long)id), r, &v->e));
    const char *text = pool_text(v->pool, record_get(r, field));
    record_free(&r);
    return text;
}

/* The street centre sees every case of the village. */
#define ASSERT_FIELD(v, id, field, value) assert_string_equal(field_of(v, "street01", id, field), value)

static inline size_t listed(struct village *v, const char *login, enum case_view view)
{
    struct rows rows;
    struct list_query query = {0};
    act_as(v, login);
    DONE(v, case_list(v->work, v->pool, view, &query, &rows, NULL, &v->e));
    return rows.count;
}

/* Two units of the district: department01 works for the first, grid03 for the second. */
static inline void units_are_there(struct village *v)
{
    sql(v, "insert into unit (id, name, area, version, created_by, created_at, updated_by, updated_at)"
           " values (1, '城管中队', 2, 1, 0, 0, 0, 0), (2, '环卫所', 2, 1, 0, 0, 0, 0);"
           "insert into unit_member (id, unit, member, area, version, created_by, created_at, updated_by, updated_at)"
           " values (1, 1, 9, 2, 1, 0, 0, 0, 0), (2, 2, 3, 2, 1, 0, 0, 0, 0);");
}

#endif
