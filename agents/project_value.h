/* What a project is worth to each side: expected cash by year, net present value, rate of return,
 * year of pay-back. Pure functions; equations are in project_value.c.
 *
 * Years count from the first draw, year 0; a flow belongs to the year in which it falls. */
#ifndef KEIRETSU_AGENTS_PROJECT_VALUE_H
#define KEIRETSU_AGENTS_PROJECT_VALUE_H

enum { PROJECT_YEARS = 160 };

/* What is expected of a project; money in any unit. */
struct project_terms {
    double cost;         /* paid in cash for construction, overrun included */
    double in_kind;      /* contributed by the host beside it */
    double build_years;  /* delay included */
    double life;         /* years of operation, most 100 */
    double revenue;      /* operating cash in the first year of operation */
    double wear;         /* share of it that is lost from year to year */
    double guaranteed;   /* least operating cash a year, made up for by the host's public buyers */
    double lender_share; /* of the cash that construction costs */
    double interest;     /* agreed, on what the lender's side has paid in, 1/year */
    double split;        /* lender's share of free cash until its deemed allocation is paid */
    double split_after;  /* afterwards */
};

/* Cash of one side by year. */
struct project_side {
    double paid[PROJECT_YEARS], received[PROJECT_YEARS];
};

struct project_cash {
    int years;
    struct project_side lender, host;
};

void project_cash(const struct project_terms *terms, struct project_cash *cash);

/* Net present value of received less paid at a discount rate, flows at the start of each year. */
double project_npv(const struct project_side *side, int years, double rate);

/* The rate at which that is zero, between -0.99 and 10; NAN where there is none. */
double project_irr(const struct project_side *side, int years);

/* The first year by whose end as much was received as paid; -1: never. */
int project_payback(const struct project_side *side, int years);

/* Free cash of a year between lender and host: the lender gets `split` of it until what is left
 * of its deemed allocation is paid, `split_after` of the rest. Returns the lender's part. */
double project_lender_part(double free_cash, double allocation_left, double split,
                           double split_after);

#endif
