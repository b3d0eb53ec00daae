/* Figures as SVG: well-formed, with texts as texts, lines as lines, and the figures of the screen.
 */
#include "viewer_sample.h"

#include <math.h>

#include "folder.h"
#include "viewer_app.h"
#include "viz/draw_polygon.h"
#include "viz/draw_svg.h"
#include "viz/text.h"
#include "viz/theme.h"
#include "world_sample.h"
#include "xml_check.h"

enum { SVG_MAX = 8 << 20 };

static char *read_text(const char *path)
{
    char *text = calloc(1, SVG_MAX);
    assert_non_null(text);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_true(fread(text, 1, SVG_MAX - 1, file) > 0);
    fclose(file);
    return text;
}

static void assert_well_formed(const char *text)
{
    struct xml xml;
    if (xml_check(&xml, text)[0])
        fail_msg("%s", xml.trouble);
}

static void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no %s in %s", part, text);
}

struct page {
    struct canvas canvas;
    char *text; /* of the document */
};

static struct page page_begin(void)
{
    struct page page = {0};
    struct error err = {0};
    assert_success(draw_resize(&page.canvas, 100, 80, 2, &err), err);
    assert_success(svg_begin(&page.canvas, 2, "A & B", &err), err);
    return page;
}

static void page_end(struct page *page)
{
    struct error err = {0};
    assert_success(svg_end(&page->canvas, "page.svg", &err), err);
    assert_null(page->canvas.svg);
    page->text = read_text("page.svg");
    assert_well_formed(page->text);
}

static void page_free(struct page *page)
{
    free(page->text);
    draw_free(&page->canvas);
}

static void shapes_become_elements(void **unused)
{
    (void)unused;
    struct page page = page_begin();
    draw_fill(&page.canvas, (struct box){1, 2, 3, 4}, 0xff102030);
    draw_fill(&page.canvas, (struct box){1, 2, 3, 4}, 0x80102030);
    draw_fill(&page.canvas, (struct box){1, 2, 3, 4}, 0x00102030);  /* nothing to see */
    draw_fill(&page.canvas, (struct box){60, 2, 3, 4}, 0xffabcdef); /* outside */
    draw_circle(&page.canvas, 10, 11, 3, 0xff00ff00);
    draw_rounded_frame(&page.canvas, (struct box){0, 0, 10, 10}, 4, 1, 0xff0000ff);
    draw_triangle(&page.canvas, (struct point){1, 1}, (struct point){2, 1}, (struct point){1, 2},
                  0xffff0000);
    page_end(&page);
    assert_holds(page.text, "width=\"50\" height=\"40\" viewBox=\"0 0 100 80\"");
    assert_holds(page.text, "<title>A &amp; B</title>");
    assert_holds(page.text, "<rect x=\"2\" y=\"4\" width=\"6\" height=\"8\" fill=\"#102030\"/>");
    assert_holds(page.text, "fill=\"#102030\" fill-opacity=\"0.502\"/>");
    assert_int_equal(xml_count(page.text, "#102030"), 2);
    assert_int_equal(xml_count(page.text, "#abcdef"), 0);
    assert_holds(page.text, "<circle cx=\"20\" cy=\"22\" r=\"6\" fill=\"#00ff00\"/>");
    assert_holds(page.text, "<rect x=\"1\" y=\"1\" width=\"18\" height=\"18\" rx=\"7\" "
                            "fill=\"none\" stroke=\"#0000ff\" stroke-width=\"2\"/>");
    assert_holds(page.text, "<path d=\"M2 2L4 2L2 4Z\" fill=\"#ff0000\"/>");
    page_free(&page);
}

static void lines_break_where_a_value_is_missing(void **unused)
{
    (void)unused;
    struct page page = page_begin();
    struct point points[] = {{1, 1}, {2, 2}, {NAN, 3}, {4, 4}, {5, HUGE_VAL}, {6, 6}, {7, 7}};
    draw_polyline(&page.canvas, points, 7, 1.5, 0xff123456);
    page_end(&page);
    assert_holds(page.text, "stroke-width=\"3\" stroke=\"#123456\" d=\"M2 2L4 4M12 12L14 14\"/>");
    assert_holds(page.text, "<circle cx=\"8\" cy=\"8\" r=\"3\" fill=\"#123456\"/>");
    assert_int_equal(xml_count(page.text, "nan"), 0);
    page_free(&page);
}

static void bands_end_where_their_edges_cross(void **unused)
{
    (void)unused;
    struct page page = page_begin();
    double x[] = {0, 10, 20, 30, 40}, top[] = {5, 5, 5, 5, NAN}, bottom[] = {10, 10, 0, 10, 10};
    draw_band(&page.canvas, x, top, bottom, 5, 0xff123456);
    page_end(&page);
    assert_holds(page.text, "<path d=\"M0 10L20 10L30 10L30 10L20 20L0 20Z\" fill=\"#123456\"/>");
    assert_holds(page.text, "<path d=\"M50 10L60 10L60 20L50 10Z\" fill=\"#123456\"/>");
    assert_int_equal(xml_count(page.text, "<path"), 2);
    page_free(&page);
}

/* A square with a hole, its edges in no order. */
static void outlines_are_put_together(void **unused)
{
    (void)unused;
    struct page page = page_begin();
    struct point o[] = {{0, 0}, {20, 0}, {20, 20}, {0, 20}}, h[] = {{5, 5}, {10, 5}, {5, 10}};
    struct edge edges[] = {{o[0], o[1]}, {h[0], h[1]}, {o[2], o[1]}, {h[2], h[0]},
                           {o[3], o[0]}, {h[2], h[1]}, {o[2], o[3]}};
    draw_edges(&page.canvas, edges, 7, 0xff123456);
    page_end(&page);
    assert_holds(page.text, "<path fill-rule=\"evenodd\" d=\"M0 0L40 0L40 40L0 40L0 0Z"
                            "M10 10L20 10L10 20L10 10Z\" fill=\"#123456\"/>");
    page_free(&page);
}

static void what_is_clipped_is_in_a_group(void **unused)
{
    (void)unused;
    struct page page = page_begin();
    struct box clip = {5, 5, 10, 10};
    draw_clip(&page.canvas, clip);
    draw_fill(&page.canvas, (struct box){0, 0, 8, 8}, 0xff000001);
    draw_fill(&page.canvas, (struct box){6, 6, 2, 2}, 0xff000002);
    draw_clip_none(&page.canvas);
    draw_fill(&page.canvas, (struct box){0, 0, 8, 8}, 0xff000003);
    draw_clip(&page.canvas, clip);
    draw_fill(&page.canvas, (struct box){0, 0, 8, 8}, 0xff000004);
    page_end(&page);
    assert_int_equal(xml_count(page.text, "<clipPath"), 1);
    assert_holds(page.text, "<rect x=\"10\" y=\"10\" width=\"20\" height=\"20\"/></clipPath>");
    assert_int_equal(xml_count(page.text, "<g clip-path=\"url(#clip0)\">"), 2);
    const char *third = strstr(page.text, "#000003");
    assert_true(third && strstr(page.text, "</g>") < third);
    page_free(&page);
}

/* Pixels drawn one by one lie below what is drawn after them and above what came before. */
static void pixels_become_a_picture_in_their_place(void **unused)
{
    (void)unused;
    struct page page = page_begin();
    draw_fill(&page.canvas, (struct box){0, 0, 8, 8}, 0xff000001);
    draw_pixel(&page.canvas, 3, 4, 0xffff0000, 0.5);
    draw_pixel(&page.canvas, 6, 5, 0xffff0000, 1);
    draw_fill(&page.canvas, (struct box){0, 0, 8, 8}, 0xff000002);
    page_end(&page);
    const char *image = strstr(page.text, "<image x=\"3\" y=\"4\" width=\"4\" height=\"2\"");
    assert_non_null(image);
    assert_non_null(strstr(image, "data:image/png;base64,iVBORw0KGgo"));
    assert_true(strstr(page.text, "#000001") < image && strstr(page.text, "#000002") > image);
    page_free(&page);
}

static void text_stays_text(void **unused)
{
    (void)unused;
    struct page page = page_begin();
    struct error err = {0};
    assert_success(text_open(&page.canvas.text, &err), err);
    double width = text_draw(&page.canvas, TEXT_HEADING, TEXT_LEFT, 10, 20, 0xff000000,
                             "a<b & \"c\" \x01\xff é");
    assert_true(width > 20);
    text_draw(&page.canvas, TEXT_BODY | TEXT_TABULAR, TEXT_RIGHT, 40, 20, 0xff000000, "1.25");
    text_draw_fit(&page.canvas, TEXT_BODY, TEXT_CENTRE, 25, 20, 30, 0xff000000, "shortened");
    page_end(&page);
    assert_holds(page.text, "font-size=\"30\" font-weight=\"600\" fill=\"#000000\">"
                            "a&lt;b &amp; &quot;c&quot; &#xfffd;&#xfffd; é</text>");
    const char *number = strstr(page.text, "<text x=\"80\" y=\"");
    assert_non_null(number);
    /* The middle of the capitals is at 40, and they are about seven tenths of 26 high. */
    assert_in_range(strtol(number + 16, NULL, 10), 47, 52);
    assert_holds(page.text, "tabular-nums\" text-anchor=\"end\" fill=\"#000000\">1.25</text>");
    assert_holds(page.text, "…</text>");
    assert_int_equal(xml_count(page.text, "shortened"), 0);
    text_close(page.canvas.text);
    page_free(&page);
}

static void a_place_that_cannot_be_written_is_said(void **unused)
{
    (void)unused;
    struct page page = page_begin();
    struct error err = {0};
    assert_false(svg_end(&page.canvas, "/nowhere/at/all.svg", &err));
    assert_non_null(strstr(err.text, "/nowhere/at/all.svg"));
    assert_null(page.canvas.svg);
    page_free(&page);
}

static void an_enlarged_chart_has_its_lines_and_names(void **unused)
{
    (void)unused;
    struct error err = {0};
    viewer_write("run.h5", 0, 3, VIEWER_STEPS);
    struct app *app = app_of("run.h5", VIEW_CHARTS);
    app_key(app, (struct key){'\r', false, false});
    assert_success(app_save_svg(app, "chart.svg", &err), err);
    char *text = read_text("chart.svg");
    assert_well_formed(text);
    assert_holds(text, "<title>A chip fire – Charts</title>");
    assert_holds(text, ">Real GDP</text>");
    assert_holds(text, ">start = 100</text>");
    assert_int_equal(xml_count(text, ">Japan</text>"), 2); /* at its line, and in the readout */
    assert_int_equal(xml_count(text, ">Industries</text>"), 0); /* a tab */
    /* Two bold lines, and the rest of the world: with a point for each record but the opening. */
    assert_int_equal(xml_count(text, "stroke-width=\"2.4\""), 2);
    const char *line = strstr(text, "stroke-width=\"2.4\"");
    char path[1024] = "";
    snprintf(path, sizeof path, "%.*s", (int)strcspn(line, ">"), line);
    assert_int_equal(xml_count(path, "L"), VIEWER_STEPS - 1);
    free(text);
    app_end(app);
}

static void every_view_has_a_figure(void **unused)
{
    (void)unused;
    struct error err = {0};
    viewer_write("all.h5", 0, 3, VIEWER_STEPS);
    world_write("world.h5", 0, WORLD_SAMPLE_GROUPS, 52, false);
    for (int dark = 0; dark < 2; dark++)
        for (int view = 0; view < VIEW_KINDS; view++)
            for (int run = 0; run < 2; run++) {
                struct app *app = app_of(run ? "world.h5" : "all.h5", (enum view_kind)view);
                theme_dark(dark);
                uint32_t before = app->canvas.pixels[0];
                assert_success(app_save_svg(app, "view.svg", &err), err);
                assert_int_equal(app->canvas.pixels[0], before);
                assert_int_equal(app->frame, FRAME_WINDOW);
                char *text = read_text("view.svg");
                assert_well_formed(text);
                assert_true(xml_count(text, "<text ") > 2);
                assert_int_equal(xml_count(text, "nan"), 0);
                /* Maps are shapes. */
                if (view == VIEW_WORLD && run)
                    assert_true(xml_count(text, "<path fill-rule=\"evenodd\"") >= 7);
                assert_int_equal(xml_count(text, "<image"), 0);
                free(text);
                app_end(app);
            }
    theme_dark(false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_become_elements),
        cmocka_unit_test(lines_break_where_a_value_is_missing),
        cmocka_unit_test(bands_end_where_their_edges_cross),
        cmocka_unit_test(outlines_are_put_together),
        cmocka_unit_test(what_is_clipped_is_in_a_group),
        cmocka_unit_test(pixels_become_a_picture_in_their_place),
        cmocka_unit_test(text_stays_text),
        cmocka_unit_test(a_place_that_cannot_be_written_is_said),
        cmocka_unit_test(an_enlarged_chart_has_its_lines_and_names),
        cmocka_unit_test(every_view_has_a_figure),
    };
    return cmocka_run_group_tests(tests, folder_create, folder_remove);
}
