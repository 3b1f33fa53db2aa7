/* QR codes (ISO/IEC 18004) as rows of characters that a camera can read off a terminal. */
#ifndef WANGGE_UI_QR_H
#define WANGGE_UI_QR_H

#include "wangge/base/error.h"

#include <stdbool.h>

struct pool;
struct ui;

struct qr {
    int size;                  /* modules across */
    const unsigned char *dark; /* size x size, 1 is dark; the pool's */
};
enum err qr_make(struct pool *pool, const char *text, struct qr *out, struct error *e);
/* Modules outside of the picture are light. */
bool qr_is_dark(const struct qr *qr, int row, int column);

/* HALVES: a character is two modules, one above the other. BLANKS: a module is two blanks wide, for terminals that have
 * no block characters. quiet is the light border in modules: readers want 4 and are content with 2. */
enum qr_look { QR_HALVES, QR_BLANKS };
enum { QR_QUIET_LEAST = 2, QR_QUIET_MOST = 4 };
int qr_columns(const struct qr *qr, enum qr_look look, int quiet);
int qr_rows(const struct qr *qr, enum qr_look look, int quiet);
/* In the body, black on white whatever the terminal's colours are. */
void qr_draw(struct ui *ui, const struct qr *qr, enum qr_look look, int quiet, int row, int column);

#endif
