/* What only the server itself may do with the audit. */
#include "program.h"

#include "wangge/base/anchor.h"
#include "wangge/base/i18n.h"
#include "wangge/work/audit_verify.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static enum err audit_restored(struct program *program, struct error *e)
{
    struct work *work = NULL;
    char folder[PATH_ROOM];
    int64_t id = 0;

    anchor_folder(program->config, folder, sizeof folder);
    enum err r = work_open(program->database, &work, e);
    if (!r) {
        work_become_local(work);
        r = audit_tell_restored(work, folder, &id, e);
    }
    work_close(&work);
    if (r == ERR_AGAIN) {
        r = error_set(e, ERR_AGAIN, NULL, _("The server is running. Stop it first."));
    }
    if (!r) {
        printf(_("The witness was told that the database was put back to row %lld of the audit.\n"), (long long)id);
    }
    return r;
}

enum err program_audit(struct program *program, struct error *e)
{
    bool restored = program->count == 2 && strcmp(program->words[1], "restored") == 0;

    return restored ? audit_restored(program, e) : program_command(program, e);
}
