#include "viz/facility_sums.h"

#include <math.h>

static double sum_of(const struct facility_data *data, enum project_column column, uint64_t record)
{
    double sum = 0;
    for (uint64_t row = 0; row < data->rows; row++) {
        double value = facility_value_at(data, column, row, record);
        sum += isfinite(value) ? value : 0;
    }
    return sum;
}

/* Steps that a record stands for: flows are those of its last step alone. */
static double steps_of(const struct facility_data *data, uint64_t record)
{
    double before = record > 0 ? data->days[record - 1] : 0;
    double steps = (data->days[record] - before) / data->days_per_step;
    return isfinite(steps) ? fmax(0, steps) : 0;
}

static void add_flows(struct facility_data *data, uint64_t t)
{
    static const struct {
        enum facility_sum sum;
        enum project_column column;
    } FLOWS[] = {
        {SUM_PREMIUM, PROJECT_premium},          {SUM_INTEREST, PROJECT_bank_interest},
        {SUM_PRINCIPAL, PROJECT_bank_principal}, {SUM_TO_POLICY, PROJECT_to_policy},
        {SUM_TO_HOST, PROJECT_to_host},          {SUM_OFFTAKE, PROJECT_offtake_payment},
    };
    double steps = steps_of(data, t);
    for (size_t i = 0; i < sizeof FLOWS / sizeof *FLOWS; i++) {
        double *sum = data->sums + (uint64_t)FLOWS[i].sum * data->records;
        sum[t] = (t > 0 ? sum[t - 1] : 0) + steps * sum_of(data, FLOWS[i].column, t);
    }
}

/* The file has the lender's receipts to the cent, and their parts only in the recorded steps: the
 * parts are made to add up. */
static void scale_to_receipts(struct facility_data *data, uint64_t t)
{
    double parts = 0, received = sum_of(data, PROJECT_received_home, t);
    for (int s = SUM_PREMIUM; s <= SUM_TO_POLICY; s++)
        parts += data->sums[(uint64_t)s * data->records + t];
    if (!(parts > 0) || !(received > 0))
        return;
    for (int s = SUM_PREMIUM; s <= SUM_TO_POLICY; s++)
        data->sums[(uint64_t)s * data->records + t] *= received / parts;
}

/* Leases are what was paid for besides draws and offtake payments. */
static void set_lease(struct facility_data *data, uint64_t t)
{
    double out = sum_of(data, PROJECT_deposits, t) + sum_of(data, PROJECT_spent, t);
    for (int s = SUM_PREMIUM; s <= SUM_TO_HOST; s++)
        out += data->sums[(uint64_t)s * data->records + t];
    double in = sum_of(data, PROJECT_paid_out, t) + data->sums[SUM_OFFTAKE * data->records + t];
    data->sums[SUM_LEASE * data->records + t] = fmax(0, out - in);
}

static double bank_value(const struct playback_column *column, double day)
{
    if (!column || column->records == 0 || column->rows == 0 || !column->days)
        return NAN;
    return column->values[playback_at(column->days, column->records, day) * column->rows];
}

void facility_sums_make(struct facility_data *data, struct playback *playback)
{
    static const struct {
        enum facility_sum sum;
        const char *column;
    } BANK[] = {{SUM_POLICY, "project_claims"},
                {SUM_BONDS, "facility_bonds"},
                {SUM_CAPITAL, "facility_capital"},
                {SUM_BAD, "bad_claims"},
                {SUM_RATIO, "capital_ratio"}};
    for (size_t i = 0; i < sizeof BANK / sizeof *BANK; i++) {
        const struct playback_column *column =
            playback_column(playback, "policy_bank", BANK[i].column);
        for (uint64_t t = 0; t < data->records; t++)
            data->sums[(uint64_t)BANK[i].sum * data->records + t] =
                bank_value(column, data->days[t]);
    }
    /* The ratio is a flow: the opening has none. */
    for (uint64_t t = 0; t < data->records && data->days[t] <= 0; t++)
        data->sums[SUM_RATIO * data->records + t] = NAN;
    for (uint64_t t = 0; t < data->records; t++) {
        double covered = sum_of(data, PROJECT_covered, t);
        double *policy = data->sums + SUM_POLICY * data->records;
        if (!isfinite(policy[t]))
            policy[t] = sum_of(data, PROJECT_policy_claim, t);
        data->sums[SUM_COVERED * data->records + t] = covered;
        data->sums[SUM_UNCOVERED * data->records + t] =
            fmax(0, sum_of(data, PROJECT_bank_loans, t) - covered);
        add_flows(data, t);
    }
    for (uint64_t t = 0; t < data->records; t++) {
        scale_to_receipts(data, t);
        set_lease(data, t);
    }
}
