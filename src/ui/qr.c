#include "wangge/ui/qr.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/ui/ui.h"

#include <qrencode.h>

enum err qr_make(struct pool *pool, const char *text, struct qr *out, struct error *e)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L); /* the smallest: it is not going to be torn */
    if (code == NULL)
        return error_set(e, ERR_FAILED, NULL, _("The QR code cannot be drawn: type the key instead."));
    size_t n = (size_t)code->width * (size_t)code->width;
    unsigned char *dark = pool_new_piece(pool, n, 1);
    for (size_t i = 0; i < n; i++)
        dark[i] = code->data[i] & 1;
    *out = (struct qr){.size = code->width, .dark = dark};
    QRcode_free(code);
    return ERR_NONE;
}

bool qr_is_dark(const struct qr *qr, int row, int column)
{
    return row >= 0 && row < qr->size && column >= 0 && column < qr->size && qr->dark[row * qr->size + column] != 0;
}

int qr_columns(const struct qr *qr, enum qr_look look, int quiet)
{
    int modules = qr->size + 2 * quiet;
    return look == QR_HALVES ? modules : 2 * modules;
}

int qr_rows(const struct qr *qr, enum qr_look look, int quiet)
{
    int modules = qr->size + 2 * quiet;
    return look == QR_HALVES ? (modules + 1) / 2 : modules;
}

/* Ink is dark, paper is light; both halves of a character are a module each. */
static void draw_halves(struct ui *ui, const struct qr *qr, int quiet, int row, int column)
{
    static const char *const blocks[2][2] = {
        {" ",   "▄"},
        {"▀", "█"}
    };
    int columns = qr_columns(qr, QR_HALVES, quiet), rows = qr_rows(qr, QR_HALVES, quiet);
    for (int y = 0; y < rows; y++) {
        struct buffer line = {0};
        for (int x = 0; x < columns; x++)
            buffer_add_text(
                &line, blocks[qr_is_dark(qr, 2 * y - quiet, x - quiet)][qr_is_dark(qr, 2 * y + 1 - quiet, x - quiet)]);
        ui_put(ui, row + y, column, columns, STYLE_PAPER, buffer_text(&line));
        buffer_free(&line);
    }
}

/* The background alone paints. */
static void draw_blanks(struct ui *ui, const struct qr *qr, int quiet, int row, int column)
{
    int modules = qr->size + 2 * quiet;
    for (int y = 0; y < modules; y++)
        for (int x = 0; x < modules; x++)
            ui_put(ui, row + y, column + 2 * x, 2, qr_is_dark(qr, y - quiet, x - quiet) ? STYLE_INK : STYLE_PAPER, "");
}

void qr_draw(struct ui *ui, const struct qr *qr, enum qr_look look, int quiet, int row, int column)
{
    (look == QR_HALVES ? draw_halves : draw_blanks)(ui, qr, quiet, row, column);
}
