/* The review of the office's diary, begun: some grades, one entry given back, one that was copied, three that nobody
 * can have walked to; and the ledger of the month. No entry is added: those that are there are told otherwise. */
#include "demo.h"

#include "wangge/base/array.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/visit_review.h"
#include "wangge/work/work.h"

#include <string.h>

#define REVIEWER    "station01"
#define MINUTES     4 /* between the doors of the burst */
#define BURST       3
#define GRADED      8
#define FIRST_OWN   "grid01" /* whose entries stay as they are: the one who is looked at first */
#define COPY_MONTHS (-1)

static const char SOURCE[] =
    "上门时老人说夜里腿抽筋，女儿下月从外地回来接她去看，已约社区医生先来量血压，紧急电话写大字贴在床头。";
static const char COPY[] =
    "老人说夜里腿抽筋，女儿下月从外地回来接她去看，已约社区医生先来量血压，紧急电话写大字贴在床边。";

static enum err tell(struct work *work, int64_t id, const char *text, struct error *e)
{
    return db_execute(work->db, "demo.visit_text", BINDS(BIND_INT("id", id), BIND_TEXT("text", text)), NULL, e);
}

static bool is_door(const struct rows *rows, size_t row, const char *author)
{
    return strcmp(rows_text(rows, row, "author"), author) == 0 && strcmp(rows_text(rows, row, "channel"), "1") == 0 &&
           rows_int(rows, row, "household") != 0;
}

static bool same_building(const struct rows *rows, size_t a, size_t b)
{
    const char *x = rows_text(rows, a, "address"), *y = rows_text(rows, b, "address");
    size_t n = strcspn(x, " ") + 1, end = n + strspn(x + (n < strlen(x) ? n : 0), "0123456789");
    return strncmp(x, y, end) == 0;
}

/* Doors of one author in different buildings, from row on; how many were found. */
static size_t doors(const struct rows *rows, size_t row, size_t out[BURST])
{
    size_t count = 0;
    for (size_t i = row; i < rows->count && count < BURST; i++) {
        size_t k = 0;
        while (k < count && !same_building(rows, out[k], i))
            k++;
        if (k == count && is_door(rows, i, rows_text(rows, row, "author")))
            out[count++] = i;
    }
    return count;
}

static enum err hurry(struct work *work, const struct rows *rows, struct error *e)
{
    size_t at[BURST];
    size_t row = 0;
    while (row < rows->count &&
           (strcmp(rows_text(rows, row, "author"), FIRST_OWN) == 0 || doors(rows, row, at) < BURST))
        row++;
    enum err r = ERR_NONE;
    for (size_t i = 1; row < rows->count && i < BURST && !r; i++)
        r = db_execute(work->db, "demo.visit_time",
                       BINDS(BIND_INT("id", rows_int(rows, at[i], "id")),
                             BIND_INT("at", rows_int(rows, at[0], "on") + (int64_t)i * MINUTES * 60)),
                       NULL, e);
    return r;
}

/* The last entry of the month becomes like one of its grid of the month before. */
static enum err copy(struct work *work, const struct rows *before, const struct rows *rows, struct error *e)
{
    for (size_t i = rows->count; i-- > 0;)
        for (size_t k = 0; k < before->count; k++)
            if (strcmp(rows_text(rows, i, "author"), FIRST_OWN) != 0 &&
                rows_int(rows, i, "area") == rows_int(before, k, "area") &&
                rows_int(rows, i, "household") != rows_int(before, k, "household")) {
                enum err r = tell(work, rows_int(before, k, "id"), SOURCE, e);
                return r ? r : tell(work, rows_int(rows, i, "id"), COPY, e);
            }
    return ERR_NONE;
}

static enum err review(struct work *work, const struct rows *rows, struct error *e)
{
    static const char *const grades[] = {"1", "2", "1", "2", "3", "1", "2", "1"};
    enum err r = ERR_NONE;
    size_t done = 0;

    for (size_t i = 0; i < rows->count && done <= GRADED && !r; i += 2) {
        if (strcmp(rows_text(rows, i, "author"), FIRST_OWN) == 0) {
            continue;
        }
        const char *no = rows_text(rows, i, "no");
        r = done == GRADED
                ? visit_return(work, no, 0, "请写明老人是否就医、何时再访", e)
                : visit_grade(work, no, 0, grades[done], done == 4 ? "过于简略，见到了什么、办了什么都要写" : "", e);
        done++;
    }
    return r;
}

/* What brought or cost points this month, and who asked for an answer. */
static enum err ledger(struct work *work, const struct demo *demo, const char *month, struct error *e)
{
    static const struct {
        const char *login, *by, *reason, *evidence;
        double points;
    } lines[] = {
        {"grid01b",     "station01", "深夜发现并处置楼道起火, 未造成损失",    "社区值班记录",     1.5 },
        {"wg005006004", "station01", "街道例会无故缺席",                              "例会签到表",        -1.0},
        {"wg005006004", "street01",  "反诈宣传覆盖全部出租户, 街道通报表扬", "街道通报第 11 期", 0.5 },
        {"wg006001002", "station02", "两篇民情日记照抄, 评阅退回后仍未重写", "日记评阅",           -2.0},
    };
    static const struct {
        const char *login, *by, *item, *text, *state, *effect, *answer;
        double points;
    } appeals[] = {
        {"wg005006003", "street01", "",      "抽调到街道参加人口核查两天, 请酌情考虑", "accepted", "points",
         "情况属实, 有抽调通知",                                                                                          0.5},
        {"wg006001001", "street01", "entry", "两户长期在外地, 电话已联系, 请核实",        "open",     "",       "", 0  },
    };
    enum err r = db_begin(work->db, e);
    int64_t id = 0;
    for (size_t i = 0; i < COUNT_OF(lines) && !r; i++) {
        r = db_next(work->db, "evaluation_point", &id, e);
        r = r ? r
              : db_execute(work->db, "demo.ledger",
                           BINDS(BIND_INT("id", id), BIND_TEXT("month", month), BIND_TEXT("login", lines[i].login),
                                 BIND_TEXT("by", lines[i].by), BIND_TEXT("reason", lines[i].reason),
                                 BIND_TEXT("evidence", lines[i].evidence), BIND_REAL("points", lines[i].points),
                                 BIND_INT("at", demo->end - DAY_SECONDS)),
                           NULL, e);
    }
    for (size_t i = 0; i < COUNT_OF(appeals) && !r; i++) {
        r = db_next(work->db, "evaluation_appeal", &id, e);
        r = r ? r
              : db_execute(work->db, "demo.appeal",
                           BINDS(BIND_INT("id", id), BIND_TEXT("month", month), BIND_TEXT("login", appeals[i].login),
                                 BIND_TEXT("by", appeals[i].by), BIND_TEXT("item", appeals[i].item),
                                 BIND_TEXT("text", appeals[i].text), BIND_TEXT("state", appeals[i].state),
                                 BIND_TEXT("effect", appeals[i].effect), BIND_REAL("points", appeals[i].points),
                                 BIND_TEXT("answer", appeals[i].answer), BIND_INT("at", demo->end - 2 * DAY_SECONDS)),
                           NULL, e);
    }
    r = r ? r : db_commit(work->db, e);
    db_rollback(work->db);
    return r;
}

enum err demo_review(struct work *work, const struct demo *demo, struct error *e)
{
    char month[MONTH_TEXT], last[MONTH_TEXT];
    enum language language = i18n_language();
    struct rows rows = {0}, before = {0};
    struct pool *pool = pool_new();

    month_of(demo->today, month);
    month_add(month, COPY_MONTHS, last);
    enum err r = work_become(work, REVIEWER, "local", e);
    r = r ? r : review_list(work, pool, month, 0, &rows, e);
    r = r ? r : review_list(work, pool, last, 0, &before, e);
    r = r ? r : db_begin(work->db, e);
    r = r ? r : copy(work, &before, &rows, e);
    r = r ? r : hurry(work, &rows, e);
    r = r ? r : db_commit(work->db, e);
    db_rollback(work->db);
    i18n_use(LANGUAGE_ZH); /* what the author is told */
    r = r ? r : review(work, &rows, e);
    i18n_use(language);
    r = r ? r : ledger(work, demo, month, e);
    work_become_local(work);
    pool_free(&pool);
    return r;
}
