/* Memory that is there or ends this process: running out ends one user's session, never the server. */
#ifndef WANGGE_BASE_MEMORY_H
#define WANGGE_BASE_MEMORY_H

#include <stddef.h>

/* All return memory that the caller frees with mem_free; none returns NULL. mem_new is zeroed. */
#define NEVER_NULL __attribute__((returns_nonnull))
NEVER_NULL void *mem_new(size_t count, size_t size);
NEVER_NULL void *mem_resize(void *old, size_t count, size_t size);
NEVER_NULL char *mem_text(const char *text);
NEVER_NULL char *mem_text_n(const char *text, size_t n);
void mem_free(void *memory);
/* Once, in a program whose children are many: what is freed goes back to the system early. */
void mem_stay_small(void);
/* Overwrites n bytes so that the compiler cannot leave it out: for passwords. */
void mem_wipe(void *memory, size_t n);
/* Once, in a program that sees personal data or keys: no core dump, and no other process of this user may look into its
 * memory. Children have it too; after an exec it is said again. */
void mem_keep_private(void);
/* Gives back what is free now, of the heap and of the stack: for a process that may be idle for long. */
void mem_rest(void);
/* Before a process forks its children: takes what is free between what was loaded, and keeps it. What the children take
 * then lies together on new pages, not in the holes of pages that they would all share otherwise. */
void mem_fill_holes(void);

#endif
