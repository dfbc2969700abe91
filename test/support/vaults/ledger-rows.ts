import type { Slashes, VaultState } from '../../../src/vaults/commitments'
import type { VaultRows } from '../../../src/vaults/rows'
import type { ExecutedSlash } from '../../../src/vaults/slashable'
import type { DryLedger } from '../dry-ledger'

/** A map of maps that is filled as it is used. */
class Nested<K, V> extends Map<string, Map<K, V>> {
  below(key: string): Map<K, V> {
    const found = this.get(key) ?? new Map<K, V>()
    this.set(key, found)
    return found
  }
}

/** Rows of vaults as they are in a ledger in memory. */
export function vaultRowsOf(ledger: DryLedger): VaultRows {
  const epochs = new Nested<bigint, { assets: bigint; shares: bigint }>()
  for (const { vault, epoch, ...total } of ledger.rows('vaultEpochTotal')) {
    epochs.below(vault).set(epoch, total)
  }
  const networkLimits: Map<string, Map<string, never>> = new Nested()
  for (const { delegator, operatorSet, ...limit } of ledger.rows('networkLimit')) {
    ;(networkLimits as unknown as Nested<string, unknown>).below(delegator).set(operatorSet, limit)
  }
  const operatorLimits = new Map<string, Nested<string, { stakeLimit: bigint; shares: bigint }>>()
  for (const { delegator, operatorSet, operator, ...limit } of ledger.rows('operatorLimit')) {
    const own = operatorLimits.get(delegator) ?? new Nested()
    operatorLimits.set(delegator, own)
    own.below(operatorSet).set(operator, limit)
  }
  const optIns = (rows: readonly { operator: string; target: string }[]) => {
    const found = new Map<string, Set<string>>()
    for (const { operator, target } of rows) {
      found.set(target, (found.get(target) ?? new Set()).add(operator))
    }
    return found
  }
  return {
    vaults: new Map(ledger.rows('vault').map((row) => [row.address, row])),
    epochs,
    networkLimits,
    operatorLimits,
    vaultOptIns: optIns(
      ledger.rows('vaultOptIn').map(({ operator, vault }) => ({ operator, target: vault })),
    ),
    networkOptIns: optIns(
      ledger.rows('avsRegistration').flatMap(({ key, operator, avs }) => {
        return key.startsWith('symbiotic-') ? [{ operator, target: avs }] : []
      }),
    ),
    networks: new Map(
      ledger.rows('operatorSet').flatMap(({ key, avs }) => {
        return key.startsWith('symbiotic-') ? [[key, avs] as const] : []
      }),
    ),
  }
}

/** Vaults in a ledger. @param before rows a second ago @param timeOf time of a block */
export function vaultStateOf(
  ledger: DryLedger,
  before: VaultRows,
  time: bigint,
  timeOf: (block: number) => bigint,
): VaultState {
  const slashes = new Map<string, Nested<string, ExecutedSlash[]>>()
  for (const row of ledger.rows('vaultSlashing')) {
    const { vault, operatorSet, operator, accounted, captureTimestamp, resolvedAtBlock } = row
    if (vault === null || accounted === null || captureTimestamp === null) continue
    const bySet = slashes.get(vault) ?? new Nested()
    slashes.set(vault, bySet)
    const byOperator = bySet.below(operatorSet)
    byOperator.set(operator, [
      ...(byOperator.get(operator) ?? []),
      { time: timeOf(resolvedAtBlock!), captureTimestamp, accounted },
    ])
  }
  return {
    rows: vaultRowsOf(ledger),
    before,
    slashes: slashes as Slashes,
    networksWithMiddleware: new Set(
      ledger.rows('avsProfile').flatMap(({ avs, middleware }) => (middleware ? [avs] : [])),
    ),
    time,
  }
}
