/* What verify found, in words. */
#include "wangge/work/audit_verify.h"

#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"

const char *audit_fault_name(enum audit_fault fault)
{
    static const char *const names[] = {"good",  "changed", "missing",   "inserted",
                                        "order", "cut",     "rewritten", "pruned"};
    return names[fault];
}

const char *audit_anchors_name(const struct audit_verdict *verdict)
{
    static const char *const names[] = {"good", "changed", "missing", "cut"};
    return names[verdict->anchors_fault];
}

static const char *chain_text(struct pool *pool, const struct audit_verdict *v)
{
    long long row = v->row, until = v->until;
    switch (v->fault) {
    case AUDIT_GOOD:
        return pool_format(pool, _("The chain holds: %lld rows, from %lld to %lld."), (long long)v->rows,
                           (long long)v->first, (long long)v->last);
    case AUDIT_CHANGED:
        return pool_format(pool, _("WRONG: row %lld was changed."), row);
    case AUDIT_MISSING:
        return pool_format(pool, _("WRONG: rows are missing, from row %lld (to %lld)."), row, until);
    case AUDIT_INSERTED:
        return pool_format(pool, _("WRONG: rows were put in, from row %lld (to %lld)."), row, until);
    case AUDIT_ORDER:
        return pool_format(pool, _("WRONG: row %lld stands in another's place."), row);
    case AUDIT_CUT:
        return pool_format(pool, _("WRONG: the newest rows are missing, from row %lld to %lld."), row, until);
    case AUDIT_REWRITTEN:
        return pool_format(pool,
                           _("WRONG: the chain was made anew; the first row that the witness saw otherwise is one "
                             "from %lld to %lld."),
                           row, until);
    case AUDIT_PRUNED:
        break;
    }
    return pool_format(pool, _("WRONG: rows %lld to %lld were removed before they were old enough."), row, until);
}

static const char *anchors_text(struct pool *pool, const struct audit_verdict *v)
{
    long long no = v->anchors_no;
    switch (v->anchors_fault) {
    case ANCHORS_GOOD:
        break;
    case ANCHORS_CHANGED:
        return pool_format(pool, _("WRONG: the anchors were changed (%s, line %lld)."), v->anchors_file, no);
    case ANCHORS_MISSING:
        return pool_format(pool, _("WRONG: anchors are missing or stand elsewhere (%s, line %lld)."), v->anchors_file,
                           no);
    case ANCHORS_CUT:
        return pool_format(pool, _("WRONG: the newest anchors are missing (%s, line %lld)."), v->anchors_file, no);
    }
    switch (v->seals) {
    case AUDIT_NO_ANCHORS:
        return _("Not checked: nothing was ever anchored. Who writes the database can make the whole chain anew.");
    case AUDIT_CLOSED_ANCHORS:
        return _("Not checked: the anchors cannot be read from here. On the server, root runs: wangge audit verify");
    case AUDIT_UNSEALED:
        if (v->fault != AUDIT_GOOD)
            return _("Not checked: the seals of the anchors, whose key cannot be read from here. On the server, root "
                     "runs: wangge audit verify");
        return pool_format(pool,
                           _("The rows are what the witness saw (%lld anchors). Not checked: the seals of the anchors, "
                             "whose key cannot be read from here. On the server, root runs: wangge audit verify"),
                           (long long)v->anchors_lines);
    case AUDIT_SEALED:
        break;
    }
    if (v->fault != AUDIT_GOOD)
        return pool_format(pool, _("All %lld anchors bear the seal of the witness."), (long long)v->anchors_lines);
    return pool_format(pool, _("The rows are what the witness saw, and all %lld anchors bear its seal."),
                       (long long)v->anchors_lines);
}

const char *audit_verdict_text(struct pool *pool, const struct audit_verdict *v)
{
    char at[DATE_MINUTE];
    const char *text = pool_format(pool, "%s\n%s", chain_text(pool, v), anchors_text(pool, v));
    if (v->pruned != 0 && v->fault != AUDIT_PRUNED)
        text = pool_format(pool, _("%s\nRows up to %lld were removed by the rule of retention."), text,
                           (long long)v->pruned);
    if (v->seen != 0 && v->unseen != 0) {
        instant_minute(v->seen_at, at);
        text = pool_format(pool, _("%s\nThe newest %lld rows were not seen by the witness yet; it last looked at %s."),
                           text, (long long)v->unseen, at);
    }
    if (v->restored_at != 0) {
        instant_minute(v->restored_at, at);
        text = pool_format(pool, _("%s\nThe database was put back at %s, as the witness was told."), text, at);
    }
    return text;
}
