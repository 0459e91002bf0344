/**
 * What the compiler does not take. The search then runs on the reference semantics: slower, and never different.
 */
export class Refused extends Error {}
