/* Lines of anchors, as both the reader and the writer know them. */
#ifndef BASE_ANCHOR_LINE_H
#define BASE_ANCHOR_LINE_H

#include "wangge/base/anchor.h"
#include "wangge/base/secret_file.h"

#define ANCHOR_LINE 256 /* room for a line */
#define ANCHOR_FILE "anchors-%06d"
#define ANCHOR_NONE "0000000000000000000000000000000000000000000000000000000000000000" /* before the first line */

/* The line without its seal and end. */
void anchor_text(const struct anchor *anchor, char out[ANCHOR_LINE]);
/* before is the seal of the line before, "" for a line that begins a file, and for "last". */
void anchor_seal(const unsigned char key[SECRET_SIZE], const char *before, const char *text, char out[SHA256_TEXT]);
/* Of a line without its end. */
bool anchor_parse(const char *line, struct anchor *out);

/* The file "last" says "NO SEAL", with a seal of its own. */
void anchor_last_text(int64_t no, const char *seal, char out[ANCHOR_LINE]);
bool anchor_last_parse(const char *line, int64_t *no, char seal[SHA256_TEXT], char own[SHA256_TEXT]);

/* How far the lines go. */
struct anchor_end {
    int file;               /* the number of the last file, 0 for none */
    struct anchor line;     /* the last one that is good; no 0 for none */
    int64_t id;             /* the newest row that was seen */
    char hash[SHA256_TEXT]; /* its hash */
    int64_t last_no;        /* as the file "last" has it, 0 for none */
    bool torn;              /* the last file ends within a line */
    int64_t size;           /* of the last file */
};

/* Reads the files from the number on (0: all); key NULL leaves the seals alone. */
enum err anchor_read_files(int folder, const unsigned char *key, bool newest_only, struct anchors *out,
                           struct anchor_end *end, struct error *e);

#endif
