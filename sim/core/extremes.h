/* The larger and the smaller of two numbers, neither of them NaN. fmin and fmax are calls, since
 * they look after NaN, and a call in a loop over links sends every number through memory. */
#ifndef KEIRETSU_CORE_EXTREMES_H
#define KEIRETSU_CORE_EXTREMES_H

static inline double larger(double a, double b)
{
    return a > b ? a : b;
}

static inline double smaller(double a, double b)
{
    return a < b ? a : b;
}

#endif
