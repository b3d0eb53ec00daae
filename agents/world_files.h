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

/* Fields that several files have. */
bool world_field_region(const struct world *world, const struct csv *csv, int column, int *region,
                        struct error *err);
bool world_field_industry(const struct world *world, const struct csv *csv, int column,
                          int *industry, struct error *err);
bool world_field_grade(const struct csv *csv, int column, enum grade *grade, struct error *err);

#endif
