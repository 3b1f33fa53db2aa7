#include "wangge/work/work.h"

#include "audit_chain.h"
#include "backup_inside.h"
#include "inside.h"
#include "need.h"
#include "plate.h"
#include "scheme_inside.h"

#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/pool.h"
#include "wangge/base/seal.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/db/migrate.h"
#include "wangge/table/code.h"
#include "wangge/table/completeness.h"
#include "wangge/table/describe.h"
#include "wangge/table/kept.h"
#include "wangge/table/store.h"
#include "wangge/work/alarm.h"
#include "wangge/work/audit.h"
#include "wangge/work/case.h"
#include "wangge/work/code_row.h"
#include "wangge/work/drill.h"
#include "wangge/work/mark.h"
#include "wangge/work/message_text.h"
#include "wangge/work/policy.h"
#include "wangge/work/residence.h"
#include "wangge/work/retention.h"
#include "wangge/work/right.h"
#include "wangge/work/search.h"
#include "wangge/work/second.h"
#include "wangge/work/spot_check.h"
#include "wangge/work/statistics.h"
#include "wangge/work/sweep.h"
#include "wangge/work/visit_book.h"
#include "wangge/work/visit_rule.h"
#include "wangge/work/workflow.h"
#include "wangge/work/working_time.h"

#include <stdio.h>
#include <string.h>

#define PATH_ROOM 4096

/* Where the migrations and the first scheme are: set once by work_load, before the first fork. */
static char schema[PATH_ROOM], draft_schema[PATH_ROOM], etc[PATH_ROOM];

enum err work_load(const char *schema_dir, const char *etc_dir, const char *tables_dir, const char *site,
                   struct error *e)
{
    snprintf(schema, sizeof schema, "%s", schema_dir);
    snprintf(etc, sizeof etc, "%s", etc_dir);
    snprintf(draft_schema, sizeof draft_schema, "%s/draft", schema_dir);
    enum err r = db_load_statements(schema_dir, e);
    holidays_are_in(etc_dir);
    if (r == ERR_NONE)
        r = db_load_migrations(schema_dir, e);
    if (r == ERR_NONE)
        r = codes_load(schema_dir, site, e);
    if (r == ERR_NONE)
        r = tables_load(tables_dir, site, e);
    if (r == ERR_NONE)
        r = check_fields_load(etc_dir, e);
    if (r == ERR_NONE)
        r = completeness_compose(e);
    if (r == ERR_NONE)
        r = rights_load(etc_dir, e);
    if (r == ERR_NONE)
        r = workflow_load(etc_dir, e);
    if (r == ERR_NONE)
        r = policies_load(etc_dir, e);
    if (r == ERR_NONE)
        r = retention_load(etc_dir, e);
    if (r == ERR_NONE)
        r = kept_texts_load(etc_dir, e);
    if (r == ERR_NONE)
        r = visit_rules_load(etc_dir, tables_dir, e);
    if (r == ERR_NONE)
        r = drill_load(etc_dir, e);
    if (r == ERR_NONE)
        r = measures_load(etc_dir, e);
    if (r == ERR_NONE)
        r = marks_load(etc_dir, e);
    if (r == ERR_NONE)
        r = diary_forms_load(etc_dir, e);
    if (r == ERR_NONE)
        r = plate_load(etc_dir, e);
    if (r == ERR_NONE)
        r = messages_load(etc_dir, site, e);
    if (r == ERR_NONE)
        r = figures_load(etc_dir, e);
    return r;
}

static size_t stem_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash == NULL ? path : slash, '.');
    return dot == NULL ? strlen(path) : (size_t)(dot - path);
}

/* "wangge.db" -> "wangge-drafts.db" */
static void drafts_path(const char *path, char out[PATH_ROOM])
{
    size_t stem = stem_of(path);
    snprintf(out, PATH_ROOM, "%.*s-drafts%s", (int)stem, path, path + stem);
}

/* "wangge.db" -> "wangge-files" */
static char *files_folder(const char *path)
{
    char out[PATH_ROOM];
    snprintf(out, sizeof out, "%.*s-files", (int)stem_of(path), path);
    return mem_text(out);
}

enum err work_secret(const char *database_path, int make, struct error *e)
{
    char path[PATH_ROOM];
    snprintf(path, sizeof path, "%.*s-secret", (int)stem_of(database_path), database_path);
    return seal_open(path, make, e);
}

/* The draft database is made again when it is missing: the work goes on without the old drafts. */
static enum err open_drafts(const char *database_path, struct db **out, struct error *e)
{
    char path[PATH_ROOM];
    struct pool *pool = pool_new();
    struct rows columns = {0};

    drafts_path(database_path, path);
    enum err r = db_open(path, DB_SCRATCH, out, e);
    if (r == ERR_NONE)
        r = db_columns(*out, pool, "draft", &columns, e);
    if (r == ERR_NONE && columns.count == 0)
        r = db_migrate(*out, draft_schema, 0, NULL, NULL, e);
    pool_free(&pool);
    return r;
}

static enum err open_all(const char *database_path, bool with_secret, struct work **out, struct error *e)
{
    struct work *work = mem_new(1, sizeof *work);
    work->database = mem_text(database_path);
    work->files = files_folder(database_path);
    enum err r = db_open(database_path, DB_EXISTING, &work->db, e);

    if (r == ERR_NONE)
        r = db_check_version(work->db, schema, e);
    if (r == ERR_NONE)
        r = with_secret ? work_secret(database_path, 0, e) : ERR_NONE;
    if (r == ERR_NONE)
        r = open_drafts(database_path, &work->drafts, e);
    if (r == ERR_NONE && with_secret)
        r = code_rows_load(work, e);
    if (r != ERR_NONE)
        work_close(&work);
    *out = work;
    return r;
}

enum err work_open(const char *database_path, struct work **out, struct error *e)
{
    return open_all(database_path, true, out, e);
}

enum err work_open_copy(const char *database_path, struct work **out, struct error *e)
{
    return open_all(database_path, false, out, e);
}

void work_close(struct work **work)
{
    if (*work == NULL)
        return;
    db_close(&(*work)->drafts);
    db_close(&(*work)->db);
    mem_free((*work)->database);
    mem_free((*work)->files);
    mem_free(*work);
    *work = NULL;
}

void work_rest(struct work *work)
{
    db_rest(work->db);
    db_rest(work->drafts);
    mem_rest();
}

static void set_actor(struct actor *actor, const struct rows *rows, const char *from)
{
    *actor = (struct actor){
        .user = rows_int(rows, 0, "id"),
        .post = rows_int(rows, 0, "post"),
        .own_post = rows_int(rows, 0, "post"),
        .access = rows_int(rows, 0, "access"),
        .area = rows_int(rows, 0, "area"),
        .must_change = rows_int(rows, 0, "must_change") != 0,
        .language = i18n_language(),
    };
    text_copy(actor->login, sizeof actor->login, rows_text(rows, 0, "login"));
    text_copy(actor->name, sizeof actor->name, rows_text(rows, 0, "name"));
    text_copy(actor->area_name, sizeof actor->area_name, rows_text(rows, 0, "area_name"));
    text_copy(actor->path, sizeof actor->path, rows_text(rows, 0, "path"));
    text_copy(actor->from, sizeof actor->from, from);
    i18n_parse(rows_text(rows, 0, "language"), &actor->language);
}

void work_use_language(struct work *work, enum language language)
{
    struct actor *actor = &work->actor;
    i18n_use(language);
    actor->language = language;
    text_copy(actor->role_name, sizeof actor->role_name,
              actor->custom != 0 ? actor->custom_names[language] : code_text("role", actor->role));
}

enum err work_become(struct work *work, const char *login, const char *from, struct error *e)
{
    return work_become_in(work, login, from, 0, e);
}

enum err work_become_in(struct work *work, const char *login, const char *from, int64_t post, struct error *e)
{
    struct pool *pool = pool_new();
    struct rows rows = {0};
    char today[DATE_TEXT];

    work->actor = (struct actor){0};
    today_text(today);
    enum err r =
        db_query(work->db, pool, "account.become",
                 BINDS(BIND_TEXT("login", login), BIND_TEXT("today", today), BIND_INT("post", post)), &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = error_set(e, ERR_NOT_FOUND, "login", _("There is no active user %s."), login);
    if (r == ERR_NONE) {
        set_actor(&work->actor, &rows, from);
        r = actor_take_role(work, rows_text(&rows, 0, "role"), rows_int(&rows, 0, "custom"), e);
        if (r == ERR_NONE)
            r = second_is_due(work, work->actor.user, &work->actor.must_second, e);
    }
    if (r == ERR_NONE)
        work_use_language(work, work->actor.language);
    pool_free(&pool);
    return r;
}

int64_t work_me(const struct work *work)
{
    return work->actor.acting_for != 0 ? work->actor.acting_for : work->actor.user;
}

void work_become_local(struct work *work)
{
    work->actor = (struct actor){.role = ROLE_LOCAL, .login = ROLE_LOCAL, .from = "local", .language = i18n_language()};
    text_copy(work->actor.name, sizeof work->actor.name, _("administrator's program"));
    text_copy(work->actor.role_name, sizeof work->actor.role_name, work->actor.name);
}

/* A database from before this search has households and not one key. */
static enum err fill_search(struct db *db, struct error *e)
{
    struct work work = {.db = db};
    struct pool *pool = pool_new();
    struct rows rows = {0};
    enum err r = db_query(db, pool, "search_entry.any", NULL, &rows, e);
    if (r == ERR_NONE && rows.count == 0)
        r = search_index_all(&work, e);
    pool_free(&pool);
    return r;
}

enum err work_migrate(const char *database_path, int dry, void (*report)(void *to, const char *line), void *to,
                      struct error *e)
{
    struct db *db = NULL, *drafts = NULL;
    enum err r = db_open(database_path, DB_CREATE, &db, e);

    if (r == ERR_NONE && dry == 0)
        r = work_secret(database_path, 1, e);
    if (r == ERR_NONE)
        r = db_migrate(db, schema, dry, report, to, e);
    if (r == ERR_NONE)
        r = store_migrate(db, dry, report, to, e);
    if (r == ERR_NONE && dry == 0)
        r = audit_chain_fill(db, e);
    if (r == ERR_NONE && dry == 0)
        r = relation_fill(db, e);
    if (r == ERR_NONE && dry == 0)
        r = fill_search(db, e);
    if (r == ERR_NONE && dry == 0)
        r = need_fill(db, e);
    if (r == ERR_NONE && dry == 0)
        r = scheme_seed(db, etc, e);
    if (r == ERR_NONE && dry == 0)
        r = case_waits_fill(db, e);
    if (r == ERR_NONE && dry == 0)
        r = holidays_lay(db, e);
    if (r == ERR_NONE && dry == 0)
        r = clocks_fill(&(struct work){.db = db}, clock_now(), e);
    if (r == ERR_NONE)
        r = open_drafts(database_path, &drafts, e);
    if (r == ERR_NONE)
        r = db_migrate(drafts, draft_schema, dry, report, to, e);
    if (r == ERR_NONE && dry == 0)
        r = draft_seal_all(drafts, e);
    db_close(&drafts);
    db_close(&db);
    return r;
}

enum err work_check(struct work *work, void (*report)(void *to, const char *line), void *to, struct error *e)
{
    enum err r = db_check(work->db, report, to, e);
    if (r == ERR_NONE)
        r = store_check(work->db, report, to, e);
    if (r == ERR_NONE)
        r = sweep_check(work, report, to, e);
    return r == ERR_NONE ? db_check(work->drafts, report, to, e) : r;
}

enum err work_backup(struct work *work, const char *to_path, struct error *e)
{
    enum err r = right_need(work, "backup", e);
    if (r == ERR_NONE)
        r = db_backup(work->db, to_path, e);
    enum err audited = audit_write(work, "backup", "database", 0, r == ERR_NONE, r == ERR_NONE ? "copy" : error_name(r),
                                   r == ERR_NONE ? e : NULL);
    return r == ERR_NONE ? audited : r;
}
