/** An exact threshold: `numerator / denominator`. */
export interface Fraction {
  numerator: bigint
  denominator: bigint
}

/** From a decimal such as `0.33`, which must match `/^\d+(\.\d+)?$/`. */
export function fractionOf(decimal: string): Fraction {
  const [whole = '0', digits = ''] = decimal.split('.')
  return { numerator: BigInt(whole + digits), denominator: 10n ** BigInt(digits.length) }
}

/** Whether `part / total` reaches a threshold. */
function reaches(part: bigint, total: bigint, { numerator, denominator }: Fraction): boolean {
  return part * denominator >= numerator * total
}

/** Above the upper threshold true, below the lower one false, between them null. */
export function compare(
  part: bigint,
  total: bigint,
  above: Fraction,
  clearBelow: Fraction,
): boolean | null {
  if (total > 0n && reaches(part, total, above)) return true
  return total > 0n && reaches(part, total, clearBelow) ? null : false
}

/** `part / total` with six digits, rounded down. */
export function decimalOf(part: bigint, total: bigint): string {
  if (total === 0n) return '0'
  const digits = ((part * 1_000_000n) / total).toString().padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`
}
