import { type Ratio, ratio } from './ratio'

const TEXT = /^(\d{1,78})(?:\.(\d{1,78})|\/(\d{1,78}))?$/

/**
 * A non-negative ratio from text: `1/3`, `0.33`, `2`.
 * @throws RangeError on any other text, and on a denominator of 0
 */
export function parseRatio(text: string): Ratio {
  const match = TEXT.exec(text)
  if (!match) throw new RangeError(`Not a ratio: ${JSON.stringify(text)}`)
  const [, whole, fraction, denominator] = match
  if (denominator !== undefined) return ratio(BigInt(whole!), BigInt(denominator))
  if (fraction === undefined) return ratio(BigInt(whole!))
  return ratio(BigInt(whole! + fraction), 10n ** BigInt(fraction.length))
}

/**
 * A probability or share from text, in [0, 1].
 * @throws RangeError on other text, and above 1
 */
export function parsePart(text: string): Ratio {
  const part = parseRatio(text)
  if (part.num > part.den) throw new RangeError(`Not in [0, 1]: ${text}`)
  return part
}
