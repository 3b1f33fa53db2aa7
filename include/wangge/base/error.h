/* Errors as values. A function that can fail returns enum err and fills the struct error it was given. */
#ifndef WANGGE_BASE_ERROR_H
#define WANGGE_BASE_ERROR_H

enum err {
    ERR_NONE = 0,
    ERR_FAILED,    /* it did not work; the log has the cause */
    ERR_USAGE,     /* the call's words are off */
    ERR_INVALID,   /* a value is not acceptable; error.field names it */
    ERR_DENIED,    /* this user may not */
    ERR_NOT_FOUND, /* there is no such thing in this user's scope */
    ERR_CONFLICT,  /* somebody else saved the row first */
    ERR_STATE,     /* not allowed in the state that the thing is in */
    ERR_AGAIN,     /* busy; trying again may help */
    ERR_COUNT
};

struct error {
    enum err code;
    char field[48]; /* the field that is at fault, or "" */
    char text[512]; /* a plain sentence for the user, in the user's language, that says what to do */
};

/* Fills *e (which may be NULL) and returns code. field may be NULL. The text is cut at a whole character. */
enum err error_set(struct error *e, enum err code, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
#ifdef __clang_analyzer__ /* looks at one file at a time, and cannot know that */
#define error_set(e, code, ...) ((void)(error_set)(e, code, __VA_ARGS__), (code))
#endif

void error_clear(struct error *e);

/* The name that --json prints ("denied"), and the exit status of a command: 0 1 2 3 4 75. */
const char *error_name(enum err code);
int error_exit_status(enum err code);

#endif
