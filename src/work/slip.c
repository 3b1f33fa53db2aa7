#include "wangge/work/slip.h"

#include "inside.h"
#include "print_inside.h"

#include "wangge/base/buffer.h"
#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/record.h"
#include "wangge/work/invite.h"
#include "wangge/work/right.h"
#include "wangge/work/setting.h"
#include "wangge/work/user.h"
#include "wangge/work/work.h"

#include <stdio.h>
#include <string.h>

#define SLIP_COLUMNS 46 /* at least; as many beside each other as the page has room for */
#define SLIP_LINES   9
#define ROW_ROOM     1024
#define SECRET_ROOM  32

enum err slips_new(struct work *work, struct pool *pool, struct rows *out, struct error *e)
{
    struct scope_range range;
    char today[DATE_TEXT];
    enum err r = right_range(work, "user.manage", &range, e);
    today_text(today);
    return r != ERR_NONE
               ? r
               : db_query(work->db, pool, "account.new",
                          BINDS(BIND_TEXT("lo", range.lo), BIND_TEXT("hi", range.hi), BIND_TEXT("today", today)), out,
                          e);
}

/* One slip; secret is overwritten with the lines that it stood in. */
struct slip {
    char login[40], name[64], where[128];
    char secret[SECRET_ROOM], until[DATE_ISO];
};

static enum err read_user(struct work *work, int64_t id, struct slip *slip, struct error *e)
{
    struct record *record = record_new();
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)id);
    enum err r = user_read(work, number, record, e);
    text_copy(slip->login, sizeof slip->login, r == ERR_NONE ? record_get(record, "login") : number);
    if (r == ERR_NONE && strcmp(record_get(record, "state"), "active") != 0)
        r = error_set(e, ERR_STATE, NULL, _("%s is disabled: enable the user first."), slip->login);
    text_copy(slip->name, sizeof slip->name, record_get(record, "name"));
    if (*record_get(record, "role") != '\0')
        snprintf(slip->where, sizeof slip->where, "%s  %s", code_text("role", record_get(record, "role")),
                 record_get(record, "area_name"));
    record_free(&record);
    return r;
}

static enum err make(struct work *work, int64_t id, enum slip_kind kind, struct slip *slip, struct error *e)
{
    int64_t expires = 0;
    enum err r = read_user(work, id, slip, e);
    if (r == ERR_NONE && kind == SLIP_PASSWORD)
        r = user_reset_password(work, id, NULL, slip->secret, e);
    if (r == ERR_NONE && kind == SLIP_INVITE)
        r = invite_make(work, id, slip->secret, NULL, &expires, e);
    if (r == ERR_NONE && kind == SLIP_INVITE)
        instant_iso(expires, slip->until);
    return r;
}

/* "ssh -p 2222 LOGIN@HOST" of the setting login.address ("HOST" or "HOST:PORT"). */
static void how_to_log_in(struct work *work, const char *login, char *out, size_t room)
{
    struct pool *pool = pool_new();
    const char *address = setting_text(work, pool, SETTING_LOGIN_ADDRESS);
    const char *colon = strrchr(address, ':');
    if (*address == '\0')
        snprintf(out, room, "ssh %s@HOST", login);
    else if (colon == NULL)
        snprintf(out, room, "ssh %s@%s", login, address);
    else
        snprintf(out, room, "ssh -p %s %s@%.*s", colon + 1, login, (int)(colon - address), address);
    pool_free(&pool);
}

bool slips_know_address(struct work *work)
{
    struct pool *pool = pool_new();
    bool known = *setting_text(work, pool, SETTING_LOGIN_ADDRESS) != '\0';
    pool_free(&pool);
    return known;
}

/* Slips that stand beside each other on the page. */
struct page_row {
    int width, beside, filled;
    char lines[SLIP_LINES][ROW_ROOM];
};

static void put_line(struct page_row *row, int line, const char *text)
{
    struct buffer cell = {0};
    size_t used = strlen(row->lines[line]);
    buffer_add_text(&cell, row->filled == 0 ? "| " : "  | ");
    text_pad(&cell, text, row->width - 4, -1);
    buffer_add_text(&cell, " |");
    text_copy(row->lines[line] + used, sizeof row->lines[line] - used, buffer_text(&cell));
    mem_wipe(cell.data, cell.length);
    buffer_free(&cell);
}

static void put_border(struct page_row *row, int line)
{
    char border[PRINT_WIDTH_HIGH + 1];
    size_t used = strlen(row->lines[line]);
    memset(border, '-', (size_t)row->width);
    border[0] = border[row->width - 1] = '+';
    border[row->width] = '\0';
    snprintf(row->lines[line] + used, sizeof row->lines[line] - used, "%s%s", row->filled == 0 ? "" : "  ", border);
}

static void flush_row(struct printing *p, struct page_row *row)
{
    for (int i = 0; i < SLIP_LINES && row->filled > 0; i++)
        print_line(p->print, row->lines[i]);
    if (row->filled > 0) {
        print_keep(p->print, SLIP_LINES);
        print_blank(p->print);
    }
    mem_wipe(row->lines, sizeof row->lines);
    row->filled = 0;
}

static void add_slip(struct printing *p, struct page_row *row, enum slip_kind kind, const struct slip *slip)
{
    char line[256], way[160];
    how_to_log_in(p->work, slip->login, way, sizeof way);
    put_border(row, 0);
    snprintf(line, sizeof line, "%s  %s", slip->name, slip->where);
    put_line(row, 1, line);
    put_line(row, 2, "");
    snprintf(line, sizeof line, "%s: %s", _("User name"), slip->login);
    put_line(row, 3, line);
    snprintf(line, sizeof line, "%s: %s", kind == SLIP_PASSWORD ? _("One-time password") : _("Invite code"),
             slip->secret);
    put_line(row, 4, line);
    snprintf(line, sizeof line, "%s: %s", _("Log in with"), way);
    put_line(row, 5, line);
    if (kind == SLIP_PASSWORD)
        snprintf(line, sizeof line, "%s", _("Choose a password of your own at once."));
    else
        snprintf(line, sizeof line, _("Binds your key. Good until %.10s."), slip->until);
    put_line(row, 6, line);
    put_line(row, 7, _("For nobody else's eyes. Destroy it then."));
    put_border(row, 8);
    mem_wipe(line, sizeof line);
    if (++row->filled == row->beside)
        flush_row(p, row);
}

static void refuse(struct slips *slips, const char *login, const struct error *why, struct error *e)
{
    if (slips->refused != NULL)
        buffer_format(slips->refused, "%s: %s\n", login, why->text);
    if (e != NULL && e->text[0] == '\0')
        *e = *why;
}

static void make_all(struct printing *p, struct slips *slips, struct page_row *row, struct error *first)
{
    bool go_on = true;
    for (size_t i = 0; i < slips->count && go_on; i++) {
        struct slip slip = {0};
        struct error why = {0};
        if (make(p->work, slips->ids[i], slips->kind, &slip, &why) == ERR_NONE) {
            add_slip(p, row, slips->kind, &slip);
            slips->made++;
        } else {
            refuse(slips, slip.login, &why, first);
        }
        mem_wipe(&slip, sizeof slip);
        go_on = slips->progress == NULL || slips->progress(slips->to, i + 1, slips->count);
    }
    flush_row(p, row);
}

enum err slips_print(struct work *work, struct slips *slips, const struct paper *paper, struct buffer *out,
                     struct error *e)
{
    struct printing p;
    struct error first = {0};
    struct page_row *row = mem_new(1, sizeof *row);
    enum err r = printing_begin(&p, work, paper, NULL, e);
    slips->made = 0;
    if (r == ERR_NONE)
        r = right_need(work, slips->kind == SLIP_PASSWORD ? "user.manage" : "user.invite", e);
    if (r == ERR_NONE) {
        row->beside = (print_width(p.print) + 2) / (SLIP_COLUMNS + 2); /* two columns between */
        row->beside = row->beside < 1 ? 1 : row->beside;
        row->width = (print_width(p.print) + 2) / row->beside - 2;
        make_all(&p, slips, row, &first);
    }
    if (r == ERR_NONE && slips->made == 0 && slips->count > 0)
        r = error_set(e, first.code == ERR_NONE ? ERR_FAILED : first.code, NULL, "%s", first.text);
    mem_free(row);
    return printing_end(&p, r, "user", 0, out, e);
}
