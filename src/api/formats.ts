/** Decimal digits of the largest uint256. */
export const MAX_DIGITS = 78

/** Whether text is a decimal integer with up to 78 digits. */
export function isInteger(text: string): boolean {
  return /^[+-]?\d+$/.test(text) && text.replace(/^[+-]?0*/, '').length <= MAX_DIGITS
}

/** Whether a value is a whole number from 0 to 2^32 - 1. */
export function isUInt32(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32
}

/** Whether text is a decimal number without exponent, with up to 78 digits on each side of the point. */
export function isDecimal(text: string): boolean {
  const parts = /^[+-]?(\d+)(?:\.(\d+))?$/.exec(text)
  if (!parts) return false
  return [parts[1], parts[2]].every((digits) => (digits ?? '').length <= MAX_DIGITS)
}

/** Whether text is 0x-prefixed hex of whole bytes, in any case. */
export function isBytes(text: string): boolean {
  return /^0x([0-9a-f]{2})*$/i.test(text)
}

const DATE_TIME = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/

/** Whether text is an ISO 8601 date and time with a zone, of a day that exists. */
export function isDateTime(text: string): boolean {
  const day = DATE_TIME.exec(text)?.[1]
  if (!day || day.startsWith('0000') || Number.isNaN(Date.parse(text))) return false
  // Date.parse reads 30 February as 1 March.
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}
