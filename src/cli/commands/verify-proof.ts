import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import { EXIT, LinchpinError } from '../../errors'
import type { Verified } from '../../state-proof/verify'
import { collectLayouts } from '../prove/layouts'

interface Options {
  blockHash?: string
  deployment?: string
  layout?: Record<string, string>
  json?: boolean
}

/** `linchpin verify-proof`: verifies a bundle offline. */
export function verifyProofCommand(): Command {
  return new Command('verify-proof')
    .description('verify a proven figure, without database and network')
    .argument('<file>', 'bundle that linchpin prove wrote')
    .option('--block-hash <hash>', 'hash of the block that it must be proven for', blockHash)
    .option('--deployment <file>', 'deployment file of a network that is not built in')
    .option(
      '--layout <address=name>',
      'layout of an implementation that you checked yourself; can be repeated',
      collectLayouts,
    )
    .option('--json', 'print JSON (default without a terminal)')
    .action(async (file: string, { json, ...options }: Options) => {
      const verified = await verify(file, options)
      const isJson = json || !process.stdout.isTTY
      for (const line of isJson ? [asJson(verified)] : asText(verified)) console.log(line)
    })
}

async function verify(file: string, { blockHash, deployment, layout }: Options): Promise<Verified> {
  const { STORAGE } = await import('../../protocols/storage.js')
  const { orRefused } = await import('../../prover/errors.js')
  const { verifyBundle } = await import('../../state-proof/verify.js')
  const { withKnown } = await import('../../state-proof/with-known.js')
  const text = read(file)
  const own = deployment === undefined ? undefined : await readOwn(deployment)
  return orRefused(`the bundle ${file} is refused`, () =>
    verifyBundle(text, withKnown(STORAGE, { deployment: own, layouts: layout }), blockHash),
  )
}

async function readOwn(file: string) {
  const { STORAGE } = await import('../../protocols/storage.js')
  const { readDeployment } = await import('../../config/deployment.js')
  const { deploymentOf } = await import('../../prover/deployment.js')
  return deploymentOf(STORAGE, readDeployment(file))
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code
    const hint = 'name a file that linchpin prove wrote'
    throw new LinchpinError('LP2032', `bundle ${file}: ${reason}`, hint, EXIT.DATA, { cause })
  }
}

function blockHash(text: string): string {
  if (/^0x[0-9a-f]{64}$/i.test(text)) return text.toLowerCase()
  throw new InvalidArgumentError('must be 0x and 64 hex digits')
}

function asJson({ bundle: { figure, block, chainId }, assumed, notProven }: Verified): string {
  const { name, arguments: args, value, meaning } = figure
  const proven = { figure: name, arguments: args, value, meaning, chainId, block }
  return JSON.stringify({ proven, assumed, notProven })
}

function asText({ bundle, assumed, notProven }: Verified): string[] {
  const { figure, block, contracts, nodes } = bundle
  const slots = contracts.reduce((sum, one) => sum + one.slots.length, 0)
  const list = (items: readonly string[]) => items.map((item) => `  - ${item}`)
  return [
    `proven: ${figure.name} ${JSON.stringify(figure.arguments)} is ${JSON.stringify(figure.value)}`,
    `  ${figure.meaning}`,
    `  at block ${block.number}, ${block.hash}, by ${slots} slots and ${nodes.length} nodes`,
    'assumed:',
    ...list(assumed),
    ...(notProven.length > 0 ? ['not proven:', ...list(notProven)] : []),
  ]
}
