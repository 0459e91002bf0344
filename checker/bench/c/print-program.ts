/**
 * A program as C: what our own intermediate representation costs when a compiler of C has all the time it wants.
 *
 * Printed are the initial states, the moves, the invariants and the question whether all rest. The search around them is `search.c`, which
 * is the same for every program.
 */
import { readFileSync } from 'node:fs';
import { type Layout, Machine, type Program, pack } from '../../compile/index.ts';
import { Blocks } from './blocks.ts';
import { hex, tempName } from './expressions.ts';

const HEAD = `#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long long u64;

static u64 fails;
static int deadlock_seen, misread;

static inline int32_t decoded(int32_t code, int32_t low, int32_t skip)
{
	return code == 0 ? low : code + low + skip;
}

static inline int32_t encoded(int32_t value, int32_t low, int32_t skip)
{
	return value == low ? 0 : value - low - skip;
}
`;

/** Says at the end of a level what was violated in it for the first time, by number of the property. */
const REPORT = `static void report(u64 depth)
{
	static unsigned char told[sizeof failed + 1];
	const int count = (int)sizeof failed - 1;
	for (int at = 0; at < count; at++)
		if (!told[at] && (violated[at] || failed[at])) {
			told[at] = 1;
			printf("violated=%d steps=%llu\\n", at, depth + !violated[at]);
		}
	if (deadlock_seen && !told[count]++)
		printf("violated=deadlock steps=%llu\\n", depth);
	if ((misread || fails) && !told[count + 1]++)
		printf("violated=ERROR steps=%llu\\n", depth);
}
`;

/** Prints a program and the search that runs it. `searchFile` is the path of `search.c`. */
export function printProgram(program: Program, layout: Layout, searchFile: string): string {
  const blocks = new Blocks(layout);
  const { properties } = program.model;
  return [
    HEAD,
    `enum { WORDS = ${layout.words}, MOST_SUCCESSORS = ${program.mostSuccessors + 1} };`,
    `static unsigned char failed[${properties.length + 1}], violated[${properties.length + 1}];`,
    '',
    `static const u64 initial[][WORDS] = {`,
    ...initialStates(program, layout).map((words) => `\t{ ${words.map(hex).join(', ')} },`),
    '};',
    '',
    ...movesFunction(program, layout, blocks),
    ...judgeFunction(program, layout, blocks),
    ...restFunction(program, layout, blocks),
    REPORT,
    readFileSync(searchFile, 'utf8'),
  ].join('\n');
}

function initialStates(program: Program, layout: Layout): readonly (readonly bigint[])[] {
  const machine = new Machine(program);
  let rows: readonly (readonly number[])[] = [[]];
  for (const { initial } of program.model.cells)
    rows = rows.flatMap((row) => initial.map((value) => [...row, value]));
  return rows.map((row) => {
    const cells = new Int32Array(program.fields.length);
    cells.set(row);
    const started = machine.start(cells);
    if (started.isFailed) throw new Error(`${program.model.id}: an initial state is an error`);
    return [...pack(layout, started.row)];
  });
}

const loadWords = ({ words }: Layout, name: string): readonly string[] =>
  Array.from({ length: words }, (_, word) => `\tconst u64 ${name}${word} = state[${word}];`);

function movesFunction(program: Program, layout: Layout, blocks: Blocks): readonly string[] {
  const temps = Array.from({ length: program.temps }, (_, at) => tempName(at));
  return [
    'static inline u64 *moves(const u64 *state, u64 *b)',
    '{',
    ...loadWords(layout, 'w'),
    ...temps.map((temp) => `\tint32_t ${temp} = 0;`),
    ...program.processes.flatMap((process) => blocks.process(process)).map((line) => `\t${line}`),
    '\treturn b;',
    '}',
    '',
  ];
}

function judgeFunction({ clauses }: Program, layout: Layout, blocks: Blocks): readonly string[] {
  const lines = clauses.flatMap(({ property, violated, error }) => [
    `\tif (${blocks.value(violated)}) violated[${property}] = 1;`,
    `\tif (${blocks.value(error)}) misread = 1;`,
  ]);
  return [
    'static inline void judge(const u64 *state)',
    '{',
    ...loadWords(layout, 'n'),
    ...lines,
    '}',
    '',
  ];
}

function restFunction({ processes }: Program, layout: Layout, blocks: Blocks): readonly string[] {
  const all = processes.map(({ resting }) => blocks.value(resting)).join(' && ');
  return [
    'static inline int is_at_rest(const u64 *state)',
    '{',
    ...loadWords(layout, 'n'),
    `\treturn ${all};`,
    '}',
    '',
  ];
}
