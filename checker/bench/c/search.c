/*
 * The fixed half of a printed search: breadth-first over exact states, level by level, as the checker's own engine does it.
 *
 * In front of this text stand WORDS, MOST_SUCCESSORS, `initial`, and the functions `moves`, `judge`, `is_at_rest` that are printed from a program.
 * The store is an append-only list that is the queue as well; the table has open addressing and whole states as slots, empty
 * is a first word of 0. It is never more than half full, which is quickest and takes memory. Successors come in batches: every slot is prefetched
 * before the first one is looked at.
 * No coverage, no trace, no limits: only what counts and verdicts take.
 */
#include <sys/mman.h>

enum { BATCH = 1024, FIRST_BITS = 16, SMALL_BITS = 20 };

static u64 *table, *store, top, generated;
static int bits = FIRST_BITS;
static u64 batch[(BATCH + MOST_SUCCESSORS) * WORDS], slot_of[BATCH + MOST_SUCCESSORS];

static u64 *reserve(u64 bytes)
{
	void *at = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (at == MAP_FAILED) {
		perror("mmap");
		exit(2);
	}
	return at;
}

static inline u64 hash(const u64 *state)
{
	u64 h = 0;
	for (int word = 0; word < WORDS; word++)
		h = ((h ^ h >> 29) ^ state[word]) * 0x9e3779b97f4a7c15ull;
	return (h ^ h >> 29) * 0xbf58476d1ce4e5b9ull >> (64 - bits);
}

static inline int is_same(const u64 *a, const u64 *b)
{
	for (int word = 0; word < WORDS; word++)
		if (a[word] != b[word])
			return 0;
	return 1;
}

static inline void copy(u64 *to, const u64 *from)
{
	for (int word = 0; word < WORDS; word++)
		to[word] = from[word];
}

static inline int insert(const u64 *state, u64 slot)
{
	const u64 mask = (1ull << bits) - 1;
	for (;; slot = (slot + 1) & mask) {
		u64 *at = table + slot * WORDS;
		if (at[0] == 0) {
			copy(at, state);
			return 1;
		}
		if (is_same(at, state))
			return 0;
	}
}

static inline void prefetch_all(const u64 *states, u64 count)
{
	for (u64 at = 0; at < count; at++) {
		slot_of[at] = hash(states + at * WORDS);
		__builtin_prefetch(table + slot_of[at] * WORDS);
	}
}

static void grow(void)
{
	memset(table, 0, (8ull * WORDS) << bits);
	bits += bits < SMALL_BITS ? 2 : 1;
	for (u64 from = 0; from < top; from += BATCH) {
		const u64 count = top - from < BATCH ? top - from : BATCH;
		prefetch_all(store + from * WORDS, count);
		for (u64 at = 0; at < count; at++)
			insert(store + (from + at) * WORDS, slot_of[at]);
	}
}

static u64 *flush(const u64 *end)
{
	const u64 count = (u64)(end - batch) / WORDS;
	generated += count;
	prefetch_all(batch, count);
	for (u64 at = 0; at < count; at++)
		if (insert(batch + at * WORDS, slot_of[at]))
			copy(store + top++ * WORDS, batch + at * WORDS);
	if (2 * (top + BATCH + MOST_SUCCESSORS) > 1ull << bits)
		grow();
	return batch;
}

static void expand(u64 from, u64 to)
{
	u64 *end = batch;
	for (u64 at = from; at < to; at++) {
		const u64 *state = store + at * WORDS;
		const u64 failed = fails;
		judge(state);
		u64 *behind = moves(state, end);
		if (behind == end && fails == failed && !is_at_rest(state))
			deadlock_seen = 1;
		end = behind < batch + BATCH * WORDS ? behind : flush(behind);
	}
	flush(end);
}

int main(void)
{
	table = reserve((8ull * WORDS) << 33);
	store = reserve((8ull * WORDS) << 33);
	u64 *end = batch;
	for (u64 at = 0; at < sizeof initial / sizeof initial[0]; at++, end += WORDS) {
		if (end == batch + BATCH * WORDS)
			end = flush(end);
		copy(end, initial[at]);
	}
	flush(end);
	u64 from = 0, depth = 0;
	for (;; depth++) {
		const u64 to = top;
		expand(from, to);
		report(depth);
		if (top == to)
			break;
		from = to;
	}
	printf("distinct=%llu generated=%llu depth=%llu\n", top, generated, depth);
	return 0;
}
