/* Shared by the files of backup.h. */
#ifndef WANGGE_SRC_WORK_BACKUP_INSIDE_H
#define WANGGE_SRC_WORK_BACKUP_INSIDE_H

#include "wangge/base/digest.h"
#include "wangge/work/backup.h"

/* What a copy holds, and its digests. */
struct backup_facts {
    int64_t bytes, drafts_bytes, people, households, visits, cases, accounts, audited;
    char sha256[SHA256_TEXT], drafts_sha256[SHA256_TEXT];
};

/* Path of a file of the folder; drafts: of the copy of the drafts that belongs to it. */
void backup_path(const struct work *work, const char *file, bool drafts, char out[BACKUP_PATH]);
/* Reads both files. ERR_FAILED with a sentence. */
enum err backup_facts(const char *path, const char *drafts, struct backup_facts *out, struct error *e);
/* Opens a copy and looks whether it is whole. */
enum err backup_whole(const char *path, struct error *e);
/* Free bytes of the disk that a folder lies on; -1 when it cannot be told. */
int64_t disk_free(const char *folder);
/* As work_open of a copy elsewhere: this process goes on with the secret that it has. */
enum err work_open_copy(const char *database_path, struct work **out, struct error *e);

#endif
