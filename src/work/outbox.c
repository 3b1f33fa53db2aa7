/* Text messages on their way out: written with the change that they tell of. */
#include "wangge/work/outbox.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/work/phone.h"
#include "wangge/work/work.h"

#include <stddef.h>
#include <string.h>

enum err outbox_add(struct work *work, const char *kind, const char *phone, const char *text, int64_t case_id,
                    struct error *e)
{
    char number[PHONE_ROOM];
    struct buffer clean = {0};
    int64_t id = 0;

    if (phone == NULL || !phone_normal(phone, number) || !phone_takes_messages(number) || text[0] == '\0')
        return ERR_NONE;
    text_clean(&clean, text, strlen(text), true);
    enum err r = db_next(work->db, "message_out", &id, e);
    if (r == ERR_NONE)
        r = db_execute(work->db, "message_out.add",
                       BINDS(BIND_INT("id", id), BIND_INT("now", clock_now()), BIND_TEXT("phone", number),
                             BIND_TEXT("text", buffer_text(&clean)), BIND_TEXT("kind", kind),
                             case_id == 0 ? BIND_NULL("case") : BIND_INT("case", case_id)),
                       NULL, e);
    buffer_free(&clean);
    return r;
}
