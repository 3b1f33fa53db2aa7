#include "wangge/table/cell.h"

#include "value.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/csv.h"
#include "wangge/base/date.h"
#include "wangge/base/i18n.h"
#include "wangge/base/memory.h"
#include "wangge/base/text.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"

#include <stdlib.h>
#include <string.h>

#define DIGITS       "0123456789"
#define FIRST_SERIAL 1L     /* 1900-01-01 */
#define LAST_SERIAL  73050L /* 2099-12-31 */

/* --- dates ---------------------------------------------------------------------------------------------------------
 */

/* Passes one of the marks that part the numbers of a date; false when none is there. */
static bool pass_mark(const char **s)
{
    static const char *const marks[] = {"年", "月", "日", "-", "/", "."};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (strncmp(*s, marks[i], strlen(marks[i])) == 0) {
            *s += strlen(marks[i]);
            return true;
        }
    return false;
}

/* " 00:00:00" and the like; what time it was is not asked. */
static bool is_time(const char *s)
{
    return *s == '\0' || ((*s == ' ' || *s == 'T') && s[strspn(s, DIGITS ": T.")] == '\0');
}

static bool finish(int year, int month, int day, const char *rest, char iso[11])
{
    if (year < 1000 || year > 9999 || !date_is_real(year, month, day) || !is_time(rest))
        return false;
    date_format(date_make(year, month, day), iso);
    return true;
}

/* Numbers without marks: 20260315, 202603 (no day), or days since 1900. */
static bool date_of_digits(const char *s, size_t n, char iso[11], bool *no_day)
{
    long number = strtol(s, NULL, 10);
    if (n == 8)
        return finish((int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100), s + n, iso);
    *no_day = n == 6 && number / 100 > 1800 && number / 100 < 2200 && number % 100 >= 1 && number % 100 <= 12;
    if (n > 5 || number < FIRST_SERIAL || number > LAST_SERIAL || n < 4)
        return false;
    *no_day = n == 4 && number > 1800 && number < 2200; /* a year */
    if (*no_day || s[n] != '\0')
        return false;
    date_format(date_make(1899, 12, 30) + (day_t)number, iso);
    return true;
}

bool cell_date(const char *cell, char iso[11], bool *no_day)
{
    int parts[3] = {0}, count = 0;
    const char *s = cell;
    size_t n = strspn(s, DIGITS);
    *no_day = false;
    if (n >= 4 && n <= 8 && (s[n] == '\0' || s[n] == ' '))
        return date_of_digits(s, n, iso, no_day);
    for (; count < 3 && (n = strspn(s, DIGITS)) > 0 && n <= 4; count++) {
        parts[count] = (int)strtol(s, NULL, 10);
        s += n;
        if (!pass_mark(&s) && count < 2) {
            count++;
            break;
        }
    }
    *no_day = (count == 1 || count == 2) && *s == '\0' && parts[0] > 1800 && parts[0] < 2200 && parts[1] <= 12;
    return count == 3 && finish(parts[0], parts[1], parts[2], s, iso);
}

static enum err date_value(const struct field *field, const char *cell, struct buffer *out, struct error *e)
{
    char iso[DATE_TEXT];
    bool no_day = false;
    if (cell_date(cell, iso, &no_day)) {
        buffer_add_text(out, iso);
        return ERR_NONE;
    }
    if (no_day)
        return value_refuse(field, e, _("\"%s\" has no day; write it as 2026-03-15"), cell);
    return value_refuse(field, e, _("\"%s\" is no date; write it as 2026-03-15"), cell);
}

/* --- codes ---------------------------------------------------------------------------------------------------------
 */

/* "1" of a spreadsheet is the code "01". */
static bool add_padded(const struct code_list *list, const char *text, struct buffer *out)
{
    size_t n = strlen(text), room = list->count > 0 ? strlen(list->codes[0].code) : 0;
    char code[16] = "";
    if (n == 0 || n >= room || room >= sizeof code || text[strspn(text, DIGITS)] != '\0')
        return false;
    memset(code, '0', room - n);
    memcpy(code + room - n, text, n + 1);
    if (code_parse(list, code) == NULL)
        return false;
    buffer_add_text(out, code);
    return true;
}

static void add_code(const char *list_name, const char *text, struct buffer *out)
{
    const struct code_list *list = code_list(list_name);
    const char *code = list == NULL ? NULL : code_parse(list, text);
    if (code != NULL)
        buffer_add_text(out, code);
    else if (list == NULL || !add_padded(list, text, out))
        buffer_add_text(out, text); /* the check tells what is wrong with it */
}

/* Whatever stands between several values becomes mark. */
static void part(const char *cell, const char *const marks[], char mark, struct buffer *out)
{
    while (*cell != '\0') {
        size_t i = 0;
        while (marks[i] != NULL && strncmp(cell, marks[i], strlen(marks[i])) != 0)
            i++;
        buffer_add_char(out, marks[i] != NULL ? mark : *cell);
        cell += marks[i] != NULL ? strlen(marks[i]) : 1;
    }
}

static void add_codes(const struct field *field, const char *cell, struct buffer *out)
{
    static const char *const marks[] = {"，", "、", "；", ";", "/", "|", "\n", NULL};
    struct buffer parted = {0};
    char *rest = NULL;
    part(cell, marks, ',', &parted);
    for (char *word = strtok_r(parted.data, ",", &rest); word != NULL; word = strtok_r(NULL, ",", &rest)) {
        if (out->length > 0)
            buffer_add_char(out, ',');
        add_code(field->codes, text_trim(word), out);
    }
    buffer_free(&parted);
}

/* --- the rest ------------------------------------------------------------------------------------------------------
 */

static void add_phones(const char *cell, struct buffer *out)
{
    static const char *const marks[] = {"，", "、", "；", ",", "/", "／", "|", "\n", NULL};
    struct buffer parted = {0};
    char *rest = NULL;
    part(cell, marks, ';', &parted);
    for (char *word = strtok_r(parted.data, ";", &rest); word != NULL; word = strtok_r(NULL, ";", &rest)) {
        word = text_trim(word);
        buffer_format(out, "%s%s", out->length > 0 ? ";" : "", strncmp(word, "0086", 4) == 0 ? word + 4 : word);
    }
    buffer_free(&parted);
}

/* "1,200" and "120户": the number alone, when nothing but a unit stands behind it. */
static void add_number(const struct field *field, const char *cell, struct buffer *out)
{
    static const char *const units[] = {"户", "人", "个",     "家", "部", "层",  "栋",
                                        "幢", "年", "平方米", "㎡", "元", "万元"};
    const char *s = cell;
    for (; *s != '\0' && strchr(DIGITS "-.,", *s) != NULL; s++)
        if (*s != ',')
            buffer_add_char(out, *s);
    if (field->type == FIELD_INTEGER && out->length > 2 && strcmp(out->data + out->length - 2, ".0") == 0)
        out->data[out->length -= 2] = '\0';
    bool known = *s == '\0';
    for (size_t i = 0; i < COUNT_OF(units) - 1; i++)
        known = known || strcmp(s, units[i]) == 0;
    if (!known || out->length == 0) {
        buffer_clear(out);
        buffer_add_text(out, cell);
    }
}

/* What forms have in the place of yes and no; the check knows the words themselves. */
static void add_yes_no(const char *cell, struct buffer *out)
{
    static const char *const words[][2] = {
        {"有",    "1"},
        {"√",    "1"},
        {"✓",    "1"},
        {"TRUE",   "1"},
        {"无",    "0"},
        {"没有", "0"},
        {"×",     "0"},
        {"FALSE",  "0"}
    };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(words[i][0], cell) == 0)
            cell = words[i][1];
    buffer_add_text(out, cell);
}

/* A dash or a stroke in the place of nothing. */
static bool is_nothing(const char *cell)
{
    static const char *const words[] = {"/", "-", "--", "—", "——", "／", "N/A", "#N/A"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (strcmp(cell, words[i]) == 0)
            return true;
    return *cell == '\0';
}

/* The text of the cell without what spreadsheets (and csv_write_cell) put before it. */
static char *bare(const char *cell)
{
    char *copy = mem_text(cell), *text = text_trim(copy);
    const char *plain = csv_defused(text);
    memmove(copy, plain, strlen(plain) + 1);
    return copy;
}

enum err cell_value(const struct field *field, const char *cell, bool lost, struct buffer *out, struct error *e)
{
    enum err r = ERR_NONE;
    char *text = bare(cell);
    bool is_text = field->type == FIELD_TEXT || field->type == FIELD_LONG_TEXT || field->type == FIELD_COMPUTED;

    buffer_clear(out);
    if (lost) {
        r = value_refuse(field, e,
                         _("the spreadsheet has lost the last digits of %s: make the column a text column and type the "
                           "numbers again"),
                         text);
    } else if (is_text) {
        buffer_add_text(out, text);
    } else if (!is_nothing(text)) {
        switch (field->type) {
        case FIELD_DATE:
            r = date_value(field, text, out, e);
            break;
        case FIELD_CODE:
            add_code(field->codes, text, out);
            break;
        case FIELD_CODES:
            add_codes(field, text, out);
            break;
        case FIELD_YES_NO:
            add_yes_no(text, out);
            break;
        case FIELD_PHONE:
            add_phones(text, out);
            break;
        case FIELD_INTEGER:
        case FIELD_MONEY:
            add_number(field, text, out);
            break;
        default:
            buffer_add_text(out, text);
        }
    }
    mem_free(text);
    return r;
}
