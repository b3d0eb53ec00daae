/* The panel beside the network: the chosen firm, or sums of what is chosen. */
#ifndef KEIRETSU_VIZ_NETWORK_CARD_H
#define KEIRETSU_VIZ_NETWORK_CARD_H

#include "viz/network_against.h"
#include "viz/network_bands.h"
#include "viz/view.h"

enum network_history {
    NETWORK_OUTPUT,
    NETWORK_PRICE,
    NETWORK_STAFF,
    NETWORK_EQUITY,
    NETWORK_CAPITAL,
    NETWORK_LOANS,
    NETWORK_DEPOSITS,
    NETWORK_LIMITS,
    NETWORK_HISTORIES
};

/* The histories of the chosen firm, and of the same firm in the run compared with: [records], NULL
 * for those that the file does not have or that are still being read. They hold for one frame. */
struct network_card {
    const double *history[NETWORK_HISTORIES], *there[NETWORK_HISTORIES];
};

/* What was clicked in the panel: the place of a firm, or a region with or without an industry. */
struct network_hit {
    int64_t firm, region, industry; /* -1 for none */
};

struct network_hit network_card_draw(struct view *view, const struct network *network,
                                     const struct network_against *against,
                                     const struct network_links *links,
                                     const struct network_bands *bands,
                                     const struct network_choice *choice, struct box box);

/* Sums of what is chosen, its largest firms and its trade: network_sums.c. */
struct network_hit network_sums_draw(struct view *view, const struct network *network,
                                     const struct network_against *against,
                                     const struct network_bands *bands,
                                     const struct network_choice *choice, struct box box);

/* A panel wider than high has its parts beside each other. */
static inline bool network_is_low(struct box box)
{
    return box.w > 440 && box.h < 330;
}

/* Small parts of the panel. */
void network_caption(struct ui *ui, double x, double y, double room, const char *name,
                     const char *value);
void network_heading(struct view *view, const char *name, const char *below, uint32_t colour,
                     struct box box);
/* "12,300", "1.2 m" */
char *network_count(char text[static 64], double count);
/* "+3.2 %"; `fine`: small ones with two places, for runs that hardly differ. */
char *network_deviation(char text[static 64], double ratio, bool fine);

/* "a week", "a day" or "a step". */
const char *network_period(const struct playback *playback);

/* "firm 123" and where it belongs. */
void network_firm_name(const struct network *network, uint64_t place, char *text, size_t size);

/* "+3.2 %" or "capacity": what the colour says. */
char *network_value_text(const struct network *network, const struct playback *playback,
                         const struct network_firm *firm, char text[static 64]);

/* The name of a cause of lost output. */
const char *network_cause(const struct playback *playback, uint64_t cause, char text[static 24]);

#endif
