/* Words of the investment framework: stages of projects, what holds the pace back, and the forms
 * that the money may take. docs/model/facility.md explains them. */
#ifndef KEIRETSU_AGENTS_FRAMEWORK_H
#define KEIRETSU_AGENTS_FRAMEWORK_H

enum project_stage {
#define PROJECT_STAGE(id, name, meaning) PROJECT_##id,
#include "agents/project_stage.def"
#undef PROJECT_STAGE
    PROJECT_STAGES
};

enum pace {
#define PACE(id, label, meaning) PACE_##id,
#include "agents/pace.def"
#undef PACE
    PACES
};

extern const char *const project_stage_names[PROJECT_STAGES];
extern const char *const pace_labels[PACES];

enum framework_form { FORM_MIX, FORM_LOANS, FORM_GUARANTEES, FORM_GRANTS };
enum framework_allocation {
    ALLOCATION_AS_OBSERVED,
    ALLOCATION_FOUR_SECTORS,
    ALLOCATION_QUALITY_FIRST,
    ALLOCATION_POLITICS_FIRST,
    ALLOCATIONS
};
enum framework_consultation { CONSULTATION_ADVISE, CONSULTATION_VETO, CONSULTATION_ABSENT };
enum framework_decline { DECLINE_EXPECTED_VALUE, DECLINE_NEVER };
enum framework_tie { TIE_PERFORMANCE, TIE_ALWAYS, TIE_NEVER };

#endif
