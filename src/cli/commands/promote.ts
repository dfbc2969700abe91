import { Command } from 'commander'
import type { Config } from '../../config/env'
import { needDatabase } from '../needs'
import type { Promoted } from '../promote/promote'

interface Options {
  from: string
  keepAs?: string
  allowBehind?: boolean
  back?: boolean
  json?: boolean
}

/** `linchpin promote`: gives the name of the configured database to another one, which has the index of the next version. */
export function promoteCommand(load: () => Config): Command {
  return new Command('promote')
    .description('let another database of the server take the place of the configured one')
    .requiredOption('--from <name>', 'the database that takes its place')
    .option(
      '--keep-as <name>',
      'name of the present one afterwards (default: its own, with _before)',
    )
    .option('--allow-behind', 'also if it is at an earlier block')
    .option(
      '--back',
      'go back to a database that was live: it may be of another version, and behind',
    )
    .option('--json', 'print one JSON object')
    .action(async (options: Options) => {
      const { from, keepAs = null, allowBehind = false, back = false, json = false } = options
      const url = needDatabase(load())
      const { promote } = await import('../promote/promote.js')
      const promoted = await promote(url, { from, keepAs, allowBehind, back })
      console.log(json ? JSON.stringify(promoted) : describe(promoted))
    })
}

function describe({ live, from, kept, now, before, common }: Promoted): string {
  const was = before ? `block ${before.height} ${before.hash}` : 'without an index'
  const both = common === null ? 'no final block in common' : `both have the final block ${common}`
  return [
    `${live} is what was ${from}: block ${now.height} ${now.hash}; ${both}`,
    `what was ${live} is kept as ${kept}: ${was}`,
    `to go back: linchpin promote --from ${kept} --back`,
  ].join('\n')
}
