import { expect, test } from 'vitest'
import { SILENT } from '../../src/chain/logger'
import { RpcRefused } from '../../src/chain/provider/errors'
import type { Rpc } from '../../src/chain/provider/rpc'
import { toSealedHeader } from '../../src/chain/verify/header'
import { Prover } from '../../src/chain/verify/prover'
import { createTally } from '../../src/chain/verify/tally'
import { simChain } from '../support/chain/sim-chain'

test('receipts that do not match the header are reported, even if their provider is down by now and the others serve none', async () => {
  const [block] = simChain({ seed: 3, blocks: 1 })
  const header = toSealedHeader(block!.header)
  const call: Rpc['call'] = async (method, params, options) => {
    const rpcCall = { method, params }
    if (method === 'eth_getLogs') return options!.parse!(block!.logs, rpcCall, 'http://b')
    try {
      options!.parse!(block!.receipts.slice(1), rpcCall, 'http://a')
    } catch {
      // As the client does: the next provider is called.
    }
    throw new RpcRefused(-32601, 'no such method')
  }
  const tally = createTally()
  const rpc = { call } as unknown as Rpc
  const prover = new Prover({ rpc, tally, ethereumHashes: true, logger: SILENT })
  await expect(prover.logsOf(header)).rejects.toMatchObject({ code: 'LP2004' })
  expect(tally.counts()).toMatchObject({
    proven: { logs: 0 },
    rejected: { 'http://a': { receipts: 1 } },
  })
})
