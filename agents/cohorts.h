/* People by single year of age: births, deaths, birthdays and migration of a region in one step.
 *
 * A year of the run is 52 weeks or 365 days. Those of age y are `waiting` for their birthday of
 * the year or have `turned` y already; a birthday moves a person from waiting at y to turned at
 * y + 1, evenly over the year, and at the end of the year everybody waits again. So nobody gets
 * older by more or less than a year a year, and a baby boom stays where it is. Whole persons,
 * rounded by draws.
 *
 *     births    = sum over ages of women * fertility                                [persons/step]
 *     deaths    = persons * mortality * (1 - mortality_decline)^years
 *     birthdays = waiting / steps left in the year
 *     migration = figure of the band / 5, of the last region what the others send or receive
 *
 * Rates times the factors of a variant, where a scenario has one.
 *
 * 0.485 of each age are women (our assumption). Source: cohort component method (Preston,
 * Heuveline and Guillot 2001, recalled); rates: configs/world-2022/cohorts.csv.
 */
#ifndef KEIRETSU_AGENTS_COHORTS_H
#define KEIRETSU_AGENTS_COHORTS_H

#include <stdint.h>

#include "agents/world.h"
#include "core/rng.h"

/* Another course of the population: factors on the rates, by region (growth.fertility ...). */
struct cohort_variant {
    const double *fertility, *mortality, *migration;
};

/* Where a step is. */
struct cohort_time {
    int steps, step; /* steps in a year; steps done in the current one */
    double years;    /* since the start, at the start of the step */
    struct rng rng;
    const struct cohort_variant *variant; /* NULL: rates as they are in the files */
};

/* What a step did, by age group; birthdays: into the next group. */
struct cohort_flows {
    int64_t births;
    int64_t deaths[AGE_GROUPS_MAX], birthdays[AGE_GROUPS_MAX], arrivals[AGE_GROUPS_MAX];
};

/* First age of each group from the labels ("15-24" begins at 15), even tens where they say
 * nothing; first[groups] is AGES. */
void cohort_groups(const struct world *world, int first[AGE_GROUPS_MAX + 1]);

/* The persons of each age group by year of age, in the shape of the bands; whole persons. */
void cohorts_open(const struct world *world, int r, int64_t waiting[AGES]);

/* Net migrants by age in one step, of all regions: they add up to nobody. */
void cohorts_migrants(const struct world *world, const struct cohort_time *time,
                      int64_t migrants[REGIONS_MAX][AGES]);

void cohorts_step(const struct world *world, int r, const struct cohort_time *time,
                  const int64_t migrants[AGES], int64_t waiting[AGES], int64_t turned[AGES],
                  struct cohort_flows *flows);

/* Participation at an age, `years` after the start. Rates tend to participation_limit over 15
 * years; inside the last group they fall with age by a factor e in eleven years (our assumption,
 * near Japan's 0.54, 0.35 and 0.12 past 65, 70 and 75), with the group's rate at the start.
 *
 * longer: years by which working lives get longer in the end, at the same pace of 15 years: people
 * of the last group then work like those who are so many years younger, the youngest of them like
 * the group before. */
struct cohort_work {
    double scale, years, longer;
};
double cohort_participation(const struct world *world, int r, int group, int age,
                            const struct cohort_work *work);

/* What scales the fall of the last group, from the persons of the start. */
double cohort_scale(const struct world *world, const int64_t waiting[AGES]);

/* Labour force by age group at the participation of normal times. */
void cohorts_potential(const struct world *world, int r, const int64_t waiting[AGES],
                       const int64_t turned[AGES], const struct cohort_work *work,
                       double potential[AGE_GROUPS_MAX]);

#endif
