/* How schemes of the evaluation read. */
#include "scheme.h"

#include "wangge/base/i18n.h"
#include "wangge/base/pool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PER_CENT 100.0

const char *scheme_area(const struct scheme *scheme)
{
    return scheme->area == 0 ? _("everywhere") : scheme->area_name;
}

const char *scheme_since(const char *from_month)
{
    return *from_month == '\0' ? _("the start") : from_month;
}

static bool first_measure(const char *formula, struct measure *out)
{
    struct formula parts;
    return formula_parse(formula, &parts) && parts.count > 0 && measure_find(parts.parts[0].measure, NULL, out);
}

const char *scheme_item_label(const struct scheme_item *item)
{
    struct measure measure;
    const char *label = i18n_language() == LANGUAGE_ZH ? item->label_zh : item->label_en;
    if (*label != '\0')
        return label;
    return first_measure(item->formula, &measure) ? measure.label : item->item;
}

/* Without words of its own: those of its measures, one after the other. */
const char *scheme_item_help(struct pool *pool, const struct scheme_item *item)
{
    struct formula parts;
    struct measure measure;
    const char *help = i18n_language() == LANGUAGE_ZH ? item->help_zh : item->help_en;
    if (*help != '\0' || !formula_parse(item->formula, &parts))
        return help;
    for (size_t i = 0; i < parts.count; i++)
        if (measure_find(parts.parts[i].measure, NULL, &measure))
            help = pool_format(pool, "%s%s%s%s", help, *help == '\0' ? "" : " ",
                               parts.count > 1 ? pool_format(pool, "%s: ", measure.label) : "", measure.help);
    return help;
}

const char *scheme_formula_words(struct pool *pool, const char *formula)
{
    struct formula parts;
    struct measure measure;
    const char *out = "";
    if (!formula_parse(formula, &parts))
        return formula;
    for (size_t i = 0; i < parts.count; i++) {
        const struct formula_part *part = &parts.parts[i];
        const char *label = measure_find(part->measure, NULL, &measure) ? measure.label : part->measure;
        const char *share = part->factor < 1 || part->factor > 1 ? pool_format(pool, "*%g", part->factor) : "";
        out = pool_format(pool, "%s%s%s%s", out, i > 0 ? " + " : "", label, share);
    }
    return out;
}

bool scheme_is_amount(const char *formula)
{
    struct formula parts;
    struct measure measure;
    bool amount = false;
    if (!formula_parse(formula, &parts))
        return false;
    for (size_t i = 0; i < parts.count; i++)
        amount = amount || (measure_find(parts.parts[i].measure, NULL, &measure) && measure.amount);
    return amount;
}

const char *scheme_target_words(struct pool *pool, const char *formula, double target)
{
    if (!(target > 0))
        return "";
    return scheme_is_amount(formula) ? pool_format(pool, "%g", target) : pool_format(pool, "%g%%", target * PER_CENT);
}

bool scheme_number(const char *text, double *out)
{
    char *end = NULL;
    *out = 0;
    if (*text == '\0')
        return true;
    *out = strtod(text, &end);
    bool cent = strcmp(end, "%") == 0 || strcmp(end, "％") == 0;
    if (cent)
        *out /= PER_CENT;
    return end != text && (*end == '\0' || cent) && *out >= 0 && *out < 1e6;
}

double scheme_weights(const struct scheme *scheme)
{
    double sum = 0;
    for (size_t i = 0; i < scheme->count; i++)
        sum += scheme->items[i].weight;
    return sum;
}
