/* Telephone numbers as people and networks write them. */
#ifndef WANGGE_WORK_PHONE_H
#define WANGGE_WORK_PHONE_H

#include <stdbool.h>

#define PHONE_ROOM 24

/* The number as the registers keep it: digits alone, full-width ones made plain, without blanks and hyphens, without
 * +86, 0086 or 86 before it; one of another country with a plus before it. "" and false for what is no number (fewer
 * than 3 digits, more than 20, a name in the place of a number as banks send it). */
bool phone_normal(const char *text, char out[PHONE_ROOM]);
/* May a text message be sent there? Mobile numbers of the mainland (11 digits, the first of them 1), and of other
 * countries.
 */
bool phone_takes_messages(const char *normal);

#endif
