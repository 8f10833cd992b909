/* Who holds a hash, and who holds the same ones (postings.py, candidates.py). */

#include "kernels.h"

#define HOLDER_BITS 28
#define HOLDER_MASK ((1ull << HOLDER_BITS) - 1)

/* Where the entries of each key start and stop in a run of postings. keys: ascending. */
int64_t posted(const uint64_t *entries, int64_t count, const uint64_t *keys, int64_t wanted, int64_t *start,
            int64_t *stop) {
    int64_t at = 0;
    for (int64_t k = 0; k < wanted; k++) {
        const uint64_t first = keys[k] << HOLDER_BITS;
        if (k && keys[k] == keys[k - 1]) {
            start[k] = start[k - 1], stop[k] = stop[k - 1];
            continue;
        }
        const uint64_t next = (first | HOLDER_MASK) + 1;
        at = start[k] = first_at_least(entries, count, at, first);
        at = stop[k] = next ? first_at_least(entries, count, at, next) : count;
    }
    return wanted;
}

/* Holders of each key that count, up to `most` + 1. Entries come from disk: -1 where one names a holder beyond all. */
int64_t counted(const uint64_t *entries, const int64_t *start, const int64_t *stop, int64_t keys,
                const uint8_t *counts, int64_t holders, int64_t most, int64_t *found) {
    for (int64_t k = 0; k < keys; k++) {
        found[k] = 0;
        for (int64_t i = start[k]; i < stop[k] && found[k] <= most; i++) {
            const int64_t number = (int64_t)(entries[i] & HOLDER_MASK);
            if (number >= holders) return -1;
            found[k] += counts[number];
        }
    }
    return keys;
}

/* The holders of each key that count, and which key each is of. Returns how many, or -1 as above. */
int64_t held(const uint64_t *entries, const int64_t *start, const int64_t *stop, int64_t keys, const uint8_t *counts,
             int64_t holders, int64_t *owner, int64_t *numbers) {
    int64_t found = 0;
    for (int64_t k = 0; k < keys; k++)
        for (int64_t i = start[k]; i < stop[k]; i++) {
            const int64_t number = (int64_t)(entries[i] & HOLDER_MASK);
            if (number >= holders) return -1;
            if (counts[number]) owner[found] = k, numbers[found++] = number;
        }
    return found;
}

/* Pairs of an owner and the holders of its keys that come at least `least` times; of two owners that are both sought
 * the larger comes first. tally: zeros, one for each holder there may be, and zeros again at the end. Returns how many.
 * own: ascending; of each row an owner, and where its holders are. */
int64_t pairs(const int64_t *own, const int64_t *starts, const int64_t *sizes, int64_t rows, const int64_t *holders,
              const uint8_t *sought, int64_t least, int32_t *tally, int64_t *met, int64_t *left, int64_t *right,
              int64_t *times) {
    int64_t found = 0;
    for (int64_t row = 0; row < rows;) {
        const int64_t owner = own[row];
        int64_t others = 0;
        for (; row < rows && own[row] == owner; row++) {
            for (int64_t i = starts[row]; i < starts[row] + sizes[row]; i++) {
                const int64_t other = holders[i];
                if (other < owner || !sought[other])
                    if (!tally[other]++) met[others++] = other;
            }
        }
        int64_t kept = 0;
        for (int64_t i = 0; i < others; i++) {
            if (tally[met[i]] >= least) met[kept++] = met[i];
            else tally[met[i]] = 0;
        }
        kept = sorted_once((uint64_t *)met, kept);
        for (int64_t i = 0; i < kept; i++, found++) {
            left[found] = owner, right[found] = met[i], times[found] = tally[met[i]];
            tally[met[i]] = 0;
        }
    }
    return found;
}
