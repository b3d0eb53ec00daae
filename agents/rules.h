/* The rules of the model, in the order in which a step calls them (sim/phases.c). Each is in a
 * file of its name, which opens with its equations, sources, what it reads, writes and keeps. */
#ifndef KEIRETSU_AGENTS_RULES_H
#define KEIRETSU_AGENTS_RULES_H

#include "agents/state.h"

void demography(struct state *s); /* demography.c */
void events(struct state *s);     /* events.c */
void trends(struct state *s);     /* trends.c */
void trends_opening(struct state *s);
void exchange_rates(struct state *s);    /* exchange.c */
void noise(struct state *s);             /* noise.c */
void facility(struct state *s);          /* facility.c */
void interest(struct state *s);          /* interest.c */
void expectations(struct state *s);      /* expectations.c */
void wage_setting(struct state *s);      /* wage_setting.c */
void prices(struct state *s);            /* prices.c */
void output_plan(struct state *s);       /* output_plan.c */
void investment_plan(struct state *s);   /* investment_plan.c */
void loan_terms(struct state *s);        /* loan_terms.c */
void credit(struct state *s);            /* credit.c */
void labour(struct state *s);            /* labour.c */
void household_budgets(struct state *s); /* household_budgets.c */
void rewiring(struct state *s);          /* rewiring.c */
void arrivals(struct state *s);          /* orders.c */
void input_orders(struct state *s);
void final_demand(struct state *s);      /* final_demand.c */
void production(struct state *s);        /* production.c */
void rationing(struct state *s);         /* rationing.c */
void markets(struct state *s);           /* markets.c */
void shipping(struct state *s);          /* shipping.c */
void settlement(struct state *s);        /* settlement.c */
void wages(struct state *s);             /* wages.c */
void profits(struct state *s);           /* profits.c */
void insolvency(struct state *s);        /* insolvency.c */
void entry(struct state *s);             /* entry.c */
void bank_profits(struct state *s);      /* bank_profits.c */
void household_incomes(struct state *s); /* household_incomes.c */
void public_finance(struct state *s);    /* public_finance.c */
void construction(struct state *s);      /* construction.c */
void project_funding(struct state *s);   /* project_funding.c */
void project_building(struct state *s);  /* project_building.c */
void project_leases(struct state *s);    /* project_leases.c */
void project_waterfall(struct state *s); /* project_waterfall.c */
void sourcing(struct state *s);          /* sourcing.c */
void external_balance(struct state *s);  /* exchange.c */
void bank_liquidity(struct state *s);    /* bank_liquidity.c */
void bank_resolution(struct state *s);   /* bank_resolution.c */
void distribution(struct state *s);      /* distribution.c */
void distribution_count(struct state *s);
void policy(struct state *s);                                /* policy.c */
void accounts(struct state *s);                              /* accounts.c */
void scoreboard(struct state *s);                            /* scoreboard.c */
money accounts_foreign_income(const struct state *s, int r); /* of the step, in own currency */
void accounts_balance_sheets(struct state *s);
void accounts_opening(struct state *s);

#endif
