import type { SubnetworkRef } from './vaults'

/*
 * Facts of who rules vaults: roles, hooks, resolvers, middleware, curators, and burner routers, which decide who receives
 * slashed stake. `contract` and `event` are those of the log, as in governance changes.
 */

/** Slashings that a receiver is for. */
export interface ReceiverScope {
  /** Null: those of all networks. */
  network: string | null
  /** Null: those of all operators. */
  operator: string | null
}

interface Source {
  contract: string
  event: string
}

/** Facts of who rules vaults. */
export type VaultPowerFact =
  /** Each of these comes before the fact that changes the state, which has the value before. */
  | ({ kind: 'hookChanged'; vault: string | null; hook: string } & Source)
  | ({
      kind: 'resolverChanged'
      vault: string | null
      subnetwork: SubnetworkRef
      resolver: string
    } & Source)
  | ({ kind: 'middlewareChanged'; network: string; middleware: string } & Source)
  | ({ kind: 'curator'; vault: string; curator: string } & Source)
  /** Fees of 1e18; null: not in this log. */
  | {
      kind: 'curatorFees'
      vault: string
      curatorFee: bigint | null
      operatorsFee: bigint | null
    }

/** Facts of burner routers. */
export type BurnerFact =
  /** Set, to be accepted later. */
  | ({ kind: 'burnerReceiver'; receiver: string } & ReceiverScope & Source)
  | ({ kind: 'burnerReceiverAccepted' } & ReceiverScope & Source)
  | { kind: 'burnerDelay'; router: string; delay: bigint }
  | { kind: 'burnerDelayAccepted'; router: string }
  | { kind: 'burnerRouterFound'; router: string }
  /** Answers of the router at the block of discovery; null: unknown. `receiver`: of all networks, the zero address for none. */
  | {
      kind: 'burnerRouterConstants'
      router: string
      collateral: string | null
      delay: bigint | null
      receiver: string | null
    }
  | { kind: 'burnerTransfer'; router: string; receiver: string; amount: bigint }
