/* Colours of the facility: stages of projects, and parts of their money. */
#include "viz/theme.h"

/* Empty, candidate to operating, failed, declined, dropped. */
static const uint32_t STAGES[] = {
    0xffe9e9e5, 0xffb4bfca, 0xff92aec8, 0xff6f9cc6, 0xff4c88bf, 0xff2f70ae,
    0xff5b4ba3, 0xff1f8a86, 0xff3a9a4b, 0xffc23b31, 0xffd98a1f, 0xffa9a9a3,
};
static const uint32_t STAGES_DARK[] = {
    0xff2c3137, 0xff66727e, 0xff5f7d99, 0xff5688b3, 0xff4f94ca, 0xff56a3e0,
    0xffa294ea, 0xff3fb8b2, 0xff5cc470, 0xfff0645a, 0xffeba544, 0xff75756f,
};

uint32_t theme_stage(uint64_t stage)
{
    const uint32_t *colours = theme_is_dark() ? STAGES_DARK : STAGES;
    return colours[stage < sizeof STAGES / sizeof *STAGES ? stage : 0];
}

static const uint32_t PARTS[] = {0xff6b4c9a, 0xffb09ccf, 0xff8a8d2f};
static const uint32_t PARTS_DARK[] = {0xff9b7fd0, 0xff5d4f80, 0xffb9bc5a};

uint32_t theme_slice(uint64_t place)
{
    return (theme_is_dark() ? PARTS_DARK : PARTS)[place % (sizeof PARTS / sizeof *PARTS)];
}

uint32_t theme_good(void)
{
    return theme_stage(8);
}

uint32_t theme_bad(void)
{
    return theme_stage(9);
}
