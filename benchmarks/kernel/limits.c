/* Rates of this machine, all threads together: histogram increments, ANDs with population count, reading of memory. They
   describe the machine and bound no search. Prints one line of JSON. Usage: limits THREADS SECONDS */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROWS = 100000, CELLS = 1000, WORDS_NEAR = 1568, WORDS_FAR = 1 << 24, LARGEST = 64 };

typedef double Measure(unsigned seed, double seconds); /* units a CPU second of one thread */

static pthread_barrier_t together;
static volatile uint64_t sink;

/* CPU seconds of this thread. */
static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t); /* what else runs on the machine does not count */
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static uint64_t next(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

/* The compiler must take what is behind `at` as read and changed. */
static void touch(void *at) { __asm__ volatile("" : : "r"(at) : "memory"); }

static void *room(size_t bytes) {
    void *at = aligned_alloc(64, (bytes + 63) / 64 * 64);
    if (!at) {
        fputs("out of memory\n", stderr);
        exit(1);
    }
    memset(at, 0, bytes);
    return at;
}

/* Calls `body` until the time is over, and gives the units a CPU second; all threads begin together. */
#define REPEAT(units_each, body)                       \
    pthread_barrier_wait(&together);                   \
    double start = now(), end;                         \
    long rounds = 0;                                   \
    do {                                               \
        for (int again = 0; again < 8; again++) { body } \
        rounds += 8;                                   \
    } while ((end = now()) < start + seconds);         \
    double rate = (double)rounds * (units_each) / (end - start);

/* 64-bit cells: a count and a sum packed into one word; two histograms in turn, so that neighbours do not wait. */
static double increments_packed(unsigned seed, double seconds) {
    uint64_t state = seed, *cells = room(2 * CELLS * sizeof *cells), *weight = room(ROWS * sizeof *weight);
    uint16_t *index = room(ROWS * sizeof *index);
    for (int i = 0; i < ROWS; i++) index[i] = (uint16_t)(next(&state) % CELLS), weight[i] = 1 | next(&state) % 2 << 32;
    REPEAT(ROWS, {
        for (int i = 0; i < ROWS; i += 2) {
            cells[index[i]] += weight[i];
            cells[CELLS + index[i + 1]] += weight[i + 1];
        }
        touch(cells);
    })
    free(cells);
    free(weight);
    free(index);
    return rate;
}

/* 32-bit counts in four histograms in turn. */
static double increments_counts(unsigned seed, double seconds) {
    uint64_t state = seed;
    uint32_t *cells = room(4 * CELLS * sizeof *cells);
    uint16_t *index = room(ROWS * sizeof *index);
    for (int i = 0; i < ROWS; i++) index[i] = (uint16_t)(next(&state) % CELLS);
    REPEAT(ROWS, {
        for (int i = 0; i < ROWS; i += 4) {
            cells[index[i]]++;
            cells[CELLS + index[i + 1]]++;
            cells[2 * CELLS + index[i + 2]]++;
            cells[3 * CELLS + index[i + 3]]++;
        }
        touch(cells);
    })
    free(cells);
    free(index);
    return rate;
}

/* 64-bit words of two bit sets of 100,000 rows, joined by AND and counted. */
static double popcounts(unsigned seed, double seconds) {
    uint64_t state = seed, total = 0;
    uint64_t *a = room(WORDS_NEAR * sizeof *a), *b = room(WORDS_NEAR * sizeof *b);
    for (int i = 0; i < WORDS_NEAR; i++) a[i] = next(&state) << 20, b[i] = next(&state) << 20;
    REPEAT(WORDS_NEAR, {
        uint64_t count = 0;
        for (int i = 0; i < WORDS_NEAR; i++) count += (uint64_t)__builtin_popcountll(a[i] & b[i]);
        total += count;
        touch(a);
    })
    sink = total;
    free(a);
    free(b);
    return rate;
}

/* Bytes read from an array of 128 MiB a thread. */
static double bytes_read(unsigned seed, double seconds) {
    uint64_t *a = room((size_t)WORDS_FAR * sizeof *a), total = seed;
    memset(a, (int)seed, (size_t)WORDS_FAR * sizeof *a);
    REPEAT((double)WORDS_FAR * sizeof *a, {
        uint64_t sum = 0;
        for (int i = 0; i < WORDS_FAR; i++) sum += a[i];
        total += sum;
        touch(a);
    })
    sink = total;
    free(a);
    return rate;
}

typedef struct {
    Measure *measure;
    unsigned seed;
    double seconds, rate;
} Part;

static void *run_part(void *at) {
    Part *part = at;
    part->rate = part->measure(part->seed, part->seconds);
    return NULL;
}

static double all_threads(Measure *measure, int threads, double seconds) {
    pthread_t thread[LARGEST];
    Part part[LARGEST];
    double rate = 0;
    pthread_barrier_init(&together, NULL, (unsigned)threads);
    for (int t = 0; t < threads; t++) {
        part[t] = (Part){measure, (unsigned)t + 1, seconds, 0};
        if (pthread_create(&thread[t], NULL, run_part, &part[t])) exit(1);
    }
    for (int t = 0; t < threads; t++) {
        pthread_join(thread[t], NULL);
        rate += part[t].rate;
    }
    pthread_barrier_destroy(&together);
    return rate;
}

int main(int count, char **words) {
    int threads = count > 1 ? atoi(words[1]) : 1;
    double seconds = count > 2 ? atof(words[2]) : 1;
    if (threads < 1 || threads > LARGEST || !(seconds > 0)) {
        fprintf(stderr, "usage: limits THREADS SECONDS, 1 to %d threads\n", LARGEST);
        return 2;
    }
    printf("ANSWER {\"increments_packed\": %.4g, ", all_threads(increments_packed, threads, seconds));
    printf("\"increments_counts\": %.4g, ", all_threads(increments_counts, threads, seconds));
    printf("\"popcount_words\": %.4g, ", all_threads(popcounts, threads, seconds));
    printf("\"bytes_read\": %.4g}\n", all_threads(bytes_read, threads, seconds));
    return 0;
}
