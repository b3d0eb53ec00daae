/* Elementary functions of the set-up, from additions, multiplications, divisions and square
 * roots alone. IEEE 754 fixes the result of those to the bit, which it does not for the
 * functions of a C library: with these the same seed gives the same population everywhere. */
#include <math.h>
#include <string.h>

#include "agents/population_internal.h"

enum { EXPONENT_BIAS = 1023, MANTISSA_BITS = 52 };

static double from_bits(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t to_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* x = m 2^e with m in [sqrt(1/2), sqrt(2)); log m = 2 artanh((m - 1) / (m + 1)). */
double population_log2(double x)
{
    const double two_over_log2 = 2.885390081777926814;
    uint64_t bits = to_bits(x);
    int exponent = (int)(bits >> MANTISSA_BITS) - EXPONENT_BIAS;
    double m = from_bits((bits & ((UINT64_C(1) << MANTISSA_BITS) - 1)) | (uint64_t)EXPONENT_BIAS
                                                                             << MANTISSA_BITS);
    if (m > 1.4142135623730951) {
        m *= 0.5;
        exponent++;
    }
    double s = (m - 1) / (m + 1), square = s * s, sum = 0;
    for (int n = 21; n >= 1; n -= 2)
        sum = sum * square + 1.0 / n;
    return exponent + two_over_log2 * s * sum;
}

/* 2^x = 2^n e^r with r = (x - n) log 2, |r| < 0.35. */
double population_exp2(double x)
{
    const double log2 = 0.6931471805599453094;
    double n = floor(x + 0.5), r = (x - n) * log2, sum = 1;
    for (int k = 13; k >= 1; k--)
        sum = 1 + sum * r / k;
    return sum * from_bits((uint64_t)((int64_t)n + EXPONENT_BIAS) << MANTISSA_BITS);
}

double population_power(double x, double y)
{
    return x > 0 ? population_exp2(y * population_log2(x)) : 0;
}

double population_exp(double x)
{
    return population_exp2(x * 1.442695040888963407);
}

/* Wichura (1988), Applied Statistics 37, algorithm AS 241, PPND7. */
double population_normal(uint32_t word)
{
    double p = ((double)word + 0.5) * 0x1p-32, q = p - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return q *
               (((5.9109374720e+1 * r + 1.5929113202e+2) * r + 5.0434271938e+1) * r +
                3.3871327179e+0) /
               (((6.7187563600e+1 * r + 7.8757757664e+1) * r + 1.7895169469e+1) * r + 1);
    }
    double tail = q < 0 ? p : 1 - p;
    double r = sqrt(-0.6931471805599453094 * population_log2(tail)); /* at most 4.9 */
    r -= 1.6;
    double x =
        (((1.7023821103e-1 * r + 1.3067284816e+0) * r + 2.7568153900e+0) * r + 1.4234372777e+0) /
        ((1.2021132975e-1 * r + 7.3700164250e-1) * r + 1);
    return q < 0 ? -x : x;
}
