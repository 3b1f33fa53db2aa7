/* One mark: who is meant, which field, which category, and what stands against it. */
#include "mark_inside.h"

#include "words.h"

#include "wangge/base/array.h"
#include "wangge/base/buffer.h"
#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"
#include "wangge/base/text.h"
#include "wangge/table/check.h"
#include "wangge/table/code.h"
#include "wangge/table/describe.h"
#include "wangge/table/header.h"
#include "wangge/table/record.h"
#include "wangge/work/case.h"
#include "wangge/work/right.h"
#include "wangge/work/sweep.h"
#include "wangge/work/table.h"
#include "wangge/work/work.h"

#include <string.h>

#define OTHER_HAZARD "99"

/* Of a person these are changed in the register or by a move: a diary is read by many, so that no citizen ID stands in
 * it; names and households have rules of their own. */
static const char untouched[] = "household area name citizen_id state left_on left_to former_name";

static const char *field_text(struct mark_planner *p, const struct field *field, const char *value)
{
    struct buffer text = {0};
    check_show(field, value, &text);
    const char *out = pool_text(p->pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

/* Parts that are there, parted by ", ". */
static const char *joined(struct mark_planner *p, const char *a, const char *b, const char *c, const char *d)
{
    const char *parts[] = {a, b, c, d};
    struct buffer text = {0};
    for (size_t i = 0; i < 4; i++)
        if (*parts[i] != '\0')
            buffer_format(&text, "%s%s", text.length > 0 ? ", " : "", parts[i]);
    const char *out = pool_text(p->pool, buffer_text(&text));
    buffer_free(&text);
    return out;
}

/* A dry run's refusal is the item's problem; only what could not be asked is an error. */
static enum err judge(struct mark_planner *p, struct mark_item *item, enum err r, struct error *e)
{
    if (r == ERR_NONE || r == ERR_FAILED || r == ERR_AGAIN)
        return r;
    item->problem = pool_text(p->pool, e->text);
    error_clear(e);
    return ERR_NONE;
}

/* Who of the household is called so; "示例丁(女儿)" is 示例丁. */
int64_t mark_find_person(struct mark_planner *p, const char *name, size_t *found)
{
    size_t n = strcspn(name, "(");
    const char *wide = strstr(name, "（");
    int64_t id = 0;
    if (wide != NULL && (size_t)(wide - name) < n)
        n = (size_t)(wide - name);
    *found = 0;
    for (size_t i = 0; i < p->people.count; i++) {
        const char *one = rows_text(&p->people, i, "name");
        if (strlen(one) != n || memcmp(one, name, n) != 0)
            continue;
        id = rows_int(&p->people, i, "id");
        ++*found;
    }
    return *found == 1 ? id : 0;
}

static bool need_household(struct mark_planner *p, struct mark_item *item)
{
    if (p->household == 0)
        item->problem = _("Choose the household of this entry first.");
    return p->household != 0;
}

/* The person that the mark names becomes the item's target. */
static bool need_person(struct mark_planner *p, struct mark_item *item)
{
    size_t found = 0;
    const char *name = item->mark.name;
    if (!need_household(p, item))
        return false;
    item->target = mark_find_person(p, name, &found);
    if (found == 0)
        item->problem =
            pool_format(p->pool, _("%s is no member of this household; %s adds one."), name, mark_usage(MARK_MEMBER));
    else if (found > 1)
        item->problem =
            pool_format(p->pool, _("Two of this household are called %s; change them in the register."), name);
    else if (!table_may(p->work, table_find("person"), "write"))
        item->problem = _("You may not change people.");
    return item->problem == NULL;
}

/* "6幢1单元" lies where the household does. */
static const char *place_of(struct mark_planner *p, const char *place)
{
    char first = place[0];
    if (*place == '\0')
        return p->door;
    return first >= '0' && first <= '9' ? pool_format(p->pool, "%s%s%s", p->address, *p->address ? " " : "", place)
                                        : place;
}

/* A case of the last day that tells of the same place, or of the same in much the same words. */
static void look_for_like(struct mark_planner *p, struct mark_item *item)
{
    struct rows near = {0};
    struct error unasked = {0}; /* then there is none to tell of */
    if (item->problem != NULL || case_duplicates(p->work, p->pool, item->record, &near, &unasked) != ERR_NONE)
        return;
    for (size_t i = 0; item->like == NULL && i < near.count; i++)
        if (strcmp(rows_text(&near, i, "why"), "household") != 0)
            item->like = pool_format(p->pool, "%s %s", rows_text(&near, i, "no"), rows_text(&near, i, "title"));
}

static enum err plan_case(struct mark_planner *p, struct mark_item *item, struct error *e)
{
    const struct mark *mark = &item->mark;
    const struct code_list *list = code_list("case_category");
    const char *category = *mark->category ? code_parse(list, mark->category) : mark_category(mark->text);
    const char *urgency = *mark->urgency ? code_parse(code_list("urgency"), mark->urgency) : NULL;
    const char *place = place_of(p, mark->place);
    struct buffer title = {0};

    item->record = record_new();
    record_defaults(item->record, table_find("case"));
    record_set(item->record, "title", mark->text);
    record_set(item->record, "text", joined(p, mark->text, mark->place, "", ""));
    record_set(item->record, "place", place);
    record_set(item->record, "category", category);
    record_set_int(item->record, "household", p->household);
    record_set_int(item->record, "area", p->area);
    if (p->household == 0)
        record_set(item->record, "household", "");
    if (urgency != NULL)
        record_set(item->record, "urgency", urgency);
    item->no_category = category == NULL && *mark->category == '\0';
    item->text = joined(p, mark->text, place, category == NULL ? "" : code_text("case_category", category),
                        urgency == NULL ? "" : code_text("urgency", urgency));
    enum err r = check_value(table_field(table_find("case"), "title"), mark->text, &title, e);
    buffer_free(&title);
    r = judge(p, item, r, e);
    if (right_scope(p->work, "case.report") == SCOPE_NONE)
        item->problem = _("You may not report cases.");
    else if (category == NULL && *mark->category != '\0')
        item->problem = pool_format(p->pool, _("There is no category \"%s\"."), mark->category);
    else if (category == NULL && item->problem == NULL)
        item->problem = _("Its category is not known from these words: choose it with F4, or write [CATEGORY] behind "
                          "the mark's word.");
    look_for_like(p, item);
    return r;
}

static enum err plan_again(struct mark_planner *p, struct mark_item *item, struct error *e)
{
    const struct mark *mark = &item->mark;
    day_t day = 0;
    size_t found = 0;
    (void)e;
    date_parse(mark->day, &day);
    item->text =
        joined(p, mark->name, pool_format(p->pool, "%s %s", mark->day, date_weekday_text(day)), mark->text, "");
    if (!need_household(p, item))
        return ERR_NONE;
    if (*mark->name != '\0')
        mark_find_person(p, mark->name, &found);
    if (*mark->name != '\0' && found == 0)
        item->problem = pool_format(p->pool, _("%s is neither a date nor a member of this household."), mark->name);
    else if (day < p->day)
        item->problem = _("The next visit comes after this one.");
    return ERR_NONE;
}

/* Of a field of several codes: "独居老人" and "+独居老人" are added to those that are there, "-独居老人" is taken away.
 */
static const char *changed_codes(struct mark_planner *p, const struct field *field, int64_t person, const char *typed)
{
    bool less = *typed == '-';
    struct record *kept = record_new();
    struct buffer out = {0};
    const char *code = code_parse(code_list(field->codes), typed + (less || *typed == '+'));
    char all[400], *rest = all, *one;
    table_read(p->work, table_find("person"), person, kept, NULL);
    text_copy(all, sizeof all, record_get(kept, field->name));
    bool has = false;
    while (code != NULL && (one = strsep(&rest, ",")) != NULL) {
        bool is = strcmp(one, code) == 0;
        has |= is;
        if (*one != '\0' && !(is && less))
            buffer_format(&out, "%s%s", out.length > 0 ? "," : "", one);
    }
    if (code != NULL && !has && !less)
        buffer_format(&out, "%s%s", out.length > 0 ? "," : "", code);
    const char *value = code == NULL ? typed : pool_text(p->pool, buffer_text(&out));
    buffer_free(&out);
    record_free(&kept);
    return value;
}

static enum err plan_person(struct mark_planner *p, struct mark_item *item, struct error *e)
{
    const struct mark *mark = &item->mark;
    const struct table *person = table_find("person");
    const struct field *field = header_field(person, mark->field);
    struct buffer value = {0};
    enum put what = PUT_CHANGE;
    int64_t id = 0;

    item->text = joined(p, mark->name, pool_format(p->pool, "%s: %s", mark->field, mark->value), "", "");
    if (!need_person(p, item))
        return ERR_NONE;
    if (field == NULL) {
        item->problem = pool_format(p->pool, _("People have no field \"%s\"."), mark->field);
        return ERR_NONE;
    }
    if (field->type == FIELD_COMPUTED || field->type == FIELD_LINK || field->read_only || field->hidden ||
        word_in(untouched, ' ', field->name)) {
        item->problem =
            pool_format(p->pool, _("%s is changed in the register of people, not in a diary."), field_label(field));
        return ERR_NONE;
    }
    const char *typed = field->type == FIELD_CODES ? changed_codes(p, field, item->target, mark->value) : mark->value;
    enum err r = check_value(field, typed, &value, e);
    if (r == ERR_NONE) {
        item->record = record_new();
        record_set(item->record, field->name, buffer_text(&value));
        item->text = pool_format(p->pool, "%s, %s: %s", mark->name, field_label(field),
                                 field_text(p, field, buffer_text(&value)));
        r = table_put(p->work, person, item->record, item->target, true, &what, &id, e);
    }
    item->same = r == ERR_NONE && what == PUT_SAME;
    buffer_free(&value);
    return judge(p, item, r, e);
}

/* A word of a new member: sex, birth date or year, relation, telephone. false: it is none of these. */
static bool member_word(struct mark_planner *p, struct record *record, const char *word)
{
    const struct table *person = table_find("person");
    size_t digits = strspn(word, "0123456789");
    bool only_digits = digits > 0 && word[digits] == '\0';
    const char *sex = code_parse(code_list("sex"), word), *relation = code_parse(code_list("relation"), word);
    day_t day = 0;

    if (sex != NULL && !only_digits && !record_has(record, "sex"))
        record_set(record, "sex", sex);
    else if (only_digits && digits == 4 && strcmp(word, "1900") > 0 && strncmp(word, p->on, 4) <= 0)
        record_set(record, "note", pool_format(p->pool, _("born in %s"), word));
    else if (only_digits && digits == 11)
        record_set(record, "phone", word);
    else if (digits > 0 && (digits == 8 || !only_digits) && date_typed(word, p->day, &day) && day <= p->day) {
        char text[DATE_TEXT];
        date_format(day, text);
        record_set(record, "birth", text);
    } else if (relation != NULL && !only_digits && table_field(person, "relation") != NULL)
        record_set(record, "relation", relation);
    else
        return false;
    return true;
}

static enum err plan_member(struct mark_planner *p, struct mark_item *item, struct error *e)
{
    const struct mark *mark = &item->mark;
    const struct table *person = table_find("person");
    struct buffer words = {0};
    size_t found = 0;

    item->text = joined(p, mark->name, mark->value, "", "");
    if (!need_household(p, item))
        return ERR_NONE;
    mark_find_person(p, mark->name, &found);
    if (found > 0) {
        item->problem = pool_format(p->pool, _("%s is a member of this household already; %s changes one."), mark->name,
                                    mark_usage(MARK_PERSON));
        return ERR_NONE;
    }
    item->record = record_new();
    mark_words(mark->value, &words);
    char *rest = words.data;
    for (char *word; item->problem == NULL && rest != NULL && (word = strsep(&rest, " ")) != NULL;)
        if (*word != '\0' && !member_word(p, item->record, word))
            item->problem = pool_format(p->pool, _("\"%s\" is no sex, birth date, year, relation or telephone."), word);
    buffer_free(&words);
    struct record *given = record_copy(item->record);
    record_defaults(item->record, person);
    for (size_t i = 0; i < record_count(given); i++)
        record_set(item->record, record_name(given, i), record_value(given, i));
    record_free(&given);
    record_set(item->record, "name", mark->name);
    record_set_int(item->record, "household", p->household);
    if (item->problem != NULL)
        return ERR_NONE;
    given = record_copy(item->record);
    enum err r = table_check(p->work, person, given, e);
    record_free(&given);
    return judge(p, item, r, e);
}

static enum err plan_leaving(struct mark_planner *p, struct mark_item *item, struct error *e)
{
    const struct mark *mark = &item->mark;
    const char *day = *mark->day ? mark->day : p->on;
    (void)e;
    item->text = joined(p, mark->name, day, mark->text, "");
    if (!need_person(p, item))
        return ERR_NONE;
    if (strcmp(day, p->on) > 0)
        item->problem = _("A move is told when it has happened: its day cannot lie behind that of the visit.");
    item->record = record_new();
    record_set(item->record, "kind", mark->make == MARK_OUT ? "move_out" : "death");
    record_set(item->record, "moved_on", day);
    record_set_int(item->record, "household", p->household);
    record_set_int(item->record, "persons", item->target);
    if (*mark->text != '\0')
        record_set(item->record, mark->make == MARK_OUT ? "place" : "note", mark->text);
    return ERR_NONE;
}

static enum err plan_hazard(struct mark_planner *p, struct mark_item *item, struct error *e)
{
    const struct mark *mark = &item->mark;
    const struct table *hazard = table_find("hazard");
    const struct code_list *kinds = code_list("hazard_kind"), *grades = code_list("hazard_grade");
    size_t longest = 0;
    const char *kind = *mark->category ? code_parse(kinds, mark->category) : mark_code_in(kinds, mark->text, &longest);
    const char *place = place_of(p, mark->place);

    if (hazard == NULL || !table_may(p->work, hazard, "write")) {
        item->text = mark->text;
        item->problem = _("You may not write the register of hazards.");
        return ERR_NONE;
    }
    if (kind == NULL && *mark->category == '\0')
        kind = OTHER_HAZARD;
    item->record = record_new();
    record_defaults(item->record, hazard);
    record_set(item->record, "name", mark->text);
    record_set(item->record, "kind", kind);
    record_set(item->record, "found_on", p->on);
    record_set(item->record, "found_by", p->work->actor.name);
    record_set(item->record, "address", place);
    record_set_int(item->record, "area", p->area);
    if (*mark->urgency != '\0')
        record_set(item->record, "grade", code_parse(grades, mark->urgency));
    item->text = joined(p, mark->text, place, kind == NULL ? "" : code_text("hazard_kind", kind),
                        code_text("hazard_grade", record_get(item->record, "grade")));
    if (kind == NULL) {
        item->problem = pool_format(p->pool, _("There is no kind of hazard \"%s\"."), mark->category);
        return ERR_NONE;
    }
    struct record *given = record_copy(item->record);
    enum err r = table_check(p->work, hazard, given, e);
    record_free(&given);
    return judge(p, item, r, e);
}

/* The code that is named, or that the words tell. */
static enum err plan_need(struct mark_planner *p, struct mark_item *item, struct error *e)
{
    const struct mark *mark = &item->mark;
    const struct code_list *needs = code_list("need");
    size_t longest = 0;
    const char *code = *mark->category ? code_parse(needs, mark->category) : mark_code_in(needs, mark->text, &longest);
    (void)e;
    item->code = code;
    item->text = joined(p, code == NULL ? "" : code_text("need", code), mark->text, "", "");
    if (code == NULL)
        item->problem =
            _("Which need this is is not known from these words: name one, F4 in the field of needs shows them.");
    return ERR_NONE;
}

/* Which open row of a checklist is meant; 0, and the problem says why. */
static int64_t find_asked(struct mark_planner *p, struct mark_item *item, const struct rows *asked)
{
    const char *name = item->mark.name;
    int64_t id = 0;
    size_t found = 0, n = strcspn(name, "(");
    for (size_t i = 0; i < asked->count; i++) {
        const char *title = rows_text(asked, i, "title");
        if (*name != '\0' && (strlen(title) != n || strncmp(title, name, n) != 0))
            continue;
        id = rows_int(asked, i, "id");
        found++;
    }
    if (asked->count == 0)
        item->problem = _("No sweep asks for anybody of this household any more.");
    else if (found == 0)
        item->problem = pool_format(p->pool, _("No sweep asks for %s in this household."), name);
    else if (found > 1 && *name == '\0')
        item->problem = _("Sweeps ask for several here: name whom you mean.");
    else if (found > 1)
        item->problem = pool_format(p->pool, _("Two sweeps ask for %s: answer them on their checklists."), name);
    return found == 1 ? id : 0;
}

static enum err plan_sweep(struct mark_planner *p, struct mark_item *item, struct error *e)
{
    const struct mark *mark = &item->mark;
    const char *outcome = code_parse(code_list("sweep_outcome"), mark->value);
    struct rows asked = {0};
    item->text =
        joined(p, mark->name, outcome == NULL ? mark->value : code_text("sweep_outcome", outcome), mark->text, "");
    if (!need_household(p, item))
        return ERR_NONE;
    enum err r = sweep_of_household(p->work, p->pool, p->household, &asked, e);
    if (r != ERR_NONE)
        return r;
    item->target = find_asked(p, item, &asked);
    if (item->problem == NULL && outcome == NULL)
        item->problem = pool_format(p->pool, _("There is no outcome \"%s\"."), mark->value);
    item->record = record_new();
    record_set(item->record, "outcome", outcome);
    record_set(item->record, "note", mark->text);
    return ERR_NONE;
}

static enum err (*const plans[MARK_MAKES])(struct mark_planner *p, struct mark_item *item, struct error *e) = {
    plan_case, plan_again, plan_person, plan_member, plan_leaving, plan_leaving, plan_hazard, plan_need, plan_sweep};

enum err mark_plan_item(struct mark_planner *p, struct mark_item *item, struct error *e)
{
    item->text = item->mark.written;
    if (item->mark.whole)
        return plans[item->mark.make](p, item, e);
    item->problem = pool_format(p->pool, _("Write it as %s"), mark_usage(item->mark.make));
    return ERR_NONE;
}
