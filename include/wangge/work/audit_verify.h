/* Whether the audit is what was written: its chain (src/work/audit_chain.h) and, where they can be read, the anchors of
 * the witness (base/anchor.h). Changes nothing. */
#ifndef WANGGE_WORK_AUDIT_VERIFY_H
#define WANGGE_WORK_AUDIT_VERIFY_H

#include "wangge/base/anchor.h"
#include "wangge/base/error.h"

#include <stdbool.h>
#include <stdint.h>

struct pool;
struct work;

enum audit_fault {
    AUDIT_GOOD,
    AUDIT_CHANGED,   /* a row is not what was written */
    AUDIT_MISSING,   /* rows are not there */
    AUDIT_INSERTED,  /* rows that the program did not write */
    AUDIT_ORDER,     /* rows have changed places */
    AUDIT_CUT,       /* the newest rows are not there */
    AUDIT_REWRITTEN, /* the chain holds, but is not what the witness saw */
    AUDIT_PRUNED,    /* old rows were removed before their time */
};

enum audit_seals {
    AUDIT_NO_ANCHORS,     /* there are none */
    AUDIT_CLOSED_ANCHORS, /* they may not be read here */
    AUDIT_UNSEALED,       /* compared with the rows, but their seals were not checked: the key may not be read here */
    AUDIT_SEALED,
};

struct audit_verdict {
    int64_t rows, first, last; /* how many were looked at, and their numbers */
    int64_t pruned;            /* rows up to this one were removed by the rule of retention, 0 for none */
    enum audit_fault fault;
    int64_t row, until; /* the first wrong row; the last one that it may be, or that belongs to it */

    enum audit_seals seals;
    enum anchors_fault anchors_fault;
    char anchors_file[32];
    int64_t anchors_no, anchors_lines;
    int64_t seen, seen_at; /* the newest row that the witness saw, and when */
    int64_t unseen;        /* rows after it */
    int64_t restored_at;   /* when the witness was told that the database was put back, 0 for never */
};

/* folder is that of the anchors. Needs the right audit.verify. A fault is no error. */
enum err audit_verify(struct work *work, const char *folder, struct audit_verdict *out, struct error *e);
/* On the server, after a restore: what the witness saw above the newest row that it saw as it is now (*common) holds no
 * more. ERR_AGAIN while the server runs. */
enum err audit_tell_restored(struct work *work, const char *folder, int64_t *common, struct error *e);
/* Nothing wrong was found, in the chain or the anchors. */
bool audit_is_good(const struct audit_verdict *verdict);
const char *audit_fault_name(enum audit_fault fault);                /* "changed" ... */
const char *audit_anchors_name(const struct audit_verdict *verdict); /* "good", "changed", "missing", "cut" */
/* What was found, in sentences, one a line, in the language in use. */
const char *audit_verdict_text(struct pool *pool, const struct audit_verdict *verdict);

#endif
