/* THE STEP.
 *
 * A week (or day) of the world, top to bottom. Stocks are those of the end of the last step until
 * a phase writes them; flows are zero at the start of the step and are written once. `writes` is
 * checked, not trusted: with --check every other column is compared before and after the phase,
 * and every accounting identity is tested (agents/identities.h).
 *
 * Interest comes first, because it is due on what was held at the start of the step; final demand
 * is formed before production, because services are produced to order.
 */
#include "sim/phases.h"

#include "agents/rules.h"

#define BANKS "bank.deposits bank.reserves "
#define CLIENTS BANKS "central_bank.reserves central_bank.government_account ledger.flow "

#define PROJECT_DRAWS                                                                              \
    "project.started project.planned_work project.drawn_policy project.drawn_banks "               \
    "project.drawn_grants project.drawn_host project.bank_drawn project.host_equity "              \
    "project.paid_out project_year.paid_home project_year.paid_host project_year.paid_policy "     \
    "project_year.paid_state government.project_grants "
/* What failing writes, too. */
#define PROJECT_DEBTS                                                                              \
    "project.stage project.ended project.work project.plant project.cash_rate project.arrears "    \
    "project.deposits project.policy_claim project.bank_loans project.covered project.bank_loss "  \
    "project.policy_loss project.claims_paid project.lost policy_bank.project_claims "             \
    "policy_bank.facility_bonds policy_bank.facility_losses bank.project_loans bank.equity "       \
    "bank.project_losses bank.claims_received insurer.bonds insurer.bond_sales insurer.deposits "  \
    "insurer.capital insurer.injection insurer.claims fund.bonds fund.bond_purchases "             \
    "government.facility_capital facility.failed firm.capital firm.leased "                        \
    "project_year.paid_state "

#define SCOREBOARD                                                                                 \
    "scoreboard.years scoreboard.gdp scoreboard.real_gdp scoreboard.real_gni "                     \
    "scoreboard.employed scoreboard.real_wage scoreboard.investment "                              \
    "scoreboard.project_investment scoreboard.public_debt "                                        \
    "scoreboard.current_account scoreboard.tax_revenue scoreboard.facility_gain "                  \
    "scoreboard.misallocation scoreboard.misallocation_within "                                    \
    "scoreboard.misallocation_excluded scoreboard.taiwan_chips "                                   \
    "scoreboard.chip_concentration scoreboard.energy_imports "                                     \
    "scoreboard.energy_self_sufficiency scoreboard.steps scoreboard.sum_gdp "                      \
    "scoreboard.sum_gni scoreboard.sum_current_account scoreboard.sum_taxes "                      \
    "scoreboard.sum_employed scoreboard.sum_real_gdp scoreboard.sum_real_wages "                   \
    "scoreboard.sum_investment scoreboard.sum_project_investment "                                 \
    "scoreboard.sum_energy_own scoreboard.facility_cash "

#define FACILITY_SCORE                                                                             \
    "facility_score.started facility_score.finished facility_score.failed_share "                  \
    "facility_score.on_time facility_score.on_time_money facility_score.mean_delay "               \
    "facility_score.mean_overrun facility_score.paid_home "                                        \
    "facility_score.received_home facility_score.paid_host "                                       \
    "facility_score.received_host facility_score.irr_home facility_score.irr_host "                \
    "facility_score.irr_policy facility_score.irr_state facility_score.npv_home "                  \
    "facility_score.npv_host facility_score.npv_policy facility_score.npv_state "                  \
    "facility_score.payback_year project.irr_home project.irr_host "                               \
    "project.npv_home project.npv_host project.npv_policy project.npv_state "                      \
    "project.payback_year "

#define ROWS                                                                                       \
    "household.persons household.deposits household.shares household.income "                      \
    "household.labour_income_short household.labour_income_long household.property_income_long "
#define AGES_COUNTED "age.persons age.employed age.unemployed age.inactive "
#define FORCE "region.employed region.unemployed region.labour_force region.unemployment_rate "

const struct phase phase_list[] = {
    {"events", events,
     "firm.damage firm.absence firm.finished_stock link.stock market.stock route.capacity "
     "trade.tariff",
     "Scheduled events begin, go on and pass."},
    {"demography", demography,
     BANKS ROWS AGES_COUNTED FORCE
     "firm.staff firm.quits cohort.waiting cohort.turned age.potential age.deaths_due "
     "age.birthdays_due age.arrivals_due age.retirements_due region.births region.deaths "
     "region.migration region.retirements region.quits region.job_changes region.trend_labour",
     "People are born, grow older, come and go, retire, quit and die."},
    {"noise", noise,
     "firm.productivity_shock firm.appeal_shock industry.productivity_shock "
     "industry.expectation_shock industry.price_shock region.consumption_shock "
     "region.investment_shock region.exchange_shock",
     "Chance: productivity, costs, expectations and moods."},
    {"trends", trends,
     "industry.trend_productivity industry.productivity firm.productivity region.output_index "
     "region.purchases_index region.labour_index",
     "Productivity and the indices that public spending follows grow."},
    {"exchange rates", exchange_rates,
     "region.exchange_rate fund.foreign_value fund.revaluation policy_bank.value "
     "policy_bank.revaluation",
     "Floating exchange rates move; foreign positions are valued anew."},
    {"facility", facility,
     "project.stage project.kind project.official project.site project.industry project.draw_key "
     "project.operator project.partner project.listed project.screened project.recommended "
     "project.selected project.noticed project.funded project.ended project.cost project.overrun "
     "project.delay project.build_weeks project.quality project.true_return "
     "project.sponsor_estimate project.lender_estimate project.host_estimate "
     "project.joint_estimate project.politics project.score project.permits project.customers "
     "project.offtake project.audited project.grant_share project.equity_share "
     "project.loan_share project.bank_share project.host_share project.cover project.in_kind "
     "project.commitment project.loan_rate project.waits_for facility.named facility.committed "
     "facility.waiting facility.candidates facility.proposed facility.examined facility.chosen "
     "facility.declined facility.operating facility.haste facility.screening_work facility.pace "
     "facility.ceiling facility.shortfall "
     "facility.budget facility.open_envelope facility.top_up facility.insurer_top_up facility.due "
     "facility.missed facility.planned_draws",
     "Projects are proposed, examined, recommended, selected, noticed, funded or declined."},
    {"interest", interest,
     CLIENTS
     "bank.equity bank.loan_interest bank.deposit_interest bank.bond_interest "
     "bank.reserve_interest firm.deposits firm.loan_interest firm.deposit_interest "
     "household.deposits household.income fund.deposits fund.deposit_interest "
     "fund.bond_interest fund.foreign_income fund.foreign_income_value fund.foreign_position "
     "fund.foreign_value "
     "insurer.deposits insurer.bond_interest insurer.profit_payment "
     "policy_bank.deposits policy_bank.loan_interest policy_bank.bond_interest "
     "policy_bank.conversion policy_bank.profit_payment "
     "central_bank.bond_interest central_bank.reserve_interest central_bank.profit "
     "government.bond_interest government.central_bank_profit government.policy_profit "
     "policy_bank.facility_bonds policy_bank.facility_interest bank.funding_interest "
     "bank.project_income",
     "Interest on loans, deposits, bonds and foreign positions held since the last step."},
    {"expectations", expectations, "firm.expected_sales bound.bindings",
     "Firms learn from the demand that they saw."},
    {"wage setting", wage_setting, "firm.wage_premium firm.unfilled bound.bindings",
     "Firms review what they pay relative to others, once a year."},
    {"prices", prices, "firm.price industry.market_price bound.bindings",
     "Firms set prices by cost, use of capacity and stocks."},
    {"output plan", output_plan, "firm.planned_output bound.bindings",
     "Firms plan output for expected sales and their stock of finished goods."},
    {"investment plan", investment_plan,
     "firm.utilisation firm.gross_return firm.investment_order bound.bindings",
     "Firms order capital goods."},
    {"loan terms", loan_terms,
     "firm.loan_spread firm.arrears firm.bad_loans bank.markup bank.bad_loans "
     "region.firms_in_arrears "
     "bound.bindings",
     "Banks set each firm's spread by its risk and their own capital."},
    {"credit", credit,
     "firm.loans firm.deposits firm.borrowing bank.loans bank.deposits bank.new_loans "
     "bank.credit_supply region.credit bound.bindings",
     "Firms borrow and repay; banks lend what their capital allows."},
    {"labour market", labour,
     BANKS ROWS AGES_COUNTED FORCE
     "firm.staff firm.vacancies firm.unfilled firm.hires firm.layoffs region.hires region.layoffs "
     "region.participation_cycle age.hiring_weight bound.bindings",
     "Firms hire and lay off; people enter and leave the labour force."},
    {"household budgets", household_budgets, "bound.bindings", "Households decide what to spend."},
    {"rewiring", rewiring, "link.supplier region.link_changes",
     "Customers change suppliers for cheaper and more reliable ones."},
    {"arrivals", arrivals,
     "link.stock link.transit market.stock market.transit shipment.quantity "
     "market_shipment.quantity",
     "Goods shipped a lag ago arrive at their buyers."},
    {"input orders", input_orders,
     "link.order market.need market.expected_need market.order sourcing.order firm.link_orders "
     "bound.bindings",
     "Firms order inputs from named suppliers, cells order in the market."},
    {"project funding", project_funding,
     BANKS "central_bank.reserves central_bank.government_account ledger.flow fund.deposits "
           "fund.foreign_position fund.foreign_value " PROJECT_DRAWS PROJECT_DEBTS
           "project.commitment project.host_completes project.order facility.paid_out "
           "facility.committed facility.open_envelope",
     "Vehicles draw money from their lenders and order work."},
    {"final demand", final_demand,
     "final_sourcing.order region.consumer_prices region.investment_prices region.inflation "
     "bound.bindings",
     "Households, governments and investors choose products and origins."},
    {"production", production,
     "firm.output firm.market_orders firm.final_orders firm.constraint constraint.output_lost",
     "Firms produce what capital, staff and inputs allow; what held them back is recorded."},
    {"rationing", rationing,
     "firm.output firm.deliveries firm.market_delivered firm.finished_stock "
     "firm.demand_seen firm.fill_rate industry.fill_rate industry.demand sourcing.delivered "
     "final_sourcing.delivered bound.bindings",
     "Suppliers divide what they have; unmet market orders move to sellers with something to "
     "spare."},
    {"markets", markets,
     "firm.market_receipts sourcing.payment final_sourcing.payment final_sourcing.paid "
     "final_sourcing.tariffs market.paid market.tariffs "
     "market.delivered market.transit market.price market_shipment.quantity trade.value trade.paid "
     "trade.dollars trade.tariffs trade.quantity industry.market_sales",
     "What sellers earned in the market is charged to its buyers."},
    {"shipping", shipping,
     "link.stock link.transit link.payment link.share shipment.quantity firm.link_payments "
     "firm.market_payments firm.tariffs firm.inputs_used firm.unit_input_cost "
     "market.used market.stock trade.value trade.paid trade.dollars trade.tariffs trade.quantity",
     "Suppliers ship over links, customers owe at shipping and use their inputs."},
    {"settlement", settlement,
     CLIENTS
     "firm.link_receipts firm.investment_payments firm.deposits household.spending "
     "household.deposits government.consumption government.investment "
     "government.consumption_tax government.tariffs government.input_tax firm.input_tax "
     "fund.deposits "
     "fund.paid_to_exporters fund.received_from_importers fund.exports fund.imports "
     "fund.foreign_position fund.foreign_value region.consumption region.government_consumption "
     "region.investment region.exports region.imports region.project_investment project.purchases "
     "project.spent project.deposits",
     "Everybody pays for what was delivered; dealers settle between currencies."},
    {"wages", wages,
     BANKS
     "firm.wage_bill firm.deposits household.wage household.deposits region.wages ledger.flow "
     "bound.bindings",
     "Firms pay their staff."},
    {"project leases", project_leases,
     CLIENTS "firm.lease firm.deposits project.lease project.offtake_payment project.deposits "
             "project.carried project.cash_rate project.support_rate project_year.paid_host "
             "government.offtake",
     "Operators pay for the plants that they lease."},
    {"profits", profits,
     CLIENTS "firm.profit_tax firm.dividend firm.cash_flow firm.deposits firm.loans firm.borrowing "
             "bank.loans bank.new_loans government.profit_tax region.dividends region.credit "
             "fund.deposits "
             "bound.bindings",
     "Firms pay tax and dividends, and draw overdrafts."},
    {"waterfall", project_waterfall,
     CLIENTS PROJECT_DEBTS
     "project.accrued project.premium project.bank_interest project.bank_principal "
     "project.to_policy project.to_host project.profit_share project.received_home "
     "project.received_host project_year.received_home project_year.received_host "
     "project_year.received_policy project_year.received_state "
     "bank.project_income "
     "insurer.premiums insurer.project_guarantees "
     "policy_bank.facility_income policy_bank.facility_surplus policy_bank.profit_payment "
     "policy_bank.injection policy_bank.facility_capital policy_bank.capital_ratio "
     "policy_bank.bad_claims government.project_income "
     "government.policy_profit facility.issuance facility.dollar_spread fund.deposits "
     "fund.foreign_position fund.foreign_value",
     "Vehicles divide their cash between lenders and host; failed ones are written down."},
    {"insolvency", insolvency,
     "firm.loans firm.written_off firm.capital firm.construction firm.expected_sales "
     "firm.investment_order "
     "firm.administration firm.loss_steps firm.equity bank.loans bank.equity "
     "bank.allowance bank.provisions bank.write_offs region.write_offs region.failures "
     "region.exits region.zombie_share "
     "industry.failures industry.exits ledger.flow bound.bindings",
     "Firms that cannot pay fail, others give up; banks write off what is not recovered."},
    {"entry", entry,
     BANKS "firm.loans firm.deposits firm.borrowing firm.written_off firm.investment_order "
           "firm.cash_flow firm.born firm.generation firm.administration firm.loss_steps "
           "firm.capital firm.construction firm.leverage_target firm.loan_spread firm.arrears "
           "firm.bad_loans firm.utilisation firm.gross_return firm.fill_rate "
           "firm.productivity_shock firm.appeal firm.appeal_shock firm.start_up_equity bank.loans "
           "bank.equity bank.allowance bank.provisions bank.bad_loans bank.new_loans "
           "bank.write_offs fund.deposits "
           "region.credit region.write_offs "
           "region.entries region.start_up_equity industry.entries ledger.flow bound.bindings",
     "New firms take over what failed ones left, with equity of households and loans."},
    {"bank profits", bank_profits,
     "bank.provisions bank.allowance bank.new_shares bank.capital_ratio bank.bad_loan_ratio "
     "bank.return_on_equity region.bank_shares "
     "bank.profit_tax bank.dividend bank.public_dividend bank.equity bank.deposits bank.reserves "
     "fund.deposits "
     "government.profit_tax government.bank_dividends "
     "region.dividends central_bank.reserves central_bank.government_account ledger.flow "
     "bound.bindings",
     "Banks pay tax and dividends."},
    {"household incomes", household_incomes,
     CLIENTS "household.deposits household.income household.labour_income_short "
             "household.labour_income_long household.property_income_long government.wage_tax "
             "government.benefits government.unemployment_benefits government.dividend_tax "
             "fund.contributions fund.payout fund.deposits",
     "Households receive transfers, dividends and pay-outs, and pay taxes and contributions."},
    {"public finance", public_finance,
     BANKS "central_bank.reserves central_bank.government_account government.deficit "
           "government.bond_issues government.debt government.benchmark_debt "
           "government.benchmark_deficit fund.bonds fund.bond_purchases fund.bond_sales "
           "fund.deposits bank.bonds bank.bond_purchases central_bank.bonds "
           "central_bank.bond_purchases",
     "Governments cover their deficits with bonds."},
    {"construction", construction, "firm.construction firm.capital firm.leased",
     "Capital goods become capital, capital wears out."},
    {"project building", project_building,
     "project.work project.built project.stage project.finished project.plant project.cash_rate "
     "firm.capital firm.leased project_kind.waiting project_kind.funded project_kind.operating "
     "project_kind.failed project_kind.named project_kind.committed project_kind.paid_out "
     "project_kind.lost project_site.waiting project_site.funded project_site.operating "
     "project_site.failed project_site.named project_site.committed project_site.paid_out "
     "project_site.lost project_candidate.project",
     "Work delivered becomes plants, which operators take over."},
    {"sourcing", sourcing,
     "route.trend sourcing.weight final_sourcing.weight firm.market_share bound.bindings",
     "Buyers move between origins, market shares between sellers."},
    {"bank liquidity", bank_liquidity,
     BANKS "bank.bonds fund.bonds fund.deposits fund.bond_sales bank.bond_purchases",
     "Banks that lack reserves sell bonds to the region's fund."},
    {"bank resolution", bank_resolution,
     BANKS "bank.loans bank.bonds bank.bond_purchases bank.equity bank.new_loans "
           "bank.acquired_loans "
           "bank.loan_interest bank.deposit_interest bank.bond_interest bank.reserve_interest "
           "bank.profit_tax bank.dividend bank.public_dividend bank.rescue bank.public_share "
           "bank.write_offs bank.allowance bank.bad_loans bank.provisions bank.new_shares "
           "bank.successor firm.bank household.bank fund.bank government.bank_rescues "
           "government.deficit government.bond_issues government.debt ledger.flow bound.bindings",
     "Banks without capital are taken over, or rescued by government."},
    {"accounts", accounts,
     "region.gdp region.stock_change region.real_gdp region.stock_building region.utilisation "
     "industry.output "
     "industry.value_added industry.price industry.finished_stock industry.capital "
     "industry.capacity_use industry.staff industry.wages industry.link_sales "
     "balance_sheet.position region.operating_surplus region.product_taxes "
     "region.sales_less_inputs "
     "account.days account.steps account.gdp account.gdp_income account.gdp_production "
     "account.real_gdp account.consumption account.government_consumption account.investment "
     "account.stock_change account.exports account.imports account.wages "
     "account.operating_surplus account.product_taxes account.foreign_income account.gni "
     "account.current_account account.government_balance firm.surplus",
     "National accounts and balance sheets of the step."},
    {"external balance", external_balance,
     "fund.benchmark_position region.current_account_gap region.exchange_equilibrium",
     "The current account is compared with the path without any disturbance."},
    {"distribution", distribution,
     "age.income age.spending age.deposits age.claims quintile.income quintile.spending "
     "quintile.deposits region.gini_income region.gini_deposits",
     "Every 13 weeks: who has what, by age and by fifths of income."},
    {"policy", policy,
     "region.output_smoothed region.output_long region.policy_rate region.rule_rate "
     "region.bond_yield "
     "region.deposit_rate "
     "region.loan_rate region.expected_inflation region.wage_index region.reference_unemployment "
     "region.usual_unemployment "
     "region.wage_tax bound.bindings",
     "Central banks set rates, wages drift, governments adjust the wage tax."},
    {"scoreboard", scoreboard, SCOREBOARD FACILITY_SCORE "trade.year_paid trade.year_quantity",
     "What the year so far was, by region, and what projects are worth."},
};

const int phase_count = sizeof phase_list / sizeof *phase_list;
_Static_assert(sizeof phase_list / sizeof *phase_list <= PHASES_MAX, "more phases than PHASES_MAX");
