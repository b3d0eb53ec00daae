/* Parts of the labour market; see labour.c. */
#ifndef KEIRETSU_AGENTS_LABOUR_H
#define KEIRETSU_AGENTS_LABOUR_H

#include "agents/people.h"
#include "agents/state.h"
#include "agents/tally.h"

/* Where few of a firm's staff come or go, some of its rows take turns: moving three persons of
 * fifty rows would cost more than it means. */
struct people_part labour_part(const struct state *s, uint32_t f, uint64_t rows, int64_t persons);

/* labour_hiring.c: fills the vacancies that firms have posted. */
void labour_hire(struct state *s, const struct tally *settlements);

/* labour_force.c: enters and leaves the labour force. */
void labour_participate(struct state *s, const struct tally *settlements);

#endif
