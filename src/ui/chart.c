#include "wangge/ui/chart.h"

#include "wangge/base/buffer.h"
#include "wangge/ui/ui.h"

void ui_bar(struct ui *ui, int row, int column, int columns, double part)
{
    part = part < 0 ? 0 : part > 1 ? 1 : part;
    int filled = (int)(part * columns + 0.5);
    struct buffer bar = {0};
    for (int i = 0; i < filled; i++)
        buffer_add_char(&bar, '#');
    if (columns > 0)
        ui_put(ui, row, column, columns, STYLE_PLAIN, buffer_text(&bar));
    buffer_free(&bar);
}
