#include "agents/event.h"

const struct event_form event_forms[EVENT_KINDS] = {
#define EVENT(id, name, size, least, most, allowed, keys, meaning)                                 \
    {name,                                                                                         \
     EVENT_KEY_##size,                                                                             \
     least,                                                                                        \
     most,                                                                                         \
     allowed,                                                                                      \
     (uint32_t)(keys) | 1u << EVENT_KEY_kind | 1u << EVENT_KEY_start | 1u << EVENT_KEY_##size,     \
     meaning},
#include "agents/event_kind.def"
#undef EVENT
};

const char *const event_key_names[EVENT_KEYS] = {
#define KEY(name) #name,
#include "agents/event_key.def"
#undef KEY
};

const char *const event_kind_names[EVENT_KINDS] = {
#define EVENT(id, name, size, least, most, allowed, keys, meaning) name,
#include "agents/event_kind.def"
#undef EVENT
};

const char *const event_recovery_names[EVENT_RECOVERIES] = {
    [RECOVERY_AT_ONCE] = "at_once",
    [RECOVERY_LINEAR] = "linear",
    [RECOVERY_EXPONENTIAL] = "exponential",
};

const char *const event_of_names[EVENT_OFS] = {
    [OF_HOUSEHOLDS] = "households",
    [OF_GOVERNMENT] = "government",
    [OF_INVESTORS] = "investors",
    [OF_SELLERS] = "sellers",
};

const char *const event_firms_names[EVENT_FIRMS_RULES] = {
    [FIRMS_ALL] = "all",           [FIRMS_RANDOM] = "random", [FIRMS_LARGEST] = "largest",
    [FIRMS_SMALLEST] = "smallest", [FIRMS_LIST] = "list",
};
