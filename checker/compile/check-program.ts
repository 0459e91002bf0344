/**
 * Checks what the back ends rely on, so that a mistake of the lowering is a message here and not a wrong verdict there.
 *
 * Every block ends in at most one way, and at its end; every field, temporary, leaf and property exists; a temporary is set before it is read.
 */
import type { Block, Expr, Statement } from './ir.ts';
import type { Program } from './program.ts';

/** Throws an `Error` that says what is wrong: always a bug of the compiler. */
export function checkProgram(program: Program): void {
  const checker = new Checker(program);
  for (const { start, moves, resting } of program.processes) {
    checker.block(start, new Set());
    for (const block of moves) checker.block(block, new Set());
    checker.expr(resting, new Set());
  }
  for (const { premise, violated, error } of program.clauses)
    for (const each of [premise, violated, error]) checker.expr(each, new Set());
  for (const { holds, error } of program.goals)
    for (const each of [holds, error]) checker.expr(each, new Set());
}

class Checker {
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  block(block: Block, before: ReadonlySet<number>): void {
    const known = new Set(before);
    for (const [at, statement] of block.entries()) {
      const isEnd = statement.do !== 'set' && statement.do !== 'let';
      demand(!isEnd || at === block.length - 1, `nothing follows a ${statement.do}`);
      this.#statement(statement, known);
    }
  }

  expr(expr: Expr, known: ReadonlySet<number>): void {
    switch (expr.op) {
      case 'const':
        demand((expr.value | 0) === expr.value, `${expr.value} is a 32-bit integer`);
        return;
      case 'field':
        this.#field(expr.field);
        return;
      case 'temp':
        demand(known.has(expr.temp), `temporary ${expr.temp} is set before it is read`);
        return;
      case 'if':
        for (const each of [expr.cond, expr.then, expr.else]) this.expr(each, known);
        return;
      case 'pick':
        demand(expr.choices.length > 0, 'there is something to pick from');
        for (const each of [expr.index, ...expr.choices]) this.expr(each, known);
        return;
      case 'not':
      case 'size':
      case 'bit':
        this.expr(expr.a, known);
        return;
      default:
        this.expr(expr.a, known);
        this.expr(expr.b, known);
    }
  }

  #statement(statement: Statement, known: Set<number>): void {
    switch (statement.do) {
      case 'set':
        this.#field(statement.field);
        this.expr(statement.value, known);
        return;
      case 'let':
        this.expr(statement.value, known);
        known.add(statement.temp);
        return;
      case 'if':
        this.expr(statement.cond, known);
        this.block(statement.then, known);
        this.block(statement.else, known);
        return;
      case 'fork':
        for (const branch of statement.branches) this.block(branch, known);
        return;
      case 'fire':
        for (const { holds, property } of statement.checks) {
          this.expr(holds, known);
          demand(property in this.#program.model.properties, `property ${property} exists`);
        }
        demand(this.#program.leaves[statement.leaf]?.kind === 'fire', 'the leaf is one that fires');
        return;
      case 'fail':
        demand(this.#program.leaves[statement.leaf]?.kind === 'fail', 'the leaf is one that fails');
    }
  }

  #field(field: number): void {
    demand(field in this.#program.fields, `field ${field} exists`);
  }
}

function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(`the compiled model is broken: it is not true that ${what}`);
}
