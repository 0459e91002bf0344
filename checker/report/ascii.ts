/**
 * Plain ASCII without control characters: what may stand in a mail, a commit message and a terminal alike.
 */
const SPELLED: Readonly<Record<string, string>> = {
  '→': '->',
  '←': '<-',
  '⇒': '=>',
  '≠': '!=',
  '≤': '<=',
  '≥': '>=',
  '∧': '&&',
  '∨': '||',
  '¬': '!',
  '∈': 'in',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '×': 'x',
  ß: 'ss',
};

/** The text in printable ASCII: accents dropped, signs spelled, line breaks and tabs as spaces, the rest as `?`. */
export function ascii(text: string): string {
  return [...text.normalize('NFKD')]
    .map((sign) => SPELLED[sign] ?? sign)
    .join('')
    .replace(/\p{Mark}/gu, '')
    .replace(/\s/gu, ' ')
    .replace(/[^ -~]/gu, '?');
}
