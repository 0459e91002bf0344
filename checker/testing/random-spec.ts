/**
 * Names of a random program to a spec, one to one. Says nothing about what either means.
 */
import {
  type AnyDomain,
  array,
  clause,
  configuration,
  eq,
  fn,
  int,
  type Local,
  local,
  mutex,
  ne,
  openQuestion,
  or,
  type Param,
  param,
  process,
  property,
  range,
  rwsem,
  type Spec,
  spec,
  variable,
} from '../lang/index.ts';
import type {
  FunctionText,
  Lock,
  Program,
  PropertyText,
  RoleText,
  Variable,
} from './random-program.ts';
import {
  type AnyArray,
  type AnyExpr,
  langDomain,
  literalExpr,
  type Names,
  named,
  translate,
} from './random-spec-expressions.ts';
import { bodyOf } from './random-spec-statements.ts';

type AnyParam = Param<never>;
type Declare = (name: string, domain: AnyDomain, initial: never) => unknown;

function declare(declareAs: Declare, { name, domain, initial }: Variable): unknown {
  const scalar = domain.kind === 'array' ? domain.element : domain;
  const values = initial.map((value) => literalExpr(value, scalar)) as unknown as never;
  const element = langDomain(scalar);
  return declareAs(
    name,
    domain.kind === 'array' ? array(range(domain.low, domain.high), element) : element,
    values,
  );
}

/** The spec of a program: one configuration, `all`, and no expectation. */
export function specOf(program: Program): Spec {
  let names = declareShared(program);
  for (const each of program.functions) names = declareFunction(names, each);
  return spec('random/program', {
    summary: 'A random program.',
    mirrors: 'nothing',
    processes: program.roles.map((role) => roleOf(role, names)),
    properties: [
      ...program.properties.map((each) => propertyOf(each, names)),
      mentioning(program, names),
    ],
    configurations: [configuration('all', { bounds: 'as described' })],
    base: {
      summary: 'the program',
      ref: 'derived',
      expect: { all: openQuestion('which properties hold?') },
    },
  });
}

function declareShared({ shared, locks }: Program): Names {
  const places = shared.map((each) => [each, declare(variable as Declare, each)] as const);
  const scalars = places.filter(([{ domain }]) => domain.kind !== 'array');
  const arrays = places.filter(([{ domain }]) => domain.kind === 'array');
  return {
    variables: new Map(scalars.map(([{ name }, place]) => [name, place as AnyExpr])),
    arrays: new Map(arrays.map(([{ name }, place]) => [name, place as AnyArray])),
    locks: new Map(locks.map((each) => [each.name, lockOf(each)])),
    bound: new Map(),
    functions: new Map(),
  };
}

const lockOf = (lock: Lock) =>
  lock.kind === 'mutex'
    ? mutex(lock.name)
    : rwsem(lock.name, { writerPriority: lock.writerPriority });

function propertyOf({ name, clauses }: PropertyText, names: Names) {
  const all = clauses.map(({ given, then }, i) => {
    const premise = given === null ? {} : { given: translate(given, names) };
    return clause(`clause ${i}`, { ...premise, then: translate(then, names) });
  });
  return property(name, 'It holds, or it does not.', all);
}

/** Holds always and mentions every variable: one that a spec never mentions is not part of it. */
function mentioning({ shared }: Program, names: Names) {
  const clauses = shared.map(({ name, domain, initial }) => {
    const isArray = domain.kind === 'array';
    const place = isArray
      ? named(names.arrays, name).at(int(domain.low) as AnyExpr)
      : named(names.variables, name);
    const value = literalExpr(initial[0] ?? null, isArray ? domain.element : domain);
    return clause(name, { then: or(eq(place, value), ne(place, value)) });
  });
  return property('ALWAYS', 'Every variable has its value, or another.', clauses);
}

function declareLocals(
  locals: readonly Variable[],
  names: Names,
): { readonly names: Names; readonly locals: Local[] } {
  const places = locals.map((each) => [each.name, declare(local as Declare, each)] as const);
  const variables = new Map([
    ...names.variables,
    ...places.map(([name, place]) => [name, place as AnyExpr] as const),
  ]);
  return { names: { ...names, variables }, locals: places.map(([, place]) => place as Local) };
}

function declareFunction(names: Names, { name, params, locals, body }: FunctionText): Names {
  const own = declareLocals(locals, names);
  const parameters = params.map((each) => param(each.name, range(each.low, each.high)) as AnyParam);
  const bound = new Map(params.map((each, i) => [each.name, parameters[i] as AnyParam]));
  const inner = { ...own.names, bound };
  const definition = fn(name, { params: parameters, locals: own.locals }, bodyOf(body, inner));
  return { ...names, functions: new Map([...names.functions, [name, definition as never]]) };
}

function roleOf({ name, count, locals, body }: RoleText, names: Names) {
  const own = declareLocals(locals, names);
  return process(
    name,
    { ...(count === null ? {} : { count }), locals: own.locals },
    bodyOf(body, own.names),
  );
}
