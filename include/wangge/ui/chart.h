/* Bars with their numbers beside them. */
#ifndef WANGGE_UI_CHART_H
#define WANGGE_UI_CHART_H

struct ui;

void ui_bar(struct ui *ui, int row, int column, int columns, double part); /* '#', part 0..1 */

#endif
