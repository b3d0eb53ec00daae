/* The same as test_viz_damage, with more of everything. */
#define DAMAGE_FULL
#include "test_viz_damage.c"
