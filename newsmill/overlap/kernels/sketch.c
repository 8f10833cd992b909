/* What is kept of the units of a text (sketch.py, figures.py, profile.py). */

#include "kernels.h"

#define MAP_SHIFT 53

/* Hashes of all runs of `size` units inside one text, and the text of each. Returns how many. */
int64_t grams(const uint64_t *hashes, const int64_t *text, int64_t count, int64_t size, uint64_t *values,
              int64_t *of) {
    int64_t found = 0;
    for (int64_t i = 0; i + size <= count; i++) {
        if (text[i] != text[i + size - 1]) continue;
        values[found] = gram(hashes + i, (int)size);
        of[found++] = text[i];
    }
    return found;
}

/* Distinct values, of which the upper bits count. table: zeros, a power of two of them, over twice as many as values. */
static int64_t distinct(const uint64_t *values, int64_t count, uint64_t *table, uint64_t places) {
    int64_t found = 0;
    int zero = 0;
    for (int64_t i = 0; i < count; i++) {
        const uint64_t value = values[i] >> DROPPED;
        if (!value) {
            zero = 1;
            continue;
        }
        uint64_t at = value & (places - 1);
        while (table[at] && table[at] != value) at = (at + 1) & (places - 1);
        found += !table[at];
        table[at] = value;
    }
    return found + zero;
}

/* Per text: distinct shingles; those hashes up to the limit of its class, sorted, once each, laid end to end with
 * their bounds; and the bitmap of its pairs of units. scratch: as many words as the longest text has units, and table
 * words, a power of two over twice as many. classes: so many pairs of a number of shingles and the limit up to it. */
int64_t sketches(const uint64_t *hashes, const int64_t *bounds, int64_t texts, const uint64_t *classes,
                 int64_t n_classes, uint64_t *scratch, uint64_t *table, int64_t table_size, int64_t *counts,
                 uint64_t *kept, int32_t *kept_bounds, uint64_t *maps) {
    int64_t total = 0;
    memset(maps, 0, sizeof(uint64_t) * MAP_WORDS * (size_t)texts);
    kept_bounds[0] = 0;
    for (int64_t t = 0; t < texts; t++) {
        const uint64_t *own = hashes + bounds[t];
        const int64_t size = bounds[t + 1] - bounds[t];
        int64_t runs = 0;
        for (int64_t i = 0; i + SHINGLE <= size; i++) scratch[runs++] = gram(own + i, SHINGLE);
        uint64_t places = 16;
        while (places < 2 * (uint64_t)runs + 2 && places < (uint64_t)table_size) places *= 2;
        memset(table, 0, sizeof(uint64_t) * places);
        counts[t] = distinct(scratch, runs, table, places);
        int64_t of = 0;
        while (of < n_classes - 1 && (uint64_t)counts[t] > classes[2 * of]) of++;
        const uint64_t limit = classes[2 * of + 1];
        int64_t held = 0;
        for (int64_t i = 0; i < runs; i++)
            kept[total + held] = scratch[i], held += scratch[i] <= limit;
        total += sorted_once(kept + total, held);
        kept_bounds[t + 1] = (int32_t)total;
        for (int64_t i = 0; i + 2 <= size; i++) {
            const uint64_t bit = gram(own + i, 2) >> MAP_SHIFT;
            maps[t * MAP_WORDS + (int64_t)(bit >> 6)] |= 1ull << (bit & 63);
        }
    }
    return total;
}

static int is_often(const uint64_t *own, int64_t size, uint64_t sign, double least) {
    int64_t count = 0;
    for (int64_t i = 0; i < size; i++) count += own[i] == sign;
    return (double)count > least * (double)size;
}

/* The smallest keys of the figures of each Chinese or English text (figures.py), and where those of each start. signs:
 * what a Chinese text has, what an English one has, and what follows the number of a month. scratch: over three times as
 * many words as the longest text has units. */
int64_t figures(const uint64_t *hashes, const uint8_t *is_number, const int64_t *bounds, int64_t texts,
                const uint64_t *signs, double least_chinese, double least_english, int64_t kept, uint64_t *scratch,
                uint64_t *values, int32_t *value_bounds) {
    int64_t total = 0;
    value_bounds[0] = 0;
    for (int64_t t = 0; t < texts; t++) {
        const uint64_t *own = hashes + bounds[t];
        const uint8_t *digits = is_number + bounds[t];
        const int64_t size = bounds[t + 1] - bounds[t];
        const int chinese = is_often(own, size, signs[0], least_chinese);
        if (chinese || is_often(own, size, signs[1], least_english)) {
            uint64_t *keys = scratch, last[3] = {0};
            int64_t numbers = 0, found = 0;
            for (int64_t i = 0; i < size; i++) {
                if (!digits[i] || (i + 1 < size && own[i + 1] == signs[2])) continue;
                for (int step = 0; step < 3 && step < numbers; step++)
                    if (last[step] != own[i]) keys[found++] = (mix(last[step] + own[i]) & ~1ull) | (uint64_t)chinese;
                last[2] = last[1], last[1] = last[0], last[0] = own[i];
                numbers++;
            }
            found = sorted_once(keys, found);
            for (int64_t i = 0; i < found && i < kept; i++) values[total++] = keys[i];
        }
        value_bounds[t + 1] = (int32_t)total;
    }
    return total;
}

/* What judging pairs of texts takes from their units (profile.py): of each text the shingles, pairs of units, numbers,
 * what stands on both sides of a number, and that with the number, each as a key behind the number of the text; and where
 * the shingles of each start. counts: how many keys of each kind. */
int64_t profiled(const uint64_t *hashes, const uint8_t *is_number, const int64_t *bounds, int64_t texts,
                 int64_t *starts, uint64_t *shingles, uint64_t *pairs, uint64_t *numbers, uint64_t *contexts,
                 uint64_t *placed, int64_t *counts) {
    int64_t runs = 0, twos = 0, figures = 0, places = 0;
    for (int64_t t = 0; t < texts; t++) {
        const uint64_t label = (uint64_t)t << (64 - DROPPED);
        starts[t] = runs;
        for (int64_t i = bounds[t]; i < bounds[t + 1]; i++) {
            const uint64_t *own = hashes + i;
            const int64_t left = bounds[t + 1] - i;
            if (left >= SHINGLE) shingles[runs++] = label | gram(own, SHINGLE) >> DROPPED;
            if (left >= 2) pairs[twos++] = label | gram(own, 2) >> DROPPED;
            if (!is_number[i]) continue;
            numbers[figures++] = label | own[0] >> DROPPED;
            if (i == bounds[t] || left < 2) continue;
            contexts[places] = label | (mix(own[-1]) + own[1]) >> DROPPED;
            placed[places++] = label | gram(own - 1, 3) >> DROPPED;
        }
    }
    starts[texts] = runs;
    counts[0] = runs, counts[1] = twos, counts[2] = figures, counts[3] = counts[4] = places;
    return runs;
}

/* Ascending keys once each, in their place, and where those of each text start, whose number stands in front. */
int64_t once(uint64_t *keys, int64_t count, int64_t texts, int64_t *bounds) {
    int64_t kept = 0, text = 0;
    bounds[0] = 0;
    for (int64_t i = 0; i < count; i++) {
        if (i && keys[i] == keys[i - 1]) continue;
        while (text < (int64_t)(keys[i] >> (64 - DROPPED))) bounds[++text] = kept;
        keys[kept++] = keys[i];
    }
    while (text < texts) bounds[++text] = kept;
    return kept;
}
