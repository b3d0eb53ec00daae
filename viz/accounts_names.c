/* What people call the sectors, transactions and instruments of a run file. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "viz/accounts.h"

const char *const ACCOUNTS_REST = "rest of world";
const char *const ACCOUNTS_FOREIGN = "foreign position";

struct meaning {
    const char *label, *meaning;
};

static const struct meaning MEANINGS[] = {
    {"households", "workers, pensioners and owners, by rows of people"},
    {"firms", "all producers; what firms buy from firms cancels within the sector"},
    {"banks", "commercial banks"},
    {"funds", "pension and investment fund: holds bonds, collects and pays pensions"},
    {"government", "taxes, purchases, benefits; bonds cover what is missing"},
    {"central bank", "holds bonds against the reserves of banks"},
    {"policy bank", "public lender abroad, at home in one region"},
    {"insurer", "public insurer of loans abroad, at home in one region"},
    {"project vehicles", "companies that own the projects of the facility"},
    {"rest of world", "the fund in its other part: dealer in what crosses the border"},
    {"consumption", "what households buy, tax and tariffs apart"},
    {"government consumption", "what government buys for current use"},
    {"public investment", "roads, schools and the like"},
    {"private investment", "firms' purchases of capital goods from other sectors"},
    {"domestic inputs", "purchases of firms from other sectors"},
    {"exports", "the dealer pays firms for what goes abroad"},
    {"imports", "buyers pay the dealer for what comes from abroad"},
    {"consumption tax", "taxes on what households buy"},
    {"input tax", "taxes less subsidies on firms' inputs"},
    {"tariffs", "paid on imports, beyond those in the table"},
    {"wages", "wages and contributions of employers"},
    {"wage tax", "tax and social contributions on wages"},
    {"unemployment benefits", "paid to those who look for work"},
    {"benefits", "pensions, health and other transfers to households"},
    {"profit tax", "tax on profits of firms and banks"},
    {"dividends", "profits paid out to owners"},
    {"dividend tax", "tax on dividends"},
    {"fund contributions", "saved for pensions"},
    {"fund pay-outs", "pensions and income paid by the fund"},
    {"loan interest", "interest of firms on bank loans"},
    {"deposit interest", "interest of banks on deposits"},
    {"bond interest", "interest of government on its bonds"},
    {"reserve interest", "interest of the central bank on reserves of banks"},
    {"central bank profit", "handed on to government; below zero: made up by it"},
    {"policy profit", "profit of policy bank and insurer, to the treasury"},
    {"start-up equity", "paid in by owners of new firms"},
    {"write-offs", "loans that banks forgive failed firms"},
    {"bank shares", "new shares of banks, paid by owners"},
    {"bank rescues", "capital of government for banks"},
    {"conversion", "dollars of the policy bank, sold to the dealer"},
    {"project funding", "money from the lender's side for vehicles"},
    {"project equity", "paid in by investors of the host region"},
    {"project purchases", "construction and equipment bought at home"},
    {"leases", "paid by operators for the use of plants"},
    {"offtake", "paid by the host's government for agreed output"},
    {"project service", "interest, repayment and distributions to the lender's side"},
    {"project dividends", "distributions to the host's side"},
    {"project conversion", "dollars of the facility changed at home"},
    {"insurance claims", "paid to banks for loans lost"},
    {"public capital", "capital paid in by government to policy bank and insurer"},
    {"deposits", "money of clients at banks"},
    {"loans", "of banks to firms"},
    {"bonds", "of the government"},
    {"reserves", "of banks at the central bank"},
    {"government account", "of the government at the central bank"},
    {"foreign position", "claims on other regions less debts, in US dollars"},
};

const char *accounts_meaning(const char *label)
{
    for (size_t i = 0; i < sizeof MEANINGS / sizeof *MEANINGS; i++)
        if (strcmp(MEANINGS[i].label, label) == 0)
            return MEANINGS[i].meaning;
    return "";
}

char *accounts_name(char text[static ACCOUNTS_LABEL], const char *label)
{
    snprintf(text, ACCOUNTS_LABEL, "%s", label);
    if (strcmp(label, "funds") == 0)
        snprintf(text, ACCOUNTS_LABEL, "Fund");
    else if (strcmp(label, "project vehicles") == 0)
        snprintf(text, ACCOUNTS_LABEL, "Vehicles");
    else if (strcmp(label, "government consumption") == 0)
        snprintf(text, ACCOUNTS_LABEL, "Public consumption");
    text[0] = (char)toupper((unsigned char)text[0]);
    return text;
}

static const char *const APPROACHES[] = {"Expenditure", "Income", "Production"};

static const struct meaning PARTS[ACCOUNTS_APPROACHES][ACCOUNTS_PARTS] = {
    {{"Consumption", "what households buy, tax included"},
     {"Public consumption", "what government buys for current use"},
     {"Investment", "gross fixed capital formation, public and private"},
     {"Stock building", "change of stocks and of goods under way"},
     {"Exports", "sold abroad"},
     {"Imports", "bought abroad: spent, but not produced here"}},
    {{"Wages", "wages and contributions of employers"},
     {"Operating surplus", "gross: before depreciation, interest and profit tax"},
     {"Taxes on products", "less subsidies, on products and inputs, tariffs included"}},
    {{"Sales less inputs", "receipts of firms less what they paid for inputs, taxes apart"},
     {"Stock building", "change of stocks and of goods under way"},
     {"Taxes on final goods", "consumption tax and tariffs on final goods: the remainder"}},
};

static const struct meaning WHOLE = {"Value added and taxes", "output less inputs, and taxes"};

static const struct meaning *part_of(const struct accounts_product *product, int approach, int part)
{
    return approach == ACCOUNTS_PRODUCTION && !product->sales ? &WHOLE : &PARTS[approach][part];
}

int accounts_parts(const struct accounts_product *product, int approach)
{
    return approach == ACCOUNTS_EXPENDITURE                     ? ACCOUNTS_PARTS
           : approach == ACCOUNTS_PRODUCTION && !product->sales ? 1
                                                                : 3;
}

const char *accounts_part_name(const struct accounts_product *product, int approach, int part)
{
    return part_of(product, approach, part)->label;
}

const char *accounts_part_meaning(const struct accounts_product *product, int approach, int part)
{
    return part_of(product, approach, part)->meaning;
}

const char *accounts_approach_name(int approach)
{
    return APPROACHES[approach];
}

char *accounts_share(char text[static FORMAT_MAX], double value, double whole)
{
    double share = whole > 0 ? value / whole : NAN, size = 100 * fabs(share);
    return format_percent(text, share,
                          size < 0.0005   ? 0
                          : size < 0.0995 ? 3
                          : size < 0.995  ? 2
                                          : 1);
}
