/* Files of people say where they live by the name of the estate and a door, and who is gone by a yes and a date. */
#include "import_inside.h"

#include "table_inside.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/db/db.h"
#include "wangge/table/cell.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/table/relate.h"
#include "wangge/work/work.h"

#include <string.h>

#define MOVED_OUT "2" /* codes of person_state */
#define DEAD      "3"
#define HEAD      "02" /* of relation */
#define PART_ROOM 20   /* of a door */

enum word { ESTATE, DOOR, BLOCK, UNIT, ROOM, HOUSEHOLD_NO, MOVED, MOVED_ON, DEAD_NOW, DIED_ON };

/* --- a door as people write it -------------------------------------------------------------------------------------
 */

struct door {
    char address[256], building[PART_ROOM], unit[PART_ROOM], room[PART_ROOM];
};

static bool is_part(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

/* Takes digits and letters off the end of text. */
static bool take_digits(char *text, char out[PART_ROOM])
{
    size_t n = strlen(text), from = n;
    while (from > 0 && is_part(text[from - 1]))
        from--;
    if (from == n || n - from >= PART_ROOM)
        return false;
    memcpy(out, text + from, n - from + 1);
    text[from] = '\0';
    return true;
}

/* Takes "6幢" off the end of text, with any of the marks. */
static bool take_marked(char *text, const char *const marks[], char out[PART_ROOM])
{
    for (size_t i = 0; marks[i] != NULL; i++) {
        if (!ends_with(text, marks[i]))
            continue;
        char *end = text + strlen(text) - strlen(marks[i]), kept = *end;
        *end = '\0';
        if (take_digits(text, out))
            return true;
        *end = kept;
    }
    return false;
}

/* "文苑小区6幢1单元302室", "1单元101", "6-1-302": the parts that stand at its end, and what is before them. */
static void split_door(const char *typed, struct door *door)
{
    static const char *const rooms[] = {"室", "房", NULL}, *const units[] = {"单元", NULL};
    static const char *const buildings[] = {"号楼", "幢", "栋", "座", NULL};
    static const char *const before_room[] = {"单元", "号楼", "幢", "栋", "座", "-"};
    char text[256], digits[PART_ROOM] = "";
    text_copy(text, sizeof text, typed);
    bool room = take_marked(text, rooms, door->room);
    if (!room && take_digits(text, digits)) {
        for (size_t i = 0; i < COUNT_OF(before_room); i++)
            room = room || ends_with(text, before_room[i]);
        room = room || *text == '\0';
        strcpy(room ? door->room : text + strlen(text), digits);
    }
    bool dashed = room && ends_with(text, "-");
    if (dashed) {
        text[strlen(text) - 1] = '\0';
        take_digits(text, door->unit);
        if (ends_with(text, "-")) {
            text[strlen(text) - 1] = '\0';
            take_digits(text, door->building);
        } else { /* 6-302 */
            strcpy(door->building, door->unit);
            *door->unit = '\0';
        }
    }
    if (*door->unit == '\0' && !dashed)
        take_marked(text, units, door->unit);
    if (*door->building == '\0')
        take_marked(text, buildings, door->building);
    text_copy(door->address, sizeof door->address, text);
}

/* A part that has a column of its own. */
static void set_part(char part[PART_ROOM], const char *word)
{
    static const char *const marks[] = {"单元", "号楼", "幢", "栋", "座", "室", NULL};
    char text[64];
    if (word == NULL)
        return;
    text_copy(text, sizeof text, word);
    if (!take_marked(text, marks, part))
        text_copy(part, PART_ROOM, word);
}

static struct door door_of(const struct import_row *row)
{
    struct door door = {.address = ""};
    const char *estate = row->words[ESTATE];
    split_door(row->words[DOOR] == NULL ? "" : row->words[DOOR], &door);
    set_part(door.building, row->words[BLOCK]);
    set_part(door.unit, row->words[UNIT]);
    set_part(door.room, row->words[ROOM]);
    if (estate != NULL && strncmp(door.address, estate, strlen(estate)) != 0) {
        struct buffer whole = {0};
        buffer_format(&whole, "%s%s", estate, door.address);
        text_copy(door.address, sizeof door.address, buffer_text(&whole));
        buffer_free(&whole);
    }
    return door;
}

/* --- the household -------------------------------------------------------------------------------------------------
 */

static struct record *household_record(const struct import_row *row)
{
    struct record *record = record_new();
    struct door door = door_of(row);
    const char *const parts[][2] = {
        {"no",       row->words[HOUSEHOLD_NO]},
        {"address",  door.address            },
        {"building", door.building           },
        {"unit",     door.unit               },
        {"room",     door.room               },
    };
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (parts[i][1] != NULL && *parts[i][1] != '\0')
            record_set(record, parts[i][0], parts[i][1]);
    return record;
}

/* The household of the actor's range that the record's fields find: by its number, else by its door. */
static enum err find_household(struct work *work, const struct record *household, bool by_no, int64_t *id,
                               struct error *e)
{
    static const char *const doors[] = {"address", "building", "unit", "room"};
    const struct table *table = table_find("household");
    const struct field *fields[COUNT_OF(doors)];
    struct pool *pool = pool_new();
    struct rows rows = {0};
    struct scope_range range;
    char action[ACTION_ROOM];
    size_t count = 0, found = 0;

    if (by_no && record_has(household, "no"))
        fields[count++] = table_field(table, "no");
    for (size_t i = 0; !by_no && record_has(household, "address") && i < COUNT_OF(doors); i++)
        if (record_has(household, doors[i]))
            fields[count++] = table_field(table, doors[i]);
    enum err r = table_need(work, table, "write", action, &range, e);
    if (r == ERR_NONE && count > 0)
        r = relate_find(work->db, pool, table, fields, count, household, 100, &rows, e);
    for (size_t i = 0; r == ERR_NONE && i < rows.count; i++) {
        const char *path = rows_text(&rows, i, "path");
        if (strcmp(path, range.lo) < 0 || strcmp(path, range.hi) >= 0)
            continue;
        *id = rows_int(&rows, i, "id");
        found++;
    }
    if (r == ERR_NONE && found > 1)
        r = error_set(e, ERR_INVALID, "household", _("More than one household has this door; say it more exactly."));
    pool_free(&pool);
    return r;
}

static enum err make_household(struct work *work, struct import_row *row, struct record *household, bool dry,
                               int64_t *id, struct error *e)
{
    enum put what;
    enum err r = ERR_NONE;
    if (record_has(row->record, "area"))
        record_set(household, "area", record_get(row->record, "area"));
    record_set(household, "source", "import");
    if (!record_has(household, "address") && !record_has(household, "no"))
        return error_set(e, ERR_INVALID, "household", _("The door has no estate and no street; tell one of them."));
    if (!record_has(household, "address"))
        return error_set(e, ERR_INVALID, "household",
                         _("There is no household of the number %s; tell its estate or street, too."),
                         record_get(household, "no"));
    r = table_put(work, table_find("household"), household, 0, dry, &what, id, e);
    if (r == ERR_NONE && !record_has(row->record, "relation"))
        record_set(row->record, "relation", HEAD); /* the first behind a new door */
    return r;
}

static enum err fill_household(struct work *work, struct import_row *row, bool dry, struct error *e)
{
    struct record *household = household_record(row);
    int64_t id = 0;
    enum err r = ERR_NONE;

    if (record_count(household) == 0) {
        record_free(&household);
        return ERR_NONE;
    }
    r = find_household(work, household, true, &id, e);
    if (r == ERR_NONE && id == 0)
        r = find_household(work, household, false, &id, e);
    if (r == ERR_NONE && id == 0)
        r = make_household(work, row, household, dry, &id, e);
    if (r == ERR_NONE && id != 0)
        record_set_int(row->record, "household", id);
    record_free(&household);
    return r;
}

/* --- who is gone ---------------------------------------------------------------------------------------------------
 */

static bool says_yes(const char *word)
{
    static const char *const words[] = {"1", "是", "y", "Y", "yes", "已迁出", "已死亡", "有", "√"};
    for (size_t i = 0; word != NULL && i < COUNT_OF(words); i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

static enum err set_day(struct import_row *row, const char *word, struct error *e)
{
    const struct field *field = table_field(table_find("person"), "left_on");
    struct buffer value = {0};
    enum err r = word == NULL ? ERR_NONE : cell_value(field, word, false, &value, e);
    if (r == ERR_NONE && value.length > 0)
        record_set(row->record, "left_on", buffer_text(&value));
    buffer_free(&value);
    return r;
}

static enum err fill(struct work *work, struct import_row *row, bool dry, struct error *e)
{
    const struct table *person = table_find("person");
    bool dead = says_yes(row->words[DEAD_NOW]), moved = says_yes(row->words[MOVED]);
    enum err r = ERR_NONE;

    if ((dead || moved) && table_field(person, "state") != NULL) {
        record_set(row->record, "state", dead ? DEAD : MOVED_OUT);
        return set_day(row, row->words[dead ? DIED_ON : MOVED_ON], e);
    }
    if (!record_has(row->record, "household"))
        r = fill_household(work, row, dry, e);
    return r;
}

const struct import_rules import_person = {
    .table = "person",
    .titles =
        {
                 [ESTATE] = "现住小区/建筑,现住小区,所属小区,小区名称,小区/建筑名称,小区,estate",
                 [DOOR] = "门牌地址,现住址,现住详细门牌,详细地址,家庭住址,door",
                 [BLOCK] = "所属楼幢,楼栋,幢号,幢,block",
                 [UNIT] = "所属单元,单元,unit",
                 [ROOM] = "所属房屋,房屋编号,门牌号,室,房号,room",
                 [HOUSEHOLD_NO] = "户编号,户号,户编码,household no",
                 [MOVED] = "是否已迁出,moved out",
                 [MOVED_ON] = "迁出日期,moved out on",
                 [DEAD_NOW] = "是否已死亡,dead",
                 [DIED_ON] = "死亡日期,died on",
                 },
    .fill = fill,
};
