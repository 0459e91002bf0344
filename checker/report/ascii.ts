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
  // Signs first: taken apart, an unequal sign is an equals sign with a mark.
  return [...text]
    .map((sign) => SPELLED[sign] ?? sign)
    .join('')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .replace(/\s/gu, ' ')
    .replace(/[^ -~]/gu, '?');
}
