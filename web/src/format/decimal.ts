/** A decimal of any size, as the API sends amounts and ratios. */
export interface Decimal {
  readonly isNegative: boolean
  /** All digits, without the point. */
  readonly digits: bigint
  /** How many of them are after the point. */
  readonly scale: number
}

/** @throws Error if it is no decimal */
export function parseDecimal(text: string): Decimal {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) throw new Error(`Not a decimal: ${text}`)
  const [, sign, whole, part = ''] = match
  return { isNegative: sign === '-', digits: BigInt(`${whole}${part}`), scale: part.length }
}

/** Times a power of ten, as `10 ** places`; may be negative. */
export function shifted(text: string, places: number): string {
  const { isNegative, digits, scale } = parseDecimal(text)
  const at = scale - places
  const all = (digits * 10n ** BigInt(Math.max(0, -at))).toString()
  if (at <= 0) return `${isNegative ? '-' : ''}${all}`
  const padded = all.padStart(at + 1, '0')
  const part = padded.slice(-at).replace(/0+$/, '')
  return `${isNegative ? '-' : ''}${padded.slice(0, -at)}${part && `.${part}`}`
}

/** Rounded half up in size to places after the point, exactly. */
export function rounded(text: string, places: number): string {
  const { isNegative, digits, scale } = parseDecimal(text)
  if (scale <= places) return text
  const unit = 10n ** BigInt(scale - places)
  const kept = (digits + unit / 2n) / unit
  const result = shifted(kept.toString(), -places)
  return isNegative && kept !== 0n ? `-${result}` : result
}

/** With spaces between thousands. */
export function grouped(text: string): string {
  const [whole = '', part] = text.split('.')
  const parts = whole.replace(/\B(?=(\d{3})+$)/g, '\u202f')
  return part === undefined ? parts : `${parts}.${part}`
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** Digits before the point from which an amount is written with a power of ten. */
const LONG = 13

/** With three significant digits, and all digits before the point: `21 082`, `0.0123`, `5.8 × 10²¹`. Without its sign. */
export function short(signed: string): string {
  const text = signed.replace('-', '')
  const { digits, scale } = parseDecimal(text)
  if (digits === 0n) return '0'
  const length = digits.toString().length - scale
  if (length >= LONG) {
    const power = [...String(length - 1)].map((digit) => RAISED[Number(digit)]).join('')
    return `${short(shifted(digits.toString(), -scale - length + 1))} × 10${power}`
  }
  const places = Math.max(0, 3 - length)
  return grouped(
    rounded(text, places)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, ''),
  )
}

/** A part of one as `12.3 %`. */
export function percent(text: string): string {
  const [whole, part = '0'] = rounded(shifted(text, 2), 1).split('.')
  // What is there is not said to be nothing.
  if (whole === '0' && part === '0' && compared(text, '0') > 0) return '< 0.1 %'
  return `${whole}.${part} %`
}

/** Exact: negative, 0 or positive, as `a` is below, equal to or above `b`. */
export function compared(a: string, b: string): number {
  const [left, right] = wholes(a, b)
  const difference = left - right
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The exact sum of two decimals. */
export function added(a: string, b: string): string {
  const [left, right, scale] = wholes(a, b)
  return shifted((left + right).toString(), -scale)
}

/** The exact product of two decimals. */
export function product(a: string, b: string): string {
  const [left, right] = [parseDecimal(a), parseDecimal(b)]
  const sign = left.isNegative === right.isNegative ? '' : '-'
  return shifted(`${sign}${left.digits * right.digits}`, -left.scale - right.scale)
}

/** Two decimals in units of the smaller last digit, and its places after the point. */
function wholes(a: string, b: string): [left: bigint, right: bigint, scale: number] {
  const [left, right] = [parseDecimal(a), parseDecimal(b)]
  const scale = Math.max(left.scale, right.scale)
  const whole = ({ isNegative, digits, scale: own }: Decimal) =>
    (isNegative ? -1n : 1n) * digits * 10n ** BigInt(scale - own)
  return [whole(left), whole(right), scale]
}

/** How far two decimals are apart, exactly: `|a - b|`. */
export function apart(a: string, b: string): string {
  const scale = Math.max(parseDecimal(a).scale, parseDecimal(b).scale)
  const whole = (text: string) => BigInt(shifted(text, scale))
  const difference = whole(a) - whole(b)
  return shifted((difference < 0n ? -difference : difference).toString(), -scale)
}

/** For the place of a mark in a chart: never shown as a figure. */
export const approximate = (text: string): number => Number(text)

/** The text of a tick of an axis, which may be of base units: more than floating point writes with digits alone. */
export const tickText = (y: number): string =>
  `${y < 0 ? '−' : ''}${short(Math.abs(y) < 1e15 ? y.toFixed(6) : BigInt(Math.round(y)).toString())}`

/** From here a change is told by how many times as much there is: percent of it say nothing to people. */
const MANY = 10n

/** The change from `before` to `now` as a part of `before`: `+3.2 %`, or `× 25`; null: there is none of nothing. */
export function change(before: string, now: string): string | null {
  const from = parseDecimal(before)
  if (from.digits === 0n) return null
  const to = parseDecimal(now)
  const scale = Math.max(from.scale, to.scale)
  const a = from.digits * 10n ** BigInt(scale - from.scale)
  const b = to.digits * 10n ** BigInt(scale - to.scale)
  const size = b > a ? b - a : a - b
  const tenths = (size * 1000n + a / 2n) / a
  if (tenths === 0n) return '0.0 %'
  if (b > a * MANY) return `× ${grouped(((b + a / 2n) / a).toString())}`
  return `${b > a ? '+' : '−'}${grouped((tenths / 10n).toString())}.${tenths % 10n} %`
}
