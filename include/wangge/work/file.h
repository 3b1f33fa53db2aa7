/* Files that the program keeps for people: what they sent for an import, the error file of it, the result of an export.
 * They stand in the folder "wangge-files/" beside the database "wangge.db" (for its owner only), one file a row of
 * stored_file, and belong to who made them. "ssh HOST inbox get N > FILE" fetches one. */
#ifndef WANGGE_WORK_FILE_H
#define WANGGE_WORK_FILE_H

#include "wangge/base/error.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct pool;
struct rows;
struct work;

#define FILE_DAYS 30 /* that a file is kept */

/* An empty file of the actor, open for writing; the caller writes, closes with fclose, then calls file_done. name is
 * what it is called when it is fetched ("person-errors.csv"); type is "csv", "xlsx", "txt" or, of what was sent and not
 * looked at yet, "upload". */
enum err file_new(struct work *work, const char *name, const char *type, int64_t *id, FILE **out, struct error *e);
/* Takes down the size; until then the file is not listed. Outside of a transaction. */
enum err file_done(struct work *work, int64_t id, struct error *e);
/* For reading; the caller closes it. name gets what the file is called. ERR_NOT_FOUND: no file of the actor. */
enum err file_open(struct work *work, int64_t id, FILE **out, char name[128], struct error *e);
/* The path of the actor's file, for a reader that wants one. */
enum err file_path(struct work *work, int64_t id, char *out, size_t room, struct error *e);
/* The actor's files, newest first. rows: id, name, type, size, made_at, expires_at (instants). */
enum err file_list(struct work *work, struct pool *pool, struct rows *out, struct error *e);
/* Removes a file of the actor. */
enum err file_remove(struct work *work, int64_t id, struct error *e);
/* Removes every file whose time is over; then what lies in the folder without a row, and rows whose file is gone: a
 * backup holds the rows only. Of the keeper. */
enum err file_expire(struct work *work, struct error *e);
/* Tells of every file of a row that is not there or not whole. */
enum err file_check(struct work *work, void (*report)(void *to, const char *line), void *to, struct error *e);

#endif
