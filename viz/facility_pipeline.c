/* The way of the projects as a flow: a bar a stage, as high as what has come so far; what went on,
 * what is there now, and what dropped out. */
#include <math.h>
#include <stdio.h>

#include "viz/facility.h"
#include "viz/names.h"
#include "viz/text.h"
#include "viz/theme.h"

enum { BAR = 12, TOP = 66, STUB = 22, CURVE = 24 };

static bool is_exit(enum facility_stage stage)
{
    return stage >= STAGE_FAILED;
}

struct facility_flow facility_flow_count(const struct facility_data *data, struct view *view,
                                         bool by_number)
{
    struct facility_flow flow = {0};
    double used = 0;
    for (uint64_t row = 0; row < data->rows; row++) {
        const struct facility_project *project = &data->projects[row];
        double weight = by_number ? 1 : project->cost;
        if (project->stage == STAGE_EMPTY || !(weight > 0) || !isfinite(weight))
            continue;
        used++;
        for (int k = STAGE_CANDIDATE; k <= (int)project->reached; k++)
            flow.come[k] += weight;
        if (is_exit(project->stage)) {
            flow.left[project->stage][project->reached] += weight;
            flow.come[project->stage] += weight;
        } else
            flow.here[project->stage] += weight;
    }
    /* Where rows ran short, those of dropped projects were used again. */
    double forgotten = facility_now(view, "facility", "proposed") - used;
    if (by_number && forgotten > 0) {
        flow.come[STAGE_CANDIDATE] += forgotten;
        flow.come[STAGE_DROPPED] += forgotten;
        flow.left[STAGE_DROPPED][STAGE_CANDIDATE] += forgotten;
    }
    return flow;
}

/* "+3", "−$1.2 bn". */
static char *more(char text[static FORMAT_MAX], double value, bool by_number)
{
    return by_number ? format_signed(text, value, 0) : facility_more(text, value);
}

static char *amount(char text[static FORMAT_MAX], double value, bool by_number)
{
    return by_number ? format_number(text, value, 0) : facility_money(text, value);
}

/* A band whose edges swing from one height to another. */
static void draw_swing(struct canvas *canvas, double x0, double x1, double y0, double y1,
                       double height, uint32_t colour)
{
    double x[CURVE + 1], top[CURVE + 1], bottom[CURVE + 1];
    if (!(height > 0))
        return;
    for (int i = 0; i <= CURVE; i++) {
        double s = (double)i / CURVE, ease = s * s * (3 - 2 * s);
        x[i] = x0 + (x1 - x0) * s;
        top[i] = y0 + (y1 - y0) * ease;
        bottom[i] = top[i] + height;
    }
    draw_band(canvas, x, top, bottom, CURVE + 1, colour);
}

struct places {
    struct box box;
    double pitch, unit; /* between stages; height of one project or cent */
    struct box node[STAGES];
};

/* Stages stand in a row, exits below and to the right of what is left by them. */
static struct places place(const struct facility_flow *flow, const struct facility_flow *theirs,
                           double most, struct box box)
{
    static const double EXIT_AT[STAGES] = {
        [STAGE_FAILED] = 7.55, [STAGE_DECLINED] = 4.72, [STAGE_DROPPED] = 3.72};
    struct places places = {.box = box};
    double top = box.y + TOP, height = fmax(10, box.h - TOP);
    places.pitch = fmax(20, (box.w - BAR) / 8.2);
    places.unit = most > 0 ? fmax(0, height - 56) / most : 0;
    for (int k = STAGE_CANDIDATE; k < STAGES; k++) {
        double h = flow->come[k] * places.unit;
        double at = is_exit((enum facility_stage)k) ? EXIT_AT[k] : k - STAGE_CANDIDATE;
        places.node[k] = (struct box){box.x + at * places.pitch, top, BAR, h};
    }
    double bottom = top + height, tall[STAGES];
    for (int k = STAGE_CANDIDATE; k < STAGES; k++) /* with the outline around it */
        tall[k] = fmax(places.node[k].h, theirs ? theirs->come[k] * places.unit : 0);
    places.node[STAGE_DROPPED].y = bottom - fmax(4, tall[STAGE_DROPPED]);
    places.node[STAGE_DECLINED].y =
        fmin(bottom - tall[STAGE_DECLINED], top + tall[STAGE_FUNDED] + 54);
    places.node[STAGE_FAILED].y =
        fmin(bottom - tall[STAGE_FAILED], top + tall[STAGE_OPERATING] + 54);
    return places;
}

static void draw_bands(const struct facility_flow *flow, const struct places *places,
                       struct canvas *canvas)
{
    static const enum facility_stage EXITS[] = {STAGE_FAILED, STAGE_DECLINED, STAGE_DROPPED};
    double into[STAGES] = {0}, leave[STAGES] = {0};
    for (int k = STAGE_CANDIDATE; k <= STAGE_OPERATING; k++) {
        const struct box *node = &places->node[k];
        double right = node->x + node->w, y = node->y;
        if (k < STAGE_OPERATING) {
            double next = flow->come[k + 1] * places->unit;
            draw_swing(canvas, right, places->node[k + 1].x, y, places->node[k + 1].y, next,
                       draw_fade(theme_stage((uint64_t)k + 1), 0.32));
            y += next;
        }
        double here = flow->here[k] * places->unit;
        draw_swing(canvas, right, right + STUB, y, y, here,
                   draw_fade(theme_stage((uint64_t)k), 0.55));
        y += here;
        leave[k] = y;
    }
    /* What left late lies above what left early, so that bands do not cross. */
    for (int k = STAGE_OPERATING; k >= STAGE_CANDIDATE; k--)
        for (size_t e = 0; e < sizeof EXITS / sizeof *EXITS; e++) {
            const struct box *node = &places->node[k], *end = &places->node[EXITS[e]];
            double left = flow->left[EXITS[e]][k] * places->unit;
            draw_swing(canvas, node->x + node->w, end->x, leave[k], end->y + into[EXITS[e]], left,
                       draw_fade(theme_stage(EXITS[e]), 0.3));
            leave[k] += left;
            into[EXITS[e]] += left;
        }
}

/* What stages are called where there is little room. */
static const char *short_name(int k)
{
    static const char *const SHORT[] = {
        [STAGE_CANDIDATE] = "Candidate",   [STAGE_SCREENED] = "Screened",
        [STAGE_RECOMMENDED] = "Recomm.",   [STAGE_SELECTED] = "Selected",
        [STAGE_NOTICED] = "Notified",      [STAGE_FUNDED] = "Signed",
        [STAGE_CONSTRUCTION] = "Building", [STAGE_OPERATING] = "Operating"};
    return SHORT[k];
}

/* The other run's bar around the one of this run. */
static void draw_outline(struct canvas *canvas, const struct box *node, double height)
{
    if (height > 1)
        draw_frame(canvas, (struct box){node->x - 3, node->y, node->w + 6, height}, 1.5, THEME_INK);
}

static void draw_stage(const struct facility_flow *flow, const struct facility_flow *theirs,
                       const struct places *places, struct ui *ui, int k, bool by_number)
{
    struct canvas *canvas = ui->canvas;
    const struct box *node = &places->node[k];
    char value[FORMAT_MAX], here[FORMAT_MAX], line[FORMAT_MAX + 16];
    double x = node->x, y = places->box.y, room = places->pitch - 14;
    struct box bar = *node;
    bar.h = fmax(2, bar.h);
    draw_fill(canvas, bar, theme_stage((uint64_t)k));
    const char *name = name_stage((size_t)k);
    bool narrow = places->pitch < 104;
    text_draw_fit(canvas, narrow ? TEXT_TINY : TEXT_SMALL, TEXT_LEFT, x, y + 6, room + 8,
                  THEME_TEXT, narrow ? short_name(k) : name);
    amount(value, flow->come[k], by_number);
    bool large = text_width(canvas, TEXT_HEADING | TEXT_TABULAR, value) <= room;
    text_draw_fit(canvas, (large ? TEXT_HEADING : TEXT_SMALL) | TEXT_TABULAR, TEXT_LEFT, x, y + 27,
                  large ? room : room + 10, THEME_INK, value);
    if (theirs) {
        draw_outline(canvas, node, theirs->come[k] * places->unit);
        snprintf(line, sizeof line, "%s", more(here, flow->come[k] - theirs->come[k], by_number));
    } else if (flow->here[k] > 0 && narrow)
        snprintf(line, sizeof line, "%s%s", by_number ? "now " : "",
                 amount(here, flow->here[k], by_number));
    else if (flow->here[k] > 0)
        snprintf(line, sizeof line, "%s here now", amount(here, flow->here[k], by_number));
    else
        snprintf(line, sizeof line, "none now");
    text_draw_fit(canvas, TEXT_TINY | TEXT_TABULAR, TEXT_LEFT, x, y + 46, room + 12,
                  theirs ? THEME_TEXT : THEME_QUIET, line);
}

/* Exits that nobody took are not shown. */
static void draw_exit(const struct facility_flow *flow, const struct facility_flow *theirs,
                      const struct places *places, struct ui *ui, int k, bool by_number)
{
    const struct box *node = &places->node[k];
    char value[FORMAT_MAX], difference[FORMAT_MAX];
    if (!(flow->come[k] > 0) && !(theirs && theirs->come[k] > 0))
        return;
    struct box bar = *node;
    bar.h = fmax(2, bar.h);
    draw_fill(ui->canvas, bar, theme_stage((uint64_t)k));
    if (theirs)
        draw_outline(ui->canvas, node, theirs->come[k] * places->unit);
    double right = places->box.x + places->box.w + 6;
    double x = node->x + BAR + 8, y = bar.y + bar.h / 2, room = fmin(places->pitch, right - x);
    enum text_align align = TEXT_LEFT;
    y = fmin(y, places->box.y + places->box.h - 18);
    if (room < 66) { /* below it, at the edge */
        x = right, room = 90, y = bar.y + bar.h + 18;
        align = TEXT_RIGHT;
    }
    text_draw_fit(ui->canvas, TEXT_SMALL, align, x, y - 8, room, THEME_TEXT, name_stage((size_t)k));
    text_draw_fit(ui->canvas, TEXT_STRONG | TEXT_TABULAR, align, x, y + 9, room, THEME_INK,
                  amount(value, flow->come[k], by_number));
    if (theirs)
        text_draw_fit(ui->canvas, TEXT_TINY | TEXT_TABULAR, align, x, y + 25, room, THEME_TEXT,
                      more(difference, flow->come[k] - theirs->come[k], by_number));
}

/* Where the mouse finds a stage. */
static struct box reach(const struct places *places, int k)
{
    struct box box = places->node[k];
    box.w = places->pitch - 10;
    if (is_exit((enum facility_stage)k))
        box.y -= 14, box.h += 28;
    else
        box.h += box.y - places->box.y, box.y = places->box.y;
    return box;
}

static void show_tooltip(const struct facility_flow *flow, const struct facility_flow *theirs,
                         struct ui *ui, int k, bool by_number)
{
    char text[7][FORMAT_MAX];
    struct ui_row rows[7];
    int count = 0;
    bool ended = is_exit((enum facility_stage)k);
    if (ended) {
        for (int from = STAGE_CANDIDATE; from <= STAGE_OPERATING && count < 5; from++)
            if (flow->left[k][from] > 0) {
                rows[count] = (struct ui_row){theme_stage((uint64_t)from), name_stage((size_t)from),
                                              amount(text[count], flow->left[k][from], by_number)};
                count++;
            }
    } else {
        rows[count] =
            (struct ui_row){0, "have come so far", amount(text[count], flow->come[k], by_number)};
        count++;
        rows[count] = (struct ui_row){theme_stage((uint64_t)k), "are here now",
                                      amount(text[count], flow->here[k], by_number)};
        count++;
        if (k < STAGE_OPERATING) {
            rows[count] = (struct ui_row){theme_stage((uint64_t)k + 1), "went on",
                                          amount(text[count], flow->come[k + 1], by_number)};
            count++;
        }
        for (int e = STAGE_FAILED; e < STAGES && count < 6; e++)
            if (flow->left[e][k] > 0) {
                rows[count] = (struct ui_row){theme_stage((uint64_t)e), name_stage((size_t)e),
                                              amount(text[count], flow->left[e][k], by_number)};
                count++;
            }
    }
    if (theirs) {
        rows[count] = (struct ui_row){0, "have come in the other run",
                                      amount(text[count], theirs->come[k], by_number)};
        count++;
    }
    char heading[96];
    snprintf(heading, sizeof heading, "%s%s  ·  %s", name_stage((size_t)k), ended ? ", from" : "",
             by_number ? "projects" : "cost as proposed");
    ui_tooltip(ui, ui->input.x, ui->input.y, heading, rows, count);
}

/* --- the largest projects, where the flow leaves room ----------------------------------------- */

enum { LARGEST = 5, LINE = 22 };

/* Rows of the projects that most was paid out to; their number. */
static int find_largest(const struct facility_data *data, uint64_t rows[static LARGEST])
{
    int count = 0;
    for (uint64_t row = 0; row < data->rows; row++) {
        double paid = data->projects[row].paid_out;
        if (data->projects[row].stage == STAGE_EMPTY || !(paid > 0))
            continue;
        int at = count;
        for (; at > 0 && data->projects[rows[at - 1]].paid_out < paid; at--)
            if (at < LARGEST)
                rows[at] = rows[at - 1];
        if (at < LARGEST)
            rows[at] = row;
        count += count < LARGEST;
    }
    return count;
}

static void draw_large(const struct facility_data *data, struct ui *ui, uint64_t row, double most,
                       struct box line)
{
    const struct facility_project *project = &data->projects[row];
    char text[FORMAT_MAX];
    double middle = line.y + line.h / 2, bar = line.x + 196, unit = (line.w - 196 - 88) / most;
    double commitment = facility_value(data, PROJECT_commitment, row);
    uint32_t colour = theme_stage(project->stage);
    if (ui_over(ui, line))
        draw_rounded(ui->canvas, line, THEME_RADIUS, THEME_HOVER);
    draw_circle(ui->canvas, line.x + 10, middle, 4, colour);
    text_draw_fit(ui->canvas, TEXT_SMALL, TEXT_LEFT, line.x + 21, middle, 166, THEME_TEXT,
                  project->name);
    if (commitment > 0)
        draw_fill(ui->canvas, (struct box){bar, middle - 5, commitment * unit, 10},
                  draw_fade(colour, 0.3));
    draw_fill(ui->canvas, (struct box){bar, middle - 5, project->paid_out * unit, 10}, colour);
    text_draw(ui->canvas, TEXT_SMALL | TEXT_TABULAR, TEXT_RIGHT, line.x + line.w - 6, middle,
              THEME_INK, facility_money(text, project->paid_out));
}

static void draw_largest(struct view_facility *facility, struct view *view,
                         const struct places *places)
{
    const struct facility_data *data = &facility->data;
    uint64_t rows[LARGEST];
    int count = find_largest(data, rows);
    double x = places->box.x + 5.35 * places->pitch, lowest = 0, most = 0;
    struct box box = {x, places->box.y + places->box.h - 26 - LARGEST * LINE,
                      places->box.x + places->box.w - x, 26 + LARGEST * LINE};
    for (int k = STAGE_FUNDED; k <= STAGE_DECLINED; k++)
        lowest = fmax(lowest, places->node[k].y + places->node[k].h);
    if (count == 0 || box.w < 340 || lowest + 20 > box.y)
        return;
    text_draw_fit(view->ui->canvas, TEXT_STRONG, TEXT_LEFT, box.x, box.y + 8, box.w, THEME_INK,
                  "Largest projects: paid out, of what is committed");
    for (int i = 0; i < count; i++)
        most = fmax(most, fmax(data->projects[rows[i]].paid_out,
                               facility_value(data, PROJECT_commitment, rows[i])));
    for (int i = 0; i < count; i++) {
        struct box line = {box.x - 6, box.y + 24 + i * LINE, box.w + 6, LINE};
        draw_large(data, view->ui, rows[i], most, line);
        if (ui_clicked(view->ui, line)) {
            facility_table_show(facility, STAGE_EMPTY, ORDER_PAID_OUT);
            facility_select(view, rows[i]);
            facility->card = true;
        }
    }
}

void facility_pipeline_draw(struct view_facility *facility, struct view *view, struct box box)
{
    struct ui *ui = view->ui;
    struct facility_flow flow = facility_flow_count(&facility->data, view, facility->by_number);
    struct facility_flow other = {0}, *theirs = facility->differs ? &other : NULL;
    if (facility->compared) /* beside each other, too, both have one scale */
        other = facility_flow_count(&facility->theirs, view->other, facility->by_number);
    ui_card(ui, box);
    if (!(flow.come[STAGE_CANDIDATE] > 0)) {
        ui_message(ui, box, "No projects yet",
                   "Firms propose them once the agreement is made. Move on in time.");
        return;
    }
    struct box inner = {box.x + 20, box.y + 16, box.w - 36, box.h - 34};
    struct places places =
        place(&flow, theirs, fmax(flow.come[STAGE_CANDIDATE], other.come[STAGE_CANDIDATE]), inner);
    int over = 0;
    draw_bands(&flow, &places, ui->canvas);
    for (int k = STAGE_CANDIDATE; k < STAGES; k++) {
        if (is_exit((enum facility_stage)k))
            draw_exit(&flow, theirs, &places, ui, k, facility->by_number);
        else
            draw_stage(&flow, theirs, &places, ui, k, facility->by_number);
        if (flow.come[k] > 0 && ui_over(ui, reach(&places, k)))
            over = k;
    }
    draw_largest(facility, view, &places);
    if (over == 0)
        return;
    if (ui_clicked(ui, reach(&places, over)))
        facility_table_show(facility, (enum facility_stage)over, ORDER_COST);
    show_tooltip(&flow, theirs, ui, over, facility->by_number);
}
