/* Making and keeping the database: init, migrate, check, upkeep, backup. */
#include "check.h"
#include "program.h"

#include "wangge/base/clock.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/command/command.h"
#include "wangge/db/db.h"
#include "wangge/db/migrate.h"
#include "wangge/work/alarm.h"
#include "wangge/work/audit.h"
#include "wangge/work/backup.h"
#include "wangge/work/daily.h"
#include "wangge/work/file.h"
#include "wangge/work/forget.h"
#include "wangge/work/work.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

/* Makes the folders of path that are missing, for their owner only. */
static enum err make_folders(const char *path, struct error *e)
{
    char folder[PATH_ROOM];

    snprintf(folder, sizeof folder, "%s", path);
    for (char *s = strchr(folder + 1, '/'); s; s = strchr(s + 1, '/')) {
        *s = '\0';
        if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
            return error_set(e, ERR_FAILED, NULL, _("The folder %s cannot be made: %s"), folder, strerror(errno));
        }
        *s = '/';
    }
    return ERR_NONE;
}

enum err program_create(struct program *program, struct error *e)
{
    if (exists(program->database)) {
        return error_set(e, ERR_STATE, NULL, _("The database %s is there already."), program->database);
    }
    enum err r = make_folders(program->database, e);
    return r ? r : work_migrate(program->database, 0, NULL, NULL, e);
}

enum err program_init(struct program *program, struct error *e)
{
    enum err r = program_words(program, 0, "", e);

    r = r ? r : program_create(program, e);
    if (!r) {
        printf(_("The database %s is made. Next, the first area and the first administrator:\n"
                 "  wangge area add CODE NAME --level=district\n"
                 "  wangge user add admin --name=NAME --role=system --area=CODE\n"
                 "  wangge user password admin\n"),
               program->database);
    }
    return r;
}

/* The database as it is, of whatever version. */
static enum err copy_first(const struct program *program, const char *to, struct error *e)
{
    struct db *db = NULL;
    enum err r = exists(to) ? error_set(e, ERR_STATE, NULL, _("%s is there already; it is not overwritten."), to)
                            : db_open(program->database, DB_EXISTING, &db, e);
    r = r ? r : db_backup(db, to, e);
    db_close(&db);
    if (!r) {
        printf(_("The database is copied to %s.\n"), to);
    }
    return r;
}

enum err program_migrate(struct program *program, struct error *e)
{
    enum err r = program_words(program, 0, "dry backup", e);
    const char *copy = r ? NULL : program_option(program, "backup");

    if (!r && !exists(program->database)) {
        r = error_set(e, ERR_NOT_FOUND, NULL, _("There is no database %s. Run: wangge init"), program->database);
    }
    if (!r && copy) {
        r = copy_first(program, copy, e);
    }
    return r ? r : work_migrate(program->database, program_option(program, "dry") != NULL, program_report, NULL, e);
}

static void count_finding(void *to, const char *line)
{
    int *findings = to;

    (*findings)++;
    printf("%s\n", line);
}

enum err program_check(struct program *program, struct error *e)
{
    struct work *work = NULL;
    int findings = 0;
    enum err r = program_words(program, 0, "", e);

    r = r ? r : work_open(program->database, &work, e);
    if (!r) {
        work_become_local(work);
        r = work_check(work, count_finding, &findings, e);
        r = r == ERR_FAILED && findings ? ERR_NONE : r; /* the rest is looked at too */
        r = r ? r : check_cases(work, count_finding, &findings, e);
        r = r ? r : check_case_tables(work, count_finding, &findings, e);
        r = r ? r : check_people(work, count_finding, &findings, e);
        r = r ? r : file_check(work, count_finding, &findings, e);
    }
    work_close(&work);
    if (!r && findings == 0) {
        printf("%s\n", _("The database is in order."));
    }
    program->status = findings ? 1 : 0;
    return r;
}

/* For a database without a server, and for trials: what would be done at another time. */
enum err program_upkeep(struct program *program, struct error *e)
{
    struct work *work = NULL;
    size_t done = 0;
    bool whole = false;
    int64_t now = clock_now();
    enum err r = program_words(program, 0, "now", e);
    const char *given = r ? NULL : program_option(program, "now");

    if (given && !instant_parse(given, &now)) {
        r = error_set(e, ERR_USAGE, NULL, _("\"%s\" is no instant: 2026-10-21T16:05"), given);
    }
    r = r ? r : work_open(program->database, &work, e);
    if (!r) {
        clock_fix(given ? now : 0);
        r = alarm_serve(work, now, NULL, NULL, &done, e);
        r = r ? r : daily_serve(work, day_of(now), NULL, NULL, e);
        r = r ? r : audit_prune(work, e);
        r = r ? r : forget_removed(work, &whole, e);
        clock_fix(0);
    }
    work_close(&work);
    if (!r) {
        printf(_("Done what was due: %zu.\n"), done);
    }
    return r;
}

/* What the server does by itself, for a timer of the system. */
static enum err backup_scheduled(struct program *program, struct error *e)
{
    struct work *work = NULL;
    int64_t made = 0;
    enum err r = program_words(program, 0, "scheduled", e);

    r = r ? r : work_open(program->database, &work, e);
    if (!r) {
        r = backup_serve(work, clock_now(), &made, e);
    }
    work_close(&work);
    if (!r && made) {
        printf(_("Backup %lld is made.\n"), (long long)made);
    } else if (!r) {
        printf("%s\n", _("No backup is due."));
    }
    return r;
}

enum err program_backup(struct program *program, struct error *e)
{
    struct work *work = NULL;
    if (program_option(program, "scheduled")) {
        return backup_scheduled(program, e);
    }
    enum err r = program_words(program, 1, "", e);

    if (!r && command_is_known("backup", program->words[0])) {
        r = error_set(e, ERR_USAGE, NULL,
                      _("\"backup %s\" is asked of the server: ssh LOGIN@HOST backup %s. A file of that name is ./%s."),
                      program->words[0], program->words[0], program->words[0]);
    }
    if (!r && exists(program->words[0])) {
        r = error_set(e, ERR_STATE, NULL, _("%s is there already; it is not overwritten."), program->words[0]);
    }
    r = r ? r : work_open(program->database, &work, e);
    if (!r) {
        work_become_local(work);
        r = work_backup(work, program->words[0], e);
    }
    work_close(&work);
    if (!r) {
        printf(_("The database is copied to %s.\n"), program->words[0]);
    }
    return r;
}
