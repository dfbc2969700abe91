import type { AdapterFamily } from '../../facts/enums.generated'
import type { RowRef } from '../rows'
import type { VaultAccountRow } from '../rows.generated'
import type { Rules } from '../rule'
import type { LedgerState } from '../state'
import { takeBalance, takeKnownBalance, takeSource } from './before'
import {
  accountRef,
  adapterRef,
  changeAccount,
  changeAdapter,
  ensureAdapter,
  sourceRef,
} from './rows'

/** Families by the name of their factory, without what they have in common. */
const FAMILIES: Readonly<Record<string, AdapterFamily>> = {
  AaveV3: 'AAVE_V3',
  App: 'APP',
  ERC4626: 'ERC4626',
  Euler: 'EULER',
  LiquidLane: 'LIQUID_LANE',
  MorphoVaultV2: 'MORPHO_VAULT_V2',
  RestakingApp: 'RESTAKING_APP',
  ThreeF: 'THREE_F',
}

const factoryRef = (factory: string | null): RowRef[] =>
  factory === null ? [] : [{ table: 'contract', key: factory }]

/** Adapters: what they are, which the delegator of a vault has, in which order, and their limits. */
export const adapterRules: Rules<
  | 'adapterFound'
  | 'adapterVault'
  | 'adapterSource'
  | 'adapterConstants'
  | 'adapterAdded'
  | 'adapterRemoved'
  | 'adaptersSwapped'
  | 'autoAllocateAdapters'
  | 'adapterLimits'
  | 'adapterLimitsDecreased'
> = {
  adapterFound: {
    touches: ({ adapter, factory }) => [adapterRef(adapter), ...factoryRef(factory)],
    apply(state, { adapter, factory }) {
      const name = factory === null ? null : state.get('contract', factory)?.name
      const family = FAMILIES[/(\w+?)Adapter/.exec(name ?? '')?.[1] ?? ''] ?? null
      changeAdapter(state, adapter, { factory, family })
    },
  },

  adapterVault: {
    touches: ({ adapter, vault }) => [adapterRef(adapter), accountRef(vault)],
    apply: (state, { adapter, vault }) => setVault(state, adapter, vault),
  },

  adapterSource: {
    touches: ({ adapter, source }) => [adapterRef(adapter), sourceRef(source)],
    touchesToo(state, { adapter }) {
      const vault = state.has(adapterRef(adapter)) && state.get('vaultAdapter', adapter)?.vault
      return vault ? [accountRef(vault)] : []
    },
    apply(state, { adapter, source }) {
      changeAdapter(state, adapter, { source, sourceShares: takeBalance(state, adapter, source) })
      const { vault } = ensureAdapter(state, adapter)
      const account = vault === null ? null : state.get('vaultAccount', vault)
      if (!account || state.get('adapterSource', source)) return
      const { asset } = account
      state.put('adapterSource', {
        key: source,
        address: source,
        asset,
        assets: takeBalance(state, source, asset),
        ...takeSource(state, source),
      })
    },
  },

  adapterConstants: {
    touches: ({ adapter }) => [adapterRef(adapter)],
    apply: (state, { adapter, baseAsset }) => changeAdapter(state, adapter, { baseAsset }),
  },

  adapterAdded: {
    touches: ({ vault, adapter }) => [accountRef(vault), adapterRef(adapter)],
    apply(state, { vault, adapter, index }) {
      // Its own logs may be of a block before it was found.
      if (ensureAdapter(state, adapter).vault === null) setVault(state, adapter, vault)
      changeAdapter(state, adapter, { index, isAdded: true })
      changeAccount(state, vault, ({ adapters }) => ({ adapters: [...adapters, adapter] }))
    },
  },

  adapterRemoved: {
    touches: ({ vault, adapter }) => [accountRef(vault), adapterRef(adapter)],
    apply(state, { vault, adapter }) {
      changeAdapter(state, adapter, { isAdded: false, absoluteLimit: 0n, shareLimit: 0n })
      changeAccount(state, vault, (account) => ({
        adapters: without(account.adapters, adapter),
        autoAllocateAdapters: without(account.autoAllocateAdapters, adapter),
        adaptersWithPending: replacedByLast(account.adaptersWithPending, adapter),
      }))
    },
  },

  adaptersSwapped: {
    touches: ({ vault }) => [accountRef(vault)],
    apply(state, { vault, first, second }) {
      const other = new Map([
        [first, second],
        [second, first],
      ])
      changeAccount(state, vault, ({ adapters }) => {
        return { adapters: adapters.map((adapter) => other.get(adapter) ?? adapter) }
      })
    },
  },

  autoAllocateAdapters: {
    touches: ({ vault }) => [accountRef(vault)],
    apply(state, { vault, adapters }) {
      changeAccount(state, vault, () => ({ autoAllocateAdapters: adapters }))
    },
  },

  adapterLimits: {
    touches: ({ adapter }) => [adapterRef(adapter)],
    apply(state, { adapter, absolute, share }) {
      changeAdapter(state, adapter, { absoluteLimit: absolute, shareLimit: share })
    },
  },

  adapterLimitsDecreased: {
    touches: ({ adapter }) => [adapterRef(adapter)],
    apply(state, { adapter, absolute, share }) {
      const { absoluteLimit, shareLimit } = ensureAdapter(state, adapter)
      changeAdapter(state, adapter, {
        absoluteLimit: absolute < absoluteLimit ? absoluteLimit - absolute : 0n,
        shareLimit: share < shareLimit ? shareLimit - share : 0n,
      })
    },
  },
}

function setVault(state: LedgerState, adapter: string, vault: string): void {
  const account = state.get('vaultAccount', vault)
  const assets = account ? takeKnownBalance(state, adapter, account.asset) : 0n
  changeAdapter(state, adapter, { vault, assets })
}

/** Notes that a sweep of the queue requested from an adapter; the first request of a sweep begins the list anew. */
export function requestedInSweep(
  state: LedgerState,
  vault: string,
  adapter: string,
  sweep: { isFirst: boolean; isReset: boolean },
): void {
  changeAccount(state, vault, (account: VaultAccountRow) => {
    const before = sweep.isFirst ? [] : account.adaptersWithPending
    return { adaptersWithPending: sweep.isReset ? before : [...before, adapter] }
  })
}

function without(list: readonly string[], item: string): string[] {
  return list.filter((one) => one !== item)
}

/** The list without an item, whose place the last one takes. */
function replacedByLast(list: readonly string[], item: string): string[] {
  const at = list.indexOf(item)
  if (at < 0) return [...list]
  const rest = [...list]
  const last = rest.pop()!
  if (at < rest.length) rest[at] = last
  return rest
}
