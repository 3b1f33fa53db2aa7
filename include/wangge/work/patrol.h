/* Patrols 巡查: an entry of the diary of the kind "patrol" tells the points of the grid that were passed and what was
 * found at each. In a record they are one text, "points": "北门岗亭; 示例路口: 灯坏"; typed, numbers and parts of names
 * will do: "1-3; 5: 灯坏", "*" for all. A finding that begins with a mark (work/mark.h), "5: #隐患 灯坏", makes what it
 * asks for at that point; before such a mark the colon may be left out, and alone it belongs to the point before. */
#ifndef WANGGE_WORK_PATROL_H
#define WANGGE_WORK_PATROL_H

#include "wangge/base/error.h"

#include <stddef.h>
#include <stdint.h>

struct buffer;
struct pool;
struct rows;
struct work;

/* The points of the area in their order, the first is number 1; rows: id, name (each another one), no, kind. */
enum err patrol_points(struct work *work, struct pool *pool, int64_t area, struct rows *out, struct error *e);

/* A point that was passed. */
struct patrol_stop {
    int64_t point;            /* 0: another place */
    const char *name, *found; /* found: "" for nothing */
};

/* The stops of a text, in pool, each once; points as patrol_points gives them. ERR_INVALID of the field "points" when a
 * number is none of them. */
enum err patrol_stops(struct pool *pool, const struct rows *points, const char *text, struct patrol_stop **out,
                      size_t *count, struct error *e);
/* The stops as they are kept. */
void patrol_text(const struct patrol_stop *stops, size_t count, struct buffer *out);
/* What a patrol without any words of its own says: how many points, and what was found. */
void patrol_summary(const struct patrol_stop *stops, size_t count, struct buffer *out);
/* The findings that are marks, a line each, at their points: "#隐患 灯坏 @示例路口". */
void patrol_marks(const struct patrol_stop *stops, size_t count, struct buffer *out);

/* How often the actor was on patrol today, how often one should be (0: nobody expects it), and how many entries of the
 * actor's were given back and wait to be completed. */
struct diary_day {
    int64_t patrols, patrols_due, returned;
};
enum err diary_day(struct work *work, struct diary_day *out, struct error *e);

#endif
