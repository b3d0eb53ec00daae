/* Runs the program with scenarios that it must refuse, in one line that says where and why. */
#ifndef KEIRETSU_TESTS_BAD_INPUT_SUPPORT_H
#define KEIRETSU_TESTS_BAD_INPUT_SUPPORT_H

#include "folder.h"

/* Runs the program; the one line on stderr must hold all the words. */
static inline void refused(const char *const *arguments, const char *label,
                           const char *const *words, int word_count)
{
    struct outcome outcome;
    program_run(arguments, &outcome);
    size_t length = strlen(outcome.err);
    bool left_file = unlink("out.h5") == 0 || access("runs", F_OK) == 0;
    if (outcome.status != 2)
        fail_msg("%s: exit status %d, said \"%s\"", label, outcome.status, outcome.err);
    if (length == 0 || strchr(outcome.err, '\n') != outcome.err + length - 1)
        fail_msg("%s: not one line: \"%s\"", label, outcome.err);
    for (int w = 0; w < word_count; w++)
        if (words[w] != NULL && strstr(outcome.err, words[w]) == NULL)
            fail_msg("%s: \"%s\" is not in \"%s\"", label, words[w], outcome.err);
    if (outcome.out[0] != '\0')
        fail_msg("%s: wrote to stdout: \"%s\"", label, outcome.out);
    if (left_file)
        fail_msg("%s: left a file behind", label);
}

static inline void refused_file(const char *name, const char *label, const char *const *words,
                                int word_count)
{
    const char *const arguments[] = {"run", name, "-o", "out.h5", NULL};
    refused(arguments, label, words, word_count);
}

struct broken {
    const char *text, *place; /* place: LINE:COLUMN, or NULL where the file as a whole is wrong */
    const char *words[3];
};

static inline void refused_texts(const struct broken *broken, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char place[64];
        snprintf(place, sizeof place, "bad.yaml%s%s%s", broken[i].place != NULL ? ":" : "",
                 broken[i].place != NULL ? broken[i].place : "",
                 broken[i].place != NULL ? ": " : "");
        folder_write_text("bad.yaml", broken[i].text);
        const char *words[] = {place, broken[i].words[0], broken[i].words[1], broken[i].words[2]};
        refused_file("bad.yaml", broken[i].text, words, 4);
    }
}

#define REFUSED(cases) refused_texts(cases, sizeof cases / sizeof *cases)

#endif
