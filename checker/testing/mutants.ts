/**
 * Mutants of a model: one step of the spec without its guard, without its effects, or with a branch that is always taken.
 *
 * All instances of a role are mutated alike, so what was symmetric stays so. A cheap source of models that violate something.
 */
import type { Block, GroundStatement, Model } from '../model/index.ts';

type Edit = (statement: GroundStatement) => GroundStatement;

const TRUE = { kind: 'literal', value: 1 } as const;

const EDITS: Readonly<Record<string, Edit>> = {
  'no guard': (statement) =>
    statement.kind === 'step' ? { ...statement, guard: null } : statement,
  'no effects': (statement) =>
    statement.kind === 'step' ? { ...statement, effects: [] } : statement,
  'branch always taken': (statement) =>
    statement.kind === 'when' ? { ...statement, condition: TRUE } : statement,
};

/** All mutants of a model that differ from it. */
export function mutantsOf(model: Model): readonly Model[] {
  return model.units.flatMap(({ id }) =>
    Object.entries(EDITS).flatMap(([name, edit]) => {
      let isChanged = false;
      const mutate: Edit = (statement) => {
        if (!('unit' in statement) || statement.unit.id !== id) return statement;
        const edited = edit(statement);
        isChanged ||= JSON.stringify(edited) !== JSON.stringify(statement);
        return edited;
      };
      const processes = model.processes.map((process) => ({
        ...process,
        body: mapped(process.body, mutate),
      }));
      return isChanged ? [{ ...model, id: `${model.id}: ${id}: ${name}`, processes }] : [];
    }),
  );
}

const mapped = (block: Block, edit: Edit): Block =>
  block.map((statement) => edit(mappedInside(statement, edit)));

function mappedInside(statement: GroundStatement, edit: Edit): GroundStatement {
  switch (statement.kind) {
    case 'when':
      return {
        ...statement,
        then: mapped(statement.then, edit),
        otherwise: mapped(statement.otherwise, edit),
      };
    case 'oneOf':
      return { ...statement, branches: statement.branches.map((branch) => mapped(branch, edit)) };
    case 'while':
    case 'scope':
    case 'call':
    case 'atomically':
      return { ...statement, body: mapped(statement.body, edit) };
    default:
      return statement;
  }
}
