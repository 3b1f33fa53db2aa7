/* Where tests lay their files: in memory where the machine has such a file system, so that nobody waits for a disk. And
 * a migrated database, made once in a program and laid anew for each test. */
#ifndef WANGGE_TESTS_SCRATCH_H
#define WANGGE_TESTS_SCRATCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it */
#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SCRATCH_ROOM  64
#define SCRATCH_FILES 3

static inline const char *scratch_place(void)
{
    const char *told = getenv("TMPDIR");
    if (told != NULL && *told != '\0')
        return told;
    return access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
}

/* A new empty folder; its path goes to out. scratch_remove takes it away with all that is in it. */
static inline void scratch_folder(char out[SCRATCH_ROOM], const char *name)
{
    int length = snprintf(out, SCRATCH_ROOM, "%s/wangge-%s-XXXXXX", scratch_place(), name);
    assert_in_range(length, 1, SCRATCH_ROOM - 1);
    assert_non_null(mkdtemp(out));
}

static inline int scratch_remove(const char *folder)
{
    char command[SCRATCH_ROOM + 16];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* The files of a database as they were when they were kept, in memory. */
struct scratch_kept {
    char *bytes[SCRATCH_FILES];
    size_t size[SCRATCH_FILES];
    bool is_kept;
};

/* "office.db": the path without ".db", with another end. */
static inline FILE *scratch_file(const char *database, const char *end, const char *mode)
{
    char path[2 * SCRATCH_ROOM];
    snprintf(path, sizeof path, "%.*s%s", (int)strlen(database) - 3, database, end);
    return fopen(path, mode);
}

static const char *const scratch_ends[SCRATCH_FILES] = {".db", "-drafts.db", "-secret"};

/* Nobody has the database open. */
static inline void scratch_keep(struct scratch_kept *kept, const char *database)
{
    for (int i = 0; i < SCRATCH_FILES; i++) {
        FILE *file = scratch_file(database, scratch_ends[i], "r");
        if (file == NULL)
            continue;
        assert_int_equal(fseek(file, 0, SEEK_END), 0);
        kept->size[i] = (size_t)ftell(file);
        kept->bytes[i] = malloc(kept->size[i]);
        assert_non_null(kept->bytes[i]);
        rewind(file);
        assert_int_equal(fread(kept->bytes[i], 1, kept->size[i], file), kept->size[i]);
        fclose(file);
    }
    kept->is_kept = true;
}

static inline void scratch_lay(const struct scratch_kept *kept, const char *database)
{
    for (int i = 0; i < SCRATCH_FILES; i++) {
        if (kept->bytes[i] == NULL)
            continue;
        FILE *file = scratch_file(database, scratch_ends[i], "w");
        assert_non_null(file);
        assert_int_equal(fchmod(fileno(file), 0600), 0);
        assert_int_equal(fwrite(kept->bytes[i], 1, kept->size[i], file), kept->size[i]);
        assert_int_equal(fclose(file), 0);
    }
}

#endif
