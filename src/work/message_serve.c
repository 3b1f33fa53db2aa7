/* Messages as the keeper looks after them. */
#include "wangge/base/config.h"
#include "wangge/base/log.h"
#include "wangge/work/intake.h"
#include "wangge/work/outbox.h"
#include "wangge/work/work.h"

#include <stddef.h>

void message_options(const struct config *config, struct intake_options *in, struct outbox_options *out)
{
    bool inject = !config_is_default(config, CONFIG_MESSAGES_INJECT);
    bool configured = !config_is_default(config, CONFIG_MESSAGES_INJECT_CONFIG);
    bool folder = !config_is_default(config, CONFIG_MESSAGES_SPOOL_OUT);
    *in = (struct intake_options){config_text(config, CONFIG_MESSAGES_UNKNOWN),
                                  config_number(config, CONFIG_MESSAGES_FOLLOW)};
    *out = (struct outbox_options){
        .inject = inject ? config_text(config, CONFIG_MESSAGES_INJECT) : NULL,
        .config = configured ? config_text(config, CONFIG_MESSAGES_INJECT_CONFIG) : NULL,
        .folder = folder ? config_text(config, CONFIG_MESSAGES_SPOOL_OUT) : NULL,
    };
}

enum err message_serve(struct work *work, const struct config *config, struct error *e)
{
    const struct actor before = work->actor;
    struct intake_options in;
    struct outbox_options out;
    struct intake_count count;
    struct error why = {0};
    int64_t made = 0, sent = 0;

    message_options(config, &in, &out);
    work_become_local(work);
    /* a folder that cannot be read keeps nothing else back */
    if (intake_spool(work, config_text(config, CONFIG_MESSAGES_SPOOL), INTAKE_SETTLE, &count, &why) != ERR_NONE)
        log_warning("%s", why.text);
    enum err r = intake_route(work, &in, &made, e);
    if (r == ERR_NONE)
        r = outbox_serve(work, &out, &sent, e);
    if (count.taken + made + sent > 0)
        log_info("text messages: %lld taken, %lld gone their way, %lld sent", (long long)count.taken, (long long)made,
                 (long long)sent);
    work->actor = before;
    return r;
}
