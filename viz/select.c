#include "viz/select.h"

#include <stdio.h>
#include <string.h>

/* What nobody has chosen is no difference. */
static const char *chosen(const char *text, bool found)
{
    return found ? "" : text;
}

bool selection_same(const struct selection *a, const struct selection *b)
{
    return strcmp(a->region, b->region) == 0 &&
           strcmp(chosen(a->cell_region, a->found_region),
                  chosen(b->cell_region, b->found_region)) == 0 &&
           strcmp(chosen(a->industry, a->found_industry), chosen(b->industry, b->found_industry)) ==
               0 &&
           strcmp(a->column, b->column) == 0 && strcmp(a->project, b->project) == 0 &&
           a->firm == b->firm;
}

static void copy(char *to, const char *from)
{
    snprintf(to, sizeof((struct selection *)0)->region, "%s", from);
}

void selection_link(struct selection *selection, const struct selection *before)
{
    bool just_region = selection->found_region && !before->found_region;
    bool just_industry = selection->found_industry && !before->found_industry;
    bool region = strcmp(selection->region, before->region) != 0;
    bool cell = strcmp(selection->cell_region, before->cell_region) != 0 && !just_region;
    bool industry = strcmp(selection->industry, before->industry) != 0 && !just_industry;
    /* What was found beside an older choice has had its day. */
    if ((region || industry) && selection->found_region && !cell && !just_region)
        selection->cell_region[0] = '\0', selection->found_region = false;
    if ((region || cell) && selection->found_industry && !industry && !just_industry)
        selection->industry[0] = '\0', selection->found_industry = false;
    selection->found_region = selection->found_region && !cell;
    selection->found_industry = selection->found_industry && !industry;
    if (region && !cell) {
        copy(selection->cell_region, selection->region);
        selection->found_region = false;
    } else if (!selection->found_region)
        copy(selection->region, selection->cell_region);
    if ((region || cell || industry) && selection->firm == before->firm)
        selection->firm = 0;
}

void selection_place(struct selection *selection, const char *region, const char *industry)
{
    char own[2][64]; /* they may be the selection's own */
    copy(own[0], region);
    copy(own[1], industry);
    copy(selection->region, own[0]);
    copy(selection->cell_region, own[0]);
    copy(selection->industry, own[1]);
    selection->found_region = selection->found_industry = false;
    selection->firm = 0;
}
