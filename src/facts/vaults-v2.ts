import type { SubnetworkRef } from './vaults'

/*
 * Facts of vaults of version 3 (Symbiotic core V2), beside those of vaults.ts. Times are unix seconds; fees are of 1e18.
 * Receivers: the zero address is none.
 */

/** First parameters of a vault (VaultV2.Initialize). */
export interface VaultAccountStart {
  asset: string
  depositWhitelist: boolean
  /** May deposit; the zero address: nobody is named. */
  depositor: string
  isDepositLimit: boolean
  depositLimit: bigint
}

export type VaultV2Fact =
  | ({ kind: 'vaultAccountOpened'; vault: string } & VaultAccountStart)
  | { kind: 'vaultQueue'; vault: string; queue: string }
  /** Fees were paid; all assets were counted. */
  | { kind: 'interestAccrued'; vault: string; totalAssets: bigint }
  /** Signed change of the counted assets, by a deposit or a withdrawal. */
  | { kind: 'countedAssets'; vault: string; delta: bigint }
  /** Shares of a vault moved; the zero address mints and burns. Vaults of other versions emit it, too. */
  | { kind: 'vaultShares'; vault: string; from: string; to: string; shares: bigint }
  | { kind: 'managementFee'; vault: string; fee: bigint; receiver: string }
  | { kind: 'performanceFee'; vault: string; fee: bigint; receiver: string }
  /** Fees of the protocol that the vault took over. */
  | {
      kind: 'vaultProtocolFee'
      vault: string
      receiver: string
      managementFee: bigint
      performanceFee: bigint
    }
  /** A setting of the registry; `vault` null: for all. Null fields are not in this log. */
  | {
      kind: 'protocolFeeSetting'
      vault: string | null
      isEnabled: boolean
      receiver: string | null
      fees: { management: bigint; performance: bigint } | null
    }
  | {
      kind: 'redeemRequested'
      queue: string
      tokenId: bigint
      requester: string
      owner: string
      shares: bigint
    }
  | { kind: 'queueFilled'; queue: string; assets: bigint; shares: bigint }
  | { kind: 'queueClaimed'; queue: string; tokenId: bigint; shares: bigint }
  /** The zero address: the token was burned. */
  | { kind: 'queueTokenMoved'; queue: string; tokenId: bigint; to: string }
  /** A followed factory made it; null: it was found by another log. */
  | { kind: 'adapterFound'; adapter: string; factory: string | null }
  | { kind: 'adapterVault'; adapter: string; vault: string }
  /** It guarantees stake (AppAdapter.Initialize). */
  | {
      kind: 'adapterGuarantee'
      adapter: string
      operator: string
      subnetwork: SubnetworkRef
      duration: bigint
      burner: string
    }
  /** It deposits to an ERC-4626 vault. */
  | { kind: 'adapterSource'; adapter: string; source: string }
  /** Decimals of a token of a vault, which no log says. */
  | { kind: 'tokenDecimals'; token: string; decimals: number }
  /** What no log says of an adapter; null: unknown. */
  | { kind: 'adapterConstants'; adapter: string; baseAsset: string | null }
  | { kind: 'adapterAdded'; vault: string; adapter: string; index: number }
  | { kind: 'adapterRemoved'; vault: string; adapter: string }
  | { kind: 'adaptersSwapped'; vault: string; first: string; second: string }
  | { kind: 'autoAllocateAdapters'; vault: string; adapters: string[] }
  | { kind: 'adapterLimits'; adapter: string; absolute: bigint; share: bigint }
  /** Signed changes of limits; they do not fall below 0. */
  | { kind: 'adapterLimitsDecreased'; adapter: string; absolute: bigint; share: bigint }
  /** Assets came (`isAllocation`) or left, and what the adapter has since. */
  | {
      kind: 'adapterAllocation'
      vault: string
      adapter: string
      assets: bigint
      totalAssets: bigint
      isAllocation: boolean
    }
  /**
   * Assets that are to leave an adapter; 0 takes the request back. A sweep of the queue requests from several: `FIRST` and
   * `NEXT`; null: of one adapter, for no request of the queue.
   */
  | {
      kind: 'deallocationRequested'
      vault: string
      adapter: string
      assets: bigint
      sweep: 'FIRST' | 'NEXT' | null
    }
  | { kind: 'adapterSlashed'; adapter: string; amount: bigint }
  /** The network gave up a part of the stake; no assets leave. */
  | { kind: 'adapterReleased'; adapter: string; amount: bigint }
  /** Signed change of the balance of a followed contract in a token. */
  | {
      kind: 'balanceChanged'
      holder: string
      role: 'VAULT' | 'ADAPTER' | 'YIELD_SOURCE'
      token: string
      delta: bigint
    }
  /**
   * What a contract had before the block in which it was found: balances by token (null: unknown), and of a yield source its
   * shares that exist. `isPriced`: its price is assets by shares.
   */
  | {
      kind: 'balancesBefore'
      holder: string
      balances: { token: string; amount: bigint }[] | null
      shares: bigint
      isPriced: boolean
    }
  /** Signed change of the shares of a yield source that exist. */
  | { kind: 'sourceShares'; source: string; delta: bigint }
