#include "file.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum err file_read(const char *path, struct buffer *out, struct error *e)
{
    char piece[4096];
    size_t n = 0;
    FILE *f = fopen(path, "re");
    if (f == NULL)
        return error_set(e, ERR_FAILED, NULL, _("%s cannot be read: %s."), path, strerror(errno));
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        buffer_add(out, piece, n);
    bool bad = ferror(f) != 0;
    fclose(f);
    return bad ? error_set(e, ERR_FAILED, NULL, _("%s cannot be read: %s."), path, strerror(errno)) : ERR_NONE;
}
