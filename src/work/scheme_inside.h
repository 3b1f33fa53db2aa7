/* What the files of schemes and of the evaluation share. */
#ifndef WANGGE_SRC_WORK_SCHEME_INSIDE_H
#define WANGGE_SRC_WORK_SCHEME_INSIDE_H

#include "wangge/work/scheme.h"

struct db;
struct pool;
struct rows;
struct work;

/* The schemes of the shipped file into a database that has none for a subject, or one that is not whole: part of its
 * migration. */
enum err scheme_seed(struct db *db, const char *etc_dir, struct error *e);

/* Every scheme of the subject that is valid in the month, in any area, with its items: one for each area that has one.
 */
enum err schemes_of_month(struct work *work, struct pool *pool, const char *month, const char *subject,
                          struct scheme **out, size_t *count, struct error *e);
/* Of those, the one of the nearest area upwards of the path; NULL when there is none. */
const struct scheme *scheme_for(const struct scheme *schemes, size_t count, const char *path);

/* A row of the table scheme with the columns of scheme.get, without items. */
void scheme_take(struct scheme *out, const struct rows *rows, size_t row);
/* Its items and targets. */
enum err scheme_take_items(struct work *work, struct pool *pool, struct scheme *out, struct error *e);
/* Inserts id, subject, area, from_month, version ... of it, and its items. In the caller's transaction. */
enum err scheme_put(struct db *db, const struct scheme *scheme, int64_t by, int64_t now, struct error *e);
enum err scheme_put_items(struct db *db, const struct scheme *scheme, struct error *e);

#endif
