import { Command } from 'commander'
import type { Config } from '../../config/env'
import { redactUrl } from '../../config/redact'
import { EXIT, LinchpinError } from '../../errors'

/** One round over a provider: what it does not answer now it does not have. */
const ATTEMPTS = 2

/** `linchpin provable`: which blocks the providers can prove. */
export function provableCommand(load: () => Config): Command {
  return new Command('provable')
    .description('ask each provider of RPC_ENDPOINT which blocks it can prove')
    .action(async () => {
      const config = load()
      const { rpcEndpoints: urls, rpcRateLimit: rateLimit } = config
      if (urls.length === 0) {
        const hint = 'set RPC_ENDPOINT to a JSON-RPC URL of the chain'
        throw new LinchpinError('LP1005', 'no chain is configured', hint, EXIT.CONFIG)
      }
      const { createRpc } = await import('../../chain/provider/rpc.js')
      const { networkOf } = await import('../../config/network-of.js')
      const { provableBlocks } = await import('../../prover/provable.js')
      const { contracts, startBlock } = networkOf(config, config.recording)
      let found = 0
      for (const url of urls) {
        const rpc = createRpc({ urls: [url], rateLimit, attempts: ATTEMPTS })
        const blocks = await provableBlocks(rpc, contracts[0]!.address, startBlock)
        if (blocks !== null) found++
        console.log(`${redactUrl(url)}: ${inWords(blocks, startBlock)}`)
      }
      process.exitCode = found > 0 ? EXIT.OK : EXIT.UNAVAILABLE
    })
}

function inWords(blocks: { from: number; to: number } | null, startBlock: number): string {
  if (blocks === null) return 'none: it does not serve eth_getProof'
  const { from, to } = blocks
  const depth = from <= startBlock ? 'all of the index' : `${to - from + 1} blocks`
  return `${from} to ${to} (${depth})`
}
