/* Which inputs production cannot do without: essentiality.csv and varieties.csv.
 *
 * essentiality.csv is a list of rules; each sets the class of some inputs for some users, and
 * the last rule that names a pair decides. A set is words with a space between, each
 *     *        all industries
 *     goods    those whose goods flag is 1 (industry-figures.csv)
 *     other    those whose goods flag is 0
 *     C19      an industry
 * or, for users, the one word own: the input's own industry.
 */
#include <string.h>

#include "agents/world_files.h"

static const char *const CLASSES[] = {[INPUT_UNCRITICAL] = "uncritical",
                                      [INPUT_IMPORTANT] = "important",
                                      [INPUT_CRITICAL] = "critical"};

/* Adds the industries that one word stands for; false if it stands for none. */
static bool add_word(const struct world *world, const char *word, size_t length,
                     bool chosen[INDUSTRIES_MAX])
{
    char code[16] = "";
    if (length == 0 || length >= sizeof code)
        return false;
    memcpy(code, word, length);
    bool all = strcmp(code, "*") == 0, goods = strcmp(code, "goods") == 0;
    if (!all && !goods && strcmp(code, "other") != 0) {
        int k = world_industry(world, code);
        if (k >= 0)
            chosen[k] = true;
        return k >= 0;
    }
    for (int k = 0; k < world->industries; k++)
        chosen[k] = chosen[k] || all || (world->of_industry.goods[k] == 1) == goods;
    return true;
}

static bool read_set(const struct world *world, const struct csv *csv, int column,
                     bool chosen[INDUSTRIES_MAX], struct error *err)
{
    const char *word = csv->field[column];
    for (;;) {
        size_t length = strcspn(word, " ");
        if (!add_word(world, word, length, chosen))
            return csv_fail(csv, column, err,
                            "'%.*s' must be an industry of industries.csv, *, goods%s or other, "
                            "with one space between several",
                            (int)(length < 60 ? length : 60), word,
                            column == 1 ? ", own (alone)" : "");
        if (word[length] == '\0')
            return true;
        word += length + 1;
    }
}

static bool read_rule(struct world *world, const struct csv *csv,
                      bool known[INDUSTRIES_MAX][INDUSTRIES_MAX], struct error *err)
{
    bool input[INDUSTRIES_MAX] = {false}, user[INDUSTRIES_MAX] = {false};
    bool own = strcmp(csv->field[1], "own") == 0;
    enum grade grade;
    if (!read_set(world, csv, 0, input, err) || (!own && !read_set(world, csv, 1, user, err)) ||
        !world_field_grade(csv, 3, &grade, err))
        return false;
    int class = INPUT_UNCRITICAL;
    while (class <= INPUT_CRITICAL && strcmp(csv->field[2], CLASSES[class]) != 0)
        class ++;
    if (class > INPUT_CRITICAL)
        return csv_fail(csv, 2, err, "'%.60s' must be critical, important or uncritical",
                        csv->field[2]);
    if (csv->field[4][0] == '\0')
        return csv_fail(csv, 4, err, "every rule needs a source (for assumptions: why)");
    for (int k = 0; k < world->industries; k++)
        for (int u = 0; u < world->industries; u++)
            if (input[k] && (own ? u == k : user[u])) {
                world->essentiality[k][u] = (enum essentiality) class;
                known[k][u] = true;
            }
    return true;
}

bool world_read_essentiality(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "essentiality.csv", err))
        return false;
    bool known[INDUSTRIES_MAX][INDUSTRIES_MAX] = {{false}};
    bool ok = csv_expect(&csv, "input,user,class,grade,source", err), found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found)
        ok = read_rule(world, &csv, known, err);
    for (int k = 0; ok && k < world->industries; k++)
        for (int u = 0; ok && u < world->industries; u++)
            if (!known[k][u])
                ok = fail(err, ERROR_CONFIG, "%s: no rule gives the class of input %s for user %s",
                          csv.path, world->industry[k].code, world->industry[u].code);
    csv_close(&csv);
    return ok;
}

bool world_read_varieties(struct world *world, struct error *err)
{
    struct csv csv;
    if (!csv_open(&csv, world->folder, "varieties.csv", err))
        return false;
    bool ok = csv_expect(
        &csv, "industry,origin,dependence,least_share,least_coefficient,grade,source", err);
    bool found = true;
    while (ok && (ok = csv_next(&csv, &found, err)) && found) {
        struct variety variety = {0};
        enum grade grade;
        ok = world_field_industry(world, &csv, 0, &variety.industry, err) &&
             world_field_region(world, &csv, 1, &variety.origin, err) &&
             csv_number(&csv, 2, 0, 1, &variety.dependence, err) &&
             csv_number(&csv, 3, 0, 1, &variety.least_share, err) &&
             csv_number(&csv, 4, 0, 1, &variety.least_coefficient, err) &&
             world_field_grade(&csv, 5, &grade, err) &&
             (csv.field[6][0] != '\0' ||
              csv_fail(&csv, 6, err, "every figure needs a source (for assumptions: why)"));
        for (int n = 0; ok && n < world->varieties; n++)
            if (world->variety[n].industry == variety.industry &&
                world->variety[n].origin == variety.origin)
                ok = csv_fail(&csv, 0, err, "%s of %s is given twice", csv.field[0], csv.field[1]);
        if (ok && world->of_industry.goods[variety.industry] != 1)
            ok = csv_fail(&csv, 0, err,
                          "%s cannot be stored (goods is 0), so it cannot be a variety",
                          csv.field[0]);
        if (ok && world->varieties == VARIETIES_MAX)
            ok = fail(err, ERROR_CONFIG, "%s:%d: more than %d varieties", csv.path, csv.line,
                      VARIETIES_MAX);
        if (ok)
            world->variety[world->varieties++] = variety;
    }
    csv_close(&csv);
    return ok;
}
