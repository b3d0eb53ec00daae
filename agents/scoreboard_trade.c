/* Supplies of the year so far: dependence on Taiwan's chips, and on imported energy.
 *
 *     chips      share of origin o in electronics (C26) paid for in the region, home-made ones included
 *                Taiwan's share = x_TWN,  concentration = sum over o of x_o^2
 *     energy     S = shipments of B05_06, C19 and D35 to the region, home-made ones included, M = those
 *                from abroad, X = those to abroad, N = what energy industries of the region use themselves
 *                imports share = M / S,  self-sufficiency = 1 - (M - X) / (S - N)
 *
 * Energy at opening prices: a dear barrel is not more energy. N is taken off because oil that is imported,
 * refined at home and burnt in a power plant would be counted three times, twice as home-made; with it the
 * figure is close to production over total primary supply (International Energy Agency), but for the
 * value that refineries and power plants add. In a world without one of these industries or without Taiwan
 * the figures are zero.
 *
 * Source: our definitions.
 * Reads   trade, industry.output, market.coefficient. Writes trade.{year_paid, year_quantity},
 * scoreboard.{taiwan_chips, chip_concentration, energy_imports, energy_self_sufficiency}.
 */
#include <string.h>

#include "agents/scoreboard.h"

static const char *const ENERGY[] = {"B05_06", "C19", "D35"};
enum { ENERGY_INDUSTRIES = sizeof ENERGY / sizeof *ENERGY };

static int trade_row(const struct state *s, int origin, int destination, int industry)
{
    return (origin * s->regions + destination) * s->industries + industry;
}

void scoreboard_clear_trade(struct state *s)
{
    memset(s->trade.year_paid, 0, s->trade.table.rows * sizeof *s->trade.year_paid);
    memset(s->trade.year_quantity, 0, s->trade.table.rows * sizeof *s->trade.year_quantity);
}

/* What the energy industries of a region take in of energy products in a step. */
static double own_use(const struct state *s, int r, const bool *is_energy)
{
    double used = 0;
    for (int k = 0; k < s->industries; k++) {
        int c = r * s->industries + k;
        double inputs = 0;
        for (int j = 0; is_energy[k] && j < s->inputs; j++)
            if (is_energy[s->input_industry[j]])
                inputs += s->market.coefficient[c * s->inputs + j];
        used += inputs * s->industry.output[c];
    }
    return used;
}

static void find_energy(const struct state *s, bool *is_energy)
{
    memset(is_energy, 0, INDUSTRIES_MAX * sizeof *is_energy);
    for (int n = 0; n < ENERGY_INDUSTRIES; n++) {
        int k = world_industry(s->world, ENERGY[n]);
        if (k >= 0)
            is_energy[k] = true;
    }
}

void scoreboard_add_trade(struct state *s)
{
    bool is_energy[INDUSTRIES_MAX];
    find_energy(s, is_energy);
    for (uint64_t n = 0; n < s->trade.table.rows; n++) {
        s->trade.year_paid[n] += (double)s->trade.paid[n];
        s->trade.year_quantity[n] += (double)s->trade.quantity[n];
    }
    for (int r = 0; r < s->regions; r++)
        s->scoreboard.sum_energy_own[r] += own_use(s, r, is_energy);
}

static void set_chips(struct state *s, int r, int chips, int taiwan)
{
    double all = 0, squares = 0, of_taiwan = 0;
    for (int o = 0; o < s->regions; o++) {
        double paid = s->trade.year_paid[trade_row(s, o, r, chips)];
        all += paid;
        squares += paid * paid;
        of_taiwan += o == taiwan ? paid : 0;
    }
    s->scoreboard.taiwan_chips[r] = all > 0 ? of_taiwan / all : 0;
    s->scoreboard.chip_concentration[r] = all > 0 ? squares / (all * all) : 0;
}

static void set_energy(struct state *s, int r, const bool *is_energy)
{
    double supplies = 0, imports = 0, exports = 0;
    for (int k = 0; k < s->industries; k++)
        for (int o = 0; is_energy[k] && o < s->regions; o++) {
            double shipped = s->trade.year_quantity[trade_row(s, o, r, k)];
            supplies += shipped;
            if (o == r)
                continue;
            imports += shipped;
            exports += s->trade.year_quantity[trade_row(s, r, o, k)];
        }
    double used = supplies - s->scoreboard.sum_energy_own[r];
    s->scoreboard.energy_imports[r] = supplies > 0 ? imports / supplies : 0;
    s->scoreboard.energy_self_sufficiency[r] = used > 0 ? 1 - (imports - exports) / used : 0;
}

void scoreboard_supplies(struct state *s)
{
    bool is_energy[INDUSTRIES_MAX];
    int chips = world_industry(s->world, "C26"), taiwan = world_region(s->world, "TWN");
    find_energy(s, is_energy);
    for (int r = 0; r < s->regions; r++) {
        if (chips >= 0 && taiwan >= 0)
            set_chips(s, r, chips, taiwan);
        set_energy(s, r, is_energy);
    }
}
