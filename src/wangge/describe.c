#include "program.h"
enum err program_describe(struct program *program, struct error *e)
{
    (void)program;
    return error_set(e, ERR_FAILED, NULL, "%s", "");
}
