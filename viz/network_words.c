/* How the network says what it shows: names of firms and causes, numbers with their units. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "viz/format.h"
#include "viz/names.h"
#include "viz/network_card.h"

char *network_count(char text[static 64], double count)
{
    char number[FORMAT_MAX];
    struct format_scale scale = format_scale_of(fabs(count));
    bool whole = !scale.name[0] || fabs(count) < 1e7;
    format_number(number, whole ? count : count * scale.factor, whole ? 0 : 1);
    snprintf(text, 64, "%s%s%s", number, whole ? "" : " ", whole ? "" : scale.name);
    return text;
}

char *network_deviation(char text[static 64], double ratio, bool fine)
{
    return format_signed_percent(text, ratio - 1, fine && fabs(ratio - 1) < 0.00995 ? 2 : 1);
}

const char *network_period(const struct playback *playback)
{
    double days = playback->reader.days_per_step;
    return fabs(days - 7) < 0.01 ? "a week" : fabs(days - 1) < 0.01 ? "a day" : "a step";
}

void network_firm_name(const struct network *network, uint64_t place, char *text, size_t size)
{
    char industry[24];
    const struct network_firm *firm = &network->firm[place];
    snprintf(
        text, size, "Firm %" PRIu32 "  ·  %s", firm->row,
        name_industry(network_industry_code(network, firm->cell % network->industries, industry)));
}

const char *network_cause(const struct playback *playback, uint64_t cause, char text[static 24])
{
    const struct reader_group *group = playback_group(playback, "constraint");
    int dimension = group ? playback_dimension(group, "cause") : -1;
    if (dimension >= 0)
        return playback_label(group, dimension, cause, text);
    snprintf(text, 24, "cause %" PRIu64, cause);
    return text;
}

char *network_value_text(const struct network *network, const struct playback *playback,
                         const struct network_firm *firm, char text[static 64])
{
    double value = (double)firm->value;
    char number[24];
    snprintf(text, 64, "–");
    if (!isfinite(value))
        return text;
    if (network->by == NETWORK_LIMIT)
        snprintf(text, 64, "%.60s", network_cause(playback, (uint64_t)value, number));
    else if (network->by == NETWORK_FINANCE)
        format_percent(text, value, 0);
    else
        network_deviation(text, value, network->by == NETWORK_AGAINST);
    return text;
}
