/* Text messages: "intake" takes one from gammu-smsd (RunOnReceive) or all of a folder; "outbox" sends what is due. */
#include "program.h"

#include "wangge/base/config.h"
#include "wangge/base/i18n.h"
#include "wangge/base/log.h"
#include "wangge/base/pool.h"
#include "wangge/work/intake.h"
#include "wangge/work/outbox.h"
#include "wangge/work/work.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *from_environment(void *to, const char *name)
{
    (void)to;
    return getenv(name);
}

/* gammu-smsd hands a message over once: what the database does not take now lies in the spool folder until it does. */
static enum err take_one(struct program *program, struct work *work, struct error *e)
{
    struct pool *pool = pool_new();
    struct message message;
    bool fresh = false;
    enum err r = intake_environment(pool, from_environment, NULL, program->count, (const char *const *)program->words,
                                    &message, e);
    if (!r) {
        r = work ? intake_take(work, &message, &fresh, e) : ERR_AGAIN;
        if (r) {
            log_warning("intake: %s", e->text);
            r = intake_keep(config_text(program->config, CONFIG_MESSAGES_SPOOL), &message, e);
            printf("%s\n", r ? "" : _("The message is kept in the spool folder until the database can take it."));
        } else {
            printf("%s\n", fresh ? _("The message is taken.") : _("The message was taken before."));
        }
    }
    pool_free(&pool);
    return r;
}

static enum err take_folder(const char *folder, struct work *work, struct error *e)
{
    struct intake_count count;
    enum err r = intake_spool(work, folder, INTAKE_SETTLE, &count, e);

    if (!r) {
        printf(_("%lld messages taken, %lld taken before, %lld files that are no messages."), (long long)count.taken,
               (long long)count.again, (long long)count.refused);
        printf("\n");
    }
    return r;
}

static enum err route(struct program *program, struct work *work, struct error *e)
{
    struct intake_options in;
    struct outbox_options out;
    int64_t made = 0;

    message_options(program->config, &in, &out);
    enum err r = intake_route(work, &in, &made, e);
    if (!r) {
        printf(_("%lld went their way."), (long long)made);
        printf("\n");
    }
    return r;
}

enum err program_intake(struct program *program, struct error *e)
{
    const char *folder = program_option(program, "spool");
    struct work *work = NULL;
    enum err r = folder ? program_words(program, 0, "spool", e) : ERR_NONE;

    if (r) {
        return r;
    }
    r = work_open(program->database, &work, e);
    if (work) {
        work_become_local(work);
    }
    if (folder) {
        const char *given = strcmp(folder, "1") == 0 ? config_text(program->config, CONFIG_MESSAGES_SPOOL) : folder;
        r = r ? r : take_folder(given, work, e);
    } else {
        bool open = !r;
        r = take_one(program, work, e);
        if (!open) {
            return r;
        }
    }
    r = r ? r : route(program, work, e);
    work_close(&work);
    return r;
}

enum err program_outbox(struct program *program, struct error *e)
{
    struct work *work = NULL;
    struct intake_options in;
    struct outbox_options out;
    int64_t sent = 0, all = 0;
    enum err r = program_words(program, 1, "", e);

    if (!r && strcmp(program->words[0], "send") != 0) {
        r = error_set(e, ERR_USAGE, NULL, _("Usage: wangge outbox send"));
    }
    message_options(program->config, &in, &out);
    if (!r && !out.inject && !out.folder) {
        r = error_set(e, ERR_STATE, NULL,
                      _("There is no way to send: set inject or spool_out in [messages] of the configuration."));
    }
    r = r ? r : work_open(program->database, &work, e);
    if (!r) {
        work_become_local(work);
        do {
            r = outbox_serve(work, &out, &sent, e);
            all += sent;
        } while (!r && sent > 0);
    }
    work_close(&work);
    if (!r) {
        printf(_("%lld messages sent."), (long long)all);
        printf("\n");
    }
    return r;
}
