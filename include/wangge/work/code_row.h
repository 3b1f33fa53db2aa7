/* Code lists as an administrator changes them: codes added, named anew, retired. Who is logged in meanwhile sees it at
 * the next login. A code of a national standard keeps its meaning: it can be retired only. Lists that the program goes
 * by (roles, states) stay as they are. */
#ifndef WANGGE_WORK_CODE_ROW_H
#define WANGGE_WORK_CODE_ROW_H

#include "wangge/base/error.h"

#include <stdbool.h>

struct pool;
struct rows;
struct work;

/* Lays what the database says over the lists of this process; work_open does it. */
enum err code_rows_load(struct work *work, struct error *e);

/* Which codes of a list the database changed or added. rows: code. Needs code.read. */
enum err code_row_site(struct work *work, struct pool *pool, const char *list, struct rows *out, struct error *e);

/* These need code.manage and are audited. initials NULL: those of zh; of a change, a text that is NULL stays. */
enum err code_row_add(struct work *work, const char *list, const char *code, const char *zh, const char *en,
                      const char *initials, struct error *e);
enum err code_row_change(struct work *work, const char *list, const char *code, const char *zh, const char *en,
                         const char *initials, struct error *e);
/* A retired code stays readable where it is, and is neither offered nor taken for new values. */
enum err code_row_retire(struct work *work, const char *list, const char *code, bool retired, struct error *e);

#endif
