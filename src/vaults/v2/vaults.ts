import {
  adapterAssets,
  type KnownAssets,
  type PolledAssets,
  type SourceHoldings,
  vaultAssets,
} from './assets'
import { type Guarantee, guaranteedOf, slashableOf } from './guarantee'
import {
  assetsFor,
  type FeeShares,
  feeSharesToCome,
  type InterestTerms,
  limitBounds,
  type SharePrice,
  virtualShares,
} from './interest'

/** A vault of version 3, as its rows say. */
export interface VaultV2 extends InterestTerms {
  address: string
  asset: string
  /** Decimals of the asset; null: unknown. */
  assetDecimals: number | null
  /** Its withdrawal queue; null: not set. */
  queue: string | null
  freeAssets: bigint
  /** Its adapters, in their order. */
  adapters: readonly string[]
  /** Whether its delegator is followed, so that it has no other adapters. */
  hasAllAdapters: boolean
}

/** An adapter, as its rows say. */
export interface AdapterV2 {
  address: string
  vault: string | null
  absoluteLimit: bigint
  shareLimit: bigint
  reportedAssets: bigint | null
  reportedAtBlock: number | null
  /** The last poll of its contract; null: none. */
  polled: PolledAssets | null
  /** Null: unknown. */
  assets: bigint | null
  source: SourceHoldings | null
  sourceShares: bigint
  operator: string | null
  /** Subnetwork; null: it guarantees nothing. */
  operatorSet: string | null
  duration: bigint | null
  /** Whether it counts its stake in another token than its vault; null: unknown. */
  isRestaking: boolean | null
  /** That token; null: unknown. */
  baseAsset: string | null
  /** The present record; null: unknown. */
  guarantee: Guarantee | null
}

/** Why a value is unknown. */
export type UnknownV2 =
  /** Neither a log nor a poll says what an adapter has. */
  | 'ADAPTER_ASSETS_UNKNOWN'
  /** The decimals of a token are not known, so virtual shares are not. */
  | 'DECIMALS_UNKNOWN'
  /** It depended on assets that were unknown when stake was to be withdrawn. */
  | 'GUARANTEE_UNKNOWN'
  /** What the contract did not answer: its family, or the token of its stake. */
  | 'ADAPTER_UNKNOWN'

/** A value, or why there is none. */
export type Known<T> = { value: T; unknown: null } | { value: null; unknown: UnknownV2 }

/** What a vault counts at a time. */
export interface VaultTotals {
  totalAssets: bigint
  /** With fee shares to come. */
  totalSupply: bigint
  feeShares: FeeShares
}

/** What an adapter guarantees at a time, in units of `unit`. */
export interface Commitment {
  /** Token: the asset of its vault, or the token behind it. */
  unit: string
  stake: bigint
  slashable: bigint
}

/** Vaults of version 3 and their adapters at one block: values that depend on several of them, and on time. */
export class VaultsV2 {
  constructor(
    readonly block: number,
    readonly vaults: ReadonlyMap<string, VaultV2>,
    readonly adapters: ReadonlyMap<string, AdapterV2>,
  ) {}

  /** Assets of a vault (totalAssets). */
  totalAssets(vault: string): Known<bigint> {
    const { known, isAll } = this.knownAssets(this.vaults.get(vault)!)
    return isAll ? value(known) : unknown('ADAPTER_ASSETS_UNKNOWN')
  }

  /** Totals of a vault (totalAssets, totalSupply, getAccrueInterest). @param now Unix seconds */
  totals(vault: string, now: bigint): Known<VaultTotals> {
    const terms = this.vaults.get(vault)!
    const assets = this.totalAssets(vault)
    if (assets.value === null) return assets
    if (terms.assetDecimals === null) return unknown('DECIMALS_UNKNOWN')
    const virtual = virtualShares(terms.assetDecimals)
    const feeShares = feeSharesToCome(terms, assets.value, virtual, now)
    const { management, performance, protocol } = feeShares
    const totalSupply = terms.totalShares + management + performance + protocol
    return value({ totalAssets: assets.value, totalSupply, feeShares })
  }

  /** Price of the shares of a vault. @param now Unix seconds */
  price(vault: string, now: bigint): Known<SharePrice> {
    const totals = this.totals(vault, now)
    if (totals.value === null) return totals
    const { totalAssets, totalSupply } = totals.value
    const { assetDecimals } = this.vaults.get(vault)!
    return value({ totalAssets, totalSupply, virtualShares: virtualShares(assetDecimals!) })
  }

  /** What an adapter has (totalAssets). */
  adapterAssets(adapter: string): Known<bigint> {
    const assets = adapterAssets(this.adapters.get(adapter)!, this.block)
    return assets === null ? unknown('ADAPTER_ASSETS_UNKNOWN') : value(assets)
  }

  /** What an adapter may have (limitOf). */
  limitOf(adapter: string): Known<bigint> {
    const limits = this.adapters.get(adapter)!
    const vault = limits.vault === null ? undefined : this.vaults.get(limits.vault)
    if (!vault) return unknown('ADAPTER_ASSETS_UNKNOWN')
    const { known, isAll } = this.knownAssets(vault)
    const { least, most } = limitBounds(limits, known, isAll)
    return least === most ? value(least) : unknown('ADAPTER_ASSETS_UNKNOWN')
  }

  /** Assets that an adapter does not need (freeAssets): of one that guarantees stake, what is not slashable. */
  freeAssetsOf(adapter: string, now: bigint): Known<bigint> {
    const { operator, assets, guarantee } = this.adapters.get(adapter)!
    if (assets === null) return unknown('ADAPTER_ASSETS_UNKNOWN')
    if (operator === null) return value(assets)
    if (!guarantee) return unknown('GUARANTEE_UNKNOWN')
    return value(assets - slashableOf(guarantee, now))
  }

  /** What an adapter guarantees (stake, slashable); null: it guarantees nothing. @param now Unix seconds */
  commitment(adapter: string, now: bigint): Known<Commitment> | null {
    const row = this.adapters.get(adapter)!
    const { vault, operator, duration, guarantee, isRestaking, baseAsset } = row
    if (operator === null || duration === null) return null
    const asset = vault === null ? undefined : this.vaults.get(vault)?.asset
    if (isRestaking === null || asset === undefined) return unknown('ADAPTER_UNKNOWN')
    if (!guarantee) return unknown('GUARANTEE_UNKNOWN')
    const own: Commitment = {
      unit: asset,
      stake: guaranteedOf(guarantee, now, duration),
      slashable: slashableOf(guarantee, now),
    }
    if (!isRestaking) return value(own)
    return baseAsset === null ? unknown('ADAPTER_UNKNOWN') : this.inUnit(own, baseAsset, now)
  }

  /** Vaults whose shares an adapter holds, from the outermost to the one of its base asset; null: unknown. */
  underlyingVaults(adapter: string): string[] | null {
    const { vault, baseAsset } = this.adapters.get(adapter)!
    let token = vault === null ? undefined : this.vaults.get(vault)?.asset
    const path: string[] = []
    for (; token !== baseAsset; token = this.vaults.get(token)?.asset) {
      if (token === undefined || path.length > MAX_DEPTH) return null
      path.push(token)
    }
    return path
  }

  /** A commitment in units of the token behind its shares: what they would be redeemed for, vault by vault. */
  private inUnit(own: Commitment, unit: string, now: bigint): Known<Commitment> {
    let { unit: token, stake, slashable } = own
    for (let depth = 0; token !== unit; depth++) {
      const vault = this.vaults.get(token)
      if (!vault || depth > MAX_DEPTH) return unknown('ADAPTER_UNKNOWN')
      const price = this.price(token, now)
      if (price.value === null) return price
      stake = assetsFor(stake, price.value)
      slashable = assetsFor(slashable, price.value)
      token = vault.asset
    }
    return value({ unit, stake, slashable })
  }

  private knownAssets({ freeAssets, adapters, hasAllAdapters }: VaultV2): KnownAssets {
    const rows = adapters.map((address) => this.adapters.get(address)!)
    const { known, isAll } = vaultAssets(freeAssets, rows, this.block)
    return { known, isAll: isAll && hasAllAdapters }
  }
}

/** Vaults within vaults that a RestakingAppAdapter can have at most. */
const MAX_DEPTH = 4

function value<T>(of: T): Known<T> {
  return { value: of, unknown: null }
}

function unknown(why: UnknownV2): { value: null; unknown: UnknownV2 } {
  return { value: null, unknown: why }
}
