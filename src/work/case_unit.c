/* The units that a case is in the hands of: one in charge, any number of assisting ones. */
#include "case_do.h"

#include "words.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/record.h"
#include "wangge/work/work.h"

#include <stdlib.h>
#include <string.h>

static enum err end_units(struct step *step, struct error *e)
{
    return db_execute(step->now->work->db, "case_unit.end",
                      BINDS(BIND_INT("id", step->now->id), BIND_INT("now", step->at)), NULL, e);
}

static enum err add_unit(struct step *step, int64_t unit, const char *kind, struct error *e)
{
    return db_execute(step->now->work->db, "case_unit.add",
                      BINDS(BIND_INT("id", step->now->id), BIND_INT("unit", unit), BIND_TEXT("kind", kind),
                            BIND_INT("now", step->at)),
                      NULL, e);
}

static enum err add_assisting(struct step *step, const char *words, struct error *e)
{
    char word[32];
    enum err r = ERR_NONE;
    while (r == ERR_NONE && word_next(&words, ',', word, sizeof word)) {
        int64_t unit = strtoll(word, NULL, 10);
        if (unit != step->lead)
            r = add_unit(step, unit, "assist", e);
    }
    return r;
}

enum err case_assign(struct step *step, struct error *e)
{
    struct rows rows;
    step->handler = step->to_handler;
    step->lead = record_int(step->given, "lead");
    step->unit = record_get(step->given, "unit");
    enum err r = end_units(step, e);
    if (r == ERR_NONE && step->lead != 0)
        r = db_query(step->now->work->db, step->now->pool, "case.unit", BINDS(BIND_INT("id", step->lead)), &rows, e);
    if (r == ERR_NONE && step->lead != 0) {
        step->unit = rows_text(&rows, 0, "name");
        r = add_unit(step, step->lead, "lead", e);
    }
    return r == ERR_NONE ? add_assisting(step, record_get(step->given, "assist"), e) : r;
}

enum err case_release(struct step *step, struct error *e)
{
    step->handler = step->lead = 0;
    step->unit = "";
    return end_units(step, e);
}

static bool hands_over(const struct past_step *past)
{
    return word_in(past->effect, ' ', "assign") || word_in(past->effect, ' ', "release");
}

enum err case_units_back(struct step *step, struct error *e)
{
    const struct case_now *now = step->now;
    size_t i = now->past_count - 1;
    if (!hands_over(&now->past[i]))
        return ERR_NONE;
    while (i > 0 && !hands_over(&now->past[i - 1]))
        i--;
    const char *text = i == 0 ? "" : now->past[i - 1].given;
    struct record *given = record_new(); /* with the step before it that handed the case over */
    bool whole = record_parse(given, text, strlen(text));
    enum err r = end_units(step, e);
    if (r == ERR_NONE && step->lead != 0)
        r = add_unit(step, step->lead, "lead", e);
    if (r == ERR_NONE && whole)
        r = add_assisting(step, record_get(given, "assist"), e);
    record_free(&given);
    return r;
}
