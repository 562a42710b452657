/* The search kernel: what Python hands over and gets back. Plain C11 with the vector types of GCC and Clang.

   Words used throughout:
   - a *third* is the third attribute of a combination of three. Combinations that share their first two attributes, the
     *pair*, are worked off together: the rows are ordered by the pair once, and each third is counted over that order.
   - a *lane* is one whole number of a vector, the score of one permutation. Scores of 0 and 1 need no lanes: there a
     permutation is one bit of a vector.
   - a *room* is a piece of a thread's memory for one purpose, named ROOM_... below. It is kept from call to call. */
#ifndef WHOFOR_KERNEL_H
#define WHOFOR_KERNEL_H

#include <stdint.h>

/* Permutations are worked off in batches: labels as bits of one vector, other scores as lanes of whole numbers. */
#define BITS_A_BATCH 512
#define LANES_A_BATCH 128
/* 16 lanes fit into 16 bits. */
#define LARGEST_LANE 2047
/* Parts of a unit of scores in two levels, and their bits: _PARTS of shuffle.py. */
#define PART_BITS 16
#define PARTS (1 << PART_BITS)

/* Coded attributes, the terms that may be asked of them, the row score and its permutations. */
typedef struct {
    int64_t rows;
    const uint8_t *codes;       /* attribute after attribute, rows codes each */
    const uint8_t *by_row;      /* the same, row after row */
    int32_t attributes;
    const int32_t *code_count;  /* codes of each attribute */
    const int32_t *term_count;  /* terms of each attribute */
    const int32_t *first_term;  /* first term of each attribute in the two lists below */
    const uint8_t *goes_on;     /* 1: the term is the one before it and some codes more */
    const int32_t *first_code;  /* per term: where its codes begin in term_codes; one entry more at the end */
    const uint8_t *term_codes;

    const double *score;        /* score of each row */
    int32_t is_binary;          /* all scores are 0 or 1 */
    int32_t strata;
    const uint16_t *stratum;    /* stratum of each row */
    const double *stratum_rows;
    const double *stratum_mean;
    const double *stratum_variance; /* of one draw, with the factor N / (N - 1) */
    const double *stratum_third;    /* third moment, with the factor N N / ((N - 1) (N - 2)) */

    int64_t permutations;
    const void *shuffled;       /* batches: 512 bits a row, or 128 lanes a row */
    int32_t lane_bytes;         /* 1 or 2: int8 or int16 lanes */
    double lane_scale;          /* score = lane_offset + lane_scale * lane */
    double lane_offset;

    int64_t least_rows;         /* fewest rows inside a term, and outside it */
    double keep_score;          /* terms with at least this |score| are returned */
} Problem;

/* Scores that are exchanged in two levels: parts of accounts within classes, what is left within each account. */
typedef struct {
    int64_t accounts, classes;
    const uint32_t *by_class;       /* accounts, class after class, rising within each */
    const int64_t *class_start;     /* (classes + 1) */
    const uint32_t *by_account;     /* rows, account after account, rising within each */
    const int64_t *account_start;   /* (accounts + 1) */
    const float *between;           /* of each account, shared out among its rows; in units of lane_scale */
    const int32_t *within;          /* of each row, in the order of by_account; in parts of these units */
} Blocks;

/* One term that is returned. */
typedef struct {
    int32_t combination;
    int32_t padding;
    int64_t place;              /* in the grid of the terms of its attributes, the last one fastest */
    double n, total, score;
} Term;

/* Memory of one thread, kept from call to call and grown where a call needs more. */
enum {
    ROOM_PAIR, ROOM_LABEL, ROOM_COUNT, ROOM_CELLS, ROOM_SLAB, ROOM_BY_PAIR, ROOM_GROUPED, ROOM_PAIR_START, ROOM_START,
    ROOM_BOUNDS, ROOM_HITS, ROOM_ARENA, ROOM_COUNTERS, ROOM_TERMS, ROOM_THIRDS, ROOM_HERE,
    ROOM_TILES, ROOM_ORDER, ROOM_SUMS, ROOM_WANTED, ROOM_SHORT_LABEL, ROOMS
};
typedef struct {
    void *at[ROOMS];
    int64_t bytes[ROOMS];
} Scratch;

/* All terms of one combination. */
typedef struct {
    int64_t family;
    double sum_squares;         /* of their scores */
} Tally;

/* What a call gives; Python frees its lists with whofor_free. */
typedef struct {
    Term *found;
    int64_t found_count, found_room;
    Term *sample;
    int64_t sample_count, sample_room;
    Tally *tallies;             /* one for each combination; the caller's */
    int64_t evaluated;          /* terms whose permutations were counted */
} Answer;

/* Tests combinations (a, b, c), three numbers each; b or c of -1 stand for "none". Those that share a and b should follow
   each other. maxima is raised where it can be. Returns 0, or 1 where memory is short. */
typedef int Search(const Problem *, Scratch *, const int32_t *combinations, int32_t count, double *maxima, Answer *);
/* Labels of the permutations first + [64 * word, 64 * word + 64): bits of 8 bytes at `word` of each row's vector. */
typedef int ShuffleBits(const Problem *, const uint32_t *order, const int64_t *stratum_start, const int64_t *ones,
                        uint64_t seed, int64_t first, int64_t word, uint64_t *out);
/* Scores of the permutations first + [128 * batch, 128 * batch + 128), one lane each. `values` lie in the order of `order`. */
typedef int ShuffleLanes(const Problem *, const uint32_t *order, const int64_t *stratum_start, const int16_t *values,
                         uint64_t seed, int64_t first, int64_t batch, void *out);
/* The same of scores in two levels; lane 0 is a score of 0. */
typedef int ShuffleBlocks(const Problem *, const Blocks *, uint64_t seed, int64_t first, int64_t batch, void *out);
/* (n, sum, sum of squares) of all cells of up to three attributes. */
typedef int Cube(const Problem *, int32_t a, int32_t b, int32_t c, double *out);

#endif
