/* A step of a case in words, beside its text. */
#ifndef WANGGE_WORK_CASE_ABOUT_H
#define WANGGE_WORK_CASE_ABOUT_H

struct buffer;
struct work;

/* What else was given with a step or asked for (a record as one line), as people read it: "主办单位: 市政所; 延至:
 * ...". */
void case_given_text(struct work *work, const char *given, struct buffer *out);

#endif
