/* Colours of sectors and of parts of a whole: medium tones, which stand out from light cards and
 * from dark ones, a little lighter on the latter. */
#include <string.h>

#include "viz/draw.h"
#include "viz/theme.h"

static const struct {
    const char *label;
    uint32_t colour;
} SECTORS[] = {
    {"households", 0xff3f78b5},    {"firms", 0xffd98a2b},      {"banks", 0xff2a9178},
    {"funds", 0xff8763b0},         {"government", 0xffbf4a50}, {"central bank", 0xff59708a},
    {"policy bank", 0xffc9a514},   {"insurer", 0xff3fa9bd},    {"project vehicles", 0xffc46a9d},
    {"rest of world", 0xff8c8c8c},
};

enum { SECTOR_COLOURS = sizeof SECTORS / sizeof *SECTORS };

static uint32_t for_theme(uint32_t colour)
{
    return theme_is_dark() ? draw_mix(colour, 0xffffffffu, 0.18) : colour;
}

uint32_t theme_sector(const char *label, uint64_t place)
{
    for (int i = 0; i < SECTOR_COLOURS; i++)
        if (label && strcmp(label, SECTORS[i].label) == 0)
            return for_theme(SECTORS[i].colour);
    return for_theme(SECTORS[place % SECTOR_COLOURS].colour);
}

static const uint32_t PARTS[] = {
    0xff4a86c5, 0xffd08a3c, 0xff4fa37c, 0xff9b7cc0, 0xffcf6f79, 0xff5fb2c4, 0xffa8923c, 0xff8a8f98,
};

uint32_t theme_part(uint64_t place)
{
    return for_theme(PARTS[place % (sizeof PARTS / sizeof *PARTS)]);
}
