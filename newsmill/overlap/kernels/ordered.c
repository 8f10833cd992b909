/* Values in order. */

#include "kernels.h"

/* A digest of all these files, by which native.py knows whether the library was made of them. */
#ifndef SOURCES
#define SOURCES 0
#endif

int64_t sources(void) { return SOURCES; }

static int by_value(const void *one, const void *other) {
    const uint64_t left = *(const uint64_t *)one, right = *(const uint64_t *)other;
    return (left > right) - (left < right);
}

/* Sorts values and leaves each once. Returns how many are left. Most lists are of some dozens: Shell's sort (gaps of
 * Ciura 2001) takes a third of the time of qsort, which calls a function to compare. */
int64_t sorted_once(uint64_t *values, int64_t count) {
    static const int64_t gaps[] = {701, 301, 132, 57, 23, 10, 4, 1};
    if (count > 2048) {
        qsort(values, (size_t)count, sizeof *values, by_value);
    } else {
        for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++) {
            for (int64_t i = gaps[g]; i < count; i++) {
                const uint64_t value = values[i];
                int64_t at = i;
                for (; at >= gaps[g] && values[at - gaps[g]] > value; at -= gaps[g]) values[at] = values[at - gaps[g]];
                values[at] = value;
            }
        }
    }
    int64_t kept = 0;
    for (int64_t i = 0; i < count; i++)
        if (!i || values[i] != values[i - 1]) values[kept++] = values[i];
    return kept;
}

/* First place from `from` on whose entry is not below the value. Near places are found in few steps. */
int64_t first_at_least(const uint64_t *entries, int64_t count, int64_t from, uint64_t value) {
    int64_t low = from, step = 1;
    while (low + step <= count && entries[low + step - 1] < value) {
        low += step;
        step *= 2;
    }
    int64_t high = low + step - 1 < count ? low + step - 1 : count;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (entries[middle] < value) low = middle + 1;
        else high = middle;
    }
    return low;
}
