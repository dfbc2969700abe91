import type { Asker } from '../../batch'
import type { Network } from '../../config/networks'

/** Answers with what a deployment file lists; names that it lacks were not answered. */
export function listedAsker({ answers }: Pick<Network, 'answers'>): Asker {
  return {
    ask: async (contracts) =>
      contracts.flatMap((contract) => {
        const values = answers?.get(contract.address)
        return values ? [{ ...contract, values }] : []
      }),
  }
}
