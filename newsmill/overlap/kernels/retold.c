/* Runs of sentences that are told in two texts (retold.py, which says what a block is). */

#include "kernels.h"

typedef struct {
    int64_t shared, first, second;
} Seed;

typedef struct {
    int64_t first, first_last, second, second_last;
} Block;

/* The aligned sentences of one pair of texts, by first and second sentence. */
typedef struct {
    const int64_t *first, *second;
    const uint8_t *free;
    uint8_t *taken, *other_taken;
    int64_t count;
} Aligned;

static int by_number(int64_t one, int64_t other) { return (one > other) - (one < other); }

/* Those that share most first, then those nearest in place. */
static int by_sharing(const void *left, const void *right) {
    const Seed *one = left, *other = right;
    int order = by_number(other->shared, one->shared);
    if (!order) order = by_number(llabs(one->first - one->second), llabs(other->first - other->second));
    if (!order) order = by_number(one->first + one->second, other->first + other->second);
    return order ? order : by_number(one->first, other->first);
}

/* No two blocks have a sentence in common. */
static int by_place(const void *left, const void *right) {
    return by_number(((const Block *)left)->first, ((const Block *)right)->first);
}

static int is_free(const Aligned *pair, int64_t first, int64_t second) {
    int64_t low = 0, high = pair->count;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        const int64_t at = pair->first[middle], other = pair->second[middle];
        if (at < first || (at == first && other < second)) low = middle + 1;
        else high = middle;
    }
    return low < pair->count && pair->first[low] == first && pair->second[low] == second && pair->free[low];
}

/* Takes in the free sentences behind a block (step 1) or before it (step -1) that are told in both texts. */
static void extend(const Aligned *pair, Block *block, int64_t step) {
    for (int grown = 1; grown;) {
        const int64_t one = step > 0 ? block->first_last : block->first;
        const int64_t other = step > 0 ? block->second_last : block->second;
        grown = 0;
        for (int side = 0; side < 3; side++) { /* the next of both, of the first text, of the second */
            const int64_t next = side < 2 ? one + step : one, next_other = side != 1 ? other + step : other;
            if (!is_free(pair, next, next_other)) continue;
            if ((next != one && pair->taken[next]) || (next_other != other && pair->other_taken[next_other])) continue;
            pair->taken[next] = pair->other_taken[next_other] = 1;
            if (next < block->first) block->first = next;
            if (next > block->first_last) block->first_last = next;
            if (next_other < block->second) block->second = next_other;
            if (next_other > block->second_last) block->second_last = next_other;
            grown = 1;
        }
    }
}

/* Pairs of sentences, each sentence once, at the front of seeds. Returns how many. */
static int64_t matched(const Aligned *pair, Seed *seeds, int64_t count) {
    int64_t kept = 0;
    qsort(seeds, (size_t)count, sizeof *seeds, by_sharing);
    for (int64_t i = 0; i < count; i++) {
        if (pair->taken[seeds[i].first] || pair->other_taken[seeds[i].second]) continue;
        pair->taken[seeds[i].first] = pair->other_taken[seeds[i].second] = 1;
        seeds[kept++] = seeds[i];
    }
    return kept;
}

/* Leaves neighbouring blocks in one. Returns how many are left. */
static int64_t joined(Block *blocks, int64_t count) {
    int64_t kept = 0;
    qsort(blocks, (size_t)count, sizeof *blocks, by_place);
    for (int64_t i = 0; i < count; i++) {
        Block *last = kept ? blocks + kept - 1 : NULL;
        if (last && last->first_last + 1 == blocks[i].first && last->second_last + 1 == blocks[i].second) {
            last->first_last = blocks[i].first_last, last->second_last = blocks[i].second_last;
        } else {
            blocks[kept++] = blocks[i];
        }
    }
    return kept;
}

/* The blocks of each pair of texts: five columns. Rows of `pair`, `first` and `second` ascend. sentences: more than any
 * text has; free: scratch, one for each row. Returns how many, at most as many as rows are sure; -1 without memory. */
int64_t retold(const int64_t *pair, const int64_t *first, const int64_t *second, const int64_t *shared,
               const uint8_t *sure, const uint8_t *continued, int64_t rows, int64_t sentences, uint8_t *free_rows,
               int64_t *owner, int64_t *starts, int64_t *lasts, int64_t *other_starts, int64_t *other_lasts) {
    int64_t found = 0, longest = 0;
    for (int64_t row = 0, start = 0; row < rows; row++) {
        if (pair[row] != pair[start]) start = row;
        if (row - start + 1 > longest) longest = row - start + 1;
    }
    uint8_t *taken = calloc(2 * (size_t)sentences + 1, 1);
    Seed *seeds = malloc((size_t)longest * sizeof *seeds + 1);
    Block *own = malloc((size_t)longest * sizeof *own + 1);
    const int enough = taken && seeds && own;
    for (int64_t start = 0, stop; enough && start < rows; start = stop) {
        int64_t count = 0, free_ones = 0;
        for (stop = start; stop < rows && pair[stop] == pair[start]; stop++)
            if (sure[stop]) seeds[count++] = (Seed){shared[stop], first[stop], second[stop]};
        if (!count) continue;
        const Aligned here = {first + start, second + start, free_rows + start, taken, taken + sentences, stop - start};
        count = matched(&here, seeds, count);
        for (int64_t row = start; row < stop; row++) {
            free_rows[row] = continued[row] && !(taken[first[row]] && here.other_taken[second[row]]);
            free_ones += free_rows[row];
        }
        for (int64_t i = 0; i < count; i++) {
            own[i] = (Block){seeds[i].first, seeds[i].first, seeds[i].second, seeds[i].second};
            if (free_ones) extend(&here, own + i, 1), extend(&here, own + i, -1);
        }
        count = joined(own, count);
        for (int64_t i = 0; i < count; i++, found++) {
            owner[found] = pair[start];
            starts[found] = own[i].first, lasts[found] = own[i].first_last;
            other_starts[found] = own[i].second, other_lasts[found] = own[i].second_last;
        }
        for (int64_t row = start; row < stop; row++) taken[first[row]] = here.other_taken[second[row]] = 0;
    }
    free(taken), free(seeds), free(own);
    return enough ? found : -1;
}
