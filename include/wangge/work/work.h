/* Who acts, on which database. Every function of work/ takes it, applies rights and scope itself (in the statement),
 * and audits what it changes. */
#ifndef WANGGE_WORK_WORK_H
#define WANGGE_WORK_WORK_H

#include "wangge/base/error.h"
#include "wangge/base/i18n.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct bind;
struct pool;
struct rows;

#define ACTIONS_MOST 256 /* rows of rights.csv */

struct actor {
    int64_t user;
    int64_t post;
    char login[40];
    char name[64];
    char role[32]; /* code of the list "role": grid_leader, informant, station, ...; of a role of the place its base */
    /* A role made at the place (work/role.h): its row, and of each action, in the order of rights.csv, 0 for "as the
     * base" or 1 more than its scope. */
    int64_t custom;
    char custom_code[32];
    char custom_names[LANGUAGE_COUNT][48];
    unsigned char cells[ACTIONS_MOST];
    char role_name[64]; /* what is shown of either, in the language in use */
    int64_t area;       /* of the post */
    char area_name[96];
    char path[64];    /* of the area */
    char from[64];    /* address that the session comes from, "local" for wangge */
    char tty[24];     /* terminal of the session, "pts/3"; empty for a command */
    char client[64];  /* what the user's program says that it is: "OpenSSH_9.2p1" */
    int64_t session;  /* row of the session table, 0 when none */
    int64_t access;   /* of the account, when it was read (work/access.h) */
    int64_t own_post; /* that the session works in when the user acts for nobody */
    enum language language;
    bool must_change;   /* the password has to be changed before anything else */
    bool password_aged; /* because it is older than the policy allows */
    bool must_second;   /* a code has to be set up before anything else (work/second.h) */
    /* An acting leader (work/deputy.h): user, login and name are whoever sits there, all that belongs to the post is of
     * the one acted for. */
    int64_t acting_for; /* that account, 0 for none */
    int64_t deputy;     /* the row that allows it */
    char acting_name[64];
};

struct work {
    struct db *db;
    struct db *drafts;
    char *database; /* its path */
    char *files;    /* the folder of work/file.h */
    struct actor actor;
    int64_t key; /* that login_key_known accepted last, after login_done that the session came in with; 0 for none */
};

/* In whose place: the account acted for, else the user. What is "mine" is theirs. */
int64_t work_me(const struct work *work);

/* Opens database and draft database (PATH with "-drafts" before its ending) after the fork. */
enum err work_open(const char *database_path, struct work **out, struct error *e);
void work_close(struct work **work);
/* Gives back what the databases and the heap hold, for who waits a while: the next statement opens them again. */
void work_rest(struct work *work);
/* Everything that is read once and shared by all sessions: statements, codes, tables, rights, workflow. Before the
 * first fork. tables_dir is [tables] path of the configuration, site [tables] site or NULL. */
enum err work_load(const char *schema_dir, const char *etc_dir, const char *tables_dir, const char *site,
                   struct error *e);
/* Reads the installation's secret (base/seal.h), a file beside the database ("wangge.db": "wangge-secret"); with make
 * non-zero it is made when it is missing. work_open and work_migrate do. */
enum err work_secret(const char *database_path, int make, struct error *e);
/* Becomes the user (rights, area, language): after a login that login.h proved, or for "wangge as LOGIN". */
enum err work_become(struct work *work, const char *login, const char *from, struct error *e);
/* The language of the session; what is shown of the role follows. */
void work_use_language(struct work *work, enum language language);
/* The administrator's program acts as itself: every right, audited as "local". */
void work_become_local(struct work *work);

/* Makes or brings up to date the database and its draft database: migrations, then the information tables. report (may
 * be NULL) is told each step, or what it would do when dry is non-zero. */
enum err work_migrate(const char *database_path, int dry, void (*report)(void *to, const char *line), void *to,
                      struct error *e);
/* The consistency of both databases; report is told each finding. */
enum err work_check(struct work *work, void (*report)(void *to, const char *line), void *to, struct error *e);
/* A copy of the database at this moment, in a file that is not there yet. Needs the right backup. */
enum err work_backup(struct work *work, const char *to_path, struct error *e);

#endif
