"""Correlations with output at leads and lags, computed from published series with the functions
of measures.py: lags -6 to 6 quarters, a positive lag is later than output.

United States 1959Q1-2009Q3: real GDP, consumption, gross private investment (stock building
included) and unemployment of BEA and BLS, by way of FRED and statsmodels (macrodata).
Japan 1994Q1-2019Q4: real GDP of the Cabinet Office by way of FRED (JPNRGDPEXP), unemployment of
the OECD's key economic indicators.
"""
LAGS = list(range(-6, 7))
WITH_OUTPUT = {
    ("USA", "consumption"): [0.05, 0.22, 0.42, 0.60, 0.76, 0.86, 0.87, 0.72, 0.52, 0.30, 0.09,
                             -0.09, -0.24],
    ("USA", "investment"): [0.02, 0.12, 0.26, 0.43, 0.61, 0.78, 0.91, 0.77, 0.55, 0.30, 0.07,
                            -0.17, -0.32],
    ("USA", "unemployment"): [0.19, 0.07, -0.08, -0.28, -0.50, -0.72, -0.88, -0.89, -0.78, -0.60,
                              -0.39, -0.18, 0.00],
    ("JPN", "unemployment"): [None, None, -0.02, -0.19, -0.37, -0.54, -0.69, -0.78, -0.75, -0.62,
                              -0.45, None, None],
}

# Population of Japan, million: National Institute of Population and Social Security Research,
# projection of 2023, medium variant; all from memory but 2020, 2056 and 2070. Compared with only.
IPSS_POPULATION = {2020: 126.15, 2025: 123.26, 2030: 120.1, 2035: 116.6, 2040: 112.8, 2050: 104.7,
                   2056: 99.6, 2070: 87.0}
IPSS_WORKING = {2020: 75.1, 2030: 70.8, 2040: 62.1, 2050: 55.4, 2070: 45.4}  # of 15 to 64
