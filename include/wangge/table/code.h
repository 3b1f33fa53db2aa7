/* Code lists: schema/codes/LIST.csv (code, zh_CN, en, initials, standard; where offices use other words: synonyms,
 * parted by '|'; of a tree: under; where the program treats
 * some of them apart: marks), read once before the first fork. A site's codes/LIST.csv gives rows of a list anew,
 * adds rows, or is a list of its own. */
#ifndef WANGGE_TABLE_CODE_H
#define WANGGE_TABLE_CODE_H

#include "wangge/base/error.h"

#include <stdbool.h>
#include <stddef.h>

struct buffer;

struct code {
    const char *code, *zh, *en, *initials, *synonyms;
    const char *under; /* the code that it lies under in a tree, else "" */
    const char *marks; /* words between blanks that the program asks for: "public" */
    bool retired;      /* readable where it is, not for new values */
};

struct code_list {
    const char *name, *standard;
    bool tree; /* it has the column "under": a code begins with that of what it lies under */
    size_t count;
    const struct code *codes;
};

/* site may be NULL. */
enum err codes_load(const char *schema_dir, const char *site, struct error *e);
const struct code_list *code_list(const char *name); /* NULL when unknown */
const struct code_list *code_list_at(size_t i);      /* NULL behind the last */
/* Lays a copy of the code over the list of this process: in the place of the same code, else at the end. Does nothing
 * when there is no such list. Codes and lists that were looked up before stay as they were. */
void code_put(const char *list, const struct code *code);
/* Adds count codes that the list does not have at its end: facts that stand elsewhere, as those of the rights. */
void code_put_more(const char *list, const struct code *codes, size_t count);
const struct code *code_find(const struct code_list *list, const char *code); /* NULL when it has none such */
/* The first retired code of a value of a field of this list (of several, parted by commas); NULL when there is none. */
const struct code *code_retired(const struct code_list *list, const char *value);
/* Does the code of the list bear the mark? A site's row without marks keeps those that it takes the place of. */
bool code_has_mark(const char *list, const char *code, const char *mark);
bool code_is_of(const struct code_list *list, const char *code);
/* What a code of a tree lies under; NULL of the first level, and in a list that is no tree. */
const struct code *code_above(const struct code_list *list, const char *code);
/* "02 livelihood > 0203 property management": all that it lies under, from the top; nothing of the first level. */
void code_path(const struct code_list *list, const char *code, struct buffer *out);
/* Text of a code in the language in use; the code itself when it is unknown. "" for "". */
const char *code_text(const char *list, const char *code);
/* The code that a text means: the code, its text in either language, a synonym, its initials or the beginning of its
 * text when they are of one code only. A retired code is meant by itself only. */
const char *code_parse(const struct code_list *list, const char *text); /* NULL when none */

#endif
