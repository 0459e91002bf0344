/**
 * Functions: named callees, so that traces show the call nesting and a variant can replace a body.
 *
 * A function is data: its parameters are symbols that stand for the arguments of each call. Calling it makes a statement.
 */
import { type ProcessDomain, usedBound } from './domain.ts';
import { type Binder, type Expr, type ExprNode, use } from './expression.ts';
import { captureSource, type Source } from './source.ts';
import type { Body, Call, Statement } from './statement.ts';
import type { Param, VariableDeclaration } from './variable.ts';

/** Anything declared with `local(...)`. */
export type Local = object;

export interface FunctionDefinition {
  readonly name: string;
  /** How a column of a trace names a thread whose entry point this is, e.g. `ioctl(VFIO_DEVICE_RESET)`. */
  readonly title: string;
  /** Kernel file and function that it mirrors. */
  readonly mirrors: string | null;
  readonly params: readonly Binder[];
  readonly locals: readonly VariableDeclaration[];
  readonly body: Body;
  readonly source: Source;
}

export interface FunctionOptions<P extends readonly Param<unknown>[]> {
  readonly params?: P;
  readonly locals?: readonly Local[];
  readonly title?: string;
  readonly mirrors?: string;
}

type Arguments<P extends readonly Param<unknown>[]> = {
  readonly [K in keyof P]: P[K] extends Param<infer T> ? Expr<NoInfer<T>> : never;
};

/** A function of the spec: call it to make a statement. */
export interface SpecFunction<P extends readonly Param<unknown>[]> {
  (...args: Arguments<P>): Call;
  readonly name: string;
  readonly definition: FunctionDefinition;
}

/** The declarations behind a list of locals, whatever their domain. */
export function localDeclarations(locals: readonly Local[]): readonly VariableDeclaration[] {
  return locals.map((of) => {
    const found = declarationIn(of);
    if (found === undefined) throw new TypeError('locals: expected what local(...) returned');
    return found;
  });
}

function declarationIn(of: unknown): VariableDeclaration | undefined {
  if (typeof of !== 'object' || of === null) return undefined;
  if ('node' in of) {
    const node = of.node as { kind: string; variable?: VariableDeclaration; record?: unknown };
    return node.kind === 'variable' ? node.variable : declarationIn({ node: node.record });
  }
  return declarationIn(Object.values(of)[0]);
}

/** Declares a function. Its locals return to their initial value when it returns. */
export function fn<const P extends readonly Param<unknown>[] = readonly []>(
  name: string,
  ...rest: readonly [body: Body] | readonly [options: FunctionOptions<P>, body: Body]
): SpecFunction<P> {
  const [options, body] = rest.length === 1 ? [{} as FunctionOptions<P>, rest[0]] : rest;
  const definition: FunctionDefinition = Object.freeze({
    name,
    title: options.title ?? `${name}()`,
    mirrors: options.mirrors ?? null,
    params: Object.freeze((options.params ?? []).map((each) => each.binder)),
    locals: Object.freeze(localDeclarations(options.locals ?? [])),
    body: Object.freeze([...body]),
    source: captureSource(),
  });
  const call = (...args: readonly Expr<unknown>[]): Call =>
    Object.freeze({
      kind: 'call',
      definition,
      args: Object.freeze(args.map(use)),
      note: null,
      source: captureSource(),
    });
  Object.defineProperty(call, 'name', { value: name });
  return Object.freeze(Object.assign(call, { definition })) as unknown as SpecFunction<P>;
}

/** A role: one or several instances of a process. */
export interface Role {
  readonly name: string;
  readonly count: number | Expr<number> | null;
  /** A condition over constants: without it the role has no instance; null: it always has. */
  readonly given: ExprNode | null;
  /** Stands for the number of the instance within its role, from 0; null when the body does not ask. */
  readonly instance: Binder | null;
  readonly locals: readonly VariableDeclaration[];
  readonly body: Body;
  /** The instances of this role, as a domain for quantifiers. */
  readonly instances: ProcessDomain;
  readonly source: Source;
}

export interface RoleOptions {
  /** How many instances, named `role[0]`, `role[1]`...; without it there is one, named as the role. */
  readonly count?: number | Expr<number>;
  /** Only in models whose constants satisfy this. */
  readonly given?: Expr<boolean>;
  /** A parameter that stands for the number of the instance, from 0. */
  readonly instance?: Param<unknown>;
  readonly locals?: readonly Local[];
}

/** Declares a process, or with a count several interchangeable ones. */
export function process(
  name: string,
  ...rest: readonly [body: Body] | readonly [options: RoleOptions, body: Body]
): Role {
  const [options, body] = rest.length === 1 ? [{} as RoleOptions, rest[0]] : rest;
  return Object.freeze({
    name,
    count: usedBound(options.count ?? null),
    given: options.given === undefined ? null : use(options.given),
    instance: options.instance?.binder ?? null,
    locals: Object.freeze(localDeclarations(options.locals ?? [])),
    body: Object.freeze([...body]) as readonly Statement[],
    instances: Object.freeze({ kind: 'process' as const, role: name }),
    source: captureSource(),
  });
}
