const NUMBER = String.raw`([\d,._]*\d)\s*(k\b)?`

/** "[0x1, 0x64]", "retry with the range 1-100": both ends count. */
const PAIRS = [/\[\s*(0x[0-9a-f]+)\s*,\s*(0x[0-9a-f]+)\s*\]/i, /range:? (\d+)\s*(?:-|to)\s*(\d+)/i]

/** Limits in blocks, as providers phrase them. None of these matches a limit in logs or bytes. */
const LIMITS = [
  `up to an? ${NUMBER} block`,
  `limited to (?:an? )?(?:0\\s*-\\s*)?${NUMBER}(?:\\s*blocks?)?(?:\\s*range|\\s*block|$)`,
  `at most ${NUMBER} blocks`,
  `max(?:imum)?(?: allowed)?(?: block)? range(?: is| of|:|\\s*=|)? ?${NUMBER}`,
  `max is ${NUMBER} block`,
  `maximum is set to ${NUMBER}`,
  `maximum allowed is ${NUMBER} block`,
  `number of requested blocks is ${NUMBER}`,
  `range,? the limit is ${NUMBER}`,
  `range(?: \\d+)? (?:exceeds|is bigger than)(?: the)?(?: range)?(?: limit)?(?: of)? ${NUMBER}`,
  `range is too wide \\(maximum ${NUMBER}`,
  `range greater than ${NUMBER} max`,
  `ranges? over ${NUMBER} blocks`,
  `blocks distance: ${NUMBER}`,
  `range allowed for your plan \\([\\d,]+ > ${NUMBER}`,
  `smaller than size ${NUMBER}`,
  `server limit, narrow your filter: ${NUMBER}`,
  `maxAllowedRange\\W{1,4}${NUMBER}`,
].map((pattern) => new RegExp(pattern, 'i'))

/**
 * The limit in blocks that a provider names in its error for a range that is too large.
 *
 * @returns null if it names none
 */
export function suggestedSpan(text: string): number | null {
  for (const pair of PAIRS) {
    const [, from, to] = pair.exec(text) ?? []
    const span = Number(to) - Number(from) + 1
    if (span >= 1) return span
  }
  for (const limit of LIMITS) {
    const [, digits, thousands] = limit.exec(text) ?? []
    const blocks = Number(digits?.replace(/[,._]/g, '')) * (thousands ? 1_000 : 1)
    if (blocks >= 1) return blocks
  }
  return null
}
