/**
 * The WebAssembly instructions that are used, by their standard names, with their bytes (core specification 2.0, appendix A.8; threads
 * proposal for the atomic ones).
 */

/** Instructions whose operands are all on the stack. */
export const PLAIN = {
  'i32.eqz': 0x45,
  'i32.eq': 0x46,
  'i32.ne': 0x47,
  'i32.lt_s': 0x48,
  'i32.lt_u': 0x49,
  'i32.gt_u': 0x4b,
  'i32.le_s': 0x4c,
  'i32.ge_u': 0x4f,
  'i64.eqz': 0x50,
  'i64.eq': 0x51,
  'i64.ne': 0x52,
  'i64.lt_u': 0x54,
  'i32.popcnt': 0x69,
  'i32.add': 0x6a,
  'i32.sub': 0x6b,
  'i32.mul': 0x6c,
  'i32.div_u': 0x6e,
  'i32.and': 0x71,
  'i32.or': 0x72,
  'i32.xor': 0x73,
  'i32.shl': 0x74,
  'i32.shr_u': 0x76,
  'i64.popcnt': 0x7b,
  'i64.add': 0x7c,
  'i64.mul': 0x7e,
  'i64.and': 0x83,
  'i64.or': 0x84,
  'i64.xor': 0x85,
  'i64.shl': 0x86,
  'i64.shr_u': 0x88,
  'i32.wrap_i64': 0xa7,
  'i64.extend_i32_u': 0xad,
  select: 0x1b,
} as const;

/** Loads and stores: the byte, and the logarithm of the width in bytes. */
export const MEMORY = {
  'i32.load': [0x28, 2],
  'i64.load': [0x29, 3],
  'i32.load8_u': [0x2d, 0],
  'i32.store': [0x36, 2],
  'i64.store': [0x37, 3],
  'i32.store8': [0x3a, 0],
} as const;

/** Atomic ones, behind the prefix 0xfe. */
export const ATOMIC = {
  'i64.atomic.load': [0x11, 3],
  'i64.atomic.store': [0x18, 3],
  'i32.atomic.rmw.add': [0x1e, 2],
  'i64.atomic.rmw.cmpxchg': [0x49, 3],
} as const;

/** Of 128-bit vectors, behind the prefix 0xfd, with operands on the stack. */
export const VECTOR = {
  'i64x2.splat': 0x12,
  'v128.or': 0x50,
  'v128.any_true': 0x53,
  'i64x2.eq': 0xd6,
} as const;

/** Loads of them: the byte, and the logarithm of the alignment in bytes. */
export const VECTOR_MEMORY = { 'v128.load': [0x00, 4] } as const;

export const VALUE_TYPES = { i32: 0x7f, i64: 0x7e, v128: 0x7b } as const;
export type ValueType = keyof typeof VALUE_TYPES;
