/* Values of the registers. In register_values.csv a value is a text with {places} (demo_fill), or one of the words
 * below behind "=". What a value wants in other fields of its row stands beside it: "FIELD VALUE; FIELD VALUE". */
#include "demo_register.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ADULT 18

/* What a word draws from. */
struct draw {
    struct demo *demo;
    const struct field *field;
    const struct demo_subject *subject;
    struct demo_row *row;
    const char *arguments;
    struct buffer *out;
};

static int between(const struct draw *d)
{
    const char *to = strstr(d->arguments, "..");

    return demo_between(d->demo, atoi(d->arguments), to ? atoi(to + 2) : atoi(d->arguments));
}

static void add_date(const struct draw *d, day_t day)
{
    char date[DATE_TEXT];

    date_format(day, date);
    buffer_add_text(d->out, date);
}

static bool birth_of(const struct draw *d, day_t *birth)
{
    return d->subject->person && date_parse(d->subject->person->birth, birth);
}

/* =date -300..-1: days from the demo's; never before the person was born. */
static void draw_date(const struct draw *d)
{
    day_t day = d->demo->today + between(d), birth;

    if (birth_of(d, &birth) && day < birth) {
        day = birth + demo_between(d->demo, 0, (int)(d->demo->today - birth));
    }
    add_date(d, day);
}

/* =after from_on 30..60: days after another date of the row. */
static void draw_after(const struct draw *d)
{
    struct draw days = *d;
    size_t n = strcspn(d->arguments, " ");
    day_t day;

    days.arguments += n;
    if (date_parse(record_get(d->row->record, pool_text_n(d->demo->scratch, d->arguments, n)), &day)) {
        add_date(d, day + between(&days));
    }
}

/* =instant -300..-1: some time of such a day. */
static void draw_instant(const struct draw *d)
{
    draw_date(d);
    buffer_format(d->out, " %02d:%02d", demo_between(d->demo, 8, 18), demo_between(d->demo, 0, 59));
}

static void draw_number(const struct draw *d)
{
    buffer_format(d->out, "%d", between(d));
}

/* =tens 30..90: 300, 310 ... 900. */
static void draw_tens(const struct draw *d)
{
    buffer_format(d->out, "%d", 10 * between(d));
}

/* =birthday 20..30: the day on which the person became so old, and some days; in the past. */
static void draw_birthday(const struct draw *d)
{
    day_t birth, day;

    if (birth_of(d, &birth)) {
        int years = between(d), least = atoi(d->arguments);
        if (years >= d->subject->person->age) {
            years = d->subject->person->age > least ? d->subject->person->age - 1 : least;
        }
        day = birth + (day_t)(365.2425 * years) + demo_between(d->demo, 1, 300);
        add_date(d, day < d->demo->today ? day : d->demo->today - 1);
    }
}

static void draw_code(const struct draw *d)
{
    const struct code_list *list = code_list(d->field->codes);

    buffer_add_text(d->out, list->codes[dice_below(&d->demo->dice, (uint32_t)list->count)].code);
}

static void draw_name(const struct draw *d)
{
    buffer_add_text(d->out, demo_name(d->demo, d->demo->scratch, demo_chance(d->demo, 50), NULL));
}

static void draw_phone(const struct draw *d)
{
    buffer_add_text(d->out, demo_phone(d->demo, d->demo->scratch));
}

/* =serial DB: a number that no other row has. */
static void draw_serial(const struct draw *d)
{
    buffer_format(d->out, "%s%.6s%06" PRId64, d->arguments, d->subject->code, d->row->id);
}

/* GB 32100-2015 without a registration authority of this name: 00 is nobody's. */
static void draw_credit_code(const struct draw *d)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    char code[19];

    snprintf(code, sizeof code, "00%.6s%09" PRId64 "0", d->subject->code, d->row->id);
    for (size_t i = 0; i < sizeof alphabet - 1 && !credit_code_is_valid(code); i++) {
        code[17] = alphabet[i];
    }
    buffer_add_text(d->out, code);
}

/* =own name: of the person, or of the household's head. */
static void draw_own(const struct draw *d)
{
    buffer_add_text(d->out, demo_subject_field(d->subject, d->arguments));
}

/* =head citizen_id: of the household's head, whoever the row is about. */
static void draw_head(const struct draw *d)
{
    struct demo_subject head = {.household = d->subject->household};

    buffer_add_text(d->out, demo_subject_field(&head, d->arguments));
}

/* =leader phone: of the grid's; the same of those below. */
static void add_contact(const struct draw *d, const struct demo_contact *contact)
{
    const char *text = strcmp(d->arguments, "phone") == 0 ? contact->phone : contact->name;

    buffer_add_text(d->out, text ? text : "");
}

static void draw_leader(const struct draw *d)
{
    if (d->subject->grid) {
        add_contact(d, &d->subject->grid->head);
    }
}

static void draw_station(const struct draw *d)
{
    if (d->subject->grid) {
        add_contact(d, &d->subject->grid->community->head);
    }
}

static void draw_guide(const struct draw *d)
{
    struct demo_contact *guide = d->subject->grid ? &d->subject->grid->community->guide : NULL;

    if (guide && !guide->name) {
        guide->name = demo_name(d->demo, d->demo->pool, demo_chance(d->demo, 50), NULL);
        guide->phone = demo_phone(d->demo, d->demo->pool);
    }
    if (guide) {
        add_contact(d, guide);
    }
}

static void draw_landlord(const struct draw *d)
{
    if (d->subject->household) {
        add_contact(d, &d->subject->household->landlord);
    }
}

static void draw_origin(const struct draw *d)
{
    buffer_add_text(d->out, demo_subject_field(d->subject, "origin"));
}

static void draw_people(const struct draw *d)
{
    buffer_format(d->out, "%zu", d->subject->household ? d->subject->household->count : 1);
}

/* The first of the household's others whose age is between so many years older and so many; sex "" is any. */
static const struct demo_person *relative(const struct demo_subject *subject, int least, int most, const char *sex)
{
    const struct demo_household *home = subject->household;

    for (size_t i = 0; home && subject->person && i < home->count; i++) {
        const struct demo_person *p = &home->people[i];
        int older = p->age - subject->person->age;
        if (p != subject->person && p->age >= ADULT && older >= least && older <= most &&
            (!*sex || strcmp(sex, p->sex) == 0)) {
            return p;
        }
    }
    return NULL;
}

static void add_field_of(const struct draw *d, const struct demo_person *person)
{
    struct demo_subject other = {.person = person};

    if (person) {
        buffer_add_text(d->out, demo_subject_field(&other, d->arguments));
    }
}

static void draw_mother(const struct draw *d)
{
    add_field_of(d, relative(d->subject, 18, 46, "2"));
}

static void draw_father(const struct draw *d)
{
    add_field_of(d, relative(d->subject, 18, 50, "1"));
}

static void draw_husband(const struct draw *d)
{
    if (d->subject->person && strcmp(d->subject->person->marriage, "20") == 0) {
        add_field_of(d, relative(d->subject, -12, 14, "1"));
    }
}

static void draw_adult(const struct draw *d)
{
    add_field_of(d, relative(d->subject, -100, 100, ""));
}

static const struct {
    const char *word;
    void (*draw)(const struct draw *d);
} words[] = {
    {"date",     draw_date       },
    {"after",    draw_after      },
    {"head",     draw_head       },
    {"leader",   draw_leader     },
    {"station",  draw_station    },
    {"guide",    draw_guide      },
    {"landlord", draw_landlord   },
    {"instant",  draw_instant    },
    {"number",   draw_number     },
    {"tens",     draw_tens       },
    {"birthday", draw_birthday   },
    {"code",     draw_code       },
    {"name",     draw_name       },
    {"phone",    draw_phone      },
    {"serial",   draw_serial     },
    {"credit",   draw_credit_code},
    {"own",      draw_own        },
    {"people",   draw_people     },
    {"origin",   draw_origin     },
    {"mother",   draw_mother     },
    {"father",   draw_father     },
    {"husband",  draw_husband    },
    {"adult",    draw_adult      },
};

static void draw_word(struct draw *d, const char *text)
{
    size_t n = strcspn(text, " ");

    d->arguments = text + n + (text[n] == ' ');
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strlen(words[i].word) == n && strncmp(words[i].word, text, n) == 0) {
            words[i].draw(d);
        }
    }
}

/* Of a required field that has no values, or whose value came out empty. */
static const char *word_of_type(const struct field *field)
{
    switch (field->type) {
    case FIELD_INTEGER:
        return "number 1..5";
    case FIELD_MONEY:
        return "tens 10..90";
    case FIELD_DATE:
        return "date -900..-10";
    case FIELD_INSTANT:
        return "instant -300..-1";
    case FIELD_YES_NO:
        return "number 0..1";
    case FIELD_PHONE:
        return "phone";
    case FIELD_CODE:
    case FIELD_CODES:
        return "code";
    case FIELD_CREDIT_CODE:
        return "credit";
    default:
        return "name";
    }
}

/* What the values drawn so far want in the field; NULL when they leave it alone. */
static const char *wanted(struct demo *demo, const struct demo_row *row, const char *field)
{
    size_t n = strlen(field);

    for (const char *s = buffer_text(&row->with); (s = strstr(s, "; ")) != NULL;) {
        s += strlen("; ");
        if (strncmp(s, field, n) == 0 && (s[n] == ' ' || s[n] == ';' || !s[n])) {
            s += n + (s[n] == ' ');
            return pool_text_n(demo->scratch, s, strcspn(s, ";"));
        }
    }
    return NULL;
}

static const char *drawn(struct demo *demo, const struct demo_field *field, struct demo_row *row)
{
    const char *value = wanted(demo, row, field->field->name);

    if (value || field->count == 0) {
        return value ? value : "";
    }
    uint32_t at = dice_below(&demo->dice, field->sums[field->count - 1]);
    size_t i = 0;

    while (at >= field->sums[i]) {
        i++;
    }
    const char *with = csv_cell(demo->register_values, field->values[i], "with");
    if (*with) {
        buffer_format(&row->with, "; %s", with);
    }
    return csv_cell(demo->register_values, field->values[i], "value");
}

void demo_value(struct demo *demo, const struct demo_field *field, struct demo_row *row, struct buffer *out)
{
    const struct demo_subject *subject = row->subject;
    struct draw d = {.demo = demo, .field = field->field, .subject = subject, .row = row, .out = out};
    const char *value = drawn(demo, field, row);

    if (*value == '=') {
        draw_word(&d, value + 1);
    } else if (subject->grid) {
        demo_fill(out, value, subject->grid, subject->household);
    } else if (strncmp(value, "{place}", 7) == 0) { /* of a street or community */
        buffer_format(out, "%s%s", subject->place, value + 7);
    } else {
        buffer_add_text(out, value);
    }
    if (out->length == 0 && field->field->required) {
        draw_word(&d, word_of_type(field->field));
    }
}

const char *demo_subject_field(const struct demo_subject *subject, const char *field)
{
    static const char *const sizes[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8"};
    const struct demo_person *p = subject->person;
    const struct demo_household *h = subject->household;

    if (!p && h && h->count > 0) {
        p = &h->people[0];
    }
    const struct {
        const char *name, *value;
    } fields[] = {
        {"name",       p   ? p->name
                 : h ? h->head
                     : ""                                    },
        {"citizen_id", p ? p->citizen_id : ""                                },
        {"birth",      p ? p->birth : ""                                     },
        {"sex",        p ? p->sex : ""                                       },
        {"relation",   p ? p->relation : ""                                  },
        {"phone",      p ? p->phone : ""                                     },
        {"politics",   p ? p->politics : ""                                  },
        {"marriage",   p ? p->marriage : ""                                  },
        {"origin",     h ? h->origin : ""                                    },
        {"kinds",      h ? h->kinds : ""                                     },
        {"let",        h && h->landlord.name ? "1" : "0"                     },
        {"size",       h && h->count < COUNT_OF(sizes) ? sizes[h->count] : ""},
    };
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (strcmp(fields[i].name, field) == 0) {
            return fields[i].value;
        }
    }
    return "";
}
