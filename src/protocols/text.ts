/**
 * Text from the chain without what Postgres rejects: U+0000 is removed (not allowed in text and jsonb), lone surrogates
 * become U+FFFD. Nothing else changes: shortening and escaping are left to clients.
 */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}
