#include "viz/names.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct name {
    const char *code, *name;
};

static const struct name REGIONS[] = {
    {"JPN", "Japan"}, {"USA", "United States"}, {"TWN", "Taiwan"},        {"CHN", "China"},
    {"KOR", "Korea"}, {"EUR", "Europe"},        {"ROW", "Rest of world"},
};

/* Divisions of ISIC Rev. 4 as the OECD's input-output tables group them, in short. */
static const struct name INDUSTRIES[] = {
    {"A", "Agriculture, forestry, fishing"},
    {"B05_06", "Mining of energy products"},
    {"B07_09", "Other mining"},
    {"C10T12", "Food, beverages, tobacco"},
    {"C13T15", "Textiles, clothing, leather"},
    {"C16T18", "Wood, paper, printing"},
    {"C19", "Coke, refined petroleum"},
    {"C20", "Chemicals"},
    {"C21", "Pharmaceuticals"},
    {"C22", "Rubber and plastics"},
    {"C23", "Glass, cement, ceramics"},
    {"C24", "Basic metals"},
    {"C25", "Metal products"},
    {"C26", "Computers, electronics, optics"},
    {"C27", "Electrical equipment"},
    {"C28", "Machinery"},
    {"C29", "Motor vehicles"},
    {"C301", "Ships and boats"},
    {"C302", "Aircraft, rail, other transport eq."},
    {"C31T33", "Furniture, other manufacturing"},
    {"D35", "Electricity, gas, steam"},
    {"E", "Water, waste"},
    {"F", "Construction"},
    {"G", "Wholesale and retail trade"},
    {"H49", "Land transport, pipelines"},
    {"H50", "Water transport"},
    {"H51", "Air transport"},
    {"H52T53", "Warehousing, post"},
    {"I", "Hotels and restaurants"},
    {"J", "Information, communication"},
    {"K", "Finance and insurance"},
    {"L", "Real estate"},
    {"MN", "Professional, business services"},
    {"O", "Public administration, defence"},
    {"P", "Education"},
    {"Q", "Health and social work"},
    {"RST", "Arts, other services"},
};

static const struct name COLUMNS[] = {
    {"gdp", "Nominal GDP"},
    {"real_gdp", "Real GDP"},
    {"gdp_nominal", "Nominal GDP"},
    {"gdp_real", "Real GDP"},
    {"price_index", "Price level"},
    {"consumer_price_index", "Consumer prices"},
    {"unemployment_rate", "Unemployment rate"},
    {"consumption", "Consumption"},
    {"consumption_real", "Real consumption"},
    {"government_consumption", "Public consumption"},
    {"wage_index", "Wage level"},
    {"debt", "Public debt"},
};

static const char *find(const struct name *names, size_t count, const char *code)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i].code, code) == 0)
            return names[i].name;
    return NULL;
}

#define FIND(names, code) find(names, sizeof names / sizeof *names, code)

const char *name_region(const char *code)
{
    const char *name = FIND(REGIONS, code);
    return name ? name : code;
}

const char *name_industry(const char *code)
{
    const char *name = FIND(INDUSTRIES, code);
    return name ? name : code;
}

const char *name_unit(const char *unit)
{
    bool money = strncmp(unit, "cent", 4) == 0 || strncmp(unit, "US cent", 7) == 0;
    return money || strcmp(unit, "1") == 0 ? "" : unit;
}

char *name_column(char *text, size_t size, const char *column)
{
    const char *name = FIND(COLUMNS, column);
    snprintf(text, size, "%s", name ? name : column);
    if (name || size == 0)
        return text;
    for (char *c = text; *c; c++)
        if (*c == '_')
            *c = ' ';
    text[0] = (char)toupper((unsigned char)text[0]);
    if (strncmp(text, "Gdp", 3) == 0)
        memcpy(text, "GDP", 3);
    return text;
}

static const char *const STAGE_NAMES[] = {
    "Empty",  "Candidate",          "Screened",  "Recommended", "Selected", "Notice given",
    "Signed", "Under construction", "Operating", "Failed",      "Declined", "Dropped",
};

const char *name_stage(size_t stage)
{
    return stage < sizeof STAGE_NAMES / sizeof *STAGE_NAMES ? STAGE_NAMES[stage] : "Unknown stage";
}

static const struct name PACE_NAMES[] = {
    {"nothing", "Nothing is open, or all of the pledge is named."},
    {"candidates", "No projects are proposed for the money."},
    {"permits, customers", "Candidates lack permits or customers."},
    {"examinations", "The policy bank cannot examine candidates faster."},
    {"committees", "Examined projects wait for the committees or the president."},
    {"clock", "The days between notice and funding have to pass."},
    {"lenders' capital", "Capital of the policy bank, the banks or the insurer is short."},
    {"dollars", "Dollars cannot be raised faster."},
    {"building", "Contracts are signed, construction takes its time."},
    {"deadline", "The deadline for selections has passed."},
};

const char *name_pace(size_t pace)
{
    return pace < sizeof PACE_NAMES / sizeof *PACE_NAMES ? PACE_NAMES[pace].code : "unknown";
}

const char *name_pace_meaning(size_t pace)
{
    return pace < sizeof PACE_NAMES / sizeof *PACE_NAMES ? PACE_NAMES[pace].name : "";
}
