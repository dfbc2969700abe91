import { Command } from 'commander'
import type { Config } from '../../config/env'
import type { Target } from '../../export/output/target'
import { packageVersion } from '../package-root'
import { withDatabase } from '../with-database'

interface Options {
  format: string
  out: string
  block?: string
  where?: string
  args?: string
  fields?: string
  integers?: string
  since?: string
  endpoint?: string
  days: boolean
}

/** The largest delay of a timer: a command has no limit of its own. */
const NO_LIMIT_MS = 2 ** 31 - 1

/** `linchpin export`: writes tables at a block to files. */
export function exportCommand(load: () => Config): Command {
  return new Command('export')
    .description('write tables at a block to files (docs/exports.md)')
    .argument(
      '<entity...>',
      'names of root fields, such as operators or exposure; all: every entity',
    )
    .requiredOption('--out <folder>', 'folder of the files, or s3://BUCKET/PREFIX')
    .option(
      '--endpoint <url>',
      'of an S3-compatible store (default: AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, else AWS)',
    )
    .option('--format <format>', 'csv, ndjson or parquet', 'parquet')
    .option(
      '--block <block>',
      'number, hash or final (default: the last indexed block; with --since the last final one)',
    )
    .option('--since <block>', 'only what changed since this final block: rows opened or closed')
    .option('--where <json>', 'filter of the root field, for one entity')
    .option('--args <json>', 'arguments of a risk field, for one')
    .option('--fields <names>', 'comma-separated, for one entity (default: all)')
    .option('--integers <style>', 'of Parquet: text, or decimal (DECIMAL(38, 0))', 'text')
    .option('--no-days', 'one Parquet file of each entity, without folders of days')
    .action(async (entities: string[], options: Options) => {
      const config = load()
      await withDatabase(config, (url) => exportTables(config, url, entities, options))
    })
}

async function exportTables(
  config: Config,
  databaseUrl: string,
  entities: readonly string[],
  options: Options,
): Promise<void> {
  const { openPool } = await import('../../api/database/pools.js')
  const { Deadline } = await import('../../api/deadline.js')
  const { loadModel } = await import('../../api/schema/model.js')
  const { readRun } = await import('../../export/output/asked.js')
  const { runExport } = await import('../../export/output/run.js')
  const { createLogger } = await import('../log.js')
  const { knownVersion } = await import('../known-version.js')
  const { giveWay } = await import('../../priority.js')
  giveWay()
  const model = loadModel()
  const target = await targetOf(options)
  const asked = readRun(model, entities, options)
  const connections = openPool(databaseUrl, 'linchpin export', 1, createLogger(config), 0)
  const deadline = new Deadline(NO_LIMIT_MS)
  const onTable = ({ entity, rows, files }: { entity: string; rows: number; files: object }) => {
    console.log(`${entity}: ${rows} rows, files: ${Object.keys(files).length}`)
  }
  try {
    const { riskSources } = await import('../../export/risk/sources.js')
    const { labelFiles, priceFile } = config
    const risk = () => riskSources({ labelFiles, priceFile })
    const release = packageVersion()
    const sources = { model, risk, release, connections, version: knownVersion(), deadline }
    const run = { ...asked, onTable }
    const { block, blockHash } = await runExport(sources, run, target)
    console.log(
      `block ${block} ${blockHash ?? 'with unknown hash'}: ${target.name.replace(/\/$/, '')}/manifest.json`,
    )
  } finally {
    deadline.end()
    await connections.end()
  }
}

/** Where files go. */
async function targetOf({ out, endpoint }: Options): Promise<Target> {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(out)) {
    const { S3Target } = await import('../../export/output/s3.js')
    const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL } = process.env
    return new S3Target(out, endpoint ?? AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL ?? null)
  }
  const { FolderTarget } = await import('../../export/output/folder.js')
  return new FolderTarget(out)
}
