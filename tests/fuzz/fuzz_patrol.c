/* Any text as the points of a patrol: each point is told once, at most as many as a patrol may have, and what is told
 * of them is read the same again. */
#include "fuzz.h"

#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/db/db.h"
#include "wangge/work/patrol.h"

#define POINTS     7
#define STOPS_MOST 200

static struct value values[POINTS * 3];

static struct value text_value(const char *text)
{
    return (struct value){.type = VALUE_TEXT, .text = text};
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const char *const points[POINTS][2] = {
        {"配电房",     "XL-01"},
        {"3号楼天台", "XL-02"},
        {"1-3幢楼道",  ""     },
        {"北门",        "5"    },
        {"北门 2",      "XL-05"},
        {"pump room",     "XL-06"},
        {"*",             ""     },
    };
    (void)argc;
    (void)argv;
    log_open("fuzz", "/dev/null", LOG_LEVEL_ERROR);
    i18n_use(LANGUAGE_ZH);
    for (int i = 0; i < POINTS; i++) {
        values[i * 3] = (struct value){.type = VALUE_INT, .number = i + 1, .text = "1"};
        values[i * 3 + 1] = text_value(points[i][0]);
        values[i * 3 + 2] = text_value(points[i][1]);
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *names[] = {"id", "name", "no"};
    char *text = as_text(data, size);
    struct rows points = {.count = size % 3 == 0 ? 0 : POINTS, .columns = 3, .names = names, .values = values};
    struct pool *pool = pool_new();
    struct patrol_stop *stops = NULL;
    struct buffer told = {0};
    struct error e = {0};
    size_t count = 0;
    enum err r = patrol_stops(pool, &points, text, &stops, &count, &e);
    MUST(r == ERR_NONE || (r == ERR_INVALID && count == 0 && e.text[0] != '\0'));
    MUST(count <= STOPS_MOST);
    for (size_t i = 0; i < count; i++) {
        MUST(stops[i].point >= 0 && stops[i].point <= POINTS && stops[i].name[0] != '\0');
        for (size_t k = 0; k < i; k++)
            MUST(stops[k].point != stops[i].point ||
                 (stops[i].point == 0 && strcmp(stops[k].name, stops[i].name) != 0));
    }
    patrol_text(stops, count, &told);
    patrol_summary(stops, count, &told);
    patrol_marks(stops, count, &told);
    buffer_free(&told);
    pool_free(&pool);
    free(text);
    return 0;
}
