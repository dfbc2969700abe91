/** Block explorers by chain id (EIP-155): the public chains that Linchpin has deployments of. */
const EXPLORERS: Readonly<Record<number, string>> = {
  1: 'https://etherscan.io',
  17000: 'https://holesky.etherscan.io',
  560048: 'https://hoodi.etherscan.io',
  11155111: 'https://sepolia.etherscan.io',
}

/**
 * Where addresses, transactions and blocks of a chain can be looked at, by `/address/…`, `/tx/…` and `/block/…`; without a slash at
 * its end. Null: nowhere.
 *
 * @param given by the user; null: that of the chain
 */
export function explorerOf(chainId: number, given: string | null): string | null {
  return given ?? EXPLORERS[chainId] ?? null
}
