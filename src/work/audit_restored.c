/* After a restore: what the witness saw since the backup holds no more, and it is told so under seal. */
#include "audit_chain.h"

#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/audit.h"
#include "wangge/work/audit_verify.h"
#include "wangge/work/work.h"

#include <string.h>

/* The newest row that the witness saw as it is now; 0 for none. */
static enum err last_in_common(struct work *work, const struct anchors *anchors, int64_t *id, char hash[SHA256_TEXT],
                               struct error *e)
{
    struct pool *pool = pool_new();
    enum err r = ERR_NONE;
    *id = 0;
    text_copy(hash, SHA256_TEXT, AUDIT_BEGINNING);
    for (size_t i = anchors->count; i-- > 0 && *id == 0 && r == ERR_NONE;) {
        struct rows rows = {0};
        char seen[SHA256_TEXT];
        hex_text(anchors->marks[i].hash, SHA256_SIZE, seen);
        pool_reset(pool);
        r = db_query(work->db, pool, "audit.hash_of", BINDS(BIND_INT("id", anchors->marks[i].id)), &rows, e);
        if (r == ERR_NONE && rows.count > 0 && strcmp(rows_text(&rows, 0, "hash"), seen) == 0) {
            *id = anchors->marks[i].id;
            text_copy(hash, SHA256_TEXT, seen);
        }
    }
    pool_free(&pool);
    return r;
}

enum err audit_tell_restored(struct work *work, const char *folder, int64_t *common, struct error *e)
{
    struct anchors anchors = {0};
    struct anchor_writer *writer = NULL;
    char hash[SHA256_TEXT];
    int64_t head = 0;
    enum err r = audit_write(work, "audit.restored", "audit", 0, 1, "", e);
    if (r == ERR_NONE)
        r = anchor_open(folder, &writer, e);
    if (r == ERR_NONE)
        r = anchors_read(folder, &anchors, e);
    if (r == ERR_NONE)
        r = last_in_common(work, &anchors, common, hash, e);
    if (r == ERR_NONE)
        r = anchor_put(writer, ANCHOR_RESTORED, *common, hash, e);
    if (r == ERR_NONE)
        r = audit_head(work, &head, hash, e);
    if (r == ERR_NONE)
        r = anchor_put(writer, ANCHOR_SEEN, head, hash, e);
    anchor_close(&writer);
    anchors_free(&anchors);
    return r;
}
