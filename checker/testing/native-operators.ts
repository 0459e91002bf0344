// Finds native control flow and native logic in a spec.
// In a spec everything is an expression object. `a && b`, `a ? b : c` and `if (a)` on such objects
// type-check, run once while the spec is built, and drop a part of the model in silence; so they
// may not occur at all. Types are left alone: bodies of interfaces and type aliases, optional
// members, non-null marks. A conditional type elsewhere is reported: give it a name.

import { endsValue, type Token, tokenise } from './tokens.ts';

export interface Finding {
  readonly line: number;
  readonly operator: string;
}

const OPERATORS = new Set(['&&', '||', '??', '&&=', '||=', '??=', '==', '!=', '===', '!==']);
const KEYWORDS = new Set(['if', 'for', 'while', 'do', 'switch']);
const STATEMENT =
  /^(export|import|const|let|var|type|interface|function|class|declare|if|for|while|do|switch|return)$/;
// What follows the question mark of an optional member, parameter or tuple element.
const AFTER_OPTIONAL = new Set([':', ',', ')', ']', ';', '=', '}']);

const depthChange = ({ kind, text }: Token): number => {
  if (kind !== 'punctuation') return 0;
  return /^[([{]$/.test(text) ? 1 : /^[)\]}]$/.test(text) ? -1 : 0;
};

/** Index after the type alias or interface that starts here; the index itself if none does. */
function afterTypeDeclaration(tokens: readonly Token[], start: number): number {
  const [word, name, next] = tokens.slice(start, start + 3);
  const isAlias = word?.text === 'type' && name?.kind === 'word' && /^[=<]$/.test(next?.text ?? '');
  const isInterface = word?.text === 'interface' && name?.kind === 'word';
  if (!isAlias && !isInterface) return start;
  let depth = 0;
  for (let at = start + 2; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (depth === 0 && isAlias && endsAlias(token)) return at;
    depth += depthChange(token);
    if (depth === 0 && isInterface && token.text === '}') return at + 1;
  }
  return tokens.length;
}

// The semicolon may be missing; then the next statement on a new line ends the alias.
const endsAlias = ({ text, startsLine }: Token): boolean =>
  text === ';' || (startsLine && STATEMENT.test(text));

function withoutTypeDeclarations(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  let at = 0;
  while (at < tokens.length) {
    const after = afterTypeDeclaration(tokens, at);
    if (after === at) kept.push(tokens[at++] as Token);
    else at = after;
  }
  return kept;
}

function isNative(token: Token, previous: Token | undefined, next: Token | undefined): boolean {
  const { kind, text } = token;
  if (kind === 'word') {
    const isMember = previous?.text === '.' || previous?.text === '?.';
    return KEYWORDS.has(text) && !isMember && /^(\(|\{|await)$/.test(next?.text ?? '');
  }
  if (kind !== 'punctuation') return false;
  if (text === '!') return token.startsLine || !endsValue(previous);
  if (text === '?') return !AFTER_OPTIONAL.has(next?.text ?? '');
  return OPERATORS.has(text);
}

/** Lists the native operators and control-flow words of a spec's source, in order. */
export function nativeOperators(source: string): Finding[] {
  const tokens = withoutTypeDeclarations(tokenise(source));
  return tokens
    .filter((token, at) => isNative(token, tokens[at - 1], tokens[at + 1]))
    .map(({ line, text }) => ({ line, operator: text }));
}
