/* Somebody goes to work elsewhere: the post that holds ends and another one begins, as whoever asks may ask or give;
 * who was where when stays. */
#include "inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/area.h"
#include "wangge/work/post.h"
#include "wangge/work/right.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <string.h>

enum err user_move(struct work *work, int64_t id, const struct post_wish *to, int64_t *request, struct error *e)
{
    struct post_wish wish = *to;
    struct pool *pool = pool_new();
    struct rows held = {0};
    char today[DATE_TEXT];

    today_text(today);
    enum err r = right_scope(work, "post.grant") != SCOPE_NONE ? ERR_NONE : right_need(work, "post.ask", e);
    if (r == ERR_NONE)
        r = user_in_scope(work, id, e);
    if (r == ERR_NONE)
        r = db_query(work->db, pool, "post.holding_text", BINDS(BIND_INT("account", id), BIND_TEXT("today", today)),
                     &held, e);
    if (r == ERR_NONE && held.count == 0 && (wish.role == NULL || *wish.role == '\0'))
        r = error_set(e, ERR_STATE, "role", _("The user holds no post: say which role the new one has."));
    if (r == ERR_NONE && held.count > 1 && wish.instead == 0)
        r = error_set(e, ERR_STATE, NULL, _("The user holds several posts: end one and ask for another by itself."));
    if (r == ERR_NONE) {
        wish.account = id;
        if (wish.instead == 0 && held.count > 0)
            wish.instead = rows_int(&held, 0, "id");
        if (wish.role == NULL || *wish.role == '\0')
            wish.role = rows_text(&held, 0, "role");
        if (held.count > 0 && wish.area == rows_int(&held, 0, "area") &&
            strcmp(wish.role, rows_text(&held, 0, "role")) == 0)
            r = error_set(e, ERR_INVALID, "area", _("The user works there already."));
    }
    if (r == ERR_NONE)
        r = post_ask(work, &wish, request, e);
    pool_free(&pool);
    return r;
}

enum err user_held(struct work *work, struct pool *pool, int64_t area, struct rows *out, struct error *e)
{
    struct scope_range range;
    enum err r = right_range(work, "user.read", &range, e);
    return r != ERR_NONE ? r
                         : db_query(work->db, pool, "post.of_area",
                                    BINDS(BIND_INT("area", area), BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi),
                                          BIND_INT("own", range.own), BIND_INT("me", range.me)),
                                    out, e);
}
