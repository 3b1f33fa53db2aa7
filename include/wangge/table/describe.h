/* Information tables as data: etc/tables/NAME.ini, read once before the first fork. Lists, forms, checks, statements,
 * commands, help and the dictionary read them. Visits, cases and users are described the same way; their rules are in
 * work/ and their DDL in schema/ ("storage = own"). */
#ifndef WANGGE_TABLE_DESCRIBE_H
#define WANGGE_TABLE_DESCRIBE_H

#include "wangge/base/error.h"
#include "wangge/base/i18n.h"

#include <stdbool.h>
#include <stddef.h>

enum field_type {
    FIELD_TEXT,      /* one line */
    FIELD_LONG_TEXT, /* several lines */
    FIELD_INTEGER,
    FIELD_MONEY,   /* stored in fen, typed as 12.50 */
    FIELD_DATE,    /* ISO text */
    FIELD_INSTANT, /* UTC seconds, typed and shown as 2026-10-21 16:05 */
    FIELD_YES_NO,  /* 1 or 0 */
    FIELD_CITIZEN_ID,
    FIELD_CREDIT_CODE,
    FIELD_PHONE,    /* one or several, separated by ';' */
    FIELD_DIVISION, /* 6, 9 or 12 digits */
    FIELD_CODE,     /* a code of the list "codes" */
    FIELD_CODES,    /* several, separated by ',' */
    FIELD_LINK,     /* id of a row of the table "link" (area, user, household, person, ...) */
    FIELD_COMPUTED, /* not stored: "compute" or "column" says what it is */
    FIELD_TYPE_COUNT
};

/* What the key "compute" of a computed field means. */
enum compute {
    COMPUTE_NONE,   /* "column" alone says what it is */
    COMPUTE_AGE,    /* whole years from a date until today: age(FIELD) */
    COMPUTE_MONTHS, /* whole months: months(FIELD) */
    COMPUTE_JOINED  /* a field of the row that a link leads to: LINK.FIELD */
};

struct field {
    const char *name; /* as in commands, JSON and SQL columns */
    enum field_type type;
    const char *label[LANGUAGE_COUNT];
    const char *help[LANGUAGE_COUNT];
    const char *codes;                 /* code list, of FIELD_CODE and FIELD_CODES */
    const char *link;                  /* table, of FIELD_LINK */
    const char *column;                /* SQL expression in the table's list statement; the name when not given */
    const char *def;                   /* default as it would be typed ("t", "1"), or NULL */
    const char *source;                /* standard or rule that it comes from, or NULL */
    const char *group[LANGUAGE_COUNT]; /* heading of the part of the form that begins here, or NULL */
    const char *synonyms;              /* other headers of import files, separated by commas, or NULL */
    const char *wanted;                /* when it counts for completeness: yes, FIELD or FIELD:CODE|CODE; NULL: never */
    const char *compute;   /* of FIELD_COMPUTED: age(DATE_FIELD), months(DATE_FIELD), LINK_FIELD.FIELD_OF_ITS_TABLE */
    enum compute computes; /* what that means, */
    const struct field *from;   /* of which field of this table: the date, the link, */
    const struct field *joined; /* and which field of the linked table */
    int width;                  /* columns in a list; 0 is not shown in the list */
    int length;                 /* most characters */
    int lines;                  /* of a long text in a form */
    long low, high;             /* of an integer */
    bool required, searched, masked, read_only, hidden, key;
    bool day_end; /* of an instant: a day without a time means its end */
};

struct table {
    const char *name;
    const char *label[LANGUAGE_COUNT];
    const char *help[LANGUAGE_COUNT];        /* what the register is for, or NULL */
    const char *short_label[LANGUAGE_COUNT]; /* what somebody is called who is in it; NULL: label, "-": nothing */
    const char *board;                       /* code of the list "board", NULL for what is no register */
    const char *owner;                       /* the field that links to the user whose the row is; NULL: who made it */
    const char *right;                       /* whose rights it takes, NULL: its own or the board's (work/table.h) */
    const char *order;                       /* default sort: field name, '-' before it for descending */
    const char *title;                       /* the fields that name a row in links and headings (title.h) */
    const char *unique;    /* fields, separated by blanks, that together occur once among living rows */
    const char *stored_in; /* the SQL table; its name when not given */
    int position;          /* within the board */
    bool own_storage;
    bool enabled;   /* a table that is not enabled is not loaded at all */
    bool journal;   /* rows tell what was done: never changed, and they stay where they were made */
    bool dated;     /* the rows of an area are counted by the day when they were made: its index tells that day */
    bool endless;   /* it grows for years: a list counts and looks at so many of its rows only */
    bool sensitive; /* opening one row is written to the audit */
    size_t count;
    struct field *fields;
    size_t column_count; /* what its rows hold, the program's own columns too; of a described one only */
    const struct field *const *columns;
    const char *column_list; /* the same, as a select of the table t names them */
    /* SQL on a row t (table/completeness.h): how many fields are asked for, how many of them are filled, the names of
     * those that are not. NULL: none are asked for. */
    const char *asked, *filled, *missing;
};

/* Reads every *.ini of dir, of which those in the folder site (NULL: none) change keys and add fields, and tables of
 * their own. Errors name file, section and line. After codes_load. */
enum err tables_load(const char *dir, const char *site, struct error *e);
const struct table *table_find(const char *name); /* NULL when unknown */
size_t table_count(void);
const struct table *table_at(size_t i);
const struct field *table_field(const struct table *table, const char *name); /* NULL when unknown */
/* The first field of the title, else the one that lists are sorted by. */
const struct field *table_title(const struct table *table);
const char *table_label(const struct table *table);       /* in the language in use */
const char *table_short_label(const struct table *table); /* the label where there is no short one */
const char *field_label(const struct field *field);
const char *field_help(const struct field *field);
const char *field_type_name(enum field_type type);
/* The field whose values these are: at the end of LINK.FIELD the field of the linked table, else the field itself. Its
 * type, codes and bounds say how a value reads; an age or a number of months is an integer. */
const struct field *field_shown(const struct field *field);
enum field_type field_shown_type(const struct field *field);

#endif
