/* One histogram pass fills all cells of three attributes; terms are sums of cells. Each permutation is one bit (or one
   lane) of a vector, so that one addition counts 512 (or 32) of them. Compiled once for each set of instructions:
   whole numbers only in vectors, and floating point always in the same order, so that all give the same bits. */
#include "kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#define JOIN2(a, b) a##_##b
#define JOIN(a, b) JOIN2(a, b)
#define NAME(f) JOIN(whofor_##f, VARIANT)

typedef uint64_t Vec __attribute__((vector_size(64)));

/* Two batches of bits of a row lie side by side: lines of memory come in pairs. */
enum { SIDE_BY_SIDE = 2 };
enum { MOST_PLANES = 40, WORDS = 8, SAMPLES = 8, FEW = 16, BLOCK = 1024, MOST_BYTES = 1 << 25 };

/* NEAR: counts of 4 bytes that stay in a core's own cache (96 KB, where that has 256 KB and more). Up to there rows are
   counted in two or four copies, so that neighbouring rows of one cell do not wait for each other.
   MOST_TERMS: terms of the thirds worked off at once. Seven numbers are kept of each: 14 MB a thread.
   REFRESH: a batch's bound is its least maximum, 512 comparisons to find; it is found anew after so many sums beyond the
   former bound, so that finding it costs no more than these sums did. An older bound is lower, never wrong.
   All three set the speed and the memory, never a result. */
enum { NEAR = 24576, MOST_TERMS = 1 << 18, REFRESH = 256 };

/* ---- counters of one batch of permutations ------------------------------------------------------------------- */

/* The sums of one set of rows over one batch. Bits: `planes` binary digits, each a vector. Lanes: LANES_A_BATCH int32. */
typedef struct {
    const Vec *digits;
    int32_t planes;
    int64_t rows;
} Counter;

static int planes_for(int64_t count) {
    int planes = 0;
    while (count >> planes) planes++;
    return planes;
}

/* Full adder: sum and carry of three bits. */
static inline void full_add(Vec *carry, Vec *sum, Vec a, Vec b, Vec c) {
#if defined(__AVX512F__)
    __m512i x = (__m512i)a, y = (__m512i)b, z = (__m512i)c;
    *sum = (Vec)_mm512_ternarylogic_epi64(x, y, z, 0x96);
    *carry = (Vec)_mm512_ternarylogic_epi64(x, y, z, 0xE8);
#else
    Vec either = a ^ b;
    *sum = either ^ c;
    *carry = (a & b) | (either & c);
#endif
}

/* Adds up to 15 rows into four digits. */
static inline void add_few(const Vec *labels, const uint32_t *rows, int64_t count, Vec out[4]) {
    Vec one = {0}, two = {0}, four = {0}, eight = {0};
    for (int64_t i = 0; i < count; i++) {
        Vec carry = labels[(int64_t)rows[i] * SIDE_BY_SIDE], next;
        next = one & carry; one ^= carry; carry = next;
        next = two & carry; two ^= carry; carry = next;
        next = four & carry; four ^= carry; carry = next;
        eight ^= carry;
    }
    out[0] = one; out[1] = two; out[2] = four; out[3] = eight;
}

/* Adds rows of labels into binary digits; 15 adders take 16 rows. Returns the number of digits. */
static int add_labels(const Vec *labels, const uint32_t *rows, int64_t count, Vec *out) {
    int planes = planes_for(count);
    if (count < FEW) {
        Vec few[4];
        add_few(labels, rows, count, few);
        for (int p = 0; p < planes; p++) out[p] = few[p];
        return planes;
    }
    Vec zero = {0}, one = zero, two = zero, four = zero, eight = zero;
    for (int p = 4; p < planes; p++) out[p] = zero;
    int64_t i = 0;
    for (; i + 16 <= count; i += 16) {
        const uint32_t *r = rows + i;
        Vec ta, tb, fa, fb, ea, eb, carry;
        if (i + 32 <= count)
            for (int k = 16; k < 32; k++) __builtin_prefetch(&labels[(int64_t)r[k] * SIDE_BY_SIDE]);
        full_add(&ta, &one, one, labels[(int64_t)r[0] * SIDE_BY_SIDE], labels[(int64_t)r[1] * SIDE_BY_SIDE]);
        full_add(&tb, &one, one, labels[(int64_t)r[2] * SIDE_BY_SIDE], labels[(int64_t)r[3] * SIDE_BY_SIDE]);
        full_add(&fa, &two, two, ta, tb);
        full_add(&ta, &one, one, labels[(int64_t)r[4] * SIDE_BY_SIDE], labels[(int64_t)r[5] * SIDE_BY_SIDE]);
        full_add(&tb, &one, one, labels[(int64_t)r[6] * SIDE_BY_SIDE], labels[(int64_t)r[7] * SIDE_BY_SIDE]);
        full_add(&fb, &two, two, ta, tb);
        full_add(&ea, &four, four, fa, fb);
        full_add(&ta, &one, one, labels[(int64_t)r[8] * SIDE_BY_SIDE], labels[(int64_t)r[9] * SIDE_BY_SIDE]);
        full_add(&tb, &one, one, labels[(int64_t)r[10] * SIDE_BY_SIDE], labels[(int64_t)r[11] * SIDE_BY_SIDE]);
        full_add(&fa, &two, two, ta, tb);
        full_add(&ta, &one, one, labels[(int64_t)r[12] * SIDE_BY_SIDE], labels[(int64_t)r[13] * SIDE_BY_SIDE]);
        full_add(&tb, &one, one, labels[(int64_t)r[14] * SIDE_BY_SIDE], labels[(int64_t)r[15] * SIDE_BY_SIDE]);
        full_add(&fb, &two, two, ta, tb);
        full_add(&eb, &four, four, fa, fb);
        full_add(&carry, &eight, eight, ea, eb);
        int used = planes_for(i + 16);
        for (int p = 4; p < used; p++) {
            Vec next = out[p] & carry;
            out[p] ^= carry;
            carry = next;
        }
    }
    Vec few[4], carry = zero;
    add_few(labels, rows + i, count - i, few);
    full_add(&carry, &out[0], one, few[0], carry);
    full_add(&carry, &out[1], two, few[1], carry);
    full_add(&carry, &out[2], four, few[2], carry);
    full_add(&carry, &out[3], eight, few[3], carry);
    for (int p = 4; p < planes; p++) {
        Vec next = out[p] & carry;
        out[p] ^= carry;
        carry = next;
    }
    return planes;
}

/* Lanes are added up in vectors of the machine's own width: wider ones would go through memory. */
#if defined(__AVX512BW__)
#define WIDTH 64
#elif defined(__AVX2__)
#define WIDTH 32
#else
#define WIDTH 16
#endif
typedef int16_t Lanes __attribute__((vector_size(WIDTH)));
typedef int16_t Half __attribute__((vector_size(WIDTH / 2)));
typedef int32_t Wide __attribute__((vector_size(WIDTH)));
typedef int8_t Bytes __attribute__((vector_size(WIDTH / 2)));

/* Each number in twice the bits. GCC 12 converts the vectors of AVX2 in halves, hence by hand. */
static inline Lanes lanes_of(const Bytes *bytes) {
#if defined(__AVX512BW__)
    return (Lanes)_mm512_cvtepi8_epi16(_mm256_load_si256((const __m256i *)bytes));
#elif defined(__AVX2__)
    return (Lanes)_mm256_cvtepi8_epi16(_mm_load_si128((const __m128i *)bytes));
#else
    return __builtin_convertvector(*bytes, Lanes);
#endif
}

static inline Wide wide_of(const Half *half) {
#if defined(__AVX512BW__)
    return (Wide)_mm512_cvtepi16_epi32(_mm256_load_si256((const __m256i *)half));
#elif defined(__AVX2__)
    return (Wide)_mm256_cvtepi16_epi32(_mm_load_si128((const __m128i *)half));
#else
    return __builtin_convertvector(*half, Wide);
#endif
}

/* LANE_VECS: of a counter's sums. ROW_VECS: of a row's lanes; AT_ONCE of them stay in registers. As many as WIDEN rows fit
   into 16 bits, see LARGEST_LANE, and all rows of a tile where lanes are bytes. */
enum {
    LANE_VECS = LANES_A_BATCH * 4 / 64, ROW_VECS = LANES_A_BATCH * 2 / WIDTH, AT_ONCE = ROW_VECS < 8 ? ROW_VECS : 8,
    TILE = 128, WIDEN = 16, AHEAD = 12
};

/* Adds rows of a tile to 32-bit sums, `widen` at a time in 16 bits. */
static inline void add_lanes(const Lanes *tile, const uint8_t *rows, int32_t count, int32_t widen, int32_t *sums) {
    for (int32_t from = 0; from < count; from += widen) {
        int32_t to = from + widen < count ? from + widen : count;
        for (int first = 0; first < ROW_VECS; first += AT_ONCE) {
            Lanes part[AT_ONCE] = {{0}};
            for (int32_t i = from; i < to; i++)
                for (int v = 0; v < AT_ONCE; v++) part[v] += tile[rows[i] * ROW_VECS + first + v];
            const Half *half = (const Half *)part;
            Wide *sum = (Wide *)sums + 2 * first;
            for (int v = 0; v < 2 * AT_ONCE; v++) sum[v] += wide_of(&half[v]);
        }
    }
}

/* out = a + b; `out` may be the digits of a. */
static Counter add_counters(int is_binary, Counter a, Counter b, Vec *out) {
    Counter sum = {out, LANE_VECS, a.rows + b.rows};
    if (!is_binary) {
        const int32_t *x = (const int32_t *)a.digits, *y = (const int32_t *)b.digits;
        int32_t *z = (int32_t *)out;
        for (int j = 0; j < LANES_A_BATCH; j++) z[j] = x[j] + y[j];
        return sum;
    }
    if (a.planes < b.planes) {
        Counter swap = a;
        a = b;
        b = swap;
    }
    sum.planes = planes_for(sum.rows);
    Vec carry = {0};
    int p = 0;
    for (; p < b.planes; p++) full_add(&carry, &out[p], a.digits[p], b.digits[p], carry);
    for (; p < a.planes; p++) {
        Vec digit = a.digits[p], next = digit & carry;
        out[p] = digit ^ carry;
        carry = next;
    }
    if (p < sum.planes) out[p++] = carry;
    for (; p < sum.planes; p++) out[p] = (Vec){0};
    return sum;
}

/* ---- scores ------------------------------------------------------------------------------------------------ */

/* The terms of one combination that have enough rows, with their moments under shuffling within strata. */
typedef struct {
    int64_t count;
    int64_t *place;
    double *n, *total, *expected, *deviation, *skewness, *score;
} Terms;

static const double FLAT = 1e-3;

/* Cube root of a number from 1e-300 on, and 0 for 0: a third of the exponent, then Halley's iteration. Not the library's,
   whose last digit differs from one system to the next. */
static inline double cube_root(double x) {
    union { double number; uint64_t bits; } guess = {x};
    guess.bits = (((guess.bits >> 32) * 0xAAAAAAABu >> 33) + 0x2A9F7893u) << 32;
    double y = guess.number;
    for (int i = 0; i < 3; i++) {
        double cube = y * y * y;
        y = y * (cube + 2 * x) / (2 * cube + x);
    }
    return x > 0 ? y : 0;
}

/* Wilson & Hilferty (1931): the cube root of a shifted gamma variable is nearly normal. */
static inline double normal_score(double z, double skewness) {
    int is_flat = fabs(skewness) < FLAT;
    double g = is_flat ? 1 : skewness, inner = g / 2 * z + 1;
    double score = 6 / g * (cube_root(inner > 0 ? inner : 0) - 1) + g / 6;
    return is_flat ? z : score;
}

/* Its inverse; infinite for a score that no sum reaches. */
static double standardised_for_score(double score, double skewness) {
    if (fabs(skewness) < FLAT) return score;
    double inner = skewness / 6 * (score - skewness / 6) + 1;
    if (inner < 0) return skewness > 0 ? -INFINITY : INFINITY;
    return 2 / skewness * (inner * inner * inner - 1);
}

static int64_t whole(double value, int64_t least, int64_t most) {
    return value < (double)least ? least : value > (double)most ? most : (int64_t)value;
}

/* ---- what one call works with --------------------------------------------------------------------------------- */

typedef struct {
    int32_t axis; /* -1: none */
    int32_t codes, terms;
    const uint8_t *code; /* of each row; NULL where there is none */
    const uint8_t *goes_on;
    const int32_t *first_code;
    const uint8_t *term_codes;
    int is_plain; /* each term is the code of the same number */
} Side;

typedef struct {
    const Problem *problem;
    Scratch *scratch;
    Side a, b, c;
    int32_t combination; /* of c */
    double *maxima;
    double *bounds; /* per batch: no maximum of it is below */
    int64_t *hits;  /* per batch: raised maxima since its bound was told */
    Terms *terms; /* of c */
    Answer *answer;
    /* histogram */
    uint16_t *pair;    /* cell of each row in the grid of a and b */
    double *cells;     /* per cell: rows by stratum, sum */
    double *slab, *line, *cell;
    uint32_t *label;   /* (cell of a and b, stratum, 0 or 1) of each row as one number */
    uint16_t *short_label; /* the same, cut off at 16 bits */
    uint32_t *count;
    /* rows grouped by cell */
    uint32_t *by_pair, *grouped;
    uint8_t *here; /* codes of c of the rows of one cell */
    int64_t *pair_start, *start;
    /* counters */
    Vec *arena;
    Counter *at;
} Work;

/* Rows of one cell of a pair, few enough that their lanes stay near. */
typedef struct {
    int64_t first; /* in by_pair */
    int32_t rows, cell;
} Tile;

/* The third attribute of one combination, and what was observed of it. */
typedef struct {
    Side side;
    int32_t combination;
    Terms terms;
    int64_t next;     /* the first term whose permutations are not yet counted */
    int32_t *sums;    /* lanes: of the cells within one of the pair */
    Counter *cells;   /* lanes, where terms are runs or unions: of all cells */
} Third;

static const uint8_t NOTHING_GOES_ON[1] = {0};
static const int32_t ONE_CODE[2] = {0, 1};
static const uint8_t CODE_ZERO[1] = {0};

static Side side_of(const Problem *problem, int32_t axis) {
    if (axis < 0) return (Side){-1, 1, 1, NULL, NOTHING_GOES_ON, ONE_CODE, CODE_ZERO, 1};
    int32_t first = problem->first_term[axis];
    Side side = {axis,
                 problem->code_count[axis],
                 problem->term_count[axis],
                 problem->codes + (int64_t)axis * problem->rows,
                 problem->goes_on + first,
                 problem->first_code + first,
                 problem->term_codes,
                 0};
    side.is_plain = side.codes == side.terms;
    for (int32_t t = 0; side.is_plain && t < side.terms; t++) {
        int32_t from = side.first_code[t];
        side.is_plain = !side.goes_on[t] && side.first_code[t + 1] == from + 1 && side.term_codes[from] == t;
    }
    return side;
}

/* Memory for `count` items; what was in it is kept only where it need not grow. */
static void *room_for(Scratch *scratch, int room, int64_t count, size_t size) {
    int64_t bytes = (count * (int64_t)size + 127) / 64 * 64;
    if (bytes > scratch->bytes[room]) {
        free(scratch->at[room]);
        scratch->at[room] = aligned_alloc(64, (size_t)bytes);
        scratch->bytes[room] = scratch->at[room] ? bytes : 0;
    }
    return scratch->at[room];
}

static int push(Term **list, int64_t *count, int64_t *room, Term term) {
    if (*count == *room) {
        int64_t more = *room ? *room * 2 : 64;
        Term *grown = realloc(*list, (size_t)more * sizeof **list);
        if (!grown) return 1;
        *list = grown;
        *room = more;
    }
    (*list)[(*count)++] = term;
    return 0;
}

/* ---- the observed sums ------------------------------------------------------------------------------------------ */

/* Takes a term up from its rows by stratum and its sum, where it has enough rows. */
static inline void take_up(Work *work, const double *cell, int64_t place) {
    const Problem *problem = work->problem;
    int32_t strata = problem->strata;
    double n = 0, expected = 0, variance = 0, third = 0;
    for (int32_t h = 0; h < strata; h++) n += cell[h];
    if (n < (double)problem->least_rows || (double)problem->rows - n < (double)problem->least_rows) return;
    for (int32_t h = 0; h < strata; h++) {
        double inside = cell[h];
        if (inside == 0) continue;
        double share = inside / problem->stratum_rows[h], left = inside * (1 - share);
        expected += inside * problem->stratum_mean[h];
        variance += left * problem->stratum_variance[h];
        third += left * (1 - 2 * share) * problem->stratum_third[h];
    }
    if (!(variance > 1e-18)) return;
    Terms *terms = work->terms;
    int64_t i = terms->count++;
    terms->place[i] = place;
    terms->n[i] = n;
    terms->total[i] = cell[strata];
    terms->expected[i] = expected;
    terms->deviation[i] = variance;
    terms->skewness[i] = third;
}

/* Deviation, skewness and score of all terms taken up. */
static void __attribute__((noinline)) score_terms(int64_t count, const double *restrict total,
                                                  const double *restrict expected, double *restrict deviation,
                                                  double *restrict skewness, double *restrict score) {
    for (int64_t i = 0; i < count; i++) {
        double sd = sqrt(deviation[i]), skew = skewness[i] / (sd * sd * sd);
        deviation[i] = sd;
        skewness[i] = skew;
        score[i] = normal_score((total[i] - expected[i]) / sd, skew);
    }
}

/* Histogram of label * kc + c in as many copies as fit near the core: neighbours often fall into one cell, and would wait
   for each other. */
#define COUNT_LABELS(name, Label)                                                                                       \
    static void __attribute__((noinline)) name(int64_t rows, const Label *restrict label, const uint8_t *restrict c,    \
                                               Label kc, int copies, int64_t size, uint32_t *count) {                   \
        uint32_t *second = count + (copies > 1 ? size : 0);                                                             \
        uint32_t *third = count + (copies > 2 ? 2 * size : 0), *fourth = second + (third - count);                      \
        Label cell[BLOCK];                                                                                              \
        for (int64_t from = 0; from < rows; from += BLOCK) {                                                            \
            int64_t left = rows - from < BLOCK ? rows - from : BLOCK, i = 0;                                            \
            if (c)                                                                                                      \
                for (int64_t j = 0; j < left; j++) cell[j] = (Label)(label[from + j] * kc + c[from + j]);               \
            else                                                                                                        \
                memcpy(cell, label + from, (size_t)left * sizeof *cell);                                                \
            for (; i + 3 < left; i += 4) {                                                                              \
                count[cell[i]]++;                                                                                       \
                second[cell[i + 1]]++;                                                                                  \
                third[cell[i + 2]]++;                                                                                   \
                fourth[cell[i + 3]]++;                                                                                  \
            }                                                                                                           \
            for (; i < left; i++) count[cell[i]]++;                                                                     \
        }                                                                                                               \
        for (int k = 1; k < copies; k++)                                                                                \
            for (int64_t j = 0; j < size; j++) count[j] += count[k * size + j];                                         \
    }
COUNT_LABELS(count_labels, uint32_t)
/* Half as much to read where all cells have a number of 16 bits. */
COUNT_LABELS(count_short_labels, uint16_t)

/* Rows of a stratum and sum, side by side, for a score that is not 0 or 1 and one stratum. */
typedef double Two __attribute__((vector_size(16)));

static void __attribute__((noinline)) count_scores(int64_t rows, const uint16_t *restrict pair, const uint8_t *restrict c,
                                                   uint32_t kc, const double *restrict score, Two *restrict cells) {
    if (!c)
        for (int64_t i = 0; i < rows; i++) cells[pair[i]] += (Two){1, score[i]};
    else
        for (int64_t i = 0; i < rows; i++) cells[pair[i] * kc + c[i]] += (Two){1, score[i]};
}

static void __attribute__((noinline)) count_strata(int64_t rows, const uint16_t *restrict pair, const uint8_t *restrict c,
                                                   uint32_t kc, int64_t strata, const uint16_t *restrict stratum,
                                                   const double *restrict score, double *restrict cells) {
    for (int64_t i = 0; i < rows; i++) {
        double *cell = cells + (int64_t)(pair[i] * kc + (c ? c[i] : 0)) * (strata + 1);
        cell[stratum[i]] += 1;
        cell[strata] += score[i];
    }
}

static int copies_of(int64_t size) { return size <= NEAR / 4 ? 4 : size <= NEAR / 2 ? 2 : 1; }

/* Rows by stratum and sums of all cells. */
static void fill_cells(Work *work) {
    const Problem *problem = work->problem;
    int64_t rows = problem->rows, strata = problem->strata;
    uint32_t kc = (uint32_t)work->c.codes;
    int64_t cells = (int64_t)work->a.codes * work->b.codes * kc;
    double *out = work->cells;
    if (problem->is_binary) {
        int64_t size = cells * strata * 2;
        int copies = copies_of(size);
        memset(work->count, 0, (size_t)(size * copies) * sizeof *work->count);
        if (size <= 1 << 16)
            count_short_labels(rows, work->short_label, work->c.code, (uint16_t)kc, copies, size, work->count);
        else
            count_labels(rows, work->label, work->c.code, kc, copies, size, work->count);
        const uint32_t *count = work->count;
        for (int64_t q = 0; q < cells / kc; q++) {
            double *cell = out + q * kc * (strata + 1);
            for (uint32_t k = 0; k < kc; k++) cell[k * (strata + 1) + strata] = 0;
            for (int64_t h = 0; h < strata; h++, count += 2 * kc)
                for (uint32_t k = 0; k < kc; k++) {
                    cell[k * (strata + 1) + h] = (double)(count[k] + count[kc + k]);
                    cell[k * (strata + 1) + strata] += (double)count[kc + k];
                }
        }
        return;
    }
    memset(out, 0, (size_t)(cells * (strata + 1)) * sizeof *out);
    if (strata == 1) count_scores(rows, work->pair, work->c.code, kc, problem->score, (Two *)out);
    else count_strata(rows, work->pair, work->c.code, kc, strata, problem->stratum, problem->score, out);
}

/* to += or = the sum of the codes of a term; `stride` numbers a code. */
static void sum_codes(const Side *side, int32_t term, const double *from, int64_t stride, double *to) {
    if (!side->goes_on[term]) memset(to, 0, (size_t)stride * sizeof *to);
    for (int32_t k = side->first_code[term]; k < side->first_code[term + 1]; k++) {
        const double *more = from + side->term_codes[k] * stride;
        for (int64_t j = 0; j < stride; j++) to[j] += more[j];
    }
}

static double rows_of(const double *cells, int64_t count, int64_t width) {
    double n = 0;
    for (int64_t k = 0; k < count; k++)
        for (int64_t h = 0; h + 1 < width; h++) n += cells[k * width + h];
    return n;
}

static void observe_terms(Work *work) {
    int64_t width = work->problem->strata + 1, kb = work->b.codes, kc = work->c.codes;
    int64_t tb = work->b.terms, tc = work->c.terms;
    double least = (double)work->problem->least_rows;
    work->terms->count = 0;
    if (work->a.is_plain && work->b.is_plain && work->c.is_plain) {
        int64_t cells = (int64_t)work->a.codes * kb * kc;
        for (int64_t k = 0; k < cells; k++) {
            const double *cell = work->cells + k * width;
            if (width == 2 && cell[0] < least) continue;
            take_up(work, cell, k);
        }
        return;
    }
    for (int64_t i = 0; i < work->a.terms; i++) {
        sum_codes(&work->a, (int32_t)i, work->cells, kb * kc * width, work->slab);
        for (int64_t j = 0; j < tb; j++) {
            sum_codes(&work->b, (int32_t)j, work->slab, kc * width, work->line);
            if (rows_of(work->line, kc, width) < least) continue;
            for (int64_t k = 0; k < tc; k++) {
                sum_codes(&work->c, (int32_t)k, work->line, width, work->cell);
                take_up(work, work->cell, (i * tb + j) * tc + k);
            }
        }
    }
}

static Term term_at(const Work *work, int64_t i) {
    const Terms *terms = work->terms;
    return (Term){work->combination, 0, terms->place[i], terms->n[i], terms->total[i], terms->score[i]};
}

/* Keeps the strongest terms, and a thinned-out sample of all: every so many-th, and the two strongest. */
static int report_terms(Work *work) {
    Answer *answer = work->answer;
    const Terms *terms = work->terms;
    int64_t count = terms->count, best = -1, second = -1;
    double squares = 0;
    if (!count) return 0;
    for (int64_t i = 0; i < count; i++) {
        double size = fabs(terms->score[i]);
        squares += size * size;
        if (best < 0 || size > fabs(terms->score[best])) {
            second = best;
            best = i;
        } else if (second < 0 || size > fabs(terms->score[second])) {
            second = i;
        }
        if (size >= work->problem->keep_score &&
            push(&answer->found, &answer->found_count, &answer->found_room, term_at(work, i)))
            return 1;
    }
    answer->tallies[work->combination].family = count;
    answer->tallies[work->combination].sum_squares = squares;
    int64_t step = count / SAMPLES > 1 ? count / SAMPLES : 1;
    for (int64_t i = 0; i < count; i++) {
        if (i % step && i != best && i != second) continue;
        if (push(&answer->sample, &answer->sample_count, &answer->sample_room, term_at(work, i))) return 1;
    }
    return 0;
}

/* ---- the permutations ----------------------------------------------------------------------------------------- */

static void raise_maximum(Work *work, int64_t term, int64_t permutation, double sum, int64_t batch) {
    const Terms *terms = work->terms;
    double z = (sum - terms->expected[term]) / terms->deviation[term];
    double score = fabs(normal_score(z, terms->skewness[term]));
    work->hits[batch]++;
    if (score > work->maxima[permutation]) work->maxima[permutation] = score;
}

static void tell_bound(Work *work, int64_t batch, int64_t size) {
    int64_t from = batch * size, to = from + size;
    if (to > work->problem->permutations) to = work->problem->permutations;
    double bound = INFINITY;
    for (int64_t i = from; i < to; i++)
        if (work->maxima[i] < bound) bound = work->maxima[i];
    work->bounds[batch] = bound;
    work->hits[batch] = 0;
}

/* Permutations whose sum is at least `high` or at most `low`. */
static Vec beyond(const Counter *counter, int64_t low, int64_t high) {
    Vec all = ~(Vec){0}, above = {0}, same = all, below = {0}, equal = all;
    int64_t most = ((int64_t)1 << counter->planes) - 1;
    for (int p = counter->planes - 1; p >= 0; p--) {
        Vec digit = counter->digits[p];
        if ((high >> p) & 1) same &= digit;
        else { above |= same & digit; same &= ~digit; }
        if ((low >> p) & 1) { below |= equal & ~digit; equal &= digit; }
        else equal &= ~digit;
    }
    Vec out = {0};
    if (high <= most) out |= high <= 0 ? all : above | same;
    if (low >= 0) out |= low >= most ? all : below | equal;
    return out;
}

/* Sums at which a term's score reaches -bound and +bound. */
static void limits_of(const Terms *terms, int64_t term, double bound, double *low, double *high) {
    double expected = terms->expected[term], deviation = terms->deviation[term], skewness = terms->skewness[term];
    *low = expected + deviation * standardised_for_score(-bound, skewness);
    *high = expected + deviation * standardised_for_score(bound, skewness);
}

static void compare_bits(Work *work, int64_t term, const Counter *counter, int64_t batch) {
    double low, high;
    limits_of(work->terms, term, work->bounds[batch], &low, &high);
    int64_t rows = work->problem->rows, left = work->problem->permutations - batch * BITS_A_BATCH;
    Vec hit = beyond(counter, whole(floor(low + 1e-6), -1, rows), whole(ceil(high - 1e-6), -1, 2 * rows + 1));
    for (int w = 0; w < WORDS; w++) {
        if (left < (w + 1) * 64) hit[w] &= left <= w * 64 ? 0 : ((uint64_t)1 << (left - w * 64)) - 1;
        uint64_t bits = hit[w];
        while (bits) {
            int bit = __builtin_ctzll(bits);
            bits &= bits - 1;
            int64_t sum = 0;
            for (int p = 0; p < counter->planes; p++)
                sum |= (int64_t)((((const uint64_t *)&counter->digits[p])[w] >> bit) & 1) << p;
            raise_maximum(work, term, batch * BITS_A_BATCH + w * 64 + bit, (double)sum, batch);
        }
    }
    if (work->hits[batch] >= REFRESH) tell_bound(work, batch, BITS_A_BATCH);
}

static void compare_lanes(Work *work, int64_t term, const Counter *counter, int64_t batch) {
    const Problem *problem = work->problem;
    const int32_t *sums = (const int32_t *)counter->digits;
    double low, high, base = work->terms->n[term] * problem->lane_offset, scale = problem->lane_scale;
    limits_of(work->terms, term, work->bounds[batch], &low, &high);
    double least = ceil((high - base) / scale - 1e-6), most = floor((low - base) / scale + 1e-6);
    int32_t up = (int32_t)whole(least, INT32_MIN, INT32_MAX), down = (int32_t)whole(most, INT32_MIN, INT32_MAX);
    int any = 0;
    int64_t left = problem->permutations - batch * LANES_A_BATCH;
    for (int j = 0; j < LANES_A_BATCH; j++) any |= (sums[j] >= up) | (sums[j] <= down);
    if (!any) return;
    for (int j = 0; j < LANES_A_BATCH && j < left; j++)
        if (sums[j] >= up || sums[j] <= down)
            raise_maximum(work, term, batch * LANES_A_BATCH + j, base + scale * sums[j], batch);
    if (work->hits[batch] >= REFRESH) tell_bound(work, batch, LANES_A_BATCH);
}

static inline void compare(Work *work, int64_t term, const Counter *counter, int64_t batch) {
    if (work->problem->is_binary) compare_bits(work, term, counter, batch);
    else compare_lanes(work, term, counter, batch);
}

static Counter count_labelled(const Problem *problem, int64_t batch, const uint32_t *rows, int64_t count, Vec *out) {
    const Vec *labels = (const Vec *)problem->shuffled + batch / SIDE_BY_SIDE * SIDE_BY_SIDE * problem->rows +
                        batch % SIDE_BY_SIDE;
    return (Counter){out, add_labels(labels, rows, count, out), count};
}

static int64_t batches_of(const Problem *problem) {
    int64_t size = problem->is_binary ? BITS_A_BATCH : LANES_A_BATCH;
    return (problem->permutations + size - 1) / size;
}

/* Rows of each pair's cell stand together; the cells of a triple within them too, for one c after the other. */
static void group_by_pair(Work *work) {
    int64_t rows = work->problem->rows, cells = (int64_t)work->a.codes * work->b.codes;
    int64_t *start = work->pair_start;
    memset(start, 0, (size_t)(cells + 1) * sizeof *start);
    for (int64_t i = 0; i < rows; i++) start[work->pair[i] + 1]++;
    for (int64_t k = 0; k < cells; k++) start[k + 1] += start[k];
    for (int64_t i = 0; i < rows; i++) work->by_pair[start[work->pair[i]]++] = (uint32_t)i;
    for (int64_t k = cells; k > 0; k--) start[k] = start[k - 1];
    start[0] = 0;
}

/* Groups the rows of one pair's cell by their codes of c. start has one entry more than c has codes. */
static void group_by_code(const uint32_t *restrict rows, const uint8_t *restrict code, int64_t count, int32_t codes,
                          int64_t *restrict start, uint32_t *restrict out) {
    for (int32_t k = 0; k <= codes; k++) start[k] = 0;
    for (int64_t i = 0; i < count; i++) start[code[i] + 1]++;
    for (int32_t k = 0; k < codes; k++) start[k + 1] += start[k];
    for (int64_t i = 0; i < count; i++) out[start[code[i]]++] = rows[i];
    for (int32_t k = codes; k > 0; k--) start[k] = start[k - 1];
    start[0] = 0;
}

/* Codes of some rows on several attributes, from the table that holds each row's codes side by side. */
static void codes_of(const Problem *problem, const int32_t *axes, int32_t axis_count, const uint32_t *rows,
                     int64_t count, uint8_t *out) {
    int64_t width = problem->attributes;
    for (int64_t i = 0; i < count; i++) {
        const uint8_t *row = problem->by_row + rows[i] * width;
        for (int32_t t = 0; t < axis_count; t++) out[t * count + i] = row[axes[t]];
    }
}

static int is_plain(const Work *work, const Side *c) { return work->a.is_plain && work->b.is_plain && c->is_plain; }

/* Whether a third has terms that are cells within one of the pair. */
static int has_terms(const Work *work, const Third *third, int64_t q) {
    return is_plain(work, &third->side) && third->next < third->terms.count &&
           third->terms.place[third->next] < (q + 1) * third->side.codes;
}

/* Where each term is one cell: cell by cell of the pair, so that its rows stay near for all thirds, and the counters are
   read as soon as they stand. */
static void permute_cells(Work *work, Third *thirds, int32_t count) {
    const Problem *problem = work->problem;
    int64_t pairs = (int64_t)work->a.codes * work->b.codes, batches = batches_of(problem);
    int64_t start[257];
    for (int64_t q = 0; q < pairs; q++) {
        int64_t size = work->pair_start[q + 1] - work->pair_start[q];
        const uint32_t *rows = work->by_pair + work->pair_start[q];
        int32_t axes[256], axis_count = 0, used = 0;
        for (int32_t t = 0; t < count; t++)
            if (has_terms(work, &thirds[t], q) && thirds[t].side.code) axes[axis_count++] = thirds[t].side.axis;
        codes_of(problem, axes, axis_count, rows, size, work->here);
        for (int32_t t = 0; t < count; t++) {
            Third *third = &thirds[t];
            if (!has_terms(work, third, q)) continue;
            const Terms *terms = &third->terms;
            int64_t first = q * third->side.codes, last = first + third->side.codes;
            const uint32_t *grouped = rows;
            start[0] = 0;
            start[1] = size;
            if (third->side.code) {
                group_by_code(rows, work->here + used++ * size, size, third->side.codes, start, work->grouped);
                grouped = work->grouped;
            }
            work->terms = &third->terms;
            for (; third->next < terms->count && terms->place[third->next] < last; third->next++) {
                int64_t k = terms->place[third->next] - first;
                for (int64_t batch = 0; batch < batches; batch++) {
                    Counter counter =
                        count_labelled(problem, batch, grouped + start[k], start[k + 1] - start[k], work->arena);
                    compare_bits(work, third->next, &counter, batch);
                }
            }
        }
    }
}

/* The sum of the codes of a term, from counters `stride` apart; counters of one code are not copied. */
static Counter sum_counters(Work *work, const Side *side, int32_t term, const Counter *from, int64_t stride,
                            Counter before, Vec *out) {
    Counter sum = side->goes_on[term] ? before : (Counter){out, 0, 0};
    for (int32_t k = side->first_code[term]; k < side->first_code[term + 1]; k++) {
        const Counter *more = from + side->term_codes[k] * stride;
        if (!more->rows) continue;
        if (!sum.rows) sum = *more;
        else sum = add_counters(work->problem->is_binary, sum, *more, out);
    }
    return sum;
}

/* Room for the sums of terms that are runs or unions of cells. Returns where it begins, or NULL. */
static Vec *room_for_sums(Work *work, int64_t used, int64_t counters, int64_t planes) {
    int64_t inner = work->b.codes * (int64_t)work->c.codes + work->c.codes;
    work->arena = room_for(work->scratch, ROOM_ARENA, used + (inner + 2) * planes, sizeof *work->arena);
    work->at = room_for(work->scratch, ROOM_COUNTERS, counters + inner, sizeof *work->at);
    return work->arena && work->at ? work->arena + used : NULL;
}

/* Sums all cells up along a, b and c, and compares each term. `between` is room for the sums on the way. */
static void sum_terms(Work *work, const Counter *cell, Counter *between, Vec *room, int64_t planes, int64_t batch) {
    int64_t kb = work->b.codes, kc = work->c.codes, tb = work->b.terms, tc = work->c.terms;
    Counter *slab = between, *line = slab + kb * kc;
    Vec *slab_room = room, *line_room = slab_room + kb * kc * planes, *last = line_room + kc * planes;
    const int64_t *places = work->terms->place, end = work->terms->count;
    int64_t term = 0;
    memset(between, 0, (size_t)(kb * kc + kc) * sizeof *between);
    for (int64_t i = 0; i < work->a.terms && term < end; i++) {
        for (int64_t x = 0; x < kb * kc; x++)
            slab[x] = sum_counters(work, &work->a, (int32_t)i, cell + x, kb * kc, slab[x], slab_room + x * planes);
        for (int64_t j = 0; j < tb; j++) {
            for (int64_t x = 0; x < kc; x++)
                line[x] = sum_counters(work, &work->b, (int32_t)j, slab + x, kc, line[x], line_room + x * planes);
            Counter sum = {last, 0, 0};
            int64_t place = (i * tb + j) * tc;
            for (int64_t k = 0; k < tc && term < end && places[term] < place + tc; k++) {
                sum = sum_counters(work, &work->c, (int32_t)k, line, 1, sum, last);
                if (places[term] != place + k) continue;
                compare(work, term, &sum, batch);
                term++;
            }
        }
    }
}

/* Where terms are runs or unions of cells: all cells are counted, then summed up. */
static int permute_sums(Work *work) {
    const Problem *problem = work->problem;
    int64_t ka = work->a.codes, kb = work->b.codes, kc = work->c.codes, cells = ka * kb * kc, used = 0;
    int64_t planes = planes_for(problem->rows);
    work->start = room_for(work->scratch, ROOM_START, ka * kb * (kc + 1), sizeof *work->start);
    if (!work->start) return 1;
    for (int64_t q = 0; q < ka * kb; q++) {
        int64_t from = work->pair_start[q], *start = work->start + q * (kc + 1);
        int64_t size = work->pair_start[q + 1] - from;
        const uint32_t *rows = work->by_pair + from;
        if (work->c.code) {
            codes_of(problem, &work->c.axis, 1, rows, size, work->here);
            group_by_code(rows, work->here, size, work->c.codes, start, work->grouped + from);
        } else {
            start[0] = 0;
            start[1] = size;
        }
        for (int64_t k = 0; k < kc; k++) used += planes_for(start[k + 1] - start[k]);
    }
    Vec *room = room_for_sums(work, used, cells, planes);
    if (!room) return 1;
    const uint32_t *all_rows = work->c.code ? work->grouped : work->by_pair;
    for (int64_t batch = 0, batches = batches_of(problem); batch < batches; batch++) {
        Vec *next = work->arena;
        for (int64_t q = 0; q < ka * kb; q++) {
            const int64_t *start = work->start + q * (kc + 1);
            for (int64_t k = 0; k < kc; k++) {
                int64_t count = start[k + 1] - start[k];
                Counter *here = &work->at[q * kc + k];
                *here = (Counter){next, 0, 0};
                if (!count) continue;
                *here = count_labelled(problem, batch, all_rows + work->pair_start[q] + start[k], count, next);
                next += here->planes;
            }
        }
        sum_terms(work, work->at, work->at + cells, room, planes, batch);
    }
    return 0;
}

/* ---- the permutations of scores that are not 0 or 1 -------------------------------------------------------------- */

/* A pair's rows in tiles: the lanes of a tile are copied together and added up for all thirds while they are near. Of
   each tile and third the rows, grouped by code, are told once for all batches. */
typedef struct {
    Tile *tiles;
    int64_t count, width; /* starts of a tile: codes + 1 of each third, one after the other */
    uint8_t *order;       /* third after third, rows within their tile */
    uint16_t *start;
    uint8_t *wanted;
} Tiling;

static int64_t count_tiles(const Work *work) {
    int64_t tiles = 0;
    for (int64_t q = 0; q < (int64_t)work->a.codes * work->b.codes; q++)
        tiles += (work->pair_start[q + 1] - work->pair_start[q] + TILE - 1) / TILE;
    return tiles;
}

/* Groups the rows of a tile by code; rows of codes that are not wanted come last and are not listed. */
static void group_tile(const uint8_t *code, int32_t rows, int32_t codes, const uint8_t *wanted, uint16_t *start,
                       uint8_t *order) {
    uint16_t place[256] = {0}, next = 0;
    for (int32_t i = 0; i < rows; i++) place[code ? code[i] : 0]++;
    for (int32_t k = 0; k < codes; k++) {
        uint16_t here = wanted[k] ? place[k] : 0;
        start[k] = place[k] = next;
        next = (uint16_t)(next + here);
    }
    start[codes] = next;
    for (int32_t k = 0; k < codes; k++)
        if (!wanted[k]) place[k] = next;
    for (int32_t i = 0; i < rows; i++) {
        int k = code ? code[i] : 0;
        order[place[k]] = (uint8_t)i;
        place[k] = (uint16_t)(place[k] + wanted[k]);
    }
}

/* Which codes of a third are needed within one cell of the pair: those that are terms there, or all. */
static void want(const Work *work, Third *third, int64_t q, uint8_t *wanted) {
    int32_t codes = third->side.codes;
    int64_t first = q * codes;
    memset(wanted, !is_plain(work, &third->side), (size_t)codes);
    if (!is_plain(work, &third->side)) return;
    const int64_t *places = third->terms.place;
    for (; third->next < third->terms.count && places[third->next] < first + codes; third->next++)
        wanted[places[third->next] - first] = 1;
}

static int tile_rows(Work *work, Third *thirds, int32_t count, Tiling *tiling) {
    const Problem *problem = work->problem;
    int32_t axes[256], axis_count = 0;
    *tiling = (Tiling){.count = count_tiles(work)};
    for (int32_t t = 0; t < count; t++) {
        tiling->width += thirds[t].side.codes + 1;
        if (thirds[t].side.code) axes[axis_count++] = thirds[t].side.axis;
    }
    tiling->tiles = room_for(work->scratch, ROOM_TILES, tiling->count, sizeof *tiling->tiles);
    tiling->order = room_for(work->scratch, ROOM_ORDER, problem->rows * count, sizeof *tiling->order);
    tiling->start = room_for(work->scratch, ROOM_START, tiling->count * tiling->width, sizeof *tiling->start);
    work->here = room_for(work->scratch, ROOM_HERE, (int64_t)TILE * count, sizeof *work->here);
    tiling->wanted = room_for(work->scratch, ROOM_WANTED, tiling->width, sizeof *tiling->wanted);
    if (!tiling->tiles || !tiling->order || !tiling->start || !tiling->wanted || !work->here) return 1;
    Tile *tile = tiling->tiles;
    uint16_t *start = tiling->start;
    for (int32_t t = 0; t < count; t++) thirds[t].next = 0;
    for (int64_t q = 0; q < (int64_t)work->a.codes * work->b.codes; q++) {
        uint8_t *wanted = tiling->wanted;
        for (int32_t t = 0; t < count; t++) {
            want(work, &thirds[t], q, wanted);
            wanted += thirds[t].side.codes;
        }
        for (int64_t from = work->pair_start[q]; from < work->pair_start[q + 1]; from += TILE, tile++) {
            int64_t left = work->pair_start[q + 1] - from;
            *tile = (Tile){from, left < TILE ? (int32_t)left : TILE, (int32_t)q};
            codes_of(problem, axes, axis_count, work->by_pair + from, tile->rows, work->here);
            const uint8_t *code = work->here;
            wanted = tiling->wanted;
            for (int32_t t = 0; t < count; t++) {
                const Side *side = &thirds[t].side;
                group_tile(side->code ? code : NULL, tile->rows, side->codes, wanted, start,
                           tiling->order + t * problem->rows + from);
                if (side->code) code += tile->rows;
                start += side->codes + 1;
                wanted += side->codes;
            }
        }
    }
    return 0;
}

/* Copies the lanes of some rows together. They lie far apart, and to bring them near is half of the work: hence bytes
   where these do, and the rows that come next are asked for early. */
static void fetch_tile(const Problem *problem, int64_t batch, const uint32_t *rows, int32_t count, int64_t left,
                       Lanes *near) {
    int64_t first = batch * problem->rows * ROW_VECS, size = LANES_A_BATCH * problem->lane_bytes;
    const Bytes *bytes = (const Bytes *)problem->shuffled + first;
    const Lanes *lanes = (const Lanes *)problem->shuffled + first;
    const char *start = (const char *)problem->shuffled + batch * problem->rows * size;
    for (int32_t i = 0; i < count; i++) {
        if (i + AHEAD < left)
            for (int64_t line = 0; line < size; line += 64) __builtin_prefetch(start + rows[i + AHEAD] * size + line);
        for (int v = 0; v < ROW_VECS; v++) {
            int64_t from = (int64_t)rows[i] * ROW_VECS + v;
            if (problem->lane_bytes == 1) near[i * ROW_VECS + v] = lanes_of(&bytes[from]);
            else near[i * ROW_VECS + v] = lanes[from];
        }
    }
}

/* Adds a tile's lanes to the sums of all thirds. */
static void add_tile(const Work *work, const Tiling *tiling, const Tile *tile, Third *thirds, int32_t count,
                     int64_t batch) {
    const Problem *problem = work->problem;
    Lanes near[TILE * ROW_VECS];
    fetch_tile(problem, batch, work->by_pair + tile->first, tile->rows, problem->rows - tile->first, near);
    int32_t widen = problem->lane_bytes == 1 ? TILE : WIDEN;
    const uint16_t *start = tiling->start + (tile - tiling->tiles) * tiling->width;
    for (int32_t t = 0; t < count; t++) {
        const uint8_t *order = tiling->order + t * problem->rows + tile->first;
        int32_t codes = thirds[t].side.codes;
        const Counter *cells = thirds[t].cells ? thirds[t].cells + (int64_t)tile->cell * codes : NULL;
        for (int32_t k = 0; k < codes; k++) {
            int32_t *sums = cells ? (int32_t *)cells[k].digits : thirds[t].sums + k * LANES_A_BATCH;
            if (start[k + 1] > start[k]) add_lanes(near, order + start[k], start[k + 1] - start[k], widen, sums);
        }
        start += codes + 1;
    }
}

/* The sums of one cell of the pair stand: terms that are cells are compared. */
static void take_sums(Work *work, Third *thirds, int32_t count, int32_t q, int64_t batch) {
    for (int32_t t = 0; t < count; t++) {
        Third *third = &thirds[t];
        int32_t codes = third->side.codes;
        int64_t first = (int64_t)q * codes;
        if (third->cells) continue;
        work->terms = &third->terms;
        const int64_t *places = third->terms.place;
        for (; third->next < third->terms.count && places[third->next] < first + codes; third->next++) {
            Counter counter = {(const Vec *)(third->sums + (places[third->next] - first) * LANES_A_BATCH), LANE_VECS, 1};
            compare_lanes(work, third->next, &counter, batch);
        }
    }
}

/* Where each third's cells are kept: how many rows each has, and room for the sums of those that have any. Returns the
   room that is left for sums of them, or NULL; `counters` is where free counters begin. */
static Vec *keep_cells(Work *work, const Tiling *tiling, Third *thirds, int32_t count, int64_t *counters) {
    int64_t pairs = (int64_t)work->a.codes * work->b.codes, cells = 0, filled = 0;
    work->c = thirds[0].side;
    for (int32_t t = 0; t < count; t++) {
        thirds[t].cells = NULL;
        if (is_plain(work, &thirds[t].side)) continue;
        cells += pairs * thirds[t].side.codes;
        if (thirds[t].side.codes > work->c.codes) work->c = thirds[t].side;
    }
    *counters = cells;
    if (!room_for_sums(work, 0, cells, LANE_VECS)) return NULL;
    memset(work->at, 0, (size_t)cells * sizeof *work->at);
    Counter *cell = work->at;
    for (int32_t t = 0; t < count; t++)
        if (!is_plain(work, &thirds[t].side)) {
            thirds[t].cells = cell;
            cell += pairs * thirds[t].side.codes;
        }
    const uint16_t *start = tiling->start;
    for (int64_t i = 0; i < tiling->count; i++)
        for (int32_t t = 0; t < count; t++) {
            int32_t codes = thirds[t].side.codes;
            for (int32_t k = 0; k < codes && thirds[t].cells; k++)
                thirds[t].cells[(int64_t)tiling->tiles[i].cell * codes + k].rows += start[k + 1] - start[k];
            start += codes + 1;
        }
    for (int64_t x = 0; x < cells; x++) filled += work->at[x].rows > 0;
    Vec *room = room_for_sums(work, filled * LANE_VECS, cells, LANE_VECS), *next = work->arena;
    if (!room) return NULL;
    for (int64_t x = 0; x < cells; x++) {
        work->at[x].digits = next;
        work->at[x].planes = LANE_VECS;
        next += work->at[x].rows ? LANE_VECS : 0;
    }
    return room;
}

/* All batches of some thirds. */
static int permute_tiles(Work *work, Third *thirds, int32_t count) {
    int64_t codes = 0, kept = 0, counters;
    for (int32_t t = 0; t < count; t++)
        if (is_plain(work, &thirds[t].side)) codes += thirds[t].side.codes;
    Tiling tiling;
    int32_t *sums = room_for(work->scratch, ROOM_SUMS, codes * LANES_A_BATCH, sizeof *sums);
    if (!sums || tile_rows(work, thirds, count, &tiling)) return 1;
    for (int32_t t = 0; t < count; t++) {
        thirds[t].sums = sums + kept;
        kept += is_plain(work, &thirds[t].side) ? (int64_t)thirds[t].side.codes * LANES_A_BATCH : 0;
    }
    Vec *room = keep_cells(work, &tiling, thirds, count, &counters);
    if (!room) return 1;
    for (int64_t batch = 0, batches = batches_of(work->problem); batch < batches; batch++) {
        for (int32_t t = 0; t < count; t++) thirds[t].next = 0;
        memset(work->arena, 0, (size_t)(room - work->arena) * sizeof *room);
        for (int64_t i = 0; i < tiling.count;) {
            int32_t q = tiling.tiles[i].cell;
            if (codes) memset(sums, 0, (size_t)(codes * LANES_A_BATCH) * sizeof *sums);
            for (; i < tiling.count && tiling.tiles[i].cell == q; i++)
                add_tile(work, &tiling, &tiling.tiles[i], thirds, count, batch);
            take_sums(work, thirds, count, q, batch);
        }
        for (int32_t t = 0; t < count; t++) {
            if (!thirds[t].cells) continue;
            work->c = thirds[t].side;
            work->terms = &thirds[t].terms;
            sum_terms(work, thirds[t].cells, work->at + counters, room, LANE_VECS, batch);
        }
    }
    return 0;
}

/* Bytes that the lists and the sums of one third need. */
static int64_t bytes_of(const Work *work, const Third *third) {
    int64_t rows = work->problem->rows, cells = (int64_t)work->a.codes * work->b.codes * third->side.codes;
    if (is_plain(work, &third->side)) return rows;
    return rows + cells * (int64_t)sizeof(Counter) + (cells < rows ? cells : rows) * LANE_VECS * (int64_t)sizeof(Vec);
}

/* As many thirds at a time as fit into MOST_BYTES. */
static int permute_lanes(Work *work, Third *thirds, int32_t count) {
    int32_t with = 0;
    for (int32_t t = 0; t < count; t++)
        if (thirds[t].terms.count) thirds[with++] = thirds[t];
    for (int32_t from = 0, to; from < with; from = to) {
        int64_t bytes = bytes_of(work, &thirds[from]);
        for (to = from + 1; to < with && bytes + bytes_of(work, &thirds[to]) <= MOST_BYTES; to++)
            bytes += bytes_of(work, &thirds[to]);
        if (permute_tiles(work, thirds + from, to - from)) return 1;
    }
    return 0;
}

/* ---- entries -------------------------------------------------------------------------------------------------- */

static int begin(Work *work, int32_t a, int32_t b) {
    const Problem *problem = work->problem;
    Scratch *scratch = work->scratch;
    int64_t rows = problem->rows, batches = batches_of(problem);
    work->a = side_of(problem, a);
    work->b = side_of(problem, b);
    int64_t pairs = (int64_t)work->a.codes * work->b.codes;
    work->pair = room_for(scratch, ROOM_PAIR, rows, sizeof *work->pair);
    work->label = room_for(scratch, ROOM_LABEL, rows, sizeof *work->label);
    work->short_label = room_for(scratch, ROOM_SHORT_LABEL, rows, sizeof *work->short_label);
    work->by_pair = room_for(scratch, ROOM_BY_PAIR, rows, sizeof *work->by_pair);
    work->grouped = room_for(scratch, ROOM_GROUPED, rows, sizeof *work->grouped);
    work->pair_start = room_for(scratch, ROOM_PAIR_START, pairs + 1, sizeof *work->pair_start);
    work->bounds = room_for(scratch, ROOM_BOUNDS, batches, sizeof *work->bounds);
    work->hits = room_for(scratch, ROOM_HITS, batches, sizeof *work->hits);
    if (!work->pair || !work->label || !work->short_label || !work->by_pair || !work->grouped || !work->pair_start ||
        !work->bounds || !work->hits)
        return 1;
    const uint8_t *first = work->a.code, *second = work->b.code;
    uint32_t kb = (uint32_t)work->b.codes, strata = (uint32_t)problem->strata;
    for (int64_t i = 0; i < rows; i++) work->pair[i] = (uint16_t)(first[i] * kb + (second ? second[i] : 0));
    if (problem->is_binary)
        for (int64_t i = 0; i < rows; i++) {
            work->label[i] = (work->pair[i] * strata + problem->stratum[i]) * 2 + (problem->score[i] != 0);
            work->short_label[i] = (uint16_t)work->label[i];
        }
    return 0;
}

static int make_room(Work *work) {
    const Problem *problem = work->problem;
    Scratch *scratch = work->scratch;
    int64_t width = problem->strata + 1, kb = work->b.codes, kc = work->c.codes;
    int64_t cells = (int64_t)work->a.codes * kb * kc, size = cells * problem->strata * 2;
    work->cells = room_for(scratch, ROOM_CELLS, cells * width, sizeof *work->cells);
    work->slab = room_for(scratch, ROOM_SLAB, (kb * kc + kc + 1) * width, sizeof *work->slab);
    work->start = room_for(scratch, ROOM_START, kc + 1, sizeof *work->start);
    work->arena = room_for(scratch, ROOM_ARENA, MOST_PLANES, sizeof *work->arena);
    work->count = room_for(scratch, ROOM_COUNT, problem->is_binary ? size * copies_of(size) : 0, sizeof *work->count);
    if (!work->cells || !work->slab || !work->start || !work->arena || !work->count) return 1;
    work->line = work->slab + kb * kc * width;
    work->cell = work->line + kc * width;
    return 0;
}

/* The combinations from `first` on that share a and b, as far as their terms fit into a few megabytes. */
static int32_t shared_pair(const Problem *problem, const int32_t *combinations, int32_t first, int32_t count,
                           int64_t *terms) {
    const int32_t *pair = combinations + 3 * (int64_t)first;
    int64_t of_pair = problem->term_count[pair[0]] * (int64_t)(pair[1] < 0 ? 1 : problem->term_count[pair[1]]);
    int32_t i = first;
    *terms = 0;
    for (; i < count; i++) {
        const int32_t *axes = combinations + 3 * (int64_t)i;
        int64_t more = of_pair * (axes[2] < 0 ? 1 : problem->term_count[axes[2]]);
        if (axes[0] != pair[0] || axes[1] != pair[1] || i - first == 256 || (i > first && *terms + more > MOST_TERMS)) break;
        *terms += more;
    }
    return i;
}

/* Observes the combinations of one pair; their terms lie one after the other. */
static int observe_thirds(Work *work, const int32_t *combinations, Third *thirds, int32_t count, double *columns,
                          int64_t room) {
    for (int32_t t = 0; t < count; t++) {
        Third *third = &thirds[t];
        Terms *terms = &third->terms;
        third->side = work->c = side_of(work->problem, combinations[3 * (int64_t)t + 2]);
        third->next = 0;
        *terms = (Terms){0, (int64_t *)columns, columns + room, columns + 2 * room, columns + 3 * room,
                         columns + 4 * room, columns + 5 * room, columns + 6 * room};
        work->terms = terms;
        work->combination = third->combination;
        if (make_room(work)) return 1;
        fill_cells(work);
        observe_terms(work);
        score_terms(terms->count, terms->total, terms->expected, terms->deviation, terms->skewness, terms->score);
        if (report_terms(work)) return 1;
        columns += terms->count;
        work->answer->evaluated += work->problem->permutations ? terms->count : 0;
    }
    return 0;
}

int NAME(search)(const Problem *problem, Scratch *scratch, const int32_t *combinations, int32_t count, double *maxima,
                 Answer *answer) {
    Work work = {.problem = problem, .scratch = scratch, .maxima = maxima, .answer = answer};
    int64_t size = problem->is_binary ? BITS_A_BATCH : LANES_A_BATCH, room;
    for (int32_t first = 0, last; first < count; first = last) {
        const int32_t *here = combinations + 3 * (int64_t)first;
        last = shared_pair(problem, combinations, first, count, &room);
        double *columns = room_for(scratch, ROOM_TERMS, 7 * room, sizeof *columns);
        Third *thirds = room_for(scratch, ROOM_THIRDS, last - first, sizeof *thirds);
        if (!columns || !thirds || begin(&work, here[0], here[1])) return 1;
        for (int32_t i = first; i < last; i++) thirds[i - first].combination = i;
        if (observe_thirds(&work, here, thirds, last - first, columns, room)) return 1;
        if (!problem->permutations) continue;
        if (first == 0)
            for (int64_t batch = 0; batch < batches_of(problem); batch++) tell_bound(&work, batch, size);
        group_by_pair(&work);
        if (!problem->is_binary) {
            if (permute_lanes(&work, thirds, last - first)) return 1;
            continue;
        }
        int64_t largest = 0;
        for (int64_t q = 0; q < (int64_t)work.a.codes * work.b.codes; q++)
            if (work.pair_start[q + 1] - work.pair_start[q] > largest)
                largest = work.pair_start[q + 1] - work.pair_start[q];
        work.here = room_for(scratch, ROOM_HERE, largest * (last - first), sizeof *work.here);
        if (!work.here) return 1;
        permute_cells(&work, thirds, last - first);
        for (int32_t t = 0; t < last - first; t++) {
            work.c = thirds[t].side;
            work.terms = &thirds[t].terms;
            if (!is_plain(&work, &work.c) && work.terms->count && permute_sums(&work)) return 1;
        }
    }
    return 0;
}

int NAME(cube)(const Problem *problem, int32_t a, int32_t b, int32_t c, double *out) {
    Side sides[3] = {side_of(problem, a), side_of(problem, b), side_of(problem, c)};
    int64_t cells = (int64_t)sides[0].codes * sides[1].codes * sides[2].codes;
    memset(out, 0, (size_t)cells * 3 * sizeof *out);
    for (int64_t i = 0; i < problem->rows; i++) {
        int64_t cell = 0;
        for (int s = 0; s < 3; s++) cell = cell * sides[s].codes + (sides[s].code ? sides[s].code[i] : 0);
        double score = problem->score[i];
        out[cell * 3] += 1;
        out[cell * 3 + 1] += score;
        out[cell * 3 + 2] += score * score;
    }
    return 0;
}

/* ---- permutations --------------------------------------------------------------------------------------------- */

/* Steele, Lea & Flood (2014), SplitMix64: the finaliser. */
static inline uint64_t mix(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static inline uint64_t hash_of(uint64_t stream, uint64_t row) { return mix(stream + row * 0x9E3779B97F4A7C15u); }

/* Where a permutation puts a row: rows of a stratum stand in the order of these keys. */
static inline uint32_t key_of(uint64_t stream, uint64_t row) { return (uint32_t)(hash_of(stream, row) >> 32); }

static uint64_t stream_of(uint64_t seed, int64_t permutation) { return mix(seed + mix((uint64_t)permutation + 1)); }

enum { BUCKETS = 2048, SHIFT = 21, FEW_KEYS = 24 };

static int by_key(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

int NAME(shuffle_bits)(const Problem *problem, const uint32_t *order, const int64_t *stratum_start,
                       const int64_t *ones, uint64_t seed, int64_t first, int64_t word, uint64_t *out) {
    int64_t rows = problem->rows;
    uint32_t *keys = malloc((size_t)rows * sizeof *keys + 64);
    uint64_t *bits = calloc((size_t)rows + 1, sizeof *bits), *near = malloc((size_t)rows * sizeof *near + 64);
    int failed = !keys || !bits || !near;
    for (int j = 0; j < 64 && !failed && word * 64 + j < problem->permutations; j++) {
        uint64_t stream = stream_of(seed, first + word * 64 + j);
        for (int32_t h = 0; h < problem->strata; h++) {
            int64_t from = stratum_start[h], to = stratum_start[h + 1], wanted = ones[h];
            if (!wanted) continue;
            uint32_t count[BUCKETS] = {0};
            for (int64_t i = from; i < to; i++) {
                keys[i] = key_of(stream, order[i]);
                count[keys[i] >> SHIFT]++;
            }
            int64_t before = 0;
            uint32_t bucket = 0;
            while (before + count[bucket] < wanted) before += count[bucket++];
            int64_t found = 0;
            for (int64_t i = from; i < to; i++) {
                uint32_t top = keys[i] >> SHIFT;
                bits[order[i]] |= (uint64_t)(top < bucket) << j;
                if (top == bucket) near[found++] = (uint64_t)keys[i] << 32 | order[i];
            }
            qsort(near, (size_t)found, sizeof *near, by_key);
            for (int64_t i = 0; i < wanted - before; i++) bits[near[i] & 0xFFFFFFFFu] |= (uint64_t)1 << j;
        }
    }
    if (!failed) {
        int64_t width = SIDE_BY_SIDE * WORDS;
        uint64_t *to = out + word / width * rows * width + word % width;
        for (int64_t i = 0; i < rows; i++) to[i * width] = bits[i];
    }
    free(keys); free(bits); free(near);
    return failed;
}

static void in_place(uint64_t *keys, int64_t count) {
    for (int64_t i = 1; i < count; i++) {
        uint64_t key = keys[i];
        int64_t j = i;
        for (; j > 0 && keys[j - 1] > key; j--) keys[j] = keys[j - 1];
        keys[j] = key;
    }
}

/* Keys by their highest bits. They are hashes, so that few fall into one bucket. */
static void by_bucket(const uint64_t *keys, uint64_t *out, int64_t count) {
    int bits = 1;
    while (bits < 11 && (int64_t)1 << bits < count) bits++;
    uint32_t place[BUCKETS + 1] = {0};
    for (int64_t i = 0; i < count; i++) place[(keys[i] >> (64 - bits)) + 1]++;
    for (int k = 0; k < 1 << bits; k++) place[k + 1] += place[k];
    for (int64_t i = 0; i < count; i++) out[place[keys[i] >> (64 - bits)]++] = keys[i];
}

/* The keys in rising order; in one of both buffers. No two are equal: their lower halves number rows. */
static uint64_t *sorted(uint64_t *keys, uint64_t *other, int64_t count) {
    if (count <= FEW_KEYS) {
        in_place(keys, count);
        return keys;
    }
    if (count < 4 * BUCKETS) {
        by_bucket(keys, other, count);
        in_place(other, count);
        return other;
    }
    uint64_t *source = keys, *target = other;
    /* Rows come in rising order, and each pass keeps the order of equals: ties fall to the earlier row. */
    for (int shift = 32; shift < 64; shift += 11) {
        uint32_t place[BUCKETS] = {0};
        for (int64_t i = 0; i < count; i++) place[source[i] >> shift & (BUCKETS - 1)]++;
        uint32_t sum = 0;
        for (int k = 0; k < BUCKETS; k++) {
            uint32_t here = place[k];
            place[k] = sum;
            sum += here;
        }
        for (int64_t i = 0; i < count; i++) target[place[source[i] >> shift & (BUCKETS - 1)]++] = source[i];
        uint64_t *swap = source;
        source = target;
        target = swap;
    }
    return source;
}

static inline void store_lane(const Problem *problem, void *out, int64_t batch, int64_t row, int j, int value) {
    int64_t place = (batch * problem->rows + row) * LANES_A_BATCH + j;
    if (problem->lane_bytes == 1) ((int8_t *)out)[place] = (int8_t)value;
    else ((int16_t *)out)[place] = (int16_t)value;
}

int NAME(shuffle_lanes)(const Problem *problem, const uint32_t *order, const int64_t *stratum_start,
                        const int16_t *values, uint64_t seed, int64_t first, int64_t batch, void *out) {
    int64_t rows = problem->rows;
    uint64_t *keys = malloc((size_t)rows * 2 * sizeof *keys + 64);
    if (!keys) return 1;
    /* Lanes beyond the last shuffle stay 0, as they were made. */
    for (int j = 0; j < LANES_A_BATCH && batch * LANES_A_BATCH + j < problem->permutations; j++) {
        uint64_t stream = stream_of(seed, first + batch * LANES_A_BATCH + j);
        for (int32_t h = 0; h < problem->strata; h++) {
            int64_t from = stratum_start[h], count = stratum_start[h + 1] - from;
            for (int64_t i = 0; i < count; i++)
                keys[i] = (uint64_t)key_of(stream, order[from + i]) << 32 | order[from + i];
            const uint64_t *in_order = sorted(keys, keys + rows, count);
            for (int64_t i = 0; i < count; i++)
                store_lane(problem, out, batch, (int64_t)(in_order[i] & 0xFFFFFFFFu), j, values[from + i]);
        }
    }
    free(keys);
    return 0;
}

/* Lanes of scores in two levels that are made at once, and rows of an account whose places are found by comparing each
   two of them: that goes lane by lane of a vector. */
enum { TOGETHER = 64, MOST_COMPARED = 48 };

/* What a thread needs to exchange scores in two levels, TOGETHER values of each thing. */
typedef struct {
    uint64_t of_accounts[TOGETHER], of_rows[TOGETHER]; /* streams of hashes */
    int64_t lane;                                      /* the first */
    float *between;                                    /* part that each account was given */
    uint64_t *keys, *other;
    /* Of accounts of few rows: keys and places of the rows, and what is added to a score before it is cut off. */
    int32_t key[MOST_COMPARED][TOGETHER], place[MOST_COMPARED][TOGETHER], up[MOST_COMPARED][TOGETHER];
} Exchange;

/* Parts of accounts exchanged within their classes. */
static void exchange_accounts(const Blocks *blocks, Exchange *exchange) {
    uint64_t *keys = exchange->keys;
    for (int j = 0; j < TOGETHER; j++)
        for (int64_t k = 0; k < blocks->classes; k++) {
            int64_t from = blocks->class_start[k], count = blocks->class_start[k + 1] - from;
            const uint32_t *mine = blocks->by_class + from;
            for (int64_t i = 0; i < count; i++)
                keys[i] = (uint64_t)key_of(exchange->of_accounts[j], mine[i]) << 32 | mine[i];
            const uint64_t *in_order = sorted(keys, exchange->other, count);
            for (int64_t i = 0; i < count; i++)
                exchange->between[(int64_t)(uint32_t)in_order[i] * TOGETHER + j] = blocks->between[mine[i]];
        }
}

/* Place of each row among those of its account, few of them; equal keys stand in the order of rows. */
static void places_of_few(const uint32_t *rows, int32_t count, Exchange *exchange) {
    for (int32_t i = 0; i < count; i++)
        for (int j = 0; j < TOGETHER; j++) {
            uint64_t hash = hash_of(exchange->of_rows[j], rows[i]);
            exchange->key[i][j] = (int32_t)((uint32_t)(hash >> 32) ^ 0x80000000u);
            exchange->up[i][j] = (int32_t)(hash & (PARTS - 1));
            exchange->place[i][j] = i;
        }
    for (int32_t i = 1; i < count; i++)
        for (int32_t k = 0; k < i; k++)
            for (int j = 0; j < TOGETHER; j++) {
                int32_t is_before = exchange->key[i][j] < exchange->key[k][j];
                exchange->place[i][j] -= is_before;
                exchange->place[k][j] += is_before;
            }
}

static inline void store_lanes(const Problem *problem, void *out, int64_t place, const int32_t *values) {
    if (problem->lane_bytes == 1)
        for (int j = 0; j < TOGETHER; j++) ((int8_t *)out)[place + j] = (int8_t)values[j];
    else
        for (int j = 0; j < TOGETHER; j++) ((int16_t *)out)[place + j] = (int16_t)values[j];
}

/* The rows of one account: its share, and what is left of its rows in another order. */
static void exchange_rows(const Problem *problem, const Blocks *blocks, int64_t account, Exchange *exchange, void *out) {
    int64_t from = blocks->account_start[account], count = blocks->account_start[account + 1] - from;
    const uint32_t *rows = blocks->by_account + from;
    const int32_t *within = blocks->within + from;
    int64_t batch = exchange->lane / LANES_A_BATCH, first = exchange->lane % LANES_A_BATCH;
    int32_t share[TOGETHER], values[TOGETHER];
    float parts = (float)((double)PARTS / (double)count);
    for (int j = 0; j < TOGETHER; j++) share[j] = (int32_t)(exchange->between[account * TOGETHER + j] * parts);
    if (count <= MOST_COMPARED) {
        places_of_few(rows, (int32_t)count, exchange);
        for (int64_t i = 0; i < count; i++) {
            const int32_t *place = exchange->place[i], *up = exchange->up[i];
            for (int j = 0; j < TOGETHER; j++) values[j] = (share[j] + within[place[j]] + up[j]) >> PART_BITS;
            store_lanes(problem, out, (batch * problem->rows + rows[i]) * LANES_A_BATCH + first, values);
        }
        return;
    }
    for (int j = 0; j < TOGETHER; j++) {
        uint64_t stream = exchange->of_rows[j], *keys = exchange->keys;
        for (int64_t i = 0; i < count; i++) keys[i] = (uint64_t)key_of(stream, rows[i]) << 32 | rows[i];
        const uint64_t *in_order = sorted(keys, exchange->other, count);
        for (int64_t i = 0; i < count; i++) {
            uint32_t row = (uint32_t)in_order[i];
            int32_t up = (int32_t)(hash_of(stream, row) & (PARTS - 1));
            store_lane(problem, out, batch, row, (int)first + j, (share[j] + within[i] + up) >> PART_BITS);
        }
    }
}

int NAME(shuffle_blocks)(const Problem *problem, const Blocks *blocks, uint64_t seed, int64_t first, int64_t batch,
                         void *out) {
    int64_t rows = problem->rows;
    uint64_t *keys = malloc((size_t)rows * 2 * sizeof *keys + 64);
    float *between = malloc((size_t)blocks->accounts * TOGETHER * sizeof *between + 64);
    Exchange *exchange = malloc(sizeof *exchange);
    int failed = !keys || !between || !exchange;
    /* Lanes beyond the last shuffle are never looked at. */
    for (int64_t lane = batch * LANES_A_BATCH; !failed && lane < (batch + 1) * LANES_A_BATCH; lane += TOGETHER) {
        for (int j = 0; j < TOGETHER; j++) {
            exchange->of_accounts[j] = stream_of(seed, 2 * (first + lane + j));
            exchange->of_rows[j] = stream_of(seed, 2 * (first + lane + j) + 1);
        }
        exchange->lane = lane;
        exchange->between = between;
        exchange->keys = keys;
        exchange->other = keys + rows;
        exchange_accounts(blocks, exchange);
        for (int64_t account = 0; account < blocks->accounts; account++)
            exchange_rows(problem, blocks, account, exchange, out);
    }
    free(keys);
    free(between);
    free(exchange);
    return failed;
}
