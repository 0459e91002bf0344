/**
 * A small WebAssembly assembler: functions as nested instructions in, the bytes of a module out.
 *
 * It knows names of locals, globals, functions and labels, and nothing else; the engine validates what comes out. An instruction is a
 * tuple of its standard name and its operands, written in the order of the text format with operands folded.
 */
import {
  ATOMIC,
  MEMORY,
  PLAIN,
  VALUE_TYPES,
  type ValueType,
  VECTOR,
  VECTOR_MEMORY,
} from './opcodes.ts';

export type Wasm =
  | readonly ['get' | 'global.get', string]
  | readonly ['set' | 'tee' | 'global.set', string, Wasm]
  | readonly ['i32' | 'i64', number | bigint]
  | readonly ['block' | 'loop', string, Code]
  | readonly ['if', Wasm, Code, Code?]
  | readonly ['br', string]
  | readonly ['unreachable']
  | readonly ['br_if', string, Wasm]
  | readonly ['br_table', readonly string[], string, Wasm]
  | readonly ['call', string, ...Wasm[]]
  | readonly ['return' | 'fill', ...Wasm[]]
  | readonly [keyof typeof PLAIN | keyof typeof VECTOR, ...Wasm[]]
  /** Offset, address, and what is stored. */
  | readonly [
      keyof typeof MEMORY | keyof typeof ATOMIC | keyof typeof VECTOR_MEMORY,
      number,
      ...Wasm[],
    ];

export type Code = readonly Wasm[];

export interface WasmFunction {
  readonly name: string;
  readonly params: Readonly<Record<string, ValueType>>;
  readonly locals?: Readonly<Record<string, ValueType>>;
  readonly result?: ValueType;
  readonly body: Code;
  readonly isExported?: boolean;
}

export interface WasmModule {
  readonly functions: readonly WasmFunction[];
  /** Mutable, with their initial value. */
  readonly globals: Readonly<Record<string, readonly [ValueType, number]>>;
  /** Pages of the shared memory that is imported as `env.memory`. */
  readonly pages: number;
}

const SECTION = { type: 1, import: 2, function: 3, global: 6, export: 7, code: 10 } as const;

/** The bytes of a module. Throws for a name that does not exist: a bug of the caller. */
export function assemble({ functions, globals, pages }: WasmModule): Uint8Array<ArrayBuffer> {
  const globalTypes = Object.values(globals);
  const scope: Scope = {
    functions: numbered(functions.map(({ name }) => name)),
    globals: numbered(Object.keys(globals)),
  };
  const memory = [...text('env'), ...text('memory'), 2, 3, ...unsigned(pages), ...unsigned(pages)];
  const exported = functions.flatMap(({ name, isExported }, index) =>
    isExported === true ? [[...text(name), 0, ...unsigned(index)]] : [],
  );
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(SECTION.type, vector(functions.map(typeOf))),
    ...section(SECTION.import, vector([memory])),
    ...section(SECTION.function, vector(functions.map((_, index) => unsigned(index)))),
    ...section(SECTION.global, vector(globalTypes.map(globalOf))),
    ...section(SECTION.export, vector(exported)),
    ...section(SECTION.code, vector(functions.map((each) => new Body(each, scope).bytes()))),
  ]);
}

interface Scope {
  readonly functions: ReadonlyMap<string, number>;
  readonly globals: ReadonlyMap<string, number>;
}

class Body {
  readonly #function: WasmFunction;
  readonly #scope: Scope;
  readonly #locals: ReadonlyMap<string, number>;
  readonly #out: number[] = [];
  readonly #labels: (string | null)[] = [];

  constructor(of: WasmFunction, scope: Scope) {
    this.#function = of;
    this.#scope = scope;
    this.#locals = numbered([...Object.keys(of.params), ...Object.keys(of.locals ?? {})]);
  }

  bytes(): number[] {
    const { locals = {}, body } = this.#function;
    this.#all(body);
    const declared = vector(Object.values(locals).map((type) => [1, VALUE_TYPES[type]]));
    const size = declared.length + this.#out.length + 1;
    return [...unsigned(size), ...declared, ...this.#out, 0x0b];
  }

  #all(code: Code): void {
    for (const each of code) this.#one(each);
  }

  #put(...bytes: number[]): void {
    for (const byte of bytes) this.#out.push(byte);
  }

  #one(instruction: Wasm): void {
    switch (instruction[0]) {
      case 'get':
        this.#put(0x20, ...this.#local(instruction[1]));
        return;
      case 'set':
      case 'tee':
        this.#one(instruction[2]);
        this.#put(instruction[0] === 'set' ? 0x21 : 0x22, ...this.#local(instruction[1]));
        return;
      case 'global.get':
        this.#put(0x23, ...this.#number(this.#scope.globals, instruction[1]));
        return;
      case 'global.set':
        this.#one(instruction[2]);
        this.#put(0x24, ...this.#number(this.#scope.globals, instruction[1]));
        return;
      case 'i32':
        this.#put(0x41, ...signed(BigInt.asIntN(32, BigInt(instruction[1]))));
        return;
      case 'i64':
        this.#put(0x42, ...signed(BigInt.asIntN(64, BigInt(instruction[1]))));
        return;
      case 'block':
      case 'loop':
      case 'if':
      case 'br':
      case 'br_if':
      case 'br_table':
        this.#control(instruction);
        return;
      case 'call':
        this.#all(instruction.slice(2) as Code);
        this.#put(0x10, ...this.#number(this.#scope.functions, instruction[1]));
        return;
      case 'return':
        this.#all(instruction.slice(1) as Code);
        this.#put(0x0f);
        return;
      case 'unreachable':
        this.#put(0x00);
        return;
      case 'fill':
        this.#all(instruction.slice(1) as Code);
        this.#put(0xfc, 11, 0);
        return;
      default:
        this.#operation(instruction);
        return;
    }
  }

  #operation(instruction: Wasm): void {
    const [name, ...operands] = instruction as readonly [string, ...(number | Wasm)[]];
    if (name in PLAIN) {
      this.#all(operands as Wasm[]);
      this.#put(PLAIN[name as keyof typeof PLAIN]);
      return;
    }
    if (name in VECTOR) {
      this.#all(operands as Wasm[]);
      this.#put(0xfd, ...unsigned(VECTOR[name as keyof typeof VECTOR]));
      return;
    }
    const [offset, ...rest] = operands as [number, ...Wasm[]];
    this.#all(rest);
    const prefix = name in ATOMIC ? [0xfe] : name in VECTOR_MEMORY ? [0xfd] : [];
    const [code, width] = { ...MEMORY, ...ATOMIC, ...VECTOR_MEMORY }[name as keyof typeof MEMORY];
    this.#put(...prefix, code, width, ...unsigned(offset));
  }

  #control(instruction: Wasm): void {
    switch (instruction[0]) {
      case 'block':
      case 'loop':
        this.#put(instruction[0] === 'block' ? 0x02 : 0x03, 0x40);
        this.#inside(instruction[1], [instruction[2]]);
        return;
      case 'if': {
        const [, condition, yes, no = []] = instruction;
        this.#one(condition);
        this.#put(0x04, 0x40);
        this.#inside(null, no.length === 0 ? [yes] : [yes, no]);
        return;
      }
      case 'br':
        this.#put(0x0c, ...this.#depth(instruction[1]));
        return;
      case 'br_if':
        this.#one(instruction[2]);
        this.#put(0x0d, ...this.#depth(instruction[1]));
        return;
      case 'br_table': {
        const [, targets, otherwise, index] = instruction;
        this.#one(index);
        const depths = targets.map((label) => this.#depth(label));
        this.#put(0x0e, ...vector(depths), ...this.#depth(otherwise));
        return;
      }
    }
  }

  /** One part, or the two of an `if` with `else` between them. */
  #inside(label: string | null, [first, second]: readonly Code[]): void {
    this.#labels.push(label);
    this.#all(first as Code);
    if (second !== undefined) {
      this.#put(0x05);
      this.#all(second);
    }
    this.#labels.pop();
    this.#put(0x0b);
  }

  #depth(label: string): number[] {
    const at = this.#labels.lastIndexOf(label);
    if (at < 0) throw new Error(`${this.#function.name}: no label '${label}' around this`);
    return unsigned(this.#labels.length - 1 - at);
  }

  #local(name: string): number[] {
    return this.#number(this.#locals, name);
  }

  #number(names: ReadonlyMap<string, number>, name: string): number[] {
    const number = names.get(name);
    if (number === undefined)
      throw new Error(`${this.#function.name}: nothing is called '${name}'`);
    return unsigned(number);
  }
}

const numbered = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, index) => [name, index]));

const typeOf = ({ params, result }: WasmFunction): number[] => [
  0x60,
  ...vector(Object.values(params).map((type) => [VALUE_TYPES[type]])),
  ...vector(result === undefined ? [] : [[VALUE_TYPES[result]]]),
];

const globalOf = ([type, initial]: readonly [ValueType, number]): number[] => [
  VALUE_TYPES[type],
  1,
  type === 'i32' ? 0x41 : 0x42,
  ...signed(BigInt(initial)),
  0x0b,
];

const section = (id: number, bytes: readonly number[]): number[] => [
  id,
  ...unsigned(bytes.length),
  ...bytes,
];

const text = (value: string): number[] => vector([...Buffer.from(value)].map((byte) => [byte]));

/** Length first. Not spread into a call: a long one would not fit on the stack. */
function vector(items: readonly (readonly number[])[]): number[] {
  return [unsigned(items.length), ...items].flat();
}

/** LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const more = rest > 127;
    bytes.push((rest % 128) + (more ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
}

function signed(value: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; ) {
    const byte = Number(rest & 127n);
    rest >>= 7n;
    const isLast = (rest === 0n && byte < 64) || (rest === -1n && byte >= 64);
    bytes.push(isLast ? byte : byte + 128);
    if (isLast) return bytes;
  }
}
