/* Which sets of instructions this machine has; bit 0: plain, 1: AVX2, 2: AVX-512. Those not built are never reported. */
#include "kernel.h"

#include <stdlib.h>

/* Raised with every change of what native.py passes or expects: a library of other sources would shuffle wrongly. */
int whofor_interface(void) { return 2; }

int whofor_variants(void) {
    int found = 1;
#if defined(__x86_64__) || defined(__i386__)
    __builtin_cpu_init();
#if defined(WITH_AVX2)
    if (__builtin_cpu_supports("avx2")) found |= 2;
#endif
#if defined(WITH_AVX512)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq"))
        found |= 4;
#endif
#endif
    return found;
}

void whofor_free(void *memory) { free(memory); }

Scratch *whofor_scratch_new(void) { return calloc(1, sizeof(Scratch)); }

void whofor_scratch_free(Scratch *scratch) {
    for (int i = 0; scratch && i < ROOMS; i++) free(scratch->at[i]);
    free(scratch);
}
