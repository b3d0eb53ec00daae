#include "agents/project_books.h"

#include <assert.h>

void project_receives(struct state *s, int project, money amount)
{
    s->project.deposits[project] += amount;
    books_settle_client(s, s->fund.bank[s->host], amount);
}

/* The dealer of the host, whose currency is the dollar. */
static void host_dealer_pays(struct state *s, enum transaction transaction, money dollars)
{
    int host = s->host;
    s->fund.foreign_position[host] += dollars;
    s->fund.foreign_value[host] += dollars;
    books_fund_receives(s, host, -dollars);
    books_enter(s, host, SECTOR_FUND, transaction, -dollars);
    books_enter(s, host, SECTOR_VEHICLE, transaction, dollars);
}

void project_book_funding(struct state *s, int project, money dollars)
{
    project_receives(s, project, dollars);
    host_dealer_pays(s, FLOW_PROJECT_FUNDING, dollars);
}

void project_book_service(struct state *s, int project, money dollars)
{
    project_receives(s, project, -dollars);
    host_dealer_pays(s, FLOW_PROJECT_SERVICE, -dollars);
}

money project_convert(struct state *s, enum sector sector, money dollars)
{
    int home = s->lender;
    money value = money_convert(dollars, 1, s->region.exchange_rate[home]);
    s->fund.foreign_position[home] += dollars;
    s->fund.foreign_value[home] += value;
    books_fund_receives(s, home, -value);
    books_enter(s, home, SECTOR_FUND, FLOW_PROJECT_CONVERSION, -value);
    books_enter(s, home, sector, FLOW_PROJECT_CONVERSION, value);
    return value;
}

void project_split_banks(const struct state *s, money dollars, bool new_loans, money *parts)
{
    double weights[BANKS_OF_REGION_MAX];
    int first = s->region_bank[s->lender], banks = s->region_bank[s->lender + 1] - first;
    double sum = 0;
    for (int b = 0; b < banks; b++) {
        bool stands = s->bank.successor[first + b] == first + b;
        weights[b] = new_loans ? (stands ? (double)money_max(s->bank.equity[first + b], 0) : 0)
                               : (double)s->bank.project_loans[first + b];
        sum += weights[b];
    }
    assert(sum > 0 || new_loans || dollars == 0);
    for (int b = 0; b < banks && sum <= 0; b++) /* no bank has own funds left: all alike */
        weights[b] = 1;
    money_share_measured(dollars, weights, (size_t)banks, parts);
}
