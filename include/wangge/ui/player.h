/* Plays recorded keys into any screen without a terminal and prints what stands on it. A script has one command a line:
 *   size 80x24            keys a Tab Ctrl-S 中文 Enter      type 任意文字 (to the end of the line, blanks kept)
 *   paste TEXT            screen NAME (prints "== NAME" and the screen's text)     expect TEXT (must be on the screen)
 *   refuse TEXT           wait SECONDS (moves the fixed clock, fires timers)       hangup      language en|zh_CN
 *   clock 2026-10-21 16:05 (the clock stands there)       bytes (prints "bytes N": sent since the last screen or bytes)
 * Lines that begin with # are comments. Trailing blanks of screen lines are not printed; the caret's place is, as
 * "caret ROW,COLUMN". */
#ifndef WANGGE_UI_PLAYER_H
#define WANGGE_UI_PLAYER_H

#include "wangge/base/error.h"

#include <stdio.h>

struct player;

enum err player_open(const char *script_path, FILE *out, struct player **player, struct error *e);
int player_failures(const struct player *player); /* expect and refuse lines that did not hold (told on stderr) */
void player_free(struct player **player);

#endif
