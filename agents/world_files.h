/* The files of a world folder, one function a file; for world.c only. Each reads its file
 * strictly and fills its part of the world; earlier ones must have been read before. */
#ifndef KEIRETSU_AGENTS_WORLD_FILES_H
#define KEIRETSU_AGENTS_WORLD_FILES_H

#include "agents/csv.h"
#include "agents/world.h"

/* world_figures.c: region-figures.csv, industry-figures.csv, ages.csv, enterprises.csv,
 * cohorts.csv (may be absent) */
bool world_read_region_figures(struct world *world, struct error *err);
bool world_read_industry_figures(struct world *world, struct error *err);
bool world_read_ages(struct world *world, struct error *err);
bool world_read_enterprises(struct world *world, struct error *err);
bool world_read_cohorts(struct world *world, struct error *err);

/* world_table.c: output.csv, intermediate.csv, final.csv, and whether they balance */
bool world_read_table(struct world *world, struct error *err);

/* world_inputs.c: essentiality.csv, varieties.csv */
bool world_read_essentiality(struct world *world, struct error *err);
bool world_read_varieties(struct world *world, struct error *err);

/* world_routes.c: chokepoints.csv, routes.csv */
bool world_read_routes(struct world *world, struct error *err);

/* world_projects.c: project-kinds.csv, project-figures.csv, project-mix.csv, candidates.csv and
 * deal-tariffs.csv (all may be absent) */
bool world_read_projects(struct world *world, struct error *err);

/* world_sites.c: project-sites.csv, project-site-shares.csv (may be absent) */
bool world_read_sites(struct world *world, struct error *err);

/* Fields that several files have. */
bool world_field_region(const struct world *world, const struct csv *csv, int column, int *region,
                        struct error *err);
bool world_field_industry(const struct world *world, const struct csv *csv, int column,
                          int *industry, struct error *err);
bool world_field_kind(const struct world *world, const struct csv *csv, int column, int *kind,
                      struct error *err);
bool world_field_site(const struct world *world, const struct csv *csv, int column, int *site,
                      struct error *err);
bool world_field_grade(const struct csv *csv, int column, enum grade *grade, struct error *err);

/* world_figures.c: figures in long format. */
struct world_figure_form {
    const char *name, *unit;
    double least, most;
    size_t offset; /* of the figure's array in struct world (of an age group or a kind of project:
                      of the figure in its struct) */
};

/* The figure that column 0 names, or -1 after a message. */
int world_figure_find(const struct csv *csv, const struct world_figure_form *figures, int count,
                      const char *of, struct error *err);

/* Refuses a figure that was given before; remembers the line. */
bool world_figure_once(const struct csv *csv, int *line_of, struct error *err);

/* The last four columns of every such file: value,unit,grade,source. */
bool world_figure_read(struct world *world, const struct csv *csv,
                       const struct world_figure_form *figure, struct world_figure *record,
                       struct error *err);

#endif
