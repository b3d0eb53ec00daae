#include "core/suggest.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { WORD_MAX = 64 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

int suggest_distance(const char *a, const char *b)
{
    size_t length_a = strlen(a), length_b = strlen(b);
    if (length_a >= WORD_MAX || length_b >= WORD_MAX)
        return 1000;
    /* Optimal string alignment: cost[i][j] is the distance of the first i and j letters. */
    int cost[WORD_MAX][WORD_MAX];
    for (size_t i = 0; i <= length_a; i++)
        cost[i][0] = (int)i;
    for (size_t j = 0; j <= length_b; j++)
        cost[0][j] = (int)j;
    for (size_t i = 1; i <= length_a; i++) {
        int letter_a = tolower((unsigned char)a[i - 1]);
        for (size_t j = 1; j <= length_b; j++) {
            int letter_b = tolower((unsigned char)b[j - 1]);
            int best = cost[i - 1][j - 1] + (letter_a != letter_b);
            best = least(best, least(cost[i - 1][j], cost[i][j - 1]) + 1);
            if (i > 1 && j > 1 && letter_a == tolower((unsigned char)b[j - 2]) &&
                letter_b == tolower((unsigned char)a[i - 2]))
                best = least(best, cost[i - 2][j - 2] + 1);
            cost[i][j] = best;
        }
    }
    return cost[length_a][length_b];
}

void suggest_offer(struct suggest *suggest, const char *candidate)
{
    int length = (int)strnlen(suggest->given, WORD_MAX);
    int near = length < 3 ? 1 : 1 + length / 4;
    int distance = suggest_distance(suggest->given, candidate);
    /* A word that shares no letter with the candidate is no misspelling of it. */
    if (distance > near || distance >= length)
        return;
    if (suggest->best == NULL || distance < suggest->distance) {
        suggest->best = candidate;
        suggest->distance = distance;
    }
}

char *suggest_text(const struct suggest *suggest, char text[static SUGGEST_TEXT])
{
    text[0] = '\0';
    if (suggest->best != NULL)
        snprintf(text, SUGGEST_TEXT, " (did you mean %s?)", suggest->best);
    return text;
}
