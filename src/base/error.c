#include "wangge/base/error.h"

#include "wangge/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    int exit_status;
} codes[ERR_COUNT] = {
    [ERR_NONE] = {"none",      0 },
      [ERR_FAILED] = {"failed",    1 },
      [ERR_USAGE] = {"usage",     2 },
    [ERR_INVALID] = {"invalid",   1 },
      [ERR_DENIED] = {"denied",    3 },
      [ERR_NOT_FOUND] = {"not_found", 4 },
    [ERR_CONFLICT] = {"conflict",  1 },
      [ERR_STATE] = {"state",     1 },
      [ERR_AGAIN] = {"again",     75},
};

enum err(error_set)(struct error *e, enum err code, const char *field, const char *format, ...)
{
    if (e == NULL)
        return code;
    /* The arguments may point into *e itself (one error wrapped in another). */
    char whole[sizeof(e->text) + 128];
    char name[sizeof(e->field)];
    va_list args;
    va_start(args, format);
    vsnprintf(whole, sizeof(whole), format, args);
    va_end(args);
    text_copy(name, sizeof(name), field != NULL ? field : "");
    e->code = code;
    memcpy(e->field, name, sizeof(name));
    text_copy(e->text, sizeof(e->text), whole);
    return code;
}

void error_clear(struct error *e)
{
    if (e != NULL)
        *e = (struct error){0};
}

const char *error_name(enum err code)
{
    return codes[code].name;
}

int error_exit_status(enum err code)
{
    return codes[code].exit_status;
}
