/**
 * Text as it may stand in XML 1.0.
 */

// Characters that XML 1.0 has no way to write.
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Content of an element. */
export const xmlText = (text: string): string =>
  text.replace(FORBIDDEN, '?').replace(/[&<>]/g, (sign) => NAMED[sign] as string);

/** Value of an attribute, in quotes; line breaks stay what they are. */
export const xmlValue = (text: string): string =>
  `"${text
    .replace(FORBIDDEN, '?')
    .replace(/[&<>"']/g, (sign) => NAMED[sign] as string)
    .replace(/[\t\n\r]/g, (sign) => `&#${sign.charCodeAt(0)};`)}"`;
