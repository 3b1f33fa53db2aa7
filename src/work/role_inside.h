/* What the files of work/role share. */
#ifndef WANGGE_SRC_WORK_ROLE_INSIDE_H
#define WANGGE_SRC_WORK_ROLE_INSIDE_H

struct buffer;
struct rows;

/* "visit.read=own case.close=" */
void role_write_cells(const struct rows *rows, struct buffer *out);

#endif
