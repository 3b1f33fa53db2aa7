/* The chain of the audit: each row has the SHA-256 over the hash of the row before and all its own columns. */
#ifndef WANGGE_SRC_WORK_AUDIT_CHAIN_H
#define WANGGE_SRC_WORK_AUDIT_CHAIN_H

#include "wangge/base/digest.h"
#include "wangge/base/error.h"

#include <stddef.h>
#include <stdint.h>

struct bind;
struct db;
struct pool;
struct rows;

/* What stands before the first row. */
#define AUDIT_BEGINNING "0000000000000000000000000000000000000000000000000000000000000000"

/* columns: all but the hash, in the order of audit.insert; ends with name NULL. Each goes in with its length, so that
 * no two rows read alike. */
void audit_hash(const char *previous, const struct bind *columns, char out[SHA256_TEXT]);
/* Of row i of audit.chain, as if its number were id. */
void audit_hash_of_row(const char *previous, const struct rows *rows, size_t i, int64_t id, char out[SHA256_TEXT]);

/* The rows after a number, in their order, at most AUDIT_PAGE; pool is emptied first. */
#define AUDIT_PAGE 1000
enum err audit_page(struct db *db, struct pool *pool, int64_t after, struct rows *out, struct error *e);

/* Chains the rows of a database from before the chain. */
enum err audit_chain_fill(struct db *db, struct error *e);

#endif
