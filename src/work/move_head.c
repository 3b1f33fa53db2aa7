/* Who is the head of a household, and what the others then are to the head. */
#include "move_inside.h"

#include "inside.h"

#include "wangge/base/array.h"
#include "wangge/base/clock.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/table/describe.h"
#include "wangge/table/record.h"
#include "wangge/work/work.h"

#include <string.h>

#define OTHER_RELATIVE "97"
#define OF_AGE         18

/* Relations of GB/T 4761-2008 by their first digit: to the old head, of the new head and of somebody else; then what
 * the somebody is to the new head, a man and a woman. NULL: as before. What no row tells cannot be told: a grandchild
 * may be the new head's child or nephew. */
static const struct {
    char head, person;
    const char *man, *woman;
} kinship[] = {
    {'1', '0', "10", "10"}, /* the spouse becomes the head: the old head is the spouse */
    {'1', '2', NULL, NULL},
    {'1', '3', NULL, NULL},
    {'1', '4', NULL, NULL},
    {'2', '0', "51", "52"}, /* a son */
    {'2', '1', "51", "52"},
    {'2', '2', "70", "70"},
    {'2', '3', "70", "70"},
    {'2', '5', "60", "60"},
    {'3', '0', "51", "52"}, /* a daughter */
    {'3', '1', "51", "52"},
    {'3', '2', "70", "70"},
    {'3', '3', "70", "70"},
    {'3', '5', "60", "60"},
    {'4', '0', "60", "60"}, /* a grandchild */
    {'4', '1', "60", "60"},
    {'5', '0', "20", "30"}, /* a parent */
    {'5', '1', "28", "38"},
    {'5', '2', "40", "40"},
    {'5', '3', "40", "40"},
    {'5', '5', "10", "10"},
    {'5', '7', "20", "30"},
    {'7', '0', "70", "70"}, /* a brother or sister */
    {'7', '5', NULL, NULL},
    {'7', '7', "70", "70"},
};

static bool is_woman(const struct member *person)
{
    return strcmp(person->sex, "2") == 0;
}

/* Parents of a couple are named by whose they are: one's own, the husband's, the wife's. */
static const char *parent_of_spouse(const struct member *new_head, const struct member *parent)
{
    bool own = strncmp(parent->relation, "50", 2) == 0 || strncmp(parent->relation, "51", 2) == 0 ||
               strncmp(parent->relation, "52", 2) == 0;
    if (!own)
        return is_woman(parent) ? "52" : "51";
    if (is_woman(new_head))
        return is_woman(parent) ? "54" : "53";
    return is_woman(parent) ? "56" : "55";
}

/* Spouses of children count as neither sons nor daughters of anybody else. */
static bool by_marriage(const struct member *person)
{
    static const char *const codes[] = {"28", "38", "45", "46", "72", "74", "76", "78"};
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        if (strcmp(person->relation, codes[i]) == 0)
            return true;
    return false;
}

const char *relation_after(const struct member *new_head, const struct member *person)
{
    char head = new_head->relation[0], other = person->relation[0];
    if (strcmp(person->relation, "98") == 0)
        return person->relation; /* no relative of the old head, nor of this one as far as anybody knows */
    if (head == '1' && other == '5')
        return parent_of_spouse(new_head, person);
    if (head != '1' && (by_marriage(new_head) || by_marriage(person)))
        return OTHER_RELATIVE;
    for (size_t i = 0; i < COUNT_OF(kinship); i++)
        if (kinship[i].head == head && kinship[i].person == other) {
            const char *code = is_woman(person) ? kinship[i].woman : kinship[i].man;
            return code == NULL ? person->relation : code;
        }
    return OTHER_RELATIVE;
}

static bool is_of_age(const struct member *person)
{
    day_t birth = 0;
    return date_parse(person->birth, &birth) && date_age(birth, day_of(clock_now())) >= OF_AGE;
}

/* The spouse, else the eldest who is of age, else the eldest. They come by age. */
static const struct member *successor(const struct members *people)
{
    const struct member *adult = NULL;
    for (size_t i = 0; i < people->count; i++) {
        const struct member *one = &people->list[i];
        if (one->relation[0] == '1')
            return one;
        if (adult == NULL && is_of_age(one))
            adult = one;
    }
    return adult == NULL ? &people->list[0] : adult;
}

static const struct member *find(const struct members *people, int64_t id)
{
    for (size_t i = 0; i < people->count; i++)
        if (people->list[i].id == id)
            return &people->list[i];
    return NULL;
}

static enum err set_relation(struct mover *m, const struct member *person, const char *relation, struct error *e)
{
    struct record *changes = record_new();
    enum err r = ERR_NONE;
    record_set(changes, "relation", relation);
    if (strcmp(person->relation, relation) != 0)
        r = move_row_change(m, table_find("person"), person->id, changes, e);
    record_free(&changes);
    return r;
}

enum err move_head(struct mover *m, int64_t household, const struct member *wanted, struct error *e)
{
    struct members people = {0};
    const char *unsure = "";
    enum err r = move_members(m, household, &people, e);

    if (r != ERR_NONE || people.count == 0 || strcmp(people.list[0].relation, HEAD) == 0)
        return r;
    const struct member *head = wanted == NULL ? NULL : find(&people, wanted->id);
    if (head == NULL)
        head = successor(&people);
    for (size_t i = 0; r == ERR_NONE && i < people.count; i++) {
        const struct member *one = &people.list[i];
        const char *relation = one == head ? HEAD : relation_after(head, one);
        if (strcmp(relation, OTHER_RELATIVE) == 0 && strcmp(one->relation, OTHER_RELATIVE) != 0)
            unsure = pool_format(m->pool, "%s%s%s", unsure, *unsure == '\0' ? "" : ",", one->name);
        r = set_relation(m, one, relation, e);
    }
    move_tell(m, _("New head of household: %s"), head->name);
    if (*unsure != '\0')
        move_tell(m, _("Please look at the relation to the head of %s"), unsure);
    return r;
}

enum err move_leave_behind(struct mover *m, int64_t household, struct error *e)
{
    struct members left = {0};
    enum err r = move_members(m, household, &left, e);

    if (r != ERR_NONE || left.count > 0)
        return r == ERR_NONE ? move_head(m, household, m->head, e) : r;
    r = move_close_registers(m, "household", household, e);
    if (r == ERR_NONE)
        r = move_row_delete(m, table_find("household"), household, e);
    move_tell(m, _("Nobody is left; the household is closed"));
    return r;
}
