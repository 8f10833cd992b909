/* Which sentences of two texts share shingles (alignment.py). */

#include "kernels.h"

typedef struct {
    uint64_t *codes, *single, *keys;
    int64_t *times;
    int64_t room;
} Scratch;

static void let_go(Scratch *scratch) {
    free(scratch->codes), free(scratch->single), free(scratch->keys), free(scratch->times);
}

/* Room for so many codes, and a table of four times as many places. Returns 0 where there is no memory. */
static int has_room(Scratch *scratch, int64_t codes) {
    if (scratch->codes && codes <= scratch->room) return 1;
    int64_t room = 1024;
    while (room < codes) room *= 2;
    let_go(scratch);
    const size_t size = (size_t)room * sizeof(uint64_t);
    *scratch = (Scratch){malloc(size), malloc(size), malloc(4 * size), malloc(4 * size), room};
    return scratch->codes && scratch->single && scratch->keys && scratch->times;
}

/* The codes once each, in order, into `single`, and in `times` how often each came. Returns how many there are. */
static int64_t tallied(Scratch *scratch, int64_t count) {
    uint64_t places = 16;
    while (places < 2 * (uint64_t)count + 2) places *= 2;
    memset(scratch->keys, 0, places * sizeof(uint64_t));
    int64_t distinct = 0;
    for (int64_t i = 0; i < count; i++) {
        const uint64_t key = scratch->codes[i] + 1;
        uint64_t at = mix(key) & (places - 1);
        while (scratch->keys[at] && scratch->keys[at] != key) at = (at + 1) & (places - 1);
        if (!scratch->keys[at]) {
            scratch->keys[at] = key;
            scratch->times[at] = 0;
            scratch->single[distinct++] = key - 1;
        }
        scratch->times[at]++;
    }
    return sorted_once(scratch->single, distinct);
}

static int64_t times_of(const Scratch *scratch, int64_t count, uint64_t code) {
    uint64_t places = 16;
    while (places < 2 * (uint64_t)count + 2) places *= 2;
    uint64_t at = mix(code + 1) & (places - 1);
    while (scratch->keys[at] != code + 1) at = (at + 1) & (places - 1);
    return scratch->times[at];
}

/* How many values of one ascending run another has. No branch to guess. */
static int64_t in_both(const uint64_t *one, int64_t ones, const uint64_t *other, int64_t others) {
    int64_t i = 0, j = 0, found = 0;
    while (i < ones && j < others) {
        const uint64_t left = one[i], right = other[j];
        found += left == right;
        i += left <= right;
        j += right < left;
    }
    return found;
}

static int64_t run_end(const uint64_t *values, int64_t from, int64_t stop) {
    int64_t end = from + 1;
    while (end < stop && values[end] == values[from]) end++;
    return end;
}

/* Pairs of sentences that share shingles, from pair `start` of texts on, while there is room for them; by pair of
 * texts, then sentence of the first and of the second. A shingle in more than `most` sentences of either is left out.
 * Of each: how many they share, distinct numbers in both, and of the sentence with fewer. done: where it stopped.
 * Returns how many were found, -1 where there is no memory. room: enough for any one pair. */
int64_t aligned(const uint64_t *shingles, const int64_t *sentence, const int64_t *bounds, const int64_t *sentences,
                const uint64_t *numbers, const int64_t *number_bounds, const int64_t *left, const int64_t *right,
                int64_t start, int64_t pairs, int64_t most, int64_t room, int64_t *pair, int64_t *first,
                int64_t *second, int64_t *times, int64_t *both, int64_t *fewer, int64_t *done) {
    Scratch scratch = {0};
    int64_t found = 0, p = start;
    for (; p < pairs; p++) {
        const int64_t one = left[p], other = right[p], end = bounds[one + 1], other_end = bounds[other + 1];
        const uint64_t width = (uint64_t)(sentences[other + 1] - sentences[other]) + 1;
        int64_t i = bounds[one], j = bounds[other], met = 0;
        const int64_t shorter = end - i < other_end - j ? end - i : other_end - j;
        if (!has_room(&scratch, most * shorter)) {
            let_go(&scratch);
            return -1;
        }
        while (i < end && j < other_end) {
            if (shingles[i] < shingles[j]) {
                i++;
            } else if (shingles[j] < shingles[i]) {
                j++;
            } else {
                const int64_t i_end = run_end(shingles, i, end), j_end = run_end(shingles, j, other_end);
                if (i_end - i <= most && j_end - j <= most)
                    for (int64_t a = i; a < i_end; a++)
                        for (int64_t b = j; b < j_end; b++)
                            scratch.codes[met++] = (uint64_t)sentence[a] * width + (uint64_t)sentence[b];
                i = i_end, j = j_end;
            }
        }
        const int64_t distinct = tallied(&scratch, met);
        if (found + distinct > room) break;
        for (int64_t d = 0; d < distinct; d++, found++) {
            const uint64_t code = scratch.single[d];
            const int64_t a = sentences[one] + (int64_t)(code / width), b = sentences[other] + (int64_t)(code % width);
            const int64_t ours = number_bounds[a + 1] - number_bounds[a];
            const int64_t theirs = number_bounds[b + 1] - number_bounds[b];
            pair[found] = p;
            first[found] = a - sentences[one];
            second[found] = b - sentences[other];
            times[found] = times_of(&scratch, met, code);
            both[found] = in_both(numbers + number_bounds[a], ours, numbers + number_bounds[b], theirs);
            fewer[found] = ours < theirs ? ours : theirs;
        }
    }
    *done = p;
    let_go(&scratch);
    return found;
}

/* Next distinct shingle of a text from place `at` on whose sentence is in a range; the end where there is none. */
static int64_t in_range(const uint64_t *shingles, const int64_t *sentence, int64_t at, int64_t end, int64_t from,
                        int64_t last, const uint64_t *before) {
    while (at < end && (sentence[at] < from || sentence[at] > last || (before && shingles[at] == *before))) at++;
    return at;
}

/* Of each block of sentences of two texts: distinct shingles of the one, of the other, and in both. blocks: six columns
 * a row, the text, its first and last sentence, and those of the other. */
int64_t measured(const uint64_t *shingles, const int64_t *sentence, const int64_t *bounds, const int64_t *blocks,
                 int64_t count, int64_t *ones, int64_t *others, int64_t *both) {
    for (int64_t k = 0; k < count; k++) {
        const int64_t *block = blocks + 6 * k;
        const int64_t end = bounds[block[0] + 1], other_end = bounds[block[3] + 1];
        int64_t i = in_range(shingles, sentence, bounds[block[0]], end, block[1], block[2], NULL);
        int64_t j = in_range(shingles, sentence, bounds[block[3]], other_end, block[4], block[5], NULL);
        ones[k] = others[k] = both[k] = 0;
        while (i < end || j < other_end) {
            const int ours = i < end && (j >= other_end || shingles[i] <= shingles[j]);
            const int theirs = j < other_end && (i >= end || shingles[j] <= shingles[i]);
            ones[k] += ours, others[k] += theirs, both[k] += ours && theirs;
            if (ours) i = in_range(shingles, sentence, i + 1, end, block[1], block[2], shingles + i);
            if (theirs) j = in_range(shingles, sentence, j + 1, other_end, block[4], block[5], shingles + j);
        }
    }
    return count;
}
