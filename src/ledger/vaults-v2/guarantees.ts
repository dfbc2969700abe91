import type { FactOf } from '../../facts/facts'
import type { LogPosition } from '../../facts/log-position'
import { afterRequest, afterSlash, type Guarantee, guaranteeOf } from '../../vaults/v2/guarantee'
import { limitBounds } from '../../vaults/v2/interest'
import type { VaultAdapterRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import {
  ensureProfiledOperator,
  ensureSubnetwork,
  profiledOperatorRefs,
  subnetworkRefs,
} from '../vaults/first-seen'
import { requestedInSweep } from './adapters'
import { accountRef, adapterRef, assetRefs, assetsOf, changeAdapter, ensureAdapter } from './rows'

/** What adapters guarantee to networks, and how it changes. */
export const guaranteeRules: Rules<
  'adapterGuarantee' | 'adapterAllocation' | 'deallocationRequested' | 'adapterReleased'
> = {
  adapterGuarantee: {
    touches: ({ adapter, operator, subnetwork }) => [
      adapterRef(adapter),
      ...profiledOperatorRefs(operator),
      ...subnetworkRefs(subnetwork),
    ],
    apply(state, { adapter, operator, subnetwork, duration, burner }, at) {
      ensureProfiledOperator(state, operator, at.block)
      const operatorSet = ensureSubnetwork(state, subnetwork, at.block).key
      changeAdapter(state, adapter, { operator, operatorSet, duration, burner })
    },
  },

  adapterAllocation: {
    touches: ({ adapter }) => [adapterRef(adapter)],
    apply(state, { adapter, assets, totalAssets, isAllocation }, at) {
      const report = { reportedAssets: totalAssets, reportedAtBlock: at.block }
      changeAdapter(state, adapter, report)
      const { operator } = ensureAdapter(state, adapter)
      if (isAllocation && assets > 0n && operator !== null) {
        changeAdapter(state, adapter, fieldsOf(guaranteeOf(totalAssets)))
      }
    },
  },

  deallocationRequested: {
    touches: ({ vault, adapter }) => [accountRef(vault), adapterRef(adapter)],
    touchesToo: (state, { vault }) => assetRefs(state, vault),
    apply(state, fact, at) {
      const { vault, adapter, assets, sweep } = fact
      if (sweep !== null) {
        requestedInSweep(state, vault, adapter, {
          isFirst: sweep === 'FIRST',
          isReset: assets === 0n,
        })
      }
      const row = ensureAdapter(state, adapter)
      if (row.operator !== null) changeAdapter(state, adapter, requested(state, row, fact, at))
    },
  },

  adapterReleased: {
    touches: ({ adapter }) => [adapterRef(adapter)],
    apply: (state, { adapter, amount }) => reduceGuarantee(state, adapter, amount),
  },
}

/** Takes an amount from what an adapter guarantees. */
export function reduceGuarantee(state: LedgerState, adapter: string, amount: bigint): void {
  const guarantee = guaranteeIn(ensureAdapter(state, adapter))
  if (guarantee) changeAdapter(state, adapter, fieldsOf(afterSlash(guarantee, amount)))
}

/** The adapter after a request to deallocate; its stake is unknown if it depends on assets that are. */
function requested(
  state: LedgerState,
  row: VaultAdapterRow,
  { vault, assets }: FactOf<'deallocationRequested'>,
  at: LogPosition,
): Partial<VaultAdapterRow> {
  const guarantee = guaranteeIn(row)
  const account = state.get('vaultAccount', vault)
  if (!guarantee || !account || row.duration === null) return {}
  if (row.assets === null) return { initialStake: null }
  const { known, isAll } = assetsOf(state, account, at.block)
  const { least, most } = limitBounds(row, known, isAll)
  const request = {
    assets,
    totalAssets: row.assets,
    now: BigInt(at.timestamp),
    duration: row.duration,
  }
  const after = afterRequest(guarantee, { ...request, limit: least })
  const other = least === most ? after : afterRequest(guarantee, { ...request, limit: most })
  const fields = fieldsOf(after)
  const isCertain =
    (after === guarantee) === (other === guarantee) && after.initialStake === other.initialStake
  return isCertain ? fields : { ...fields, initialStake: null }
}

/** The present record; null: unknown. */
function guaranteeIn(row: VaultAdapterRow): Guarantee | null {
  const { initialStake, slashedInRecord: slashed, storedDebtTimes, storedDebtAmounts } = row
  if (initialStake === null) return null
  const debts = storedDebtTimes.map((time, index) => {
    return { maturesAt: BigInt(time), amount: BigInt(storedDebtAmounts[index]!) }
  })
  return { initialStake, slashed, debts }
}

function fieldsOf({ initialStake, slashed, debts }: Guarantee) {
  return {
    initialStake,
    slashedInRecord: slashed,
    storedDebtTimes: debts.map(({ maturesAt }) => `${maturesAt}`),
    storedDebtAmounts: debts.map(({ amount }) => `${amount}`),
  }
}
