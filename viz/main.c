/* keiretsu-view: looks at a run file. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "viz/export.h"
#include "viz/remember.h"
#include "viz/window.h"

static const char USAGE[] =
    "usage: keiretsu-view [FILE... | FOLDER] [options]\n"
    "  the first file is looked at, the others are compared with it; of a folder, the runs are\n"
    "  listed; without either, those of runs/ or of the current folder\n"
    "  --view NAME               charts, industries, accounts, network, world, facility, why "
    "(charts)\n"
    "  --at YYYY-MM-DD           the moment to show (the last record)\n"
    "  --select X                a region, industry, cell, column, firm or project: JPN, C26,\n"
    "                            JPN/C26, real_gdp, firm:7, project:3\n"
    "  --compare HOW             with the second file: one (charts: over each other), sides,\n"
    "                            difference\n"
    "  --theme light|dark        (light)\n"
    "  --screenshot FILE.png     write a picture and leave; needs no display\n"
    "  --svg FILE.svg            write a figure of it for slides and papers and leave\n"
    "  --csv FILE.csv            write what is shown as a table and leave\n"
    "  --export FILE.mp4|.gif    make a video of it with ffmpeg and leave\n"
    "  --from, --to YYYY-MM-DD   of the video (the whole run)\n"
    "  --fps N --step N          its frames a second (25), records from one to the next (1)\n"
    "  --force                   replace the video if there is one\n"
    "  --size WIDTHxHEIGHT       of the window or picture (1280x720)\n"
    "  --fresh                   forget window, view and moments of earlier times, and keep none\n"
    "  --help                    this text\n";

enum { SIZE_LEAST = 320, SIZE_MOST = 8192, STEP_MOST = 1000000 };

static bool parse_view(const char *name, struct app_options *options, struct error *err)
{
    char known[256] = "";
    for (int i = 0; i < VIEW_KINDS; i++) {
        const char *is = app_view_name((enum view_kind)i);
        if (strcmp(is, name) == 0) {
            options->view = (enum view_kind)i;
            return true;
        }
        size_t used = strlen(known);
        snprintf(known + used, sizeof known - used, "%s%s", i ? ", " : "", is);
    }
    return fail(err, ERROR_USAGE, "--view: there is no view \"%.60s\", use one of %s", name, known);
}

static bool parse_compare(const char *name, struct app_options *options, struct error *err)
{
    static const char *const NAMES[COMPARES] = {"one", "sides", "difference"};
    for (int i = 0; i < COMPARES; i++)
        if (strcmp(name, NAMES[i]) == 0) {
            options->compare = (enum compare)i;
            return true;
        }
    return fail(err, ERROR_USAGE, "--compare: \"%.60s\" is unknown, use one, sides or difference",
                name);
}

static bool parse_size(const char *text, struct app_options *options, struct error *err)
{
    char *end;
    long width = strtol(text, &end, 10), height = 0;
    bool good = *end == 'x' && end != text && end[1] >= '0' && end[1] <= '9';
    if (good)
        height = strtol(end + 1, &end, 10);
    if (!good || *end || width < SIZE_LEAST || width > SIZE_MOST || height < SIZE_LEAST ||
        height > SIZE_MOST)
        return fail(err, ERROR_USAGE,
                    "--size: \"%.60s\" is no size, use WIDTHxHEIGHT with %d to %d pixels each",
                    text, SIZE_LEAST, SIZE_MOST);
    options->width = (int)width, options->height = (int)height;
    return true;
}

static bool parse_number(const char *option, const char *text, int most, int *number,
                         struct error *err)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (end == text || *end || value < 1 || value > most)
        return fail(err, ERROR_USAGE, "%s: \"%.60s\" is no whole number from 1 to %d", option, text,
                    most);
    *number = (int)value;
    return true;
}

/* Options that would do nothing. */
static bool check_video(const struct export_options *video, struct error *err)
{
    const char *without = video->from   ? "--from"
                          : video->to   ? "--to"
                          : video->fps  ? "--fps"
                          : video->step ? "--step"
                                        : NULL;
    return video->path || !without ||
           fail(err, ERROR_USAGE, "%s is for a video: --export FILE.mp4", without);
}

/* Sets *help instead of failing when help is asked for. */
static bool parse(int argc, char **argv, struct app_options *options, bool *help, struct error *err)
{
    enum {
        VIEW = 1,
        AT,
        SELECT,
        COMPARE,
        SCREENSHOT,
        SVG,
        CSV,
        EXPORT,
        FROM,
        TO,
        FPS,
        STEP,
        FORCE,
        SIZE,
        THEME,
        FRESH,
        HELP
    };
    static const struct option LONG[] = {
        {"view", required_argument, NULL, VIEW},
        {"at", required_argument, NULL, AT},
        {"select", required_argument, NULL, SELECT},
        {"compare", required_argument, NULL, COMPARE},
        {"screenshot", required_argument, NULL, SCREENSHOT},
        {"svg", required_argument, NULL, SVG},
        {"csv", required_argument, NULL, CSV},
        {"export", required_argument, NULL, EXPORT},
        {"from", required_argument, NULL, FROM},
        {"to", required_argument, NULL, TO},
        {"fps", required_argument, NULL, FPS},
        {"step", required_argument, NULL, STEP},
        {"force", no_argument, NULL, FORCE},
        {"size", required_argument, NULL, SIZE},
        {"theme", required_argument, NULL, THEME},
        {"fresh", no_argument, NULL, FRESH},
        {"help", no_argument, NULL, HELP},
        {NULL, 0, NULL, 0},
    };
    int found;
    opterr = 0;
    while ((found = getopt_long(argc, argv, ":", LONG, NULL)) != -1) {
        bool good = true;
        switch (found) {
        case VIEW:
            good = options->view_given = parse_view(optarg, options, err);
            break;
        case AT:
            options->at = optarg;
            break;
        case SELECT:
            options->select = optarg;
            break;
        case COMPARE:
            good = parse_compare(optarg, options, err);
            break;
        case SCREENSHOT:
            options->screenshot = optarg;
            break;
        case SVG:
            options->svg = optarg;
            break;
        case CSV:
            options->csv = optarg;
            break;
        case EXPORT:
            options->video.path = optarg;
            break;
        case FROM:
            options->video.from = optarg;
            break;
        case TO:
            options->video.to = optarg;
            break;
        case FPS:
            good = parse_number("--fps", optarg, EXPORT_FPS_MOST, &options->video.fps, err);
            break;
        case STEP:
            good = parse_number("--step", optarg, STEP_MOST, &options->video.step, err);
            break;
        case FORCE:
            options->video.force = true;
            break;
        case SIZE:
            good = options->size_given = parse_size(optarg, options, err);
            break;
        case THEME:
            options->theme_given = true;
            options->dark = strcmp(optarg, "dark") == 0;
            if (!options->dark && strcmp(optarg, "light") != 0)
                good = fail(err, ERROR_USAGE, "--theme: \"%.60s\" is no theme, use light or dark",
                            optarg);
            break;
        case FRESH:
            options->fresh = true;
            break;
        case HELP:
            *help = true;
            return true;
        case ':':
            return fail(err, ERROR_USAGE, "%s needs a value (--help lists the options)",
                        argv[optind - 1]);
        default:
            return fail(err, ERROR_USAGE, "unknown option %s (--help lists the options)",
                        argv[optind - 1]);
        }
        if (!good)
            return false;
    }
    if (argc == optind && (options->screenshot || !window_possible()))
        return fail(err, ERROR_USAGE, "no file given (usage: keiretsu-view FILE... [options])");
    if (argc - optind > APP_RUNS_MAX)
        return fail(err, ERROR_USAGE, "%d files given, no more than %d can be open at once",
                    argc - optind, APP_RUNS_MAX);
    for (int i = optind; i < argc; i++)
        options->paths[options->path_count++] = argv[i];
    return check_video(&options->video, err);
}

static int failed(const struct error *err)
{
    fprintf(stderr, "keiretsu-view: %s\n", err->text);
    return error_exit_code(err);
}

/* A wrong word on the command line must not cost a run. */
static bool spares_runs(const struct app_options *options, struct error *err)
{
    const char *const out[] = {options->screenshot, options->svg, options->csv,
                               options->video.path};
    for (size_t i = 0; i < sizeof out / sizeof *out; i++)
        for (int r = 0; r < options->path_count && out[i]; r++) {
            struct stat a, b;
            if (stat(out[i], &a) == 0 && stat(options->paths[r], &b) == 0 && a.st_dev == b.st_dev &&
                a.st_ino == b.st_ino)
                return fail(err, ERROR_USAGE, "%s: is a run that is read, not a file to write",
                            out[i]);
        }
    return true;
}

static bool save_picture(struct app *app, const struct app_options *options, struct error *err)
{
    if (!spares_runs(options, err) || !app_resize(app, options->width, options->height, 1, err))
        return false;
    app_draw(app);
    if (app->shelf) { /* what is in sight is known now */
        while (app_list_work(app))
            continue;
        app_draw(app);
    }
    return (!options->screenshot || app_save(app, options->screenshot, err)) &&
           (!options->svg || app_save_svg(app, options->svg, err)) &&
           (!options->csv || app_save_csv(app, options->csv, err)) &&
           (!options->video.path || export_run(app, &options->video, err));
}

/* The exit status. */
static int show(struct app_options *options)
{
    struct app app;
    struct error err = {0};
    bool picture = options->screenshot || options->svg || options->csv || options->video.path;
    bool window = !picture && window_possible();
    options->patient = window;
    if (window && !options->fresh)
        options->settings = remember_start(options);
    if (!app_open(&app, options, &err))
        return failed(&err);
    struct error refused = app.refused; /* said on the screen too, where it can wait */
    if (refused.text[0])
        failed(&refused);
    bool good = picture ? save_picture(&app, options, &err) : window_run(&app, options, &err);
    app_close(&app);
    return !good ? failed(&err) : refused.text[0] ? error_exit_code(&refused) : 0;
}

int main(int argc, char **argv)
{
    struct app_options options = {.view = VIEW_CHARTS, .width = 1280, .height = 720};
    struct error err = {0};
    bool help = false;
    if (!parse(argc, argv, &options, &help, &err))
        return failed(&err);
    if (help) {
        fputs(USAGE, stdout);
        return 0;
    }
    return show(&options);
}
