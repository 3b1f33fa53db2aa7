/* Memory for SQLite, apart from the heap of the rest: in a session it comes and goes as a whole, and among the small
 * lasting blocks of curses and gettext its pages could not be given back. */
#ifndef WANGGE_SRC_DB_ARENA_H
#define WANGGE_SRC_DB_ARENA_H

/* Makes SQLite take its memory here. Before it is initialised. */
void arena_use(void);
/* What is taken now stays for good (and is shared by the processes that are forked). */
void arena_keep(void);
/* Gives all pages back when nothing but the kept is in use; else does nothing. */
void arena_release(void);

#endif
