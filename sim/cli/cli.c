#include "sim/cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/suggest.h"

/* File names and values may hold anything; a message is one line of text all the same. */
static void print_line(const char *text)
{
    for (; *text != '\0'; text++)
        fputc((unsigned char)*text < 0x20 || *text == 0x7f ? '?' : *text, stderr);
    fputc('\n', stderr);
}

int cli_error(const struct error *err)
{
    print_line(err->kind != ERROR_NONE ? err->text : "failed for a reason that was not recorded");
    return err->kind != ERROR_NONE ? error_exit_code(err) : EXIT_FAILED;
}

int cli_usage(const struct verb *verb, const char *format, ...)
{
    char what[700], line[900];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    snprintf(line, sizeof line, "keiretsu %s: %s; see `keiretsu %s --help`", verb->name, what,
             verb->name);
    print_line(line);
    return EXIT_BAD_INPUT;
}

void cli_help(const struct verb *verb)
{
    printf("%s\n\nusage: keiretsu %s %s\n%s", verb->summary, verb->name, verb->arguments,
           verb->help);
}

static int refuse_option(const struct verb *verb, const char *given, const struct option *options,
                         bool missing)
{
    if (missing) {
        cli_usage(verb, "%s needs a value", given);
        return '?';
    }
    char hint[SUGGEST_TEXT] = "", name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(given, "="), given);
    const char *bare = name + strspn(name, "-");
    for (const struct option *o = options; o->name != NULL; o++)
        if (strcmp(o->name, bare) == 0) {
            cli_usage(verb, "--%s takes no value", o->name);
            return '?';
        }
    struct suggest suggest = suggest_for(bare);
    for (const struct option *o = options; o->name != NULL; o++)
        suggest_offer(&suggest, o->name);
    if (suggest.best != NULL)
        snprintf(hint, sizeof hint, " (did you mean --%s?)", suggest.best);
    cli_usage(verb, "unknown option %s%s", name, hint);
    return '?';
}

int cli_option(const struct verb *verb, int argc, char **argv, const char *letters,
               const struct option *options)
{
    opterr = 0;
    int code = getopt_long(argc, argv, letters, options, NULL);
    if (code == 'h') {
        cli_help(verb);
        return 'h';
    }
    if (code != '?' && code != ':')
        return code;
    /* The fault lies in one letter of "-xyz", or in a whole argument. */
    char letter[3] = {'-', (char)optopt, '\0'};
    bool is_letter = code == '?' && optopt > 0 && optopt < 256 && strchr(letters, optopt) == NULL;
    const char *given = is_letter ? letter : argv[optind - 1];
    return refuse_option(verb, given, options, code == ':');
}

bool cli_whole(const struct verb *verb, const char *option, const char *text, uint64_t least,
               uint64_t most, uint64_t *number)
{
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    bool digits = text[0] != '\0' && strspn(text, "0123456789") == strlen(text);
    if (!digits || errno != 0 || value < least || value > most) {
        cli_usage(verb, "%s: \"%.60s\" is not a whole number from %llu to %llu", option, text,
                  (unsigned long long)least, (unsigned long long)most);
        return false;
    }
    *number = value;
    return true;
}

int cli_finish(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, "cannot write to standard output: %s\n", strerror(errno));
    return status == EXIT_DONE ? EXIT_FAILED : status;
}
