import { vaultAccountKey } from '../../facts/ids'
import type { VaultConstants } from '../../facts/vaults'
import { newPool, poolRef } from '../apply/first-seen'
import type { RowRef } from '../rows'
import type { VaultRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { SYMBIOTIC, vaultOf, vaultRef } from './first-seen'

/** Largest number of a column. */
const MAX_INT = 2n ** 31n - 1n

const ZERO_ADDRESS = '0x0000000000000000000000000000000000000000'
const orNull = (address: string | null) => (address === ZERO_ADDRESS ? null : address)

/** Vaults, what they are made of, and who may deposit how much. */
export const vaultRules: Rules<
  | 'vaultCreated'
  | 'vaultVersion'
  | 'vaultConstants'
  | 'vaultDelegator'
  | 'vaultSlasher'
  | 'vaultHook'
  | 'vaultWhitelist'
  | 'vaultDepositor'
  | 'vaultDepositLimit'
> = {
  vaultCreated: {
    touches: ({ vault }) => [vaultRef(vault), poolRef(vault)],
    apply(state, { vault }, at) {
      if (state.get('vault', vault)) return
      // EigenLayer may have named the address before: anybody can list it as a strategy.
      const pool = state.get('pool', vault) ?? newPool(vault, SYMBIOTIC, at.block)
      state.put('pool', { ...pool, protocol: SYMBIOTIC, whitelisted: true })
      state.put('vault', newVault(vault, at.block, at.timestamp))
    },
  },

  vaultVersion: {
    touches: ({ vault }) => [vaultRef(vault)],
    apply(state, { vault, version }, at) {
      const row = vaultOf(state, vault)
      if (!row) return
      const isNumber = version <= MAX_INT
      state.put('vault', {
        ...row,
        // A vault of the deployment file was known before it was created.
        ...(row.version === null && {
          createdAtBlock: at.block,
          epochStart: BigInt(at.timestamp),
        }),
        version: isNumber ? Number(version) : null,
        // Version 3 has other accounts of its stake.
        ...(version === 3n && { activeStake: null, activeShares: null }),
      })
    },
  },

  vaultConstants: {
    touches({ vault, constants }) {
      const refs = [vaultRef(vault), poolRef(vault)]
      const { collateral } = constants
      return collateral ? [...refs, { table: 'asset', key: collateral }] : refs
    },
    apply(state, { vault, constants }) {
      const row = vaultOf(state, vault)
      if (!row) return
      setCollateral(state, vault, constants)
      const { decimals, collateral, hook, specificOperator, specificNetwork, ...rest } = constants
      state.put('vault', {
        ...row,
        ...defined({
          ...rest,
          collateral,
          hook: hook === undefined ? undefined : orNull(hook),
          specificOperator,
          specificNetwork,
        }),
      })
    },
  },

  vaultDelegator: {
    touches: ({ vault }) => [vaultRef(vault)],
    apply(state, { vault, delegator }) {
      update(state, vault, { delegator: orNull(delegator) })
    },
  },

  vaultSlasher: {
    touches: ({ vault }) => [vaultRef(vault)],
    apply(state, { vault, slasher }) {
      update(state, vault, { isSlasherSet: true, slasher: orNull(slasher) })
    },
  },

  vaultHook: {
    touches: ({ vault }) => [vaultRef(vault)],
    apply(state, { vault, hook }) {
      update(state, vault, { hook: orNull(hook) })
    },
  },

  vaultWhitelist: {
    touches: ({ vault }) => [vaultRef(vault)],
    apply(state, { vault, enabled }) {
      update(state, vault, { depositWhitelist: enabled })
    },
  },

  vaultDepositor: {
    touches: ({ vault, account }): RowRef[] => [
      vaultRef(vault),
      { table: 'vaultDepositor', key: vaultAccountKey(vault, account) },
    ],
    apply(state, { vault, account, allowed }) {
      if (!vaultOf(state, vault)) return
      const key = vaultAccountKey(vault, account)
      if (allowed) state.put('vaultDepositor', { key, vault, account })
      else state.remove('vaultDepositor', key)
    },
  },

  vaultDepositLimit: {
    touches: ({ vault }) => [vaultRef(vault)],
    apply(state, { vault, enabled, limit }) {
      update(state, vault, {
        ...(enabled !== null && { isDepositLimit: enabled }),
        ...(limit !== null && { depositLimit: limit }),
      })
    },
  },
}

function newVault(vault: string, block: number, timestamp: number): VaultRow {
  return {
    key: vault,
    address: vault,
    pool: vault,
    version: null,
    collateral: null,
    createdAtBlock: block,
    epochStart: BigInt(timestamp),
    epochDuration: null,
    delegator: null,
    delegatorType: null,
    hook: null,
    specificOperator: null,
    specificNetwork: null,
    isSlasherSet: false,
    slasher: null,
    slasherType: null,
    vetoDuration: null,
    resolverSetEpochsDelay: null,
    burner: null,
    isBurnerHook: null,
    depositWhitelist: null,
    isDepositLimit: null,
    depositLimit: null,
    activeStake: 0n,
    activeShares: 0n,
  }
}

/** Changes a vault; nothing if the factory did not make it. */
function update(state: LedgerState, vault: string, change: Partial<VaultRow>): void {
  const row = vaultOf(state, vault)
  if (row) state.put('vault', { ...row, ...change })
}

/** The collateral is the token of the pool. What EigenLayer says of a token is kept. */
function setCollateral(
  state: LedgerState,
  vault: string,
  { collateral, decimals }: VaultConstants,
): void {
  if (!collateral) return
  const known = state.get('asset', collateral)
  state.put('asset', {
    key: collateral,
    address: collateral,
    decimals: known?.decimals ?? decimals ?? null,
  })
  const pool = state.get('pool', vault)
  if (pool) state.put('pool', { ...pool, asset: collateral })
}

/** Without what was not asked. */
function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const all = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(all) as { [K in keyof T]?: Exclude<T[K], undefined> }
}
