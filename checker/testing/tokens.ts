// A tokenizer for TypeScript, for the tests that look for tokens in sources.
// Owns what a text search gets wrong: comments, strings, template literals with code in their
// holes, regular expressions. It builds no tree. TypeScript 7 offers no stable API to borrow one
// from. Operators that no caller asks about come out as single characters.

export type TokenKind = 'word' | 'number' | 'string' | 'template' | 'regex' | 'punctuation';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
  /** First token of its line. */
  readonly startsLine: boolean;
}

const BLANK = /(?:\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))+/y;
const TEMPLATE_PART = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{|$)/y;
const REGEX = /\/(?![/*])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['word', /[\p{ID_Start}$_#@][\p{ID_Continue}$]*/uy],
  ['number', /\d[\w.]*/y],
  ['string', /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y],
  ['punctuation', /\.\.\.|=>|[=!]==?|&&=?|\|\|=?|\?\?=?|\?\.(?!\d)|[\s\S]/y],
];

// After these words an expression starts, so a slash opens a regular expression.
const BEFORE_EXPRESSION = /^(return|typeof|case|in|of|new|delete|void|throw|await|yield|else|do)$/;

function matchAt(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}

/** Tells whether a value can end with this token: then `/` divides and `!` is a non-null mark. */
export function endsValue(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === 'punctuation') return /^[)\]}]$/.test(token.text);
  if (token.kind === 'template') return token.text.endsWith('`');
  return token.kind !== 'word' || !BEFORE_EXPRESSION.test(token.text);
}

function readToken(source: string, at: number, previous: Token | undefined) {
  if (!endsValue(previous)) {
    const regex = matchAt(REGEX, source, at);
    if (regex !== undefined) return { kind: 'regex', text: regex } as const;
  }
  for (const [kind, pattern] of PATTERNS) {
    const text = matchAt(pattern, source, at);
    if (text !== undefined) return { kind, text };
  }
  throw new Error(`no token at offset ${at}`);
}

/** Follows the nesting of template literals, whose holes contain code again. */
function templateTracker() {
  const openBraces: number[] = [];
  return {
    /** Tells whether this character starts a literal or, closing a hole, continues one. */
    entersText(character: string): boolean {
      if (character === '`') return true;
      const open = openBraces.at(-1);
      if (open === undefined) return false;
      if (character === '{') openBraces[openBraces.length - 1] = open + 1;
      if (character !== '}') return false;
      if (open === 0) return openBraces.pop() === 0;
      openBraces[openBraces.length - 1] = open - 1;
      return false;
    },
    leavesText(part: string): void {
      if (part.endsWith('${')) openBraces.push(0);
    },
  };
}

/** Splits a source into its tokens, without blanks and comments. */
export function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  const templates = templateTracker();
  let line = 1;
  let at = 0;
  while (true) {
    const blank = matchAt(BLANK, source, at) ?? '';
    at += blank.length;
    line += blank.split('\n').length - 1;
    if (at >= source.length) return tokens;
    const startsLine = tokens.length === 0 || blank.includes('\n');
    let token = readToken(source, at, tokens.at(-1));
    if (token.kind === 'punctuation' && templates.entersText(token.text)) {
      const part = matchAt(TEMPLATE_PART, source, at + 1) ?? '';
      templates.leavesText(part);
      token = { kind: 'template', text: token.text + part };
    }
    tokens.push({ ...token, line, startsLine });
    at += token.text.length;
    line += token.text.split('\n').length - 1;
  }
}
