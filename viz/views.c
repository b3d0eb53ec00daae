/* The views there are. A new one is a file view_NAME.c, a line here and a name in view.h. */
#include "viz/view.h"

const struct view_type *const view_types[VIEW_KINDS] = {
    [VIEW_CHARTS] = &view_type_charts,     [VIEW_INDUSTRIES] = &view_type_industries,
    [VIEW_ACCOUNTS] = &view_type_accounts, [VIEW_NETWORK] = &view_type_network,
    [VIEW_WORLD] = &view_type_world,       [VIEW_FACILITY] = &view_type_facility,
    [VIEW_WHY] = &view_type_why,
};
