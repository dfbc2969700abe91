/** Banks that owe each other: exact in whole units as long as payments are. */
export interface Banks {
  /** owed[i][j]: what i owes j. */
  readonly owed: readonly (readonly number[])[]
  /** What each owns, and owes, outside. Who is outside is paid first. */
  readonly assets: readonly number[]
  readonly liabilities: readonly number[]
}

/** What all that a bank is owed adds up to if each debtor pays this part. */
function received({ owed }: Banks, bank: number, part: (debtor: number) => number): number {
  return owed.reduce((sum, row, debtor) => sum + row[bank]! * part(debtor), 0)
}

export function debts({ owed }: Banks): number[] {
  return owed.map((row) => row.reduce((sum, one) => sum + one, 0))
}

/** Equity if every bank pays all it owes to the others. */
export function equity(banks: Banks): number[] {
  const due = debts(banks)
  return banks.assets.map(
    (own, bank) => own + received(banks, bank, () => 1) - banks.liabilities[bank]! - due[bank]!,
  )
}

/**
 * The greatest payments with which everybody pays what it can (Eisenberg and Noe 2001), and the
 * equity that is left.
 *
 * The product does not serve it: services owe each other nothing, so there is nothing to clear. It
 * is here because the published exercises give its figures beside those of linear DebtRank.
 */
export function clear(banks: Banks): { payments: number[]; equity: number[] } {
  const due = debts(banks)
  let payments = due
  for (;;) {
    const part = (bank: number) => (due[bank] === 0 ? 1 : payments[bank]! / due[bank]!)
    const has = banks.assets.map(
      (own, bank) => own + received(banks, bank, part) - banks.liabilities[bank]!,
    )
    const next = has.map((own, bank) => Math.min(due[bank]!, Math.max(0, own)))
    if (next.every((one, bank) => one === payments[bank])) {
      return { payments, equity: has.map((own, bank) => own - due[bank]!) }
    }
    payments = next
  }
}
