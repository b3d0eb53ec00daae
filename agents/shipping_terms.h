/* What shipping needs to know of suppliers, origins and markets, side by side. */
#ifndef KEIRETSU_AGENTS_SHIPPING_TERMS_H
#define KEIRETSU_AGENTS_SHIPPING_TERMS_H

#include "agents/state.h"

/* What the customers of one region pay for and how they choose, by origin and industry. */
struct origin_terms {
    double price_factor; /* exchange rates and tariff */
    double weight;       /* trend * price_factor ^ -sigma */
    double growth;       /* of the trend, a step */
    double rate_from, rate_to, tariff;
    bool plain; /* domestic or at rates of one, no tariff: all amounts are the payment */
};

/* One input of a cell: what its firms' links are compared with. */
struct market_terms {
    double coefficient;
    double weight;  /* trend price ^ -sigma fill ^ 0.5 of the market */
    double growth;  /* of the market's trend, a step */
    double value;   /* paid per unit needed, less 1 */
    double premium; /* posted price less 1 */
    double speed;   /* share of the way to the wanted shares of links in a step */
};

/* What customers must know of a supplier, side by side: one cache line instead of five. */
struct supplier_offer {
    double price, supply, attractiveness;
    uint32_t cell;
};

struct shipping_terms {
    struct supplier_offer *offer; /* [firm] */
    bool plain_rationing;         /* deliveries are a share of the order */
    struct origin_terms *origin;  /* [destination][supplier cell] */
    struct market_terms *market;  /* [cell][input] */
    double *cell_value;           /* [cell] sum over inputs of coefficient * value */
    double *cell_premium;         /* [cell] the same of premium */
    uint8_t slot[UINT8_MAX + 1];  /* of the rings of this lag that this step fills */
};

/* In scratch of the state, for one call of shipping. */
struct shipping_terms shipping_terms(struct state *s);

#endif
