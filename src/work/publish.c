#include "wangge/work/publish.h"

#include "inside.h"
#include "print_inside.h"
#include "table_inside.h"
#include "table_rule.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/area.h"
#include "wangge/work/case_selection.h"
#include "wangge/work/redact.h"
#include "wangge/work/report.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define ROWS_MOST 5000

/* What is published of a case, and what of it is free text. */
static const char *const texts[] = {"title", "place", "result"};

/* Row 0 is the case, if the actor may publish it. */
static enum err read_case(struct work *work, struct pool *pool, const char *no, struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "case.publish", &range, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "case_notice.case",
                     BINDS(BIND_TEXT("no", no), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi)), out, e);
    if (r != ERR_NONE)
        return r;
    if (out->count == 0 || rows_int(out, 0, "confidential") != 0)
        return error_set(e, ERR_INVALID, "case_no", _("There is no case %s here that can be published."), no);
    if (!rows_null(out, 0, "merged_into"))
        return error_set(e, ERR_INVALID, "case_no", _("%s was merged into another case: publish that one."), no);
    const char *state = rows_text(out, 0, "state");
    if (strcmp(state, "closed") != 0 && strcmp(state, "archived") != 0)
        return error_set(e, ERR_INVALID, "case_no", _("%s is not closed yet."), no);
    return ERR_NONE;
}

static enum err read_names(struct work *work, struct pool *pool, const char *no, const char ***out, struct error *e)
{
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "case_notice.names", BINDS(BIND_TEXT("no", no)), &rows, e);
    *out = pool_new_piece(pool, rows.count + 1, sizeof **out);
    for (size_t i = 0; i < rows.count; i++)
        (*out)[i] = rows_text(&rows, i, "name");
    return r;
}

/* What the notice leaves open comes from the case; where it lies and what it is always does. */
static void fill(struct record *notice, const struct rows *found, const char *const *names)
{
    char day[DATE_TEXT];
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct buffer out = {0};
        redact_text(rows_text(found, 0, texts[i]), names, &out);
        if (*record_get(notice, texts[i]) == '\0')
            record_set(notice, texts[i], buffer_text(&out));
        buffer_free(&out);
    }
    date_format(day_of(rows_int(found, 0, "closed_at")), day);
    record_set(notice, "closed_on", day);
    record_set(notice, "category", rows_text(found, 0, "category"));
    record_set(notice, "area", rows_text(found, 0, "area"));
}

enum err publish_propose(struct work *work, const char *case_no, struct record *out, struct error *e)
{
    struct pool *pool = pool_new();
    const char **names = NULL;
    struct rows found;
    enum err r = read_case(work, pool, case_no, &found, e);
    if (r == ERR_NONE)
        r = read_names(work, pool, case_no, &names, e);
    if (r == ERR_NONE) {
        record_defaults(out, table_find("case_notice"));
        record_set(out, "case_no", rows_text(&found, 0, "no"));
        fill(out, &found, names);
    }
    pool_free(&pool);
    return r;
}

enum err notice_fill(struct change *c, struct error *e)
{
    struct pool *pool = pool_new();
    const char *no = record_get(c->after, "case_no");
    const char **names = NULL;
    struct rows found;
    enum err r = ERR_NONE;
    if (c->before != NULL && change_of(c, "case_no"))
        r = error_set(e, ERR_INVALID, "case_no", _("A notice stays with its case: withdraw it and publish the other."));
    else if (*no != '\0')
        r = read_case(c->work, pool, no, &found, e);
    if (r == ERR_NONE && *no != '\0')
        r = read_names(c->work, pool, no, &names, e);
    if (r == ERR_NONE && *no != '\0')
        fill(c->after, &found, names);
    pool_free(&pool);
    return r;
}

enum err notice_check(struct change *c, struct error *e)
{
    struct pool *pool = pool_new();
    const char **names = NULL;
    struct redact_found found;
    enum err r = read_names(c->work, pool, record_get(c->after, "case_no"), &names, e);
    for (size_t i = 0; r == ERR_NONE && i < COUNT_OF(texts); i++) {
        const char *text = record_get(c->after, texts[i]);
        if (redact_find(text, names, &found))
            r = error_set(e, ERR_INVALID, texts[i], _("%s: \"%.*s\" is %s; take it out before it is published."),
                          field_label(table_field(c->table, texts[i])), (int)found.length, text + found.at,
                          redact_kind_label(found.kind));
    }
    pool_free(&pool);
    return r;
}

enum err publish_candidates(struct work *work, struct pool *pool, const char *text, int limit, struct rows *out,
                            struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "case.publish", &range, e);
    return r != ERR_NONE ? r
                         : db_query(work->db, pool, "case_notice.candidates",
                                    BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                                          BIND_TEXT("contains", like_contains(pool, text)), BIND_INT("limit", limit)),
                                    out, e);
}

static void lay_out(struct pool *pool, const struct rows *rows, struct report *out)
{
    static const char *const names[] = {"no", "title", "place", "result", "category", "closed_on", "published_on"};
    const struct table *table = table_find("case_notice");
    struct report_column *columns = pool_new_piece(pool, COUNT_OF(names), sizeof *columns);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        columns[i] =
            (struct report_column){names[i], field_label(table_field(table, i == 0 ? "case_no" : names[i])), false, 0};
    *out = (struct report){.name = "case_notice",
                           .title = table_label(table),
                           .note = "",
                           .column = columns,
                           .columns = COUNT_OF(names),
                           .cells = pool_new_piece(pool, rows->count * COUNT_OF(names) + 1, sizeof(const char *)),
                           .count = rows->count};
    for (size_t i = 0; i < rows->count; i++)
        for (size_t c = 0; c < COUNT_OF(names); c++) {
            const char *text = rows_text(rows, i, names[c]);
            out->cells[i * COUNT_OF(names) + c] =
                strcmp(names[c], "category") == 0 ? code_text("case_category", text) : text;
        }
}

enum err publish_list(struct work *work, struct pool *pool, const struct case_selection *selection, struct rows *rows,
                      struct report *report, struct error *e)
{
    struct case_scope scope;
    struct rows read = {0};
    char first[DATE_TEXT], last[DATE_TEXT];
    date_format(selection->first, first);
    date_format(selection->last, last);
    enum err r = case_scope(work, pool, "case_notice.read", selection, &scope, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "case_notice.published",
                     BINDS(BIND_TEXT("lo", scope.range.lo), BIND_TEXT("hi", scope.range.hi), BIND_TEXT("first", first),
                           BIND_TEXT("last", last), BIND_TEXT("today", scope.today), BIND_INT("limit", ROWS_MOST)),
                     &read, e);
    if (r == ERR_NONE && report != NULL) {
        lay_out(pool, &read, report);
        report->head = case_scope_head(pool, selection, &scope);
    }
    if (rows != NULL)
        *rows = read;
    return r;
}

static void add_notice(struct printing *p, const struct rows *rows, size_t i)
{
    const struct table *table = table_find("case_notice");
    print_heading(p->print, rows_text(rows, i, "title"));
    print_pairs_begin(p->print);
    print_pair(p->print, field_label(table_field(table, "place")), rows_text(rows, i, "place"), true);
    print_pair(p->print, field_label(table_field(table, "result")), rows_text(rows, i, "result"), true);
    print_pair(p->print, field_label(table_field(table, "closed_on")), rows_text(rows, i, "closed_on"), false);
    print_pair(p->print, field_label(table_field(table, "category")),
               code_text("case_category", rows_text(rows, i, "category")), false);
    print_pairs_end(p->print);
}

enum err print_notices(struct work *work, int64_t area, const struct paper *paper, struct buffer *out, struct error *e)
{
    struct printing p;
    struct case_selection selection = {.area = area, .last = day_of(clock_now())};
    struct rows rows = {0};
    struct report report = {.head = ""};
    selection.first = selection.last - NOTICE_DAYS + 1;
    enum err r = printing_begin(&p, work, paper, NULL, e);
    if (r == ERR_NONE)
        r = publish_list(work, p.pool, &selection, &rows, &report, e);
    if (r == ERR_NONE) {
        print_title(p.print, _("Results of what residents reported"));
        print_ends(p.print, report.head, pool_format(p.pool, _("%zu rows"), rows.count));
        for (size_t i = 0; i < rows.count; i++)
            add_notice(&p, &rows, i);
        print_blank(p.print);
        print_text(p.print, _("Names and numbers are left out. Questions: at the office of the community."));
    }
    return printing_end(&p, r, "case_notice", area, out, e);
}
