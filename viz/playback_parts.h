/* What the files of the playback share. */
#ifndef KEIRETSU_VIZ_PLAYBACK_PARTS_H
#define KEIRETSU_VIZ_PLAYBACK_PARTS_H

#include "viz/playback.h"

/* playback_column.c */
void playback_columns_free(struct playback *playback);
void playback_columns_grow(struct playback *playback); /* up to the records of their groups */
bool playback_columns_take(struct playback *playback); /* what was read; true if anything was */

/* playback_record.c */
void playback_cache_free(struct playback_cache *cache);

/* Waits for a small job as long as this frame may wait at all. */
bool playback_wait(struct playback *playback, const struct loader_job *job);

#endif
