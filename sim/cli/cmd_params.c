/* keiretsu params: every parameter, and every column of every table. */
#include <string.h>

#include "agents/parameters.h"
#include "sim/cli/cli.h"
#include "sim/cli/columns.h"
#include "sim/cli/json.h"

enum form { FORM_TEXT, FORM_JSON, FORM_MARKDOWN };

enum { OPTION_JSON = 1000, OPTION_MARKDOWN, OPTION_COLUMNS };

static const struct option options[] = {
    {"json", no_argument, NULL, OPTION_JSON},
    {"markdown", no_argument, NULL, OPTION_MARKDOWN},
    {"columns", no_argument, NULL, OPTION_COLUMNS},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

static bool is_choice(const struct parameter *parameter)
{
    return parameter->type == PARAMETER_TYPE_CHOICE ||
           parameter->type == PARAMETER_TYPE_CHOICE_BY_REGION;
}

/* Units of choices are the choices: they stand under what is allowed. */
static const char *unit_of(const struct parameter *parameter)
{
    return is_choice(parameter) ? "" : parameter->unit;
}

static const char *default_of(const struct parameter *parameter)
{
    return parameter->initial[0] != '\0' ? parameter->initial : "\"\"";
}

static char *range_of(const struct parameter *parameter, char text[static PARAMETER_VALUE])
{
    struct parameter bare = *parameter;
    if (!is_choice(parameter))
        bare.unit = "";
    return parameter_allowed(&bare, text);
}

static void print_text(const char *pattern)
{
    char allowed[PARAMETER_VALUE];
    printf("%-32s %-16s %-12s %-28s %-12s %s\n", "KEY", "TYPE", "DEFAULT", "ALLOWED", "UNIT",
           "MEANING (SOURCE)");
    for (int i = 0; i < PARAMETER_COUNT; i++) {
        const struct parameter *p = &parameter_list[i];
        if (pattern != NULL && strstr(p->key, pattern) == NULL)
            continue;
        printf("%-32s %-16s %-12s %-28s %-12s %s", p->key, parameter_type_name(p->type),
               default_of(p), range_of(p, allowed), unit_of(p), p->meaning);
        printf(p->source[0] != '\0' ? " (%s)\n" : "%s\n", p->source);
    }
}

static void print_json(const char *pattern)
{
    char allowed[PARAMETER_VALUE];
    struct json json = {.stream = stdout};
    json_array(&json, NULL);
    for (int i = 0; i < PARAMETER_COUNT; i++) {
        const struct parameter *p = &parameter_list[i];
        if (pattern != NULL && strstr(p->key, pattern) == NULL)
            continue;
        bool bounded = p->type == PARAMETER_TYPE_REAL || p->type == PARAMETER_TYPE_WHOLE ||
                       p->type == PARAMETER_TYPE_REAL_BY_REGION;
        json_object(&json, NULL);
        json_text(&json, "key", p->key);
        json_text(&json, "type", parameter_type_name(p->type));
        json_text(&json, "default", p->initial);
        if (bounded) {
            json_real(&json, "least", p->least);
            json_real(&json, "most", p->most);
        }
        json_text(&json, "allowed", range_of(p, allowed));
        json_text(&json, "unit", unit_of(p));
        json_text(&json, "source", p->source);
        json_text(&json, "meaning", p->meaning);
        json_end_object(&json);
    }
    json_end_array(&json);
}

/* Cells of a Markdown table must not hold its separator. */
static void print_cell(const char *text)
{
    fputs("| ", stdout);
    for (; *text != '\0'; text++) {
        if (*text == '|')
            fputc('\\', stdout);
        fputc(*text, stdout);
    }
    fputc(' ', stdout);
}

static void print_markdown(const char *pattern)
{
    char allowed[PARAMETER_VALUE], key[96];
    const char *section = NULL;
    for (int i = 0; i < PARAMETER_COUNT; i++) {
        const struct parameter *p = &parameter_list[i];
        if (pattern != NULL && strstr(p->key, pattern) == NULL)
            continue;
        if (section == NULL || strcmp(section, p->section) != 0) {
            printf("%s## %s\n\n| key | type | default | allowed | unit | meaning | source |\n"
                   "|---|---|---|---|---|---|---|\n",
                   section == NULL ? "" : "\n", p->section[0] != '\0' ? p->section : "Top level");
            section = p->section;
        }
        snprintf(key, sizeof key, "`%s`", p->key);
        print_cell(key);
        print_cell(parameter_type_name(p->type));
        print_cell(default_of(p));
        print_cell(range_of(p, allowed));
        print_cell(unit_of(p));
        print_cell(p->meaning);
        print_cell(p->source);
        puts("|");
    }
}

static int run(int argc, char **argv)
{
    enum form form = FORM_TEXT;
    bool columns = false;
    for (int code; (code = cli_option(&verb_params, argc, argv, ":h", options)) != -1;) {
        if (code == 'h')
            return EXIT_DONE;
        if (code == '?')
            return EXIT_BAD_INPUT;
        columns |= code == OPTION_COLUMNS;
        if (code != OPTION_COLUMNS)
            form = code == OPTION_JSON ? FORM_JSON : FORM_MARKDOWN;
    }
    if (argc - optind > 1)
        return cli_usage(&verb_params, "takes one PATTERN at most, got %d", argc - optind);
    const char *pattern = optind < argc ? argv[optind] : NULL;
    if (columns)
        columns_print(pattern, form == FORM_JSON);
    else if (form == FORM_JSON)
        print_json(pattern);
    else if (form == FORM_MARKDOWN)
        print_markdown(pattern);
    else
        print_text(pattern);
    return EXIT_DONE;
}

const struct verb verb_params = {
    .name = "params",
    .arguments = "[PATTERN] [--json|--markdown] [--columns]",
    .summary = "list every parameter: type, default, range, unit, source, meaning",
    .run = run,
    .help = "\n"
            "  PATTERN      only keys (with --columns: tables) that hold this text\n"
            "  --json       one JSON array of objects: key, type, default, least and most of\n"
            "               numbers, allowed, unit, source, meaning\n"
            "  --markdown   one table a section\n"
            "  --columns    every column of every table instead: type, nature, unit, meaning; in\n"
            "               Markdown, or --json\n",
};
