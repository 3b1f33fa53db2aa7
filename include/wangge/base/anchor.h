/* Anchors: what the witness (net/witness.h) has seen of the head of the audit's chain, kept outside the database under
 * another user id. A folder with
 *
 *     key              the secret of the seals, for the witness alone
 *     anchors-000001   lines, only added to; another file follows when one has grown large
 *     last             the number and the seal of the last line, so that lines cut off at the end are missed
 *
 * A line is "KIND NO AT ID HASH SEAL": seen or restored, numbers without a gap, the instant by the witness' clock, the
 * number and the hash of the newest row of the audit, and the HMAC-SHA-256 over the seal of the line before and this
 * line. A file begins with a line "begin", which has the seal before it in the place of the hash. */
#ifndef WANGGE_BASE_ANCHOR_H
#define WANGGE_BASE_ANCHOR_H

#include "wangge/base/digest.h"
#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct config;

/* The folder: [server] witness, else "witness" beside the host key. */
void anchor_folder(const struct config *config, char *out, size_t room);

enum anchor_kind {
    ANCHOR_BEGIN,
    ANCHOR_SEEN,
    ANCHOR_RESTORED, /* the database was put back to this row: what was seen above it holds no more */
};

struct anchor {
    enum anchor_kind kind;
    int64_t no, at, id;
    char hash[SHA256_TEXT], seal[SHA256_TEXT];
};

enum anchors_fault {
    ANCHORS_GOOD,
    ANCHORS_CHANGED, /* a line is not what was written */
    ANCHORS_MISSING, /* a line or file is not there, or stands elsewhere */
    ANCHORS_CUT,     /* lines at the end are not there */
};

/* What was seen and still holds, in the order of the rows. */
struct anchor_mark {
    int64_t id, at;
    uint8_t hash[SHA256_SIZE];
};

struct anchors {
    struct anchor_mark *marks;
    size_t count, room;
    int64_t lines;
    bool sealed; /* the key could be read, so the seals were checked too */
    enum anchors_fault fault;
    char file[32];                    /* of the fault ... */
    int64_t no;                       /* ... and the number of the line */
    int64_t restored_at, restored_id; /* the last time that the database was put back, 0 for never */
};

/* Reads all that is in the folder. What is wrong with it is no error but told in out. ERR_NOT_FOUND when nothing was
 * ever anchored there, ERR_DENIED when it may not be read. out is freed with anchors_free, whatever is returned. */
enum err anchors_read(const char *folder, struct anchors *out, struct error *e);
void anchors_free(struct anchors *anchors);

/* Writing: one process at a time. What it makes belongs to the owner of the folder. */
struct anchor_writer;

/* The folder must be there; the key is made when it is missing. ERR_AGAIN while another process writes. */
enum err anchor_open(const char *folder, struct anchor_writer **out, struct error *e);
/* The newest row that was seen, 0 for none. */
int64_t anchor_last(const struct anchor_writer *writer);
/* Adds a line that is safe on the disk when this returns; nothing for the row that was seen last. ERR_STATE for a row
 * before it, or for another hash of it: what was seen is never taken back, unless the kind is ANCHOR_RESTORED. */
enum err anchor_put(struct anchor_writer *writer, enum anchor_kind kind, int64_t id, const char *hash, struct error *e);
void anchor_close(struct anchor_writer **writer);

#endif
