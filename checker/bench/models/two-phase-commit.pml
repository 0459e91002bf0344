/*
 * Two-phase commit with N participants in Promela, the model of specs/classics/two-phase-commit.ts:
 *
 *	spin -a -DN=3 two-phase-commit.pml
 *
 * Nobody waits for anybody in particular, so one process with one location and one option for each step is all there is. The
 * outcome of a participant is one bit in one of four sets.
 */
#ifndef N
#define N 3
#endif
#define ALL	((1 << N) - 1)
#define ONE(p)	(1 << p)

unsigned working : N = ALL;
unsigned prepared : N;
unsigned committed : N;
unsigned aborted : N;
unsigned votes_sent : N;
unsigned votes_counted : N;
bit decided, commit, abort;

#define PARTICIPANT(p) \
	:: d_step { working & ONE(p) -> working = working & ~ONE(p); \
		prepared = prepared | ONE(p); votes_sent = votes_sent | ONE(p) } \
	:: d_step { working & ONE(p) -> working = working & ~ONE(p); aborted = aborted | ONE(p) } \
	:: d_step { commit -> working = working & ~ONE(p); prepared = prepared & ~ONE(p); \
		aborted = aborted & ~ONE(p); committed = committed | ONE(p) } \
	:: d_step { abort -> working = working & ~ONE(p); prepared = prepared & ~ONE(p); \
		committed = committed & ~ONE(p); aborted = aborted | ONE(p) } \
	:: d_step { !decided && (votes_sent & ONE(p)) -> votes_counted = votes_counted | ONE(p) }

active proctype everybody()
{
end:	do
	:: d_step { !decided && votes_counted == ALL -> decided = 1; commit = 1 }
	:: d_step { !decided -> decided = 1; abort = 1 }
	PARTICIPANT(0)
#if N > 1
	PARTICIPANT(1)
#endif
#if N > 2
	PARTICIPANT(2)
#endif
#if N > 3
	PARTICIPANT(3)
#endif
#if N > 4
	PARTICIPANT(4)
#endif
#if N > 5
	PARTICIPANT(5)
#endif
#if N > 6
	PARTICIPANT(6)
#endif
	od
}

active proctype monitor()
{
end:	d_step { committed && aborted -> assert(!(committed && aborted)) }
}
