import { writeFileSync } from 'node:fs'
import { Command } from 'commander'
import type { Config } from '../../config/env'
import { EXIT, LinchpinError } from '../../errors'
import type { Bundle } from '../../state-proof/bundle'
import { connectMigrated } from '../migrations'
import { integer } from '../needs'
import { collectLayouts } from '../prove/layouts'
import { say } from '../say'
import { withDatabase } from '../with-database'

interface Options {
  block?: number
  out?: string
  layout?: Record<string, string>
  index: boolean
}

/** How long a database may take to answer. */
const WAIT_MS = 5_000

/** `linchpin prove`: a figure with its proofs, as one bundle. */
export function proveCommand(load: () => Config): Command {
  return new Command('prove')
    .description('prove a figure against the state root of a block, and compare it with the index')
    .argument('<figure>', 'name of the figure: docs/proof.md lists them')
    .argument('[arguments...]', 'its arguments in their order; a list is joined by commas')
    .option('--block <n>', 'block (default: the last final block)', integer(0, 999_999_999))
    .option('--out <file>', 'file to write the bundle to (default: stdout)')
    .option('--no-index', 'without a database: nothing is compared, and --block is needed')
    .option(
      '--layout <address=name>',
      'layout of an implementation that you checked yourself; can be repeated',
      collectLayouts,
    )
    .action(async (figure: string, args: string[], options: Options) => {
      const config = load()
      process.exitCode = options.index
        ? await withDatabase(config, (url) => proveCompared(config, url, figure, args, options))
        : await proveAlone(config, figure, args, options)
    })
}

async function proveAlone(config: Config, name: string, given: string[], options: Options) {
  if (options.block === undefined) {
    const hint = 'name the block with --block'
    throw new LinchpinError('LP1005', 'no block is named', hint, EXIT.CONFIG)
  }
  await write(await bundleAt(config, options.block, null, name, given, options), options)
  return EXIT.OK
}

/** @returns the exit code: FAILED if the index has another value */
async function proveCompared(
  config: Config,
  databaseUrl: string,
  name: string,
  given: string[],
  options: Options,
): Promise<number> {
  const client = await connectMigrated(databaseUrl, WAIT_MS)
  await client.end()
  const { openState } = await import('../../audit/rows.js')
  const { ourFigure, sameFigure } = await import('../../audit/proof/our-figures.js')
  const state = openState(databaseUrl)
  try {
    const head = await state.head()
    const block = options.block ?? Math.min(head.number, head.finalizedNumber)
    const { hash } = await state.point(block)
    const bundle = await bundleAt(config, block, hash, name, given, options)
    await write(bundle, options)
    const { figure } = bundle
    const ours = await ourFigure(state.at(block), figure.name, figure.arguments)
    if (hash === null) say(`prove: the index does not have the hash of block ${block}: compare it`)
    if (ours === null) say('prove: the index does not know this figure at this block')
    else if (!sameFigure(ours, figure.value)) {
      say(`prove: the index has ${JSON.stringify(ours)}, proven is ${JSON.stringify(figure.value)}`)
      return EXIT.FAILED
    } else say('prove: the index has the same value')
    return EXIT.OK
  } finally {
    await state.close()
  }
}

async function bundleAt(
  config: Config,
  block: number,
  hash: string | null,
  name: string,
  given: string[],
  { layout }: Options,
): Promise<Bundle> {
  if (config.rpcEndpoints.length === 0) {
    const hint = 'set RPC_ENDPOINT to a JSON-RPC URL of the chain'
    throw new LinchpinError('LP1005', 'no chain is configured', hint, EXIT.CONFIG)
  }
  const { networkOf } = await import('../../config/network-of.js')
  const { openProver } = await import('../../prover/open.js')
  const { argumentsOf } = await import('../../prover/arguments.js')
  const { orRefused } = await import('../../prover/errors.js')
  return orRefused('it cannot be proven', async () => {
    const args = argumentsOf(name, given)
    const network = networkOf(config, config.recording)
    const prover = await openProver(config, network, block, hash, { layouts: layout })
    const began = performance.now()
    const bundle = await prover.bundle({ name, arguments: args })
    const ms = Math.round(performance.now() - began)
    say(`prove: ${prover.cost.slots} slots by ${prover.cost.calls} calls of eth_getProof, ${ms} ms`)
    return bundle
  })
}

async function write(bundle: Bundle, { out }: Options): Promise<void> {
  const { serialize } = await import('../../state-proof/bundle.js')
  const text = serialize(bundle)
  if (out === undefined) process.stdout.write(text)
  else {
    writeFileSync(out, text)
    say(`prove: ${out}, ${text.length} bytes`)
  }
}
