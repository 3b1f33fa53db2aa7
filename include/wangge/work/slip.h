/* Slips of paper for new users: login, name, where they work, a one-time password or an invite, and how to log in;
 * several to a page, to be cut. What stands on a slip is made with it and shown this once: only hashes are kept. Who
 * has lost a slip gets a new one. */
#ifndef WANGGE_WORK_SLIP_H
#define WANGGE_WORK_SLIP_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;
struct list_query;
struct paper;
struct pool;
struct rows;
struct work;

enum slip_kind {
    SLIP_PASSWORD, /* a one-time password, to be changed at the first login; what was there no longer works */
    SLIP_INVITE    /* a code that binds a login key; a password that there is stays */
};

/* Those who could not log in yet: active, never on, neither password nor key. Needs user.manage. rows: id, login, name.
 */
enum err slips_new(struct work *work, struct pool *pool, struct rows *out, struct error *e);

struct slips {
    const int64_t *ids; /* accounts */
    size_t count;
    enum slip_kind kind;
    /* Told after each of them (a password costs some 25 ms); false ends it, and what is made so far is printed. */
    bool (*progress)(void *to, size_t done, size_t count);
    void *to;
    size_t made;            /* afterwards: how many slips there are, */
    struct buffer *refused; /* and a line "login: reason" for each other one; may be NULL */
};
/* Needs user.manage, for invites user.invite. Each slip is a change of its own; the last sentence of e is of the first
 * that was refused, and it is an error when none was made. */
enum err slips_print(struct work *work, struct slips *slips, const struct paper *paper, struct buffer *out,
                     struct error *e);

/* Whether the slips can say where to log in (the setting login.address); when not, who prints them is told this. */
bool slips_know_address(struct work *work);
#define SLIPS_NO_ADDRESS                                                                                               \
    N_("The slips say HOST for where to log in: set login.address, HOST or HOST:PORT, and they say it.")

#endif
