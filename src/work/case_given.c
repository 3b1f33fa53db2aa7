/* What was given with a command: checked, canonical, and looked up where it names somebody or something. */
#include "case_do.h"

#include "inside.h"
#include "words.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/link.h"
#include "wangge/work/right.h"
#include "wangge/work/role.h"
#include "wangge/work/work.h"
#include "wangge/work/workflow.h"

#include <stdio.h>
#include <string.h>

/* Somebody who may handle cases in one of the posts held today. */
static enum err take_handler(const struct case_now *now, const char *id_or_login, int64_t *handler, struct error *e)
{
    char today[DATE_TEXT];
    struct rows posts;

    today_text(today);
    enum err r =
        db_query(now->work->db, now->pool, "case.handler",
                 BINDS(BIND_INT("id", id_of(id_or_login)), BIND_TEXT("login", id_or_login), BIND_TEXT("today", today)),
                 &posts, e);
    if (r != ERR_NONE)
        return r;
    for (size_t i = 0; r == ERR_NONE && i < posts.count; i++) {
        enum scope scope = SCOPE_NONE;
        r = role_scope(now->work, rows_text(&posts, i, "role"), rows_int(&posts, i, "custom"), "case.handle", &scope,
                       e);
        if (r == ERR_NONE && scope != SCOPE_NONE) {
            *handler = rows_int(&posts, i, "id");
            return ERR_NONE;
        }
    }
    return r != ERR_NONE
               ? r
               : error_set(e, ERR_INVALID, "handler", _("Choose somebody who is active and may handle cases."));
}

/* A unit of the responsibility list, by its number or its name. */
static enum err take_unit(const struct case_now *now, const char *field, const char *text, int64_t *unit,
                          struct error *e)
{
    struct rows rows;
    struct error why = {0};
    *unit = id_of(text);
    enum err r = *unit > 0 ? ERR_NONE : link_find(now->work, "unit", text, unit, &why);
    if (r == ERR_NONE)
        r = db_query(now->work->db, now->pool, "case.unit", BINDS(BIND_INT("id", *unit)), &rows, &why);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(&why, ERR_NOT_FOUND, NULL, _("There is no unit %s."), text);
    return r == ERR_NONE ? r : error_set(e, ERR_INVALID, field, "%s", why.text);
}

/* Several, separated by commas or blanks: ids, each once. */
static enum err take_units(const struct case_now *now, const char *field, const char *text, struct buffer *out,
                           struct error *e)
{
    static const char *const separators[] = {",", "，", "、", ";", "；", " "};
    struct buffer plain = {0};
    char word[128];
    enum err r = ERR_NONE;

    while (*text != '\0') {
        size_t n = 0;
        for (size_t i = 0; n == 0 && i < COUNT_OF(separators); i++)
            n = strncmp(text, separators[i], strlen(separators[i])) == 0 ? strlen(separators[i]) : 0;
        buffer_add(&plain, n > 0 ? "," : text, 1);
        text += n > 0 ? n : 1;
    }
    for (const char *words = buffer_text(&plain); r == ERR_NONE && word_next(&words, ',', word, sizeof word);) {
        int64_t unit = 0;
        if (word[0] == '\0')
            continue;
        r = take_unit(now, field, word, &unit, e);
        const char *id = pool_format(now->pool, "%lld", (long long)unit);
        if (r == ERR_NONE && !word_in(buffer_text(out), ',', id))
            buffer_format(out, "%s%s", out->length > 0 ? "," : "", id);
    }
    buffer_free(&plain);
    return r;
}

/* The case that it is merged into: one of the actor's that goes its own way, and not this one. */
static enum err take_case(const struct case_now *now, const char *text, int64_t *id, struct error *e)
{
    struct rows row;
    struct error why = {0};
    if (case_find(now->work, now->pool, text, &row, &why) != ERR_NONE)
        return error_set(e, ERR_INVALID, "into", "%s", why.text);
    *id = rows_int(&row, 0, "id");
    if (*id == now->id)
        return error_set(e, ERR_INVALID, "into", _("A case cannot be merged into itself."));
    if (!rows_null(&row, 0, "merged_into"))
        return error_set(e, ERR_INVALID, "into", _("Case %s is itself merged into %s: choose that one."),
                         rows_text(&row, 0, "no"), rows_text(&row, 0, "merged_no"));
    /* its number, its end and its result would be read with this one */
    if (rows_int(&row, 0, "confidential") != 0 && rows_int(&now->row, 0, "confidential") == 0)
        return error_set(e, ERR_INVALID, "into",
                         _("Case %s is confidential and this one is not: merge that one into this one."),
                         rows_text(&row, 0, "no"));
    if (word_in("draft void", ' ', rows_text(&row, 0, "state")))
        return error_set(e, ERR_INVALID, "into", _("Case %s is not being worked on."), rows_text(&row, 0, "no"));
    return ERR_NONE;
}

/* Until when, by when: it lies ahead. */
static enum err check_ahead(const struct field *field, const char *text, struct error *e)
{
    int64_t at = 0;
    if (text[0] == '\0' || !instant_parse(text, &at) || at > clock_now())
        return ERR_NONE;
    return error_set(e, ERR_INVALID, field->name, _("%s: choose a time that is still to come."), field_label(field));
}

/* More time is time after what ends first now, the stage or the whole. */
static enum err check_later(const struct case_now *now, const struct record *taken, struct error *e)
{
    struct case_times times = case_times_of(&now->row);
    const struct field *field = table_field(table_find("case_step"), "until");
    int64_t until = 0, limit = times.due_at;
    char text[DATE_MINUTE];
    if (times.stage_due_at != 0 && (limit == 0 || times.stage_due_at < limit))
        limit = times.stage_due_at;
    if (!instant_parse(record_get(taken, "until"), &until) || limit == 0 || until > limit)
        return ERR_NONE;
    instant_minute(limit, text);
    return error_set(e, ERR_INVALID, field->name, _("%s: the limit is %s now; choose a later time."),
                     field_label(field), text);
}

static enum err take_link(const struct case_now *now, const struct field *field, const char *text, struct buffer *out,
                          struct error *e)
{
    int64_t id = 0;
    enum err r = strcmp(field->name, "handler") == 0 ? take_handler(now, text, &id, e)
                 : strcmp(field->name, "into") == 0  ? take_case(now, text, &id, e)
                                                     : take_unit(now, field->name, text, &id, e);
    if (r == ERR_NONE)
        buffer_format(out, "%lld", (long long)id);
    return r;
}

static enum err take_field(const struct case_now *now, const char *name, const struct record *given, struct record *out,
                           struct error *e)
{
    const struct field *field = table_field(table_find("case_step"), name);
    const char *text = record_get(given, name);
    struct buffer value = {0};
    enum err r = ERR_NONE;

    if (text[0] != '\0' && field->type == FIELD_LINK)
        r = take_link(now, field, text, &value, e);
    else if (text[0] != '\0' && strcmp(name, "assist") == 0)
        r = take_units(now, name, text, &value, e);
    else if (field->type != FIELD_LINK)
        r = check_value(field, text, &value, e);
    if (r == ERR_NONE && field->type == FIELD_INSTANT)
        r = check_ahead(field, buffer_text(&value), e);
    if (r == ERR_NONE && value.length > 0)
        record_set(out, name, buffer_text(&value));
    buffer_free(&value);
    return r;
}

/* "a|b": one of them has to be given. The fault is told of the first. */
static enum err need_one_of(const struct transition *transition, const char *names, const struct record *taken,
                            struct error *e)
{
    const struct table *table = table_find("case_step");
    struct buffer labels = {0};
    char name[64], first[64] = "";
    bool given = false;

    while (word_next(&names, '|', name, sizeof name)) {
        given = given || record_get(taken, name)[0] != '\0';
        buffer_format(&labels, "%s%s", labels.length > 0 ? _(" or ") : "", field_label(table_field(table, name)));
        if (first[0] == '\0')
            text_copy(first, sizeof first, name);
    }
    enum err r = given ? ERR_NONE
                       : error_set(e, ERR_INVALID, first, _("%s: this is needed to \"%s\"."), buffer_text(&labels),
                                   workflow_label(transition));
    buffer_free(&labels);
    return r;
}

enum err case_take_given(const struct case_now *now, const struct transition *transition, const struct record *given,
                         struct record *out, struct error *e)
{
    const char *const lists[] = {transition->needs, transition->asks};
    enum err r = ERR_NONE;
    char word[128], name[64];

    for (size_t i = 0; i < COUNT_OF(lists); i++)
        for (const char *words = lists[i]; r == ERR_NONE && word_next(&words, ' ', word, sizeof word);) {
            for (const char *names = word; r == ERR_NONE && word_next(&names, '|', name, sizeof name);)
                r = take_field(now, name, given, out, e);
            if (r == ERR_NONE && i == 0)
                r = need_one_of(transition, word, out, e);
        }
    return r == ERR_NONE && case_words_hold(transition->effect, "extend") ? check_later(now, out, e) : r;
}
