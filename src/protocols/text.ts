/**
 * Text from the chain as Postgres can hold it: without U+0000 (refused in text and jsonb), and with U+FFFD in place of
 * surrogates without a partner. Anything else stays: shortening or escaping is for whoever shows it.
 */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}
