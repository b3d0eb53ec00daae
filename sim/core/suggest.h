/* "Did you mean": the word nearest to a mistyped one. */
#ifndef KEIRETSU_CORE_SUGGEST_H
#define KEIRETSU_CORE_SUGGEST_H

enum { SUGGEST_TEXT = 160 };

struct suggest {
    const char *given; /* what the user wrote; the caller's */
    const char *best;  /* nearest candidate so far that is near enough, or NULL; the caller's */
    int distance;
};

static inline struct suggest suggest_for(const char *given)
{
    return (struct suggest){.given = given};
}

/* Considers one candidate. Of equally near ones the first offered stays. */
void suggest_offer(struct suggest *suggest, const char *candidate);

/* Writes " (did you mean WORD?)", or nothing where no candidate was near, and returns text. */
char *suggest_text(const struct suggest *suggest, char text[static SUGGEST_TEXT]);

/* Letters to insert, delete, replace or swap with the next to turn one word into the other,
 * whatever their case. Words longer than 63 letters count as infinitely far (1000). */
int suggest_distance(const char *a, const char *b);

#endif
