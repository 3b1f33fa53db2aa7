/* Accounts from a list of people, by "user import": each gets an account without a password, and a post as whoever
 * imports may give or ask for one. One-time passwords are made with the slips (work/slip.h), so that none lies about
 * between the two. Somebody who is there already under that login and name is left alone: the same file may come again.
 */
#include "import_inside.h"
#include "inside.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/audit.h"
#include "wangge/work/link.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <string.h>

enum word { LOGIN, NAME, PHONE, ROLE, AREA, LANGUAGE };

static const char *word(const struct import_row *row, enum word which)
{
    return row->words[which] == NULL ? "" : row->words[which];
}

/* By code or name of the list, which is called as the field is; "" when the cell is empty. */
static enum err set_code(struct record *record, const char *field, const char *cell, struct error *e)
{
    const char *code = *cell == '\0' ? "" : code_parse(code_list(field), cell);
    if (code == NULL)
        return error_set(e, ERR_INVALID, field, _("%s: \"%s\" is not in the list."),
                         field_label(table_field(table_find("user"), field)), cell);
    record_set(record, field, code);
    return ERR_NONE;
}

static enum err set_area(struct work *work, struct record *record, const char *cell, struct error *e)
{
    struct error why = {0};
    int64_t area = 0;
    if (*cell == '\0')
        return ERR_NONE;
    enum err r = link_find(work, "area", cell, &area, &why);
    if (r == ERR_NOT_FOUND || r == ERR_INVALID)
        return error_set(e, ERR_INVALID, "area", "%s: %s", field_label(table_field(table_find("user"), "area")),
                         why.text);
    record_set_int(record, "area", area);
    return r == ERR_NONE ? r : error_set(e, r, NULL, "%s", why.text);
}

static enum err fill(struct work *work, const struct import_row *row, struct record *record, struct error *e)
{
    record_set(record, "login", word(row, LOGIN));
    record_set(record, "name", word(row, NAME));
    record_set(record, "phone", word(row, PHONE));
    enum err r = set_code(record, "role", word(row, ROLE), e);
    if (r == ERR_NONE)
        r = set_code(record, "language", word(row, LANGUAGE), e);
    if (r == ERR_NONE)
        r = set_area(work, record, word(row, AREA), e);
    if (r == ERR_NONE && (*word(row, ROLE) == '\0') != (*word(row, AREA) == '\0'))
        r = error_set(e, ERR_INVALID, *word(row, ROLE) == '\0' ? "role" : "area",
                      _("Role and area belong together: give both, or none of them."));
    return r;
}

/* The same person under the same login is there already. */
static enum err is_there(struct work *work, const struct import_row *row, bool *there, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(work->db, pool, "account.named",
                          BINDS(BIND_TEXT("login", word(row, LOGIN)), BIND_TEXT("name", word(row, NAME))), &rows, e);
    *there = r == ERR_NONE && rows.count > 0;
    pool_free(&pool);
    return r;
}

static enum err put(struct work *work, const struct import_row *row, bool history, bool dry, int *what, struct error *e)
{
    struct record *record = record_new();
    bool there = false;
    int64_t id = 0;
    (void)history;

    record_defaults(record, table_find("user"));
    enum err r = is_there(work, row, &there, e);
    *what = there ? PUT_SAME : PUT_ADD;
    if (r == ERR_NONE && !there)
        r = fill(work, row, record, e);
    if (r == ERR_NONE && !there)
        r = user_check(work, record, e);
    if (r == ERR_NONE && !there && !dry) {
        r = user_put(work, record, &id, e);
        if (r == ERR_NONE)
            r = audit_write(work, "user.manage", "user", id, 1, "import", e);
    }
    record_free(&record);
    return r;
}

const struct import_rules import_user = {
    .table = "user",
    .titles =
        {
                 [LOGIN] = "login,user,username,account,用户名,登录名,账号,帐号,工号",
                 [NAME] = "name,full name,姓名,真实姓名,人员姓名,名字",
                 [PHONE] = "phone,telephone,mobile,电话,联系电话,手机,手机号,手机号码,联系方式",
                 [ROLE] = "role,post,position,岗位,角色,职务,身份,人员类型",
                 [AREA] =
                "area,area code,grid,区域,区域代码,区域编码,网格,所属网格,网格编码,所属区域,所属社区,工作区域,负责区域",
                 [LANGUAGE] = "language,语言",
                 },
    .right = "user.manage",
    .put = put,
    .key = "login",
    .key_word = LOGIN,
};
