/* What only the server itself may do with the audit. */
#include "program.h"

#include "wangge/base/anchor.h"
#include "wangge/base/i18n.h"
#include "wangge/work/audit.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* After a restore the newest row is an older one, or another: that is told once, under seal, by whoever may write
 * there.
 */
static enum err tell_restored(const char *folder, int64_t id, const char *hash, struct error *e)
{
    struct anchor_writer *writer = NULL;
    enum err r = anchor_open(folder, &writer, e);

    if (r == ERR_AGAIN) {
        r = error_set(e, ERR_AGAIN, NULL, _("The server is running. Stop it first."));
    }
    r = r ? r : anchor_put(writer, ANCHOR_RESTORED, id, hash, e);
    anchor_close(&writer);
    return r;
}

static enum err audit_restored(struct program *program, struct error *e)
{
    struct work *work = NULL;
    char folder[PATH_ROOM], hash[SHA256_TEXT];
    int64_t id = 0;

    anchor_folder(program->config, folder, sizeof folder);
    enum err r = work_open(program->database, &work, e);
    if (!r) {
        work_become_local(work);
        r = audit_write(work, "audit.restored", "audit", 0, 1, "", e);
    }
    r = r ? r : audit_head(work, &id, hash, e);
    work_close(&work);
    r = r ? r : tell_restored(folder, id, hash, e);
    if (!r) {
        printf(_("The witness was told that the database was put back; its newest row is %lld now.\n"), (long long)id);
    }
    return r;
}

enum err program_audit(struct program *program, struct error *e)
{
    bool restored = program->count == 2 && strcmp(program->words[1], "restored") == 0;

    return restored ? audit_restored(program, e) : program_command(program, e);
}
