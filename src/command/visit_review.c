/* The noun "visit", as reviewers use it: grades, giving back, evidence. */
#include "call.h"
#include "input.h"
#include "output.h"

#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/work/visit_review.h"

#include <string.h>

#define ENTRIES_MOST 200

/* What one review does, given once for all the entries that are named. */
struct review {
    enum { GRADE, RETURN, COUNTS, COUNTS_NOT } what;
    const char *grade, *comment;
};

static enum err read_review(struct call *call, struct review *out, struct error *e)
{
    const char *grade = call_option(call, "grade"), *counts = call_option(call, "counts");

    *out = (struct review){.comment = call_option(call, "comment")};
    if ((grade != NULL) == (counts != NULL)) {
        return error_set(e, ERR_USAGE, NULL, _("Give --grade=, or --counts=no with a --comment=."));
    }
    if (grade) {
        out->grade = code_parse(code_list("diary_grade"), grade);
        return out->grade ? ERR_NONE : error_set(e, ERR_USAGE, "grade", _("There is no grade \"%s\"."), grade);
    }
    bool yes = strcmp(counts, "yes") == 0 || strcmp(counts, "1") == 0;
    if (!yes && strcmp(counts, "no") != 0 && strcmp(counts, "0") != 0) {
        return error_set(e, ERR_USAGE, "counts", _("--counts is yes or no."));
    }
    out->what = yes ? COUNTS : COUNTS_NOT;
    return ERR_NONE;
}

static enum err review_one(struct call *call, const struct review *review, const char *no, int64_t version,
                           struct error *e)
{
    switch (review->what) {
    case GRADE:
        return visit_grade(call->work, no, version, review->grade, review->comment, e);
    case RETURN:
        return visit_return(call->work, no, version, review->comment, e);
    default:
        return visit_set_counts(call->work, no, version, review->what == COUNTS, review->comment, e);
    }
}

/* Each entry by itself; one that cannot be reviewed is told with its reason and stops no other. */
static enum err review_all(struct call *call, const struct review *review, struct error *e)
{
    json_t *list = json_array();
    enum err first = ERR_NONE;
    int64_t version = 0;
    enum err r = call_number(call, "version", &version, e);

    for (size_t i = 0; !r && i < call->argument_count; i++) {
        struct error own = {0};
        const char *no = call_argument(call, i);
        enum err one = review_one(call, review, no, version, &own);
        json_array_append_new(list, one ? json_pack("{s:s, s:b, s:s}", "no", no, "done", 0, "message", own.text)
                                        : json_pack("{s:s, s:b}", "no", no, "done", 1));
        if (!one) {
            print_done(call, _("%s is reviewed."), no);
            continue;
        }
        if (call->argument_count > 1 && !call->json) {
            print_fault(call->io, false, &own);
        }
        if (!first) {
            first = one;
            *e = own;
        }
    }
    if (!r && call->json && (!first || call->argument_count > 1)) {
        print_json_list(call, list, (int64_t)json_array_size(list));
    } else {
        json_decref(list);
    }
    return r ? r : first;
}

static enum err run_review(struct call *call, struct error *e)
{
    struct review review;
    enum err r = read_review(call, &review, e);

    return r ? r : review_all(call, &review, e);
}

static enum err run_return(struct call *call, struct error *e)
{
    return review_all(call, &(struct review){.what = RETURN, .comment = call_option(call, "reason")}, e);
}

static json_t *json_of_entry(const struct evidence_entry *entry)
{
    char on[DATE_ISO], recorded[DATE_ISO];

    instant_iso(entry->on, on);
    instant_iso(entry->recorded, recorded);
    return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s}", "id", (json_int_t)entry->id, "no", entry->no, "on", on,
                     "recorded", recorded, "by_name", entry->by_name, "address", entry->address, "text", entry->text);
}

static json_t *json_of_evidence(struct call *call, const struct evidence *evidence)
{
    json_t *entries = json_array(), *passages = json_array();
    bool copy = evidence->kind == EVIDENCE_COPY;

    for (size_t i = 0; i < evidence->count; i++) {
        json_array_append_new(entries, json_of_entry(&evidence->entries[i]));
    }
    for (size_t i = 0; i < evidence->passage_count; i++) {
        const struct copied_passage *p = &evidence->passages[i];
        json_array_append_new(
            passages, json_string(pool_text_n(call->pool, evidence->entries[0].text + p->entry_at, p->entry_length)));
    }
    return json_pack("{s:s, s:s, s:o, s:o, s:o}", "kind", evidence_name(evidence->kind), "text",
                     evidence_text(call->pool, evidence), copy ? "percent" : "minutes",
                     json_integer(copy ? evidence->percent : evidence->minutes), "entries", entries, "passages",
                     passages);
}

static void print_evidence(struct call *call, const struct evidence *evidence)
{
    print_plain(call, "%s  %s\n", evidence->entries[0].no, evidence_text(call->pool, evidence));
    for (size_t i = 0; i < evidence->count; i++) {
        const struct evidence_entry *entry = &evidence->entries[i];
        char on[DATE_MINUTE];
        instant_minute(entry->on, on);
        print_plain(call, "  %s  %s  %s  %s\n", on, entry->no, entry->by_name, entry->address);
    }
}

static enum err run_evidence(struct call *call, struct error *e)
{
    const char *month = call_option(call, "month"), *area = call_option(call, "area");
    struct evidence *found = NULL;
    size_t count = 0;
    int64_t id = 0;
    enum err r = ERR_NONE;

    if (!call_argument(call, 0) == !month) {
        return error_set(e, ERR_USAGE, NULL, _("Give the number of an entry, or --month=."));
    }
    if (area) {
        r = input_area(call, area, &id, e);
    }
    if (!r) {
        r = month ? review_evidence(call->work, call->pool, month, id, 0, &found, &count, e)
                  : review_evidence_of(call->work, call->pool, call_argument(call, 0), &found, &count, e);
    }
    if (r) {
        return r;
    }
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        if (call->json) {
            json_array_append_new(list, json_of_evidence(call, &found[i]));
        } else {
            print_evidence(call, &found[i]);
        }
    }
    if (call->json) {
        print_json_list(call, list, (int64_t)count);
    } else {
        json_decref(list);
    }
    return ERR_NONE;
}

const struct command visit_review_commands[] = {
    {.noun = "visit",
     .verb = "review",
     .usage = "NO... --grade=GRADE [--comment=TEXT] | --counts=no --comment=TEXT",
     .least = 1,
     .most = ENTRIES_MOST,
     .options = "grade comment counts version",
     .right = "visit.review",
     .run = run_review,
     .help = N_("grades entries that others wrote, all alike, or says that they do not count"),
     .example = "visit review MQ-20261018-0007 MQ-20261018-0009 --grade=2 --comment='...'"},
    {.noun = "visit",
     .verb = "return",
     .usage = "NO... --reason=TEXT",
     .least = 1,
     .most = ENTRIES_MOST,
     .options = "reason version",
     .right = "visit.review",
     .run = run_return,
     .help = N_("gives entries back to their authors for completion"),
     .example = "visit return MQ-20261018-0007 --reason='...'"},
    {.noun = "visit",
     .verb = "evidence",
     .usage = "NO | --month=MONTH [--area=AREA]",
     .most = 1,
     .options = "month area",
     .right = "visit.review",
     .run = run_evidence,
     .help = N_("entries that are like earlier ones, or that come in bursts: for a human to look at twice"),
     .example = "visit evidence --month=2026-10 --json"},
    {.noun = NULL                                                     },
};
