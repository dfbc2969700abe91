/** How well a name fits a text: 0 is the text, 1 begins with it, 2 has a word that does, 3 has it somewhere. */
export type Fit = 0 | 1 | 2 | 3

/**
 * Text as it is compared: in lower case, compatible forms of letters alike, spaces single, without characters that are not seen.
 * Names and what is typed are folded alike, so that a name cannot hide from the search.
 */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '')
    .trim()
}

/** @param text folded, not empty @param name as it is; null: it does not have the text */
export function fitOf(text: string, name: string): Fit | null {
  const all = folded(name)
  if (all === text) return 0
  if (all.startsWith(text)) return 1
  const at = all.indexOf(text)
  if (at < 0) return null
  return startsWord(all, text) ? 2 : 3
}

function startsWord(all: string, text: string): boolean {
  for (let at = all.indexOf(text); at >= 0; at = all.indexOf(text, at + 1)) {
    if (at > 0 && !/[\p{L}\p{N}]/u.test(all[at - 1]!)) return true
  }
  return false
}

/** The beginning of an address in lower case, `0x` and 1 to 40 digits; null: the text is none. */
export function addressPrefix(text: string): string | null {
  return /^0x[\da-f]{1,40}$/i.test(text) ? text.toLowerCase() : null
}
