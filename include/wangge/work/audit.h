/* The audit: who did what to which object, when, from where, with what success. Written in the same transaction as the
 * change. Never holds personal data. */
#ifndef WANGGE_WORK_AUDIT_H
#define WANGGE_WORK_AUDIT_H

#include "wangge/base/digest.h"
#include "wangge/base/error.h"

#include <stdint.h>

struct list_query;
struct pool;
struct rows;
struct work;

/* kind is the object's table ("visit"), id 0 when none; note is a short fact ("dispatch"). */
enum err audit_write(struct work *work, const char *action, const char *kind, int64_t id, int success, const char *note,
                     struct error *e);
/* A command, before it does anything: noun and verb, never what stands behind them. Afterwards, when it failed, once
 * more with the error (ERR_NONE before). The commit does not wait for the disk: what a command changes waits for it. */
enum err audit_command(struct work *work, const char *noun, const char *verb, enum err failed, struct error *e);
/* The end of every change. r ERR_NONE: audits it and commits, if the actor is still active and holds the post
 * (ERR_DENIED if not). Otherwise rolls back, and audits a try that was refused (all but values that are not acceptable,
 * which are the form's business). Returns r, or what failed at the end. */
enum err audit_end(struct work *work, enum err r, const char *action, const char *kind, int64_t id, const char *note,
                   struct error *e);

/* Removes the rows that are older than the setting audit.months says; the row that tells of it keeps the chain whole.
 * Asks no right: upkeep does it. */
enum err audit_prune(struct work *work, struct error *e);
/* The newest row and its hash (work/audit_chain.h), safe on the disk; *id 0 when there is none. Asks no right. */
enum err audit_head(struct work *work, int64_t *id, char hash[SHA256_TEXT], struct error *e);

/* Described in etc/tables/audit.ini; rows: id, at, user, login, area, post, source, action, kind, object, success,
 * note, acting_for, session. Needs the right audit.read, and shows what that is for. */
enum err audit_list(struct work *work, struct pool *pool, const struct list_query *query, struct rows *out,
                    int64_t *total, struct error *e);
/* Narrows a list of the audit to what the actor may see of it. */
enum err audit_range(const struct work *work, struct list_query *query, struct error *e);
/* One row, with its hash and what user, area and acting_for are called. */
enum err audit_read(struct work *work, struct pool *pool, int64_t id, struct rows *out, struct error *e);
/* What was done just before and after it in the same session; the nearest first, at most so many of each. */
enum err audit_beside(struct work *work, struct pool *pool, const struct rows *row, int most, struct rows *before,
                      struct rows *after, struct error *e);

#endif
