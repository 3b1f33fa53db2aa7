/* Bringing a database to this program's schema: schema/NNN_name.sql in order, each once, each in a transaction. */
#ifndef WANGGE_DB_MIGRATE_H
#define WANGGE_DB_MIGRATE_H

#include "wangge/base/error.h"

struct db;

/* Reads them once, before the first fork; what follows takes those of this folder from memory. */
enum err db_load_migrations(const char *schema_dir, struct error *e);
/* report (may be NULL) is told each step, or what it would do when dry is non-zero. */
enum err db_migrate(struct db *db, const char *schema_dir, int dry, void (*report)(void *to, const char *line),
                    void *to, struct error *e);
/* ERR_STATE with a sentence ("run wangge migrate") when the database is older or newer than this program. */
enum err db_check_version(struct db *db, const char *schema_dir, struct error *e);
/* Consistency: integrity check, foreign keys, every version known. report is told each finding. */
enum err db_check(struct db *db, void (*report)(void *to, const char *line), void *to, struct error *e);
enum err db_backup(struct db *db, const char *to_path, struct error *e);

#endif
