import type { Figure } from './figure'
import type { Hex } from './hex'
import type { Layout } from './layout'

/** Contracts of a protocol on a chain. */
export interface Deployment {
  /** Name with which bundles refer to it. */
  name: string
  chainId: number
  /** Addresses of proxies by name of the contract, in lower case. */
  contracts: Readonly<Record<string, Hex>>
  /** Names of layouts by address of the implementation: only those that are known to have it. */
  implementations: Readonly<Record<Hex, string>>
}

/** What a verifier knows by itself, and takes from no bundle. */
export interface Knowledge {
  layouts: readonly Layout[]
  deployments: readonly Deployment[]
  figures: Readonly<Record<string, Figure>>
}
