/* Values in order. */

#include "kernels.h"

/* Equal entries are counted one by one up to so many, and then looked for. */
#define NEAR 4

/* A digest of all these files, by which library.py knows whether the library was made of them. */
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

/* Sorts each list and leaves each value once, all moved together; `after` says where each starts then. Returns how many. */
int64_t each_once(uint64_t *values, const int64_t *bounds, int64_t lists, int64_t *after) {
    int64_t total = 0;
    for (int64_t l = 0; l < lists; l++) {
        const int64_t kept = sorted_once(values + bounds[l], bounds[l + 1] - bounds[l]);
        memmove(values + total, values + bounds[l], (size_t)kept * sizeof *values);
        after[l] = total;
        total += kept;
    }
    after[lists] = total;
    return total;
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

/* Where the entries equal to each wanted value start and stop among ascending ones. Entries are hashes or numbers that run
 * through, so a value's own size says about where it stands (interpolation search; Perl, Itai, Avni 1978). */
int64_t ranges(const uint64_t *entries, int64_t count, const uint64_t *wanted, int64_t values, int64_t *start,
               int64_t *stop) {
    const uint64_t least = count ? entries[0] : 0, most = count ? entries[count - 1] : 0;
    const double slope = most > least ? (double)(count - 1) / (double)(most - least) : 0;
    for (int64_t v = 0; v < values; v++) {
        const uint64_t value = wanted[v];
        if (!count || value < least || value > most) {
            start[v] = stop[v] = value < least ? 0 : count;
            continue;
        }
        int64_t guess = (int64_t)((double)(value - least) * slope), step = 1;
        if (guess >= count) guess = count - 1;
        for (; guess && entries[guess - 1] >= value; step *= 2) guess = guess > step ? guess - step : 0;
        int64_t at = start[v] = first_at_least(entries, count, guess, value);
        for (step = 0; at < count && entries[at] == value && step < NEAR; step++) at++;
        stop[v] = step < NEAR || value == most ? at : first_at_least(entries, count, at, value + 1);
        if (value == most) stop[v] = count;
    }
    return values;
}

static int64_t not_above(const uint64_t *values, int64_t count, uint64_t limit) {
    return limit == UINT64_MAX ? count : first_at_least(values, count, 0, limit + 1);
}

/* How many values of each ascending list are not above each limit. found: of each list a row. */
int64_t up_to(const uint64_t *values, const int64_t *starts, int64_t lists, const uint64_t *limits, int64_t count,
              int64_t *found) {
    for (int64_t l = 0; l < lists; l++)
        for (int64_t i = 0; i < count; i++)
            found[l * count + i] = not_above(values + starts[l], starts[l + 1] - starts[l], limits[i]);
    return lists;
}
